//! Departures and returns of a customer, their history, and the form 'marked as left'.

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::page::Part;
use crate::{
    actions::{record_departure::RecordError, take_back_departure::TakeBackError},
    domain::{departure::Source, language::Language},
    store::{
        customers::Customer,
        departures::{Edit, Told},
        reasons::Known,
    },
    t,
    web::{
        links,
        ui::{self, Frame, Tone, badge},
    },
    words::format,
};

/// What somebody typed into the form.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub day: String,
    /// `category/reason`, `category/` or empty.
    pub reason: String,
    pub competitor: String,
    pub comment: String,
}

/// What stopped a deed.
#[derive(Debug)]
pub enum Problem {
    /// What was typed is no day.
    NoDay,
    Record(RecordError),
    TakeBack(TakeBackError),
}

/// A deed that was not done, with all that was typed.
#[derive(Debug)]
pub struct Refused {
    pub problem: Problem,
    pub typed: Option<Typed>,
}

impl Refused {
    /// 422 where the form can be mended, 409 where somebody or something was quicker.
    pub const fn status(&self) -> StatusCode {
        match self.problem {
            Problem::Record(RecordError::Meanwhile | RecordError::Erased) | Problem::TakeBack(_) => {
                StatusCode::CONFLICT
            }
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn words(&self, language: Language, zone: Tz) -> String {
        let words = match &self.problem {
            Problem::NoDay => t!(language, "departures-no-day"),
            Problem::Record(RecordError::ToCome) => t!(language, "departures-to-come"),
            Problem::Record(RecordError::BoughtSince { last_purchase }) => {
                t!(language, "departures-bought-since", at = format::date(language, *last_purchase, zone))
            }
            Problem::Record(RecordError::UnknownReason) => t!(language, "departures-unknown-reason"),
            Problem::Record(RecordError::LongCompetitor { length }) => {
                t!(language, "departures-long-competitor", length = *length)
            }
            Problem::Record(RecordError::LongComment(long)) => {
                t!(language, "departures-long-comment", length = long.length, limit = long.limit)
            }
            Problem::Record(RecordError::Erased) => t!(language, "departures-erased"),
            Problem::TakeBack(TakeBackError::Asked) => t!(language, "departures-asked"),
            Problem::TakeBack(TakeBackError::Silence) => t!(language, "departures-of-silence"),
            Problem::Record(_) | Problem::TakeBack(_) => t!(language, "departures-meanwhile"),
        };
        words.into_owned()
    }

    /// The field that is to blame.
    const fn field(&self) -> &'static str {
        match self.problem {
            Problem::NoDay | Problem::Record(RecordError::ToCome | RecordError::BoughtSince { .. }) => {
                "left_on"
            }
            Problem::Record(RecordError::UnknownReason) => "reason",
            Problem::Record(RecordError::LongCompetitor { .. }) => "competitor",
            Problem::Record(RecordError::LongComment(_)) => "comment",
            _ => "",
        }
    }
}

/// Everything that the section is made of.
pub struct Leaving {
    pub departures: Part<Told>,
    pub edits: Vec<Edit>,
    pub reasons: Vec<Known>,
    pub refused: Option<Refused>,
}

impl Leaving {
    /// The departure they have not returned from.
    pub fn open(&self) -> Option<&Told> {
        self.departures.rows.iter().find(|one| one.returned_at.is_none())
    }

    pub fn render(&self, frame: &Frame<'_>, customer: &Customer, zone: Tz, now: DateTime<Utc>) -> Markup {
        let language = frame.language;
        html! {
            @if let Some(refused) = &self.refused {
                div.card-body.departure-refused { (ui::notice(Tone::Bad, &refused.words(language, zone))) }
            }
            @if self.departures.rows.is_empty() {
                div.card-body.text-secondary { (t!(language, "departures-none")) }
            } @else {
                div.list-group.list-group-flush {
                    @for one in &self.departures.rows { (self.departure(frame, customer, one, zone)) }
                }
                (self.departures.ways(language))
            }
            @if !self.edits.is_empty() { (self.history(language, zone)) }
            // Further pages of the list do not show the open departure that the form would be about.
            @if customer.erased_at.is_none() && self.departures.first.is_none() { (self.form(frame, customer, zone, now)) }
        }
    }

    fn departure(&self, frame: &Frame<'_>, customer: &Customer, one: &Told, zone: Tz) -> Markup {
        let language = frame.language;
        let day = |at| format::date(language, at, zone);
        let by_silence = one.source == Source::Silence.code();
        html! {
            div.list-group-item.departure {
                div.d-flex.flex-wrap.justify-content-between.gap-2 {
                    strong { (t!(language, "departures-left", at = day(one.left_at))) }
                    @if let Some(at) = one.returned_at { (badge(Tone::Good, &t!(language, "departures-returned", at = day(at)))) }
                    @else { (badge(Tone::Bad, &t!(language, "departures-open"))) }
                }
                div.text-secondary { (source(language, &one.source, one.staff.as_deref())) }
                @if let Some(why) = self.why(language, one.category.as_deref(), one.reason.as_deref()) { div { (why) } }
                @if let Some(competitor) = &one.competitor {
                    div { span.text-secondary { (t!(language, "departures-competitor")) ": " } span.customer-words { (competitor) } }
                }
                @if let Some(comment) = &one.comment { blockquote.customer-words.mb-1 { (comment) } }
                @if !by_silence && !one.asked {
                    form.mt-2 method="post" action=(links::take_back_departure(&customer.external_id, one.id)) {
                        (frame.csrf())
                        button.btn.btn-sm.btn-outline-secondary type="submit" { (t!(language, "departures-take-back")) }
                    }
                } @else if one.asked {
                    div.text-secondary { (t!(language, "departures-was-asked")) }
                }
            }
        }
    }

