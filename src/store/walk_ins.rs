//! Invitations of those who come by themselves: by an open link, or by a link that the shop signed.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{customers, invitations, letters, purchases},
};

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// An invitation that is made when somebody answers.
#[derive(Debug, Clone, Copy)]
pub struct WalkIn<'a> {
    pub kind: &'a str,
    pub customer_id: i64,
    pub purchase_id: Option<i64>,
    pub version_id: i64,
    pub open_link_id: Option<i64>,
    /// Where no purchase of it is known.
    pub order_number: Option<&'a str>,
    pub road: &'a str,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Makes it; none where the purchase has got one of this kind in between.
///
/// # Errors
/// When the database does not answer.
pub async fn invite(connection: &mut AsyncPgConnection, one: &WalkIn<'_>) -> Result<Option<i64>> {
    Ok(diesel::insert_into(invitations::table)
        .values((
            invitations::kind.eq(one.kind),
            invitations::customer_id.eq(one.customer_id),
            invitations::purchase_id.eq(one.purchase_id),
            invitations::version_id.eq(one.version_id),
            invitations::planned_at.eq(one.now),
            invitations::send_at.eq(one.now),
            invitations::expires_at.eq(one.expires_at),
            invitations::open_link_id.eq(one.open_link_id),
            invitations::order_number.eq(one.order_number),
            invitations::road.eq(one.road),
        ))
        .on_conflict_do_nothing()
        .returning(invitations::id)
        .get_result(connection)
        .await
        .optional()?)
}

/// A purchase that an order number leads to, and what was asked about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bought {
    pub purchase_id: i64,
    pub customer_id: i64,
    pub asked: Asked,
}

/// What was asked about a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nothing yet.
    Not,
    /// By an invitation whose link nobody has got.
    Quietly(i64),
    /// By a link that is in somebody's hands, or answered, or over.
    Aloud,
}

#[derive(QueryableByName)]
struct State {
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
    #[diesel(sql_type = Bool)]
    quiet: bool,
}

/// The purchase of an order number, locked, where it was bought after `since` and nobody has answered about it.
///
/// # Errors
/// When the database does not answer.
pub async fn bought(
    connection: &mut AsyncPgConnection,
    order_number: &str,
    kind: &str,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Bought>> {
    let found: Option<(i64, i64)> = purchases::table
        .filter(purchases::external_id.eq(order_number))
        .filter(purchases::purchased_at.gt(since))
        .select((purchases::id, purchases::customer_id))
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?;
    let Some((purchase_id, customer_id)) = found else { return Ok(None) };
    // A statement of its own: it sees what whoever held the lock before has written.
    let states: Vec<State> = diesel::sql_query(
        "SELECT i.id,
                coalesce(i.sent_at IS NULL AND i.handed_out_at IS NULL AND i.answered_at IS NULL
                         AND i.revoked_at IS NULL AND i.opened_at IS NULL AND i.expires_at > $3
                         AND NOT EXISTS (SELECT FROM letters l WHERE l.invitation_id = i.id
                                         AND l.state IN ('sending', 'sent', 'unknown')), false) AS quiet
         FROM purchases p
         JOIN customers c ON c.id = p.customer_id
         LEFT JOIN invitations i ON i.purchase_id = p.id AND i.kind = $2
         WHERE p.id = $1 AND c.erased_at IS NULL
           AND NOT EXISTS (SELECT FROM responses r WHERE r.purchase_id = p.id AND r.kind = $2)",
    )
    .bind::<BigInt, _>(purchase_id)
    .bind::<Text, _>(kind)
    .bind::<Timestamptz, _>(now)
    .load(connection)
    .await?;
    Ok(states.into_iter().next().map(|state| Bought {
        purchase_id,
        customer_id,
        asked: match (state.id, state.quiet) {
            (None, _) => Asked::Not,
            (Some(id), true) => Asked::Quietly(id),
            (Some(_), false) => Asked::Aloud,
        },
    }))
}

/// Makes an invitation whose link nobody has got one of this open link: its letter does not leave any more.
/// Answers whether nobody was quicker.
///
/// # Errors
/// When the database does not answer.
pub async fn take_over(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    one: &WalkIn<'_>,
) -> Result<bool> {
    let waiting = letters::table.filter(letters::invitation_id.eq(invitation));
    diesel::update(waiting.filter(letters::state.eq("queued")))
        .set(letters::state.eq("cancelled"))
        .execute(connection)
        .await?;
    let leaving: i64 = waiting
        .filter(letters::state.eq_any(["sending", "sent", "unknown"]))
        .count()
        .get_result(connection)
        .await?;
    if leaving > 0 {
        return Ok(false);
    }
    let taken = diesel::update(invitations::table.find(invitation))
        .filter(invitations::answered_at.is_null())
        .set((
            invitations::road.eq(one.road),
            invitations::open_link_id.eq(one.open_link_id),
            invitations::version_id.eq(one.version_id),
            invitations::expires_at.eq(one.expires_at),
        ))
        .execute(connection)
        .await?;
    Ok(taken > 0)
}

/// Somebody who is not known otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Guest<'a> {
    /// `guest` or `employee`.
    pub standing: &'a str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub language: &'a str,
}

