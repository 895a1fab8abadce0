//! A reason given to a departure later: with history, undone, never over somebody else's word unseen.

use otklik::domain::role::Role;

use super::{AUTUMN, exit_answer, leaver, page};
use crate::support::World;

const OTHERS: &str = "/board/rows/departures?from=2026-09-01&to=2026-12-01&only=reason_category%3D%3Dother";

async fn one_other(world: &World) -> i64 {
    leaver(world, "k-1", &["2026-08-01 100"], &["2026-09-05 other/other"]).await;
    world.roll_up().await;
    world.count("SELECT id FROM departures").await
}

#[tokio::test]
async fn a_reason_is_given_its_history_kept_and_taken_back() {
    let world = World::new().await;
    let id = one_other(&world).await;
    let executive = world.signed_in(Role::Executive).await;
    let list = page(&executive, OTHERS).await;
    let action = format!("/board/departures/{id}/reason");
    let done = executive.submit(&list, &action, &[("reason", "price/too_dear")]).await;
    assert_eq!((done.status, done.location()), (303, format!("{OTHERS}&done={id}").as_str()));
    assert_eq!(
        world.value("SELECT concat_ws('/', category, reason, source) FROM departures").await,
        "price/too_dear/import"
    );
    let history = "SELECT string_agg(concat_ws('|', e.deed, s.name, e.category, e.reason), ' ' ORDER BY e.id)
                   FROM departure_edits e JOIN staff s ON s.id = e.staff_id";
    assert_eq!(world.value(history).await, "corrected|Олег Орлов|other|other");
    let audit =
        "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE action LIKE 'departure.%'";
    assert_eq!(world.value(audit).await, "departure.code");

    // Figures follow: the departure is of another reason, and no 'other' is left.
    world.roll_up().await;
    let report = page(&executive, &format!("/board/reasons.csv?{AUTUMN}")).await;
    let rows = super::rows(&report.body);
    let reasons: Vec<_> = rows.iter().filter(|row| row["by"] == "reason").map(|row| &row["name"]).collect();
    assert_eq!(reasons, ["too_dear"]);
    let list = page(&executive, done.location()).await;
    assert_eq!(list.attributes("[data-count]", "data-count"), ["0"]);
    assert!(list.texts("[role=status]")[0].contains("Слишком дорого"), "{:?}", list.texts("[role=status]"));

    let undo = format!("/board/departures/{id}/undo");
    let undone = executive.submit(&list, &undo, &[]).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(world.value("SELECT concat_ws('/', category, reason) FROM departures").await, "other/other");
    assert_eq!(
        world.value(history).await,
        "corrected|Олег Орлов|other|other corrected|Олег Орлов|price|too_dear"
    );
    assert_eq!(world.value(audit).await, "departure.code departure.undo_coding");
    world.roll_up().await;
    assert_eq!(page(&executive, OTHERS).await.attributes("[data-count]", "data-count"), ["1"]);
}

#[tokio::test]
async fn the_second_of_two_is_told_what_changed() {
    let world = World::new().await;
    let id = one_other(&world).await;
    let (executive, lead) = (world.signed_in(Role::Executive).await, world.signed_in(Role::Lead).await);
    let (one, other) = (page(&executive, OTHERS).await, page(&lead, OTHERS).await);
    let action = format!("/board/departures/{id}/reason");
    assert_eq!(executive.submit(&one, &action, &[("reason", "price/too_dear")]).await.status, 303);
    let late = lead.submit(&other, &action, &[("reason", "service/slow")]).await;
    assert_eq!(late.status, 409);
    assert!(
        late.texts(".board-departure")[0].contains("Слишком дорого"),
        "{:?}",
        late.texts(".board-departure")
    );
    assert_eq!(world.value("SELECT reason FROM departures").await, "too_dear");
    // The same again is done already, whoever says it.
    assert_eq!(lead.submit(&other, &action, &[("reason", "price/too_dear")]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM departure_edits").await, 1);
    // Of a reason that is known nothing is chosen here.
    let fresh = page(&lead, &format!("/board/rows/departures?{AUTUMN}")).await;
    assert!(!fresh.has(".board-coding"));
    let late = lead.submit(&other, &format!("/board/departures/{id}/reason"), &[("reason", "zzz/zzz")]).await;
    assert_eq!(late.status, 409);
}

#[tokio::test]
async fn a_reason_nobody_knows_is_refused_and_a_customers_own_word_stays() {
    let world = World::new().await;
    let id = one_other(&world).await;
    let lead = world.signed_in(Role::Lead).await;
    let list = page(&lead, OTHERS).await;
    let action = format!("/board/departures/{id}/reason");
    for reason in ["price/zzz", "zzz/", "", "price/\0"] {
        let refused = lead.submit(&list, &action, &[("reason", reason)]).await;
        assert_eq!(refused.status, 422, "{reason:?}");
    }
    let stray =
        lead.submit(&list, &action, &[("reason", "price/"), ("back", "https://elsewhere.example/")]).await;
    assert!(stray.location().starts_with("/board/rows/departures"), "{}", stray.location());
    assert_eq!(world.value("SELECT concat_ws('/', category, reason) FROM departures").await, "price");
    let gone = lead.submit(&list, &action, &[("reason", "price/too_dear")]).await;
    assert_eq!(gone.status, 409);

    leaver(&world, "k-2", &["2026-08-01 100"], &["2026-09-06"]).await;
    exit_answer(&world, "k-2", "slow", ", comment", ", 'Вёз неделю'").await;
    world.roll_up().await;
    let list = page(&lead, &format!("/board/rows/departures?{AUTUMN}&only=reason%3D%3Dservice%3Aslow")).await;
    assert_eq!(list.texts(".board-departure").len(), 1);
    assert!(list.texts(".board-departure")[0].contains("Вёз неделю") && !list.has(".board-coding"));
    assert!(list.has(".board-departure a[href='/desk/customers/k-2']"));
}
