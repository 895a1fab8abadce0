//! One deed on many complaints: the boxes in the queue's rows, the bar below them, and its POST.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};
use tokio::try_join;

use crate::{
    actions::{
        assigning::assigning,
        bulk::{BulkError, Deed, do_to_many},
        complaint_step::Doer,
    },
    domain::{language::Language, reminder::Preset},
    store::{Connection, StoreError, reminders, workload},
    t,
    web::{
        assets,
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::{Handler, Person},
    },
    words::format,
};

/// The form that the boxes of the rows belong to.
const FORM: &str = "bulk";
/// The choice that frees complaints.
const NOBODY: &str = "nobody";

pub fn routes(service: &mut web::ServiceConfig) {
    service.route(links::BULK, web::post().to(post));
}

/// A key by which a form sent twice is one deed.
pub fn key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// What the queue shows for it.
pub struct Bulk {
    key: String,
    colleagues: Vec<(i64, String)>,
    /// Of the rows shown, those whose reminder rang.
    rung: Vec<i64>,
    leads: bool,
    /// Whether the visitor is away, where that means anything.
    away: Option<bool>,
}

impl Bulk {
    pub async fn read(connection: &Connection, person: &Person, shown: &[i64]) -> Result<Self, StoreError> {
        let (away, assigning, colleagues, rung) = try_join!(
            workload::away_since(connection, person.id),
            assigning(connection),
            workload::colleagues(connection),
            reminders::rung_among(connection, shown)
        )?;
        let away = away.is_some();
        Ok(Self {
            key: key(),
            colleagues,
            rung,
            leads: person.role.may_take_over(),
            away: (away || assigning.on).then_some(away),
        })
    }

    /// Beside the title: reminders, handing over, and whether one is away.
    pub fn aside(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        html! {
            a.btn.btn-ghost-secondary href=(links::REMINDERS) { (ui::icon("clock")) (t!(language, "work-reminders")) }
            @if self.leads { a.btn.btn-ghost-secondary href=(links::HANDOVER) { (t!(language, "work-handover")) } }
            @if let Some(away) = self.away { (away_switch(frame, away)) }
        }
    }

    pub fn head(&self, language: Language) -> Markup {
        html! {
            th.q-pick scope="col" {
                span.visually-hidden { (t!(language, "work-pick")) }
                input.form-check-input.pick-all type="checkbox" hidden aria-label=(t!(language, "work-pick-all"));
            }
        }
    }

    pub fn cell(&self, language: Language, number: i64) -> Markup {
        let label = t!(language, "work-pick-one", number = number.to_string());
        html! {
            td.q-pick { input.form-check-input type="checkbox" name="number" value=(number) form=(FORM) aria-label=(label); }
        }
    }

    pub fn mark(&self, language: Language, number: i64) -> Markup {
        html! { @if self.rung.contains(&number) { " " (ui::badge(Tone::Notice, &t!(language, "work-reminder"))) } }
    }

    /// What may be done to the rows that are marked.
    pub fn bar(&self, frame: &Frame<'_>, now: DateTime<Utc>, zone: Tz) -> Markup {
        let language = frame.language;
        html! {
            form.card.bulk-bar #(FORM) method="post" action=(links::BULK) aria-label=(t!(language, "work-bulk")) {
                (frame.csrf())
                input type="hidden" name="key" value=(self.key);
                span.bulk-count data-words=(t!(language, "work-bulk-chosen")) { (t!(language, "work-bulk")) }
                button.btn type="submit" name="deed" value="take" { (t!(language, "work-bulk-take")) }
                span.input-group {
                    select.form-select name="to" aria-label=(t!(language, "work-assign-to")) {
                        option value="" { (t!(language, "work-bulk-whom")) }
                        @for (id, name) in &self.colleagues { option value=(id) { (name) } }
                        option value=(NOBODY) { (t!(language, "work-assign-nobody")) }
                    }
                    button.btn type="submit" name="deed" value="assign" { (t!(language, "work-assign-submit")) }
                }
                span.input-group {
                    select.form-select name="when" aria-label=(t!(language, "work-snooze-until")) {
                        @for preset in Preset::all() {
                            option value=(preset.code()) {
                                (t!(language, &format!("work-preset-{}", preset.code()))) ", " (format::date(language, preset.at(now, zone), zone))
                            }
                        }
                    }
                    button.btn type="submit" name="deed" value="snooze" { (t!(language, "work-snooze-submit")) }
                }
                script src=(assets::path("bulk.js")) defer {}
            }
        }
    }
}

/// 'I am away', or 'I am back'.
pub fn away_switch(frame: &Frame<'_>, away: bool) -> Markup {
    let language = frame.language;
    html! {
        form.away-switch method="post" action=(links::AWAY) {
            (frame.csrf())
            @if away { (ui::badge(Tone::Warning, &t!(language, "work-away"))) }
            button.btn.btn-ghost-secondary type="submit" name="away" value=(if away { "no" } else { "yes" }) {
                @if away { (t!(language, "work-be-back")) } @else { (t!(language, "work-be-away")) }
            }
        }
    }
}

/// What was wrong with the form.
enum Problem {
    NothingChosen,
    NoColleague,
    TooMany,
}

async fn post(
    visitor: Handler,
    house: Data<House>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let field = |name: &str| form.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
    let now = house.now();
    let mut numbers: Vec<i64> = form
        .0
        .iter()
        .filter(|(name, _)| name == "number")
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Ok(refuse(&house, &visitor, &Problem::NothingChosen));
    }
    let deed = match field("deed") {
        "take" => Deed::Take,
        "assign" => match field("to") {
            NOBODY => Deed::Assign { to: None },
            id => match id.parse() {
                Ok(to) => Deed::Assign { to: Some(to) },
                Err(_) => return Ok(refuse(&house, &visitor, &Problem::NoColleague)),
            },
        },
        "snooze" => {
            let preset =
                Preset::parse(field("when")).ok_or_else(|| Failure::BadRequest("when".to_owned()))?;
            Deed::Snooze { until: preset.at(now, house.config().time_zone), note: None }
        }
        _ => return Err(Failure::BadRequest("deed".to_owned())),
    };
    let key = Some(field("key")).filter(|key| !key.is_empty() && key.len() <= 64);
    let key = key.ok_or_else(|| Failure::BadRequest("key".to_owned()))?;
    let doer = Doer { id: visitor.id, role: visitor.role };
    let mut connection = house.connection().await?;
    match do_to_many(&mut connection, doer, key, deed, &numbers, now).await {
        Ok(bulk) => Ok(see_other(&links::bulk(bulk, None))),
        Err(BulkError::TooMany) => Ok(refuse(&house, &visitor, &Problem::TooMany)),
        Err(BulkError::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}

fn refuse(house: &House, person: &Person, problem: &Problem) -> HttpResponse {
    let frame = Frame::new(house, person, links::DESK);
    let language = frame.language;
    let words = match problem {
        Problem::NothingChosen => t!(language, "work-bulk-nothing"),
        Problem::NoColleague => t!(language, "work-problem-colleague"),
        Problem::TooMany => t!(language, "work-bulk-too-many"),
    };
    let body = html! {
        (ui::notice(Tone::Bad, &words))
        p { a.btn.btn-primary href=(links::DESK) { (t!(language, "desk-back")) } }
    };
    ui::respond(
        StatusCode::UNPROCESSABLE_ENTITY,
        frame.page(&t!(language, "work-bulk-title"), &html! {}, &body),
    )
}
