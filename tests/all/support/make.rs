//! Things made for a world: customers, purchases, invitations. Each answers its id.

use super::World;

/// A customer with an address and consent.
pub async fn customer(world: &World, external_id: &str) -> i64 {
    let row = world
        .client
        .query_one(
            "INSERT INTO customers (external_id, name, email, consent, language)
             VALUES ($1, 'Пётр Волков', $1 || '@customer.example', true, 'ru') RETURNING id",
            &[&external_id],
        )
        .await
        .expect("a customer");
    row.get(0)
}

/// A purchase of 2 500 roubles in the store «Центр», some days ago.
pub async fn purchase(world: &World, customer: i64, external_id: &str, days_ago: i32) -> i64 {
    let row = world
        .client
        .query_one(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
             VALUES ($1, $2, now() - make_interval(days => $3), 2500, 'RUB', 'Центр', 'Чай') RETURNING id",
            &[&external_id, &customer, &days_ago],
        )
        .await
        .expect("a purchase");
    row.get(0)
}

/// A sent invitation of the current `purchase` questionnaire that runs for 30 days.
pub async fn invitation(world: &World, customer: i64, purchase: i64) -> i64 {
    let row = world
        .client
        .query_one(
            "INSERT INTO invitations
                 (kind, customer_id, purchase_id, version_id, planned_at, send_at, sent_at, expires_at)
             SELECT 'purchase', $1, $2, current_version_id, now() - interval '1 hour', now() - interval '1 hour',
                    now() - interval '1 hour', now() + interval '30 days'
             FROM questionnaires WHERE kind = 'purchase' RETURNING id",
            &[&customer, &purchase],
        )
        .await
        .expect("an invitation");
    row.get(0)
}
