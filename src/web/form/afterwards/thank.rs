//! Thanks: the page right after a press.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    domain::{
        answer::{Answer, Reasons, Signal, signals},
        complaint::State,
        questionnaire::{Code, Definition, SurveyKind},
        rating::Rating,
    },
    store::{StoreError, complaint_standings, responses::Answered},
    web::{
        failure::Failure,
        form::{Closed, Opened, answer, failed, instead, open, see, thanks::ThanksPage},
        house::House,
        links,
    },
};

pub async fn thank(house: Data<House>, token: Path<String>) -> Result<HttpResponse, Failure> {
    let Ok(invitation_id) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let opened = match open(&house, invitation_id).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(page)) => return Ok(page),
        Err(error) => return failed(&house, error),
    };
    let address = links::form(&token);
    // Nothing to thank for, or not any more.
    let Some(answered) = opened.asked.answered.as_ref().filter(|answered| !answered.withdrawn) else {
        return Ok(see(&address));
    };
    let complaint = match complaint(&house, invitation_id, &opened, answered).await {
        Ok(complaint) => complaint,
        Err(error) => return failed(&house, error),
    };
    let Opened { asked, definition, language } = &opened;
    let edit = links::edit(&token);
    let page = ThanksPage {
        language: *language,
        zone: house.config().time_zone,
        brand: &house.brand(),
        correct: (asked.expires_at > house.now()).then_some(&edit),
        expires_at: asked.expires_at,
        definition,
        answered,
        complaint,
        standing: &address,
    };
    Ok(answer(StatusCode::OK, page.draw()))
}

/// The complaint to tell of: where the stored answer still asks for a human being, and never another's of the purchase.
async fn complaint(
    house: &House,
    invitation: i64,
    opened: &Opened,
    answered: &Answered,
) -> Result<Option<i64>, StoreError> {
    let signals = signals(&read(answered, &opened.definition), &opened.definition);
    if opened.definition.kind != SurveyKind::Resolution || opened.asked.complaint.is_none() {
        return Ok(opened.asked.complaint.filter(|_| !signals.is_empty()));
    }
    // Of a resolution survey: the one that was taken up again, or the one that heard it instead.
    if !signals.iter().any(|signal| matches!(signal, Signal::NotSolved | Signal::ContactMe)) {
        return Ok(None);
    }
    let mut connection = house.connection().await?;
    let found = complaint_standings::of_invitation(&mut connection, invitation).await?;
    Ok(found
        .iter()
        .find(|standing| State::parse(&standing.state).is_some_and(State::is_open))
        .map(|standing| standing.id))
}

/// The stored answer as far as signals go.
fn read(answered: &Answered, definition: &Definition) -> Answer {
    let rated = definition.parameters.iter().zip(&answered.ratings);
    let ratings = rated.map(|(parameter, code)| {
        Rating::from_code(*code, definition.scale_of(parameter)).unwrap_or(Rating::Skipped)
    });
    Answer {
        nps: answered.nps.and_then(|score| i64::from(score).try_into().ok()),
        ratings: ratings.collect(),
        contact_me: answered.contact_me,
        solved: answered.solved,
        reasons: answered.reasons.as_ref().map(|chosen| Reasons {
            chosen: chosen.iter().filter_map(|code| Code::parse(code).ok()).collect(),
            main: None,
        }),
        ..Answer::default()
    }
}
