//! The form: `/s/{token}`, for customers. Looking is no answer, whatever the address says; only a POST is one.

mod afterwards;
mod again;
mod audience;
pub(super) mod frame;
mod keep;
mod looks;
pub(super) mod page;
mod pixel;
mod roads;
mod said;
mod show;
mod submit;
mod thanks;
pub(super) mod typed;
mod unsubscribe;
pub mod versions;

use std::sync::Arc;

use actix_web::{HttpResponse, http::header, web};

use self::frame::{Closed, answer, closed};
pub(super) use self::keep::so_far;
pub use self::{
    again::too_soon,
    audience::{invitation_of, is_for_customers, keeps_words_itself},
    frame::{guard, unexpected},
};
use super::{failure::Failure, house::House};
use crate::{
    domain::{language::Language, questionnaire::Definition},
    store::{
        StoreError,
        responses::{self, Asked},
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(
            web::resource("/s/{token}")
                .route(web::get().to(show::show))
                .route(web::head().to(show::show))
                .route(web::post().to(submit::submit)),
        )
        .service(
            web::resource("/s/{token}/thanks")
                .route(web::get().to(afterwards::thank))
                .route(web::head().to(afterwards::thank)),
        )
        .route("/s/{token}/keep", web::post().to(keep::keep))
        .service(
            web::resource("/s/{token}/withdraw")
                .route(web::get().to(afterwards::ask))
                .route(web::post().to(afterwards::withdraw)),
        )
        .route("/s/{token}/add", web::post().to(afterwards::add))
        .route("/robots.txt", web::get().to(audience::robots))
        .configure(unsubscribe::routes)
        .configure(pixel::routes)
        .configure(roads::routes);
}

/// The link's invitation as it stands, and what its version asks.
struct Opened {
    asked: Asked,
    definition: Arc<Definition>,
    language: Language,
}

/// Finds the form behind a link that was verified; `Err` is the page to show instead.
async fn open(house: &House, invitation_id: i64) -> Result<Result<Opened, HttpResponse>, StoreError> {
    let mut connection = house.connection().await?;
    let Some(asked) = responses::asked(&mut connection, invitation_id).await? else {
        return Ok(Err(instead(house, house.language(), Closed::Forged)));
    };
    let language = asked.language.as_deref().and_then(Language::parse).unwrap_or(house.language());
    if asked.revoked {
        return Ok(Err(instead(house, language, Closed::Revoked)));
    }
    Ok(match house.versions.get(&mut connection, asked.version_id).await? {
        Some(definition) => Ok(Opened { asked, definition, language }),
        None => Err(instead(house, language, Closed::Forged)),
    })
}

fn instead(house: &House, language: Language, why: Closed) -> HttpResponse {
    closed(language, &house.brand(), why)
}

/// Why it is too late, if it is.
fn over(house: &House, opened: &Opened) -> Option<Closed> {
    let late = opened.asked.expires_at <= house.now();
    late.then(|| if opened.asked.answered.is_some() { Closed::Answered } else { Closed::Expired })
}

/// A failure in words for customers: the database is away, or a fault of ours with its number.
fn failed(house: &House, error: StoreError) -> Result<HttpResponse, Failure> {
    match error {
        StoreError::Away(cause) => {
            tracing::warn!(%cause, "the database does not answer");
            Ok(instead(house, house.language(), Closed::Away))
        }
        other => Err(other.into()),
    }
}

/// The answer to something said: look here next.
fn see(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}
