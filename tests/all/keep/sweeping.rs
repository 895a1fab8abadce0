//! Sweeping: words that nobody needs go, that an answer was begun stays for a year and some.

use chrono::{Duration, Utc};
use otklik::actions::sweep_partials::sweep_partials;

use super::{KEPT, hours_pass, keep, look};
use crate::{form::asked, support::World};

async fn days_pass(world: &World, days: i64) {
    sweep_partials(&mut world.connection().await, Utc::now() + Duration::days(days)).await.expect("a sweep");
}

#[tokio::test]
async fn unfinished_words_go_a_month_after_the_link_and_their_beginning_stays() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    keep(&world.stranger(), &one.link, "touched", &[("nps", "8"), ("comment", "tea")]).await;
    days_pass(&world, 59).await;
    assert_eq!(world.value(KEPT).await, "touched 8 1 nps=8&comment=tea");
    days_pass(&world, 61).await;
    assert_eq!(world.value(KEPT).await, "touched 1");
    days_pass(&world, 399).await;
    assert_eq!(world.count("SELECT count(*) FROM partial_answers").await, 1);
    days_pass(&world, 401).await;
    assert_eq!(world.value(KEPT).await, "nothing");
}

#[tokio::test]
async fn words_that_were_sent_go_the_next_day() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    keep(&visitor, &one.link, "touched", &[("nps", "8")]).await;
    visitor.post(&one.link, &[("nps", "8")]).await;
    days_pass(&world, 0).await;
    assert_eq!(world.value(KEPT).await, "touched 8 1 nps=8");
    days_pass(&world, 2).await;
    assert_eq!(world.value(KEPT).await, "touched 1");
    // And a correction begun after that is kept like any other.
    keep(&visitor, &one.link, "touched", &[("nps", "7")]).await;
    assert_eq!(look(&visitor, &one.link).await.attributes("input[name=nps][checked]", "value"), ["7"]);
}

#[tokio::test]
async fn what_a_complaint_was_opened_by_stays_with_it() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    keep(&world.stranger(), &one.link, "touched", &[("nps", "0")]).await;
    assert_eq!(hours_pass(&world, 1).await, 1);
    days_pass(&world, 500).await;
    assert_eq!(world.value(KEPT).await, "touched 0 1 nps=0");
}

#[tokio::test]
async fn looks_go_after_half_a_year() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    look(&world.stranger(), &one.link).await;
    world.becomes("SELECT count(*) FROM link_visits", "1").await;
    days_pass(&world, 179).await;
    assert_eq!(world.count("SELECT count(*) FROM link_visits").await, 1);
    days_pass(&world, 181).await;
    assert_eq!(world.count("SELECT count(*) FROM link_visits").await, 0);
}
