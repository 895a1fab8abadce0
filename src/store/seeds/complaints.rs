//! Complaints in any number, made by the database itself: a row a number, chosen by a digest of it, so that the same seed
//! gives the same rows.

use chrono::{DateTime, Utc};

use super::{Table, Writer, store_error};
use crate::store::Result;

/// What complaints are made of.
#[derive(Debug, Clone, Copy)]
pub struct Discontent {
    pub seed: i64,
    pub now: DateTime<Utc>,
    pub count: usize,
    pub first_customer: i64,
    pub first_purchase: i64,
    /// Each complaint is about a purchase of its own, and these go round the customers.
    pub customers: usize,
    pub first_response: i64,
    pub responses: usize,
    /// By which open ones count as settled.
    pub clockwork: i64,
}

const WORDS: &str = "ARRAY['привезли', 'поздно', 'курьер', 'диван', 'царапина', 'самовар', 'чайник', 'цена', 'скидка', 'возврат',
    'деньги', 'магазин', 'продавец', 'грубо', 'ответил', 'звонок', 'обещали', 'доставка', 'коробка', 'разбита', 'сайт', 'заказ',
    'ошибка', 'оплата', 'карта', 'гарантия', 'ремонт', 'сборка', 'инструкция', 'не', 'работает', 'ждали', 'неделю', 'никто',
    'перезвонил', 'качество', 'упаковка', 'замена', 'чек', 'менеджер', 'broken', 'delivery', 'late', 'refund']";

impl Writer<'_> {
    /// Fills the tables; answers how many rows. A fifth is open: most of the newest, few of the old.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fill_complaints(&self, of: Discontent) -> Result<u64> {
        let first = self.reserve(Table::Complaints, of.count).await?;
        let count = i64::try_from(of.count).unwrap_or(i64::MAX);
        let customers = i64::try_from(of.customers.max(1)).unwrap_or(i64::MAX);
        let responses = i64::try_from(of.responses).unwrap_or(i64::MAX);
        let now = of.now.to_rfc3339();
        let Discontent { seed, first_customer, first_purchase, first_response, clockwork, .. } = of;
        // Found by words once they all stand, instead of at each of them.
        self.run(
            "ALTER TABLE complaints DISABLE TRIGGER complaints_word;
             ALTER TABLE complaint_events DISABLE TRIGGER complaint_events_word",
        )
        .await?;
        let chance = |n: u8| format!("abs(hashint8extended(n, {seed} + {n}) % 1000)");
        let (by_age, by_state, by_owner, by_cause, by_due) =
            (chance(1), chance(2), chance(3), chance(4), chance(5));
        let complaints = format!(
            "INSERT INTO complaints (id, customer_id, purchase_id, response_id, state, severity, signals, owner_id, opened_at,
                    first_answer_due, resolution_due, next_deadline, first_answered_at, resolved_at, root_cause, resolution,
                    reopened, source, priority, clocks_version, last_in_at)
             OVERRIDING SYSTEM VALUE
             SELECT {first} + n, {first_customer} + n % {customers}, {first_purchase} + n,
                    CASE WHEN n < {responses} THEN {first_response} + n END, state, 1 + {by_cause} % 4,
                    CASE {by_due} % 3 WHEN 0 THEN ARRAY['nps'] WHEN 1 THEN ARRAY['contact_me'] ELSE ARRAY['nps', 'parameter:delivery'] END,
                    CASE WHEN state <> 'new' THEN (SELECT staff[1 + {by_owner} % cardinality(staff)]) END,
                    opened, opened + interval '8 hours', due, CASE WHEN state = 'waiting_for_customer' THEN '9999-01-01Z' ELSE due END,
                    CASE WHEN state <> 'new' THEN opened + interval '3 hours' END,
                    CASE WHEN open THEN NULL ELSE opened + {by_due} * interval '10 minutes' END,
                    CASE WHEN NOT open THEN (ARRAY['delivery', 'price', 'service', 'quality', 'payment', 'website'])[1 + {by_cause} % 6] END,
                    CASE WHEN NOT open THEN (ARRAY['upheld', 'partly_upheld', 'goodwill', 'rejected'])[1 + {by_owner} % 4] END,
                    CASE WHEN {by_due} < 30 THEN 1 ELSE 0 END,
                    (ARRAY['answer', 'answer', 'answer', 'mail', 'phone', 'counter'])[1 + {by_state} % 6], {by_due} % 101, {clockwork}, NULL
             FROM (SELECT n, open, now - ({count} - n) * interval '730 days' / {count} AS opened,
                          CASE WHEN open THEN (ARRAY['new', 'in_progress', 'in_progress', 'waiting_for_customer'])[1 + {by_state} % 4]
                               ELSE (ARRAY['resolved', 'closed', 'closed', 'rejected'])[1 + {by_state} % 4] END AS state,
                          now + ({by_due} - 150) * interval '17 minutes' + n % 997 * interval '1 second' AS due, staff
                   FROM (SELECT n, {by_age} < CASE WHEN n * 20 >= {count} * 17 THEN 800 ELSE 94 END AS open
                         FROM generate_series(0, {count} - 1) n) aged,
                        (SELECT ($1::text)::timestamptz AS now) clock,
                        (SELECT coalesce(array_agg(id ORDER BY id), ARRAY[NULL::bigint]) AS staff
                         FROM staff WHERE role = 'handler') people) made"
        );
        let mut rows = self.0.execute(&complaints, &[&now]).await.map_err(store_error)?;
        // What somebody noted, and, of two thirds, what was written to the customer.
        let said = (11..19)
            .map(|n| format!("words[1 + abs(hashint8extended(n, {seed} + {n}) % cardinality(words))]"))
            .collect::<Vec<_>>()
            .join(" || ' ' || ");
        let events = format!(
            "INSERT INTO complaint_events (complaint_id, at, kind, body)
             SELECT c.id, c.opened_at + place * interval '1 hour', kind,
                    CASE WHEN kind <> 'opened' THEN {said} || CASE WHEN c.id % 5000 = 0 THEN ' бегемот' ELSE '' END END
             FROM complaints c, (VALUES (0, 'opened'), (1, 'note'), (2, 'letter')) kinds (place, kind),
                  LATERAL (SELECT c.id * 3 + place AS n) number, (SELECT {WORDS} AS words) known
             WHERE c.id BETWEEN {first} AND {first} + {count} - 1 AND (kind <> 'letter' OR c.id % 3 > 0)"
        );
        rows += self.0.execute(&events, &[]).await.map_err(store_error)?;
        // An index made at once takes a fraction of what one takes that grows row by row.
        self.run(&format!(
            "SET LOCAL maintenance_work_mem = '256MB';
             DO $$ DECLARE made text := pg_get_indexdef('complaint_words_idx'::regclass);
             BEGIN
                 DROP INDEX complaint_words_idx;
                 PERFORM refresh_complaint_words(ARRAY(SELECT id FROM complaints WHERE id BETWEEN {first} AND {first} + {count} - 1));
                 EXECUTE made;
             END $$;
             ALTER TABLE complaints ENABLE TRIGGER complaints_word;
             ALTER TABLE complaint_events ENABLE TRIGGER complaint_events_word"
        ))
        .await?;
        Ok(rows)
    }

    async fn run(&self, statements: &str) -> Result<()> {
        self.0.batch_execute(statements).await.map_err(store_error)
    }
}
