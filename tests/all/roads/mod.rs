//! Roads to the form beside letters: open links, links that a shop signs, short addresses, sheets to print.

mod journey;
mod open;
mod orders;
mod settings;
mod sheets;
mod short;
mod signed;

use std::process::Output;

use chrono::{TimeDelta, Utc};
use otklik::domain::{open_link::Stamp, token::ShortLink};
use reqwest::Method;

use crate::support::{Page, World};

/// A link that many people use.
pub struct OpenLink {
    pub id: i64,
    pub path: String,
}

pub async fn open_link(world: &World, kind: &str, store: Option<&str>) -> OpenLink {
    let row = world
        .client
        .query_one(
            "INSERT INTO open_links (kind, name, store, created_at) VALUES ($1, 'Касса', $2, now()) RETURNING id",
            &[&kind, &store],
        )
        .await
        .expect("a link");
    let id = row.get(0);
    OpenLink { id, path: format!("/o/{}", world.shared.keys.short_code(ShortLink::Open, id)) }
}

/// The hidden field of a form that was drawn some seconds ago.
pub fn stamp(world: &World, link: &OpenLink, seconds_ago: i64) -> String {
    let at = Utc::now() - TimeDelta::seconds(seconds_ago);
    Stamp { at, form: rand::random() }.sign(&world.shared.keys, link.id)
}

/// A person with a device of this name fills in a form of their own and sends it after a minute.
pub async fn answer(world: &World, link: &OpenLink, device: &str, fields: &[(&str, &str)]) -> Page {
    let stamp = stamp(world, link, 60);
    let mut all = vec![("stamp", stamp.as_str())];
    all.extend_from_slice(fields);
    send(world, link, device, &all).await
}

/// Sends fields as they are.
pub async fn send(world: &World, link: &OpenLink, device: &str, fields: &[(&str, &str)]) -> Page {
    world.stranger().send(Method::POST, &link.path, Some(fields), &[("User-Agent", device)]).await
}

/// Everything that an answer by such a road writes, counted.
pub async fn traces(world: &World) -> String {
    world
        .value(
            "SELECT concat_ws(' ', (SELECT count(*) FROM customers), (SELECT count(*) FROM invitations),
                    (SELECT count(*) FROM responses), (SELECT count(*) FROM response_edits),
                    (SELECT count(*) FROM complaints), (SELECT count(*) FROM letters),
                    (SELECT count(*) FROM open_link_answers))",
        )
        .await
}

pub const NOTHING: &str = "0 0 0 0 0 0 0";

/// Runs the program itself in a world.
pub fn otklik(world: &World, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    crate::planning::otklik(world, arguments, settings)
}
