//! Leaving and returning: by the word of staff, by silence, and by the definition that administrators set.

mod definition;
mod marking;
mod silence;

use super::support::World;

/// Every departure, a word each: customer, day in Moscow, source, day of return.
pub async fn all(world: &World) -> String {
    world
        .value(
            "SELECT coalesce(string_agg(concat_ws('|', c.external_id, to_char(left_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD'),
                 source, to_char(returned_at AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD')), ' ' ORDER BY c.external_id, left_at), '')
             FROM departures d JOIN customers c ON c.id = customer_id",
        )
        .await
}

/// A purchase of a day, at noon in Moscow.
pub async fn bought(world: &World, customer: i64, day: &str, amount: i32) {
    world
        .sql(&format!(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             VALUES ('{customer} on {day} for {amount}', {customer}, '{day}T12:00:00+03:00', {amount}, 'RUB')"
        ))
        .await;
}
