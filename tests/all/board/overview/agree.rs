//! The overview and the reports say the same of a change, or say why they do not; and how each figure is counted.

use otklik::domain::role::Role;
use serde_json::Value;

use super::{
    Told, WEEK,
    joined::{DAYS, everything},
    letters::{send, subscribe},
    preset_version, tell, times,
};
use crate::support::{Visitor, World};

async fn json(visitor: &Visitor, address: &str) -> Value {
    serde_json::from_str(&visitor.get(address).await.body).expect("JSON")
}

fn row<'a>(overview: &'a Value, name: &str) -> &'a Value {
    let rows = overview["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["headline"] == name).unwrap_or_else(|| panic!("{name}: {overview}"))
}

/// NPS falls by so much that chance alone would do it once in thirty times, satisfaction stays what it was.
async fn once_in_thirty(world: &World) {
    let version = preset_version(world).await;
    for (at, promoters) in [("2026-09-30T10:00:00Z", 30), ("2026-10-07T10:00:00Z", 21)] {
        let told = |nps, satisfaction| Told {
            at,
            nps: Some(nps),
            satisfaction: Some(satisfaction),
            ..Told::default()
        };
        let answers: Vec<Told> = (0..40)
            .map(|one| told(if one < promoters { 10 } else { 3 }, if one % 2 == 0 { 70 } else { 90 }))
            .collect();
        tell(world, version, &answers).await;
    }
}

#[tokio::test]
async fn what_only_its_report_calls_real_is_explained_on_page_and_in_the_letter() {
    let world = World::new().await;
    once_in_thirty(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let report = json(&visitor, &format!("/board/nps.json?{WEEK}")).await;
    let told = json(&visitor, &format!("/board/overview.json?{WEEK}")).await;
    let nps = row(&told, "nps");
    assert_eq!(report["change"]["significant"], true, "{report}");
    assert_eq!((&nps["significant"], &nps["verdict"]), (&false.into(), &"chance".into()));
    assert_eq!(told["definitions"]["tested_together"], 2);
    let p = |value: &Value| value.as_f64().expect("a p");
    assert!((p(&nps["p_alone"]) - p(&report["change"]["p"])).abs() < 1e-3, "{nps} {report}");
    assert!((p(&nps["p"]) - 2.0 * p(&nps["p_alone"])).abs() < 1e-3, "{nps}");
    let page = visitor.get(&format!("/board/overview?{WEEK}")).await;
    let said = page.texts(".overview-said");
    let why = "NPS изменился не больше, чем бывает случайно: −45,0. В самом отчёте это больше случайного, здесь — нет: \
               сделана поправка на 2 показателя, проверенных вместе.";
    assert!(said[0].starts_with(why), "{said:?}");
    assert!(!said[1].contains("В самом отчёте") && !page.has(".overview-said.board-worse"), "{said:?}");
    assert!(visitor.get(&format!("/board/nps?{WEEK}")).await.has(".board-change.board-worse"));
    subscribe(&world, &visitor, "overview", None).await;
    let taken = send(&world, "2026-10-12T05:05:00Z".parse().expect("Monday")).await;
    assert!(taken[0].0.ends_with("без заметных перемен") && taken[0].1.contains(why), "{}", taken[0].1);
    world.sql("UPDATE staff SET language = 'en'").await;
    let said = visitor.get(&format!("/board/overview?{WEEK}")).await.texts(".overview-said").remove(0);
    assert!(
        said.contains("more than chance; corrected for the 2 figures tested together here, it is not."),
        "{said}"
    );
}

#[tokio::test]
async fn where_one_says_there_is_no_test_the_other_says_so_too_and_why() {
    let world = World::new().await;
    everything(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get(&format!("/board/complaints?{DAYS}")).await;
    let again = page.texts("[data-untested=reopening]");
    assert_eq!(again, ["Вывода нет: недавние жалобы ещё могут открыть заново."]);
    let worked = json(&visitor, &format!("/board/complaints.json?{DAYS}")).await;
    assert_eq!(worked["total"]["reopened_change_untested"], "reopening");
    assert!(
        worked["total"].get("reopened_change_p").is_none()
            && worked["total"].get("opened_change_p").is_some()
    );
    let overview = visitor.get(&format!("/board/overview?{DAYS}")).await;
    assert!(overview.texts("[data-topic=reopened] .overview-said").concat().ends_with(&again[0]));

    let told = json(&visitor, &format!("/board/response.json?{DAYS}")).await;
    assert_eq!(
        (&told["total"]["untested"], &told["change"]["significant"]),
        (&Value::Null, &true.into()),
        "{told}"
    );
    // One that may yet be answered is enough.
    world
        .sql(
            "UPDATE invitations SET expires_at = now() + interval '9 days' WHERE id =
                 (SELECT max(id) FROM invitations WHERE answered_at IS NULL AND sent_at > '2025-10-07')",
        )
        .await;
    world.roll_up().await;
    let told = json(&visitor, &format!("/board/response.json?{DAYS}")).await;
    assert_eq!((&told["total"]["untested"], &told["change"]), (&"waiting".into(), &Value::Null), "{told}");
    let page = visitor.get(&format!("/board/response?{DAYS}")).await;
    assert_eq!(
        page.texts("[data-untested=waiting]"),
        ["Вывода нет: часть приглашений ещё ждёт ответа, сравнивать рано."]
    );
    assert!(!page.has(".board-better") && !page.has(".board-worse"), "nor of any part of them");
    let row = row(&json(&visitor, &format!("/board/overview.json?{DAYS}")).await, "response").clone();
    assert_eq!((&row["verdict"], &row["untested"]), (&"untested".into(), &"waiting".into()));
    let said = visitor.get(&format!("/board/overview?{DAYS}")).await;
    assert!(
        said.texts("[data-topic=response] .overview-said").concat().contains("часть приглашений ещё ждёт")
    );
}

#[tokio::test]
async fn months_that_go_on_have_no_verdict_in_the_retention_report_either() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, name) SELECT 'k' || n, 'Вера' FROM generate_series(1, 60) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT external_id || at, id, at, 100, 'RUB' FROM customers,
                  LATERAL (VALUES ('2025-08-15T09:00:00Z'::timestamptz, 60), ('2025-09-10T09:00:00Z', 50),
                                  ('2025-10-10T09:00:00Z', 9)) AS bought (at, until)
             WHERE substr(external_id, 2)::int <= until",
        )
        .await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    let october = "from=2025-10-01&to=2025-11-01&active=calendar-month";
    let page = visitor.get(&format!("/board/retention?{october}")).await;
    assert_eq!(
        page.texts("[data-untested=goes_on]"),
        ["Вывода нет: последний месяц ещё не кончился, сравнивать рано."]
    );
    assert!(!page.has(".board-worse") && !page.has(".board-better"));
    let told = json(&visitor, &format!("/board/retention.json?{october}")).await;
    assert_eq!((&told["total"]["untested"], &told["change"]), (&"goes_on".into(), &Value::Null));
    let september = "from=2025-09-01&to=2025-10-01&active=calendar-month";
    let told = json(&visitor, &format!("/board/retention.json?{september}")).await;
    assert_eq!(told["total"]["untested"], Value::Null, "{told}");
}

