//! Open links and the devices that answered by them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{open_link_answers, open_links},
};

/// A link that many people use.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = open_links, check_for_backend(diesel::pg::Pg))]
pub struct OpenLink {
    pub id: i64,
    pub kind: String,
    pub name: String,
    pub store: Option<String>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// One link.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<OpenLink>> {
    Ok(open_links::table.find(id).select(OpenLink::as_select()).first(connection).await.optional()?)
}

/// A link with what it brought.
#[derive(Debug, Clone, QueryableByName)]
pub struct Listed {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub revoked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    pub answers: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_at: Option<DateTime<Utc>>,
}

/// The links from a place on, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    connection: &mut AsyncPgConnection,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Listed>> {
    Ok(diesel::sql_query(
        "SELECT o.id, o.kind, o.name, o.store, o.created_at, o.revoked_at, a.answers, a.last_at
         FROM open_links o
         CROSS JOIN LATERAL (
             SELECT count(i.answered_at) AS answers, max(i.answered_at) AS last_at
             FROM invitations i WHERE i.open_link_id = o.id
         ) a
         WHERE $1 IS NULL OR o.id < $1
         ORDER BY o.id DESC LIMIT $2",
    )
    .bind::<Nullable<BigInt>, _>(before)
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// Makes a link; answers its id.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    connection: &mut AsyncPgConnection,
    kind: &str,
    name: &str,
    store: Option<&str>,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(diesel::insert_into(open_links::table)
        .values((
            open_links::kind.eq(kind),
            open_links::name.eq(name),
            open_links::store.eq(store),
            open_links::created_at.eq(now),
        ))
        .returning(open_links::id)
        .get_result(connection)
        .await?)
}

/// Takes a link back, or gives it again; answers whether that changed anything.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(
    connection: &mut AsyncPgConnection,
    id: i64,
    revoked_at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let changed = diesel::update(open_links::table.find(id))
        .filter(open_links::revoked_at.is_null().eq(revoked_at.is_some()))
        .set(open_links::revoked_at.eq(revoked_at))
        .execute(connection)
        .await?;
    Ok(changed > 0)
}

/// One device on one day, by one link.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    pub open_link_id: i64,
    pub device: [u8; 16],
    pub day: NaiveDate,
    /// Which drawing of the form was sent.
    pub form: u64,
}

/// What a device did before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Nothing on that day: from now on it has answered.
    First,
    /// It sent this very form before, which made this invitation.
    Again(i64),
    /// It sent another form.
    Taken,
}

/// Takes the device's place of the day. Of two at once the second waits for the first one's transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(connection: &mut AsyncPgConnection, device: &Device) -> Result<Claim> {
    let form = device.form.to_be_bytes();
    let made = diesel::insert_into(open_link_answers::table)
        .values((
            open_link_answers::open_link_id.eq(device.open_link_id),
            open_link_answers::device.eq(device.device.as_slice()),
            open_link_answers::answered_on.eq(device.day),
            open_link_answers::form.eq(form.as_slice()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    if made > 0 {
        return Ok(Claim::First);
    }
    let invitation: Option<Option<i64>> = open_link_answers::table
        .find((device.open_link_id, device.device.as_slice(), device.day))
        .filter(open_link_answers::form.eq(form.as_slice()))
        .select(open_link_answers::invitation_id)
        .first(connection)
        .await
        .optional()?;
    Ok(invitation.flatten().map_or(Claim::Taken, Claim::Again))
}

/// Remembers what the device's form answered.
///
/// # Errors
/// When the database does not answer.
pub async fn remember(connection: &mut AsyncPgConnection, device: &Device, invitation_id: i64) -> Result<()> {
    diesel::update(open_link_answers::table.find((
        device.open_link_id,
        device.device.as_slice(),
        device.day,
    )))
    .set(open_link_answers::invitation_id.eq(invitation_id))
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets devices after two days; a job does this.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<()> {
    let oldest = (now - TimeDelta::days(2)).date_naive();
    diesel::delete(open_link_answers::table.filter(open_link_answers::answered_on.lt(oldest)))
        .execute(connection)
        .await?;
    Ok(())
}
