//! Planning, handing out links, and the doctor, through the real database and the real program.

mod deciding;
mod doctor;
mod handing_out;
mod kinds;
mod reminding;
mod rules;
mod staff;
mod telling;

use std::process::{Command, Output};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use otklik::{
    actions::plan_invitations::{Planned, plan_invitations},
    domain::questionnaire::SurveyKind,
};

use crate::support::World;

/// Noon in Moscow on a Wednesday: letters may leave.
pub fn noon() -> DateTime<Utc> {
    "2026-11-18T09:00:00Z".parse().expect("a moment")
}

pub fn days(count: i64) -> TimeDelta {
    TimeDelta::days(count)
}

pub async fn plan(world: &World, now: DateTime<Utc>) -> Planned {
    plan_kind(world, SurveyKind::Purchase, now).await
}

pub async fn plan_kind(world: &World, kind: SurveyKind, now: DateTime<Utc>) -> Planned {
    let mut connection = world.connection().await;
    plan_invitations(&mut connection, kind, Tz::Europe__Moscow, now, true).await.expect("planned")
}

/// `decision reason` of a customer as such by a kind, or nothing.
pub async fn decided_of(world: &World, kind: SurveyKind, customer: i64) -> String {
    world
        .value(&format!(
            "SELECT coalesce((SELECT decision || ' ' || reason FROM invitation_decisions
                              WHERE customer_id = {customer} AND kind = '{kind}'), '')"
        ))
        .await
}

/// A customer who may be asked, with what is said of them changed.
pub async fn customer(world: &World, external_id: &str, change: &str) -> i64 {
    let id = crate::support::make::customer(world, external_id).await;
    world.sql("UPDATE customers SET updated_at = '2026-01-01'").await;
    if !change.is_empty() {
        world.sql(&format!("UPDATE customers SET {change} WHERE id = {id}")).await;
    }
    id
}

/// A purchase at a moment.
pub async fn purchase(world: &World, customer: i64, external_id: &str, at: DateTime<Utc>) -> i64 {
    let row = world
        .client
        .query_one(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, updated_at)
             VALUES ($1, $2, ($3::text)::timestamptz, 1234.5, 'RUB', 'Центр', '2026-01-01') RETURNING id",
            &[&external_id, &customer, &at.to_rfc3339()],
        )
        .await
        .expect("a purchase");
    row.get(0)
}

/// `decision reason` of a purchase, or nothing.
pub async fn decided(world: &World, purchase: i64) -> String {
    world
        .value(&format!(
            "SELECT coalesce((SELECT decision || ' ' || reason FROM invitation_decisions
                              WHERE purchase_id = {purchase} AND kind = 'purchase'), '')"
        ))
        .await
}

/// Everything that planning writes, so that two states can be compared.
pub async fn written(world: &World) -> String {
    world
        .value(
            "SELECT concat((SELECT string_agg(i::text, ';' ORDER BY id) FROM invitations i), '|',
                           (SELECT string_agg(l::text, ';' ORDER BY id) FROM letters l), '|',
                           (SELECT string_agg(d::text, ';' ORDER BY id) FROM invitation_decisions d))",
        )
        .await
}

/// Runs the program itself in a world.
pub fn otklik(world: &World, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
    command
        .args(arguments)
        .env("DATABASE_URL", &world.url)
        .env("OTKLIK_DATA", &world.shared.config.data)
        .env("OTKLIK_SECRET", "a secret for tests, forty characters long")
        .env("OTKLIK_BASE_URL", "https://otklik.example")
        .env("OTKLIK_LOG", "warn")
        .current_dir(&world.shared.config.data);
    for (name, value) in settings {
        command.env(name, value);
    }
    command.output().expect("the program runs")
}
