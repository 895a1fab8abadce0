//! The very departures that a figure counted, and the reason that somebody gives one where none was told.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono_tz::Tz;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Asked, Pairs, ask, parts, understand};
use crate::{
    actions::code_departure::{CodeError, code_departure, undo_coding},
    domain::{
        departure::Known,
        facts::{Condition, Subject, Test},
        language::Language,
        reason,
    },
    reports::counting,
    store::{
        departed::{self, Departed},
        reasons::{self, Known as Category},
    },
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone, badge},
        visitor::{Executive, Person},
    },
    words::format,
};

/// Rows of one page.
const PAGE: usize = 50;

/// What is needed to draw departures.
struct List<'a> {
    frame: &'a Frame<'a>,
    reasons: &'a [Category],
    /// Whether the reader works complaints, and so may know customers.
    may_open: bool,
    zone: Tz,
    /// The address that a deed leads back to.
    back: &'a str,
}

/// The list of what a figure counted.
pub async fn show(visitor: Executive, house: Data<House>, pairs: Pairs) -> Result<HttpResponse, Failure> {
    let asked = Asked::new(pairs.into_inner());
    let subject = Subject::Departures;
    let conditions = asked.conditions().map_err(|problem| Failure::BadRequest(problem.to_string()))?;
    let mut connection = house.connection().await?;
    let (_, asking) = understand(&mut connection, &house, subject, &asked).await?;
    let cut = asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?.view.cut;
    let page = asked.page();
    let skip = (page - 1).saturating_mul(PAGE);
    let (count, ids) = counting::rows(&mut connection, subject, &cut, &conditions, skip, PAGE).await?;
    let rows = departed::with_ids(&mut connection, &ids).await?;
    let done = match asked.get("done").parse() {
        Ok(id) => departed::with_ids(&mut connection, &[id]).await?.pop(),
        Err(_) => None,
    };
    let reasons = reasons::all(&mut connection).await?;
    let frame = Frame::new(&house, &visitor, links::BOARD);
    let language = frame.language;
    let back = ask::rows(subject, &cut, &conditions, page);
    let (may_open, zone) = (visitor.role.may_work_complaints(), house.config().time_zone);
    let list = List { frame: &frame, reasons: &reasons, may_open, zone, back: &back };
    let more = usize::try_from(count).is_ok_and(|count| count > skip + ids.len());
    let first = (page > 1).then(|| ask::rows(subject, &cut, &conditions, 1));
    let next = more.then(|| ask::rows(subject, &cut, &conditions, page + 1));
    Ok(ui::ok(frame.page(
        &t!(language, "board-departures-title"),
        &parts::rows_files(language, subject, &cut, &conditions),
        &html! {
            (parts::reports(language, None, &cut.pairs()))
            @if let Some(done) = &done { (list.done(done)) }
            p.board-days {
                @for condition in &conditions { strong { (words(language, condition, &reasons)) } " · " }
                (parts::days(language, cut.period)) (parts::cut_words(language, &cut))
            }
            p.text-secondary data-count=(count) {
                (t!(language, "board-departures-count", count = count))
                @if page > 1 { " · " (t!(language, "board-rows-page", page = page)) }
            }
            @if rows.is_empty() {
                div.card { (ui::empty(&t!(language, "board-departures-none"), &t!(language, "board-answers-none-words"), None)) }
            } @else {
                div.card { div.list-group.list-group-flush { @for row in &rows { (list.row(row, "")) } } }
            }
            (ui::pages(language, first.as_deref(), next.as_deref()))
        },
    )))
}

/// A condition in words: `Причина: дорого`.
fn words(language: Language, condition: &Condition, reasons: &[Category]) -> String {
    let field = condition.field.as_str();
    let (key, code) = match field.split_once(':') {
        Some(("shown", code)) => ("shown", Some(code)),
        Some(("shown_category", code)) => ("shown_category", Some(code)),
        _ => (field, None),
    };
    let known = [
        "reason",
        "reason_category",
        "preventable",
        "source",
        "competitor",
        "bring_back",
        "returned",
        "months",
        "shown",
        "shown_category",
        "said",
        "said_category",
    ];
    let name = if known.contains(&key) {
        t!(language, &format!("board-departures-field-{}", key.replace('_', "-"))).into_owned()
    } else {
        field.to_owned()
    };
    let value = match (&condition.test, code) {
        (_, Some(code)) => Some(of_code(language, reasons, code)),
        (Test::Present, None) => None,
        (Test::Absent, None) => Some("–".to_owned()),
        (Test::Among(numbers), None) => {
            Some(numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", "))
        }
        (Test::Is(word), None) => Some(match key {
            "reason" => reason::of_key(word).map_or_else(
                || word.clone(),
                |(category, code)| told(language, reasons, category, Some(code)),
            ),
            "reason_category" | "said_category" | "said" => of_code(language, reasons, word),
            "preventable" => t!(language, &format!("board-preventable-{word}")).into_owned(),
            "source" => t!(language, &format!("board-source-{word}")).into_owned(),
            _ => word.clone(),
        }),
        (Test::Between(low, high), None) => Some(format!("{low}–{high}")),
    };
    value.map_or_else(|| name.clone(), |value| format!("{name}: {value}"))
}

