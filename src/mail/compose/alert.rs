//! A letter to staff about deadlines that approach or were missed.

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use url::Url;

use super::{Writer, day_month, one_line, paragraphs};
use crate::mail::frame::{Block, Buttons};
use crate::mail::words::{Values, Words, WordsFault};

/// Lines of one letter; the page has them all.
const LISTED: usize = 20;

/// Deadlines that one person is told of, the earliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    pub deadlines: Vec<Deadline>,
    /// The page that shows it, or all of them.
    pub page: Url,
}

/// One deadline of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub number: String,
    pub customer: String,
    /// What is due: `first_answer`, `resolution`, or `claim` with its title.
    pub clock: &'static str,
    pub claim: String,
    pub missed: bool,
    /// The last day.
    pub day: NaiveDate,
    /// The hour of that day; a legal term has none.
    pub time: Option<NaiveTime>,
}

impl Alert {
    /// What its words speak of: the first deadline, and how many there are.
    pub(super) fn values(&self, values: Values, words: &Words) -> Result<Values, WordsFault> {
        let missed = self.deadlines.iter().filter(|deadline| deadline.missed).count();
        let values = match self.deadlines.first() {
            Some(first) => first.values(values, words)?,
            None => values,
        };
        Ok(values
            .with("deadlines", self.deadlines.len())
            .with("late", missed)
            .with("more", self.deadlines.len().saturating_sub(LISTED)))
    }
}

impl Deadline {
    fn values(&self, values: Values, words: &Words) -> Result<Values, WordsFault> {
        let time = self.time.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
        Ok(values
            .with("number", one_line(&self.number))
            .with("customer", one_line(&self.customer))
            .with("clock", self.clock)
            .with("claim", one_line(&self.claim))
            .with("stage", if self.missed { "missed" } else { "approaching" })
            .with("day", day_month(words, self.day)?)
            .with("timed", if time.is_some() { "yes" } else { "no" })
            .with("time", time.unwrap_or_default()))
    }
}

impl Writer<'_> {
    pub(super) fn alert(&self, alert: &Alert) -> Result<Vec<Block>, WordsFault> {
        let mut blocks = vec![self.greeting()?];
        blocks.extend(paragraphs(&self.say("body")?));
        for deadline in alert.deadlines.iter().take(LISTED) {
            let values = deadline.values(Values::default(), &self.words)?;
            blocks.push(Block::Paragraph(self.words.say("line", &values)?));
        }
        if alert.deadlines.len() > LISTED {
            blocks.push(Block::Paragraph(self.say("others")?));
        }
        blocks.push(Block::Buttons(Buttons {
            question: None,
            links: vec![(self.say("open")?, alert.page.clone())],
            hint: self.say("hint")?,
        }));
        Ok(blocks)
    }
}
