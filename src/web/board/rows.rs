//! The very rows that a figure counted, newest first.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{Asked, Pairs, ask, complaint_rows, invited::List, parts, rows_file, understand};
use crate::{
    domain::{
        facts::{Condition, Subject, Test, rating_of},
        language::Language,
        mask::masked,
        nps::{NpsCategory, NpsScore},
        questionnaire::Wording,
        rating::Rating,
    },
    reports::{
        counting,
        rows::{Reader, Rows},
    },
    store::{
        answered::{self, Answered},
        invited,
        layouts::{self, Layout},
        parameters,
    },
    t,
    web::{
        failure::Failure,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::Executive,
    },
    words::format,
};

/// Rows of one page.
pub(super) const PAGE: usize = 50;

/// One page of answers and all that is needed to read them.
struct Answers<'a> {
    layouts: &'a [Layout],
    titles: &'a [(String, Wording)],
    /// Whether the reader works complaints, and so may know customers.
    may_open: bool,
    zone: Tz,
}

pub async fn show(
    visitor: Executive,
    house: Data<House>,
    subject: Path<String>,
    pairs: Pairs,
) -> Result<HttpResponse, Failure> {
    let (name, ending) =
        subject.rsplit_once('.').map_or((subject.as_str(), None), |(name, ending)| (name, Some(ending)));
    let asked = Asked::new(pairs.into_inner());
    if *subject == complaint_rows::KEPT {
        return complaint_rows::kept(&visitor, &house, &asked).await;
    }
    let subject = match Subject::parse(name).ok_or(Failure::NotFound)? {
        Subject::Customers if ending.is_some() => return Err(Failure::NotFound),
        subject if ending.is_some() => subject,
        Subject::Complaints => return complaint_rows::complaints(&visitor, &house, &asked).await,
        Subject::Customers => return super::customers::show(&visitor, &house, &asked).await,
        // These have a page of their own, where they can be coded.
        Subject::Departures => return Err(Failure::NotFound),
        subject @ (Subject::Answers | Subject::Invitations) => subject,
    };
    let conditions = asked.conditions().map_err(|problem| Failure::BadRequest(problem.to_string()))?;
    let mut connection = house.connection().await?;
    let (_, asking) = understand(&mut connection, &house, subject, &asked).await?;
    let cut = asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?.view.cut;
    if let Some(ending) = ending {
        let reader =
            Reader { zone: house.config().time_zone, knows_customers: visitor.role.may_work_complaints() };
        let rows = Rows::open(&mut connection, subject, cut.clone(), conditions, reader).await?;
        drop(connection);
        return rows_file::file(&house.pool, subject, cut, rows, ending).await;
    }
    let page = asked.page();
    let skip = (page - 1).saturating_mul(PAGE);
    let (count, ids) = counting::rows(&mut connection, subject, &cut, &conditions, skip, PAGE).await?;
    let more = usize::try_from(count).is_ok_and(|count| count > skip + ids.len());
    let may_open = visitor.role.may_work_complaints();
    let zone = house.config().time_zone;
    if subject == Subject::Invitations {
        let rows = invited::with_ids(&mut connection, &ids).await?;
        let (cut, conditions, rows) = (&cut, conditions.as_slice(), rows.as_slice());
        let list = List { cut, conditions, count, rows, page, more, may_open, zone };
        return Ok(ui::ok(list.draw(&Frame::new(&house, &visitor, links::BOARD))));
    }
    let rows = answered::with_ids(&mut connection, &ids).await?;
    let layouts = layouts::all(&mut connection).await?;
    let titles = parameters::titles(&connection).await?;
    let answers = Answers { layouts: &layouts, titles: &titles, may_open, zone };
    let frame = Frame::new(&house, &visitor, links::BOARD);
    let language = frame.language;
    let first = (page > 1).then(|| ask::rows(subject, &cut, &conditions, 1));
    let next = more.then(|| ask::rows(subject, &cut, &conditions, page + 1));
    Ok(ui::ok(frame.page(
        &t!(language, "board-answers-title"),
        &parts::rows_files(language, subject, &cut, &conditions),
        &html! {
            (parts::reports(language, None, &cut.pairs()))
            p.board-days {
                @for condition in &conditions { strong { (condition_words(language, condition, &titles)) } " · " }
                (parts::days(language, cut.period)) (parts::cut_words(language, &cut))
            }
            p.text-secondary data-count=(count) {
                (t!(language, "board-answers-count", count = count))
                @if page > 1 { " · " (t!(language, "board-rows-page", page = page)) }
            }
            @if rows.is_empty() {
                div.card { (ui::empty(&t!(language, "board-answers-none"), &t!(language, "board-answers-none-words"), None)) }
            } @else {
                div.card { div.list-group.list-group-flush {
                    @for row in &rows { (answer(language, &answers, row)) }
                } }
            }
            (ui::pages(language, first.as_deref(), next.as_deref()))
        },
    )))
}

/// A condition in words: `NPS 9–10`, `Доставка: 0–3`.
fn condition_words(language: Language, condition: &Condition, titles: &[(String, Wording)]) -> String {
    let name = match condition.field.as_str() {
        "nps" => "NPS".to_owned(),
        "satisfaction" => t!(language, "board-overall").into_owned(),
        "version" => t!(language, "board-version").into_owned(),
        field => rating_of(field)
            .map_or_else(|| field.to_owned(), |(code, ..)| title(language, titles, code).to_owned()),
    };
    let unit = if condition.field == "satisfaction" { " %" } else { "" };
    match &condition.test {
        Test::Present => name,
        Test::Absent => format!("{name}: –"),
        Test::Is(word) => format!("{name}: {word}"),
        Test::Between(-1, -1) => format!("{name}: {}", t!(language, "board-not-applicable")),
        Test::Between(low, high) if low == high => format!("{name}: {low}{unit}"),
        Test::Between(low, high) => format!("{name}: {low}–{high}{unit}"),
        Test::Among(numbers) => {
            let numbers: Vec<_> = numbers.iter().map(i64::to_string).collect();
            format!("{name}: {}", numbers.join(", "))
        }
    }
}

fn title<'a>(language: Language, titles: &'a [(String, Wording)], code: &'a str) -> &'a str {
    titles.iter().find(|(known, _)| known == code).map_or(code, |(_, words)| words.get(language))
}

fn answer(language: Language, page: &Answers<'_>, row: &Answered) -> Markup {
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
            @if let Some(comment) = &row.comment {
                p.prose.board-comment { @if page.may_open { (comment) } @else { (masked(comment)) } }
            }
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

fn ratings(language: Language, page: &Answers<'_>, row: &Answered) -> Markup {
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
