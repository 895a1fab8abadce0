//! Ending the Monday letter by its link: `/u/{token}`. GET asks, POST does; a mail program's one click is a POST too.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Bytes, Data, Path},
};
use maud::html;

use crate::{
    actions::subscribe_digest::by_link,
    domain::{digest, language::Language},
    store::digests,
    t,
    web::{entry::see_other, failure::Failure, house::House, links, ui},
};

/// Asks, or says that it has ended.
pub async fn ask(house: Data<House>, token: Path<String>) -> Result<HttpResponse, Failure> {
    let id = digest::subscription(&house.shared.keys, &token).ok_or(Failure::NotFound)?;
    let mut connection = house.connection().await?;
    let found = digests::find(&mut connection, id).await?.ok_or(Failure::NotFound)?;
    let language = found.language.as_deref().and_then(Language::parse).unwrap_or(house.language());
    let (title, button, deed) = if found.ended {
        ("views-ended", "views-begin-again", "subscribe")
    } else {
        ("views-end-title", "views-end", "unsubscribe")
    };
    let page = html! {
        div.card { div.card-body {
            h1.h2 { (t!(language, title)) }
            p { (t!(language, if found.ended { "views-ended-words" } else { "views-end-words" })) }
            form method="post" action=(links::digest_end(&token)) {
                button.btn.btn-primary type="submit" name="do" value=(deed) { (t!(language, button)) }
            }
        } }
    };
    Ok(ui::respond(StatusCode::OK, ui::plain_page(language, &t!(language, title), &page)))
}

/// Ends it, or begins it again where that is clearly wished.
pub async fn act(house: Data<House>, token: Path<String>, body: Bytes) -> Result<HttpResponse, Failure> {
    let id = digest::subscription(&house.shared.keys, &token).ok_or(Failure::NotFound)?;
    let said = |name: &str, value: &str| {
        url::form_urlencoded::parse(&body).any(|(known, given)| known == name && given == value)
    };
    let mut connection = house.connection().await?;
    if !by_link(&mut connection, id, said("do", "subscribe"), house.now()).await? {
        return Err(Failure::NotFound);
    }
    // A mail program (RFC 8058) follows no redirect and shows no page.
    if said("List-Unsubscribe", "One-Click") || !(said("do", "subscribe") || said("do", "unsubscribe")) {
        return Ok(HttpResponse::Ok().content_type("text/plain").body("unsubscribed\n"));
    }
    Ok(see_other(&links::digest_end(&token)))
}
