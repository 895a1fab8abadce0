//! Rolling up: putting what changed into the facts that reports are counted from, and building them anew from nothing.
//!
//! A change is folded in as a difference: the fact that stands there is taken out of its day and of the sums of its
//! month, the one its row makes now is put in. So folding twice changes nothing, and facts built anew at the same time,
//! in whatever order, come out the same. A month that has been quiet for a while is packed into one piece.

mod histories;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        cut::Grain,
        facts::{Day, Fact, Measure, Monthly, Subject},
        period::Period,
    },
    store::{
        Connection, Result, StoreError,
        facts::{
            self, Which, days, months, packs,
            queue::{self, Queued},
            state,
        },
        layouts, said,
        transactions::transaction,
    },
};

/// Entries of the queue in one transaction: submits wait for none of it, and a stopped program loses none.
const BATCH: i64 = 20_000;

/// Folds in what changed since the last time, batch by batch; answers how many entries there were.
///
/// Facts that were never built, or of another zone or layout, are built anew first.
///
/// # Errors
/// When the database does not answer. What was folded by then stays.
pub async fn roll_up(connection: &mut Connection, zone: Tz, now: DateTime<Utc>) -> Result<usize> {
    for subject in Subject::all() {
        let state = state::read(connection, *subject).await?;
        if state.is_none_or(|state| !state.fits(*subject, zone) || state.rebuilt_to.is_some()) {
            rebuild(connection, *subject, zone, now, &mut |_| {}).await?;
        }
    }
    let mut folded = 0;
    loop {
        let (some, more) =
            transaction(connection, async |connection| fold_some(connection, zone).await).await?;
        folded += some;
        if !more {
            break;
        }
    }
    // One at a time: what changes meanwhile waits for it.
    if packs::due(connection).await?.is_some() {
        transaction(connection, async |connection| pack(connection).await).await?;
    }
    Ok(folded)
}

/// Packs the month that is due, if one still is.
async fn pack(connection: &mut Connection) -> Result<()> {
    facts::lock(connection).await?;
    let Some((subject, first)) = packs::due(connection).await? else { return Ok(()) };
    let at: Vec<NaiveDate> = Grain::Day.steps(whole_month(first)?).map(Period::from).collect();
    let days: Vec<Day> = days::whole(connection, subject, &at).await?.into_values().collect();
    packs::put(connection, subject, &Day::joined(first, &days)).await
}

/// Takes a batch out of the queue and folds it in; says how many entries it had, and whether there may be more.
///
/// A queue that is longer than a batch comes of one change of many rows: an import, or new classes of all customers. Its
/// entries lie on all days there are, so they are taken a month at a time, and each day is written once, not in each batch.
async fn fold_some(connection: &mut Connection, zone: Tz) -> Result<(usize, bool)> {
    facts::lock(connection).await?;
    if queue::is_longer(connection, BATCH).await?
        && let Some(oldest) = queue::oldest(connection).await?
        && let Some(subject) = Subject::parse(&oldest.subject)
    {
        return Ok((fold_many(connection, zone, subject, oldest.at).await?, true));
    }
    let queued = queue::take(connection, BATCH).await?;
    fold_queued(connection, zone, &queued).await?;
    Ok((queued.len(), false))
}

/// Takes out the entries of a subject that are near to an entry, and folds them in; answers how many.
async fn fold_many(
    connection: &mut Connection,
    zone: Tz,
    subject: Subject,
    at: DateTime<Utc>,
) -> Result<usize> {
    if subject == Subject::Customers {
        let queued = queue::take_first(connection, subject, BATCH).await?;
        fold_queued(connection, zone, &queued).await?;
        return Ok(queued.len());
    }
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let month = whole_month(day(at))?;
    let queued = queue::take_between(connection, subject, month.bounds(zone)).await?;
    let mut days = queued.chunk_by(|one, next| day(one.at) == day(next.at)).peekable();
    while days.peek().is_some() {
        let (mut some, most) = (Vec::new(), usize::try_from(BATCH).unwrap_or(usize::MAX));
        while let Some(day) = days.next_if(|day| some.is_empty() || some.len() + day.len() <= most) {
            some.extend_from_slice(day);
        }
        fold_queued(connection, zone, &some).await?;
    }
    Ok(queued.len())
}

async fn fold_queued(connection: &mut Connection, zone: Tz, queued: &[Queued]) -> Result<()> {
    for subject in Subject::all() {
        let rows: Vec<_> = queued.iter().filter(|row| row.subject == subject.code()).collect();
        if rows.is_empty() {
            continue;
        }
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect::<BTreeSet<_>>().into_iter().collect();
        state::changed(connection, *subject).await?;
        if *subject == Subject::Customers {
            histories::fold(connection, &ids).await?;
            continue;
        }
        // What was there is looked for on the days of the entries; what is there now says its day itself.
        let mut changes: BTreeMap<NaiveDate, BTreeMap<i64, Option<Fact>>> = BTreeMap::new();
        for row in rows {
            let day = row.at.with_timezone(&zone).date_naive();
            changes.entry(day).or_default().insert(row.id, None);
        }
        for fact in facts::made(connection, *subject, Which::Ids(&ids), zone).await? {
            changes.entry(fact.day).or_default().insert(fact.id, Some(fact));
        }
        fold(connection, *subject, changes).await?;
        if *subject == Subject::Answers {
            said::refresh(connection, &ids).await?;
        }
    }
    Ok(())
}

