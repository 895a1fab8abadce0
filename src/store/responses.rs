//! What an invitation asks of whom, and what was answered so far: all that the form shows, by one query.

use chrono::{DateTime, Utc};
use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Result;

/// One invitation as its form needs it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub invitation_id: i64,
    pub version_id: i64,
    pub customer_id: i64,
    pub purchase_id: Option<i64>,
    /// What a resolution survey is about.
    pub complaint_id: Option<i64>,
    pub expires_at: DateTime<Utc>,
    pub revoked: bool,
    pub customer: String,
    /// The customer's own, if they have one.
    pub language: Option<String>,
    pub store: Option<String>,
    pub purchased_at: Option<DateTime<Utc>>,
    pub answered: Option<Answered>,
    /// The open complaint of this customer and purchase; of a resolution survey, the one it is about.
    pub complaint: Option<i64>,
    /// Somebody who does not look like a robot had it open.
    pub opened: bool,
    /// What was typed and not sent, unless it was a robot's.
    pub kept: Option<Kept>,
}

/// An unfinished answer.
#[derive(Debug, Clone)]
pub struct Kept {
    pub saved_at: DateTime<Utc>,
    /// The fields as the form posted them.
    pub body: String,
}

/// The answer as it is stored.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    pub changed_at: DateTime<Utc>,
    /// Taken back by the customer.
    pub withdrawn: bool,
    pub nps: Option<i16>,
    pub satisfaction: Option<i16>,
    /// In the order of the version's parameters.
    pub ratings: Vec<Option<i16>>,
    pub comment: Option<String>,
    pub contact_me: bool,
    pub reasons: Option<Vec<String>>,
    pub main_reason: Option<String>,
    pub competitor: Option<String>,
    pub bring_back: Option<String>,
    pub heard_from: Option<String>,
    pub wallet_share: Option<i16>,
    pub solved: Option<bool>,
    pub still_here: bool,
}

/// Finds an invitation with its customer, purchase and answer.
///
/// Whoever answers by an open link may have typed another's order number, so the page of such an answer tells nothing of
/// the customer and purchase that the number led to.
///
/// # Errors
/// When the database does not answer.
pub async fn asked(connection: &mut AsyncPgConnection, invitation_id: i64) -> Result<Option<Asked>> {
    let rows: Vec<Row> = ByInvitation(invitation_id).load(connection).await?;
    Ok(rows.into_iter().next().map(read))
}

type Row = (
    (
        i64,
        i64,
        i64,
        Option<i64>,
        Option<i64>,
        DateTime<Utc>,
        bool,
        String,
        Option<String>,
        Option<String>,
        Option<DateTime<Utc>>,
    ),
    (Option<i16>, Option<i16>, Option<Vec<Option<i16>>>, Option<String>, Option<bool>),
    (Option<DateTime<Utc>>, bool, Option<Vec<String>>, Option<String>, Option<String>, Option<String>),
    (Option<String>, Option<i16>, Option<bool>, Option<bool>),
    Option<i64>,
    (bool, Option<DateTime<Utc>>, Option<String>),
);

fn read((asked, usual, reasons, more, complaint, (opened, saved_at, body)): Row) -> Asked {
    let (
        invitation_id,
        version_id,
        customer_id,
        purchase_id,
        complaint_id,
        expires_at,
        revoked,
        customer,
        language,
        store,
        purchased_at,
    ) = asked;
    let (nps, satisfaction, ratings, comment, contact_me) = usual;
    let (changed_at, withdrawn, reasons, main_reason, competitor, bring_back) = reasons;
    let (heard_from, wallet_share, solved, still_here) = more;
    let answered = changed_at.map(|changed_at| Answered {
        changed_at,
        withdrawn,
        nps,
        satisfaction,
        ratings: ratings.unwrap_or_default(),
        comment,
        contact_me: contact_me.unwrap_or_default(),
        reasons,
        main_reason,
        competitor,
        bring_back,
        heard_from,
        wallet_share,
        solved,
        still_here: still_here.unwrap_or_default(),
    });
    Asked {
        invitation_id,
        version_id,
        customer_id,
        purchase_id,
        complaint_id,
        expires_at,
        revoked,
        customer,
        language,
        store,
        purchased_at,
        answered,
        complaint,
        opened,
        kept: saved_at.zip(body).map(|(saved_at, body)| Kept { saved_at, body }),
    }
}

