//! What is stored is what the history says, after any steps, under any rules, however often it is reckoned.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::LocalBoxFuture;
use otklik::{
    actions::{
        clockwork,
        complaint_life::explain,
        complaint_step::{Doer, Refusal, Seen},
        note_complaint::note_complaint,
        reopen_complaint::reopen_complaint,
        reply_to_customer::{Reply, reply_to_customer},
        resolve_complaint::{LastWords, resolve_complaint},
        settle_complaints::settle_complaints,
        sync_calendar::sync_calendar,
        take_complaint::take_complaint,
    },
    domain::{
        outcome::{Outcome, Written, resolved},
        role::Role,
        severity::Severity,
    },
    store::{Connection, complaint_cards, complaints, root_causes},
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use super::moscow;
use crate::{
    form::{Asked, asked, link},
    support::{World, make},
};

/// Lunch breaks and the production calendar, limits that end within days.
async fn office(world: &World) -> Connection {
    world
        .sql(
            r#"UPDATE settings SET value = '{"zone": "Europe/Moscow", "week": [
                [{"opens": 540, "closes": 780}, {"opens": 840, "closes": 1080}],
                [{"opens": 540, "closes": 780}, {"opens": 840, "closes": 1080}],
                [{"opens": 540, "closes": 780}, {"opens": 840, "closes": 1080}],
                [{"opens": 540, "closes": 780}, {"opens": 840, "closes": 1080}],
                [{"opens": 540, "closes": 1020}], [], []]}' WHERE key = 'complaints.calendar'"#,
        )
        .await;
    let mut connection = world.connection().await;
    sync_calendar(&mut connection, Utc::now()).await.expect("a calendar");
    connection
}

async fn opened_at(world: &World, number: i64, at: DateTime<Utc>, severity: Severity) {
    let (at, severity) = (at.to_rfc3339(), severity.rank());
    world
        .sql(&format!(
            "UPDATE complaints SET opened_at = '{at}', severity = {severity}, clocks_version = 0 WHERE id = {number}"
        ))
        .await;
}

async fn seen(world: &World, number: i64) -> Seen {
    let row = world
        .client
        .query_one(
            "SELECT version, (SELECT max(id) FROM complaint_events WHERE complaint_id = c.id) FROM complaints c WHERE id = $1",
            &[&number],
        )
        .await
        .expect("a complaint");
    Seen { version: row.get(0), entry: row.get(1) }
}

/// Both deadlines as stored, and as the history says.
async fn both(connection: &mut Connection, number: i64) -> [(DateTime<Utc>, DateTime<Utc>); 2] {
    let card = complaint_cards::by_number(connection, number).await.expect("a card").expect("a complaint");
    let (reasons, _) = explain(connection, number, card.opened_at, card.severity).await.expect("reasons");
    [(card.first_answer_due, card.resolution_due), (reasons.first_answer.due, reasons.resolution.due)]
}

/// Everything but the version of the clockwork and the priority with its reasons, as a digest.
const ALL: &str = "SELECT md5(string_agg(md5((to_jsonb(c) - '{clocks_version,why,priority}'::text[])::text), '' ORDER BY id)) ||
    (SELECT count(*) FROM complaint_events WHERE field IS DISTINCT FROM 'priority') FROM complaints c";

/// Raises the version of the clockwork and settles, twice.
async fn settle_anew(connection: &mut Connection, now: DateTime<Utc>, expected: u64) {
    clockwork::changed(connection, now).await.expect("a change");
    assert_eq!(settle_complaints(connection, now).await.expect("settled"), expected);
    assert_eq!(settle_complaints(connection, now).await.expect("settled"), 0);
}

