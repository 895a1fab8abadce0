//! The survey of employees: on demand, by letter, once in the quiet period.

use super::{otklik, plan_kind};
use crate::support::World;
use otklik::domain::questionnaire::SurveyKind;

/// Wednesday noon in Moscow.
const AS_OF: &str = "2026-11-18 12:00";

fn invite(world: &World, more: &[&str]) -> serde_json::Value {
    let arguments = [&["invite", "--kind", "staff", "--as-of", AS_OF, "--json"], more].concat();
    let output = otklik(world, &arguments, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[tokio::test]
async fn everybody_who_may_sign_in_is_asked_by_letter() {
    let world = World::new().await;
    world.sql("UPDATE staff SET deactivated_at = now() WHERE role = 'executive'").await;
    assert_eq!(invite(&world, &["--dry-run"])["planned"], 3);
    assert_eq!(world.count("SELECT count(*) FROM customers").await, 0, "nothing is written");
    assert_eq!(invite(&world, &[])["planned"], 3);
    assert_eq!(
        world
            .value(
                "SELECT string_agg(concat_ws(' ', c.standing, c.email, i.kind, l.kind, l.state), ', ' ORDER BY c.email)
                 FROM letters l JOIN invitations i ON i.id = l.invitation_id JOIN customers c ON c.id = l.customer_id
                 JOIN staff s ON c.external_id = 'staff:' || s.id"
            )
            .await,
        "employee admin@otklik.example staff invitation queued, employee handler@otklik.example staff invitation queued, \
         employee lead@otklik.example staff invitation queued"
    );
}

#[tokio::test]
async fn employees_are_asked_once_in_the_quiet_period_unless_again() {
    let world = World::new().await;
    assert_eq!(invite(&world, &[])["planned"], 4);
    let second = invite(&world, &[]);
    assert_eq!((&second["planned"], &second["waiting"]["quiet_period"]), (&0.into(), &4.into()));
    assert_eq!(invite(&world, &["--again"])["planned"], 4);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 8);
    assert_eq!(world.count("SELECT count(*) FROM customers").await, 4);
}

#[tokio::test]
async fn an_employee_who_stopped_the_letters_is_not_asked() {
    let world = World::new().await;
    invite(&world, &[]);
    world
        .sql("UPDATE customers SET unsubscribed_at = now() WHERE email LIKE 'lead@%'; UPDATE staff SET name = 'Мария Орлова' WHERE role = 'lead'")
        .await;
    let again = invite(&world, &["--again"]);
    assert_eq!((&again["planned"], &again["refused"]["unsubscribed"]), (&3.into(), &1.into()));
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE name = 'Мария Орлова'").await, 1);
}

#[tokio::test]
async fn a_customer_of_such_a_name_stays_a_customer() {
    let world = World::new().await;
    world.sql("INSERT INTO customers (external_id, name, email) SELECT 'staff:' || id, 'Покупатель', 'p@customer.example' FROM staff WHERE role = 'lead'").await;
    assert_eq!(invite(&world, &[])["planned"], 3);
    assert_eq!(
        world.value("SELECT name || ' ' || standing FROM customers WHERE email = 'p@customer.example'").await,
        "Покупатель customer"
    );
}

#[tokio::test]
async fn the_worker_never_asks_employees_by_itself() {
    let world = World::new().await;
    let planned = plan_kind(&world, SurveyKind::Staff, super::noon()).await;
    assert!(planned.is_empty());
    let output = otklik(&world, &["invite", "--kind", "purchase", "--again"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--kind staff"));
}
