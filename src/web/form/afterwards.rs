//! Afterwards: what was said, what becomes of it, and the way to correct it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{Closed, Opened, answer, failed, instead, open, see, thanks::ThanksPage};
use crate::{
    domain::{
        answer::{Answer, Reasons, signals},
        questionnaire::{Code, Definition},
        rating::Rating,
    },
    store::responses::Answered,
    web::{failure::Failure, house::House, links},
};

pub(super) async fn thank(house: Data<House>, token: Path<String>) -> Result<HttpResponse, Failure> {
    let Ok(invitation_id) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let Opened { asked, definition, language } = match open(&house, invitation_id).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(page)) => return Ok(page),
        Err(error) => return failed(&house, error),
    };
    let address = links::form(&token);
    let Some(answered) = &asked.answered else {
        return Ok(see(&address));
    };
    let page = ThanksPage {
        language,
        zone: house.config().time_zone,
        brand: &house.brand(),
        correct: (asked.expires_at > house.now()).then_some(&address),
        expires_at: asked.expires_at,
        definition: &definition,
        answered,
        complaint: asked.complaint.filter(|_| is_discontent(answered, &definition)),
    };
    Ok(answer(StatusCode::OK, page.draw()))
}

/// Whether the stored answer still asks for a human being: another's complaint about the purchase is not theirs to see.
fn is_discontent(answered: &Answered, definition: &Definition) -> bool {
    let rated = definition.parameters.iter().zip(&answered.ratings);
    let ratings = rated.map(|(parameter, code)| {
        Rating::from_code(*code, definition.scale_of(parameter)).unwrap_or(Rating::Skipped)
    });
    let answer = Answer {
        nps: answered.nps.and_then(|score| i64::from(score).try_into().ok()),
        ratings: ratings.collect(),
        contact_me: answered.contact_me,
        solved: answered.solved,
        reasons: answered.reasons.as_ref().map(|chosen| Reasons {
            chosen: chosen.iter().filter_map(|code| Code::parse(code).ok()).collect(),
            main: None,
        }),
        ..Answer::default()
    };
    !signals(&answer, definition).is_empty()
}
