//! The complaints that a figure counted, and the customers behind 'kept after a complaint'.

use std::collections::{BTreeMap, HashMap};

use actix_web::HttpResponse;
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{Asked, ask, parts, rows::PAGE, understand};
use crate::{
    domain::{
        complaint::State,
        cut::Cut,
        facts::{Condition, Subject, Test},
        kept::{Group, Unit},
        language::Language,
        report::complaint_fields as fields,
        root_cause::RootCauses,
        severity::Severity,
    },
    reports::{complaints::kept, counting},
    store::{
        complained::{self, Complained},
        root_causes, staff,
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

/// The address that [`kept`] is told of instead of a subject.
pub const KEPT: &str = "kept";

/// The list of complaints.
pub async fn complaints(visitor: &Executive, house: &House, asked: &Asked) -> Result<HttpResponse, Failure> {
    let conditions = asked.conditions().map_err(|problem| Failure::BadRequest(problem.to_string()))?;
    let mut connection = house.connection().await?;
    let (_, asking) = understand(&mut connection, house, Subject::Complaints, asked).await?;
    let cut = asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?.view.cut;
    let page = asked.page();
    let skip = (page - 1).saturating_mul(PAGE);
    let (count, ids) =
        counting::rows(&mut connection, Subject::Complaints, &cut, &conditions, skip, PAGE).await?;
    let rows = complained::with_ids(&mut connection, &ids).await?;
    let causes = root_causes::all(&connection).await?;
    let owners: Vec<i64> = conditions.iter().filter_map(owner).collect();
    let names = staff::names(&mut connection, &owners).await?;
    let frame = Frame::new(house, visitor, links::BOARD);
    let list = List {
        language: frame.language,
        cut: &cut,
        files: parts::rows_files(frame.language, Subject::Complaints, &cut, &conditions),
        causes: &causes,
        names: &names,
        may_open: visitor.role.may_work_complaints(),
        zone: house.config().time_zone,
    };
    let language = frame.language;
    let more = usize::try_from(count).is_ok_and(|count| count > skip + ids.len());
    let first = (page > 1).then(|| ask::rows(Subject::Complaints, &cut, &conditions, 1));
    let next = more.then(|| ask::rows(Subject::Complaints, &cut, &conditions, page + 1));
    let head = html! {
        @for condition in &conditions { strong { (list.condition(condition)) } " · " }
        (t!(language, "board-complaints-opened-on", days = parts::days(language, cut.period))) (parts::cut_words(language, &cut))
    };
    let lines: Vec<Markup> = rows.iter().map(|row| list.line(row, None)).collect();
    Ok(ui::ok(list.page(
        &frame,
        &t!(language, "board-complaints-rows"),
        &head,
        count,
        page,
        &lines,
        (first, next),
    )))
}

/// The customers of a group of 'kept after a complaint': each with the complaint or the answer by which they are in it.
pub async fn kept(visitor: &Executive, house: &House, asked: &Asked) -> Result<HttpResponse, Failure> {
    let group = Group::parse(asked.get("group")).ok_or(Failure::NotFound)?;
    let bought = asked.get("bought") == "1";
    let mut connection = house.connection().await?;
    let (_, asking) = understand(&mut connection, house, Subject::Complaints, asked).await?;
    let cut = asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?.view.cut;
    let zone = house.config().time_zone;
    let gathered = kept::gather(&mut connection, &cut, zone, house.now()).await?;
    let units: Vec<&Unit> =
        gathered.units.iter().filter(|unit| unit.group == group && (unit.bought || !bought)).collect();
    let page = asked.page();
    let skip = (page - 1).saturating_mul(PAGE);
    let shown: Vec<&Unit> = units.iter().skip(skip).take(PAGE).copied().collect();
    let ids: Vec<i64> = shown.iter().filter(|_| group != Group::Silent).map(|unit| unit.row).collect();
    let rows: HashMap<i64, Complained> =
        complained::with_ids(&mut connection, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let causes = root_causes::all(&connection).await?;
    let frame = Frame::new(house, visitor, links::BOARD);
    let language = frame.language;
    let may_open = visitor.role.may_work_complaints();
    let list = List { language, cut: &cut, files: html! {}, causes: &causes, names: &[], may_open, zone };
    let lines: Vec<Markup> = shown
        .iter()
        .map(|unit| match rows.get(&unit.row) {
            Some(row) => list.line(row, Some(unit)),
            None => list.silent(unit),
        })
        .collect();
    let at = |page: usize| ask::kept_page(&cut, group, bought, page);
    let first = (page > 1).then(|| at(1));
    let next = (units.len() > skip + shown.len()).then(|| at(page + 1));
    let head = html! {
        strong { (t!(language, &format!("board-kept-{group}"))) } " · "
        @if bought { strong { (t!(language, "board-kept-bought")) } " · " }
        (parts::days(language, gathered.window)) (parts::cut_words(language, &cut))
    };
    let count = u64::try_from(units.len()).unwrap_or(u64::MAX);
    Ok(ui::ok(list.page(&frame, &t!(language, "board-kept-rows"), &head, count, page, &lines, (first, next))))
}

/// The member of staff that a condition names.
fn owner(condition: &Condition) -> Option<i64> {
    match &condition.test {
        Test::Is(id) if condition.field == fields::OWNER => id.parse().ok(),
        _ => None,
    }
}

struct List<'a> {
    language: Language,
    cut: &'a Cut,
    /// The files of the list, where it has any.
    files: Markup,
    causes: &'a RootCauses,
    names: &'a [(i64, String)],
    /// Whether the reader works complaints, and so may open them.
    may_open: bool,
    zone: Tz,
}

impl List<'_> {
    #[expect(clippy::too_many_arguments, reason = "the parts of one page, each named where it is made")]
    fn page(
        &self,
        frame: &Frame<'_>,
        title: &str,
        head: &Markup,
        count: u64,
        page: usize,
        lines: &[Markup],
        (first, next): (Option<String>, Option<String>),
    ) -> Markup {
        let language = self.language;
        frame.page(
            title,
            &self.files,
            &html! {
                (parts::reports(language, None, &self.cut.pairs()))
                p.board-days { (head) }
                p.text-secondary data-count=(count) {
                    (t!(language, "board-complaints-rows-count", count = count))
                    @if page > 1 { " · " (t!(language, "board-rows-page", page = page)) }
                }
                @if lines.is_empty() {
                    div.card { (ui::empty(&t!(language, "board-complaints-rows-none"), &t!(language, "board-answers-none-words"), None)) }
                } @else {
                    div.card { div.list-group.list-group-flush { @for line in lines { (line) } } }
                }
                (ui::pages(language, first.as_deref(), next.as_deref()))
            },
        )
    }

    fn line(&self, row: &Complained, unit: Option<&Unit>) -> Markup {
        let language = self.language;
        let state = State::parse(&row.state);
        let tone = if state.is_some_and(State::is_open) { Tone::Warning } else { Tone::Plain };
        let number = t!(language, "board-complaint", number = row.id.to_string());
        html! {
            article.list-group-item.board-answer {
                div.board-answer-head {
                    strong { @if self.may_open { a href=(links::complaint(row.id)) { (number) } } @else { (number) } }
                    @if let Some(state) = state { (ui::badge(tone, &t!(language, &format!("state-{state}")))) }
                    @if let Some(severity) = Severity::from_rank(row.severity) { (ui::badge(Tone::Plain, &t!(language, &format!("severity-{severity}")))) }
                    span.text-secondary {
                        (t!(language, "board-complaints-line-opened", day = format::date(language, row.opened_at, self.zone)))
                        @if let Some(at) = row.resolved_at { " · " (t!(language, "board-complaints-line-ended", day = format::date(language, at, self.zone))) }
                        @if let Some(store) = &row.store { " · " (store) }
                    }
                }
                @if let Some(subject) = &row.subject { p.prose.board-comment { (subject) } }
                @if let Some(cause) = &row.root_cause { p.text-secondary.mb-0 { (self.causes.title(language, cause)) } }
                @if let Some(unit) = unit { (self.paid(&unit.paid, unit.bought)) }
            }
        }
    }

    fn silent(&self, unit: &Unit) -> Markup {
        let language = self.language;
        html! {
            article.list-group-item.board-answer {
                div.board-answer-head {
                    strong { (t!(language, "board-kept-silent-line")) }
                    span.text-secondary { (format::month(language, unit.month)) }
                }
                (self.paid(&unit.paid, unit.bought))
            }
        }
    }

    fn paid(&self, paid: &BTreeMap<String, bigdecimal::BigDecimal>, bought: bool) -> Markup {
        let language = self.language;
        html! {
            p.mb-0 {
                @if bought { (t!(language, "board-kept-bought")) ": " } @else { (t!(language, "board-kept-not-bought")) " " }
                @for (currency, amount) in paid { (format::money(language, amount, currency)) " " }
            }
        }
    }

    /// A condition in words.
    fn condition(&self, condition: &Condition) -> String {
        let language = self.language;
        let name = |key: &str| t!(language, key).into_owned();
        match (condition.field.as_str(), &condition.test) {
            (fields::END, Test::Between(low, _)) if *low == fields::OPEN => name("board-complaints-open"),
            (fields::END, Test::Between(low, high)) => {
                let day = |number: i64| {
                    fields::day_of(number).map_or_else(String::new, |day| format::day(language, day))
                };
                if *high == fields::OPEN {
                    t!(language, "board-complaints-open-after", day = day(low - 1)).into_owned()
                } else {
                    t!(language, "board-complaints-ended-on", from = day(*low), till = day(*high))
                        .into_owned()
                }
            }
            (fields::OWNER, Test::Is(_)) => {
                let known = owner(condition).and_then(|id| self.names.iter().find(|(known, _)| *known == id));
                known.map_or_else(|| name("board-complaints-nobody"), |(_, name)| name.clone())
            }
            (fields::OWNER, _) => name("board-complaints-nobody"),
            (fields::SOURCE, Test::Is(word))
                if crate::words::has(language, &format!("find-source-{word}")) =>
            {
                name(&format!("find-source-{word}"))
            }
            (fields::SEVERITY, Test::Is(word)) if Severity::parse(word).is_some() => {
                name(&format!("severity-{word}"))
            }
            (fields::CAUSE, Test::Is(word)) => self.causes.title(language, word),
            (fields::CAUSE, Test::Absent) => name("board-complaints-no-cause"),
            (fields::RESOLUTION, Test::Is(word))
                if crate::words::has(language, &format!("desk-resolution-{word}")) =>
            {
                name(&format!("desk-resolution-{word}"))
            }
            (fields::RESOLUTION, Test::Absent) => name("board-complaints-no-resolution"),
            (fields::REOPENED, _) => name("board-complaints-reopened"),
            (field, test) => {
                let clock = [fields::ANSWER, fields::SOLVING]
                    .into_iter()
                    .zip(["answer", "solving"])
                    .find(|(clock, _)| [clock.worked, clock.in_time, clock.judged].contains(&field));
                match (clock, test) {
                    (Some((clock, key)), _) if field == clock.in_time => {
                        name(&format!("board-complaints-{key}-in-time"))
                    }
                    (Some((clock, key)), _) if field == clock.judged => {
                        name(&format!("board-complaints-{key}-judged"))
                    }
                    (Some((_, key)), _) => name(&format!("board-complaints-{key}-counted")),
                    (None, _) => fields::currency_of(field).map_or_else(
                        || condition.to_string(),
                        |currency| format!("{}: {currency}", name("board-complaints-paid")),
                    ),
                }
            }
        }
    }
}
