//! Showing the form: as it was left, with what was clicked in a letter chosen, or with what is wrong beside each field.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path},
};

use super::{
    Closed, Opened, afterwards, answer, failed, instead,
    keep::{Keeping, unsent},
    looks, open, over,
    page::{About, FormPage, Slots, Unkept},
    typed::{Problem, Typed},
};
use crate::{
    actions::sync_presets::presets,
    domain::questionnaire::SurveyKind,
    web::{failure::Failure, house::House, links},
};

/// Corrections of a day free themselves one by one.
const AN_HOUR: u64 = 3600;

pub(super) async fn show(
    request: HttpRequest,
    house: Data<House>,
    token: Path<String>,
) -> Result<HttpResponse, Failure> {
    let Ok(invitation_id) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let opened = match open(&house, invitation_id).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(page)) => return Ok(page),
        Err(error) => return failed(&house, error),
    };
    let unsent = unsent(&opened.asked, &opened.definition);
    let resumed = unsent.is_some();
    let clicked = Typed::default().preselect(request.query_string(), &opened.definition);
    if afterwards::is_next(&house, &opened, resumed || clicked || edits(&request)) {
        return afterwards::show(&house, &token, invitation_id, &opened).await;
    }
    if let Some(why) = over(&house, &opened) {
        return Ok(instead(&house, opened.language, why));
    }
    looks::note(&request, &house, invitation_id, opened.asked.opened);
    let mut typed = match (unsent, &opened.asked.answered) {
        (Some(unsent), _) => unsent,
        (None, Some(answered)) => Typed::again(answered, &opened.definition),
        (None, None) => Typed::default(),
    };
    typed.preselect(request.query_string(), &opened.definition);
    let keeping = Keeping::new(&house, &token, &opened.asked, clicked, resumed);
    Ok(form(&house, &token, &opened, &typed, &[], &keeping, StatusCode::OK))
}

/// Whether the form is asked for, to correct what was answered.
fn edits(request: &HttpRequest) -> bool {
    url::form_urlencoded::parse(request.query_string().as_bytes()).any(|(name, _)| name == "edit")
}

/// The form again, with what is wrong beside the fields and every typed word kept.
pub(super) fn refused(
    house: &House,
    token: &str,
    opened: &Opened,
    typed: &Typed,
    problems: &[Problem],
) -> HttpResponse {
    match over(house, opened) {
        Some(why) => instead(house, opened.language, why),
        None => {
            let keeping = Keeping::new(house, token, &opened.asked, false, false);
            form(house, token, opened, typed, problems, &keeping, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn form(
    house: &House,
    token: &str,
    opened: &Opened,
    typed: &Typed,
    problems: &[Problem],
    keeping: &Keeping,
    status: StatusCode,
) -> HttpResponse {
    let Opened { asked, definition, language } = opened;
    let about = About {
        customer: asked.customer.clone(),
        store: asked.store.clone(),
        purchased_at: asked.purchased_at,
        complaint: asked.complaint_id,
        expires_at: Some(asked.expires_at),
        answered: asked.answered.is_some(),
    };
    let page = FormPage {
        language: *language,
        zone: house.config().time_zone,
        brand: &house.brand(),
        action: &links::form(token),
        version: Some(asked.version_id),
        definition,
        seed: asked.invitation_id,
        about: &about,
        typed,
        problems,
        unkept: None,
        slots: &Slots::default(),
        keeping: Some(keeping),
    };
    answer(status, page.draw())
}

/// Where a form is posted to, and what decides its order.
pub(super) struct Address<'a> {
    pub action: &'a str,
    /// The invitation, or 0 where there is none yet.
    pub seed: i64,
}

/// The form with everything typed, drawn without the database: by the version in memory, or else by the embedded preset.
pub(super) fn again_later(
    house: &House,
    at: &Address<'_>,
    typed: &Typed,
    why: Unkept,
    slots: &Slots,
) -> Result<HttpResponse, Failure> {
    let known = typed.version.and_then(|id| house.versions.known(id));
    let definition = match known {
        Some(definition) => definition,
        None => {
            let presets = presets().map_err(Failure::fault)?;
            let kind = typed.kind.unwrap_or(SurveyKind::Purchase);
            let preset = presets.into_iter().find(|preset| preset.kind == kind);
            Arc::new(preset.ok_or_else(|| Failure::fault("a kind without a preset"))?)
        }
    };
    let page = FormPage {
        language: typed.language.unwrap_or(house.language()),
        zone: house.config().time_zone,
        brand: &house.brand(),
        action: at.action,
        version: typed.version,
        definition: &definition,
        seed: at.seed,
        about: &About::default(),
        typed,
        problems: &[],
        unkept: Some(why),
        slots,
        keeping: None,
    };
    let (status, wait) = match why {
        Unkept::Away => return Ok(answer(StatusCode::SERVICE_UNAVAILABLE, page.draw())),
        Unkept::TooSoon(seconds) => (StatusCode::TOO_MANY_REQUESTS, seconds),
        Unkept::TooOften => (StatusCode::TOO_MANY_REQUESTS, AN_HOUR),
    };
    let mut response = answer(status, page.draw());
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(wait));
    Ok(response)
}
