//! The very facts behind a figure as a table: read a few thousand at a time, newest first, so that a file of millions takes
//! no more memory than one of a hundred.

mod files;

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

pub use files::{Book, csv_head, csv_rows};

use super::Count;
use crate::{
    domain::{
        cut::{Cut, Dimension, Grain},
        facts::{self, Condition, Day, Subject, fields_read, rating_of},
        period::Period,
    },
    store::{
        Connection,
        answered::{self, Said},
        facts::days,
    },
};

/// Rows that are read at a time.
const BATCH: usize = 2_000;
/// Fields of facts that say nothing to a reader, or more than they may know.
const INNER: [&str; 4] = ["id", "customer", "version", "comment"];

/// Who reads the table, and by whose clock.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub zone: Tz,
    /// Whether they may know customers.
    pub knows_customers: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Day,
    AnsweredAt,
    Customer,
    Field(String),
    /// A rating, of which −1 is 'does not apply'.
    Rating(String),
    /// The codes of all these fields that a fact has.
    Codes(Vec<(String, String)>),
    Comment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    head: String,
    source: Source,
}

/// One cell of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown<'a> {
    Nothing,
    Number(i64),
    Word(&'a str),
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

/// A table while it is read.
#[derive(Debug)]
pub struct Rows {
    subject: Subject,
    cut: Cut,
    conditions: Vec<Condition>,
    reader: Reader,
    columns: Vec<Column>,
    fields: Vec<String>,
    /// What is still to be read, the newest last.
    weeks: Vec<Period>,
    /// What was read of the facts and not yet shown, the newest first.
    waiting: VecDeque<(Arc<Day>, Vec<usize>)>,
}

/// Some rows of it.
#[derive(Debug)]
pub struct Batch {
    parts: Vec<(Arc<Day>, Vec<usize>)>,
    texts: HashMap<i64, Said>,
}

impl Rows {
    /// Begins the table of the facts that a figure of a cut counts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(
        connection: &mut Connection,
        subject: Subject,
        cut: Cut,
        conditions: Vec<Condition>,
        reader: Reader,
    ) -> Count<Self> {
        let known = days::fields(connection, subject).await?;
        let columns = columns(subject, &known, reader);
        let mut fields = fields_read(&cut.filters, &conditions, &[], None);
        for column in &columns {
            match &column.source {
                Source::Field(field) | Source::Rating(field) => fields.push(field.clone()),
                Source::Codes(codes) => fields.extend(codes.iter().map(|(field, _)| field.clone())),
                Source::Day | Source::AnsweredAt | Source::Customer | Source::Comment => {}
            }
        }
        fields.sort_unstable();
        fields.dedup();
        let span = days::span(connection, subject).await?;
        let inside = span.and_then(|span| {
            Period::new(span.from().max(cut.period.from()), span.to().min(cut.period.to())).ok()
        });
        let weeks = inside.into_iter().flat_map(|inside| Grain::Week.steps(inside)).collect();
        Ok(Self { subject, cut, conditions, reader, columns, fields, weeks, waiting: VecDeque::new() })
    }

    /// The heads of the columns.
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.head.as_str())
    }

    /// The next rows; none when all were read.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next(&mut self, connection: &mut Connection) -> Count<Option<Batch>> {
        let mut parts: Vec<(Arc<Day>, Vec<usize>)> = Vec::new();
        let mut room = BATCH;
        while room > 0 {
            let Some((day, mut places)) = self.waiting.pop_front() else {
                if !self.read_week(connection).await? {
                    break;
                }
                continue;
            };
            let rest = places.split_off(places.len().min(room));
            room -= places.len();
            if !rest.is_empty() {
                self.waiting.push_front((Arc::clone(&day), rest));
            }
            parts.push((day, places));
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let texts = match self.subject {
            Subject::Answers => {
                let ids: Vec<i64> = parts
                    .iter()
                    .flat_map(|(day, places)| places.iter().filter_map(|at| day.id(*at)))
                    .collect();
                answered::texts(connection, &ids).await?.into_iter().map(|text| (text.id, text)).collect()
            }
            Subject::Departures | Subject::Complaints | Subject::Invitations | Subject::Customers => {
                HashMap::new()
            }
        };
        Ok(Some(Batch { parts, texts }))
    }

    /// Reads the facts of the newest week that is left; answers whether there was one.
    async fn read_week(&mut self, connection: &mut Connection) -> Count<bool> {
        let Some(week) = self.weeks.pop() else { return Ok(false) };
        let fields: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        let (filters, conditions, waiting) = (&self.cut.filters, &self.conditions, &mut self.waiting);
        days::each(connection, self.subject, week, &fields, |day| {
            let mask = day.counted(filters, conditions);
            let places: Vec<usize> =
                mask.iter().enumerate().rev().filter(|(_, keep)| **keep).map(|(at, _)| at).collect();
            if !places.is_empty() {
                // They come oldest first.
                waiting.push_front((Arc::new(day), places));
            }
        })
        .await?;
        Ok(true)
    }

    /// Shows the rows of a batch, each with its cells in the order of the columns.
    ///
    /// # Errors
    /// Those of `see`.
    pub fn show<E>(
        &self,
        batch: &Batch,
        mut see: impl FnMut(&[Shown<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut joined: Vec<String> = vec![String::new(); self.columns.len()];
        for (day, places) in &batch.parts {
            // Looked up once a day: a name for each cell would cost more than the cell.
            let facts: Vec<Facts<'_>> = self.columns.iter().map(|column| Facts::of(column, day)).collect();
            for at in places.iter().copied() {
                let text = day.id(at).and_then(|id| batch.texts.get(&id));
                for (facts, joined) in facts.iter().zip(&mut joined) {
                    if let Facts::Codes(codes) = facts {
                        joined.clear();
                        for (_, code) in codes.iter().filter(|(column, _)| column.number(at).is_some()) {
                            joined.push_str(if joined.is_empty() { "" } else { ", " });
                            joined.push_str(code);
                        }
                    }
                }
                let cells: Vec<Shown<'_>> = self
                    .columns
                    .iter()
                    .zip(&facts)
                    .zip(&joined)
                    .map(|((column, facts), joined)| self.cell(column, facts, (day.day, at), text, joined))
                    .collect();
                see(&cells)?;
            }
        }
        Ok(())
    }

    fn cell<'a>(
        &self,
        column: &Column,
        facts: &Facts<'a>,
        (day, at): (NaiveDate, usize),
        text: Option<&'a Said>,
        joined: &'a str,
    ) -> Shown<'a> {
        let word =
            |word: Option<&'a str>| word.filter(|word| !word.is_empty()).map_or(Shown::Nothing, Shown::Word);
        match (&column.source, facts) {
            (Source::Day, _) => Shown::Day(day),
            (Source::AnsweredAt, _) => {
                text.map_or(Shown::Nothing, |text| Shown::Moment(self.local(text.answered_at)))
            }
            (Source::Customer, _) => word(text.map(|text| text.customer.as_str())),
            (Source::Comment, _) => word(text.and_then(|text| text.comment.as_deref())),
            (Source::Codes(_), _) => word(Some(joined)),
            (Source::Rating(_), Facts::One(facts)) => match facts.number(at) {
                Some(-1) => Shown::Word("na"),
                Some(rating) => Shown::Number(rating),
                None => Shown::Nothing,
            },
            (Source::Field(_), Facts::One(facts)) => match facts.number(at) {
                Some(number) => Shown::Number(number),
                None => word(facts.word(at)),
            },
            (Source::Rating(_) | Source::Field(_), _) => Shown::Nothing,
        }
    }

    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.reader.zone).naive_local()
    }
}

