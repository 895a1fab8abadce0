//! What a complaint weighs and why, who holds what, and how far each one came.

mod dossier;
mod hand;
mod history;
mod rules;
mod seen;
mod team;
mod value;
mod way;

use chrono::Utc;
use otklik::actions::settle_complaints::settle_complaints;
use serde_json::Value;

use crate::support::{
    World,
    visitor::{Page, Visitor},
};

/// Settles whatever waits for it; answers how many there were.
async fn settle(world: &World) -> u64 {
    settle_complaints(&mut world.connection().await, Utc::now()).await.expect("settled")
}

async fn why(world: &World, number: i64) -> Value {
    let stored = world.value(&format!("SELECT why FROM complaints WHERE id = {number}")).await;
    serde_json::from_str(&stored).expect("a weighing")
}

async fn card(visitor: &Visitor, number: i64) -> Page {
    let page = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// Sets the severity on a card that is opened for it.
async fn set(visitor: &Visitor, number: i64, severity: &str, reason: &str) -> Page {
    let page = card(visitor, number).await;
    let typed = [("severity", severity), ("body", reason)];
    visitor.submit(&page, &format!("/desk/complaints/{number}/severity"), &typed).await
}