// zammad#188: after a reopening deadlines were wrong; zammad#5177: the first answer's was overruled by another clock's.
#[tokio::test]
async fn after_any_steps_the_stored_deadlines_are_those_of_the_history() {
    let world = World::new().await;
    let mut connection = office(&world).await;
    let doer = Doer { id: world.count("SELECT id FROM staff WHERE role = 'lead'").await, role: Role::Lead };
    let ending = ending(&mut connection).await;
    let (mut taken, mut refused) = (0, 0);
    for seed in 0..24_u64 {
        let mut chance = StdRng::seed_from_u64(seed);
        let number = make::complaint(&world, &format!("k{seed}"), 5).await;
        // Around the end of the year: holidays, a day off moved into December.
        let mut now = moscow("2026-12-25 08:00") + TimeDelta::seconds(chance.random_range(0..400_000));
        opened_at(&world, number, now, Severity::all()[chance.random_range(0..4)]).await;
        assert_eq!(settle_complaints(&mut connection, now).await.expect("settled"), 1);
        for nth in 0..8 {
            // To the nanosecond, as a clock tells it: what is stored has less.
            now += TimeDelta::nanoseconds(chance.random_range(0..200_000_000_000_000));
            let seen = seen(&world, number).await;
            let words = format!("Слово {nth}");
            let done: LocalBoxFuture<'_, Result<(), Refusal>> = match chance.random_range(0..7) {
                0 => Box::pin(take_complaint(&mut connection, number, doer, None, now)),
                1 => Box::pin(reply_to_customer(
                    &mut connection,
                    number,
                    doer,
                    seen,
                    Reply { words: &words, wait: false, files: &[] },
                    now,
                )),
                2 | 3 => Box::pin(reply_to_customer(
                    &mut connection,
                    number,
                    doer,
                    seen,
                    Reply { words: &words, wait: true, files: &[] },
                    now,
                )),
                4 => Box::pin(note_complaint(&mut connection, number, doer, seen, &words, true, now)),
                5 => Box::pin(resolve_complaint(
                    &mut connection,
                    number,
                    doer,
                    seen,
                    &ending,
                    LastWords::default(),
                    now,
                )),
                _ => Box::pin(reopen_complaint(&mut connection, number, doer, seen, &words, now)),
            };
            match done.await {
                Ok(()) => taken += 1,
                Err(Refusal::Store(cause)) => panic!("{cause}"),
                Err(_) => refused += 1,
            }
            let [stored, told] = both(&mut connection, number).await;
            assert_eq!(stored, told, "seed {seed}, step {nth}");
        }
    }
    assert!(taken > 60 && refused > 0, "{taken} steps taken, {refused} refused");
    let before = world.value(ALL).await;
    let open = world.count("SELECT count(*) FROM complaints WHERE 'open' = ANY (facets)").await;
    settle_anew(&mut connection, moscow("2027-02-01 12:00"), open.try_into().expect("a count")).await;
    assert_eq!(world.value(ALL).await, before);
}

/// A critical complaint opened at T, taken and answered with a question at T + 1 h, answered by the customer at T + 6 h.
async fn paused(world: &World, connection: &mut Connection, name: &str, opened: DateTime<Utc>) -> i64 {
    let doer = Doer { id: world.count("SELECT id FROM staff WHERE role = 'lead'").await, role: Role::Lead };
    let number = make::complaint(world, name, 5).await;
    opened_at(world, number, opened, Severity::Critical).await;
    let asks = opened + TimeDelta::hours(1);
    take_complaint(connection, number, doer, None, asks).await.expect("taken");
    let known = seen(world, number).await;
    reply_to_customer(
        connection,
        number,
        doer,
        known,
        Reply { words: "Какой заказ?", wait: true, files: &[] },
        asks,
    )
    .await
    .expect("asked");
    let known = seen(world, number).await;
    let replied = opened + TimeDelta::hours(6);
    note_complaint(connection, number, doer, known, "Ответил", true, replied).await.expect("noted");
    number
}

async fn after_opening(world: &World, number: i64) -> String {
    world
        .value(&format!(
            "SELECT concat_ws(' ', extract(epoch FROM first_answer_due - opened_at)::int / 3600,
                 extract(epoch FROM resolution_due - opened_at)::int / 3600, next_deadline = resolution_due)
             FROM complaints WHERE id = {number}"
        ))
        .await
}

