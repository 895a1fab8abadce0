//! Ending the letters: `/s/{token}/unsubscribe`. GET asks, POST does; a mail program's one click is a POST too.

mod page;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Bytes, Data, Path},
};
use url::form_urlencoded;

use super::{
    failed,
    frame::{Closed, answer},
    instead,
};
use crate::{
    actions,
    domain::language::Language,
    store::{Result as Stored, subscriptions, suppressions},
    web::{failure::Failure, house::House, links},
};

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
    let Ok(invitation) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let (subscriber, held) = match find(&house, invitation).await {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(instead(&house, house.language(), Closed::Forged)),
        Err(error) => return failed(&house, error),
    };
    let page = page::Page {
        language: subscriber.language.as_deref().and_then(Language::parse).unwrap_or(house.language()),
        brand: &house.brand(),
        action: &links::unsubscribe(&token),
        stopped: subscriber.unsubscribed_at.is_some() || subscriber.erased_at.is_some(),
        may_return: subscriber.erased_at.is_none() && !held,
    };
    Ok(answer(StatusCode::OK, page.draw()))
}

/// The customer, and whether something stands against their address that this page cannot take back.
async fn find(house: &House, invitation: i64) -> Stored<Option<(subscriptions::Subscriber, bool)>> {
    let mut connection = house.connection().await?;
    let Some(subscriber) = subscriptions::of_invitation(&mut connection, invitation).await? else {
        return Ok(None);
    };
    let held = suppressions::is_held(&mut connection, subscriber.email.as_deref()).await?;
    Ok(Some((subscriber, held)))
}

async fn act(house: Data<House>, token: Path<String>, body: Bytes) -> Result<HttpResponse, Failure> {
    let Ok(invitation) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let wish = wish(&body);
    match carry_out(&house, invitation, wish).await {
        Ok(true) => {}
        Ok(false) => return Ok(instead(&house, house.language(), Closed::Forged)),
        Err(error) => return failed(&house, error),
    }
    Ok(match wish {
        Wish::StopByMailProgram => HttpResponse::Ok().content_type("text/plain").body("unsubscribed\n"),
        Wish::Stop | Wish::Again => super::see(&links::unsubscribe(&token)),
    })
}

/// Whether there was somebody to do it for.
async fn carry_out(house: &House, invitation: i64, wish: Wish) -> Stored<bool> {
    let mut connection = house.connection().await?;
    match wish {
        Wish::Stop | Wish::StopByMailProgram => {
            actions::unsubscribe::unsubscribe(&mut connection, invitation, house.now()).await
        }
        Wish::Again => actions::unsubscribe::subscribe_again(&mut connection, invitation, house.now()).await,
    }
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