/// A category or a reason by its code alone.
fn of_code(language: Language, reasons: &[Category], code: &str) -> String {
    let category = reasons.iter().find(|one| one.code == code).map(|one| &one.title);
    let reason = reasons.iter().flat_map(|one| &one.reasons).find(|(known, _)| known == code);
    let title = category.or(reason.map(|(_, title)| title));
    title.map_or_else(|| code.to_owned(), |title| title.get(language).to_owned())
}

/// Category and reason in their newest words.
fn told(language: Language, reasons: &[Category], category: &str, reason: Option<&str>) -> String {
    let known = reasons.iter().find(|one| one.code == category);
    let first = known.map_or(category, |known| known.title.get(language));
    let Some(reason) = reason else { return first.to_owned() };
    let second = known.and_then(|known| known.reasons.iter().find(|(code, _)| code == reason));
    format!("{first} → {}", second.map_or(reason, |(_, title)| title.get(language)))
}

impl List<'_> {
    fn row(&self, one: &Departed, typed: &str) -> Markup {
        let language = self.frame.language;
        let day = |at| format::date(language, at, self.zone);
        let known = one.known();
        html! {
            article.list-group-item.board-departure id=(format!("d{}", one.id)) {
                div.board-answer-head {
                    strong { (day(one.left_at)) }
                    @match &known {
                        Some(Known { category, reason, .. }) => (badge(Tone::Plain, &told(language, self.reasons, category, *reason))),
                        None => (badge(Tone::Warning, &t!(language, "board-reasons-unknown-short"))),
                    }
                    @if let Some(at) = one.returned_at { (badge(Tone::Good, &t!(language, "departures-returned", at = day(at)))) }
                    span.text-secondary {
                        (t!(language, &format!("board-source-{}", one.source)))
                        @if known.is_some_and(|known| known.by_customer) { " · " (t!(language, "board-departures-by-customer")) }
                    }
                    @if self.may_open && !one.erased {
                        span.board-answer-links { a href=(links::customer(&one.customer)) { (t!(language, "board-customer")) } }
                    }
                }
                @if let Some(competitor) = &one.competitor { div { span.text-secondary { (t!(language, "departures-competitor")) ": " } span.customer-words { (competitor) } } }
                @if let Some(words) = &one.comment { p.prose.board-comment { (words) } }
                @if let Some(words) = &one.bring_back { p.prose.board-comment { span.text-secondary { (t!(language, "board-departures-field-bring-back")) ": " } (words) } }
                @if let Some(words) = &one.note { p.prose.board-comment { span.text-secondary { (t!(language, "board-departures-note")) ": " } (words) } }
                @if one.coded { (self.coded(one)) }
                @if known.is_none_or(|known| !known.tells()) { (self.form(one, typed)) }
            }
        }
    }

    /// The choice of a reason for a departure that has none yet.
    fn form(&self, one: &Departed, typed: &str) -> Markup {
        let language = self.frame.language;
        let id = format!("reason-{}", one.id);
        // Without words there is nothing to read a reason from, though somebody may know it.
        let has_words = one.comment.is_some() || one.note.is_some() || one.bring_back.is_some();
        let form = html! {
            form.board-coding.d-print-none method="post" action=(links::code_departure(one.id)) {
                (self.frame.csrf())
                (self.hidden(one))
                label.form-label for=(id) { (t!(language, "board-departures-code")) }
                select.form-select.form-select-sm id=(id) name="reason" required {
                    option value="" { (t!(language, "board-departures-choose")) }
                    @for category in self.reasons.iter().filter(|category| category.code != "other") {
                        optgroup label=(category.title.get(language)) {
                            @for (code, title) in &category.reasons {
                                @let value = format!("{}/{code}", category.code);
                                option value=(value) selected[value == typed] { (title.get(language)) }
                            }
                            @let value = format!("{}/", category.code);
                            option value=(value) selected[value == typed] { (t!(language, "departures-reason-category", category = category.title.get(language))) }
                        }
                    }
                }
                button.btn.btn-sm.btn-outline-primary type="submit" { (t!(language, "board-departures-put")) }
            }
        };
        html! {
            @if has_words { (form) }
            @else { details.d-print-none open[!typed.is_empty()] { summary.text-secondary { (t!(language, "board-departures-say")) } (form) } }
        }
    }

    fn hidden(&self, one: &Departed) -> Markup {
        html! {
            input type="hidden" name="seen" value=(one.updated_at.timestamp_micros());
            input type="hidden" name="back" value=(self.back);
        }
    }

    /// Who gave the reason, and the way back.
    fn coded(&self, one: &Departed) -> Markup {
        let language = self.frame.language;
        let who = one.coded_by.clone().unwrap_or_default();
        html! {
            form.board-coded method="post" action=(links::undo_coding(one.id)) {
                (self.frame.csrf())
                (self.hidden(one))
                span.text-secondary { (t!(language, "board-departures-coded", who = who)) } " "
                button.btn.btn-sm.btn-outline-secondary.d-print-none type="submit" { (t!(language, "board-departures-undo")) }
            }
        }
    }

    /// What was just done, with its undoing: the departure itself may have left the list.
    fn done(&self, one: &Departed) -> Markup {
        let language = self.frame.language;
        let reason = one.known().map_or_else(
            || t!(language, "board-reasons-unknown-short").into_owned(),
            |known| told(language, self.reasons, known.category, known.reason),
        );
        let words = if one.coded { "board-departures-done" } else { "board-departures-undone" };
        html! {
            (ui::notice(Tone::Good, &t!(language, words, reason = reason)))
            @if one.coded { div.mb-3 { (self.coded(one)) } }
        }
    }
}

