//! Who was kept after a complaint: the customers of the three groups, found in the facts, with what they bought afterwards.
//!
//! What it costs: the facts of complaints are read once; of answers those of the window, or of every so many days where
//! there are more than [`MOST_ANSWERS`]; then as many customers as [`MOST`] are looked up, each by an index. So it takes as
//! long with ten million purchases as with a hundred thousand, and never reads a table through.

use std::collections::{BTreeMap, HashMap, HashSet};

use bigdecimal::{BigDecimal, Zero as _};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Count;
use crate::{
    domain::{
        complaint::{Resolution, State},
        cut::{Cut, Filters, Grain},
        facts::{Column, DAY, Day, Measure, Subject, rating_field},
        kept::{DAYS, Group, Kept, Unit},
        period::Period,
        report::complaint_fields as fields,
    },
    reports::counting::{Asked, sums},
    store::{
        Connection,
        facts::{days, packs},
        kept as rows,
    },
};

/// Customers of a group that are looked up; of more, so many are drawn by chance, always the same ones.
pub const MOST: usize = 3_000;

/// Answers that are read through; of more, those of every so many days, with the same share of each month.
pub const MOST_ANSWERS: u64 = 1_000_000;

/// The three groups of a cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    /// The days of the moments that are followed: those of the cut whose ninety days have passed.
    pub window: Period,
    /// Whether the window is not the period of the cut.
    pub moved: bool,
    /// Whether there were more customers than are looked up, who complained and who did not.
    pub drawn: (bool, bool),
    /// One row for each customer.
    pub units: Vec<Unit>,
}

/// Counts the figures of a cut.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    connection: &mut Connection,
    cut: &Cut,
    zone: Tz,
    now: DateTime<Utc>,
) -> Count<(Gathered, Kept)> {
    let gathered = gather(connection, cut, zone, now).await?;
    let kept = Kept::of(&gathered.units);
    Ok((gathered, kept))
}

/// The days that can be followed: the period itself where its ninety days have passed, else as much of it, and at least a
/// year, up to ninety days ago.
#[must_use]
pub fn window(period: Period, today: NaiveDate) -> (Period, bool) {
    let back = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN);
    let last = back(today, DAYS.unsigned_abs());
    if period.to() <= last {
        return (period, false);
    }
    let from = period.from().min(back(last, 365));
    (Period::new(from, last).unwrap_or(period), true)
}

/// The customers of the three groups, with what they bought.
///
/// # Errors
/// When the database does not answer.
pub async fn gather(connection: &mut Connection, cut: &Cut, zone: Tz, now: DateTime<Utc>) -> Count<Gathered> {
    let (window, moved) = window(cut.period, now.with_timezone(&zone).date_naive());
    let (complained, found) = complaints(connection, &cut.filters, window).await?;
    let ids: Vec<i64> = found.values().flatten().copied().collect();
    let mut moments = Vec::new();
    let mut seen: HashMap<i64, usize> = HashMap::new();
    for ended in rows::complaints(connection, &ids).await? {
        let Some((group, at)) = judged(&ended) else { continue };
        if !window.contains(at.with_timezone(&zone).date_naive()) || at + TimeDelta::days(DAYS) > now {
            continue;
        }
        let moment =
            Moment { customer: ended.customer_id, row: ended.id, group, class: ended.value_class, at };
        match seen.get(&ended.customer_id).and_then(|place| moments.get_mut(*place)) {
            None => {
                seen.insert(ended.customer_id, moments.len());
                moments.push(moment);
            }
            // Once unsolved is unsolved, whatever was solved beside it; else the first counts.
            Some(known) if known.before(&moment) => {}
            Some(known) => *known = moment,
        }
    }
    let every = every(connection, window).await?;
    let silent = silent(connection, &cut.filters, window, every, &complained).await?;
    let drawn = (found.len() >= MOST, silent.len() >= MOST || every > 1);
    let ids: Vec<i64> = silent.values().copied().collect();
    for given in rows::answers(connection, &ids).await? {
        let (customer, at) = (given.customer_id, given.answered_at);
        if at + TimeDelta::days(DAYS) <= now {
            moments.push(Moment {
                customer,
                row: given.id,
                group: Group::Silent,
                class: given.value_class,
                at,
            });
        }
    }
    Ok(Gathered { window, moved, drawn, units: followed(connection, moments, zone).await? })
}

/// A customer with the moment after which purchases are looked for.
struct Moment {
    customer: i64,
    row: i64,
    group: Group,
    class: Option<String>,
    at: DateTime<Utc>,
}

impl Moment {
    fn before(&self, other: &Self) -> bool {
        match (self.group == Group::Unsolved, other.group == Group::Unsolved) {
            (true, false) => true,
            (false, true) => false,
            _ => self.at <= other.at,
        }
    }
}