    /// Category and reason in their newest words.
    fn why(&self, language: Language, category: Option<&str>, reason: Option<&str>) -> Option<String> {
        let category = category?;
        let known = self.reasons.iter().find(|one| one.code == category);
        let first = known.map_or(category, |known| known.title.get(language));
        let Some(reason) = reason else { return Some(first.to_owned()) };
        let second = known.and_then(|known| known.reasons.iter().find(|(code, _)| code == reason));
        let second = second.map_or(reason, |(_, title)| title.get(language));
        Some(format!("{first} → {second}"))
    }

    fn history(&self, language: Language, zone: Tz) -> Markup {
        html! {
            details.departure-history {
                summary { (t!(language, "departures-history")) }
                ul.list-unstyled.mb-0 {
                    @for edit in &self.edits {
                        li {
                            (t!(
                                language,
                                &format!("departures-history-{}", edit.deed),
                                at = format::moment(language, edit.at, zone),
                                who = edit.staff.clone().unwrap_or_else(|| t!(language, "departures-program").into_owned())
                            ))
                            " "
                            span.text-secondary {
                                (t!(language, "departures-history-was", at = format::date(language, edit.left_at, zone)))
                                " · " (source(language, &edit.source, None))
                                @if let Some(why) = self.why(language, edit.category.as_deref(), edit.reason.as_deref()) { " · " (why) }
                                @if let Some(competitor) = &edit.competitor { " · " (competitor) }
                                @if let Some(comment) = &edit.comment { " · " q.customer-words { (comment) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What the form says before anybody typed: what is known, or today.
    fn known(&self, zone: Tz, now: DateTime<Utc>) -> Typed {
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive().to_string();
        match self.open() {
            None => Typed { day: day(now), ..Typed::default() },
            Some(open) => Typed {
                day: day(open.left_at),
                reason: open
                    .category
                    .as_deref()
                    .map(|category| format!("{category}/{}", open.reason.as_deref().unwrap_or_default()))
                    .unwrap_or_default(),
                competitor: open.competitor.clone().unwrap_or_default(),
                comment: open.comment.clone().unwrap_or_default(),
            },
        }
    }

    fn form(&self, frame: &Frame<'_>, customer: &Customer, zone: Tz, now: DateTime<Utc>) -> Markup {
        let language = frame.language;
        let open = self.open();
        let refused = self.refused.as_ref().filter(|refused| refused.typed.is_some());
        let typed =
            refused.and_then(|refused| refused.typed.clone()).unwrap_or_else(|| self.known(zone, now));
        let bad = |field: &str| refused.is_some_and(|refused| refused.field() == field);
        let title = if open.is_some() { "departures-correct" } else { "departures-mark" };
        let today = now.with_timezone(&zone).date_naive().to_string();
        html! {
            details.deed.departure-form open[refused.is_some()] {
                summary { (ui::icon("note")) (t!(language, title)) }
                form method="post" action=(links::departures(&customer.external_id)) {
                    (frame.csrf())
                    @if let Some(open) = open {
                        input type="hidden" name="seen" value=(format!("{}.{}", open.id, open.updated_at.timestamp_micros()));
                    }
                    div.mb-3 {
                        label.form-label for="left_on" { (t!(language, "departures-day")) }
                        input.form-control.is-invalid[bad("left_on")] #left_on name="left_on" type="date" required
                            value=(typed.day) max=(today) aria-invalid=[bad("left_on").then_some("true")];
                    }
                    div.mb-3 {
                        label.form-label for="reason" { (t!(language, "departures-reason")) }
                        select.form-select.is-invalid[bad("reason")] #reason name="reason" aria-invalid=[bad("reason").then_some("true")] {
                            option value="" { (t!(language, "departures-reason-unknown")) }
                            @for category in &self.reasons {
                                optgroup label=(category.title.get(language)) {
                                    @for (code, title) in &category.reasons {
                                        @let value = format!("{}/{code}", category.code);
                                        option value=(value) selected[value == typed.reason] { (title.get(language)) }
                                    }
                                    @let value = format!("{}/", category.code);
                                    option value=(value) selected[value == typed.reason] {
                                        (t!(language, "departures-reason-category", category = category.title.get(language)))
                                    }
                                }
                            }
                        }
                    }
                    div.mb-3 {
                        label.form-label for="competitor" { (t!(language, "departures-competitor")) }
                        input.form-control.is-invalid[bad("competitor")] #competitor name="competitor" type="text"
                            value=(typed.competitor) autocomplete="off" aria-invalid=[bad("competitor").then_some("true")];
                    }
                    div.mb-3 {
                        label.form-label for="departure-comment" { (t!(language, "departures-comment")) }
                        textarea.form-control.is-invalid[bad("comment")] #departure-comment name="comment" rows="3"
                            aria-invalid=[bad("comment").then_some("true")] { (typed.comment) }
                    }
                    button.btn.btn-primary type="submit" {
                        (t!(language, if open.is_some() { "departures-correct-submit" } else { "departures-mark-submit" }))
                    }
                }
            }
        }
    }
}

/// On whose word a departure stands.
fn source(language: Language, source: &str, staff: Option<&str>) -> String {
    match staff {
        Some(staff) if source == Source::Staff.code() => {
            t!(language, "departures-marked-by", who = staff).into_owned()
        }
        _ => t!(language, &format!("departures-source-{source}")).into_owned(),
    }
}
