//! What planning must look at now, and what it must know of each: a file for each kind of subject.

mod buyers;
mod complaints;
mod departures;
mod purchases;
mod told;

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel::{QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub use told::{Told, subjects_of, told};

use super::Result;
use crate::domain::questionnaire::SurveyKind;

/// What an invitation is about, and a decision is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Purchase,
    Complaint,
    Departure,
    /// The customer as such.
    Customer,
}

impl Subject {
    /// What a kind asks about.
    #[must_use]
    pub const fn of(kind: SurveyKind) -> Self {
        match kind {
            SurveyKind::Purchase => Self::Purchase,
            SurveyKind::Resolution => Self::Complaint,
            SurveyKind::Exit => Self::Departure,
            SurveyKind::Relationship | SurveyKind::Inactive | SurveyKind::Staff => Self::Customer,
        }
    }

    /// Its column in invitations and decisions.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Purchase => "purchase_id",
            Self::Complaint => "complaint_id",
            Self::Departure => "departure_id",
            Self::Customer => "customer_id",
        }
    }
}

/// Which moments are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// After this moment, those that nobody has decided about.
    pub undecided_from: DateTime<Utc>,
    /// After this moment, also those refused, where something about them changed since.
    pub open_from: DateTime<Utc>,
    /// Up to this moment.
    pub now: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The query of [`due`]: $1 kind, $2 and $3 the span's beginnings, $4 now, $5 the id to begin after, $6 how many.
#[must_use]
pub const fn due_query(kind: SurveyKind) -> &'static str {
    match Subject::of(kind) {
        Subject::Purchase => purchases::DUE,
        Subject::Complaint => complaints::DUE,
        Subject::Departure => departures::DUE,
        Subject::Customer => buyers::DUE,
    }
}