/// Adds a guest; answers their id, which is also in their external id.
///
/// # Errors
/// When the database does not answer.
pub async fn add_guest(
    connection: &mut AsyncPgConnection,
    guest: &Guest<'_>,
    now: DateTime<Utc>,
) -> Result<i64> {
    let made: Id = diesel::sql_query(
        "INSERT INTO customers (id, external_id, email, phone, language, standing, consent, created_at, updated_at)
         OVERRIDING SYSTEM VALUE
         SELECT n.id, $1 || ':' || n.id, $2, $3, $4, $1, false, $5, $5
         FROM (SELECT nextval(pg_get_serial_sequence('customers', 'id')) AS id) n
         RETURNING id",
    )
    .bind::<Text, _>(guest.standing)
    .bind::<Nullable<Text>, _>(guest.email)
    .bind::<Nullable<Text>, _>(guest.phone)
    .bind::<Text, _>(guest.language)
    .bind::<Timestamptz, _>(now)
    .get_result(connection)
    .await?;
    Ok(made.id)
}

/// Keeps how somebody wants to be reached who answered about a known customer's purchase: in the history of the complaint,
/// since the customer's own address is not changed by a word typed in a shop.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_contact(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    contact: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO complaint_events (complaint_id, at, kind, body, response_id)
         SELECT k.id, $3, 'customer', $2, r.id
         FROM responses r
         JOIN complaints k ON k.customer_id = r.customer_id AND coalesce(k.purchase_id, 0) = coalesce(r.purchase_id, 0)
              AND k.state IN ('new', 'in_progress', 'waiting_for_customer')
         WHERE r.invitation_id = $1",
    )
    .bind::<BigInt, _>(invitation)
    .bind::<Text, _>(contact)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The customer of the shop's own id, made bare where unknown; locked, so that two presses make one invitation.
/// None where they were erased.
///
/// # Errors
/// When the database does not answer.
pub async fn customer(
    connection: &mut AsyncPgConnection,
    external_id: &str,
    language: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    diesel::insert_into(customers::table)
        .values((
            customers::external_id.eq(external_id),
            customers::language.eq(language),
            customers::created_at.eq(now),
            customers::updated_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(customers::table
        .filter(customers::external_id.eq(external_id))
        .filter(customers::erased_at.is_null())
        .select(customers::id)
        .for_no_key_update()
        .first(connection)
        .await
        .optional()?)
}

/// The purchase of this customer with this order number.
///
/// # Errors
/// When the database does not answer.
pub async fn purchase_of(
    connection: &mut AsyncPgConnection,
    customer: i64,
    order_number: &str,
) -> Result<Option<i64>> {
    Ok(purchases::table
        .filter(purchases::external_id.eq(order_number))
        .filter(purchases::customer_id.eq(customer))
        .select(purchases::id)
        .first(connection)
        .await
        .optional()?)
}

/// The invitation that a link signed by the shop leads to, if there is one yet: of that order, or of no order and
/// still running. One that was answered in a shop is another person's, perhaps.
///
/// # Errors
/// When the database does not answer.
pub async fn of_page(
    connection: &mut AsyncPgConnection,
    customer: &str,
    order_number: &str,
    kind: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let found: Option<Id> = diesel::sql_query(
        "SELECT i.id
         FROM customers c
         JOIN invitations i ON i.customer_id = c.id
         LEFT JOIN purchases p ON p.id = i.purchase_id
         WHERE c.external_id = $1 AND i.kind = $2 AND i.road <> 'store'
           AND CASE WHEN $3 <> '' THEN $3 IN (i.order_number, p.external_id)
                    ELSE i.road = 'page' AND i.purchase_id IS NULL AND i.order_number IS NULL AND i.expires_at > $4 END
         ORDER BY i.id LIMIT 1",
    )
    .bind::<Text, _>(customer)
    .bind::<Text, _>(kind)
    .bind::<Text, _>(order_number)
    .bind::<Timestamptz, _>(now)
    .get_result(connection)
    .await
    .optional()?;
    Ok(found.map(|found| found.id))
}
