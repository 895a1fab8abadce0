//! The very answers that a figure counted, newest first.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{ask, parts};
use crate::{
    domain::{
        language::Language,
        nps::{NpsCategory, NpsScore},
        questionnaire::Wording,
        rating::Rating,
        report::{Counted, Cut},
    },
    store::figures::{
        answers::{After, Answered},
        satisfaction::Layout,
    },
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// One page of answers and all that is needed to read them.
pub struct Page<'a> {
    pub cut: &'a Cut,
    pub counted: &'a Counted,
    /// How many the figure counted in all.
    pub all: u64,
    pub rows: &'a [Answered],
    pub layouts: &'a [Layout],
    pub titles: &'a [(String, Wording)],
    /// Whether this is the first page.
    pub first: bool,
    /// Whether there may be another.
    pub more: bool,
    /// Whether the reader works complaints, and so may know customers.
    pub may_open: bool,
    pub zone: Tz,
}

/// The section of the navigation that a figure belongs to.
#[must_use]
pub fn section(counted: &Counted) -> &'static str {
    if matches!(counted, Counted::Nps(_)) { links::BOARD } else { links::SATISFACTION }
}

#[must_use]
pub fn page(frame: &Frame<'_>, page: &Page<'_>) -> Markup {
    let language = frame.language;
    let name = if matches!(page.counted, Counted::Nps(_)) { "nps" } else { "satisfaction" };
    let first = (!page.first).then(|| ask::answers(page.cut, page.counted, None));
    let next = page.rows.last().filter(|_| page.more).map(|last| {
        let after = After { answered_at: last.answered_at, id: last.id };
        ask::answers(page.cut, page.counted, Some(after))
    });
    frame.page(
        &t!(language, "board-answers-title"),
        &html! { a.btn.btn-outline-secondary href=(ask::address(name, page.cut)) { (t!(language, "board-back")) } },
        &html! {
            p.board-days {
                strong { (figure(language, page)) } " · " (parts::days(language, page.cut.period)) (parts::cut_words(language, page.cut))
            }
            p.text-secondary data-count=(page.all) { (t!(language, "board-answers-count", count = page.all)) }
            @if page.rows.is_empty() {
                div.card { (ui::empty(&t!(language, "board-answers-none"), &t!(language, "board-answers-none-words"), None)) }
            } @else {
                div.card { div.list-group.list-group-flush {
                    @for row in page.rows { (answer(language, page, row)) }
                } }
            }
            (ui::pages(language, first.as_deref(), next.as_deref()))
        },
    )
}

/// The figure in words: `NPS 9–10`, `Доставка: 0–3`.
fn figure(language: Language, page: &Page<'_>) -> String {
    let bounds = |low: u8, high: u8| if low == high { low.to_string() } else { format!("{low}–{high}") };
    match page.counted {
        Counted::Nps(scores) => format!("NPS {}", bounds(scores.low, scores.high)),
        Counted::Satisfaction(scores) => {
            format!("{}: {} %", t!(language, "board-overall"), bounds(scores.low, scores.high))
        }
        Counted::Rating { parameter, scores, .. } => {
            let code = parameter.as_str();
            let title = title(language, page.titles, code);
            let scores = scores.map_or_else(
                || t!(language, "board-not-applicable").into_owned(),
                |scores| bounds(scores.low, scores.high),
            );
            format!("{title}: {scores}")
        }
    }
}

fn title<'a>(language: Language, titles: &'a [(String, Wording)], code: &'a str) -> &'a str {
    titles.iter().find(|(known, _)| known == code).map_or(code, |(_, words)| words.get(language))
}

fn answer(language: Language, page: &Page<'_>, row: &Answered) -> Markup {
    html! {
        article.list-group-item.board-answer {
            div.board-answer-head {
                @if let Some(score) = row.nps { (nps_badge(score)) }
                @if let Some(percent) = row.satisfaction { (ui::badge(Tone::Plain, &t!(language, "board-satisfied", percent = percent))) }
                span.text-secondary {
                    (format::moment(language, row.answered_at, page.zone))
                    @if let Some(store) = &row.store { " · " (store) }
                }
                @if page.may_open {
                    span.board-answer-links {
                        @if let Some(complaint) = row.complaint { a href=(links::complaint(complaint)) { (t!(language, "board-complaint", number = complaint.to_string())) } }
                        a href=(links::customer(&row.customer)) { (t!(language, "board-customer")) }
                    }
                } @else if row.complaint.is_some() {
                    span.board-answer-links.text-secondary { (t!(language, "board-complaint-made")) }
                }
            }
            @if let Some(comment) = &row.comment { p.prose.board-comment { (comment) } }
            (ratings(language, page, row))
        }
    }
}

fn nps_badge(score: i16) -> Markup {
    let tone = match NpsScore::try_from(i64::from(score)).map(NpsScore::category) {
        Ok(NpsCategory::Promoter) => Tone::Good,
        Ok(NpsCategory::Passive) => Tone::Warning,
        _ => Tone::Bad,
    };
    ui::badge(tone, &format!("NPS {score}"))
}

fn ratings(language: Language, page: &Page<'_>, row: &Answered) -> Markup {
    let layout = page.layouts.iter().find(|layout| layout.version == row.version_id);
    let Some((layout, scale)) = layout.and_then(|layout| Some((layout, layout.scale()?))) else {
        return html! {};
    };
    let given: Vec<_> = layout
        .parameters
        .iter()
        .zip(&row.ratings)
        .filter_map(|(code, rating)| match Rating::from_code(*rating, scale) {
            Ok(Rating::Score(score)) => {
                Some((code, t!(language, "board-of-scale", score = score, high = scale.high())))
            }
            Ok(Rating::NotApplicable) => Some((code, t!(language, "board-not-applicable-short"))),
            _ => None,
        })
        .collect();
    html! {
        @if !given.is_empty() {
            dl.board-ratings {
                @for (code, words) in given {
                    div { dt { (title(language, page.titles, code)) } dd.figure { (words) } }
                }
            }
        }
    }
}
