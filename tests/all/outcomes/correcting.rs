//! Correcting how one ended, without taking it up again.

use otklik::domain::role::Role;

use super::{WHOLE, card, chosen, does, outcome, press, taken, told};
use crate::support::World;

#[tokio::test]
async fn owner_and_lead_correct_and_the_history_keeps_both() {
    let world = World::new().await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let number = taken(&world, &handler, "one").await;
    does(&handler, number, "resolve", &WHOLE).await;
    let (page, mine) = (card(&lead, number).await, card(&handler, number).await);
    assert_eq!(chosen(&page, "correct", "cause"), ["delivery.late"]);
    assert_eq!(page.attributes("#correct-amount", "value"), ["1500,50"]);
    let mut typed = WHOLE.to_vec();
    typed.retain(|(name, _)| !["cause", "amount"].contains(name));
    typed.extend([("cause", "delivery.courier"), ("amount", "2000")]);
    for _ in 0..2 {
        assert_eq!(press(&lead, &page, number, "correct", &typed).await.status, 303);
    }
    assert_eq!(outcome(&world, number).await, "resolved delivery.courier upheld refund refund 2000.00RUB");
    assert_eq!(
        told(
            &world,
            number,
            "old_value IS NOT NULL AND field IN ('root_cause', 'compensation', 'resolution')"
        )
        .await,
        ["field root_cause delivery.late delivery.courier", "field compensation 1500.50 RUB 2000.00 RUB"]
    );
    assert_eq!(world.count("SELECT reopened FROM complaints").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    // Unchanged, it is no deed.
    let version = world.count("SELECT version FROM complaints").await;
    does(&lead, number, "correct", &typed).await;
    assert_eq!(world.count("SELECT version FROM complaints").await, version);
    // Somebody who saw it before is told what is new.
    let mut other = WHOLE.to_vec();
    other.retain(|(name, _)| *name != "amount");
    other.push(("amount", "1"));
    let stale = press(&handler, &mine, number, "correct", &other).await;
    assert_eq!(stale.status, 409);
    assert!(stale.texts("[role=alert]")[0].contains("поведение курьера"));
    assert_eq!(stale.attributes("#correct-amount", "value"), ["1"]);
}

#[tokio::test]
async fn a_stranger_to_it_may_not_and_one_that_is_open_has_nothing_to_correct() {
    let world = World::new().await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let number = taken(&world, &lead, "one").await;
    let open = card(&lead, number).await;
    assert!(!open.has("form[action$='/correct']"));
    does(&lead, number, "resolve", &WHOLE).await;
    let page = card(&lead, number).await;
    does(&lead, number, "reopen", &[("body", "Снова")]).await;
    let refused = press(&lead, &page, number, "correct", &WHOLE).await;
    assert_eq!(refused.status, 409);
    assert!(refused.texts("[role=alert]")[0].contains("в работе"));
    does(&lead, number, "resolve", &WHOLE).await;
    let theirs = card(&handler, number).await;
    assert!(!theirs.has("form[action$='/correct']"));
}

#[tokio::test]
async fn a_rejection_is_corrected_in_its_cause_alone_and_nothing_becomes_one() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    does(&handler, number, "reject", &[("cause", "other"), ("body", "Нет")]).await;
    let page = card(&handler, number).await;
    assert!(!page.has("#correct-resolution") && page.has("#correct-cause"));
    let mut typed = WHOLE.to_vec();
    typed.push(("resolution", "upheld"));
    assert_eq!(press(&handler, &page, number, "correct", &typed).await.status, 303);
    assert_eq!(outcome(&world, number).await, "rejected delivery.late rejected - - -");
    let second = taken(&world, &handler, "two").await;
    does(&handler, second, "resolve", &WHOLE).await;
    let page = card(&handler, second).await;
    let mut typed = WHOLE.to_vec();
    typed.retain(|(name, _)| *name != "resolution");
    typed.push(("resolution", "rejected"));
    assert_eq!(press(&handler, &page, second, "correct", &typed).await.status, 422);
}

#[tokio::test]
async fn a_cause_that_was_switched_off_meanwhile_may_stay() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    does(&handler, number, "resolve", &WHOLE).await;
    world.sql("UPDATE root_causes SET active = false WHERE code = 'delivery.late'").await;
    let page = card(&handler, number).await;
    assert_eq!(chosen(&page, "correct", "cause"), ["delivery.late"]);
    assert!(!page.has("#reopen-cause"));
    let mut typed = WHOLE.to_vec();
    typed.retain(|(name, _)| *name != "amount");
    typed.push(("amount", "7"));
    assert_eq!(press(&handler, &page, number, "correct", &typed).await.status, 303);
    let second = taken(&world, &handler, "two").await;
    let page = card(&handler, second).await;
    assert!(!page.has("#resolve-cause option[value='delivery.late']"));
    assert_eq!(press(&handler, &page, second, "resolve", &WHOLE).await.status, 422);
}