/// Which group a complaint puts its customer in, and from when they are followed; none for what was no complaint after all.
///
/// Not solved: rejected, open for more than ninety days, or the customer said so; followed from the opening. Solved:
/// followed from the end.
fn judged(ended: &rows::Ended) -> Option<(Group, DateTime<Utc>)> {
    let state = State::parse(&ended.state)?;
    let resolution = ended.resolution.as_deref().and_then(Resolution::parse);
    let end = if state.is_open() { None } else { Some(ended.resolved_at.unwrap_or(ended.opened_at)) };
    let long = end.is_none_or(|end| end - ended.opened_at > TimeDelta::days(DAYS));
    match resolution {
        Some(Resolution::Withdrawn | Resolution::NotAComplaint) => return None,
        _ if long || ended.denied || state == State::Rejected => {}
        Some(Resolution::Rejected) => {}
        _ => return Some((Group::Solved, end?)),
    }
    Some((Group::Unsolved, ended.opened_at))
}

type Sampled<T> = BTreeMap<(u64, i64), T>;

/// Everybody who ever complained, and of those in the cut the complaints that began or ended in the window.
async fn complaints(
    connection: &mut Connection,
    filters: &Filters,
    window: Period,
) -> Count<(HashSet<i64>, Sampled<Vec<i64>>)> {
    let mut complained = HashSet::new();
    let mut found: Sampled<Vec<i64>> = BTreeMap::new();
    let Some(span) = days::span(connection, Subject::Complaints).await? else {
        return Ok((complained, found));
    };
    let mut read = vec!["id", DAY, "customer", fields::END];
    read.extend(filters.iter().map(|(dimension, _)| dimension.code()));
    packs::each(connection, Subject::Complaints, Grain::Month.around(span), &read, |day| {
        let mask = day.mask(filters);
        let (days, customers, ends) = (day.days(), day.column("customer"), day.column(fields::END));
        for (at, counted) in mask.into_iter().enumerate() {
            let Some(customer) = number(customers, at) else { continue };
            complained.insert(customer);
            let ended = number(ends, at).and_then(fields::day_of);
            let inside = window.contains(days(at)) || ended.is_some_and(|end| window.contains(end));
            if let Some(id) = day.id(at).filter(|_| counted && inside) {
                draw(&mut found, customer, || vec![id], |ids| ids.push(id));
            }
        }
    })
    .await?;
    Ok((complained, found))
}

/// Of how many days one is read: enough that no more than [`MOST_ANSWERS`] are.
async fn every(connection: &mut Connection, window: Period) -> Count<u64> {
    let whole = Cut::of(window);
    let asked = Asked::of(Subject::Answers, &whole, vec![Measure::Count]);
    let answers = sums(connection, &asked).await?.total(0).into_iter().sum::<i64>();
    Ok(answers.unsigned_abs().div_ceil(MOST_ANSWERS).max(1))
}

/// The first answer of each customer in the window who was dissatisfied and never complained.
async fn silent(
    connection: &mut Connection,
    filters: &Filters,
    window: Period,
    every: u64,
    complained: &HashSet<i64>,
) -> Count<Sampled<i64>> {
    let mut found: Sampled<i64> = BTreeMap::new();
    let thresholds: Vec<_> = rows::thresholds(connection)
        .await?
        .into_iter()
        .map(|one| {
            let field = rating_field(&one.parameter, one.low.into(), one.high.into());
            (one.version, field, i64::from(one.threshold))
        })
        .collect();
    let mut read: Vec<&str> = vec!["id", "kind", "customer", "version", "nps"];
    read.extend(thresholds.iter().map(|(_, field, _)| field.as_str()));
    read.extend(filters.iter().map(|(dimension, _)| dimension.code()));
    read.sort_unstable();
    read.dedup();
    let see = |day: Day| {
        let mask = day.mask(filters);
        let (discontent, customers) = (discontent(&day, mask, &thresholds), day.column("customer"));
        for at in discontent.into_iter().enumerate().filter(|(_, is)| *is).map(|(at, _)| at) {
            let customer = number(customers, at).filter(|customer| !complained.contains(customer));
            if let (Some(customer), Some(id)) = (customer, day.id(at)) {
                draw(&mut found, customer, || id, |_| {});
            }
        }
    };
    if every == 1 {
        packs::each(connection, Subject::Answers, window, &read, see).await?;
    } else {
        let some = Grain::Day.steps(window).zip(0_u64..).filter(|(_, number)| number.is_multiple_of(every));
        let some: Vec<NaiveDate> = some.map(|(day, _)| day.from()).collect();
        days::some(connection, Subject::Answers, &some, &read, see).await?;
    }
    Ok(found)
}

fn number(column: Option<&Column>, at: usize) -> Option<i64> {
    column.and_then(|column| column.number(at))
}

/// Which answers of a day say discontent: NPS 0-6, or a rating at or under its threshold.
fn discontent(day: &Day, mask: Vec<bool>, thresholds: &[(i64, String, i64)]) -> Vec<bool> {
    let (nps, versions) = (day.column("nps"), day.column("version"));
    let columns: Vec<_> = thresholds
        .iter()
        .filter_map(|(version, field, threshold)| Some((*version, day.column(field)?, *threshold)))
        .collect();
    mask.into_iter()
        .enumerate()
        .map(|(at, counted)| {
            let low = || number(nps, at).is_some_and(|nps| nps <= 6);
            let rated = || {
                let version = number(versions, at);
                columns.iter().any(|(of, column, threshold)| {
                    Some(*of) == version
                        && column.number(at).is_some_and(|rating| (0..=*threshold).contains(&rating))
                })
            };
            counted && (low() || rated())
        })
        .collect()
}