/// The subjects that planning decides about now, by id: undecided, waited long enough, or refused before something about
/// them changed.
///
/// # Errors
/// When the database does not answer.
pub async fn due(
    connection: &mut AsyncPgConnection,
    kind: SurveyKind,
    span: Span,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>> {
    let rows: Vec<Id> = sql_query(due_query(kind))
        .bind::<Text, _>(kind.code())
        .bind::<Timestamptz, _>(span.undecided_from)
        .bind::<Timestamptz, _>(span.open_from)
        .bind::<Timestamptz, _>(span.now)
        .bind::<BigInt, _>(after)
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The subjects of refusals after `since` for which mail alone was the reason, where the customer has a telephone.
///
/// # Errors
/// When the database does not answer.
pub async fn reachable_otherwise(
    connection: &mut AsyncPgConnection,
    kind: SurveyKind,
    since: DateTime<Utc>,
) -> Result<Vec<i64>> {
    let column = Subject::of(kind).column();
    let rows: Vec<Id> = sql_query(format!(
        "SELECT d.{column} AS id FROM invitation_decisions d
         JOIN customers c ON c.id = d.customer_id
         WHERE d.kind = $1 AND d.decided_at > $2 AND d.decision = 'refuse' AND d.reason IN ('no_address', 'bounced')
           AND c.phone <> ''
         ORDER BY 1",
    ))
    .bind::<Text, _>(kind.code())
    .bind::<Timestamptz, _>(since)
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Takes customers from the queue of a kind, but for those whose change is not committed yet: these stay in it.
///
/// # Errors
/// When the database does not answer.
pub async fn take_from_queue(
    connection: &mut AsyncPgConnection,
    kind: SurveyKind,
    customers: &[i64],
) -> Result<()> {
    sql_query(
        "DELETE FROM planning_queue WHERE kind = $1 AND customer_id IN (
             SELECT customer_id FROM planning_queue WHERE kind = $1 AND customer_id = ANY ($2)
             ORDER BY customer_id FOR UPDATE SKIP LOCKED)",
    )
    .bind::<Text, _>(kind.code())
    .bind::<Array<BigInt>, _>(customers)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whoever waits under the rules of a kind is looked at again at once, because the rules changed.
///
/// # Errors
/// When the database does not answer.
pub async fn reconsider(
    connection: &mut AsyncPgConnection,
    kinds: &[&str],
    now: DateTime<Utc>,
) -> Result<usize> {
    Ok(sql_query(
        "UPDATE invitation_decisions SET reconsider_at = $2 WHERE kind = ANY ($1) AND reconsider_at > $2",
    )
    .bind::<Array<Text>, _>(kinds)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?)
}

/// What planning must know of one subject.
#[derive(Debug, Clone, QueryableByName)]
pub struct Candidate {
    #[diesel(sql_type = BigInt)]
    pub subject_id: i64,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    /// What the asking counts from.
    #[diesel(sql_type = Timestamptz)]
    pub moment: DateTime<Utc>,
    /// `customer`, `guest` or `employee`.
    #[diesel(sql_type = Text)]
    pub standing: String,
    #[diesel(sql_type = Bool)]
    pub has_address: bool,
    #[diesel(sql_type = Bool)]
    pub consent: bool,
    #[diesel(sql_type = Bool)]
    pub unsubscribed: bool,
    #[diesel(sql_type = Bool)]
    pub bounced: bool,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
    #[diesel(sql_type = Nullable<Text>)]
    pub time_zone: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_asked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    pub already_invited: bool,
    /// Of a customer: their first purchase.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub first_purchase_at: Option<DateTime<Utc>>,
    /// Of a customer: their last purchase.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_purchase_at: Option<DateTime<Utc>>,
    /// Of a customer: how many, where `rhythm` was asked for; otherwise 0.
    #[diesel(sql_type = BigInt)]
    pub purchases: i64,
    /// Of a customer: they left. Of a departure: they came back. Of a complaint: it is not resolved.
    #[diesel(sql_type = Bool)]
    pub is_over: bool,
    /// What was decided before.
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reconsider_at: Option<DateTime<Utc>>,
}

/// An invitation that left or that still can: not revoked, and its letter neither failed nor cancelled.
const REACHED: &str = "(i.sent_at IS NOT NULL OR i.handed_out_at IS NOT NULL
    OR i.revoked_at IS NULL AND NOT EXISTS (
        SELECT FROM letters l WHERE l.invitation_id = i.id AND l.kind = 'invitation' AND l.state IN ('failed', 'cancelled')))";

/// The facts of a batch of subjects, the oldest moment first; those of customers who never bought are left out.
///
/// `exempt` names the kinds whose invitations begin no quiet period; with `rhythm`, purchases are counted.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(
    connection: &mut AsyncPgConnection,
    kind: SurveyKind,
    subjects: &[i64],
    exempt: &[&str],
    rhythm: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Candidate>> {
    let subject = Subject::of(kind);
    let source = match subject {
        Subject::Purchase => purchases::SOURCE.to_owned(),
        Subject::Complaint => complaints::SOURCE.to_owned(),
        Subject::Departure => departures::SOURCE.to_owned(),
        Subject::Customer => buyers::source(kind),
    };
    let decided = match subject {
        Subject::Customer => {
            "d.purchase_id IS NULL AND d.complaint_id IS NULL AND d.departure_id IS NULL AND d.customer_id"
        }
        Subject::Purchase => "d.purchase_id",
        Subject::Complaint => "d.complaint_id",
        Subject::Departure => "d.departure_id",
    };
    Ok(sql_query(format!(
        "SELECT s.subject_id, s.customer_id, s.moment, s.already_invited, s.first_purchase_at,
                s.last_purchase_at, s.purchases, s.is_over, c.standing, c.time_zone, coalesce(c.email, '') <> '' AS has_address, c.consent,
                c.unsubscribed_at IS NOT NULL AS unsubscribed, c.bounced_at IS NOT NULL AS bounced,
                c.erased_at IS NOT NULL AS erased,
                (SELECT max(coalesce(greatest(i.sent_at, i.handed_out_at), i.send_at)) FROM invitations i
                 WHERE i.customer_id = s.customer_id AND i.kind <> ALL ($3) AND {REACHED}) AS last_asked_at,
                d.decision, d.reason, d.reconsider_at
         FROM ({source}) AS s
         JOIN customers c ON c.id = s.customer_id
         LEFT JOIN invitation_decisions d ON {decided} = s.subject_id AND d.kind = $1
         ORDER BY s.moment, s.subject_id",
    ))
    .bind::<Text, _>(kind.code())
    .bind::<Array<BigInt>, _>(subjects)
    .bind::<Array<Text>, _>(exempt)
    .bind::<Bool, _>(rhythm)
    .bind::<Timestamptz, _>(now)
    .load(connection)
    .await?)
}