#[tokio::test]
async fn the_definition_of_each_figure_shown_is_one_click_away() {
    let world = World::new().await;
    everything(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    for language in ["ru", "en"] {
        world.sql(&format!("UPDATE staff SET language = '{language}'")).await;
        let page = visitor.get(&format!("/board/overview?{DAYS}")).await;
        assert_eq!(page.attributes(".board-how", "href"), ["#definition"]);
        assert!(page.has("#definition"));
        let links = page.attributes(".overview-main .overview-how", "href");
        assert_eq!(links.len(), page.texts(".overview-main").len());
        for link in &links {
            assert!(page.has(&format!("dt{link} + dd")), "{link}");
        }
        let told = page.texts(".overview-definitions dd");
        assert_eq!(told.len(), links.len() - 1, "the two currencies have one");
        assert!(told.iter().all(|text| text.len() > 30 && !text.contains("overview-how")), "{told:?}");
        assert!(told.iter().any(|text| text.contains("12 мес") || text.contains("12 months")), "{told:?}");
    }
    // Of nothing there is nothing to define.
    let none = visitor.get("/board/overview?from=2020-01-01&to=2020-02-01").await;
    assert!(none.has("#definition") && !none.has(".overview-definitions"));
}

#[tokio::test]
async fn few_answers_are_not_corrected_for() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    let told = Told { at: "2026-10-07T10:00:00Z", nps: Some(9), ..Told::default() };
    tell(&world, version, &times(3, &told)).await;
    let visitor = world.signed_in(Role::Executive).await;
    let told = json(&visitor, &format!("/board/overview.json?{WEEK}")).await;
    assert_eq!(told["definitions"]["tested_together"], 0);
    assert_eq!(
        (&row(&told, "nps")["verdict"], &row(&told, "nps")["p_alone"]),
        (&"unknown".into(), &Value::Null)
    );
}
