//! What the clocks of complaints run by: `/settings/clocks`. Hours of the week, limits by severity, days that are otherwise.

mod page;
mod typed;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use self::{
    page::{Done, Page},
    typed::{Form, Problem, TypedDay},
};
use super::meanwhile::{Met, again, unless_met};
use crate::{
    actions::{
        clockwork::clockwork,
        put_clocks::{self, NotPut},
        sync_calendar,
    },
    domain::{clock::Clockwork, moment},
    store::{Connection, calendar_days},
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame},
        visitor::{Admin, Person},
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::CLOCKS, web::get().to(show))
        .route(links::CLOCKS, web::post().to(put))
        .route(links::CLOCKS_DAYS, web::post().to(put_day))
        .route(links::CLOCKS_DAYS_REMOVE, web::post().to(remove_day));
}

#[derive(Default, Deserialize)]
struct Asked {
    /// Whose exceptions are shown; this year's otherwise.
    year: Option<i32>,
    /// The one that is to be changed.
    day: Option<NaiveDate>,
    done: Option<Done>,
}

#[derive(Deserialize)]
struct Removal {
    #[serde(default)]
    day: String,
}

/// What was typed and refused.
#[derive(Default)]
struct Refused {
    form: Option<Form>,
    day: Option<TypedDay>,
    problem: Option<Problem>,
    /// What somebody else kept meanwhile.
    met: Option<Met>,
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    draw(&mut connection, &house, &visitor, &asked, Refused::default(), StatusCode::OK).await
}

async fn put(visitor: Admin, house: Data<House>, form: Guarded<Form>) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let mut connection = house.connection().await?;
    let asked = Asked::default();
    let (calendar, targets) = match form.read() {
        Ok(read) => read,
        Err(problem) => {
            let refused = Refused { form: Some(form), problem: Some(problem), ..Refused::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return draw(&mut connection, &house, &visitor, &asked, refused, status).await;
        }
    };
    if form.is_trial() {
        let refused = Refused { form: Some(form), ..Refused::default() };
        return draw(&mut connection, &house, &visitor, &asked, refused, StatusCode::OK).await;
    }
    let language = visitor.language;
    let stored =
        async |connection: &mut Connection| Ok(Form::from(&clockwork(connection).await?).labelled(language));
    let typed = form.labelled(language);
    let put = unless_met(&mut connection, form.get("shown"), &typed, stored, async |connection| {
        put_clocks::put_clocks(connection, &calendar, &targets, visitor.id, house.now()).await
    });
    match put.await {
        Ok(None) => Ok(see_other(&format!("{}?done=saved", links::CLOCKS))),
        Ok(met) => {
            let refused = Refused { form: Some(form), met, ..Refused::default() };
            draw(&mut connection, &house, &visitor, &asked, refused, StatusCode::CONFLICT).await
        }
        Err(NotPut::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}

async fn put_day(
    visitor: Admin,
    house: Data<House>,
    form: Guarded<TypedDay>,
) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let mut connection = house.connection().await?;
    let problem = match typed.read() {
        Err(problem) => problem,
        Ok((day, otherwise)) => {
            let (note, now) = (&typed.note, house.now());
            match put_clocks::put_day(&mut connection, day, &otherwise, note, visitor.id, now).await {
                Ok(()) => return Ok(see_other(&links::clocks_of_year(day.year(), Some(Done::Day.code())))),
                Err(NotPut::Store(error)) => return Err(error.into()),
                Err(NotPut::Year) => Problem::Year,
                Err(NotPut::Note) => Problem::Note,
                Err(other) => return Err(Failure::fault(other)),
            }
        }
    };
    let year = moment::parse_day(&typed.day).ok().map(|day| day.year());
    let refused = Refused { day: Some(typed), problem: Some(problem), ..Refused::default() };
    let asked = Asked { year, ..Asked::default() };
    draw(&mut connection, &house, &visitor, &asked, refused, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn remove_day(
    visitor: Admin,
    house: Data<House>,
    form: Guarded<Removal>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let Ok(day) = moment::parse_day(&form.0.day) else { return Err(Failure::NotFound) };
    match put_clocks::remove_day(&mut connection, day, visitor.id, house.now()).await {
        Ok(()) => Ok(see_other(&links::clocks_of_year(day.year(), Some(Done::Removed.code())))),
        Err(NotPut::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}

async fn draw(
    connection: &mut Connection,
    house: &House,
    person: &Person,
    asked: &Asked,
    refused: Refused,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let now = house.now();
    let stored = clockwork(connection).await?;
    let shown = match (&refused.met, &refused.form) {
        (Some(met), _) => met.stored.shown(),
        (None, Some(form)) => again(form.get("shown")),
        (None, None) => Form::from(&stored).labelled(person.language).shown(),
    };
    let form = refused.form.unwrap_or_else(|| Form::from(&stored));
    // What was typed is tried on the dated exceptions that hold.
    let meant = form.read().ok().map(|(mut calendar, targets)| {
        calendar.days.clone_from(&stored.calendar.days);
        Clockwork { calendar, targets, version: stored.version }
    });
    let this_year = stored.calendar.date(now).year();
    let year = asked.day.map(|day| day.year()).or(asked.year).unwrap_or(this_year);
    let year = year.clamp(*put_clocks::YEARS.start(), *put_clocks::YEARS.end());
    let days = calendar_days::of_year(connection, year).await?;
    let typed_day = refused.day.unwrap_or_else(|| {
        let known = asked.day.and_then(|day| days.iter().find(|row| row.day == day));
        known.map(TypedDay::from).unwrap_or_default()
    });
    let mut years = calendar_days::years(connection).await?;
    years.extend([this_year, this_year + 1, year]);
    years.sort_unstable();
    years.dedup();
    let source = sync_calendar::source(year).map_err(Failure::fault)?;
    let page = Page {
        frame: &Frame::new(house, person, links::CLOCKS),
        now,
        form: &form,
        clockwork: meant.as_ref(),
        shown: &shown,
        met: refused.met.as_ref(),
        year,
        years: &years,
        days: &days,
        source: source.as_deref(),
        day: &typed_day,
        problem: refused.problem,
        done: asked.done,
    };
    Ok(ui::respond(status, page.render()))
}