/// Where the cells of a column stand on one day.
enum Facts<'a> {
    /// Not in facts, or in none of that day.
    Nowhere,
    One(&'a facts::Column),
    /// With the code that each stands for.
    Codes(Vec<(&'a facts::Column, String)>),
}

impl<'a> Facts<'a> {
    fn of(column: &Column, day: &'a Day) -> Self {
        match &column.source {
            Source::Field(field) | Source::Rating(field) => {
                day.column(field).map_or(Self::Nowhere, Self::One)
            }
            Source::Codes(codes) => Self::Codes(
                codes.iter().filter_map(|(field, code)| Some((day.column(field)?, code.clone()))).collect(),
            ),
            Source::Day | Source::AnsweredAt | Source::Customer | Source::Comment => Self::Nowhere,
        }
    }
}

/// What is a column: the day, the dimensions, then all other fields, what customers wrote last.
fn columns(subject: Subject, known: &[String], reader: Reader) -> Vec<Column> {
    let column = |head: &str, source| Column { head: head.to_owned(), source };
    let field = |name: &str| column(name, Source::Field(name.to_owned()));
    let answers = subject == Subject::Answers;
    let mut columns = vec![column("day", Source::Day)];
    if answers {
        columns.push(column("answered_at", Source::AnsweredAt));
    }
    if answers && reader.knows_customers {
        columns.push(column("customer_external_id", Source::Customer));
    }
    let has = |name: &str| known.iter().any(|known| known == name);
    columns.extend(Dimension::all().iter().map(|one| one.code()).filter(|code| has(code)).map(field));
    columns.extend(["nps", "satisfaction"].into_iter().filter(|name| has(name)).map(field));
    let ratings: Vec<_> = known.iter().filter_map(|name| Some((name, rating_of(name)?.0))).collect();
    for (name, code) in &ratings {
        // The scale is said only where there are several.
        let one = ratings.iter().filter(|(_, other)| other == code).count() == 1;
        let head = if one { format!("rating:{code}") } else { (*name).clone() };
        columns.push(Column { head, source: Source::Rating((*name).clone()) });
    }
    let codes = |prefix: &str| -> Vec<(String, String)> {
        known.iter().filter_map(|name| Some((name.clone(), name.strip_prefix(prefix)?.to_owned()))).collect()
    };
    let reasons = codes("reason:");
    if !reasons.is_empty() {
        columns.push(column("reasons", Source::Codes(reasons)));
    }
    let rest = known.iter().map(String::as_str).filter(|name| {
        let seen = columns.iter().any(|column| match &column.source {
            Source::Field(field) | Source::Rating(field) => field == name,
            _ => false,
        });
        !seen && !INNER.contains(name) && !name.contains(':')
    });
    let rest: Vec<Column> = rest.map(field).collect();
    columns.extend(rest);
    if answers {
        columns.push(column("comment", Source::Comment));
    }
    columns
}
