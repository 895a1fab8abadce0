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
    // Alone, somebody gets them in the order of urgency.
    let alone = handler(&world, "alone").await;
    let mut connection = world.connection().await;
    let mut taken = BTreeSet::new();
    for next in &awake[..5] {
        let number = take_next_complaint(&mut connection, alone, Utc::now()).await.expect("the next");
        assert_eq!(number, Some(*next));
        taken.insert(*next);
    }
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
}
