//! How far a complaint came on the way that ISO 10002 describes, from its history.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// When each step was done, by whom, and how.
#[derive(Debug, Clone, QueryableByName)]
pub struct Milestones {
    /// The letter that told the customer that their complaint was taken in: its state, and when it left.
    #[diesel(sql_type = Nullable<Text>)]
    pub acknowledgement: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// How whoever took it in by hand told the number; none otherwise.
    #[diesel(sql_type = Nullable<Text>)]
    pub told: Option<String>,
    /// Severity was set by hand last.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub assessed_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub assessed_by: Option<String>,
    /// Notes, the newest one's moment and author.
    #[diesel(sql_type = BigInt)]
    pub notes: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub noted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub noted_by: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub answered_by: Option<String>,
    /// The last letter of a resolution or a rejection: its state, when it left or will, who signed it.
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub decided_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decided_by: Option<String>,
    /// The newest step to an end.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ended_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub ended_by: Option<String>,
    /// The customer was asked how it was handled.
    #[diesel(sql_type = Bool)]
    pub asked: bool,
    /// What they answered: whether it is solved, and the lowest rating of how it was handled.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub said_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Bool>)]
    pub solved: Option<bool>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub rating: Option<i16>,
}

/// The steps of one complaint: one pass over its history and look-ups of its letters and its survey.
///
/// # Errors
/// When the database does not answer.
pub async fn of(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Milestones> {
    Ok(prepared(
        "WITH told AS (
             SELECT e.id, e.at, e.kind, e.field, e.new_value, s.name
             FROM complaint_events e LEFT JOIN staff s ON s.id = e.staff_id
             WHERE e.complaint_id = $1
               AND (e.kind IN ('note', 'resolved', 'rejected', 'closed')
                    OR e.field IN ('severity_by_hand', 'first_answered_at'))
         )
         SELECT a.state AS acknowledgement, a.sent_at AS acknowledged_at,
                (SELECT detail ->> 'told' FROM complaint_events
                 WHERE complaint_id = $1 AND kind = 'opened' ORDER BY id LIMIT 1) AS told,
                assessed.at AS assessed_at, assessed.name AS assessed_by,
                (SELECT count(*) FROM told WHERE kind = 'note') AS notes, noted.at AS noted_at, noted.name AS noted_by,
                answered.name AS answered_by,
                d.state AS decision, coalesce(d.sent_at, d.due_at) AS decided_at, d.name AS decided_by,
                ended.at AS ended_at, ended.name AS ended_by,
                i.id IS NOT NULL AS asked, i.answered_at AS said_at, i.solved, i.rating
         FROM (VALUES (1)) one (row)
         LEFT JOIN LATERAL (SELECT state, sent_at FROM letters
                            WHERE complaint_id = $1 AND kind = 'acknowledgement' ORDER BY id LIMIT 1) a ON TRUE
         LEFT JOIN LATERAL (SELECT at, name FROM told
                            WHERE field = 'severity_by_hand' ORDER BY id DESC LIMIT 1) assessed ON TRUE
         LEFT JOIN LATERAL (SELECT at, name FROM told WHERE kind = 'note' ORDER BY id DESC LIMIT 1) noted ON TRUE
         LEFT JOIN LATERAL (SELECT name FROM told
                            WHERE field = 'first_answered_at' ORDER BY id DESC LIMIT 1) answered ON TRUE
         LEFT JOIN LATERAL (SELECT l.state, l.sent_at, l.due_at, s.name
                            FROM letters l LEFT JOIN staff s ON s.id = l.staff_id
                            WHERE l.complaint_id = $1 AND l.kind IN ('resolved', 'rejected')
                            ORDER BY l.id DESC LIMIT 1) d ON TRUE
         LEFT JOIN LATERAL (SELECT at, name FROM told
                            WHERE kind IN ('resolved', 'rejected') ORDER BY id DESC LIMIT 1) ended ON TRUE
         LEFT JOIN LATERAL (SELECT i.id, r.answered_at, r.solved,
                                   (SELECT min(rating) FROM unnest(r.ratings) rating WHERE rating >= 0) AS rating
                            FROM invitations i
                            LEFT JOIN responses r ON r.invitation_id = i.id AND r.withdrawn_at IS NULL
                            WHERE i.complaint_id = $1 AND i.kind = 'resolution'
                            ORDER BY i.id DESC LIMIT 1) i ON TRUE",
    )
    .bind::<BigInt, _>(complaint)
    .get_result(connection)
    .await?)
}
