//! Links of other roads than mail: `/settings/links`. Open links with their codes, and the key of the shop's own page.

mod page;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use crate::{
    actions::put_open_link::{NewLink, put_open_link, restore_open_link, revoke_open_link},
    domain::{questionnaire::SurveyKind, token::ShortLink},
    store::open_links::{self, OpenLink},
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        sheet::{self, Label},
        ui,
        visitor::Admin,
    },
};

const LINKS_A_PAGE: usize = 50;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::ROADS, web::get().to(show))
        .route(links::ROADS, web::post().to(make))
        .route("/settings/links/{id}/revoke", web::post().to(revoke))
        .route("/settings/links/{id}/restore", web::post().to(restore))
        .route("/settings/links/{id}/print", web::get().to(print))
        .route("/settings/links/{id}/code.svg", web::get().to(code));
}

#[derive(Default, Deserialize)]
struct Asked {
    before: Option<i64>,
    done: Option<page::Done>,
}

/// What was typed into the form of a new link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Typed {
    kind: String,
    name: String,
    store: String,
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Deserialize)]
struct Print {
    #[serde(default)]
    size: Size,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Size {
    #[default]
    Poster,
    Labels,
}

async fn show(visitor: Admin, house: Data<House>, query: Query<Asked>) -> Result<HttpResponse, Failure> {
    draw(&visitor, &house, &query, &Typed::default(), None).await
}

async fn make(
    visitor: Admin,
    house: Data<House>,
    Guarded(typed): Guarded<Typed>,
) -> Result<HttpResponse, Failure> {
    let link = match NewLink::parse(&typed.kind, &typed.name, &typed.store) {
        Ok(link) => link,
        Err(problem) => return draw(&visitor, &house, &Asked::default(), &typed, Some(problem)).await,
    };
    let mut connection = house.connection().await?;
    put_open_link(&mut connection, &link, visitor.id, house.now()).await?;
    Ok(back(page::Done::Made))
}

async fn revoke(
    visitor: Admin,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = revoke_open_link(&mut connection, *id, visitor.id, house.now()).await?;
    Ok(back(if done { page::Done::Revoked } else { page::Done::Gone }))
}

async fn restore(
    visitor: Admin,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = restore_open_link(&mut connection, *id, visitor.id, house.now()).await?;
    Ok(back(if done { page::Done::Restored } else { page::Done::Gone }))
}

async fn print(
    visitor: Admin,
    house: Data<House>,
    id: Path<i64>,
    query: Query<Print>,
) -> Result<HttpResponse, Failure> {
    let (link, address) = find(&house, *id).await?;
    let brand = house.brand();
    let label = Label {
        // What customers read is in the company's language, whoever prints it.
        language: house.language(),
        kind: SurveyKind::parse(&link.kind).unwrap_or(SurveyKind::Purchase),
        brand: &brand.name,
        address: &address,
        order_number: None,
    };
    let page = match query.size {
        Size::Poster => sheet::poster(&label, link.store.as_deref()),
        Size::Labels => sheet::labels(&label),
    };
    tracing::debug!(staff = visitor.id, "a code is printed");
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.map_err(Failure::fault)?))
}

async fn code(_visitor: Admin, house: Data<House>, id: Path<i64>) -> Result<HttpResponse, Failure> {
    let (link, address) = find(&house, *id).await?;
    let name = format!("attachment; filename=\"otklik-{}.svg\"", link.id);
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(sheet::svg(&address).map_err(Failure::fault)?))
}

/// A link that is given, and its address.
async fn find(house: &House, id: i64) -> Result<(OpenLink, String), Failure> {
    let link = open_links::find(&mut *house.connection().await?, id).await?;
    let link = link.filter(|link| link.revoked_at.is_none()).ok_or(Failure::NotFound)?;
    Ok((link, address(house, id)))
}

fn address(house: &House, id: i64) -> String {
    let code = house.shared.keys.short_code(ShortLink::Open, id);
    house.config().short_url(&links::open_form(&code)).into()
}

fn back(done: page::Done) -> HttpResponse {
    see_other(&format!("{}?done={}", links::ROADS, done.code()))
}

async fn draw(
    visitor: &Admin,
    house: &House,
    asked: &Asked,
    typed: &Typed,
    problem: Option<crate::actions::put_open_link::BadLink>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let one_more = i64::try_from(LINKS_A_PAGE + 1).map_err(Failure::fault)?;
    let mut listed = open_links::list(&mut connection, asked.before, one_more).await?;
    let more = listed.len() > LINKS_A_PAGE;
    listed.truncate(LINKS_A_PAGE);
    let frame = ui::Frame::new(house, visitor, links::ROADS);
    let page = page::Page {
        frame: &frame,
        zone: house.config().time_zone,
        base: &house.config().base_url,
        key: house.shared.keys.shared_key(),
        next: listed.last().filter(|_| more).map(|link| link.id),
        links: listed.into_iter().map(|link| (address(house, link.id), link)).collect(),
        is_first: asked.before.is_none(),
        done: asked.done,
        typed,
        problem,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(ui::respond(status, maud::Render::render(&page)))
}
