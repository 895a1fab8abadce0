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

/// What the form that resolves a complaint asks for, of a customer who got an apology.
pub fn ending<'a>(cause: &'a str, resolution: &'a str, words: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("cause", cause),
        ("resolution", resolution),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", words),
    ]
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

/// A complaint of a customer and purchase of its own, opened by an answer of NPS 2 with delivery at 1 of 10, due for a
/// first answer in so many hours (negative: overdue). The purchase is too old for a question of its own to be sent meanwhile.
pub async fn complaint(world: &World, name: &str, due_in_hours: i32) -> i64 {
    let customer = customer(world, name).await;
    let purchase = purchase(world, customer, &format!("purchase of {name}"), 9).await;
    let row = world
        .client
        .query_one(
            "WITH answer AS (
                 INSERT INTO responses (external_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at,
                                        nps, satisfaction, ratings, comment, contact_me, language, store)
                 SELECT $1, 'purchase', $2, $3, current_version_id, now(), now(), 2, 30,
                        '{8,9,1,NULL,-1,7}', 'Диван привезли поздно. <script>alert(1)</script>', false, 'ru', 'Центр'
                 FROM questionnaires WHERE kind = 'purchase' RETURNING id
             ), opened AS (
                 INSERT INTO complaints (customer_id, purchase_id, response_id, state, severity, signals, opened_at,
                                         first_answer_due, resolution_due, next_deadline)
                 SELECT $2, $3, id, 'new', 4, '{nps,parameter:delivery}', now(), now() + make_interval(hours => $4),
                        now() + make_interval(hours => $4 + 24), now() + make_interval(hours => $4)
                 FROM answer RETURNING id, response_id
             )
             INSERT INTO complaint_events (complaint_id, at, kind, response_id)
             SELECT id, now(), 'opened', response_id FROM opened RETURNING complaint_id",
            &[&name, &customer, &purchase, &due_in_hours],
        )
        .await
        .expect("a complaint");
    row.get(0)
}
