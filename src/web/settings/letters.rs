//! Letters in trouble: `/settings/letters`. What did not leave, why, and what to do about it.

mod manner;
mod page;

use std::time::Duration;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use secrecy::ExposeSecret as _;
use serde::Deserialize;

use crate::{
    actions::{letter_manner, retry_letter},
    mail::post::Post,
    store::letters,
    web::{entry::see_other, failure::Failure, guarded::Guarded, house::House, links, ui, visitor::Admin},
};

const LETTERS_A_PAGE: usize = 50;
/// A letter in hand for longer is worth showing.
const SLOW: chrono::Duration = chrono::Duration::minutes(2);
/// How long the page waits for the mail server: whoever pressed the button is looking at it.
const PATIENCE: Duration = Duration::from_secs(8);

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::LETTERS, web::get().to(show))
        .route(links::LETTERS_CHECK, web::post().to(check))
        .configure(manner::routes)
        .route("/settings/letters/{id}/retry", web::post().to(retry))
        .route("/settings/letters/{id}/give-up", web::post().to(give_up));
}

#[derive(Default, Deserialize)]
struct Asked {
    before: Option<i64>,
    done: Option<page::Done>,
}

#[derive(Deserialize)]
struct Nothing {}

async fn show(visitor: Admin, house: Data<House>, query: Query<Asked>) -> Result<HttpResponse, Failure> {
    draw(&visitor, &house, &query, None, None).await
}

async fn check(visitor: Admin, house: Data<House>, _: Guarded<Nothing>) -> Result<HttpResponse, Failure> {
    let answer = match Post::from_url(house.config().smtp_url.expose_secret()) {
        Err(flaw) => Err(flaw.to_string()),
        Ok(post) => {
            let answer = tokio::time::timeout(PATIENCE, post.check()).await;
            match answer {
                Ok(Ok(checked)) => Ok(checked),
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Err(String::new()),
            }
        }
    };
    draw(&visitor, &house, &Asked::default(), Some(answer), None).await
}

async fn retry(
    visitor: Admin,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = retry_letter::retry_letter(&mut connection, *id, visitor.id, house.now()).await?;
    Ok(back(if done { page::Done::Retried } else { page::Done::Gone }))
}

async fn give_up(
    visitor: Admin,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = retry_letter::give_up_letter(&mut connection, *id, visitor.id, house.now()).await?;
    Ok(back(if done { page::Done::GivenUp } else { page::Done::Gone }))
}

fn back(done: page::Done) -> HttpResponse {
    see_other(&format!("{}?done={}", links::LETTERS, done.code()))
}

async fn draw(
    visitor: &Admin,
    house: &House,
    asked: &Asked,
    server: Option<page::ServerAnswer>,
    refused: Option<manner::Typed>,
) -> Result<HttpResponse, Failure> {
    let now = house.now();
    let mut connection = house.connection().await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let manner = match refused {
        Some(typed) => typed,
        None => manner::Typed::again(&letter_manner::manner(&mut connection).await?),
    };
    let health = letters::health(&mut connection, now).await?;
    let one_more = i64::try_from(LETTERS_A_PAGE + 1).map_err(Failure::fault)?;
    let mut troubled = letters::in_trouble(&mut connection, now - SLOW, asked.before, one_more).await?;
    let more = troubled.len() > LETTERS_A_PAGE;
    troubled.truncate(LETTERS_A_PAGE);
    let frame = ui::Frame::new(house, visitor, links::LETTERS);
    let page = page::Page {
        frame: &frame,
        zone: house.config().time_zone,
        now,
        health,
        next: troubled.last().filter(|_| more).map(|letter| letter.id),
        troubled: &troubled,
        is_first: asked.before.is_none(),
        done: asked.done,
        server,
        manner: &manner,
    };
    Ok(ui::respond(status, maud::Render::render(&page)))
}
