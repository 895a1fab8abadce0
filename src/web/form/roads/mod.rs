//! The form by other roads than a letter: an open link, a short code, a link that the shop signed.

mod fields;
mod open;
mod short;
mod signed;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Data},
};

use super::{
    Closed, instead,
    page::{About, FormPage, Slots},
    see,
    typed::{Problem, Typed},
};
use crate::{
    domain::{
        language::Language,
        questionnaire::{Definition, SurveyKind},
    },
    store::{Connection, StoreError, questionnaires},
    web::{house::House, links},
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .app_data(Data::new(short::Guesses::new()))
        .service(
            web::resource("/q/{code}")
                .route(web::get().to(short::lead_on))
                .route(web::head().to(short::lead_on)),
        )
        .service(
            web::resource("/o/{code}")
                .route(web::get().to(open::show))
                .route(web::head().to(open::show))
                .route(web::post().to(open::take)),
        )
        .service(
            web::resource(links::SIGNED_FORM)
                .route(web::get().to(signed::show))
                .route(web::head().to(signed::show))
                .route(web::post().to(signed::take)),
        );
}

/// What a form without an invitation asks.
struct Asks {
    kind: SurveyKind,
    version_id: i64,
    definition: std::sync::Arc<Definition>,
}

/// The version that a form was drawn of, where it is one of this kind, or else the current one; none: there is none.
async fn asks(
    house: &House,
    connection: &mut Connection,
    kind: SurveyKind,
    named: Option<i64>,
) -> Result<Option<Asks>, StoreError> {
    if let Some(version_id) = named
        && let Some(definition) = house.versions.get(connection, version_id).await?
        && definition.kind == kind
    {
        return Ok(Some(Asks { kind, version_id, definition }));
    }
    let Some(version) = questionnaires::current(connection, kind).await? else { return Ok(None) };
    let definition = house.versions.get(connection, version.id).await?;
    Ok(definition.map(|definition| Asks { kind, version_id: version.id, definition }))
}

/// The form itself.
fn draw(
    house: &House,
    language: Language,
    action: &str,
    asks: &Asks,
    (typed, problems): (&Typed, &[Problem]),
    slots: &Slots,
) -> maud::Markup {
    FormPage {
        language,
        zone: house.config().time_zone,
        brand: &house.brand(),
        action,
        version: Some(asks.version_id),
        definition: &asks.definition,
        about: &About::default(),
        typed,
        problems,
        unkept: None,
        seed: 0,
        keeping: None,
        slots,
    }
    .draw()
}

/// The language of somebody unknown: as the address says (`l=en`), or the first one of the browser that we speak.
fn language_of(request: &HttpRequest, house: &House) -> Language {
    let said = url::form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(name, _)| name == "l")
        .and_then(|(_, value)| Language::parse(&value));
    let spoken = header_of(request, header::ACCEPT_LANGUAGE)
        .split(',')
        .find_map(|tag| Language::parse(tag.split(';').next().unwrap_or_default()));
    said.or(spoken).unwrap_or(house.language())
}

fn header_of(request: &HttpRequest, name: header::HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// On to the thank-you page of what was stored.
fn thanks(house: &House, invitation: i64) -> HttpResponse {
    see(&links::thanks(house.shared.keys.sign(invitation).as_str()))
}

/// There is nothing behind an address.
fn nothing(house: &House, language: Language) -> HttpResponse {
    instead(house, language, Closed::Forged)
}
