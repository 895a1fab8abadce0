//! The way in and out: `/`, `/sign-in`, `/sign-out`, `/language`.

mod page;

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time},
    http::{StatusCode, header},
    web::{self, Data, Form, Query},
};
use serde::Deserialize;

use super::{
    failure::Failure,
    guarded::Guarded,
    house::House,
    links, ui,
    visitor::{AnyStaff, LANGUAGE_COOKIE, SESSION_COOKIE, language_of, page_before},
};
use crate::{
    actions::sign_in::{self, SignInError},
    domain::language::Language,
    store::{sessions, staff},
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/", web::get().to(home))
        .route("/sign-in", web::get().to(show))
        .route("/sign-in", web::post().to(enter))
        .route(links::SIGN_OUT, web::post().to(leave))
        .route(links::LANGUAGE, web::post().to(choose_language));
}

/// Everybody's first page is the one of their work.
async fn home(visitor: AnyStaff) -> HttpResponse {
    see_other(if visitor.role.may_work_complaints() { links::DESK } else { links::BOARD })
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    back: String,
}

async fn show(request: HttpRequest, query: Query<Back>) -> HttpResponse {
    page(StatusCode::OK, language_of(&request), "", &query.back, None)
}

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
    #[serde(default)]
    back: String,
}

async fn enter(
    request: HttpRequest,
    house: Data<House>,
    form: Form<Credentials>,
) -> Result<HttpResponse, Failure> {
    let Credentials { email, password, back } = form.into_inner();
    // A form on another site must not sign a visitor in as somebody else.
    if request.headers().get("Sec-Fetch-Site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Err(Failure::Stale);
    }
    let language = language_of(&request);
    let address = super::server::address_of(&request, house.config().behind_proxy);
    let mut connection = house.connection().await?;
    let entered =
        sign_in::sign_in(&mut connection, &house.shared.keys, &email, password, &address, house.now()).await;
    let refused = match entered {
        Ok(opened) => {
            let life = time::Duration::seconds(opened.lasts.num_seconds());
            let mut response = see_other(safe_back(&back));
            let cookie = cookie(&house, SESSION_COOKIE, &opened.cookie, life);
            response.add_cookie(&cookie).map_err(Failure::fault)?;
            return Ok(response);
        }
        Err(SignInError::Wrong) => crate::t!(language, "sign-in-wrong"),
        Err(SignInError::Throttled { minutes }) => {
            crate::t!(language, "sign-in-throttled", minutes = minutes)
        }
        Err(SignInError::Store(error)) => return Err(error.into()),
        Err(error) => return Err(Failure::fault(error)),
    };
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, language, &email, &back, Some(&refused)))
}

#[derive(Deserialize)]
struct Nothing {}

async fn leave(visitor: AnyStaff, house: Data<House>, _: Guarded<Nothing>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    sessions::close(&mut connection, &visitor.session).await?;
    let mut response = see_other(&links::sign_in(None));
    response
        .add_removal_cookie(&cookie(&house, SESSION_COOKIE, "", time::Duration::ZERO))
        .map_err(Failure::fault)?;
    Ok(response)
}

#[derive(Deserialize)]
struct Choice {
    language: String,
}

async fn choose_language(
    request: HttpRequest,
    visitor: AnyStaff,
    house: Data<House>,
    form: Guarded<Choice>,
) -> Result<HttpResponse, Failure> {
    let language =
        Language::parse(&form.0.language).ok_or_else(|| Failure::BadRequest("language".to_owned()))?;
    let mut connection = house.connection().await?;
    staff::set_language(&mut connection, visitor.id, language.code()).await?;
    let back = page_before(&request).unwrap_or_default();
    let mut response = see_other(safe_back(&back));
    let year = time::Duration::days(365);
    response.add_cookie(&cookie(&house, LANGUAGE_COOKIE, language.code(), year)).map_err(Failure::fault)?;
    Ok(response)
}

/// An address inside this site; anything else leads home. Browsers drop tabs and line breaks before they read an address,
/// so `/<tab>/host` would be another site's.
fn safe_back(back: &str) -> &str {
    let inside = back.starts_with('/')
        && !back.starts_with("//")
        && !back.chars().any(|letter| letter == '\\' || letter.is_control());
    if inside { back } else { "/" }
}

fn cookie<'a>(house: &House, name: &'a str, value: &str, life: time::Duration) -> Cookie<'a> {
    Cookie::build(name, value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(house.config().base_url.scheme() == "https")
        .max_age(life)
        .finish()
}

/// The answer to a done deed: look here next.
#[must_use]
pub fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

fn page(
    status: StatusCode,
    language: Language,
    email: &str,
    back: &str,
    refused: Option<&str>,
) -> HttpResponse {
    ui::respond(status, page::sign_in(language, email, back, refused))
}

#[cfg(test)]
mod tests {
    use super::safe_back;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(safe_back("/desk/complaints?page=2"), "/desk/complaints?page=2");
        for outside in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\0",
            "",
            "desk",
        ] {
            assert_eq!(safe_back(outside), "/");
        }
    }
}
