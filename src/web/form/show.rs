//! Showing the form: as it was left, with what was clicked in a letter chosen, or with what is wrong beside each field.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Closed, Opened, answer, failed, instead,
    keep::{Keeping, unsent},
    looks, open, over,
    page::{About, FormPage},
    typed::{Problem, Typed},
};
use crate::{
    actions::sync_presets::presets,
    domain::questionnaire::SurveyKind,
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
    looks::note(&request, &house, invitation_id, opened.asked.opened);
    let unsent = unsent(&opened.asked, &opened.definition);
    let resumed = unsent.is_some();
    let mut typed = match (unsent, &opened.asked.answered) {
        (Some(unsent), _) => unsent,
        (None, Some(answered)) => Typed::again(answered, &opened.definition),
        (None, None) => Typed::default(),
    };
    let preselected = typed.preselect(request.query_string(), &opened.definition);
    let keeping = Keeping::new(&house, &token, &opened.asked, preselected, resumed);
    Ok(form(&house, &token, &opened, &typed, &[], &keeping, StatusCode::OK))
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
        away: false,
        extra: None,
        keeping: Some(keeping),
    };
    answer(status, page.draw())
}

/// The form with everything typed, drawn without the database: by the version in memory, or else by the embedded preset.
pub(super) fn again_later(house: &House, token: &str, typed: &Typed) -> Result<HttpResponse, Failure> {
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
        action: &links::form(token),
        version: typed.version,
        definition: &definition,
        seed: house.shared.keys.verify(token).unwrap_or_default(),
        about: &About::default(),
        typed,
        problems: &[],
        away: true,
        extra: None,
        keeping: None,
    };
    Ok(answer(StatusCode::SERVICE_UNAVAILABLE, page.draw()))
}
