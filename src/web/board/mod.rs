//! The board: `/board/…`, reports for executives.

mod answers;
mod ask;
mod nps;
mod parts;
mod satisfaction;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Query},
};
use maud::Markup;

use self::{
    ask::{Asked, Asking, Problem},
    parts::Chooser,
};
use super::{
    entry::see_other,
    failure::Failure,
    house::House,
    links,
    ui::{self, Frame},
    visitor::Executive,
};
use crate::{
    domain::{period::Period, report::Cut},
    reports::{self, Sections},
    store::{Connection, figures, parameters},
};

/// Rows of one page of answers.
const PAGE: i64 = 50;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::BOARD, web::get().to(show_nps))
        .route(links::SATISFACTION, web::get().to(show_satisfaction))
        .route("/board/answers", web::get().to(show_answers))
        .route("/board/nps.csv", web::get().to(nps_file))
        .route("/board/satisfaction.csv", web::get().to(satisfaction_file));
}

/// What was asked, understood by the calendar and the answers there are.
async fn understand(
    connection: &mut Connection,
    house: &House,
    asked: &Asked,
) -> Result<(Option<Period>, Result<Asking, Problem>), Failure> {
    let zone = house.config().time_zone;
    let span = figures::span(connection, zone).await?;
    let today = house.now().with_timezone(&zone).date_naive();
    Ok((span, asked.understand(span, today)))
}

async fn show_nps(
    visitor: Executive,
    house: Data<House>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let (span, asking) = understand(&mut connection, &house, &asked).await?;
    let frame = Frame::new(&house, &visitor, links::BOARD);
    let asking = match asking {
        Ok(asking) => asking,
        Err(problem) => return Ok(refused(&frame, "nps", &asked, &problem)),
    };
    if !asked.till.is_empty() {
        return Ok(see_other(&ask::address("nps", &asking.cut)));
    }
    let zone = house.config().time_zone;
    let report = reports::nps(&mut connection, asking.cut.clone(), zone).await?;
    let stores: Vec<_> = report.stores.iter().filter_map(|store| store.name.as_deref()).collect();
    let chooser = Chooser::new("nps", &asking, &stores);
    Ok(ui::ok(nps::page(&frame, &report, &chooser, span, zone)))
}

async fn show_satisfaction(
    visitor: Executive,
    house: Data<House>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let (span, asking) = understand(&mut connection, &house, &asked).await?;
    let frame = Frame::new(&house, &visitor, links::SATISFACTION);
    let asking = match asking {
        Ok(asking) => asking,
        Err(problem) => return Ok(refused(&frame, "satisfaction", &asked, &problem)),
    };
    if !asked.till.is_empty() {
        return Ok(see_other(&ask::address("satisfaction", &asking.cut)));
    }
    let zone = house.config().time_zone;
    let report = reports::satisfaction(&mut connection, asking.cut.clone(), zone).await?;
    let stores: Vec<_> = report.stores.iter().filter_map(|store| store.name.as_deref()).collect();
    let chooser = Chooser::new("satisfaction", &asking, &stores);
    Ok(ui::ok(satisfaction::page(&frame, &report, &chooser, span, zone)))
}

async fn show_answers(
    visitor: Executive,
    house: Data<House>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let counted = asked.counted().map_err(|problem| Failure::BadRequest(problem.to_string()))?;
    let mut connection = house.connection().await?;
    let (_, asking) = understand(&mut connection, &house, &asked).await?;
    let cut = asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?.cut;
    let zone = house.config().time_zone;
    let after = asked.after();
    let all = figures::answers::count(&mut connection, &cut, &counted, zone).await?;
    let rows = figures::answers::page(&mut connection, &cut, &counted, zone, after, PAGE).await?;
    let layouts = figures::satisfaction::layouts(&mut connection).await?;
    let titles = parameters::titles(&connection).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|shown| shown == PAGE);
    let page = answers::Page {
        cut: &cut,
        counted: &counted,
        all,
        rows: &rows,
        layouts: &layouts,
        titles: &titles,
        first: after.is_none(),
        more,
        may_open: visitor.role.may_work_complaints(),
        zone,
    };
    let frame = Frame::new(&house, &visitor, answers::section(&counted));
    Ok(ui::ok(answers::page(&frame, &page)))
}

async fn nps_file(_: Executive, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let cut = file_cut(&mut connection, &house, &asked).await?;
    let report = reports::nps(&mut connection, cut, house.config().time_zone).await?;
    let table = reports::nps_table(&report, Sections::ALL).map_err(Failure::fault)?;
    Ok(file("nps", &report.cut, &table))
}

async fn satisfaction_file(
    visitor: Executive,
    house: Data<House>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let cut = file_cut(&mut connection, &house, &asked).await?;
    let report = reports::satisfaction(&mut connection, cut, house.config().time_zone).await?;
    let table =
        reports::satisfaction_table(&report, Sections::ALL, visitor.language).map_err(Failure::fault)?;
    Ok(file("satisfaction", &report.cut, &table))
}

async fn file_cut(connection: &mut Connection, house: &House, asked: &Asked) -> Result<Cut, Failure> {
    let (_, asking) = understand(connection, house, asked).await?;
    asking.map(|asking| asking.cut).map_err(|problem| Failure::BadRequest(format!("{problem:?}")))
}

/// A file to keep. The mark at its beginning tells spreadsheets that it is UTF-8.
fn file(name: &str, cut: &Cut, table: &[u8]) -> HttpResponse {
    let (from, to) = (cut.period.from(), cut.period.to());
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}_{from}_{to}.csv\""),
        ))
        .body(["\u{feff}".as_bytes(), table].concat())
}

/// The page of an address that cannot be understood: what is wrong, and the chooser again.
fn refused(frame: &Frame<'_>, name: &'static str, asked: &Asked, problem: &Problem) -> HttpResponse {
    let page: Markup = parts::refused(frame, name, asked, problem);
    ui::respond(StatusCode::UNPROCESSABLE_ENTITY, page)
}
