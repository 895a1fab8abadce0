//! The board: `/board/…`, reports for executives. A report has a file here with its page; what it counts is in `reports`.

mod abc;
mod ask;
mod comments;
mod complaint_rows;
mod complaints;
mod customers;
mod departed;
mod drivers;
mod ending;
mod gap;
mod invited;
mod nps;
mod overview;
mod parts;
mod reasons;
mod response;
mod retention;
mod rfm;
mod room;
mod rows;
mod rows_file;
mod satisfaction;
mod views;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path, Query},
};
use chrono::NaiveDate;
use maud::Markup;

use self::{
    ask::{Asked, Asking, Problem},
    comments::Sees,
    room::Room,
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
    actions::comment_access::shows_names,
    domain::{cut::Comparison, facts::Subject, period::Period, report::Report, role::Role},
    reports::{self, Counted, Document, Setting},
    store::{Connection, facts},
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/board/rows/departures", web::get().to(departed::show))
        .route(links::BOARD_VIEWS, web::post().to(views::save_view))
        .route("/board/views/{id}", web::post().to(views::change_view))
        .route(links::BOARD_LETTER, web::post().to(views::letter))
        .route("/u/{token}", web::get().to(ending::ask))
        .route("/u/{token}", web::post().to(ending::act))
        .route("/board/rows/{subject}", web::get().to(rows::show))
        .route("/board/departures/{id}/reason", web::post().to(departed::code))
        .route("/board/departures/{id}/undo", web::post().to(departed::undo))
        .route("/board/{name}", web::get().to(show));
}

/// What a report's page is made of.
pub struct Page {
    /// Beside the title.
    pub actions: Markup,
    pub body: Markup,
}

type Pairs = Query<Vec<(String, String)>>;

/// A report as a page, or as the file that the ending of its name asks for.
async fn show(
    visitor: Executive,
    house: Data<House>,
    request: HttpRequest,
    name: Path<String>,
    pairs: Pairs,
) -> Result<HttpResponse, Failure> {
    let (name, ending) =
        name.rsplit_once('.').map_or((name.as_str(), None), |(name, ending)| (name, Some(ending)));
    let report = Report::parse(name).ok_or(Failure::NotFound)?;
    let asked = Asked::new(pairs.into_inner());
    let mut connection = house.connection().await?;
    let span = reports::span(&mut connection, report, house.config().time_zone).await?;
    let asking = asked.understand(span, today(&house));
    let setting = Setting { zone: house.config().time_zone, language: visitor.language, now: house.now() };
    let memory = &house.shared.reports;
    if let Some(ending) = ending {
        let mut view = asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?.view;
        view.by = view.by.or(report.by());
        let document = match report {
            // The file holds what its page found.
            Report::Comments => {
                let chosen = comments::chosen(&asked);
                reports::comments::document(&mut connection, view, chosen, &setting).await?
            }
            _ => reports::document(&mut connection, memory, report, view, &setting).await?,
        };
        return file(&document, ending);
    }
    let frame = Frame::new(&house, &visitor, links::BOARD);
    let mut asking = match asking {
        Ok(asking) => asking,
        Err(problem) => return Ok(refused(&frame, report, &asked, &problem)),
    };
    let own = match report {
        Report::Comments => comments::own(&comments::chosen(&asked)),
        _ => Vec::new(),
    };
    if asked.is_form() {
        return Ok(see_other(&ask::and(&ask::address(report.code(), &asking.view), &own)));
    }
    asking.view.by = asking.view.by.or(report.by());
    if report == Report::Drivers {
        // Shares of two periods are not compared: they are shares of two different wholes.
        asking.view.comparison = Comparison::Nothing;
    }
    let said = (request.query_string(), own);
    let room = Room::enter(&mut connection, &house, frame, report, asking, span, said).await?;
    if let Some(waiting) = room.waiting() {
        return Ok(ui::reloaded(waiting));
    }
    let counted = memory.count(&mut connection, report, &room.view, &setting).await?;
    let page = match counted.as_deref() {
        Some(Counted::Overview(report)) => overview::page(&room, report),
        Some(Counted::Nps(report)) => nps::page(&room, report),
        Some(Counted::Satisfaction(report)) => satisfaction::page(&room, report),
        Some(Counted::Drivers(report)) => drivers::page(&room, report),
        Some(Counted::Reasons(report)) => reasons::page(&room, report, &mut connection).await?,
        Some(Counted::Complaints(told)) => complaints::page(&room, told),
        Some(Counted::Response(report)) => response::page(&room, report),
        Some(Counted::Retention(report)) => retention::page(&room, report),
        Some(Counted::Abc(report)) => abc::page(&room, report),
        Some(Counted::Rfm(report)) => rfm::page(&room, report),
        Some(Counted::Themes(_)) | None => {
            let sees = sees(&mut connection, visitor.role).await?;
            comments::page(&room, &mut connection, &asked, sees, memory, &setting).await?
        }
    };
    Ok(ui::ok(room.page(&page)))
}

/// What a reader may know of who wrote a comment.
async fn sees(connection: &mut Connection, role: Role) -> Result<Sees, Failure> {
    Ok(if role.may_work_complaints() {
        Sees::Customers
    } else if shows_names(connection).await? {
        Sees::Names
    } else {
        Sees::Nobody
    })
}

/// What was asked, understood by the calendar and the facts there are.
async fn understand(
    connection: &mut Connection,
    house: &House,
    subject: Subject,
    asked: &Asked,
) -> Result<(Option<Period>, Result<Asking, Problem>), Failure> {
    let span = facts::days_of(connection, subject, house.config().time_zone).await?;
    Ok((span, asked.understand(span, today(house))))
}

/// Today in the company's zone.
fn today(house: &House) -> NaiveDate {
    house.now().with_timezone(&house.config().time_zone).date_naive()
}

/// A file to keep. The mark at the beginning of a CSV tells spreadsheets that it is UTF-8.
fn file(document: &Document, ending: &str) -> Result<HttpResponse, Failure> {
    let (media, bytes) = match ending {
        "csv" => {
            let table = document.csv().map_err(Failure::fault)?;
            ("text/csv; charset=utf-8", ["\u{feff}".as_bytes(), &table].concat())
        }
        "xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            document.xlsx().map_err(Failure::fault)?,
        ),
        "json" => ("application/json", serde_json::to_vec(&document.json()).map_err(Failure::fault)?),
        _ => return Err(Failure::NotFound),
    };
    let (name, from, to) = (document.report, document.period.from(), document.period.to());
    Ok(HttpResponse::Ok()
        .content_type(media)
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}_{from}_{to}.{ending}\""),
        ))
        .body(bytes))
}

/// The page of an address that cannot be understood: what is wrong, and the chooser again.
fn refused(frame: &Frame<'_>, report: Report, asked: &Asked, problem: &Problem) -> HttpResponse {
    let page: Markup = room::refused(frame, report, asked, problem);
    ui::respond(StatusCode::UNPROCESSABLE_ENTITY, page)
}
