//! The table of legal moves is one, and the card offers exactly what it allows.

use otklik::domain::{
    complaint::{State, Step, next, steps},
    role::Role,
};

use super::{card, taken};
use crate::support::World;

/// Where a card offers a step to whoever has the complaint; a duplicate is made by merging, which looks for the other one.
fn form(step: Step) -> Option<&'static str> {
    match step {
        Step::Take => Some("form[action$='/take'] button"),
        Step::Wait => Some("form[action$='/reply'] input[name=wait]:not([disabled])"),
        Step::CustomerReplied => Some("form[action$='/note'] input[name=replied]"),
        Step::Resolve => Some("form[action$='/resolve'] button"),
        Step::Close => Some("form[action$='/close'] button"),
        Step::Reject => Some("form[action$='/reject'] button"),
        Step::Reopen => Some("form[action$='/reopen'] button"),
        Step::MarkDuplicate => None,
    }
}

#[tokio::test]
async fn a_card_offers_exactly_the_steps_of_its_state() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    let owner = world.value("SELECT owner_id FROM complaints").await;
    for state in State::all().iter().copied() {
        let owner = if state == State::New { "NULL" } else { owner.as_str() };
        world.sql(&format!("UPDATE complaints SET state = '{state}', owner_id = {owner}")).await;
        let page = card(&handler, number).await;
        for step in Step::all().iter().copied() {
            let Some(form) = form(step) else { continue };
            // A customer's word changes nothing where nobody waits for it, so no form asks for it.
            let changes = next(state, step).is_ok_and(|after| after != state);
            let offered = changes && steps(state).any(|allowed| allowed == step);
            assert_eq!(page.has(form), offered, "{state}: {step}");
        }
    }
}