/// Keeps the customers with the least numbers of chance, which are always the same for a customer: a random sample of
/// [`MOST`] where there are more.
fn draw<T>(found: &mut Sampled<T>, customer: i64, new: impl FnOnce() -> T, add: impl FnOnce(&mut T)) {
    let key = (chance(customer), customer);
    if let Some(known) = found.get_mut(&key) {
        add(known);
        return;
    }
    if found.len() >= MOST && found.last_key_value().is_some_and(|(last, _)| *last < key) {
        return;
    }
    found.insert(key, new());
    if found.len() > MOST {
        found.pop_last();
    }
}

/// A number of chance for an id: the finalizer of `SplitMix64`.
const fn chance(id: i64) -> u64 {
    let mut bits = id.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// What each bought in the ninety days after their moment.
async fn followed(connection: &mut Connection, moments: Vec<Moment>, zone: Tz) -> Count<Vec<Unit>> {
    let customers: Vec<i64> = moments.iter().map(|moment| moment.customer).collect();
    let at: Vec<DateTime<Utc>> = moments.iter().map(|moment| moment.at).collect();
    let days = i32::try_from(DAYS).unwrap_or(i32::MAX);
    let mut bought: HashMap<i64, (bool, BTreeMap<String, BigDecimal>)> = HashMap::new();
    for row in rows::bought(connection, &customers, &at, days).await? {
        let (any, paid) = bought.entry(row.customer_id).or_default();
        *any |= row.purchases > 0;
        *paid.entry(row.currency).or_insert_with(BigDecimal::zero) += row.paid;
    }
    Ok(moments
        .into_iter()
        .map(|moment| {
            let (any, paid) = bought.remove(&moment.customer).unwrap_or_default();
            let Moment { customer, row, group, class, at } = moment;
            let month = Grain::Month.start(at.with_timezone(&zone).date_naive());
            Unit { customer, row, group, class: class.unwrap_or_default(), month, bought: any, paid }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_have_not_passed_are_not_followed() {
        let period = |from: &str, to: &str| Period::parse(from, to).unwrap();
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        assert_eq!(
            window(period("2026-01-01", "2026-08-24"), today),
            (period("2026-01-01", "2026-08-24"), false)
        );
        assert_eq!(
            window(period("2026-08-25", "2026-11-23"), today),
            (period("2025-08-24", "2026-08-24"), true)
        );
        assert_eq!(
            window(period("2024-01-01", "2026-11-23"), today),
            (period("2024-01-01", "2026-08-24"), true)
        );
    }

    #[test]
    fn of_too_many_customers_the_same_ones_are_drawn_in_any_order() {
        let drawn = |ids: &mut dyn Iterator<Item = i64>| {
            let mut found: Sampled<i64> = BTreeMap::new();
            ids.for_each(|id| draw(&mut found, id, || id, |_| {}));
            found.into_values().collect::<HashSet<_>>()
        };
        let many = i64::try_from(MOST).unwrap() * 4;
        let one = drawn(&mut (0..many));
        assert_eq!(one.len(), MOST);
        assert_eq!(one, drawn(&mut (0..many).rev()));
        let low = one.iter().filter(|id| **id < many / 2).count();
        assert!(low.abs_diff(MOST / 2) < 150, "{low} of the first half");
    }

    #[test]
    fn what_became_of_a_complaint_puts_its_customer_in_a_group() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let of = |state: &str, end: Option<&str>, resolution: Option<&str>, denied: bool| {
            judged(&rows::Ended {
                id: 1,
                customer_id: 1,
                value_class: None,
                opened_at: at("2026-01-01T00:00:00Z"),
                state: state.to_owned(),
                resolved_at: end.map(at),
                resolution: resolution.map(str::to_owned),
                denied,
            })
            .map(|(group, at)| (group, at.date_naive().to_string()))
        };
        let (soon, late) = (Some("2026-01-10T00:00:00Z"), Some("2026-05-01T00:00:00Z"));
        let solved = Some((Group::Solved, "2026-01-10".to_owned()));
        let unsolved = Some((Group::Unsolved, "2026-01-01".to_owned()));
        assert_eq!(of("resolved", soon, Some("upheld"), false), solved);
        assert_eq!(of("closed", soon, None, false), solved);
        assert_eq!(of("closed", soon, Some("upheld"), true), unsolved);
        assert_eq!(of("closed", late, Some("upheld"), false), unsolved);
        assert_eq!(of("rejected", soon, Some("rejected"), false), unsolved);
        assert_eq!(of("closed", soon, Some("rejected"), false), unsolved);
        assert_eq!(of("in_progress", None, None, false), unsolved);
        assert_eq!(of("closed", soon, Some("not_a_complaint"), false), None);
    }
}
