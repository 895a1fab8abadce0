//! Claims on a complaint: noted, never paused, met, ended with it; and who may.

use chrono::{Days, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{
    actions::clockwork::clockwork,
    domain::{
        legal::{self, Term, Unit},
        role::Role,
    },
};

use super::{card, claim, moment, press, settle, taken};
use crate::support::{World, make};

/// What was done about claims, in order.
async fn deeds(world: &World) -> Vec<String> {
    world
        .client
        .query("SELECT detail ->> 'deed' FROM complaint_events WHERE kind = 'claim' ORDER BY id", &[])
        .await
        .expect("a history")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

#[tokio::test]
async fn several_claims_run_on_one_complaint_and_nothing_pauses_them() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let today = Utc::now().with_timezone(&Moscow).date_naive();
    let page = claim(&visitor, number, &["goods_refund", "goods_repair"], &today.to_string()).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let calendar = clockwork(&mut world.connection().await).await.expect("a clockwork").calendar;
    let ten = legal::due(today, Term { amount: 10, unit: Unit::CalendarDays }, &calendar);
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".law-claims li").len(), 2);
    assert!(page.texts(".law-claims li")[0].contains("ЗоЗПП (2300-1), ст. 22: 10 календарных дней"));
    assert!(page.texts(".law-claims li")[0].contains("нужно подтверждение юриста"));
    assert_eq!(moment(&world, "legal_due").await, ten);
    assert_eq!(world.value("SELECT 'legal' = ANY (facets) FROM complaints").await, "t");
    // The customer is awaited: the internal clocks rest, the legal one is what the list is ordered by.
    let page = press(&visitor, number, "reply", &[("body", "Пришлите чек"), ("wait", "yes")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(world.value("SELECT state FROM complaints").await, "waiting_for_customer");
    assert_eq!(moment(&world, "next_deadline").await, ten);
    assert_eq!(deeds(&world).await, ["added", "added"]);
    // zammad#3928: all clocks are shown, not only the nearest.
    assert!(card(&visitor, number).await.texts(".history").join(" ").contains("Ремонт товара"));
}

#[tokio::test]
async fn a_claim_is_noted_once_met_taken_back_and_withdrawn() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let today = Utc::now().with_timezone(&Moscow).date_naive().to_string();
    for _ in 0..2 {
        assert_eq!(claim(&visitor, number, &["goods_refund"], &today).await.status, 303);
    }
    assert_eq!(world.count("SELECT count(*) FROM legal_claims").await, 1);
    let id = world.value("SELECT id FROM legal_claims").await;
    let tend = async |what: &str| {
        for _ in 0..2 {
            let page = press(&visitor, number, "claim", &[("what", what), ("claim", &id)]).await;
            assert_eq!(page.status, 303, "{what}: {}", page.body);
        }
    };
    tend("met").await;
    assert_eq!(world.value("SELECT legal_due = '9999-01-01Z' FROM complaints").await, "t");
    assert!(card(&visitor, number).await.texts(".law-claims .clock-kept")[0].contains("выполнено"));
    tend("resume").await;
    assert_eq!(world.value("SELECT legal_due < '9999-01-01Z' FROM complaints").await, "t");
    let page = press(&visitor, number, "claim", &[("what", "withdraw"), ("claim", &id)]).await;
    assert_eq!(page.status, 303);
    assert_eq!(
        world.value("SELECT legal_due = '9999-01-01Z' AND NOT 'legal' = ANY (facets) FROM complaints").await,
        "t"
    );
    assert!(!card(&visitor, number).await.has(".law-claims"));
    assert_eq!(deeds(&world).await, ["added", "met", "resumed", "withdrawn"]);
    // Withdrawn as a mistake, it may be noted anew.
    assert_eq!(claim(&visitor, number, &["goods_refund"], &today).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM legal_claims").await, 2);
}

#[tokio::test]
async fn resolving_ends_what_runs_and_reopening_runs_it_again_unless_it_was_met() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let today = Utc::now().with_timezone(&Moscow).date_naive().to_string();
    assert_eq!(claim(&visitor, number, &["goods_refund", "goods_replacement"], &today).await.status, 303);
    let refund = world.value("SELECT id FROM legal_claims WHERE term_code = 'goods_refund'").await;
    press(&visitor, number, "claim", &[("what", "met"), ("claim", &refund)]).await;
    let before = moment(&world, "legal_due").await;
    let ending = [
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", ""),
    ];
    assert_eq!(press(&visitor, number, "resolve", &ending).await.status, 303);
    assert_eq!(
        world.value("SELECT state || (legal_due = '9999-01-01Z') FROM complaints").await,
        "resolvedtrue"
    );
    assert!(card(&visitor, number).await.texts(".law-claims").join(" ").contains("жалоба завершена"));
    assert_eq!(press(&visitor, number, "reopen", &[("body", "Не заменили")]).await.status, 303);
    assert_eq!(moment(&world, "legal_due").await, before);
    assert_eq!(deeds(&world).await, ["added", "added", "met", "ended", "runs"]);
    let met = world.value(&format!("SELECT met_at IS NOT NULL FROM legal_claims WHERE id = {refund}")).await;
    assert_eq!(met, "t");
}

