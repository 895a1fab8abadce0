//! Adding words to a complaint: a POST, answered by the page they then stand on.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path},
};
use url::form_urlencoded;

use super::page::{Problem, Refused};
use crate::{
    actions::{
        add_to_complaint::{Addition, NotAdded, add_to_complaint},
        complaint_step::Refusal,
    },
    store::StoreError,
    web::{
        failure::Failure,
        form::{Closed, again, failed, instead, open, see, submit},
        house::House,
        links,
    },
};

/// The fields as they were posted.
#[derive(Debug, Default)]
struct Typed {
    complaint: i64,
    seen: i64,
    words: String,
    reopen: bool,
}

impl Typed {
    fn read(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            match name.as_ref() {
                "complaint" => typed.complaint = value.trim().parse().unwrap_or_default(),
                "seen" => typed.seen = value.trim().parse().unwrap_or_default(),
                "words" => typed.words = value.into_owned(),
                "do" => typed.reopen = value.trim() == "reopen",
                _ => {}
            }
        }
        typed
    }
}

pub async fn add(
    house: Data<House>,
    token: Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    let Ok(invitation) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let Some(body) = submit::read(body).await? else {
        return Ok(instead(&house, house.language(), Closed::TooLarge));
    };
    let typed = Typed::read(&body);
    let refusal = match carry_out(&house, invitation, &typed).await {
        Ok(()) => return Ok(see(&links::form(&token))),
        Err(NotAdded::Step(Refusal::Store(StoreError::Away(cause)))) => {
            tracing::warn!(%cause, "the database does not answer");
            return Ok(again::away(&house, &links::add(&token), &body));
        }
        Err(refusal) => refusal,
    };
    let (status, problem) = match refusal {
        NotAdded::Unknown => return Ok(instead(&house, house.language(), Closed::Forged)),
        NotAdded::Step(Refusal::Store(error)) => return failed(&house, error),
        NotAdded::Step(other) => return Err(Failure::fault(other)),
        NotAdded::LinkOver => (StatusCode::GONE, Problem::LinkOver),
        NotAdded::Empty => (StatusCode::UNPROCESSABLE_ENTITY, Problem::Empty),
        NotAdded::TooLong(long) => (StatusCode::UNPROCESSABLE_ENTITY, Problem::TooLong(long)),
        NotAdded::Finished(_) => (StatusCode::CONFLICT, Problem::Finished),
        NotAdded::TooOften => (StatusCode::TOO_MANY_REQUESTS, Problem::TooOften),
    };
    let opened = match open(&house, invitation).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(page)) => return Ok(page),
        Err(error) => return failed(&house, error),
    };
    let refused = Refused { complaint: typed.complaint, words: typed.words, problem };
    super::draw(&house, &token, invitation, &opened, status, Some(&refused)).await
}

async fn carry_out(house: &House, invitation: i64, typed: &Typed) -> Result<(), NotAdded> {
    let addition = Addition {
        invitation,
        complaint: typed.complaint,
        seen: typed.seen,
        words: &typed.words,
        reopen: typed.reopen,
    };
    let mut connection = house.connection().await?;
    add_to_complaint(&mut connection, addition, house.now()).await
}
