//! One submit, one statement: the answer, its invitation, the complaint with its history and the letter stand or fall together.

use chrono::{DateTime, Utc};
use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Result;

/// Everything the statement needs to know; what it decides by rows it reads itself.
#[derive(Debug, Clone)]
pub struct Submission<'a> {
    pub invitation_id: i64,
    /// The version that `ratings` are in the order of.
    pub version_id: i64,
    pub now: DateTime<Utc>,
    pub nps: Option<i16>,
    pub satisfaction: Option<i16>,
    pub ratings: Vec<Option<i16>>,
    pub comment: Option<&'a str>,
    pub contact_me: bool,
    pub more: More<'a>,
    /// Codes of what asks for a human being; none: no complaint.
    pub signals: Vec<String>,
    /// Rank of the worst signal.
    pub severity: i16,
    /// Of customers who have none of their own.
    pub language: &'a str,
    pub first_answer_due: DateTime<Utc>,
    pub resolution_due: DateTime<Utc>,
}

/// The parts of an answer that only some kinds of survey ask for.
#[derive(Debug, Clone, Default)]
pub struct More<'a> {
    pub reasons: Option<Vec<&'a str>>,
    pub main_reason: Option<&'a str>,
    /// What could be chosen, in the order in which it was shown.
    pub reasons_shown: Option<Vec<String>>,
    pub competitor: Option<&'a str>,
    pub bring_back: Option<&'a str>,
    pub heard_from: Option<&'a str>,
    pub wallet_share: Option<i16>,
    pub solved: Option<bool>,
    pub still_here: bool,
}

/// What the statement found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submitted {
    /// The version that the invitation shows; with another one nothing was written.
    pub version_id: i64,
    pub expired: bool,
    pub revoked: bool,
    /// Of the answer after this submit; none where nothing was written.
    pub revision: Option<i32>,
}

/// What the trigger calls itself when it refuses one more correction of a day.
pub const EDITS_A_DAY: &str = "response_edits_a_day";

/// Runs the statement; none where there is no such invitation.
///
/// # Errors
/// When the database does not answer.
pub async fn submit(
    connection: &mut AsyncPgConnection,
    submission: &Submission<'_>,
) -> Result<Option<Submitted>> {
    type Row = (i64, bool, bool, Option<i32>);
    let rows: Vec<Row> = if submission.signals.is_empty() {
        Content(submission).load(connection).await?
    } else {
        Discontent(submission).load(connection).await?
    };
    Ok(rows.into_iter().next().map(|(version_id, expired, revoked, revision)| Submitted {
        version_id,
        expired,
        revoked,
        revision,
    }))
}

