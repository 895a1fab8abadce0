//! Showing the form: as it was left, with what was clicked in a letter chosen, or with what is wrong beside each field.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Closed, Opened, answer, failed, instead, open, over,
    page::{About, FormPage, Slots},
    typed::{Problem, Typed},
};
use crate::{
    actions::sync_presets::presets,
    domain::{nps::NpsScore, questionnaire::SurveyKind},
    web::{failure::Failure, house::House, links},
};

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
    if let Some(why) = over(&house, &opened) {
        return Ok(instead(&house, opened.language, why));
    }
    let mut typed = match &opened.asked.answered {
        Some(answered) => Typed::again(answered, &opened.definition),
        None => Typed::default(),
    };
    if let Some(score) = preselected(request.query_string()) {
        typed.nps = score;
    }
    Ok(form(&house, &token, &opened, &typed, &[], StatusCode::OK))
}

/// The score clicked in a letter: shown chosen, and that is all it does.
fn preselected(query: &str) -> Option<String> {
    let (_, score) = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "nps")?;
    NpsScore::parse(&score).ok().map(|score| score.get().to_string())
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
        None => form(house, token, opened, typed, problems, StatusCode::UNPROCESSABLE_ENTITY),
    }
}

fn form(
    house: &House,
    token: &str,
    opened: &Opened,
    typed: &Typed,
    problems: &[Problem],
    status: StatusCode,
) -> HttpResponse {
    let Opened { asked, definition, language } = opened;
    let about = About {
        customer: asked.customer.clone(),
        store: asked.store.clone(),
        purchased_at: asked.purchased_at,
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
        about: &about,
        typed,
        problems,
        away: false,
        slots: &Slots::default(),
    };
    answer(status, page.draw())
}

/// The form with everything typed, drawn without the database: by the version in memory, or else by the embedded preset.
pub(super) fn again_later(
    house: &House,
    action: &str,
    typed: &Typed,
    slots: &Slots,
) -> Result<HttpResponse, Failure> {
    let known = typed.version.and_then(|id| house.versions.known(id));
    let definition = match known {
        Some(definition) => definition,
        None => {
            let presets = presets().map_err(Failure::fault)?;
            let preset = presets.into_iter().find(|preset| preset.kind == SurveyKind::Purchase);
            Arc::new(preset.ok_or_else(|| Failure::fault("no preset of a purchase"))?)
        }
    };
    let page = FormPage {
        language: typed.language.unwrap_or(house.language()),
        zone: house.config().time_zone,
        brand: &house.brand(),
        action,
        version: typed.version,
        definition: &definition,
        about: &About::default(),
        typed,
        problems: &[],
        away: true,
        slots,
    };
    Ok(answer(StatusCode::SERVICE_UNAVAILABLE, page.draw()))
}
