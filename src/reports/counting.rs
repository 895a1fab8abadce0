//! Counting: the sums of a cut, from the stored sums of whole months where they will do, else from the facts themselves;
//! and the very facts that a figure counted.

use std::collections::{BTreeSet, HashSet, VecDeque};

use chrono::NaiveDate;

use crate::{
    domain::{
        cut::{Cut, Dimension, Grain},
        facts::{Condition, Day, Key, Measure, Subject, Sums, fields_read, kept},
        period::Period,
    },
    store::{
        Connection, Result,
        facts::{days, months, packs},
    },
};

/// What is asked of a cut.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub subject: Subject,
    pub cut: &'a Cut,
    /// Which facts of the cut, beyond its dimensions.
    pub conditions: &'a [Condition],
    pub measures: Vec<Measure>,
    /// By which step of time; none: all of the period is one, which begins with it.
    pub grain: Option<Grain>,
    /// By the words of which field.
    pub by: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// Some measures over all of a cut.
    #[must_use]
    pub fn of(subject: Subject, cut: &'a Cut, measures: Vec<Measure>) -> Self {
        Self { subject, cut, conditions: &[], measures, grain: None, by: None }
    }

    /// The same, step by step.
    #[must_use]
    pub fn along(mut self, grain: Grain) -> Self {
        self.grain = Some(grain);
        self
    }

    /// The same, by the words of a field.
    #[must_use]
    pub fn by(mut self, field: &'a str) -> Self {
        self.by = Some(field);
        self
    }

    /// The same, of the facts alone that meet some conditions.
    #[must_use]
    pub fn only(mut self, conditions: &'a [Condition]) -> Self {
        self.conditions = conditions;
        self
    }

    /// The dimension whose sums of months hold what is asked; none where facts must be read. The survey kind is apart in
    /// all of them.
    fn kept(&self) -> Option<Option<Dimension>> {
        let fits = self.conditions.is_empty() && !matches!(self.grain, Some(Grain::Day | Grain::Week));
        let mut named: BTreeSet<Dimension> =
            self.cut.filters.iter().map(|(dimension, _)| dimension).collect();
        if let Some(field) = self.by {
            named.insert(Dimension::parse(field)?);
        }
        named.remove(&Dimension::Kind);
        let known = named.iter().all(|dimension| self.subject.dimensions().contains(dimension));
        let measured = match self.subject {
            Subject::Answers => true,
            other => {
                let counted = self.measures.iter().all(|measure| *measure == Measure::Count);
                counted && !other.dimensions().is_empty()
            }
        };
        (fits && known && measured && named.len() <= 1).then(|| named.first().copied())
    }

    fn step(&self, day: NaiveDate) -> NaiveDate {
        self.grain.map_or(self.cut.period.from(), |grain| grain.start(day))
    }
}

/// The sums asked for: the words of a key are empty, or the one of the field it is divided by.
///
/// # Errors
/// When the database does not answer.
pub async fn sums(connection: &mut Connection, asked: &Asked<'_>) -> Result<Sums> {
    let mut all = many(connection, std::slice::from_ref(asked)).await?;
    Ok(all.pop().unwrap_or_else(|| Sums::new(asked.measures.clone())))
}