/// A statement after its parameters, `$1` to `$22` in the order of [`Submission`], for an answer without signals and for
/// one with them: each plan holds only what it may need, since PostgreSQL sets up every part of a plan at each run.
///
/// - A corrected answer is written only when it says something else, so twice the same submit is one answer. Of several
///   at once the later ones wait at the unique invitation and then compare with what is stored.
/// - `revision = 1` and `version = 1` tell an inserted answer and complaint from a changed one.
/// - A second signal joins the open complaint: the worse severity, unless one was set by hand, all signals, deadlines
///   sooner only when it got worse. Its own severity is kept in the history, by which the complaint is weighed anew.
///   It raises the version, so that whoever has the card open is told that something arrived.
///   One that an unfinished answer opened (`store::partial_answers`) gets its answer then.
/// - An answer corrected to content closes nothing; it is told in the history, and people decide.
/// - What an answer about a complaint does to that one is not decided here, but by `actions::object_to_resolution`.
/// - Too many corrections in a day are refused by the trigger that keeps them, as [`EDITS_A_DAY`].
macro_rules! statement {
    ($rest:literal) => {
        concat!(
            "asked AS (
    SELECT i.id, i.kind, i.customer_id, i.purchase_id, i.complaint_id, i.version_id,
           i.expires_at <= $3 AS expired, i.revoked_at IS NOT NULL AS revoked,
           CASE WHEN i.road = 'store' THEN $11 ELSE coalesce(c.language, $11) END AS language,
           coalesce(p.store, o.store) AS store,
           c.email IS NOT NULL AND c.bounced_at IS NULL AND c.erased_at IS NULL AS reachable
    FROM invitations i
    JOIN customers c ON c.id = i.customer_id
    LEFT JOIN purchases p ON p.id = i.purchase_id
    LEFT JOIN open_links o ON o.id = i.open_link_id
    WHERE i.id = $1
), answered AS (
    INSERT INTO responses AS r
        (invitation_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at,
         nps, satisfaction, ratings, comment, contact_me, language, store, reasons, main_reason, reasons_shown,
         competitor, bring_back, heard_from, wallet_share, solved, still_here)
    SELECT id, kind, customer_id, purchase_id, version_id, $3, $3, $4, $5, $6, $7, $8, language, store,
           $14, $15, $16, $17, $18, $19, $20, $21, $22
    FROM asked WHERE NOT expired AND NOT revoked AND version_id = $2
    ON CONFLICT (invitation_id) DO UPDATE
    SET nps = excluded.nps, satisfaction = excluded.satisfaction, ratings = excluded.ratings,
        comment = excluded.comment, contact_me = excluded.contact_me, reasons = excluded.reasons,
        main_reason = excluded.main_reason, reasons_shown = excluded.reasons_shown, competitor = excluded.competitor,
        bring_back = excluded.bring_back, heard_from = excluded.heard_from, wallet_share = excluded.wallet_share,
        solved = excluded.solved, still_here = excluded.still_here, withdrawn_at = NULL,
        revision = r.revision + 1, changed_at = greatest(r.changed_at, excluded.changed_at)
    WHERE r.withdrawn_at IS NOT NULL
       OR (r.nps, r.satisfaction, r.ratings, r.comment, r.contact_me, r.reasons, r.main_reason, r.competitor,
           r.bring_back, r.heard_from, r.wallet_share, r.solved, r.still_here)
        IS DISTINCT FROM
          (excluded.nps, excluded.satisfaction, excluded.ratings, excluded.comment, excluded.contact_me,
           excluded.reasons, excluded.main_reason, excluded.competitor, excluded.bring_back, excluded.heard_from,
           excluded.wallet_share, excluded.solved, excluded.still_here)
    RETURNING r.id, r.revision
), marked AS (
    UPDATE invitations SET answered_at = $3
    WHERE id = $1 AND answered_at IS NULL AND EXISTS (SELECT FROM answered WHERE revision = 1)
",
            $rest,
            "SELECT asked.version_id, asked.expired, asked.revoked, answered.revision
FROM asked LEFT JOIN answered ON true"
        )
    };
}

/// Nothing calls for a human being; the load bench gives pgbench the same text.
pub const CONTENT: &str = statement!(
    "), withdrawn AS (
    UPDATE complaints SET version = version + 1
    WHERE EXISTS (SELECT FROM answered WHERE revision > 1) AND id = (
        SELECT c.id
        FROM asked, answered, complaints c
        WHERE asked.complaint_id IS NULL
          AND c.customer_id = asked.customer_id AND coalesce(c.purchase_id, 0) = coalesce(asked.purchase_id, 0)
          AND c.state IN ('new', 'in_progress', 'waiting_for_customer')
          AND EXISTS (SELECT FROM complaint_events e WHERE e.complaint_id = c.id AND e.response_id = answered.id))
    RETURNING id, signals
), recorded AS (
    INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value, response_id, letter_id)
    SELECT withdrawn.id, $3, 'field', 'signals', array_to_string(withdrawn.signals, ','), NULL, answered.id, NULL
    FROM withdrawn, answered
)
"
);

