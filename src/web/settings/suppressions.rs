//! Addresses that get no letters: `/settings/suppressions`. Who is on the list and why; entered and taken off by hand.

mod page;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use crate::{
    actions::suppress::{self, Refusal},
    store::suppressions,
    web::{entry::see_other, failure::Failure, guarded::Guarded, house::House, links, ui, visitor::Admin},
};

const ENTRIES_A_PAGE: usize = 50;
/// The longest beginning of an address that is looked for: no address is longer.
const LONGEST_BEGINNING: usize = 254;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::SUPPRESSIONS, web::get().to(show))
        .route(links::SUPPRESSIONS, web::post().to(add))
        .route("/settings/suppressions/{id}/remove", web::post().to(remove));
}

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    address: String,
    before: Option<i64>,
    done: Option<page::Done>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    address: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
struct Removal {
    #[serde(default)]
    why: String,
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    draw(&visitor, &house, &asked, page::Typed::default(), StatusCode::OK).await
}

async fn add(visitor: Admin, house: Data<House>, form: Guarded<Entry>) -> Result<HttpResponse, Failure> {
    let Guarded(entry) = form;
    let surveys_only = entry.scope != "all";
    let mut connection = house.connection().await?;
    let made = suppress::suppress(
        &mut connection,
        &entry.address,
        surveys_only,
        &entry.why,
        visitor.id,
        house.now(),
    )
    .await;
    drop(connection);
    let typed = |problem| page::Typed {
        address: entry.address.clone(),
        all: !surveys_only,
        why: entry.why.clone(),
        problem: Some(problem),
    };
    let problem = match made {
        Ok(()) => return Ok(back(page::Done::Added)),
        Err(Refusal::Store(cause)) => return Err(cause.into()),
        Err(Refusal::Address(_)) => page::Problem::Address,
        Err(Refusal::NoReason) => page::Problem::Reason,
        Err(Refusal::There | Refusal::Gone) => page::Problem::There,
    };
    draw(&visitor, &house, &Asked::default(), typed(problem), StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn remove(
    visitor: Admin,
    house: Data<House>,
    id: Path<i64>,
    form: Guarded<Removal>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let released = suppress::release(&mut connection, *id, &form.0.why, visitor.id, house.now()).await;
    drop(connection);
    match released {
        Ok(()) => Ok(back(page::Done::Removed)),
        Err(Refusal::Store(cause)) => Err(cause.into()),
        Err(Refusal::NoReason) => {
            let asked = Asked { done: Some(page::Done::NoReason), ..Asked::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            draw(&visitor, &house, &asked, page::Typed::default(), status).await
        }
        Err(Refusal::Gone | Refusal::There | Refusal::Address(_)) => Ok(back(page::Done::Gone)),
    }
}

fn back(done: page::Done) -> HttpResponse {
    see_other(&format!("{}?done={}", links::SUPPRESSIONS, done.code()))
}

async fn draw(
    visitor: &Admin,
    house: &House,
    asked: &Asked,
    typed: page::Typed,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let looked_for: String =
        asked.address.trim().chars().filter(|c| *c != '\0').take(LONGEST_BEGINNING).collect();
    let one_more = i64::try_from(ENTRIES_A_PAGE + 1).map_err(Failure::fault)?;
    let mut entries = suppressions::list(&mut connection, &looked_for, asked.before, one_more).await?;
    let more = entries.len() > ENTRIES_A_PAGE;
    entries.truncate(ENTRIES_A_PAGE);
    let frame = ui::Frame::new(house, visitor, links::SUPPRESSIONS);
    let page = page::Page {
        frame: &frame,
        zone: house.config().time_zone,
        next: entries.last().filter(|_| more).map(|entry| entry.id),
        entries: &entries,
        looked_for: &looked_for,
        is_first: asked.before.is_none(),
        done: asked.done,
        typed,
    };
    Ok(ui::respond(status, maud::Render::render(&page)))
}
