//! The surveys that are not about a purchase: what was asked last, what comes next, and why.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::asking::{Asking, Outcome};
use crate::{
    domain::{
        departure::{Silence, Standing, usual_gap},
        language::Language,
    },
    store::customers::asked::{Buying, KindTold},
    t,
    web::{
        links,
        ui::{Tone, badge},
    },
    words::format,
};

/// Their codes, in the order of the page.
pub const SHOWN: &[&str] = &["relationship", "inactive", "exit", "resolution"];

/// Everything that these rows are made of.
pub struct Kinds {
    pub told: Vec<KindTold>,
    pub buying: Buying,
    pub definition: Silence,
    /// They left and did not return.
    pub has_left: bool,
    pub complains: bool,
}

impl Kinds {
    /// Where the customer stands by their silence; none for who never bought.
    pub fn standing(&self, now: DateTime<Utc>) -> Option<Standing> {
        Some(self.definition.standing(self.buying.last?, self.gap(), now))
    }

    fn gap(&self) -> Option<chrono::TimeDelta> {
        let purchases = u32::try_from(self.buying.purchases).unwrap_or(u32::MAX);
        usual_gap(self.buying.first?, self.buying.last?, purchases)
    }

    pub fn render(&self, language: Language, zone: Tz, now: DateTime<Utc>) -> Markup {
        html! {
            div.list-group.list-group-flush {
                @for one in &self.told { (self.row(language, one, zone, now)) }
            }
        }
    }

    fn row(&self, language: Language, one: &KindTold, zone: Tz, now: DateTime<Utc>) -> Markup {
        let outcome = Outcome::from(one);
        // The newest word counts: an invitation, or what was decided after it.
        let invited = one.send_at.map(|_| Asking::as_decided(&outcome, now));
        let decided = one
            .decision
            .as_deref()
            .filter(|decision| *decision != "ask")
            .map(|_| Asking::as_decided(&outcome.without_invitation(), now))
            // That it was asked stands in the line of the invitation.
            .filter(|decided| !(invited.is_some() && decided.repeats_the_asking()));
        html! {
            div.list-group-item.survey-kind {
                div.d-flex.flex-wrap.gap-2.align-items-baseline {
                    strong { (t!(language, &format!("board-kind-{}", one.kind))) }
                    @if let Some(number) = one.complaint_id {
                        a href=(links::complaint(number)) { (t!(language, "customers-number", number = number.to_string())) }
                    }
                }
                @if let Some(asking) = invited { (line(asking.tone(), &asking.mark(language), &asking.words(language, zone))) }
                @if let Some(asking) = decided {
                    (line(asking.tone(), &asking.mark(language), &asking.words_of_kind(language, zone)))
                }
                @if let Some(at) = one.reconsider_at.filter(|at| *at > now && one.decision.as_deref() != Some("wait")) {
                    div.text-secondary { (t!(language, "asking-again", at = format::date(language, at, zone))) }
                }
                @if invited.is_none() && decided.is_none() {
                    div.text-secondary { (self.nothing_yet(language, one, zone, now)) }
                }
            }
        }
    }

    /// Where nobody decided yet: what would have to happen.
    fn nothing_yet(&self, language: Language, one: &KindTold, zone: Tz, now: DateTime<Utc>) -> String {
        let words = match (one.kind.as_str(), self.standing(now)) {
            ("inactive", Some(Standing::Active)) => {
                let silent_at =
                    self.buying.last.map(|last| last + self.definition.inactive_after(self.gap()));
                let at = format::date(language, silent_at.unwrap_or(now), zone);
                t!(language, "asking-none-inactive-active", at = at)
            }
            ("inactive", Some(Standing::Lost)) => t!(language, "asking-none-inactive-lost"),
            ("inactive", None) => t!(language, "asking-none-inactive-never"),
            ("exit", _) if !self.has_left => t!(language, "asking-none-exit"),
            ("resolution", _) if !self.complains => t!(language, "asking-none-resolution"),
            _ => t!(language, "asking-none"),
        };
        words.into_owned()
    }
}

fn line(tone: Tone, mark: &str, words: &str) -> Markup {
    html! { div.asking { (badge(tone, mark)) span { (words) } } }
}
