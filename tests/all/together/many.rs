//! Ten thousand edits by fifty people at once: nothing is overwritten in silence, and the history tells all of it.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use otklik::{
    actions::{
        complaint_step::{Doer, Refusal, Seen},
        edit_complaint::{FIELDS, edit_complaint},
        note_complaint::note_complaint,
        reply_to_customer::{Reply, reply_to_customer},
        take_complaint::take_complaint,
    },
    domain::{merging::Edit, remedy::Remedy, role::Role},
    store::{self, Connection, Pool, complaint_cards},
};

use crate::support::{World, make};

const PEOPLE: i64 = 50;
const DEEDS: i64 = 200;
const COMPLAINTS: i64 = 40;

/// What became of all deeds.
#[derive(Default)]
struct Tally {
    done: AtomicUsize,
    told: AtomicUsize,
}

/// A cheap sequence of its own for each person: the same deeds in each run, whatever order they meet in.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// One deed from a page that was read some time before: in between, others act.
async fn act(
    connection: &mut Connection,
    numbers: &[i64],
    doer: Doer,
    deed: i64,
    dice: &mut Dice,
) -> Result<(), Refusal> {
    let number = numbers[dice.roll(numbers.len() as u64) as usize];
    let newest = store::complaint_events::newest_of(connection, &[number], 0).await?;
    let seen = newest.first().map_or(0, |newest| newest.event.id);
    let card = complaint_cards::by_number(connection, number).await?.expect("a complaint");
    let seen = Seen { version: card.version, entry: seen };
    // Between reading and pressing, whoever else is there may act.
    for _ in 0..dice.roll(4) {
        tokio::task::yield_now().await;
    }
    let now = chrono::Utc::now();
    match dice.roll(10) {
        0..6 => {
            let mine = [
                (FIELDS[0], card.subject.unwrap_or_default(), format!("Тема {} {deed}", doer.id)),
                (
                    FIELDS[1],
                    card.remedy_sought.unwrap_or_default(),
                    Remedy::all()[dice.roll(11) as usize].code().to_owned(),
                ),
            ];
            let which = dice.roll(3);
            let edits: Vec<Edit> = mine
                .into_iter()
                .enumerate()
                .filter(|(at, _)| which == 2 || which == *at as u64)
                .map(|(_, (field, base, mine))| Edit { field, base, mine })
                .collect();
            edit_complaint(connection, number, doer, &edits, now).await
        }
        6..8 => {
            note_complaint(connection, number, doer, seen, &format!("Заметка {} {deed}", doer.id), false, now)
                .await
        }
        8 => take_complaint(connection, number, doer, card.owner_id, now).await,
        _ => {
            reply_to_customer(
                connection,
                number,
                doer,
                seen,
                Reply { words: &format!("Письмо {} {deed}", doer.id), wait: false, files: &[] },
                now,
            )
            .await
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_thousand_edits_at_once_none_is_overwritten_in_silence() {
    let world = World::new().await;
    let mut numbers = Vec::new();
    for at in 0..COMPLAINTS {
        numbers.push(make::complaint(&world, &format!("many {at}"), 5).await);
    }
    world
        .sql(&format!(
            "INSERT INTO staff (email, name, role, password_hash, created_at)
             SELECT 'many' || n || '@otklik.example', 'Человек ' || n, CASE n % 3 WHEN 0 THEN 'lead' ELSE 'handler' END,
                    'x', now() FROM generate_series(1, {PEOPLE}) n"
        ))
        .await;
    let people = world
        .client
        .query("SELECT id, role FROM staff WHERE email LIKE 'many%' ORDER BY id", &[])
        .await
        .expect("people");
    let (numbers, tally, pool) = (Arc::new(numbers), Arc::new(Tally::default()), Pool::new(&world.url, 8));
    let mut acting = tokio::task::JoinSet::new();
    for person in people {
        let (numbers, tally, pool) = (Arc::clone(&numbers), Arc::clone(&tally), pool.clone());
        let doer = Doer { id: person.get(0), role: Role::parse(person.get(1)).expect("a role") };
        acting.spawn(async move {
            let mut dice = Dice(doer.id as u64);
            for deed in 0..DEEDS {
                let mut connection = loop {
                    // Fifty people for eight connections: the pool's patience may end before their turn.
                    if let Ok(connection) = pool.get().await {
                        break connection;
                    }
                };
                match act(&mut connection, &numbers, doer, deed, &mut dice).await {
                    Ok(()) => tally.done.fetch_add(1, Ordering::Relaxed),
                    Err(Refusal::Store(cause)) => panic!("{cause}"),
                    Err(_) => tally.told.fetch_add(1, Ordering::Relaxed),
                };
            }
        });
    }
    while let Some(ended) = acting.join_next().await {
        ended.expect("a person's deeds");
    }
    intact(&world, &tally).await;
}

/// One entry of a history.
struct Entry {
    complaint: i64,
    kind: String,
    field: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

async fn intact(world: &World, tally: &Tally) {
    let all = usize::try_from(PEOPLE * DEEDS).expect("a count");
    let (done, told) = (tally.done.load(Ordering::Relaxed), tally.told.load(Ordering::Relaxed));
    assert_eq!(done + told, all);
    assert!(told > 100 && done > 1_000, "they met: {done} done, {told} told");
    let rows = world
        .client
        .query(
            "SELECT complaint_id, kind, field, old_value, new_value FROM complaint_events ORDER BY id",
            &[],
        )
        .await
        .expect("histories");
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| Entry {
            complaint: row.get(0),
            kind: row.get(1),
            field: row.get(2),
            old: row.get(3),
            new: row.get(4),
        })
        .collect();
    // Each change begins where the one before it in the history ended: nothing was overwritten that nobody had seen.
    let mut replayed: BTreeMap<(i64, String), Option<String>> = BTreeMap::new();
    for entry in &entries {
        let Some(field) =
            entry.field.clone().filter(|field| FIELDS.contains(&field.as_str()) || field == "owner")
        else {
            continue;
        };
        let before = replayed.insert((entry.complaint, field.clone()), entry.new.clone()).flatten();
        assert_eq!(entry.old, before, "complaint {}, {field}", entry.complaint);
    }
    let stored = world
        .client
        .query("SELECT id, subject, remedy_sought, owner_id::text, version FROM complaints", &[])
        .await
        .expect("complaints");
    let mut raised = 0;
    for row in &stored {
        let number: i64 = row.get(0);
        for (at, field) in ["subject", "remedy_sought", "owner"].into_iter().enumerate() {
            let value: Option<String> = row.get(at + 1);
            let told = replayed.get(&(number, field.to_owned())).cloned().flatten();
            assert_eq!(value, told, "complaint {number}, {field}: stored and told");
        }
        raised += usize::try_from(row.get::<_, i32>(4) - 1).expect("a version");
    }
    // A deed is one moment of one person in the history; the version counts them.
    let deeds = world
        .count(
            "SELECT count(*) FROM (SELECT DISTINCT complaint_id, at, staff_id FROM complaint_events WHERE staff_id IS NOT NULL) d",
        )
        .await;
    assert_eq!(i64::try_from(raised).expect("a count"), deeds);
    let written = |kind: &str| entries.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!(
        world.count("SELECT count(*) FROM letters WHERE kind = 'reply'").await,
        written("letter") as i64
    );
    assert_eq!(
        world.count("SELECT count(DISTINCT body) FROM complaint_events WHERE kind = 'note'").await,
        written("note") as i64
    );
    // Done and nothing written: taking what one had, or putting what stood there.
    assert!(raised <= done, "{raised} versions of {done} deeds");
}