// glpi#6902, glpi#15605: a change of policy forgot the pauses that were taken already.
#[tokio::test]
async fn changed_limits_carry_the_pauses_already_taken_and_judge_nothing_anew() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let now = Utc::now();
    let number = paused(&world, &mut connection, "one", now - TimeDelta::hours(7)).await;
    // Day and night: 4 h to the answer; 24 h and the 5 h of the pause to the resolution.
    assert_eq!(after_opening(&world, number).await, "4 29 t");
    let version = world.count("SELECT version FROM complaints").await;
    world
        .sql(
            r#"UPDATE settings SET value = value || '{"critical": {"first_answer_minutes": 30, "resolution_minutes": 600}}'
               WHERE key = 'complaints.targets'"#,
        )
        .await;
    settle_anew(&mut connection, now, 1).await;
    // 10 h and the pause; an answer that was in time stays in time.
    assert_eq!(after_opening(&world, number).await, "4 15 t");
    assert_eq!(world.count("SELECT version FROM complaints").await, version);
    let told = "SELECT count(*) FROM complaint_events
                WHERE field = 'resolution_due' AND staff_id IS NULL AND old_value > new_value";
    assert_eq!(world.count(told).await, 1);
}

// chatwoot#10178: clocks ran on after the end; chatwoot PR 12058: after a reopening the time was counted from the opening.
#[tokio::test]
async fn clocks_end_with_the_complaint_and_a_reopening_counts_from_itself() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let now = Utc::now();
    let opened = now - TimeDelta::hours(100);
    let number = paused(&world, &mut connection, "one", opened).await;
    let doer = Doer { id: world.count("SELECT id FROM staff WHERE role = 'lead'").await, role: Role::Lead };
    let ending = ending(&mut connection).await;
    let known = seen(&world, number).await;
    let at = opened + TimeDelta::hours(8);
    resolve_complaint(&mut connection, number, doer, known, &ending, LastWords::default(), at)
        .await
        .expect("resolved");
    assert_eq!(world.value("SELECT next_deadline::date FROM complaints").await, "9999-01-01");
    // Rules that change now are none of its business.
    world.sql("DELETE FROM settings WHERE key = 'complaints.targets'").await;
    settle_anew(&mut connection, now, 0).await;
    assert_eq!(after_opening(&world, number).await, "4 29 f");
    let known = seen(&world, number).await;
    let at = opened + TimeDelta::hours(50);
    reopen_complaint(&mut connection, number, doer, known, "Не решено", at).await.expect("reopened");
    // By default nine hours, from the reopening; the answer was given, and stays as it was judged.
    assert_eq!(after_opening(&world, number).await, "4 59 t");
}

/// Another survey of the same purchase.
async fn second(world: &World, one: &Asked) -> String {
    world
        .sql(&format!(
            "INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at)
             SELECT 'resolution', customer_id, purchase_id, version_id, planned_at, send_at, expires_at
             FROM invitations WHERE id = {}",
            one.invitation
        ))
        .await;
    link(world, world.count("SELECT max(id) FROM invitations").await)
}

#[tokio::test]
async fn the_statement_of_a_submit_and_settling_agree() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    for (name, first, then) in [("worse", "6", "1"), ("milder", "1", "6"), ("the-same", "5", "5")] {
        let one = asked(&world, name).await;
        let other = second(&world, &one).await;
        let visitor = world.stranger();
        visitor.post(&one.link, &[("nps", first)]).await;
        visitor.post(&other, &[("nps", then), ("contact_me", "1")]).await;
    }
    assert_eq!(
        world.count("SELECT count(*) FROM complaints WHERE version = 2 AND clocks_version = 0").await,
        3
    );
    let before = world.value(ALL).await;
    assert_eq!(settle_complaints(&mut connection, Utc::now()).await.expect("settled"), 3);
    assert_eq!(world.value(ALL).await, before);
}

