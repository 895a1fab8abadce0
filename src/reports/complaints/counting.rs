//! The figures of complaints, from one pass over their facts.
//!
//! What ends in a period may have begun long before, so a dozen small fields of all complaints there ever were are read,
//! whole months in one piece each; there are some hundreds of times fewer complaints than answers.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Count, FIELDS};
use crate::{
    domain::{
        cut::{Grain, View},
        facts::{Column, DAY, Day, Subject},
        period::Period,
        quantile::Sample,
        report::{
            ComplaintsReport, Counted, Figures, Timing,
            complaint_fields::{self as fields, ANSWER, ClockFields, OPEN, SOLVING},
        },
        share::Share,
    },
    store::{
        Connection,
        facts::{days, packs},
    },
};

pub(super) async fn count(
    connection: &mut Connection,
    view: View,
    zone: Tz,
    now: DateTime<Utc>,
) -> Count<ComplaintsReport> {
    let minute = now.timestamp().div_euclid(60);
    let today = now.with_timezone(&zone).date_naive();
    let view = view.as_of(today);
    let period = view.cut.period;
    let span = days::span(connection, Subject::Complaints).await?;
    let reach = span
        .and_then(|span| Period::new(span.from().min(period.from()), span.to().max(period.to())).ok())
        .unwrap_or(period);
    let known = days::fields(connection, Subject::Complaints).await?;
    let currencies: Vec<(String, String)> = known
        .iter()
        .filter_map(|field| Some((field.clone(), fields::currency_of(field)?.to_owned())))
        .collect();
    let by: Vec<&'static str> = view.by.into_iter().map(|dimension| dimension.code()).chain(FIELDS).collect();
    let read = read(&view, &by, &currencies);
    let read: Vec<&str> = read.iter().map(String::as_str).collect();
    let mut tally = Tally::new(&view, minute, today, by);
    packs::each(connection, Subject::Complaints, Grain::Month.around(reach), &read, |day| {
        let mask = day.mask(&view.cut.filters);
        tally.add(&day, &mask, &currencies);
    })
    .await?;
    let counted = tally.counted();
    Ok(ComplaintsReport::new(view, reach, minute, today, counted))
}