/// Something does.
pub const DISCONTENT: &str = statement!(
    "), joined AS (
    INSERT INTO complaints AS c
        (customer_id, purchase_id, response_id, state, severity, signals, opened_at,
         first_answer_due, resolution_due, next_deadline)
    SELECT asked.customer_id, asked.purchase_id, answered.id, 'new', $10, $9, $3, $12, $13, least($12, $13)
    FROM asked, answered
    ON CONFLICT (customer_id, coalesce(purchase_id, 0)) WHERE state IN ('new', 'in_progress', 'waiting_for_customer')
    DO UPDATE
    SET response_id = coalesce(c.response_id, excluded.response_id),
        severity = CASE WHEN c.why ? 'override' THEN c.severity ELSE greatest(c.severity, excluded.severity) END,
        clocks_version = 0, last_in_at = excluded.opened_at, snoozed_until = NULL,
        signals = c.signals || ARRAY(SELECT s FROM unnest(excluded.signals) s WHERE s <> ALL (c.signals)),
        first_answer_due =
            least(c.first_answer_due, CASE WHEN excluded.severity > c.severity AND c.first_answered_at IS NULL
                                                AND (c.why ? 'override') IS NOT TRUE
                                           THEN excluded.first_answer_due END),
        resolution_due =
            least(c.resolution_due, CASE WHEN excluded.severity > c.severity AND (c.why ? 'override') IS NOT TRUE THEN excluded.resolution_due END),
        next_deadline = CASE
            WHEN c.state = 'waiting_for_customer' OR excluded.severity <= c.severity OR c.why ? 'override'
                THEN c.next_deadline
            WHEN c.first_answered_at IS NULL THEN least(c.next_deadline, excluded.next_deadline)
            ELSE least(c.next_deadline, excluded.resolution_due) END,
        version = c.version + 1
    RETURNING c.id, c.version, c.severity
), acknowledged AS (
    INSERT INTO letters (kind, customer_id, complaint_id, due_at)
    SELECT 'acknowledgement', asked.customer_id, joined.id, $3
    FROM asked, joined WHERE joined.version = 1 AND $8 AND asked.reachable
    RETURNING id
), recorded AS (
    INSERT INTO complaint_events
        (complaint_id, at, kind, field, old_value, new_value, response_id, letter_id, detail)
    SELECT joined.id, $3, CASE joined.version WHEN 1 THEN 'opened' ELSE 'signal' END,
           NULL, NULL, array_to_string($9, ','), answered.id, (SELECT id FROM acknowledged),
           CASE WHEN joined.version > 1 THEN
               jsonb_build_object('severity', (ARRAY['low', 'normal', 'high', 'critical'])[$10]) END
    FROM joined, answered
    UNION ALL
    SELECT joined.id, $3, 'field', 'severity',
           (ARRAY['low', 'normal', 'high', 'critical'])[before.severity],
           (ARRAY['low', 'normal', 'high', 'critical'])[joined.severity], answered.id, NULL, NULL
    FROM joined
    JOIN complaints before ON before.id = joined.id AND before.severity < joined.severity
    CROSS JOIN answered
    WHERE joined.version > 1
)
"
);

/// A submission by [`CONTENT`]. The texts never depend on the values, so each connection prepares them once.
struct Content<'a>(&'a Submission<'a>);

/// A submission by [`DISCONTENT`].
struct Discontent<'a>(&'a Submission<'a>);

impl QueryFragment<Pg> for Content<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.parameters(out.reborrow())?;
        out.push_sql(CONTENT);
        Ok(())
    }
}

impl QueryFragment<Pg> for Discontent<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.parameters(out.reborrow())?;
        out.push_sql(DISCONTENT);
        Ok(())
    }
}

impl Submission<'_> {
    fn parameters<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        // Nobody reads this first part, so PostgreSQL leaves it out: it only numbers the parameters.
        out.push_sql("WITH said AS (SELECT ");
        out.push_bind_param::<BigInt, _>(&self.invitation_id)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.version_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<SmallInt>, _>(&self.nps)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<SmallInt>, _>(&self.satisfaction)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<SmallInt>>, _>(&self.ratings)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.comment)?;
        out.push_sql(", ");
        out.push_bind_param::<Bool, _>(&self.contact_me)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.signals)?;
        out.push_sql(", ");
        out.push_bind_param::<SmallInt, _>(&self.severity)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(self.language)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&self.first_answer_due)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&self.resolution_due)?;
        out.push_sql(", ");
        self.more.parameters(out.reborrow())?;
        out.push_sql("), ");
        Ok(())
    }
}

impl More<'_> {
    fn parameters<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<Nullable<Array<Text>>, _>(&self.reasons)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.main_reason)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Array<Text>>, _>(&self.reasons_shown)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.competitor)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.bring_back)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.heard_from)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<SmallInt>, _>(&self.wallet_share)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Bool>, _>(&self.solved)?;
        out.push_sql(", ");
        out.push_bind_param::<Bool, _>(&self.still_here)?;
        Ok(())
    }
}

type Found = (BigInt, Bool, Bool, Nullable<Integer>);

impl QueryId for Content<'_> {
    type QueryId = Content<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryId for Discontent<'_> {
    type QueryId = Discontent<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Content<'_> {
    type SqlType = Found;
}

impl Query for Discontent<'_> {
    type SqlType = Found;
}
