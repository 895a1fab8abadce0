//! `/desk/handover`: who has what, and everything that somebody has given to others at once.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::bulk::key;
use crate::{
    actions::{
        bulk::{BulkError, Heir, hand_over},
        complaint_step::Doer,
    },
    domain::language::Language,
    store::workload::{self, COUNTED, Colleague},
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::{Lead, Person},
    },
    words::format,
};

/// Choices beside the colleagues.
const SPREAD: &str = "spread";
const NOBODY: &str = "nobody";

pub fn routes(service: &mut web::ServiceConfig) {
    service.route(links::HANDOVER, web::get().to(show)).route(links::HANDOVER, web::post().to(post));
}

async fn show(visitor: Lead, house: Data<House>) -> Result<HttpResponse, Failure> {
    draw(&house, &visitor, StatusCode::OK, &Typed::default()).await
}

#[derive(Default, Deserialize)]
struct Typed {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    key: String,
}

impl Typed {
    /// From whom and to whom, where both are chosen and are not the same.
    fn read(&self) -> Option<(i64, Heir)> {
        let from = self.from.parse().ok()?;
        let heir = match self.to.as_str() {
            SPREAD => Heir::Spread,
            NOBODY => Heir::Nobody,
            id => Heir::One(id.parse().ok().filter(|to| *to != from)?),
        };
        Some((from, heir))
    }
}

async fn post(visitor: Lead, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let chosen = typed.read().filter(|_| !typed.key.is_empty() && typed.key.len() <= 64);
    let Some((from, to)) = chosen else {
        return draw(&house, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &typed).await;
    };
    let doer = Doer { id: visitor.id, role: visitor.role };
    let mut connection = house.connection().await?;
    match hand_over(&mut connection, doer, &typed.key, from, to, house.now()).await {
        Ok(bulk) => Ok(see_other(&links::bulk(bulk, None))),
        Err(BulkError::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}

async fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    typed: &Typed,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let holders = workload::holders(&mut connection, COUNTED).await?;
    let frame = Frame::new(house, person, links::DESK);
    let language = frame.language;
    let stranded = holders.iter().any(|one| one.gone && one.open > 0);
    let body = html! {
        nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
        @if status != StatusCode::OK { (ui::notice(Tone::Bad, &t!(language, "work-handover-choose"))) }
        @if stranded { (ui::notice(Tone::Warning, &t!(language, "work-handover-stranded"))) }
        div.row.g-3 {
            div.col-lg-7 { div.card { (table(language, &holders)) } }
            div.col-lg-5 { (form(&frame, &holders, typed)) }
        }
    };
    Ok(ui::respond(status, frame.page(&t!(language, "work-handover-title"), &html! {}, &body)))
}

fn table(language: Language, holders: &[Colleague]) -> Markup {
    html! {
        table.table.table-vcenter.card-table {
            caption.visually-hidden { (t!(language, "work-handover-caption")) }
            thead { tr {
                th scope="col" { (t!(language, "work-handover-who")) }
                th.number scope="col" { (t!(language, "work-handover-open")) }
            } }
            tbody {
                @for one in holders {
                    tr {
                        td {
                            (one.name)
                            @if one.gone { " " (ui::badge(Tone::Bad, &t!(language, "work-is-gone"))) }
                            @else if one.away { " " (ui::badge(Tone::Warning, &t!(language, "work-is-away"))) }
                        }
                        td.number { (count(language, one.open)) }
                    }
                }
            }
        }
    }
}

fn form(frame: &Frame<'_>, holders: &[Colleague], typed: &Typed) -> Markup {
    let language = frame.language;
    html! {
        form.card method="post" action=(links::HANDOVER) {
            (frame.csrf())
            input type="hidden" name="key" value=(key());
            div.card-body {
                p.text-secondary { (t!(language, "work-handover-lead")) }
                div.mb-3 {
                    label.form-label for="from" { (t!(language, "work-handover-from")) }
                    select.form-select #from name="from" required {
                        option value="" { (t!(language, "desk-choose")) }
                        @for one in holders.iter().filter(|one| one.open > 0) {
                            @let id = one.id.to_string();
                            option value=(id) selected[id == typed.from] {
                                (one.name) " · " (count(language, one.open))
                                @if one.gone { " · " (t!(language, "work-is-gone")) }
                            }
                        }
                    }
                }
                div.mb-3 {
                    label.form-label for="to" { (t!(language, "work-handover-to")) }
                    select.form-select #to name="to" required {
                        option value="" { (t!(language, "desk-choose")) }
                        option value=(SPREAD) selected[typed.to == SPREAD] { (t!(language, "work-handover-spread")) }
                        option value=(NOBODY) selected[typed.to == NOBODY] { (t!(language, "work-assign-nobody")) }
                        @for one in holders.iter().filter(|one| !one.gone) {
                            @let id = one.id.to_string();
                            option value=(id) selected[id == typed.to] { (one.name) @if one.away { " · " (t!(language, "work-is-away")) } }
                        }
                    }
                }
            }
            div.card-footer { button.btn.btn-primary type="submit" { (t!(language, "work-handover-submit")) } }
        }
    }
}

fn count(language: Language, open: i64) -> String {
    if open > COUNTED { format!("{COUNTED}+") } else { format::whole(language, open) }
}
