//! Taken up again: what it had stays in its history, and each ending counts as it happened.

use chrono::{TimeDelta, Utc};
use otklik::{domain::role::Role, store::complaint_events};

use super::{WHOLE, does, outcome, taken, told};
use crate::support::World;

#[tokio::test]
async fn every_reopening_counts_once_and_keeps_the_outcome_in_the_history() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    does(&handler, number, "reply", &[("body", "Здравствуйте!")]).await;
    let answered = world.value("SELECT first_answered_at || ' ' || first_answer_due FROM complaints").await;
    for times in 1..=2 {
        does(&handler, number, "resolve", &WHOLE).await;
        does(&handler, number, "reopen", &[("body", "Деньги не пришли")]).await;
        // The wish stays: it is still what the customer asks for.
        assert_eq!(outcome(&world, number).await, "in_progress - - refund - -");
        assert_eq!(world.count("SELECT reopened FROM complaints").await, times);
    }
    // chatwoot PR 12058: the first answer is the first, whatever comes later.
    assert_eq!(
        world.value("SELECT first_answered_at || ' ' || first_answer_due FROM complaints").await,
        answered
    );
    assert_eq!(
        world.count("SELECT count(*) FROM complaint_events WHERE field = 'first_answered_at'").await,
        1
    );
    assert_eq!(
        told(&world, number, "field = 'compensation'").await,
        [
            "field compensation - 1500.50 RUB",
            "field compensation 1500.50 RUB -",
            "field compensation - 1500.50 RUB",
            "field compensation 1500.50 RUB -",
        ]
    );
}

#[tokio::test]
async fn resolutions_are_counted_as_they_happened() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    let second = taken(&world, &handler, "two").await;
    for _ in 0..2 {
        does(&handler, number, "resolve", &WHOLE).await;
        does(&handler, number, "reopen", &[("body", "Снова")]).await;
    }
    does(&handler, second, "reject", &[("cause", "other"), ("body", "Нет")]).await;
    let mut connection = world.connection().await;
    let now = Utc::now();
    let (day, later) = (now - TimeDelta::days(1), now + TimeDelta::days(1));
    // chatwoot PR 12261: by events, not by what is resolved at the moment.
    assert_eq!(complaint_events::resolutions(&mut connection, day, later).await.expect("counted"), 3);
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE state = 'resolved'").await, 0);
    assert_eq!(
        complaint_events::resolutions(&mut connection, later, later + TimeDelta::days(9))
            .await
            .expect("none"),
        0
    );
}
