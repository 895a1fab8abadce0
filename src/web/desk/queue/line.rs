//! One complaint as a row of a list.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::{
        clock::NEVER,
        complaint::State,
        complaint_search::{self, Marked},
        language::Language,
        text,
    },
    store::{
        complaint_lists::{FoundText, Line},
        complaint_presence::Present,
    },
    t,
    web::{
        desk::{
            bulk::Bulk,
            presence, weighing,
            wording::{self, Clock, Titles},
        },
        links,
        ui::{self, Tone},
    },
    words::format,
};

/// Characters of the words around what was found.
const AROUND: usize = 160;

/// What rows need beside their complaint.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub language: Language,
    pub me: i64,
    pub now: DateTime<Utc>,
    pub zone: Tz,
    pub titles: &'a Titles,
    /// Stems that were looked for, and the words they may be in.
    pub stems: &'a [String],
    pub texts: &'a [FoundText],
    /// Who else is at any of them.
    pub present: &'a [Present],
    /// What may be done to many at once, where rows can be chosen.
    pub bulk: Option<&'a Bulk>,
}

impl Rows<'_> {
    /// The row. Its first cell is left to those who choose rows.
    pub fn line(&self, line: &Line) -> Markup {
        let language = self.language;
        let name = wording::customer(&line.customer, &line.customer_external_id);
        let (severity_tone, severity) = wording::severity(language, line.severity);
        let mine = line.owner_id == Some(self.me);
        let open = State::parse(&line.state).is_some_and(State::is_open);
        let label = t!(language, "desk-row", number = line.id.to_string(), name = name);
        html! {
            tr.queue-mine[mine] id={ "complaint-" (line.id) } data-complaint=(line.id) data-version=(line.version)
                data-owner=(line.owner_id.unwrap_or(0)) data-open=(open) {
                @if let Some(bulk) = self.bulk { (bulk.cell(language, line.id)) }
                td.q-clock { (self.clock(line)) }
                td.q-severity title=[weighing::short(language, line.why.as_ref(), "")] {
                    (ui::badge(severity_tone, &severity))
                    @if line.priority > 0 { div.q-under.q-priority { (t!(language, "find-priority", points = line.priority)) } }
                }
                td.q-who {
                    a.row-link href=(links::complaint(line.id)) aria-label=(label) {
                        span.q-number { (line.id) } " " span.q-name { (name) }
                    }
                    @if let Some(store) = &line.store { div.q-under { (store) } }
                }
                td.q-what { (self.what(line)) }
                td.q-nps.number {
                    @if let Some(nps) = line.nps { span.score.score-low[nps <= 6] { (nps) } } @else { span.text-secondary { "—" } }
                    @if line.source != "answer" { div.q-under { (t!(language, &format!("find-source-{}", line.source))) } }
                }
                td.q-state { (self.state(line, mine)) }
                td.q-last { (self.last(line)) }
            }
        }
    }

    fn what(&self, line: &Line) -> Markup {
        let signals = self.titles.signals(self.language, &line.signals);
        let found = self.found(line);
        html! {
            @if let Some(subject) = &line.subject {
                div.q-line { (text::one_line(subject, 160)) }
            } @else {
                div.q-line { (signals) }
            }
            @if let Some((place, marked)) = found {
                div.q-found {
                    span.text-secondary { (place) ": " }
                    @for (hit, piece) in marked { @if hit { mark { (piece) } } @else { (piece) } }
                }
            } @else if let Some(comment) = &line.comment {
                div.q-line.q-under { (text::one_line(comment, 160)) }
            }
        }
    }

    /// Where the words were found, and the words around them.
    fn found(&self, line: &Line) -> Option<(String, Marked)> {
        if self.stems.is_empty() {
            return None;
        }
        let best = self
            .texts
            .iter()
            .filter(|text| text.complaint_id == line.id)
            .filter_map(|text| {
                let marked = complaint_search::mark(text.words.as_deref()?, self.stems, AROUND)?;
                Some((text.place.as_str(), marked))
            })
            // The first of those with the most words.
            .rev()
            .max_by_key(|(_, marked)| marked.iter().filter(|(hit, _)| *hit).count())?;
        let (place, marked) = best;
        let place = match place {
            "comment" | "subject" | "unfinished" => {
                t!(self.language, &format!("find-place-{place}")).into_owned()
            }
            kind => wording::coded(self.language, "desk-event", kind),
        };
        Some((place, marked))
    }

    fn state(&self, line: &Line, mine: bool) -> Markup {
        let language = self.language;
        let (tone, state) = wording::state(language, &line.state);
        let snoozed = line.snoozed_until.filter(|until| *until > self.now);
        html! {
            (ui::badge(tone, &state))
            @if line.reopened > 0 { " " (ui::badge(Tone::Warning, &t!(language, "desk-reopened"))) }
            @if line.news() { " " (ui::badge(Tone::Notice, &t!(language, "desk-news"))) }
            @if let Some(until) = snoozed {
                " " (ui::badge(Tone::Plain, &t!(language, "find-snoozed", span = format::span(language, until - self.now))))
            }
            @if let Some(resolution) = line.resolution.as_deref().filter(|_| line.resolved_at.is_some()) {
                div.q-under { (wording::coded(language, "desk-resolution", resolution)) }
            }
            @if let Some(bulk) = self.bulk { (bulk.mark(language, line.id)) }
            (presence::marks(language, self.present, line.id))
            div.q-under {
                @match &line.owner {
                    Some(_) if mine => (t!(language, "desk-owner-you")),
                    Some(owner) => (owner),
                    None => (t!(language, "desk-owner-nobody")),
                }
            }
        }
    }

    fn last(&self, line: &Line) -> Markup {
        let language = self.language;
        let came = line.last_in_at.unwrap_or(line.opened_at);
        let ago = |at: DateTime<Utc>| format::span(language, self.now - at);
        html! {
            div title=(format::moment(language, came, self.zone)) { (t!(language, "find-last-in", ago = ago(came))) }
            @if let Some(went) = line.last_out_at {
                div.q-under title=(format::moment(language, went, self.zone)) { (t!(language, "find-last-out", ago = ago(went))) }
            }
        }
    }

    fn clock(&self, line: &Line) -> Markup {
        let language = self.language;
        let state = State::parse(&line.state);
        if !state.is_some_and(State::is_open) {
            let at = line.resolved_at.map(|at| format::date(language, at, self.zone));
            return html! { span.clock { (at.as_deref().unwrap_or("—")) } };
        }
        let clock = Clock::next(language, self.now, state, line.next_deadline);
        let which = if line.first_answered_at.is_none() {
            "desk-clock-of-answer"
        } else {
            "desk-clock-of-resolution"
        };
        html! {
            span class=(clock.class()) { (ui::icon(clock.picture)) (clock.words) }
            @if line.next_deadline < NEVER { div.q-under { (t!(language, which)) } }
        }
    }
}
