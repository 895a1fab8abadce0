//! The pages of an answer that is stored, drawn: what was said and what becomes of it; and 'take it back?'.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::standing::Complaint;
use crate::{
    actions::{add_to_complaint::A_DAY, outcome_rules::Recourse},
    domain::{
        brand::Brand,
        complaint::State,
        language::Language,
        questionnaire::Definition,
        text::{Text, TooLong},
    },
    store::{
        complaint_standings::{Given, Standing},
        responses::Answered,
    },
    t,
    web::form::{frame::document, said::said},
    words::format,
};

/// Why an addition was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Empty,
    TooLong(TooLong),
    /// The complaint was finished while they wrote.
    Finished,
    TooOften,
    LinkOver,
}

/// An addition that was refused, word for word.
pub struct Refused {
    pub complaint: i64,
    pub words: String,
    pub problem: Problem,
}

pub struct AfterwardsPage<'a> {
    pub language: Language,
    pub zone: Tz,
    pub brand: &'a Brand,
    pub now: DateTime<Utc>,
    /// The link is not over: the answer may be changed and the complaint added to.
    pub open: bool,
    pub expires_at: DateTime<Utc>,
    pub edit: &'a str,
    pub withdraw: &'a str,
    pub add: &'a str,
    pub definition: &'a Definition,
    pub answered: &'a Answered,
    pub given: &'a Given,
    /// The newest first.
    pub complaints: &'a [Complaint],
    /// What can be done against a rejection, where one of them is.
    pub recourse: Option<&'a Recourse>,
    pub refused: Option<&'a Refused>,
}

impl AfterwardsPage<'_> {
    #[must_use]
    pub fn draw(&self) -> Markup {
        let language = self.language;
        let withdrawn = self.given.withdrawn_at.is_some();
        let title = t!(language, if withdrawn { "afterwards-withdrawn" } else { "afterwards-title" });
        let shown = match self.refused {
            Some(_) => t!(language, "form-title-problem", title = title.as_ref()),
            None => title.clone(),
        };
        let until = format::date(language, self.expires_at, self.zone);
        let body = html! {
            h1 { (title) }
            (self.when())
            @if let Some(refused) = self.refused { (self.problem(refused)) }
            @for (place, complaint) in self.complaints.iter().enumerate() {
                section.card id=(format!("c{}", complaint.standing.id)) {
                    (complaint.words(language, self.zone, self.now, self.recourse))
                    @if place == 0 && self.open { (self.addition(complaint)) }
                    (complaint.dialogue(language, self.zone))
                }
            }
            @if !withdrawn { (self.said()) }
            @match (self.open, withdrawn) {
                (true, false) => {
                    a.btn href=(self.edit) { (t!(language, "form-correct")) }
                    a.btn.b2 href=(self.withdraw) { (t!(language, "afterwards-withdraw")) }
                    p.m.u { (t!(language, "afterwards-until", date = until)) }
                }
                (true, true) => {
                    a.btn href=(self.edit) { (t!(language, "afterwards-answer-again")) }
                    p.m.u { (t!(language, "afterwards-again-until", date = until)) }
                }
                (false, _) => p.m.u { (t!(language, "afterwards-over")) },
            }
        };
        document(language, self.brand, &shown, &body)
    }

    fn when(&self) -> Markup {
        let language = self.language;
        let moment = |at| format::moment(language, at, self.zone);
        let Given { answered_at, changed_at, withdrawn_at, .. } = self.given;
        let words = match withdrawn_at {
            Some(at) => t!(language, "afterwards-withdrawn-body", at = moment(*at)),
            None if changed_at > answered_at => {
                let (at, changed) = (moment(*answered_at), moment(*changed_at));
                t!(language, "afterwards-when-changed", at = at, changed = changed)
            }
            None => t!(language, "afterwards-when", at = moment(*answered_at)),
        };
        html! { p.m { (words) } }
    }

    fn said(&self) -> Markup {
        said(self.language, self.definition, self.answered)
    }

    fn problem(&self, refused: &Refused) -> Markup {
        let language = self.language;
        let words = match refused.problem {
            Problem::Empty => t!(language, "afterwards-bad-empty"),
            Problem::TooLong(long) => {
                let (length, limit) =
                    (format::whole(language, long.length), format::whole(language, long.limit));
                t!(language, "afterwards-bad-long", length = length, limit = limit)
            }
            Problem::Finished => t!(language, "afterwards-bad-finished"),
            Problem::TooOften => t!(language, "afterwards-bad-often", limit = A_DAY),
            Problem::LinkOver => t!(language, "afterwards-bad-over"),
        };
        html! {
            div.card.sum role="alert" tabindex="-1" autofocus {
                p { (words) }
                // No form takes them any more: they are at least not lost.
                @if !self.open && !refused.words.trim().is_empty() { p.p { (refused.words) } }
            }
        }
    }

    /// One field and one button: more words while it is worked on, 'not solved' when it is over.
    fn addition(&self, complaint: &Complaint) -> Markup {
        let language = self.language;
        let state = complaint.state();
        let (label, button, wish) = match state {
            State::WaitingForCustomer => ("afterwards-reply-label", "afterwards-send", "add"),
            state if state.is_open() => ("afterwards-add-label", "afterwards-send", "add"),
            State::Rejected => ("afterwards-object-label", "afterwards-object", "reopen"),
            _ => ("afterwards-reopen-label", "afterwards-reopen", "reopen"),
        };
        let refused = self.refused.filter(|refused| refused.complaint == complaint.standing.id);
        html! {
            form method="post" action=(self.add) autocomplete="off" accept-charset="utf-8" {
                input type="hidden" name="complaint" value=(complaint.standing.id);
                input type="hidden" name="language" value=(language.code());
                input type="hidden" name="seen" value=(complaint.standing.newest_entry);
                label for="words" { (t!(language, label)) }
                textarea #words name="words" maxlength=(Text::LIMIT) aria-invalid=[refused.map(|_| "true")] {
                    // A browser drops one line break right after the tag.
                    @if let Some(refused) = refused { "\n" (refused.words) }
                }
                button type="submit" name="do" value=(wish) { (t!(language, button)) }
            }
        }
    }
}

pub struct AskPage<'a> {
    pub language: Language,
    pub zone: Tz,
    pub brand: &'a Brand,
    pub action: &'a str,
    pub back: &'a str,
    pub expires_at: DateTime<Utc>,
    pub complaints: &'a [Standing],
}

impl AskPage<'_> {
    #[must_use]
    pub fn draw(&self) -> Markup {
        let language = self.language;
        let title = t!(language, "afterwards-ask");
        let until = format::date(language, self.expires_at, self.zone);
        let open = |standing: &&Standing| State::parse(&standing.state).is_some_and(State::is_open);
        let body = html! {
            h1 { (title) }
            p { (t!(language, "afterwards-ask-body", date = until)) }
            @for standing in self.complaints.iter().filter(open) {
                p { (t!(language, "afterwards-ask-complaint", number = standing.id.to_string())) }
            }
            form method="post" action=(self.action) {
                input type="hidden" name="language" value=(language.code());
                button type="submit" { (t!(language, "afterwards-ask-yes")) }
            }
            a.btn.b2 href=(self.back) { (t!(language, "afterwards-ask-no")) }
        };
        document(language, self.brand, &title, &body)
    }
}
