//! A link that the shop signed for its 'thank you' page: `/p?c=…&o=…&e=…&k=…&s=…`. Looking writes nothing.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data},
};

use super::{
    super::{
        failed, frame, instead,
        page::{Slots, Unkept},
        show::{Address, again_later},
        submit,
        typed::Typed,
    },
    Closed, asks, draw, language_of, nothing, thanks,
};
use crate::{
    actions::{
        answer_by_page::{ByPage, NotTaken, answer_by_page},
        submit_answer::Outcome,
    },
    domain::{
        language::Language,
        snippet::{Refused, Signed},
    },
    store::{Result as Stored, StoreError, walk_ins},
    web::{failure::Failure, house::House, links},
};

pub async fn show(request: HttpRequest, house: Data<House>) -> Result<HttpResponse, Failure> {
    let language = language_of(&request, &house);
    let signed = match Signed::read(request.query_string(), &house.shared.keys, house.now()) {
        Ok(signed) => signed,
        Err(why) => return Ok(closed(&house, language, why)),
    };
    let shown = async {
        let mut connection = house.connection().await?;
        if let Some(found) = invitation(&mut connection, &signed, &house).await? {
            return Ok(lead_on(&house, found));
        }
        let Some(asks) = asks(&house, &mut connection, signed.kind, None).await? else {
            return Ok(nothing(&house, language));
        };
        let action = address(&request);
        let page = draw(&house, language, &action, &asks, (&Typed::default(), &[]), &Slots::default());
        Ok(frame::answer(StatusCode::OK, page))
    };
    match shown.await {
        Ok(response) => Ok(response),
        Err(error) => failed(&house, error),
    }
}

pub async fn take(
    request: HttpRequest,
    house: Data<House>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    let language = language_of(&request, &house);
    let signed = match Signed::read(request.query_string(), &house.shared.keys, house.now()) {
        Ok(signed) => signed,
        Err(why) => return Ok(closed(&house, language, why)),
    };
    let Some(body) = submit::read(body).await? else {
        return Ok(instead(&house, language, Closed::TooLarge));
    };
    let typed = Typed::read(&body);
    let language = typed.language.unwrap_or(language);
    match store(&house, &request, &signed, &typed, language).await {
        Ok(response) => Ok(response),
        Err(StoreError::Away(cause)) => {
            tracing::warn!(%cause, "the database does not answer");
            let at = Address { action: &address(&request), seed: 0 };
            again_later(&house, &at, &typed, Unkept::Away, &Slots::default())
        }
        Err(other) => Err(other.into()),
    }
}

async fn store(
    house: &House,
    request: &HttpRequest,
    signed: &Signed,
    typed: &Typed,
    language: Language,
) -> Stored<HttpResponse> {
    let mut connection = house.connection().await?;
    let mut version = typed.version;
    // An invitation made in between may show another version: what was typed is read by that one then.
    for _ in 0..2 {
        let Some(asks) = asks(house, &mut connection, signed.kind, version).await? else { break };
        let answer = match typed.answer(&asks.definition) {
            Ok(answer) => answer,
            Err(problems) => {
                let action = address(request);
                let page = draw(house, language, &action, &asks, (typed, &problems), &Slots::default());
                return Ok(frame::answer(StatusCode::UNPROCESSABLE_ENTITY, page));
            }
        };
        let given = ByPage {
            signed,
            version_id: asks.version_id,
            definition: &asks.definition,
            answer: &answer,
            language,
            clockwork: &house.clockwork(),
        };
        match answer_by_page(&mut connection, &given, house.now()).await {
            Ok(invitation) => return Ok(thanks(house, invitation)),
            Err(NotTaken::Refused(Outcome::OtherVersion(right))) => version = Some(right),
            Err(NotTaken::Refused(Outcome::Expired)) => {
                return Ok(instead(house, language, Closed::Expired));
            }
            Err(NotTaken::Refused(_)) => break,
            Err(NotTaken::Store(error)) => return Err(error),
        }
    }
    Ok(instead(house, language, Closed::Revoked))
}

async fn invitation(
    connection: &mut crate::store::Connection,
    signed: &Signed,
    house: &House,
) -> Stored<Option<i64>> {
    let Signed { customer, order, kind, .. } = signed;
    walk_ins::of_page(connection, customer, order, kind.code(), house.now()).await
}

/// To the invitation's own form, which shows what was answered before.
fn lead_on(house: &House, invitation: i64) -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, links::form(house.shared.keys.sign(invitation).as_str())))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Robots-Tag", "noindex, nofollow"))
        .finish()
}

/// The link itself: the form is sent to where it was drawn.
fn address(request: &HttpRequest) -> String {
    format!("{}?{}", links::SIGNED_FORM, request.query_string())
}

fn closed(house: &House, language: Language, why: Refused) -> HttpResponse {
    match why {
        Refused::Forged => nothing(house, language),
        Refused::Expired => instead(house, language, Closed::Expired),
    }
}