// osTicket#6658, chatwoot discussion 6694: who had written was still taken for somebody who is waited for.
#[tokio::test]
async fn a_second_answer_ends_the_wait_and_leaves_the_first_answer_alone() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let one = asked(&world, "one").await;
    let other = second(&world, &one).await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "6")]).await;
    let number = world.count("SELECT id FROM complaints").await;
    let doer = Doer { id: world.count("SELECT id FROM staff WHERE role = 'lead'").await, role: Role::Lead };
    take_complaint(&mut connection, number, doer, None, Utc::now()).await.expect("taken");
    let known = seen(&world, number).await;
    reply_to_customer(
        &mut connection,
        number,
        doer,
        known,
        Reply { words: "Какой заказ?", wait: true, files: &[] },
        Utc::now(),
    )
    .await
    .expect("asked");
    let due = "SELECT first_answer_due::text FROM complaints";
    let before = world.value(due).await;
    assert_eq!(settle_complaints(&mut connection, Utc::now()).await.expect("settled"), 1);
    assert_eq!(world.value("SELECT state FROM complaints").await, "waiting_for_customer");
    visitor.post(&other, &[("nps", "0")]).await;
    assert_eq!(settle_complaints(&mut connection, Utc::now()).await.expect("settled"), 1);
    let standing = "SELECT concat_ws(' ', state, severity, next_deadline = resolution_due) FROM complaints";
    assert_eq!(world.value(standing).await, "in_progress 4 t");
    assert_eq!(world.value(due).await, before);
    let [stored, told] = both(&mut connection, number).await;
    assert_eq!(stored.1, told.1);
    // Heard once: asked again, it waits again.
    let known = seen(&world, number).await;
    reply_to_customer(
        &mut connection,
        number,
        doer,
        known,
        Reply { words: "А какой магазин?", wait: true, files: &[] },
        Utc::now(),
    )
    .await
    .expect("asked");
    settle_anew(&mut connection, Utc::now(), 1).await;
    assert_eq!(world.value("SELECT state FROM complaints").await, "waiting_for_customer");
}

#[tokio::test]
async fn two_thousand_complaints_with_pauses_settle_in_one_go() {
    const MANY: i64 = 2_000;
    let world = World::new().await;
    let mut connection = office(&world).await;
    let now = moscow("2026-11-20 12:00");
    let first = paused(&world, &mut connection, "first", now - TimeDelta::hours(26)).await;
    // Like the first, each of a customer of its own, a minute apart.
    world
        .sql(&format!(
            "INSERT INTO customers (external_id, name, email) SELECT 'many-' || n, 'Клиент ' || n, n || '@many.example'
                 FROM generate_series(2, {MANY}) n;
             INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due,
                                     next_deadline, first_answered_at, owner_id)
             SELECT u.id, c.state, c.severity, c.signals, c.opened_at - u.id * interval '1 minute', c.first_answer_due,
                    c.resolution_due, c.next_deadline, c.first_answered_at, c.owner_id
             FROM customers u, complaints c WHERE u.external_id LIKE 'many-%' AND c.id = {first};
             INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value)
             SELECT c.id, e.at, e.kind, e.field, e.old_value, e.new_value
             FROM complaints c, complaint_events e
             WHERE c.id <> {first} AND e.complaint_id = {first} AND e.field <> 'resolution_due'
             ORDER BY c.id, e.id;
             ANALYZE complaints; ANALYZE complaint_events"
        ))
        .await;
    let begun = Instant::now();
    assert_eq!(settle_complaints(&mut connection, now).await.expect("settled"), MANY as u64);
    let took = begun.elapsed();
    eprintln!("settled {:.0} complaints a second", MANY as f64 / took.as_secs_f64());
    let begun = Instant::now();
    settle_anew(&mut connection, now, MANY as u64).await;
    eprintln!("settled {:.0} unchanged complaints a second", MANY as f64 / begun.elapsed().as_secs_f64());
    for number in [first + 1, first + MANY / 2, first + MANY - 1] {
        let [stored, told] = both(&mut connection, number).await;
        assert_eq!(stored.1, told.1, "{number}");
    }
    // All are settled: looking for others reads no more than a few rows of the index.
    world.sql("VACUUM ANALYZE complaints").await;
    let query = complaints::unsettled_query().replace("$1", "3").replace("$2", "100");
    let version = world.count("SELECT min(clocks_version) FROM complaints").await;
    let query = query.replace("clocks_version < 3", &format!("clocks_version < {version}"));
    let query = query.replace("clocks_version > 3", &format!("clocks_version > {version}"));
    let rows =
        world.client.query(&format!("EXPLAIN (ANALYZE, COSTS off) {query}"), &[]).await.expect("a plan");
    let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(
        !plan.iter().any(|line| line.contains("Seq Scan") || line.contains("Removed by Filter")),
        "{plan:#?}"
    );
}

/// Late, upheld, apologised for.
async fn ending(connection: &mut otklik::store::Connection) -> Outcome {
    let causes = root_causes::all(connection).await.expect("causes");
    let (cause, resolution, remedy) = ("delivery.late", "upheld", "apology");
    let written = Written { cause, resolution, sought: remedy, given: remedy, amount: "", currency: "" };
    resolved(&written, &causes, None).expect("an outcome")
}