/// The sums of several questions about one subject, in their order; facts that several of them count are read once.
///
/// # Errors
/// When the database does not answer.
pub async fn many(connection: &mut Connection, all: &[Asked<'_>]) -> Result<Vec<Sums>> {
    let mut sums: Vec<Sums> = all.iter().map(|asked| Sums::new(asked.measures.clone())).collect();
    let Some(subject) = all.first().map(|asked| asked.subject) else {
        return Ok(sums);
    };
    let Some(span) = days::span(connection, subject).await? else {
        return Ok(sums);
    };
    // Which questions read the facts of which days, and whether they need to know each day.
    let mut read: Vec<(Period, bool, Vec<usize>)> = Vec::new();
    for (place, (asked, sums)) in all.iter().zip(&mut sums).enumerate() {
        let Some(whole) = overlap(asked.cut.period, span) else { continue };
        let parts = match asked.kept() {
            Some(dimension) => {
                let (months, parts) = months_of(asked.cut.period, span, whole);
                if let Some(months) = months {
                    add_months(connection, asked, dimension, months, sums).await?;
                }
                parts
            }
            None => vec![to_ends(asked.cut.period, span, whole)],
        };
        let daily = matches!(asked.grain, Some(Grain::Day | Grain::Week));
        for part in parts {
            match read.iter_mut().find(|(known, of_days, _)| *known == part && *of_days == daily) {
                Some((_, _, readers)) => readers.push(place),
                None => read.push((part, daily, vec![place])),
            }
        }
    }
    for (part, daily, readers) in read {
        let mut fields: Vec<String> = readers
            .iter()
            .filter_map(|place| all.get(*place))
            .flat_map(|asked| fields_read(&asked.cut.filters, asked.conditions, &asked.measures, asked.by))
            .collect();
        fields.sort_unstable();
        fields.dedup();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let mut see = |day: Day| {
            for place in &readers {
                let (Some(asked), Some(sums)) = (all.get(*place), sums.get_mut(*place)) else { continue };
                let by: Vec<&str> = asked.by.into_iter().collect();
                let mask = day.counted(&asked.cut.filters, asked.conditions);
                sums.add(&day, &mask, asked.step(day.day), &by, 1);
            }
        };
        if daily {
            days::each(connection, subject, part, &fields, &mut see).await?;
        } else {
            packs::each(connection, subject, part, &fields, &mut see).await?;
        }
    }
    Ok(sums)
}

async fn add_months(
    connection: &mut Connection,
    asked: &Asked<'_>,
    dimension: Option<Dimension>,
    months: Period,
    sums: &mut Sums,
) -> Result<()> {
    let names: Vec<String> = asked.measures.iter().map(Measure::name).collect();
    let code = dimension.map_or("", Dimension::code);
    let words: Option<Vec<String>> = dimension
        .and_then(|dimension| asked.cut.filters.of(dimension))
        .map(|words| words.iter().map(|word| kept(word).to_owned()).collect());
    for row in months::read(connection, asked.subject, &names, code, words.as_deref(), months).await? {
        if !asked.cut.filters.counts_kind(&row.kind) {
            continue;
        }
        let Some(place) = names.iter().position(|name| *name == row.measure) else { continue };
        let words = match asked.by {
            None => Vec::new(),
            Some(field) if field == Dimension::Kind.code() => vec![row.kind],
            Some(_) => vec![row.word],
        };
        sums.put(Key { step: asked.step(row.month), words }, place, &row.sums);
    }
    Ok(())
}

/// The days that two periods share.
fn overlap(one: Period, other: Period) -> Option<Period> {
    Period::new(one.from().max(other.from()), one.to().min(other.to())).ok()
}

/// What is inside a period of the days that have facts, widened to whole months where there are no others: those are read in
/// one piece each.
fn to_ends(period: Period, span: Period, inside: Period) -> Period {
    let from = if period.from() <= span.from() { Grain::Month.start(inside.from()) } else { inside.from() };
    let last = Grain::Month.start(inside.to());
    let to =
        if period.to() >= span.to() && last != inside.to() { Grain::Month.next(last) } else { inside.to() };
    Period::new(from, to).unwrap_or(inside)
}

/// The months that are inside a period whole, or as far as there are facts, and what is left of it before and after.
fn months_of(period: Period, span: Period, inside: Period) -> (Option<Period>, Vec<Period>) {
    let first = Grain::Month.start(inside.from());
    let from = if period.from() <= span.from() || first == inside.from() {
        first
    } else {
        Grain::Month.next(inside.from())
    };
    let last = Grain::Month.start(inside.to());
    let to =
        if period.to() >= span.to() && last != inside.to() { Grain::Month.next(inside.to()) } else { last };
    match Period::new(from, to) {
        Ok(months) => {
            let before = Period::new(inside.from(), from).ok();
            let after = Period::new(to, inside.to()).ok();
            (Some(months), before.into_iter().chain(after).collect())
        }
        Err(_) => (None, vec![inside]),
    }
}

/// The ids of some facts that a figure counted, newest day first, and how many it counted in all.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(
    connection: &mut Connection,
    subject: Subject,
    cut: &Cut,
    conditions: &[Condition],
    skip: usize,
    most: usize,
) -> Result<(u64, Vec<i64>)> {
    let fields = fields_read(&cut.filters, conditions, &[], None);
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let (mut count, mut last) = (0, VecDeque::new());
    packs::each(connection, subject, cut.period, &fields, |day| {
        let mask = day.counted(&cut.filters, conditions);
        let ids = day.ids(&mask);
        count += u64::try_from(ids.len()).unwrap_or(0);
        last.extend(ids);
        // They come oldest first, and the newest are asked for.
        last.drain(..last.len().saturating_sub(skip.saturating_add(most)));
    })
    .await?;
    Ok((count, last.into_iter().rev().skip(skip).collect()))
}

/// Which of some facts a figure counted, newest day first.
///
/// # Errors
/// When the database does not answer.
pub async fn among(
    connection: &mut Connection,
    subject: Subject,
    cut: &Cut,
    conditions: &[Condition],
    ids: &HashSet<i64>,
) -> Result<Vec<i64>> {
    let fields = fields_read(&cut.filters, conditions, &[], None);
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    packs::each(connection, subject, cut.period, &fields, |day| {
        let mask = day.counted(&cut.filters, conditions);
        found.extend(day.ids(&mask).into_iter().filter(|id| ids.contains(id)));
    })
    .await?;
    found.reverse();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    #[test]
    fn whole_months_are_taken_from_their_sums_and_the_rest_from_facts() {
        let span = period("2026-01-17", "2026-11-23");
        let of = |asked| months_of(asked, span, overlap(asked, span).unwrap());
        // All there is: no fact needs to be read, though the first month and the last are not whole.
        assert_eq!(
            of(period("2020-01-01", "2027-01-01")),
            (Some(period("2026-01-01", "2026-12-01")), vec![])
        );
        assert_eq!(
            of(period("2026-08-25", "2026-11-23")),
            (Some(period("2026-09-01", "2026-12-01")), vec![period("2026-08-25", "2026-09-01")])
        );
        assert_eq!(
            of(period("2026-03-05", "2026-05-05")),
            (
                Some(period("2026-04-01", "2026-05-01")),
                vec![period("2026-03-05", "2026-04-01"), period("2026-05-01", "2026-05-05")]
            )
        );
        assert_eq!(of(period("2026-03-05", "2026-03-09")), (None, vec![period("2026-03-05", "2026-03-09")]));
    }
}
