//! Ending the letters: `/s/{token}/unsubscribe`. GET asks, POST does; a mail program's one click is a POST too.

mod page;

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Bytes, Data, Path},
};
use url::form_urlencoded;

use crate::{
    actions,
    domain::language::Language,
    store::subscriptions,
    web::{failure::Failure, house::House, links},
};

/// Nothing but this page's own style; no script, no picture, no frame around it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/s/{token}/unsubscribe", web::get().to(ask))
        .route("/s/{token}/unsubscribe", web::post().to(act));
}

/// What a POST wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Stop,
    /// The same, said by a mail program (RFC 8058): it follows no redirect and shows no page.
    StopByMailProgram,
    Again,
}

async fn ask(house: Data<House>, token: Path<String>) -> Result<HttpResponse, Failure> {
    let invitation = house.shared.keys.verify(&token).map_err(|_| Failure::NotFound)?;
    let mut connection = house.connection().await?;
    let subscriber =
        subscriptions::of_invitation(&mut connection, invitation).await?.ok_or(Failure::NotFound)?;
    let page = page::Page {
        language: subscriber.language.as_deref().and_then(Language::parse).unwrap_or(house.language()),
        company: &house.config().company,
        action: &links::unsubscribe(&token),
        stopped: subscriber.unsubscribed_at.is_some() || subscriber.erased_at.is_some(),
        may_return: subscriber.erased_at.is_none(),
    };
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .body(maud::Render::render(&page).into_string()))
}

async fn act(house: Data<House>, token: Path<String>, body: Bytes) -> Result<HttpResponse, Failure> {
    let invitation = house.shared.keys.verify(&token).map_err(|_| Failure::NotFound)?;
    let wish = wish(&body);
    let mut connection = house.connection().await?;
    let found = match wish {
        Wish::Stop | Wish::StopByMailProgram => {
            actions::unsubscribe::unsubscribe(&mut connection, invitation, house.now()).await?
        }
        Wish::Again => {
            actions::unsubscribe::subscribe_again(&mut connection, invitation, house.now()).await?
        }
    };
    if !found {
        return Err(Failure::NotFound);
    }
    Ok(match wish {
        Wish::StopByMailProgram => HttpResponse::Ok().content_type("text/plain").body("unsubscribed\n"),
        Wish::Stop | Wish::Again => HttpResponse::SeeOther()
            .insert_header((header::LOCATION, links::unsubscribe(&token)))
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .finish(),
    })
}

/// Anything that is no clear wish to stay ends the letters: that is what the address is for.
fn wish(body: &[u8]) -> Wish {
    let has = |name: &str, value: &str| {
        form_urlencoded::parse(body).any(|(given, said)| given == name && said.eq_ignore_ascii_case(value))
    };
    // Some mail programs send the field as a part of a multipart body, which holds the same words.
    let one_click = has("List-Unsubscribe", "One-Click")
        || body.windows(b"\"List-Unsubscribe\"".len()).any(|part| part == b"\"List-Unsubscribe\"");
    if one_click {
        Wish::StopByMailProgram
    } else if has("do", "subscribe") {
        Wish::Again
    } else {
        Wish::Stop
    }
}

#[cfg(test)]
mod tests {
    use super::{Wish, wish};

    #[test]
    fn only_a_clear_wish_begins_the_letters_again() {
        assert_eq!(wish(b"do=subscribe"), Wish::Again);
        for body in ["", "do=unsubscribe", "do=", "anything", "\u{0}"] {
            assert_eq!(wish(body.as_bytes()), Wish::Stop, "{body}");
        }
    }

    #[test]
    fn a_mail_program_is_known_by_either_kind_of_body() {
        let multipart =
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        for body in ["List-Unsubscribe=One-Click", multipart] {
            assert_eq!(wish(body.as_bytes()), Wish::StopByMailProgram, "{body}");
        }
    }
}
