//! The part of a letter that asks: what is known of its cause, and the links that open the form.

use chrono::NaiveDate;
use url::Url;

use super::{Writer, day_month, one_line, paragraphs};
use crate::domain::questionnaire::SurveyKind;
use crate::mail::frame::{Block, Buttons, Scale};
use crate::mail::words::{Values, Words, WordsFault};

/// What is asked, and what caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    pub kind: SurveyKind,
    /// The form's address without an answer.
    pub form: Url,
    /// Where they bought; of a survey on a purchase.
    pub store: Option<String>,
    /// The day in the company's zone; of a survey on a purchase.
    pub purchased_on: Option<NaiveDate>,
    /// The complaint's number; of a survey on how it was resolved.
    pub complaint: Option<String>,
    /// The last whole day on which the form still takes an answer.
    pub open_until: NaiveDate,
}

impl Survey {
    /// What its words speak of, and `known`: which of it there is.
    pub(super) fn values(&self, mut values: Values, words: &Words) -> Result<Values, WordsFault> {
        let store = self.store.as_deref().map(one_line).filter(|store| !store.is_empty());
        let number = self.complaint.as_deref().map(one_line).filter(|number| !number.is_empty());
        let known = match (self.purchased_on, &store, &number) {
            _ if number.is_some() => "number",
            (Some(_), Some(_), _) => "both",
            (Some(_), None, _) => "date",
            (None, Some(_), _) => "store",
            (None, None, _) => "nothing",
        };
        values = values.with("known", known);
        if let Some(day) = self.purchased_on {
            values = values.with("date", day_month(words, day)?);
        }
        if let Some(store) = store {
            values = values.with("store", store);
        }
        if let Some(number) = number {
            values = values.with("number", number);
        }
        Ok(values.with("until", day_month(words, self.open_until)?))
    }
}

impl Writer<'_> {
    pub(super) fn survey(&self, survey: &Survey, reminds: bool) -> Result<Vec<Block>, WordsFault> {
        let mut blocks = vec![self.greeting()?];
        blocks.extend(paragraphs(&self.say(if reminds { "reminder-body" } else { "body" })?));
        blocks.push(match survey.kind {
            SurveyKind::Purchase | SurveyKind::Relationship | SurveyKind::Staff => {
                Block::Scale(Box::new(self.scale(&survey.form)?))
            }
            SurveyKind::Resolution => Block::Buttons(self.solved(&survey.form)?),
            // The reasons of leaving are many and shuffled for each person: they are chosen on the form.
            SurveyKind::Inactive | SurveyKind::Exit => Block::Buttons(Buttons {
                question: None,
                links: vec![(self.say("button")?, survey.form.clone())],
                hint: self.say("button-hint")?,
            }),
        });
        blocks.push(Block::Note(self.say("expiry")?));
        blocks.push(self.signature(None)?);
        Ok(blocks)
    }

    fn scale(&self, form: &Url) -> Result<Scale, WordsFault> {
        let mut scores = Vec::new();
        for score in 0..=10_u8 {
            let values = Values::default().with("score", score);
            let spoken = self.words.say("scale-score", &values)?;
            scores.push((score, spoken, answered(form, "nps", &score.to_string())));
        }
        let (low, high) = (self.say("scale-low")?, self.say("scale-high")?);
        let ends = Values::default().with("low", low.clone()).with("high", high.clone());
        Ok(Scale {
            question: self.say("question")?,
            low,
            high,
            as_text: self.words.say("scale-text", &ends)?,
            hint: self.say("scale-hint")?,
            button: self.say("form-button")?,
            form: form.clone(),
            scores,
        })
    }

    fn solved(&self, form: &Url) -> Result<Buttons, WordsFault> {
        Ok(Buttons {
            question: Some(self.say("question")?),
            links: vec![
                (self.say("solved-yes")?, answered(form, "solved", "yes")),
                (self.say("solved-no")?, answered(form, "solved", "no")),
            ],
            hint: self.say("choice-hint")?,
        })
    }
}

/// The form with an answer chosen, which is nothing more until it is sent.
fn answered(form: &Url, name: &str, value: &str) -> Url {
    let mut url = form.clone();
    url.query_pairs_mut().append_pair(name, value);
    url
}
