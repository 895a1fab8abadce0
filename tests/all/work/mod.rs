//! Work on complaints: handing over, reminders, many at once, and complaints that belong together.

mod assigning;
mod bulk;
mod handing_over;
mod linking;
mod merging;
mod next;
mod plans;
mod reminders;
mod stale;

use otklik::{actions::complaint_step::Doer, domain::role::Role};

use crate::support::{Page, Visitor, World, make};

/// The member of staff of a role that every world has.
async fn of_role(world: &World, role: Role) -> Doer {
    let id = world.count(&format!("SELECT min(id) FROM staff WHERE role = '{role}'")).await;
    Doer { id, role }
}

/// A new handler.
async fn handler(world: &World, name: &str) -> Doer {
    let row = world
        .client
        .query_one(
            "INSERT INTO staff (email, name, role, password_hash)
             SELECT gen_random_uuid() || '@otklik.example', $1, 'handler', password_hash FROM staff WHERE role = 'handler' LIMIT 1
             RETURNING id",
            &[&name],
        )
        .await
        .expect("a handler");
    Doer { id: row.get(0), role: Role::Handler }
}

/// So many free complaints, each of a customer of its own, due one minute after the other.
async fn free(world: &World, count: i64) -> Vec<i64> {
    world
        .client
        .query(
            "WITH who AS (
                 INSERT INTO customers (external_id, name)
                 SELECT gen_random_uuid(), 'Клиент ' || n FROM generate_series(1, $1::bigint) n RETURNING id
             ), opened AS (
                 INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due,
                                         resolution_due, next_deadline)
                 SELECT id, 'new', 2, '{contact_me}', now(), now() + interval '1 hour' + make_interval(mins => id::int),
                        now() + interval '5 days', now() + interval '1 hour' + make_interval(mins => id::int)
                 FROM who RETURNING id, next_deadline
             ), told AS (
                 INSERT INTO complaint_events (complaint_id, at, kind) SELECT id, now(), 'opened' FROM opened
             )
             SELECT id FROM opened ORDER BY next_deadline, id",
            &[&count],
        )
        .await
        .expect("complaints")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// Another complaint of the same customer, of a purchase of its own, due in so many hours.
async fn another(world: &World, number: i64, due_in_hours: i32) -> i64 {
    let customer = world.count(&format!("SELECT customer_id FROM complaints WHERE id = {number}")).await;
    let name = format!("beside {number} {due_in_hours}");
    let purchase = make::purchase(world, customer, &name, 3).await;
    world
        .client
        .query_one(
            "WITH opened AS (
                 INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at,
                                         first_answer_due, resolution_due, next_deadline)
                 VALUES ($1, $2, 'new', 2, '{contact_me}', now(), now() + make_interval(hours => $3),
                         now() + make_interval(hours => $3 + 24), now() + make_interval(hours => $3)) RETURNING id
             )
             INSERT INTO complaint_events (complaint_id, at, kind) SELECT id, now(), 'opened' FROM opened
             RETURNING complaint_id",
            &[&customer, &purchase, &due_in_hours],
        )
        .await
        .expect("another complaint")
        .get(0)
}

/// Presses a button of a card that is opened for it.
async fn presses(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) -> Page {
    let card = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(card.status, 200, "{}", card.body);
    visitor.submit(&card, &format!("/desk/complaints/{number}/{step}"), typed).await
}

/// Presses it, and it is done.
async fn does(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) {
    let page = presses(visitor, number, step, typed).await;
    assert_eq!(page.status, 303, "{step} of {number}: {:?}", page.texts("[role=alert]"));
}

/// The entries of one kind: field, old, new, words.
async fn told(world: &World, number: i64, kind: &str) -> Vec<String> {
    world
        .client
        .query(
            "SELECT concat_ws(' ', field, coalesce(old_value, '-'), coalesce(new_value, '-'), body)
             FROM complaint_events WHERE complaint_id = $1 AND kind = $2 ORDER BY id",
            &[&number, &kind],
        )
        .await
        .expect("a history")
        .iter()
        .map(|row| row.get(0))
        .collect()
}
