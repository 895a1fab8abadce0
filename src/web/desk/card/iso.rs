//! The way of a complaint after ISO 10002, on its card: each step with when, how and by whom, or what is missing.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::page::CardPage;
use crate::{
    actions::weigh_complaint::weighed,
    domain::complaint::State,
    store::complaint_milestones::Milestones,
    t,
    web::{desk::wording, ui},
    words::format,
};

/// One step: its key, when it was done, and how or what is missing.
struct Stage {
    key: &'static str,
    at: Option<DateTime<Utc>>,
    done: bool,
    words: String,
}

impl CardPage<'_> {
    pub fn iso(&self) -> Markup {
        let language = self.frame.language;
        let stages = self.stages();
        let done = stages.iter().filter(|stage| stage.done).count();
        html! {
            section.card.iso aria-labelledby="iso-title" {
                div.card-header {
                    h2.card-title #iso-title { (t!(language, "weight-iso")) }
                    p.card-signals { (t!(language, "weight-iso-done", done = done, all = stages.len())) }
                }
                ol.iso-steps {
                    @for stage in &stages {
                        li.iso-done[stage.done] {
                            span.iso-mark { (ui::icon(if stage.done { "check" } else { "clock" })) }
                            div {
                                strong { (t!(language, &format!("weight-iso-{}", stage.key))) }
                                span.visually-hidden { ": " (t!(language, if stage.done { "weight-iso-is-done" } else { "weight-iso-is-missing" })) }
                                @if let Some(at) = stage.at { " " time datetime=(at.to_rfc3339()) { (format::moment(language, at, self.zone)) } }
                                @if !stage.words.is_empty() { div.q-under { (stage.words) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn stages(&self) -> [Stage; 8] {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let way = &self.loaded.milestones;
        let by = |name: &Option<String>| name.clone().unwrap_or_default();
        let missing = |key: &str| t!(language, &format!("weight-iso-missing-{key}")).into_owned();
        let stage = |key: &'static str, at: Option<DateTime<Utc>>, done: bool, words: String| Stage {
            key,
            at,
            done,
            words: if words.is_empty() && !done { missing(key) } else { words },
        };
        let over = State::parse(&card.state).is_some_and(|state| !state.is_open());
        let ended = over.then_some(way.ended_at.or(card.resolved_at)).flatten();
        [
            stage(
                "registered",
                Some(card.opened_at),
                true,
                t!(language, "desk-number", number = card.id.to_string()).into_owned(),
            ),
            self.acknowledged(way),
            match (&way.assessed_at, weighed(card.why.as_ref())) {
                (Some(at), Some(why)) if why.by_hand.is_some() => {
                    stage("assessed", Some(*at), true, by(&way.assessed_by))
                }
                (_, Some(_)) => {
                    stage("assessed", None, true, t!(language, "weight-iso-by-rules").into_owned())
                }
                (_, None) => stage("assessed", None, false, String::new()),
            },
            stage(
                "investigated",
                way.noted_at,
                way.notes > 0,
                if way.notes > 0 {
                    let notes = t!(language, "weight-iso-notes", count = way.notes);
                    format!("{notes}, {}", by(&way.noted_by))
                } else {
                    String::new()
                },
            ),
            stage("answered", card.first_answered_at, card.first_answered_at.is_some(), by(&way.answered_by)),
            self.decided(way, over),
            self.closed(way, ended, over),
            self.customer_said(way, over),
        ]
    }

    /// By a letter that left, or there and then where the customer stood before us or rang.
    fn acknowledged(&self, way: &Milestones) -> Stage {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let key = "acknowledged";
        let in_person = match way.told.as_deref() {
            Some(told) => told == "spot",
            None => matches!(card.source.as_str(), "phone" | "counter"),
        };
        match way.acknowledgement.as_deref() {
            Some(state) => {
                let how = wording::coded(language, "desk-letter", state);
                let words = t!(language, "weight-iso-letter", state = how).into_owned();
                Stage { key, at: way.acknowledged_at, done: state == "sent", words }
            }
            None if in_person => {
                let words = wording::coded(language, "weight-iso-told", &card.source);
                Stage { key, at: Some(card.opened_at), done: true, words }
            }
            // A personal answer tells it too.
            None if card.first_answered_at.is_some() => {
                let words = t!(language, "weight-iso-by-answer").into_owned();
                Stage { key, at: card.first_answered_at, done: true, words }
            }
            None => {
                let words = t!(language, "weight-iso-missing-acknowledged").into_owned();
                Stage { key, at: None, done: false, words }
            }
        }
    }

    fn decided(&self, way: &Milestones, over: bool) -> Stage {
        let language = self.frame.language;
        let key = "told";
        match way.decision.as_deref().filter(|_| over) {
            Some(state) => {
                let how = wording::coded(language, "desk-letter", state);
                let letter = t!(language, "weight-iso-letter", state = how);
                let words = match &way.decided_by {
                    Some(name) => format!("{letter}, {name}"),
                    None => letter.into_owned(),
                };
                Stage { key, at: way.decided_at, done: state == "sent", words }
            }
            None => {
                let missing = if over { "weight-iso-missing-told" } else { "weight-iso-not-yet" };
                Stage { key, at: None, done: false, words: t!(language, missing).into_owned() }
            }
        }
    }

    fn closed(&self, way: &Milestones, ended: Option<DateTime<Utc>>, over: bool) -> Stage {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let cause = card.root_cause.as_ref().map(|cause| self.loaded.causes.title(language, cause));
        let resolution =
            card.resolution.as_ref().map(|code| wording::coded(language, "desk-resolution", code));
        let (_, state) = wording::state(language, &card.state);
        let words = if over {
            let parts = [Some(state), cause, resolution, way.ended_by.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        } else {
            t!(language, "weight-iso-not-yet").into_owned()
        };
        Stage { key: "closed", at: ended, done: over, words }
    }

    /// The customer's word on how it was handled.
    fn customer_said(&self, way: &Milestones, over: bool) -> Stage {
        let language = self.frame.language;
        let words = match (way.said_at, way.solved) {
            (Some(_), solved) => {
                let solved = solved.map(|solved| {
                    t!(language, if solved { "customers-solved" } else { "customers-not-solved" })
                });
                let rating = way.rating.map(|rating| t!(language, "weight-iso-rating", rating = rating));
                [solved, rating].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            }
            (None, _) if way.asked => t!(language, "weight-iso-asked").into_owned(),
            (None, _) if over => t!(language, "weight-iso-missing-word").into_owned(),
            (None, _) => t!(language, "weight-iso-not-yet").into_owned(),
        };
        Stage { key: "word", at: way.said_at, done: way.said_at.is_some(), words }
    }
}
