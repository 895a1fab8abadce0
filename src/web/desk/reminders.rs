//! `/desk/reminders`: what one wanted to be reminded of; and whether one is away.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data},
};
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    bulk::away_switch,
    wording::{self, Clock},
};
use crate::{
    actions::assigning::be_away,
    domain::{complaint::State, text},
    store::{
        reminders::{self, Line},
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

pub fn routes(service: &mut web::ServiceConfig) {
    service.route(links::REMINDERS, web::get().to(show)).route(links::AWAY, web::post().to(switch));
}

async fn show(visitor: Handler, house: Data<House>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let lines = reminders::of_staff(&mut connection, visitor.id).await?;
    let away = workload::away_since(&connection, visitor.id).await?.is_some();
    let frame = Frame::new(&house, &visitor, links::DESK);
    let language = frame.language;
    let body = html! {
        nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
        div.card {
            @if lines.is_empty() { (ui::empty(&t!(language, "work-reminders-empty"), &t!(language, "work-reminders-empty-body"), None)) }
            @else {
                table.table.table-vcenter.card-table.stacks {
                    caption.visually-hidden { (t!(language, "work-reminders-title")) }
                    thead { tr {
                        th scope="col" { (t!(language, "work-reminders-when")) }
                        th scope="col" { (t!(language, "desk-column-customer")) }
                        th scope="col" { (t!(language, "desk-column-clock")) }
                    } }
                    tbody { @for line in &lines { (row(&frame, &house, house.now(), line)) } }
                }
            }
        }
    };
    let page = frame.page(&t!(language, "work-reminders-title"), &away_switch(&frame, away), &body);
    Ok(ui::respond(StatusCode::OK, page))
}

fn row(frame: &Frame<'_>, house: &House, now: DateTime<Utc>, line: &Line) -> Markup {
    let language = frame.language;
    let zone = house.config().time_zone;
    let name = wording::customer(&line.customer, &line.customer_external_id);
    let clock = Clock::next(language, now, State::parse(&line.state), line.next_deadline);
    html! {
        tr {
            td {
                (format::moment(language, line.until, zone))
                @if line.rung_at.is_some() { " " (ui::badge(Tone::Notice, &t!(language, "work-reminder"))) }
                @else if !line.waits { " " (ui::badge(Tone::Notice, &t!(language, "work-reminder-early"))) }
            }
            td {
                a href=(links::complaint(line.complaint_id)) { (line.complaint_id) " " (name) }
                @if let Some(note) = &line.note { div.q-under { (text::one_line(note, 160)) } }
            }
            td { span class=(clock.class()) { (ui::icon(clock.picture)) (clock.words) } }
        }
    }
}

#[derive(Deserialize)]
struct Away {
    #[serde(default)]
    away: String,
}

async fn switch(visitor: Handler, house: Data<House>, form: Guarded<Away>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    be_away(&mut connection, visitor.id, form.0.away == "yes", house.now()).await?;
    Ok(see_other(links::REMINDERS))
}
