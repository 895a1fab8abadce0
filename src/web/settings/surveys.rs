//! Rules of the surveys: `/settings/surveys`. What each asks, when, and what all share.

mod page;
mod typed;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use self::{
    page::{Card, Page},
    typed::Typed,
};
use crate::{
    actions::{
        churn_definition::churn_definition,
        planning_rules::{self, RulesError, put_rules, put_sending, restore, rules_of, sending_rules},
    },
    domain::{
        departure::Silence,
        invitation::{Rules, Sending},
        questionnaire::SurveyKind,
    },
    store::{Connection, audit, questionnaires},
    web::{entry::see_other, failure::Failure, guarded::Guarded, house::House, links, ui, visitor::Admin},
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::SURVEYS, web::get().to(show))
        .route("/settings/surveys/{name}", web::post().to(save))
        .route("/settings/surveys/{name}/defaults", web::post().to(go_back_to_defaults));
}

#[derive(Default, Deserialize)]
struct Asked {
    done: Option<page::Done>,
}

type Fields = Vec<(String, String)>;

async fn show(visitor: Admin, house: Data<House>, query: Query<Asked>) -> Result<HttpResponse, Failure> {
    draw(&visitor, &house, query.done, None).await
}

async fn save(
    visitor: Admin,
    house: Data<House>,
    name: Path<String>,
    fields: Guarded<Fields>,
) -> Result<HttpResponse, Failure> {
    let kind = part(&name)?;
    let zone = house.config().time_zone;
    let by = Some(visitor.id);
    let mut connection = house.connection().await?;
    let typed = Typed::read(kind, &fields.0);
    let saved = match kind {
        Some(kind) => match typed.rules(kind) {
            Ok(rules) => put_rules(&mut connection, kind, &rules, by, house.now()).await,
            Err(typed) => return draw(&visitor, &house, None, Some(typed)).await,
        },
        None => match typed.sending(kept_zone(&mut connection, zone).await?) {
            Ok(sending) => put_sending(&mut connection, &sending, zone, by, house.now()).await,
            Err(typed) => return draw(&visitor, &house, None, Some(typed)).await,
        },
    };
    saved.map_err(fault)?;
    Ok(back(page::Done::Saved, &name))
}

async fn go_back_to_defaults(
    visitor: Admin,
    house: Data<House>,
    name: Path<String>,
    _: Guarded<Fields>,
) -> Result<HttpResponse, Failure> {
    let kind = part(&name)?;
    let mut connection = house.connection().await?;
    restore(&mut connection, kind, Some(visitor.id), house.now()).await.map_err(fault)?;
    Ok(back(page::Done::Restored, &name))
}

fn back(done: page::Done, name: &str) -> HttpResponse {
    see_other(&format!("{}?done={}#{name}", links::SURVEYS, done.code()))
}

/// Which card: a kind, or none for what all share.
fn part(name: &str) -> Result<Option<SurveyKind>, Failure> {
    if name == page::SHARED {
        return Ok(None);
    }
    SurveyKind::parse(name).map(Some).ok_or(Failure::NotFound)
}

/// The page has no field for the zone, so the one that was set stays.
async fn kept_zone(connection: &mut Connection, house: chrono_tz::Tz) -> Result<chrono_tz::Tz, Failure> {
    match sending_rules(connection, house).await {
        Ok(sending) => Ok(sending.zone),
        Err(RulesError::Store(error)) => Err(error.into()),
        Err(_) => Ok(house),
    }
}

fn fault(error: RulesError) -> Failure {
    match error {
        RulesError::Store(error) => error.into(),
        other => Failure::fault(other),
    }
}

/// What is set, or the defaults with what is wrong about the setting.
fn or_default<T>(read: Result<T, RulesError>, default: T) -> Result<(T, Option<String>), Failure> {
    match read {
        Ok(value) => Ok((value, None)),
        Err(RulesError::Store(error)) => Err(error.into()),
        Err(problem) => Ok((default, Some(problem.to_string()))),
    }
}

async fn draw(
    visitor: &Admin,
    house: &House,
    done: Option<page::Done>,
    refused: Option<Typed>,
) -> Result<HttpResponse, Failure> {
    let zone = house.config().time_zone;
    let mut connection = house.connection().await?;
    let read = sending_rules(&mut connection, zone).await;
    let (sending, shared_problem) = or_default(read, Sending { zone, ..Sending::default() })?;
    // One that can't be followed is told, and mended, on the page of the definition.
    let read = churn_definition(&mut connection).await.map_err(RulesError::from);
    let (silence, silence_problem) = or_default(read, Silence::default())?;
    let mut cards = Vec::new();
    for kind in SurveyKind::all() {
        let (rules, problem) = or_default(rules_of(&mut connection, *kind).await, Rules::of(*kind))?;
        let version = questionnaires::current(&mut connection, *kind).await?;
        cards.push(Card { kind: *kind, rules, problem, definition: version.map(|one| one.definition) });
    }
    let mut keys: Vec<String> = SurveyKind::all().iter().map(|kind| planning_rules::key(*kind)).collect();
    keys.push(planning_rules::SHARED.to_owned());
    let frame = ui::Frame::new(house, visitor, links::SURVEYS);
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page {
        frame: &frame,
        zone,
        sending,
        silence,
        silence_problem,
        shared_problem,
        cards,
        changes: audit::last_changes(&mut connection, &keys).await?,
        done,
        refused,
    };
    Ok(ui::respond(status, maud::Render::render(&page)))
}
