//! Comments: found by word forms, marked, masked, and taken apart into themes.

use otklik::domain::role::Role;

use super::{Told, preset_version, rows, tell, times};
use crate::support::{Page, Visitor, World};

const OCTOBER: &str = "from=2026-10-01&to=2026-11-01";
const AT: &str = "2026-10-10T10:00:00Z";

fn said(comment: &'static str) -> Told {
    Told { at: AT, nps: Some(9), comment: Some(comment), store: Some("Центр"), ..Told::default() }
}

async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

fn query(words: &str) -> String {
    url::form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

async fn found(visitor: &Visitor, words: &str) -> Vec<String> {
    let page = page(visitor, &format!("/board/comments?{OCTOBER}&q={}", query(words))).await;
    let texts = page.texts(".board-comment");
    assert_eq!(page.attributes("[data-count]", "data-count"), [texts.len().to_string()], "{words}");
    texts
}

#[tokio::test]
async fn words_are_found_in_all_their_forms_russian_and_english() {
    let world = World::new().await;
    let all = [
        "Быстрая доставка",
        "Ждал доставки неделю",
        "Хвалю доставку и чай",
        "Late deliveries again",
        "The delivery was quick",
        "Ещё придём",
        "Вкусный чай",
    ];
    tell(&world, preset_version(&world).await, &all.map(said)).await;
    let visitor = world.signed_in(Role::Executive).await;
    for (words, count) in [
        ("доставка", 3),
        ("доставку", 3),
        ("ДОСТАВКИ", 3),
        ("delivery", 2),
        ("Deliveries", 2),
        ("еще", 0),
        ("прийти", 0),
        ("придем", 1),
        ("чай -доставка", 1),
        ("\"доставку и чай\"", 1),
        ("слон", 0),
        ("'); DROP TABLE", 0),
        ("& | ! ( : *", 7),
    ] {
        assert_eq!(found(&visitor, words).await.len(), count, "{words}");
    }
    let page = page(&visitor, &format!("/board/comments?{OCTOBER}&q={}", query("доставка"))).await;
    let mut marks = page.texts("mark");
    marks.sort();
    assert_eq!(marks, ["доставка", "доставки", "доставку"]);
}

#[tokio::test]
async fn what_customers_write_is_never_markup_and_never_a_formula() {
    let world = World::new().await;
    tell(
        &world,
        preset_version(&world).await,
        &[said("<b>доставка</b> & <script>alert(1)</script>"), said("=1+1")],
    )
    .await;
    let visitor = world.signed_in(Role::Lead).await;
    let page = page(&visitor, &format!("/board/comments?{OCTOBER}&q={}", query("доставка"))).await;
    assert!(!page.body.contains("<script>alert") && !page.body.contains("<b>доставка"));
    assert_eq!(page.texts(".board-comment"), ["<b>доставка</b> & <script>alert(1)</script>"]);
    assert_eq!(page.texts("mark"), ["доставка"]);
    let bad = visitor.get("/board/comments?q=%3Cimg%3E&word=%27%3E&group=x&place=y&page=-1").await;
    assert_eq!(bad.status, 200);
    assert!(!bad.body.contains("<img>"));
    let file = rows(&visitor.get(&format!("/board/comments.csv?{OCTOBER}")).await.body);
    assert!(file.iter().any(|row| row["words"] == "'=1+1"), "{file:?}");
}

#[tokio::test]
async fn an_executive_learns_nobody_unless_it_is_allowed() {
    let world = World::new().await;
    let words = "Пишите на vera@mail.example или +7 916 123-45-67, ждали 14 дней";
    tell(&world, preset_version(&world).await, &[said(words)]).await;
    let hidden = "Пишите на ••• или •••, ждали 14 дней";
    let executive = world.signed_in(Role::Executive).await;
    for path in ["comments", "rows/answers", "comments.csv", "comments.json"] {
        let page = page(&executive, &format!("/board/{path}?{OCTOBER}")).await;
        assert!(page.body.contains("14 дней"), "{path}");
        for secret in ["vera@", "123-45", "Вера", "/desk/"] {
            assert!(!page.body.contains(secret), "{path} tells {secret}");
        }
    }
    let comments = format!("/board/comments?{OCTOBER}");
    assert_eq!(page(&executive, &comments).await.texts(".board-comment"), [hidden]);
    let lead = page(&world.signed_in(Role::Lead).await, &comments).await;
    assert_eq!(lead.texts(".board-comment"), [words]);
    assert!(lead.has("a[href^='/desk/customers/']"));
    let admin = world.signed_in(Role::Admin).await;
    let settings = page(&admin, "/settings/reports").await;
    let saved = admin.submit(&settings, "/settings/reports", &[("names", "yes")]).await;
    assert_eq!((saved.status, saved.location()), (303, "/settings/reports?done=yes"));
    assert_eq!(world.count("SELECT count(*) FROM audit_events WHERE subject = 'reports.comments'").await, 1);
    let allowed = page(&executive, &comments).await;
    assert_eq!(allowed.texts(".board-comment"), [words]);
    assert_eq!(allowed.texts(".board-name"), ["Вера Тайная"]);
    assert!(!allowed.body.contains("/desk/"));
    let settings = page(&admin, "/settings/reports").await;
    admin.submit(&settings, "/settings/reports", &[("names", "")]).await;
    assert_eq!(page(&executive, &comments).await.texts(".board-comment"), [hidden]);
    for (role, status) in [(Role::Handler, 403), (Role::Executive, 200)] {
        assert_eq!(world.signed_in(role).await.get(&comments).await.status, status);
        assert_eq!(world.signed_in(role).await.get("/settings/reports").await.status, 403);
    }
}

#[tokio::test]
async fn what_is_taken_back_or_corrected_is_found_no_more() {
    let world = World::new().await;
    tell(&world, preset_version(&world).await, &[said("Опоздал курьер"), said("Курьер молодец")]).await;
    let visitor = world.signed_in(Role::Executive).await;
    assert_eq!(found(&visitor, "курьеры").await.len(), 2);
    world
        .sql(
            "UPDATE responses SET withdrawn_at = now() WHERE comment = 'Опоздал курьер';
             UPDATE responses SET comment = 'Почтальон молодец' WHERE comment = 'Курьер молодец'",
        )
        .await;
    world.roll_up().await;
    assert_eq!(found(&visitor, "курьеры").await.len(), 0);
    assert_eq!(found(&visitor, "почтальону").await.len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM said_words").await, 1);
    // Built anew from the answers, it is the same.
    world.sql("DELETE FROM said_words; DELETE FROM fact_state").await;
    world.roll_up().await;
    assert_eq!(found(&visitor, "почтальоны").await.len(), 1);
}

#[tokio::test]
async fn places_and_groups_are_chosen_and_counted() {
    let world = World::new().await;
    let answers =
        [said("Хорошо"), Told { nps: Some(3), ..said("Плохо") }, Told { nps: Some(8), ..said("Так себе") }];
    tell(&world, preset_version(&world).await, &answers).await;
    world
        .sql(&format!(
            "UPDATE responses SET bring_back = 'Скидка' WHERE comment = 'Плохо';
             INSERT INTO departures (customer_id, left_at, source, comment)
             SELECT id, '{AT}', 'staff', 'Ушла к соседям' FROM customers ORDER BY id LIMIT 1"
        ))
        .await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    for (more, texts) in [
        ("&group=promoter", &["Хорошо"][..]),
        ("&group=passive", &["Так себе"]),
        ("&group=detractor", &["Плохо"]),
        ("&place=bring_back", &["Скидка"]),
        ("&place=departure", &["Ушла к соседям"]),
        ("&place=departure&store=%D0%A6", &[]),
        ("&place=departure&q=%D1%81%D0%BE%D1%81%D0%B5%D0%B4%D0%B8", &["Ушла к соседям"]),
        ("&store=%D0%97", &[]),
    ] {
        let page = page(&visitor, &format!("/board/comments?{OCTOBER}{more}")).await;
        assert_eq!(page.texts(".board-comment"), texts, "{more}");
        assert_eq!(page.attributes("[data-count]", "data-count"), [texts.len().to_string()], "{more}");
    }
    world.sql("UPDATE departures SET comment = NULL").await;
    assert_eq!(world.count("SELECT count(*) FROM said_words WHERE place = 'departure'").await, 0);
}

#[tokio::test]
async fn themes_stand_out_and_lead_to_their_comments() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    let earlier = Told {
        at: "2026-08-10T10:00:00Z", ..said("Вкусный чай и приятный магазин")
    };
    tell(&world, version, &times(40, &earlier)).await;
    tell(&world, version, &times(20, &said("Курьер опоздал, чай вкусный"))).await;
    tell(&world, version, &times(12, &said("Опять опаздывает курьер"))).await;
    tell(&world, version, &times(4, &said("Слоны пришли"))).await;
    let visitor = world.signed_in(Role::Executive).await;
    let october = page(&visitor, &format!("/board/comments?{OCTOBER}")).await;
    let words = october.texts(".board-themes td:first-child");
    assert!(
        words.contains(&"курьер".to_owned()) && words.contains(&"курьер опоздал".to_owned()),
        "{words:?}"
    );
    assert!(!words.contains(&"слоны".to_owned()), "{words:?}");
    let counts = october.attributes(".board-themes a[data-counts]", "data-counts");
    let addresses = october.attributes(".board-themes a[data-counts]", "href");
    assert!(counts.len() >= 8, "{counts:?}");
    for (count, address) in counts.iter().zip(addresses) {
        let page = page(&visitor, &address).await;
        assert_eq!(page.attributes("[data-count]", "data-count"), [count.as_str()], "{address}");
        assert_eq!(page.texts(".board-comment").len(), count.parse::<usize>().unwrap().min(50), "{address}");
        assert!(page.has("mark"), "{address}");
    }
    let file = rows(&visitor.get(&format!("/board/comments.csv?{OCTOBER}")).await.body);
    let courier = file.iter().find(|row| row["by"] == "word" && row["name"] == "курьер").expect("a word");
    assert_eq!((&courier["n"][..], &courier["rest_n"][..]), ("32", "0"));
    assert!(courier["z"].parse::<f64>().unwrap() > 2.0);
    assert_eq!(file[0]["n"], "36");
    let command =
        super::command::json(&world, &["comments", "--from", "2026-10-01", "--to", "2026-11-01"]).await;
    assert_eq!(command["total"]["n"], 36);
    assert_eq!(command["rows"].as_array().unwrap().len(), 36);
    let words = command["sections"]["word"].as_array().unwrap();
    assert!(words.iter().any(|word| word["word"] == "курьер" && word["n"] == 32 && word["rest_n"] == 0));
}

#[tokio::test]
async fn without_comments_there_is_nothing_to_tell() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Executive).await;
    let empty = page(&visitor, "/board/comments").await;
    assert!(empty.has(".empty") && !empty.has(".board-themes"));
    assert_eq!(visitor.get("/board/comments.csv").await.status, 200);
    tell(&world, preset_version(&world).await, &times(60, &said("Отличный чай"))).await;
    let alone = page(&visitor, &format!("/board/comments?{OCTOBER}")).await;
    assert_eq!(alone.texts(".board-themes td:first-child"), ["отличный", "чай"]);
    assert_eq!(alone.texts(".board-comment").len(), 50);
    let next = alone.attributes("a[rel=next]", "href");
    assert_eq!(page(&visitor, &next[0]).await.texts(".board-comment").len(), 10);
    let common = page(&visitor, &format!("/board/comments?{OCTOBER}&q=%D0%B8")).await;
    assert!(common.has(".alert-info"), "{}", common.body);
}