#[derive(Deserialize)]
pub struct Coding {
    #[serde(default)]
    seen: String,
    /// `category/reason` or `category/`.
    #[serde(default)]
    reason: String,
    #[serde(default)]
    back: String,
}

/// Gives a departure its reason.
pub async fn code(
    visitor: Executive,
    house: Data<House>,
    id: Path<i64>,
    form: Guarded<Coding>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let (id, seen) = (*id, form.seen.parse().unwrap_or(0));
    let (category, reason) = form.reason.split_once('/').unwrap_or((&form.reason, ""));
    let given = (category, Some(reason).filter(|reason| !reason.is_empty()));
    let mut connection = house.connection().await?;
    let done = if form.reason.contains('\0') {
        Err(CodeError::UnknownReason)
    } else {
        code_departure(&mut connection, id, seen, given, visitor.id, house.now()).await
    };
    drop(connection);
    answer(&visitor, &house, id, &form, done).await
}

/// Takes a reason given here back.
pub async fn undo(
    visitor: Executive,
    house: Data<House>,
    id: Path<i64>,
    form: Guarded<Coding>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let mut connection = house.connection().await?;
    let seen = form.seen.parse().unwrap_or(0);
    let done = undo_coding(&mut connection, *id, seen, visitor.id, house.now()).await;
    drop(connection);
    answer(&visitor, &house, *id, &form, done).await
}

async fn answer(
    person: &Person,
    house: &House,
    id: i64,
    form: &Coding,
    done: Result<(), CodeError>,
) -> Result<HttpResponse, Failure> {
    let list = links::board("rows/departures");
    // Only back to a list: an address from a form leads nowhere else.
    let back = if form.back.starts_with(&format!("{list}?")) { form.back.as_str() } else { &list };
    let (status, words) = match done {
        Ok(()) => {
            let and = if back.contains('?') { '&' } else { '?' };
            return Ok(see_other(&format!("{back}{and}done={id}")));
        }
        Err(CodeError::Unknown) => return Err(Failure::NotFound),
        Err(CodeError::Store(error)) => return Err(error.into()),
        Err(CodeError::UnknownReason) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "board-departures-unknown-reason")
        }
        Err(CodeError::Known | CodeError::Meanwhile) => (StatusCode::CONFLICT, "board-departures-meanwhile"),
    };
    let mut connection = house.connection().await?;
    let rows = departed::with_ids(&mut connection, &[id]).await?;
    let reasons = reasons::all(&mut connection).await?;
    let frame = Frame::new(house, person, links::BOARD);
    let language = frame.language;
    let (may_open, zone) = (person.role.may_work_complaints(), house.config().time_zone);
    let list = List { frame: &frame, reasons: &reasons, may_open, zone, back };
    let page = frame.page(
        &t!(language, "board-departures-title"),
        &html! {},
        &html! {
            (ui::notice(Tone::Bad, &t!(language, words)))
            div.card { div.list-group.list-group-flush { @for row in &rows { (list.row(row, &form.reason)) } } }
            p.mt-3 { a href=(back) { (t!(language, "board-departures-back")) } }
        },
    );
    Ok(ui::respond(status, page))
}
