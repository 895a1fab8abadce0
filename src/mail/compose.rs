//! Letters as pure values: what is known goes in, subject, text and HTML come out.

use chrono::{Datelike, NaiveDate};
use url::Url;

use super::frame::{self, Block, Footer, Frame};
use super::words::{Name, Values, Words};
use crate::domain::{brand::Colour, language::Language};

pub use super::words::WordsFault;
pub use alert::{Alert, Deadline};
pub use digest::{Bar, Chart, Digest, Line};
pub use survey::Survey;

mod alert;
mod digest;
mod survey;

/// The longest name or store put into a letter, in characters.
const LONGEST_LINE: usize = 120;

/// To whom a letter speaks, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressed {
    /// The company, as its customers know it.
    pub brand: String,
    /// The company's colour; without one, that of the house.
    pub colour: Option<Colour>,
    pub language: Language,
    pub recipient_name: Option<String>,
    /// Where one click ends the letters; for letters that surveys cause.
    pub unsubscribe: Option<Url>,
    /// Whether somebody reads answers to the letter, so that it may invite one.
    pub answers_are_read: bool,
    /// A picture of one point whose loading says that the letter was opened; only where it was switched on.
    pub pixel: Option<Url>,
}

/// A letter and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letter {
    Invitation(Survey),
    Reminder(Survey),
    Acknowledgement(Case),
    Reply(StaffWords),
    Resolved(StaffWords),
    Rejected(StaffWords),
    /// To staff, about deadlines.
    Alert(Alert),
    /// To whoever reads reports, about the last week.
    Digest(Box<Digest>),
}

/// A complaint that has been registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub number: String,
    /// The day promised for the first answer.
    pub answer_by: Option<NaiveDate>,
}

/// What a member of staff wrote to a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffWords {
    pub number: String,
    pub staff_name: String,
    pub text: String,
}

/// A letter that is ready to be addressed and posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    pub subject: String,
    pub text: String,
    pub html: String,
    pub list_unsubscribe: Option<Url>,
}

/// Writes the letter. Both halves are drawn from the same words.
pub fn compose(letter: &Letter, addressed: &Addressed) -> Result<Composed, WordsFault> {
    let writer = Writer::new(letter, addressed)?;
    let blocks = match letter {
        Letter::Invitation(survey) => writer.survey(survey, false)?,
        Letter::Reminder(survey) => writer.survey(survey, true)?,
        Letter::Acknowledgement(case) => writer.acknowledgement(case)?,
        Letter::Reply(words) => writer.reply(words)?,
        Letter::Resolved(words) => writer.resolved(words)?,
        Letter::Rejected(words) => writer.rejected(words)?,
        Letter::Alert(alert) => writer.alert(alert)?,
        Letter::Digest(digest) => writer.digest(digest)?,
    };
    let reminds = matches!(letter, Letter::Reminder(_));
    let frame = Frame {
        language: addressed.language,
        subject: one_line(&writer.say(if reminds { "reminder-subject" } else { "subject" })?),
        preheader: one_line(&writer.say(if reminds { "reminder-preheader" } else { "preheader" })?),
        colour: addressed.colour,
        blocks,
        pixel: addressed.pixel.clone(),
        footer: Footer {
            brand: writer.brand.clone(),
            why: writer.say("why")?,
            unsubscribe: match &addressed.unsubscribe {
                Some(url) => {
                    let digest = matches!(letter, Letter::Digest(_));
                    Some((writer.say(if digest { "stop" } else { "unsubscribe" })?, url.clone()))
                }
                None => None,
            },
        },
    };
    Ok(Composed {
        text: frame::text(&frame),
        html: frame::html(&frame),
        subject: frame.subject,
        list_unsubscribe: addressed.unsubscribe.clone(),
    })
}

struct Writer<'a> {
    words: Words,
    values: Values,
    brand: String,
    addressed: &'a Addressed,
}

impl<'a> Writer<'a> {
    fn new(letter: &Letter, addressed: &'a Addressed) -> Result<Self, WordsFault> {
        let words = Words::of(name_of(letter), addressed.language)?;
        let brand = one_line(&addressed.brand);
        let mut values = Values::default().with("company", company(&words, &brand)?);
        match letter {
            Letter::Invitation(survey) | Letter::Reminder(survey) => {
                values = survey.values(values, &words)?;
            }
            Letter::Acknowledgement(case) => {
                values = values.with("number", one_line(&case.number));
                if let Some(day) = case.answer_by {
                    values = values.with("until", day_month(&words, day)?);
                }
            }
            Letter::Alert(alert) => values = alert.values(values, &words)?,
            Letter::Digest(digest) => values = digest.values(values, &words)?,
            Letter::Reply(words) | Letter::Resolved(words) | Letter::Rejected(words) => {
                values =
                    values.with("number", one_line(&words.number)).with("staff", one_line(&words.staff_name));
            }
        }
        Ok(Self { words, values, brand, addressed })
    }

    fn say(&self, key: &'static str) -> Result<String, WordsFault> {
        self.words.say(key, &self.values)
    }

