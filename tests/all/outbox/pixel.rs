//! The picture that tells of an opening: only where it was switched on, once, and never more than an estimate.

use serde_json::json;

use super::make::{self, read, token, work, worker};
use crate::{mail::server::Server, support::World};

const ON: &str =
    "INSERT INTO settings (key, value, changed_at) VALUES ('letters.track_opens', 'true', now())";
const VISITS: &str = "SELECT count(*) FROM link_visits WHERE verdict = 'pixel'";
const OPENED: &str = "SELECT count(*) FROM invitations WHERE opened_at IS NOT NULL";

#[tokio::test]
async fn letters_carry_no_picture_unless_it_is_switched_on() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    make::invitation(&world, "c1").await;
    work(&worker(&world, &server), 0).await;
    world.sql(ON).await;
    make::invitation(&world, "c2").await;
    work(&worker(&world, &server), 0).await;
    let taken = server.taken();
    let bodies: Vec<_> = taken.iter().map(|one| read(one).body_html(0).unwrap().into_owned()).collect();
    assert!(!bodies[0].contains("<img"), "off");
    let second = world.count("SELECT max(id) FROM invitations").await;
    let address = format!("{}/s/{}/o.gif", world.base, token(&world, second));
    assert_eq!(bodies[1].matches("<img").count(), 1);
    assert!(bodies[1].contains(&address), "on");
}

#[tokio::test]
async fn loading_the_picture_notes_the_first_opening_and_answers_nothing() {
    let world = World::new().await;
    make::invitation(&world, "c1").await;
    let path = format!("/s/{}/o.gif", token(&world, world.count("SELECT id FROM invitations").await));
    let reader = world.stranger();
    assert_eq!(reader.get(&path).await.status, 200);
    assert_eq!((world.count(VISITS).await, world.count(OPENED).await), (0, 0), "switched off");
    world.sql(ON).await;
    for _ in 0..3 {
        let page = reader.get(&path).await;
        assert_eq!((page.status, page.header("content-type")), (200, "image/gif"));
        assert_eq!((page.header("cache-control"), page.header("set-cookie")), ("no-store", ""));
        assert!(page.body.starts_with("GIF89a"));
    }
    assert_eq!((world.count(VISITS).await, world.count(OPENED).await), (1, 1));
    assert_eq!(world.count("SELECT count(*) FROM responses").await, 0);
    for forged in ["/s/none/o.gif", "/s/AAAAAAAAAAAAAAAAAAAAAA/o.gif"] {
        assert_eq!(reader.get(forged).await.status, 200, "a stranger learns nothing from it");
    }
    assert_eq!(world.count(VISITS).await, 1);
}