/// A statement of its own, so that it is prepared once and its text is never built.
#[derive(Debug, Clone, Copy, QueryId)]
struct ByInvitation(i64);

impl QueryFragment<Pg> for ByInvitation {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT i.id, i.version_id, i.customer_id, i.purchase_id, i.complaint_id, i.expires_at,
                    i.revoked_at IS NOT NULL,
                    CASE WHEN i.road = 'store' THEN '' ELSE c.name END,
                    CASE WHEN i.road = 'store' THEN coalesce(r.language, c.language) ELSE c.language END,
                    CASE WHEN i.road = 'store' THEN l.store ELSE p.store END,
                    CASE WHEN i.road <> 'store' THEN p.purchased_at END,
                    r.nps, r.satisfaction, r.ratings, r.comment, r.contact_me,
                    r.changed_at, r.withdrawn_at IS NOT NULL, r.reasons, r.main_reason, r.competitor, r.bring_back,
                    r.heard_from, r.wallet_share, r.solved, r.still_here,
                    coalesce(i.complaint_id, CASE WHEN r.id IS NOT NULL THEN (
                        SELECT o.id FROM complaints o
                        WHERE o.customer_id = i.customer_id AND coalesce(o.purchase_id, 0) = coalesce(i.purchase_id, 0)
                          AND (i.road <> 'store' OR o.response_id = r.id)
                          AND o.state IN ('new', 'in_progress', 'waiting_for_customer')) END),
                    i.opened_at IS NOT NULL, k.saved_at, k.body
             FROM invitations i
             JOIN customers c ON c.id = i.customer_id
             LEFT JOIN purchases p ON p.id = i.purchase_id
             LEFT JOIN open_links l ON l.id = i.open_link_id
             LEFT JOIN responses r ON r.invitation_id = i.id
             LEFT JOIN partial_answers k ON k.invitation_id = i.id AND k.discarded_at IS NULL AND k.body <> ''
                  AND (r.id IS NULL OR k.sign = 'touched')
             WHERE i.id = ",
        );
        out.push_bind_param::<BigInt, _>(&self.0)
    }
}

impl Query for ByInvitation {
    type SqlType = (
        (
            BigInt,
            BigInt,
            BigInt,
            Nullable<BigInt>,
            Nullable<BigInt>,
            Timestamptz,
            Bool,
            Text,
            Nullable<Text>,
            Nullable<Text>,
            Nullable<Timestamptz>,
        ),
        (
            Nullable<SmallInt>,
            Nullable<SmallInt>,
            Nullable<Array<Nullable<SmallInt>>>,
            Nullable<Text>,
            Nullable<Bool>,
        ),
        (Nullable<Timestamptz>, Bool, Nullable<Array<Text>>, Nullable<Text>, Nullable<Text>, Nullable<Text>),
        (Nullable<Text>, Nullable<SmallInt>, Nullable<Bool>, Nullable<Bool>),
        Nullable<BigInt>,
        (Bool, Nullable<Timestamptz>, Nullable<Text>),
    );
}

/// Takes an answer back; what it said is kept by the trigger. Answers whether it was not taken back before.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(connection: &mut AsyncPgConnection, answer: i64, now: DateTime<Utc>) -> Result<bool> {
    let withdrawn = diesel::sql_query(
        "UPDATE responses SET withdrawn_at = $2, revision = revision + 1, changed_at = greatest(changed_at, $2)
         WHERE id = $1 AND withdrawn_at IS NULL",
    )
    .bind::<BigInt, _>(answer)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(withdrawn == 1)
}
