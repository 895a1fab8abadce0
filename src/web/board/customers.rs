//! The very customers that a figure counted. Who may not work complaints meets no customer: neither name nor number.

use actix_web::HttpResponse;
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{Asked, ask, parts, understand};
use crate::{
    domain::{
        cut::{Dimension, Grain, View},
        facts::{Condition, Subject, Test},
        language::Language,
        period::Period,
        report::Brought,
    },
    reports::customers,
    store::listed_customers::{self, Shown},
    t,
    web::{
        failure::Failure,
        house::House,
        links,
        ui::{self, Frame},
        visitor::Executive,
    },
    words::format,
};

/// Customers of one page.
const PAGE: usize = 50;

/// The list of an address.
///
/// # Errors
/// When the address is no view, or the database does not answer.
pub async fn show(visitor: &Executive, house: &House, asked: &Asked) -> Result<HttpResponse, Failure> {
    let conditions = asked.conditions().map_err(|problem| Failure::BadRequest(problem.to_string()))?;
    let mut connection = house.connection().await?;
    let (_, asking) = understand(&mut connection, house, Subject::Customers, asked).await?;
    let view = asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?.view;
    let zone = house.config().time_zone;
    let page = asked.page();
    let skip = (page - 1).saturating_mul(PAGE);
    let (count, ids) = customers::rows(&mut connection, &view, &conditions, zone, skip, PAGE).await?;
    let rows = listed_customers::with_ids(&mut connection, &ids).await?;
    let frame = Frame::new(house, visitor, links::BOARD);
    let (language, named) = (frame.language, visitor.role.may_work_complaints());
    let more = usize::try_from(count).is_ok_and(|count| count > skip + ids.len());
    let at = |page| ask::customers(&view, view.cut.period, &conditions, page);
    let (first, next) = ((page > 1).then(|| at(1)), more.then(|| at(page + 1)));
    Ok(ui::ok(frame.page(
        &t!(language, "board-buyers-title"),
        &html! {},
        &html! {
            (parts::reports(language, None, &view.cut.pairs()))
            p.board-days {
                @for condition in &conditions { strong { (condition_words(language, condition)) } " · " }
                (parts::days(language, view.cut.period)) (parts::cut_words(language, &view.cut))
            }
            p.text-secondary data-count=(count) {
                (t!(language, "board-buyers-count", count = count))
                @if page > 1 { " · " (t!(language, "board-rows-page", page = page)) }
            }
            @if rows.is_empty() {
                div.card { (ui::empty(&t!(language, "board-buyers-none"), &t!(language, "board-answers-none-words"), None)) }
            } @else {
                div.card { div.table-responsive tabindex="0" {
                    table.table.table-vcenter.card-table.board-folds {
                        thead { tr {
                            th { (t!(language, "board-buyers-customer")) }
                            th.number { (t!(language, "board-buyers-purchases")) }
                            th { (t!(language, "board-buyers-first")) }
                            th { (t!(language, "board-buyers-last")) }
                            th.number { (t!(language, "board-buyers-revenue")) }
                        } }
                        tbody { @for row in &rows { (customer(language, row, named, zone)) } }
                    }
                } }
            }
            (ui::pages(language, first.as_deref(), next.as_deref()))
        },
    )))
}

fn customer(language: Language, row: &Shown, named: bool, zone: Tz) -> Markup {
    let about: Vec<String> = [
        (Dimension::Segment, &row.segment),
        (Dimension::ValueClass, &row.value_class),
        (Dimension::Manager, &row.manager),
    ]
    .into_iter()
    .filter_map(|(dimension, word)| Some(parts::value_words(language, dimension, word.as_deref()?)))
    .collect();
    let name = if row.name.is_empty() { &row.external_id } else { &row.name };
    html! {
        tr.board-buyer {
            td {
                @if named { a href=(links::customer(&row.external_id)) { (name) } " " }
                @else if about.is_empty() { (t!(language, "board-customer")) }
                span.text-secondary { (about.join(" · ")) }
            }
            td.number data-label=(t!(language, "board-buyers-purchases")) { (format::whole(language, row.purchases)) }
            td data-label=(t!(language, "board-buyers-first")) { @if let Some(at) = row.first_at { (format::date(language, at, zone)) } }
            td data-label=(t!(language, "board-buyers-last")) { @if let Some(at) = row.last_at { (format::date(language, at, zone)) } }
            td.number data-label=(t!(language, "board-buyers-revenue")) {
                @for (currency, revenue) in row.currencies.iter().zip(&row.revenues) {
                    div { (format::money(language, revenue, currency)) }
                }
            }
        }
    }
}

/// A condition in words: `потеряны`, `класс A`.
fn condition_words(language: Language, condition: &Condition) -> String {
    let field = condition.field.as_str();
    if let Some(dimension) = Dimension::parse(field) {
        let word = match &condition.test {
            Test::Is(word) => word,
            _ => "",
        };
        return parts::value_words(language, dimension, word);
    }
    let known = |key: String| crate::words::has(language, &key).then(|| t!(language, &key).into_owned());
    let value = match &condition.test {
        Test::Is(word) if field == "cohort" => cohort_words(language, word),
        Test::Is(word) => known(format!("board-buyers-{field}-{word}")).unwrap_or_else(|| word.clone()),
        Test::Between(low, high) if low == high => low.to_string(),
        Test::Between(low, high) => format!("{low}–{high}"),
        Test::Among(numbers) => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", "),
        Test::Present => String::new(),
        Test::Absent => "–".to_owned(),
    };
    let name = known(format!("board-buyers-is-{field}")).unwrap_or_else(|| field.to_owned());
    // A yes needs no number.
    if matches!(condition.test, Test::Between(1, 1))
        && !matches!(field, "r" | "f" | "m" | "after" | "after_quarter")
    {
        return name;
    }
    format!("{name} {value}").trim_end().to_owned()
}

