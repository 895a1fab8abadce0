//! `/desk/bulk/{id}`: what became of one deed on many complaints, row by row, and its undoing.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::wording;
use crate::{
    actions::bulk::{BulkError, Deed, Heir, Order, undo_bulk},
    domain::language::Language,
    store::{
        Connection,
        bulk_deeds::{self, BulkDeed, Line, PAGE},
        workload,
    },
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::Handler,
    },
    words::format,
};

/// The outcomes in the order in which they are told.
const OUTCOMES: [&str; 6] = ["pending", "done", "already", "refused", "undone", "kept"];

pub fn routes(service: &mut web::ServiceConfig) {
    service.route("/desk/bulk/{id}", web::get().to(show)).route("/desk/bulk/{id}/undo", web::post().to(undo));
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    after: i64,
}

async fn show(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let bulk = bulk_deeds::by_id(&mut connection, *id)
        .await?
        .filter(|bulk| bulk.staff_id == visitor.id || visitor.role.may_take_over())
        .ok_or(Failure::NotFound)?;
    let order = Order::of(&bulk).map_err(Failure::fault)?;
    let frame = Frame::new(&house, &visitor, links::DESK);
    let language = frame.language;
    let title = title(&mut connection, language, &order.deed, &house).await?;
    let tally = bulk_deeds::tally(&mut connection, *id).await?;
    let mut lines = bulk_deeds::lines(&mut connection, *id, wanted.after).await?;
    let room = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > room;
    lines.truncate(room);
    let next = lines.last().filter(|_| more).map(|line| links::bulk(*id, Some(line.complaint_id)));
    let first = (wanted.after > 0).then(|| links::bulk(*id, None));
    let mine = bulk.staff_id == visitor.id;
    let body = html! {
        nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
        (state(&frame, &bulk, &tally, mine))
        @if lines.is_empty() { div.card { (ui::empty(&t!(language, "work-result-empty"), &t!(language, "work-result-empty-body"), None)) } }
        @else { div.card { (table(language, &lines)) } }
        (ui::pages(language, first.as_deref(), next.as_deref()))
    };
    Ok(ui::respond(StatusCode::OK, frame.page(&title, &html! {}, &body)))
}

/// How far it is, what it came to, and the way back.
fn state(frame: &Frame<'_>, bulk: &BulkDeed, tally: &[(String, i64)], mine: bool) -> Markup {
    let language = frame.language;
    let count =
        |outcome: &str| tally.iter().find(|(known, _)| known == outcome).map_or(0, |(_, count)| *count);
    let runs = bulk.finished_at.is_none();
    html! {
        div.card.mb-3 { div.card-body.bulk-state {
            ul.list-inline.mb-0 {
                @for outcome in OUTCOMES {
                    @let found = count(outcome);
                    @if found > 0 {
                        li.list-inline-item {
                            (ui::badge(tone(outcome), &t!(language, &format!("work-outcome-{outcome}"))))
                            " " strong { (format::whole(language, found)) }
                        }
                    }
                }
            }
            @if runs {
                p.mb-0 role="status" {
                    (t!(language, "work-result-runs")) " "
                    a href=(links::bulk(bulk.id, None)) { (t!(language, "work-result-again")) }
                }
            } @else if mine && bulk.undone_at.is_none() && count("done") > 0 {
                form method="post" action=(links::undo_bulk(bulk.id)) {
                    (frame.csrf())
                    button.btn.btn-outline-secondary type="submit" { (ui::icon("reply")) (t!(language, "work-undo")) }
                }
            }
        } }
    }
}

fn table(language: Language, lines: &[Line]) -> Markup {
    html! {
        table.table.table-vcenter.card-table.stacks {
            caption.visually-hidden { (t!(language, "work-result-caption")) }
            thead { tr {
                th scope="col" { (t!(language, "work-result-complaint")) }
                th scope="col" { (t!(language, "work-result-outcome")) }
                th scope="col" { (t!(language, "desk-field-owner")) }
                th scope="col" { (t!(language, "desk-column-state")) }
            } }
            tbody {
                @for line in lines {
                    @let (state_tone, state) = wording::state(language, &line.state);
                    tr {
                        td {
                            a href=(links::complaint(line.complaint_id)) { (t!(language, "desk-number", number = line.complaint_id.to_string())) }
                            div.q-under { (line.customer) }
                        }
                        td {
                            (ui::badge(tone(&line.outcome), &t!(language, &format!("work-outcome-{}", line.outcome))))
                            @if let Some(detail) = &line.detail { div.q-under { (why(language, detail)) } }
                        }
                        td { @match &line.owner { Some(owner) => (owner), None => (t!(language, "desk-owner-nobody")) } }
                        td { (ui::badge(state_tone, &state)) }
                    }
                }
            }
        }
    }
}

fn tone(outcome: &str) -> Tone {
    match outcome {
        "done" => Tone::Good,
        "refused" | "kept" => Tone::Warning,
        "pending" => Tone::Notice,
        _ => Tone::Plain,
    }
}

/// The reason that was kept, in words.
fn why(language: Language, detail: &str) -> String {
    let (code, about) = detail.split_once(':').unwrap_or((detail, ""));
    match code {
        "taken" => t!(language, "work-why-taken", owner = about),
        "over" => t!(language, "work-why-over", state = wording::state(language, about).1),
        "merged" => t!(language, "work-problem-merged", into = about),
        "free" => t!(language, "work-why-free"),
        "colleague" => t!(language, "work-problem-colleague"),
        "moment" => t!(language, "work-problem-past"),
        _ => t!(language, "work-why-changed"),
    }
    .into_owned()
}

async fn title(
    connection: &mut Connection,
    language: Language,
    deed: &Deed,
    house: &House,
) -> Result<String, Failure> {
    let mut names = Vec::new();
    for id in match deed {
        Deed::Assign { to: Some(to) } => vec![*to],
        Deed::HandOver { from, to: Heir::One(to) } => vec![*from, *to],
        Deed::HandOver { from, .. } => vec![*from],
        _ => Vec::new(),
    } {
        names.push(workload::name(connection, id).await?.unwrap_or_else(|| "—".to_owned()));
    }
    let name = |at: usize| names.get(at).map_or("—", String::as_str);
    Ok(match deed {
        Deed::Take => t!(language, "work-title-take"),
        Deed::Assign { to: None } => t!(language, "work-title-free"),
        Deed::Assign { to: Some(_) } => t!(language, "work-title-assign", to = name(0)),
        Deed::Snooze { until, .. } => {
            let until = format::moment(language, *until, house.config().time_zone);
            t!(language, "work-title-snooze", until = until)
        }
        Deed::HandOver { to: Heir::Nobody, .. } => {
            t!(language, "work-title-hand-over-free", from = name(0))
        }
        Deed::HandOver { to: Heir::Spread, .. } => {
            t!(language, "work-title-hand-over-spread", from = name(0))
        }
        Deed::HandOver { to: Heir::One(_), .. } => {
            t!(language, "work-title-hand-over", from = name(0), to = name(1))
        }
    }
    .into_owned())
}

#[derive(Deserialize)]
struct Nothing {}

async fn undo(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    match undo_bulk(&mut connection, *id, visitor.id, house.now()).await {
        Ok(()) => Ok(see_other(&links::bulk(*id, None))),
        Err(BulkError::Unknown) => Err(Failure::NotFound),
        Err(BulkError::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}
