//! The surveys that are not about a purchase: what was asked last, what comes next, and why.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::asking::Asking;
use crate::{
    actions::tell_asking::About,
    domain::{
        departure::{Silence, Standing, usual_gap},
        invitation::Why,
        language::Language,
        questionnaire::SurveyKind,
    },
    store::{customers::buying::Buying, planning::Subject},
    t,
    web::{
        links,
        ui::{Tone, badge},
    },
    words::format,
};

/// In the order of the page.
const SHOWN: [SurveyKind; 4] =
    [SurveyKind::Relationship, SurveyKind::Inactive, SurveyKind::Exit, SurveyKind::Resolution];

/// Complaints or departures of one kind that are told of: the newest.
const MOST: usize = 3;

/// Everything that these rows are made of.
pub struct Kinds {
    pub told: Vec<About>,
    pub buying: Buying,
    pub definition: Silence,
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
                @for kind in SHOWN {
                    @let told: Vec<&About> = self.told.iter().filter(|about| about.kind == kind).collect();
                    div.list-group-item.survey-kind {
                        @if told.is_empty() {
                            strong { (t!(language, &format!("board-kind-{kind}"))) }
                            div.text-secondary { (t!(language, &format!("asking-none-{kind}"))) }
                        }
                        @for about in told.into_iter().take(MOST) { (row(language, about, zone, now)) }
                    }
                }
            }
        }
    }
}

/// How asking about one thing stands: the newest invitation, and what was decided after it or the rules say now.
fn row(language: Language, about: &About, zone: Tz, now: DateTime<Utc>) -> Markup {
    let invited = Asking::as_invited(&about.told, now);
    // That they were invited is said by the invitation itself.
    let is_said = |asking: &Asking| invited.is_some() && *asking == Asking::No(Why::AlreadyInvited);
    let decided = Asking::as_decided(about).filter(|asking| !is_said(asking));
    let is_over = about.told.decision.as_deref() != Some("wait");
    html! {
        div.d-flex.flex-wrap.gap-2.align-items-baseline {
            strong { (t!(language, &format!("board-kind-{}", about.kind))) }
            @if about.subject == Subject::Complaint {
                a href=(links::complaint(about.subject_id)) {
                    (t!(language, "customers-number", number = about.subject_id.to_string()))
                }
            }
        }
        @if let Some(asking) = invited { (line(asking.tone(), &asking.mark(language), &asking.words(language, zone))) }
        @if let Some(asking) = decided {
            (line(asking.tone(), &asking.mark(language), &asking.words_of(about.kind, language, zone)))
        }
        @if let Some(at) = about.told.reconsider_at.filter(|at| *at > now && is_over) {
            div.text-secondary { (t!(language, "asking-again", at = format::date(language, at, zone))) }
        }
        @if invited.is_none() && decided.is_none() {
            div.text-secondary { (t!(language, "asking-none-bought")) }
        }
    }
}

fn line(tone: Tone, mark: &str, words: &str) -> Markup {
    html! { div.asking { (badge(tone, mark)) span { (words) } } }
}
