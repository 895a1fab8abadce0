//! Taking an answer back: GET asks, POST does.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::page::AskPage;
use crate::{
    actions::withdraw_answer::withdraw_answer,
    store::{StoreError, complaint_standings},
    web::{
        failure::Failure,
        form::{Closed, answer, failed, instead, open, see},
        house::House,
        links,
    },
};

pub async fn ask(house: Data<House>, token: Path<String>) -> Result<HttpResponse, Failure> {
    let Ok(invitation) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let opened = match open(&house, invitation).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(page)) => return Ok(page),
        Err(error) => return failed(&house, error),
    };
    let back = links::form(&token);
    let there = opened.asked.answered.as_ref().is_some_and(|answered| !answered.withdrawn);
    if !there || opened.asked.expires_at <= house.now() {
        return Ok(see(&back));
    }
    let complaints = match complaints(&house, invitation).await {
        Ok(complaints) => complaints,
        Err(error) => return failed(&house, error),
    };
    let page = AskPage {
        language: opened.language,
        zone: house.config().time_zone,
        brand: &house.brand(),
        action: &links::withdraw(&token),
        back: &back,
        expires_at: opened.asked.expires_at,
        complaints: &complaints,
    };
    Ok(answer(StatusCode::OK, page.draw()))
}

async fn complaints(
    house: &House,
    invitation: i64,
) -> Result<Vec<complaint_standings::Standing>, StoreError> {
    complaint_standings::of_invitation(&mut *house.connection().await?, invitation).await
}

pub async fn withdraw(house: Data<House>, token: Path<String>) -> Result<HttpResponse, Failure> {
    let Ok(invitation) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    match carry_out(&house, invitation).await {
        // Whatever became of it, the link says how things stand: also that it is over.
        Ok(()) => Ok(see(&links::form(&token))),
        Err(error) => failed(&house, error),
    }
}

async fn carry_out(house: &House, invitation: i64) -> Result<(), StoreError> {
    let mut connection = house.connection().await?;
    withdraw_answer(&mut connection, invitation, house.now()).await.map(|_| ())
}