    fn acknowledgement(&self, case: &Case) -> Result<Vec<Block>, WordsFault> {
        let mut blocks = vec![self.greeting()?];
        blocks.extend(paragraphs(&self.say("body")?));
        if case.answer_by.is_some() {
            blocks.push(Block::Paragraph(self.say("answer-by")?));
        }
        blocks.extend(self.invite_answer()?);
        blocks.push(self.signature(None)?);
        Ok(blocks)
    }

    fn reply(&self, words: &StaffWords) -> Result<Vec<Block>, WordsFault> {
        let text = many_lines(&words.text);
        let mut blocks = Vec::new();
        // Staff often greet by themselves; twice would read like a machine.
        if !self.greets(&text)? {
            blocks.push(self.greeting()?);
        }
        blocks.extend(paragraphs(&text));
        blocks.push(self.signature(Some(&words.staff_name))?);
        blocks.extend(self.invite_answer()?);
        blocks.push(Block::Note(self.say("about")?));
        Ok(blocks)
    }

    fn resolved(&self, words: &StaffWords) -> Result<Vec<Block>, WordsFault> {
        let mut blocks = vec![self.greeting()?];
        blocks.extend(paragraphs(&self.say("body")?));
        blocks.push(Block::Quote(many_lines(&words.text)));
        blocks.extend(self.invite_answer()?);
        blocks.push(self.signature(Some(&words.staff_name))?);
        Ok(blocks)
    }

    /// The house's own words end by what the customer can do, so nothing more is said of answering.
    fn rejected(&self, words: &StaffWords) -> Result<Vec<Block>, WordsFault> {
        let mut blocks = vec![self.greeting()?];
        blocks.extend(paragraphs(&self.say("body")?));
        blocks.extend(paragraphs(&many_lines(&words.text)));
        blocks.push(self.signature(Some(&words.staff_name))?);
        Ok(blocks)
    }

    fn greeting(&self) -> Result<Block, WordsFault> {
        let name = self.addressed.recipient_name.as_deref();
        let values = match name.map(one_line).filter(|name| greetable(name)) {
            Some(name) => Values::default().with("named", "yes").with("name", name),
            None => Values::default().with("named", "no").with("name", ""),
        };
        Ok(Block::Paragraph(self.words.say("greeting", &values)?))
    }

    fn greets(&self, text: &str) -> Result<bool, WordsFault> {
        let first = text
            .split(|letter: char| !letter.is_alphabetic())
            .find(|word| !word.is_empty())
            .unwrap_or_default()
            .to_lowercase();
        Ok(self.say("greeting-words")?.split_whitespace().any(|word| word == first))
    }

    fn signature(&self, staff_name: Option<&str>) -> Result<Block, WordsFault> {
        let mut lines = vec![self.say("signature")?];
        lines.extend(staff_name.map(one_line).filter(|name| !name.is_empty()));
        lines.push(self.brand.clone());
        Ok(Block::Lines(lines))
    }

    fn invite_answer(&self) -> Result<Option<Block>, WordsFault> {
        if !self.addressed.answers_are_read {
            return Ok(None);
        }
        Ok(Some(Block::Paragraph(self.say("can-reply")?)))
    }
}

fn name_of(letter: &Letter) -> Name {
    match letter {
        Letter::Invitation(survey) | Letter::Reminder(survey) => Name::Survey(survey.kind),
        Letter::Acknowledgement(_) => Name::Acknowledgement,
        Letter::Reply(_) => Name::Reply,
        Letter::Resolved(_) => Name::Resolved,
        Letter::Rejected(_) => Name::Rejected,
        Letter::Alert(_) => Name::Alert,
        Letter::Digest(_) => Name::Digest,
    }
}

/// The company inside a sentence: Russian puts a name in quotes, once.
fn company(words: &Words, brand: &str) -> Result<String, WordsFault> {
    let quoted = if brand.contains(['«', '"', '„', '“']) { "yes" } else { "no" };
    let values = Values::default().with("brand", brand.to_owned()).with("quoted", quoted);
    words.say("company", &values)
}

fn day_month(words: &Words, day: NaiveDate) -> Result<String, WordsFault> {
    let values = Values::default().with("day", day.day()).with("month", day.month());
    words.say("day-month", &values)
}

fn paragraphs(text: &str) -> Vec<Block> {
    text.split("\n\n")
        .map(|paragraph| paragraph.trim_matches('\n'))
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| Block::Paragraph(paragraph.to_owned()))
        .collect()
}

/// One tidy line: no breaks, no control characters, none that turn the direction of reading.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .filter(|letter| !turns_direction(*letter))
        .collect();
    // Only the common space folds: a no-break space holds a date together.
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST_LINE).collect()
}

/// Text of several lines with one kind of line break and no other control characters.
fn many_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .filter(|letter| !turns_direction(*letter))
        .collect::<String>()
        .trim()
        .to_owned()
}

fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name that is an address or a text of its own would make the letter carry somebody's advertising.
fn greetable(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= 60
        && !name.contains("://")
        && !name.contains('@')
        && !name.to_lowercase().contains("www.")
}
