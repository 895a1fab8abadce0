//! Letters that came in: `/settings/incoming`. Returns, complaints of mail, wishes to unsubscribe, and what a person
//! must read.

mod page;

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use crate::{
    actions::receive_mail,
    store::incoming_letters,
    web::{entry::see_other, failure::Failure, guarded::Guarded, house::House, links, ui, visitor::Admin},
};

const LETTERS_A_PAGE: usize = 50;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::INCOMING, web::get().to(show))
        .route("/settings/incoming/{id}", web::get().to(open))
        .route("/settings/incoming/{id}/seen", web::post().to(seen));
}

#[derive(Deserialize)]
struct Asked {
    before: Option<i64>,
    /// Everything, not only what must be looked at.
    list: Option<page::List>,
}

#[derive(Deserialize)]
struct Nothing {}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let to_look_at = incoming_letters::to_look_at(&mut connection).await?;
    let list = asked.list.unwrap_or(page::List::All);
    let one_more = i64::try_from(LETTERS_A_PAGE + 1).map_err(Failure::fault)?;
    let mut letters =
        incoming_letters::list(&mut connection, list == page::List::Look, asked.before, one_more).await?;
    let more = letters.len() > LETTERS_A_PAGE;
    letters.truncate(LETTERS_A_PAGE);
    let frame = ui::Frame::new(&house, &visitor, links::INCOMING);
    let page = page::Page {
        frame: &frame,
        zone: house.config().time_zone,
        list,
        to_look_at,
        next: letters.last().filter(|_| more).map(|letter| letter.id),
        letters: &letters,
        is_first: asked.before.is_none(),
        inbox: house.config().mail_inbox.is_some() || house.config().mail_return.is_some(),
    };
    Ok(ui::ok(maud::Render::render(&page)))
}

/// The letter as it came, as plain text: whatever it holds, a browser draws nothing of it.
async fn open(_: Admin, house: Data<House>, id: Path<i64>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let raw = incoming_letters::raw(&mut connection, *id).await?.filter(|raw| !raw.is_empty());
    let raw = raw.ok_or(Failure::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"incoming-{id}.txt\"")))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(raw))
}

async fn seen(
    visitor: Admin,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    receive_mail::mark_seen(&mut connection, *id, visitor.id, house.now()).await?;
    Ok(see_other(&links::incoming_list("look")))
}