#[tokio::test]
async fn claims_of_what_was_merged_run_on_the_complaint_that_stays() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let other = make::complaint(&world, "two", 5).await;
    let today = Utc::now().with_timezone(&Moscow).date_naive().to_string();
    assert_eq!(claim(&visitor, other, &["goods_refund"], &today).await.status, 303);
    let due = world.value(&format!("SELECT legal_due FROM complaints WHERE id = {other}")).await;
    world
        .sql(&format!(
            "UPDATE complaints SET state = 'duplicate', merged_into_id = {number} WHERE id = {other};
             UPDATE complaints SET clocks_version = 0 WHERE id = {number}"
        ))
        .await;
    settle(&world).await;
    assert_eq!(world.value(&format!("SELECT legal_due FROM complaints WHERE id = {number}")).await, due);
    assert_eq!(card(&visitor, number).await.texts(".law-claims li").len(), 1);
    // Met on the one that stays, and taken apart again without it.
    let id = world.value("SELECT id FROM legal_claims").await;
    let page = press(&visitor, number, "claim", &[("what", "met"), ("claim", &id)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(
        world.value(&format!("SELECT legal_due = '9999-01-01Z' FROM complaints WHERE id = {number}")).await,
        "t"
    );
}

#[tokio::test]
async fn what_cannot_be_noted_is_refused_with_everything_that_was_typed() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let today = Utc::now().with_timezone(&Moscow).date_naive();
    for demanded in [(today + Days::new(2)).to_string(), "1999-01-01".to_owned(), "вчера".to_owned()] {
        let page = claim(&visitor, number, &["goods_refund", "goods_repair"], &demanded).await;
        assert_eq!(page.status, 422, "{demanded}");
        assert_eq!(page.attributes("#claim-demanded", "value"), [demanded]);
        assert_eq!(page.attributes("[name=term][checked]", "value"), ["goods_refund", "goods_repair"]);
    }
    assert_eq!(claim(&visitor, number, &[], &today.to_string()).await.status, 422);
    // Neither a term that is none, nor one that is switched off.
    world.sql("UPDATE legal_terms SET enabled = false WHERE code = 'goods_repair'").await;
    assert_eq!(claim(&visitor, number, &["none", "goods_repair"], &today.to_string()).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM legal_claims").await, 0);
    // Noting is everybody's, answering for it the owner's, and a claim of another complaint is none of this one.
    let other = make::complaint(&world, "two", 5).await;
    assert_eq!(claim(&visitor, other, &["goods_refund"], &today.to_string()).await.status, 303);
    let id = world.value("SELECT id FROM legal_claims").await;
    let met = [("what", "met"), ("claim", id.as_str())];
    assert_eq!(press(&visitor, number, "claim", &met).await.status, 409);
    assert_eq!(press(&visitor, other, "claim", &met).await.status, 409);
    assert_eq!(world.count("SELECT count(*) FROM legal_claims WHERE met_at IS NULL").await, 1);
}

#[tokio::test]
async fn words_that_ask_for_their_data_are_a_hint_and_start_nothing_by_themselves() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    assert!(!card(&visitor, number).await.has(".law-hint"));
    world.sql("UPDATE responses SET comment = 'Удалите мои данные и больше не пишите!'").await;
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".law-hint button").len(), 2);
    assert_eq!(world.count("SELECT count(*) FROM legal_claims").await, 0);
    let page = visitor
        .submit(
            &page,
            &format!("/desk/complaints/{number}/claim"),
            &[
                ("what", "add"),
                ("term", "data_stop"),
                ("demanded", &Utc::now().with_timezone(&Moscow).date_naive().to_string()),
            ],
        )
        .await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(world.value("SELECT term_code FROM legal_claims").await, "data_stop");
    assert!(!card(&visitor, number).await.has(".law-hint"));
    // A lead may answer for it in the owner's place.
    let lead = world.signed_in(Role::Lead).await;
    let id = world.value("SELECT id FROM legal_claims").await;
    assert_eq!(press(&lead, number, "claim", &[("what", "met"), ("claim", &id)]).await.status, 303);
}
