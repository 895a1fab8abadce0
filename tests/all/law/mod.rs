//! Terms of the law, claims on complaints, and deadlines that are told.

mod alerts;
mod claims;
mod settings;
mod terms;

use chrono::{DateTime, Utc};
use otklik::{
    actions::{settle_complaints::settle_complaints, watch_clocks::watch_clocks},
    domain::role::Role,
};

use crate::support::{World, make, visitor::Page, visitor::Visitor};

/// A complaint that the handler has, settled; the handler's browser beside it.
async fn taken(world: &World, name: &str) -> (i64, Visitor) {
    let number = make::complaint(world, name, 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = press(&visitor, number, "take", &[]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    settle(world).await;
    (number, visitor)
}

async fn card(visitor: &Visitor, number: i64) -> Page {
    let page = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

async fn press(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) -> Page {
    let page = card(visitor, number).await;
    visitor.submit(&page, &format!("/desk/complaints/{number}/{step}"), typed).await
}

/// Notes claims; answers what the page said.
async fn claim(visitor: &Visitor, number: i64, codes: &[&str], demanded: &str) -> Page {
    let mut typed = vec![("what", "add"), ("demanded", demanded)];
    typed.extend(codes.iter().map(|code| ("term", *code)));
    press(visitor, number, "claim", &typed).await
}

async fn settle(world: &World) {
    settle_complaints(&mut world.connection().await, Utc::now()).await.expect("settled");
}

/// One round of the watch at a moment; answers how many deadlines it told.
async fn watch(world: &World, now: DateTime<Utc>) -> usize {
    watch_clocks(&mut world.connection().await, now).await.expect("a round").told
}

/// Who was told of what, a line each: clock, stage, role.
async fn told(world: &World) -> Vec<String> {
    world
        .client
        .query(
            "SELECT concat_ws(' ', split_part(a.clock, ':', 1), a.stage, s.role) FROM deadline_alerts a
             JOIN staff s ON s.id = a.staff_id ORDER BY 1",
            &[],
        )
        .await
        .expect("alerts")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// A moment that the database knows of a complaint.
async fn moment(world: &World, what: &str) -> DateTime<Utc> {
    let text = world.value(&format!("SELECT to_json({what}) #>> '{{}}' FROM complaints")).await;
    text.parse().expect("a moment")
}
