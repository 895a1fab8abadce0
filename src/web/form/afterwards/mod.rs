//! Afterwards: what was said, what becomes of it, and the ways to correct it, to take it back and to add to it.

mod add;
mod page;
mod standing;
mod thank;
mod withdraw;

use actix_web::{HttpResponse, http::StatusCode};

pub(super) use self::{
    add::add,
    thank::thank,
    withdraw::{ask, withdraw},
};
use self::{
    page::{AfterwardsPage, Refused},
    standing::Complaint,
};
use super::{Closed, Opened, answer, failed, instead};
use crate::{
    actions::outcome_rules::{Recourse, recourse},
    domain::complaint::State,
    store::{Connection, StoreError, complaint_standings},
    web::{failure::Failure, house::House, links},
};

/// Whether the link shows what was said instead of the form: it was answered, and nothing says that more is to come.
pub(super) fn is_next(house: &House, opened: &Opened, form_wanted: bool) -> bool {
    opened.asked.answered.is_some() && (opened.asked.expires_at <= house.now() || !form_wanted)
}

/// The page of an answer that is stored.
pub(super) async fn show(
    house: &House,
    token: &str,
    invitation: i64,
    opened: &Opened,
) -> Result<HttpResponse, Failure> {
    draw(house, token, invitation, opened, StatusCode::OK, None).await
}

/// The page; after an addition was refused with the reason and every word of it.
async fn draw(
    house: &House,
    token: &str,
    invitation: i64,
    opened: &Opened,
    status: StatusCode,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Failure> {
    let loaded = match load(house, invitation).await {
        Ok(Some(loaded)) => loaded,
        Ok(None) => return Ok(instead(house, opened.language, Closed::Forged)),
        Err(error) => return failed(house, error),
    };
    let Some(answered) = &opened.asked.answered else {
        return Ok(instead(house, opened.language, Closed::Forged));
    };
    let (given, complaints, recourse) = loaded;
    let page = AfterwardsPage {
        language: opened.language,
        zone: house.config().time_zone,
        brand: &house.brand(),
        now: house.now(),
        open: opened.asked.expires_at > house.now(),
        expires_at: opened.asked.expires_at,
        edit: &links::edit(token),
        withdraw: &links::withdraw(token),
        add: &links::add(token),
        definition: &opened.definition,
        answered,
        given: &given,
        complaints: &complaints,
        recourse: recourse.as_ref(),
        refused,
    };
    Ok(answer(status, page.draw()))
}

type Loaded = (complaint_standings::Given, Vec<Complaint>, Option<Recourse>);

async fn load(house: &House, invitation: i64) -> Result<Option<Loaded>, StoreError> {
    let mut connection = house.connection().await?;
    let Some(given) = complaint_standings::given(&mut connection, invitation).await? else { return Ok(None) };
    let complaints = complaints(&mut connection, invitation, given.response_id).await?;
    let recourse = match complaints.iter().any(|one| one.state() == State::Rejected) {
        true => Some(recourse(&mut connection).await?),
        false => None,
    };
    Ok(Some((given, complaints, recourse)))
}

/// The complaints of an answer with what was written about each, the newest first.
async fn complaints(
    connection: &mut Connection,
    invitation: i64,
    answer: i64,
) -> Result<Vec<Complaint>, StoreError> {
    let standings = complaint_standings::of_invitation(connection, invitation).await?;
    if standings.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<i64> = standings.iter().map(|standing| standing.id).collect();
    let mut written = complaint_standings::written(connection, &numbers, answer).await?;
    Ok(standings
        .into_iter()
        .map(|standing| {
            let (own, others) =
                std::mem::take(&mut written).into_iter().partition(|one| one.complaint_id == standing.id);
            written = others;
            Complaint { standing, written: own }
        })
        .collect())
}