async fn fold(
    connection: &mut Connection,
    subject: Subject,
    changes: BTreeMap<NaiveDate, BTreeMap<i64, Option<Fact>>>,
) -> Result<()> {
    let at: Vec<NaiveDate> = changes.keys().copied().collect();
    let mut before = days::whole(connection, subject, &at).await?;
    let (mut written, mut lost, mut won) = (Vec::new(), Vec::new(), Vec::new());
    for (at, changes) in changes {
        let old = before.remove(&at).unwrap_or_else(|| Day::empty(at));
        let ids = changes.keys().copied().collect();
        let taken = old.places(&ids).into_values().filter_map(|place| old.fact(place)).collect();
        let new = old.with(&changes);
        lost.push(Day::of(at, taken));
        won.push(Day::of(at, changes.into_values().flatten().collect()));
        written.push((old, new));
    }
    days::replace(connection, subject, &written).await?;
    let changed = written.iter().filter(|(old, new)| old != new);
    let changed: BTreeSet<NaiveDate> = changed.map(|(_, new)| Grain::Month.start(new.day)).collect();
    packs::loosen(connection, subject, &changed.into_iter().collect::<Vec<_>>()).await?;
    let mut monthly = Monthly::new(subject, &measures(connection, subject).await?);
    lost.iter().for_each(|day| monthly.add(day, -1));
    won.iter().for_each(|day| monthly.add(day, 1));
    months::add(connection, subject, &sums(&monthly)).await
}

/// Builds the facts of a subject anew from its rows, month by month, each in a transaction of its own; says each month
/// that is done.
///
/// # Errors
/// When the database does not answer. What was built by then stays, and the next roll-up builds the rest.
pub async fn rebuild(
    connection: &mut Connection,
    subject: Subject,
    zone: Tz,
    now: DateTime<Utc>,
    told: &mut (dyn FnMut(Period) + Send),
) -> Result<()> {
    let unfinished = state::read(connection, subject)
        .await?
        .filter(|state| state.fits(subject, zone))
        .and_then(|state| state.rebuilt_to);
    if subject == Subject::Customers {
        return histories::rebuild(connection, zone, now).await;
    }
    let rows = facts::span(connection, subject).await?;
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let rows = rows.and_then(|(first, last)| Period::new(day(first), day(last).succ_opt()?).ok());
    let known = days::span(connection, subject).await?;
    let whole = match (rows, known) {
        (Some(one), Some(other)) => Period::new(one.from().min(other.from()), one.to().max(other.to())).ok(),
        (one, other) => one.or(other),
    };
    for month in whole.into_iter().flat_map(Period::months) {
        let month = whole_month(month.from())?;
        if unfinished.is_some_and(|next| month.from() < next) {
            continue;
        }
        transaction(connection, async |connection| {
            facts::lock(connection).await?;
            rebuild_month(connection, subject, zone, month).await?;
            state::rebuilt(connection, subject, zone, Some(month.to()), now).await
        })
        .await?;
        told(month);
    }
    state::rebuilt(connection, subject, zone, None, now).await
}

/// A month is replaced whole: the span of facts begins and ends inside one.
fn whole_month(day: NaiveDate) -> Result<Period> {
    let from = Grain::Month.start(day);
    Period::new(from, Grain::Month.next(from)).map_err(|_| StoreError::from(crate::domain::facts::BadColumn))
}

async fn rebuild_month(connection: &mut Connection, subject: Subject, zone: Tz, month: Period) -> Result<()> {
    // What is read from here on holds these changes. An entry of a fact that went to another month has one there too.
    queue::drop_between(connection, subject, month.bounds(zone)).await?;
    let at: Vec<NaiveDate> = Grain::Day.steps(month).map(Period::from).collect();
    let mut before = days::whole(connection, subject, &at).await?;
    let mut written = Vec::with_capacity(at.len());
    for one in Grain::Day.steps(month) {
        // A day at a time: unpacked, a month of a large house is some hundreds of megabytes.
        let (from, to) = one.bounds(zone);
        let made = facts::made(connection, subject, Which::Between(from, to), zone).await?;
        if subject == Subject::Answers {
            said::refresh_between(connection, from, to).await?;
        }
        let old = before.remove(&one.from()).unwrap_or_else(|| Day::empty(one.from()));
        written.push((old, Day::of(one.from(), made)));
    }
    days::replace(connection, subject, &written).await?;
    months::clear(connection, subject, month).await?;
    let mut monthly = Monthly::new(subject, &measures(connection, subject).await?);
    written.iter().for_each(|(_, day)| monthly.add(day, 1));
    months::add(connection, subject, &sums(&monthly)).await?;
    let days: Vec<Day> = written.into_iter().map(|(_, day)| day).collect();
    packs::put(connection, subject, &Day::joined(month.from(), &days)).await
}

async fn measures(connection: &mut Connection, subject: Subject) -> Result<Vec<Measure>> {
    let fields = days::fields(connection, subject).await?;
    let layouts = layouts::all(connection).await?;
    let layouts: Vec<_> = layouts.iter().map(layouts::Layout::fields).collect();
    Ok(subject.measures(&fields, &layouts))
}

/// The sums as they are stored.
fn sums(monthly: &Monthly) -> Vec<months::Sum> {
    let mut all = Vec::new();
    for (dimension, sums) in monthly.parts() {
        for (place, measure) in sums.measures().iter().enumerate() {
            let name = measure.name();
            for (key, vector) in sums.of(place).filter(|(_, vector)| vector.iter().any(|amount| *amount != 0))
            {
                let word = |at: usize| key.words.get(at).cloned().unwrap_or_default();
                all.push(months::Sum {
                    measure: name.clone(),
                    dimension: dimension.map_or_else(String::new, |dimension| dimension.code().to_owned()),
                    word: word(1),
                    month: key.step,
                    kind: word(0),
                    sums: vector.to_vec(),
                });
            }
        }
    }
    all
}
