//! Finding complaints: filters as addresses, saved lists, words, and the plan of each query.

mod filters;
mod plans;
mod views;
mod words;

use std::collections::BTreeSet;

pub use plans::{buffers, plan};

use crate::support::{World, visitor::Page};

/// The numbers on a page, in their order.
fn numbers(page: &Page) -> Vec<i64> {
    assert_eq!(page.status, 200, "{}", page.body);
    page.attributes("tbody a.row-link", "href")
        .iter()
        .map(|address| address.rsplit('/').next().expect("a number").parse().expect("a number"))
        .collect()
}

/// The same without their order.
fn set(page: &Page) -> BTreeSet<i64> {
    numbers(page).into_iter().collect()
}

/// So many complaints of as many customers: every fifth open, ten stores, three handlers' worth of owners, four
/// severities, some causes; the newest numbers are the newest.
pub async fn many(world: &World, count: i64) {
    world
        .sql(&format!(
            "INSERT INTO customers (external_id, name) SELECT 'c' || n, 'Клиент ' || n FROM generate_series(1, {count}) n;
             INSERT INTO complaints (customer_id, state, severity, signals, owner_id, opened_at, first_answer_due,
                                     resolution_due, next_deadline, resolved_at, root_cause, priority)
             SELECT c.id,
                    CASE WHEN c.id % 5 = 0 THEN (ARRAY['new', 'in_progress', 'waiting_for_customer'])[1 + c.id % 3]
                         ELSE (ARRAY['resolved', 'closed'])[1 + c.id % 2] END,
                    1 + c.id % 4, ARRAY['contact_me'], CASE WHEN c.id % 7 = 0 THEN (SELECT min(id) FROM staff) + c.id % 3 END,
                    now() - ({count} - c.id) * interval '1 minute', now(), now() + interval '5 days',
                    CASE WHEN c.id % 15 = 5 THEN '9999-01-01Z' ELSE now() + (c.id % 10000 - 2000) * interval '1 minute' END,
                    CASE WHEN c.id % 5 <> 0 THEN now() - ({count} - c.id) * interval '50 seconds' END,
                    CASE WHEN c.id % 5 <> 0 THEN (ARRAY['delivery.late', 'delivery.lost', 'price', 'service.rude'])[1 + c.id % 4] END,
                    c.id % 101
             FROM customers c ORDER BY c.id;
             INSERT INTO complaint_events (complaint_id, at, kind, body)
             SELECT id, now(), 'note', CASE id % 3 WHEN 0 THEN 'Диван привезли поздно' WHEN 1 THEN 'Цена выше, чем на сайте'
                        ELSE 'Продавец не помог' END || CASE WHEN id % 5000 = 0 THEN ' бегемот' ELSE '' END
             FROM complaints;
             ANALYZE"
        ))
        .await;
}