/// The fields that are read, each once.
fn read(view: &View, by: &[&'static str], currencies: &[(String, String)]) -> Vec<String> {
    let clocks = [ANSWER, SOLVING]
        .into_iter()
        .flat_map(|clock| [clock.worked, clock.passed, clock.in_time, clock.judged].map(str::to_owned));
    let mut read: Vec<String> = [DAY, fields::END, fields::CAUSE, fields::RESOLUTION, fields::REOPENED]
        .into_iter()
        .chain(by.iter().copied())
        .map(str::to_owned)
        .chain(clocks)
        .chain(currencies.iter().map(|(field, _)| field.clone()))
        .chain(view.cut.filters.iter().map(|(dimension, _)| dimension.code().to_owned()))
        .collect();
    read.sort_unstable();
    read.dedup();
    read
}

/// The minutes of one clock while they are gathered.
#[derive(Debug, Clone, Default)]
struct Minutes {
    worked: Vec<i64>,
    passed: Vec<i64>,
    in_time: u64,
    judged: u64,
}

impl Minutes {
    fn add(&mut self, read: &Clock, minute: i64) {
        self.worked.extend(read.worked);
        self.passed.extend(read.passed);
        self.in_time += u64::from(read.in_time == Some(1));
        self.judged += u64::from(read.judged.is_some_and(|at| (0..=minute).contains(&at)));
    }

    fn timing(self) -> Timing {
        Timing {
            worked: Sample::new(self.worked),
            passed: Sample::new(self.passed),
            in_time: Share::new(self.in_time, self.judged),
        }
    }
}

/// What a fact says of one clock.
struct Clock {
    worked: Option<i64>,
    passed: Option<i64>,
    in_time: Option<i64>,
    judged: Option<i64>,
}

/// Figures while they are gathered.
#[derive(Debug, Clone, Default)]
struct Gathered {
    opened: u64,
    ended: u64,
    open: u64,
    reopened: u64,
    answer: Minutes,
    solving: Minutes,
}

impl Gathered {
    fn add(&mut self, one: &One, period: Period, minute: i64) {
        self.open += u64::from(one.end.is_none());
        if period.contains(one.day) {
            self.opened += 1;
            self.reopened += u64::from(one.reopened);
            self.answer.add(&one.answer, minute);
        }
        if one.end.is_some_and(|end| period.contains(end)) {
            self.ended += 1;
            self.solving.add(&one.solving, minute);
        }
    }

    fn figures(self) -> Figures {
        Figures {
            opened: self.opened,
            ended: self.ended,
            open: self.open,
            reopened: Share::new(self.reopened, self.opened),
            answer: self.answer.timing(),
            solving: self.solving.timing(),
        }
    }
}

/// One complaint as it is counted.
struct One {
    day: NaiveDate,
    end: Option<NaiveDate>,
    reopened: bool,
    answer: Clock,
    solving: Clock,
}

/// The fields of a day that every complaint has.
struct Columns<'a> {
    end: Option<&'a Column>,
    reopened: Option<&'a Column>,
    clocks: [[Option<&'a Column>; 4]; 2],
}

impl<'a> Columns<'a> {
    fn of(day: &'a Day) -> Self {
        let clock = |clock: ClockFields| {
            [clock.worked, clock.passed, clock.in_time, clock.judged].map(|field| day.column(field))
        };
        Self {
            end: day.column(fields::END),
            reopened: day.column(fields::REOPENED),
            clocks: [clock(ANSWER), clock(SOLVING)],
        }
    }

    fn one(&self, day: NaiveDate, at: usize) -> One {
        let number = |column: Option<&Column>| column.and_then(|column| column.number(at));
        let [answer, solving] = self.clocks.map(|[worked, passed, in_time, judged]| Clock {
            worked: number(worked),
            passed: number(passed),
            in_time: number(in_time),
            judged: number(judged),
        });
        let end = number(self.end).filter(|end| *end != OPEN).and_then(fields::day_of);
        One { day, end, reopened: number(self.reopened).is_some(), answer, solving }
    }
}

type Groups = BTreeMap<String, Gathered>;

struct Tally {
    period: Period,
    before: Option<Period>,
    grain: Grain,
    minute: i64,
    today: NaiveDate,
    by: Vec<&'static str>,
    total: Gathered,
    total_before: Gathered,
    groups: Vec<(Groups, Groups)>,
    counted: Counted,
}

impl Tally {
    fn new(view: &View, minute: i64, today: NaiveDate, by: Vec<&'static str>) -> Self {
        let groups = by.iter().map(|_| Default::default()).collect();
        Self {
            period: view.cut.period,
            before: view.before().map(|cut| cut.period),
            grain: view.grain,
            minute,
            today,
            by,
            total: Gathered::default(),
            total_before: Gathered::default(),
            groups,
            counted: Counted::default(),
        }
    }

    fn add(&mut self, day: &Day, mask: &[bool], currencies: &[(String, String)]) {
        let columns = Columns::of(day);
        let words: Vec<Option<&Column>> = self.by.iter().map(|field| day.column(field)).collect();
        let (cause, resolution) = (day.column(fields::CAUSE), day.column(fields::RESOLUTION));
        let days = day.days();
        let word = |column: Option<&Column>, at: usize| {
            column.and_then(|column| column.word(at)).unwrap_or_default().to_owned()
        };
        for at in mask.iter().enumerate().filter(|(_, keep)| **keep).map(|(at, _)| at) {
            let one = columns.one(days(at), at);
            if !self.heeds(&one) {
                continue;
            }
            self.total.add(&one, self.period, self.minute);
            if let Some(before) = self.before {
                self.total_before.add(&one, before, self.minute);
            }
            for ((now, before), column) in self.groups.iter_mut().zip(&words) {
                let word = word(*column, at);
                now.entry(word.clone()).or_default().add(&one, self.period, self.minute);
                if let Some(period) = self.before {
                    before.entry(word).or_default().add(&one, period, self.minute);
                }
            }
            self.flow(&one);
            if one.end.is_some_and(|end| self.period.contains(end)) {
                *self.counted.causes.entry(word(cause, at)).or_default() += 1;
                *self.counted.resolutions.entry(word(resolution, at)).or_default() += 1;
                for (field, currency) in currencies {
                    if let Some(amount) = day.number(field, at) {
                        self.counted.paid.entry(currency.clone()).or_default().push(amount);
                    }
                }
            }
            if one.end.zip(self.before).is_some_and(|(end, before)| before.contains(end)) {
                *self.counted.causes_before.entry(word(cause, at)).or_default() += 1;
                *self.counted.resolutions_before.entry(word(resolution, at)).or_default() += 1;
            }
        }
    }

    /// Whether a complaint says something of the periods: it was opened in one, is open yet, or ended no sooner than the first
    /// of their days.
    fn heeds(&self, one: &One) -> bool {
        let first = self.before.map_or(self.period.from(), |before| before.from().min(self.period.from()));
        one.end.is_none_or(|end| end >= first)
            || self.period.contains(one.day)
            || self.before.is_some_and(|before| before.contains(one.day))
    }

    fn flow(&mut self, one: &One) {
        let counted = &mut self.counted;
        let grain = self.grain;
        if self.period.contains(one.day) {
            counted.flow.entry(grain.start(one.day)).or_default().opened += 1;
        }
        if let Some(end) = one.end.filter(|end| self.period.contains(*end)) {
            counted.flow.entry(grain.start(end)).or_default().ended += 1;
        }
        let start = self.period.from();
        if one.day < start && one.end.is_none_or(|end| end >= start) {
            counted.at_start += 1;
        }
        if one.end.is_none() {
            counted.ages.push(self.today.signed_duration_since(one.day).num_days().max(0));
        }
    }

    fn counted(self) -> Counted {
        let figures = |groups: Groups| groups.into_iter().map(|(word, one)| (word, one.figures())).collect();
        Counted {
            total: self.total.figures(),
            before: self.before.map(|_| self.total_before.figures()),
            by: self
                .by
                .iter()
                .map(|field| (*field).to_owned())
                .zip(self.groups.into_iter().map(|(now, before)| (figures(now), figures(before))))
                .collect(),
            ..self.counted
        }
    }
}
