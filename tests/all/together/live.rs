//! What open pages hear.

use otklik::domain::role::Role;
use serde_json::json;

use super::{Stream, both, card, does, heard};
use crate::support::{World, make};

#[tokio::test]
async fn a_deed_is_told_at_once_with_number_version_and_newest_entry() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let other = make::complaint(&world, "two", 5).await;
    let (ivan, maria) = both(&world).await;
    let mut all = Stream::open(&maria, "", &[]).await;
    let mut one = Stream::open(&maria, &format!("?complaint={number}"), &[]).await;
    heard(&world).await;
    does(&ivan, other, "note", &[("body", "О другой")]).await;
    does(&ivan, number, "take", &[]).await;
    let entry =
        world.count(&format!("SELECT max(id) FROM complaint_events WHERE complaint_id = {number}")).await;
    assert_eq!(all.next("changed").await["number"], json!(other));
    let told = json!({ "number": number, "version": 2, "entry": entry });
    assert_eq!(all.next("changed").await, told);
    assert_eq!(one.next("changed").await, told);
    // Somebody comes.
    card(&ivan, number).await;
    assert_eq!(one.next("present").await, json!({ "number": number }));
}

#[tokio::test]
async fn what_came_while_nobody_listened_is_told_again() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    let before = world.count("SELECT max(id) FROM complaint_events").await;
    does(&ivan, number, "take", &[]).await;
    // By the entry that the page has shown, and by the one that the stream had told.
    let mut late = Stream::open(&maria, &format!("?after={before}"), &[]).await;
    assert_eq!(late.next("changed").await["version"], json!(2));
    does(&ivan, number, "note", &[("body", "Ещё")]).await;
    let mut again = Stream::open(&maria, "?after=0", &[("last-event-id", &before.to_string())]).await;
    assert_eq!(again.next("changed").await["version"], json!(3));
    // The same for a page that no stream reaches.
    let polled = maria.get(&format!("/desk/live?after={before}")).await;
    let polled: serde_json::Value = serde_json::from_str(&polled.body).expect("JSON");
    assert_eq!(polled["changed"][0]["number"], json!(number));
    assert_eq!(polled["entry"], json!(world.count("SELECT max(id) FROM complaint_events").await));
}

#[tokio::test]
async fn streams_go_on_when_the_database_was_away() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    let page = card(&ivan, number).await;
    let mut stream = Stream::open(&maria, "?after=1", &[]).await;
    heard(&world).await;
    let outside = world.elsewhere().await;
    let cut = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE datname = '{}' AND application_name = 'otklik live'",
        world.name
    );
    outside.simple_query(&cut).await.expect("the listening connection is cut");
    // Happens while nothing is heard, or just after: told either way.
    let action = format!("/desk/complaints/{number}/take");
    assert_eq!(ivan.submit(&page, &action, &[]).await.status, 303);
    loop {
        let told = stream.next("changed").await;
        if told["version"] == json!(2) {
            break;
        }
    }
    heard(&world).await;
    does(&ivan, number, "note", &[("body", "После")]).await;
    loop {
        let told = stream.next("changed").await;
        if told["version"] == json!(3) {
            break;
        }
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_nobody_holds_more_than_a_dozen() {
    let world = World::new().await;
    let (_, maria) = both(&world).await;
    let mut streams = Vec::new();
    for _ in 0..12 {
        streams.push(Stream::open(&maria, "", &[]).await);
    }
    assert_eq!(maria.stream("/desk/live", &[]).await.status(), 429);
    let mut kept = streams.pop().expect("a stream");
    drop(streams);
    world.sql("DELETE FROM sessions").await;
    // At the next beat: it says so, and closes.
    kept.next("end").await;
    assert_eq!(kept.block().await, None);
    let stranger = world.stranger().stream("/desk/live", &[]).await;
    assert_eq!(stranger.status(), 303);
    let executive = world.signed_in(Role::Executive).await.stream("/desk/live", &[]).await;
    assert_eq!(executive.status(), 403);
}

#[tokio::test]
async fn what_customers_send_announces_nothing_and_settling_tells_of_it() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (_, maria) = both(&world).await;
    let listening = world.elsewhere_in().await;
    let mut stream = Stream::open(&maria, "", &[]).await;
    heard(&world).await;
    world.sql("UPDATE complaints SET clocks_version = 1").await;
    assert_eq!(stream.next("changed").await["version"], json!(1));
    // As the statement of an answer leaves a complaint that heard something.
    listening
        .batch_execute("UPDATE complaints SET version = version + 1, clocks_version = 0, last_in_at = now()")
        .await
        .expect("a signal");
    let mut connection = world.connection().await;
    otklik::actions::settle_complaints::settle_complaints(&mut connection, chrono::Utc::now())
        .await
        .expect("settled");
    does(&maria, number, "note", &[("body", "Дальше")]).await;
    // Had the signal announced itself too, version 2 would come twice.
    let mut versions = Vec::new();
    while versions.last() != Some(&3) {
        versions.push(stream.next("changed").await["version"].as_i64().expect("a number"));
    }
    assert_eq!(versions, [2, 3]);
}

#[tokio::test]
async fn rows_come_as_they_are_now_with_what_happened_to_them() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    let list = maria.get("/desk/complaints").await;
    let entry = list.attributes("#live", "data-entry").remove(0);
    assert_eq!(list.attributes("tr[data-complaint]", "data-version"), ["1"]);
    does(&ivan, number, "take", &[]).await;
    let rows = maria.get(&format!("/desk/complaints/rows?ids={number},999999&after={entry}")).await;
    assert_eq!(rows.attributes("tr[data-complaint]", "data-version"), ["2"]);
    let told = &rows.texts("li[data-complaint]")[0];
    assert!(told.starts_with("Иван Петров") && told.contains("Состояние: новая → в работе"), "{told}");
    for broken in ["", "x", "1,,2", &vec!["1"; 61].join(",")] {
        assert_eq!(maria.get(&format!("/desk/complaints/rows?ids={broken}")).await.status, 400, "{broken}");
    }
}