/// A month or a quarter of a cohort: `2026-03`, `2026-Q1`.
fn cohort_words(language: Language, word: &str) -> String {
    let (year, unit) = word.split_once('-').unwrap_or((word, ""));
    let (grain, month) = match unit.strip_prefix('Q') {
        Some(quarter) => {
            (Grain::Quarter, quarter.parse().ok().and_then(|one: u32| Some(one.checked_mul(3)? - 2)))
        }
        None => (Grain::Month, unit.parse().ok()),
    };
    let first = year.parse().ok().zip(month);
    let first = first.and_then(|(year, month)| chrono::NaiveDate::from_ymd_opt(year, month, 1));
    let days = first.and_then(|first| Period::new(first, grain.next(first)).ok());
    days.map_or_else(|| word.to_owned(), |days| parts::step_name(language, grain, days))
}

/// A count that leads to its customers.
#[must_use]
pub fn count(
    language: Language,
    view: &View,
    period: Period,
    conditions: &[Condition],
    count: u64,
) -> Markup {
    html! {
        @if count == 0 { span.figure { "0" } }
        @else { a.figure href=(ask::customers(view, period, conditions, 1)) { (format::whole(language, count)) } }
    }
}

/// That something holds.
#[must_use]
pub fn yes(field: &str) -> Condition {
    Condition::between(field, 1, 1)
}

/// Customers of one sort with their share and revenue, as cells of a table.
#[must_use]
pub fn brought(language: Language, sum: &Brought, all: &Brought, currency: &str, count: &Markup) -> Markup {
    let share = sum.share(all).value();
    html! {
        td.number data-label=(t!(language, "board-buyers-customers")) {
            (count)
            @if let Some(share) = share { div.small.text-secondary { (format::percent(language, share, 1)) } }
        }
        td.number data-label=(t!(language, "board-buyers-revenue")) {
            (format::money(language, &crate::domain::retention::amount(sum.revenue), currency))
            @if let Some(share) = sum.revenue_share(all) { div.small.text-secondary { (format::percent(language, share, 1)) } }
        }
    }
}

/// Heads of the cells of [`brought`].
#[must_use]
pub fn brought_head(language: Language) -> Markup {
    html! {
        th.number { (t!(language, "board-buyers-customers-of")) }
        th.number { (t!(language, "board-buyers-revenue-of")) }
    }
}

/// What a page of sorts of customers says around its cards; none of these where nobody bought.
#[must_use]
pub fn sorted(
    room: &super::room::Room<'_>,
    (currencies, chosen): (&[(String, u64)], Option<&str>),
    sorts: &[Brought],
    cards: Option<&Markup>,
    definition: &str,
) -> super::Page {
    let minus = t!(room.language(), "board-buyers-minus");
    let body = html! {
        (notes(room, currencies, chosen))
        @match cards {
            Some(cards) => {
                @if sorts.iter().any(|sort| sort.revenue < 0) { (ui::notice(ui::Tone::Plain, &minus)) }
                div.row.row-cards { (cards) }
            }
            None => (room.empty()),
        }
        p.board-definition #definition { (definition) }
    };
    super::Page { actions: html! {}, body }
}

/// What is said above figures in one of several currencies, with the way to the others; and of filters that cannot apply.
#[must_use]
pub fn notes(room: &super::room::Room<'_>, currencies: &[(String, u64)], chosen: Option<&str>) -> Markup {
    let language = room.language();
    let unheeded = crate::reports::buyers::unheeded(&room.view.cut.filters);
    html! {
        @for dimension in unheeded {
            @let name = t!(language, &format!("board-by-{dimension}"));
            (ui::notice(ui::Tone::Warning, &t!(language, "board-buyers-unheeded", name = name.as_ref())))
        }
        @if currencies.len() > 1 {
            nav.board-presets aria-label=(t!(language, "board-buyers-currency")) {
                span.text-secondary { (t!(language, "board-buyers-currencies")) }
                @for (code, count) in currencies {
                    @let here = chosen == Some(code.as_str());
                    @let mut view = room.view.clone();
                    @let address = { view.options.currency = crate::domain::money::Currency::parse(code).ok(); room.at(&view) };
                    a.btn.btn-sm.btn-primary[here].btn-outline-secondary[!here] href=(address) aria-current=[here.then_some("true")] {
                        (code) " · " (format::whole(language, *count))
                    }
                }
            }
        }
    }
}

/// A form that asks for one number beside the view as it is.
#[must_use]
pub fn ask_number(
    room: &super::room::Room<'_>,
    name: &str,
    label: &str,
    value: Option<u8>,
    most: u8,
) -> Markup {
    let language = room.language();
    let kept = room.view.pairs().into_iter().filter(|(known, _)| known != name);
    html! {
        form.board-form.board-number.d-print-none method="get" action=(links::board(room.report.code())) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            div {
                label.form-label for=(name) { (label) }
                input.form-control #(name) type="number" name=(name) min="1" max=(most) value=[value];
            }
            div.board-form-end { button.btn.btn-outline-secondary type="submit" { (t!(language, "board-show")) } }
        }
    }
}
