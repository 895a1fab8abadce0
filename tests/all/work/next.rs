//! Taking the next: many at once, none twice, none forgotten, the most urgent first.

use std::collections::BTreeSet;

use chrono::Utc;
use otklik::actions::take_complaint::take_next_complaint;

use super::{free, handler};
use crate::support::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_take_two_hundred_and_each_gets_others_the_most_urgent_first() {
    let world = World::new().await;
    let all = free(&world, 203).await;
    // Put off, though most urgent of all.
    let (asleep, awake) = all.split_at(3);
    world
        .client
        .execute(
            "UPDATE complaints SET snoozed_until = now() + interval '1 day' WHERE id = ANY ($1)",
            &[&asleep],
        )
        .await
        .expect("reminders");
    let mut workers = Vec::new();
    for n in 0..16 {
        let doer = handler(&world, &format!("h{n}")).await;
        let mut connection = world.connection().await;
        workers.push(tokio::spawn(async move {
            let mut taken = Vec::new();
            while let Some(number) =
                take_next_complaint(&mut connection, doer, Utc::now()).await.expect("the next")
            {
                taken.push(number);
            }
            taken
        }));
    }
    let mut taken = BTreeSet::new();
    for worker in workers {
        let theirs = worker.await.expect("a worker");
        let place = |number: &i64| awake.iter().position(|known| known == number).expect("an awake one");
        let places: Vec<_> = theirs.iter().map(place).collect();
        assert!(places.is_sorted(), "somebody got a later one before an earlier one: {places:?}");
        for number in theirs {
            assert!(taken.insert(number), "{number} was given twice");
        }
    }
    assert_eq!(taken, awake.iter().copied().collect());
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE owner_id IS NULL").await, 3);
    // In the order of taking nobody ran further ahead than the sixteen who took at once.
    let order: Vec<i64> = world
        .client
        .query("SELECT complaint_id FROM complaint_events WHERE kind = 'taken' ORDER BY id", &[])
        .await
        .expect("a history")
        .iter()
        .map(|row| row.get(0))
        .collect();
    for (at, number) in order.iter().enumerate() {
        let place = awake.iter().position(|known| known == number).expect("an awake one");
        assert!(
            place.abs_diff(at) <= 32,
            "{number} is number {place} by urgency and was taken as number {at}"
        );
    }
}
