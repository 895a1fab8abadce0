//! The form: `/s/{token}`, for customers. Looking never writes anything; only a POST is an answer.

mod frame;
mod page;
mod thanks;
mod typed;
mod unsubscribe;
pub mod versions;

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path},
};
use futures_util::StreamExt as _;

use self::{
    frame::{Closed, answer, closed},
    page::{About, FormPage},
    thanks::ThanksPage,
    typed::{Problem, Typed},
};
use super::{failure::Failure, house::House, links};
use crate::{
    actions::{
        submit_answer::{Given, Outcome, submit_answer},
        sync_presets::presets,
    },
    domain::{
        answer::{Answer, signals},
        language::Language,
        nps::NpsScore,
        questionnaire::{Definition, SurveyKind},
        rating::Rating,
    },
    store::{
        StoreError,
        responses::{self, Answered, Asked},
    },
};

/// The largest body that is kept: a megabyte of Cyrillic is three of percent signs, and it is to come back in the form.
const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// What is read past it and thrown away, so that the browser has sent all and listens to the answer.
const LARGEST_DISCARD: usize = 64 * 1024 * 1024;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .service(
            web::resource("/s/{token}")
                .route(web::get().to(show))
                .route(web::head().to(show))
                .route(web::post().to(submit)),
        )
        .service(web::resource("/s/{token}/thanks").route(web::get().to(thank)).route(web::head().to(thank)))
        .configure(unsubscribe::routes);
}

/// The link's invitation as it stands, and what its version asks.
struct Opened {
    asked: Asked,
    definition: Arc<Definition>,
    language: Language,
}

/// Finds the form behind a link that was verified; `Err` is the page to show instead.
async fn open(house: &House, invitation_id: i64) -> Result<Result<Opened, HttpResponse>, StoreError> {
    let mut connection = house.connection().await?;
    let Some(asked) = responses::asked(&mut connection, invitation_id).await? else {
        return Ok(Err(instead(house, house.language(), Closed::Forged)));
    };
    let language = asked.language.as_deref().and_then(Language::parse).unwrap_or(house.language());
    if asked.revoked {
        return Ok(Err(instead(house, language, Closed::Revoked)));
    }
    Ok(match house.versions.get(&mut connection, asked.version_id).await? {
        Some(definition) => Ok(Opened { asked, definition, language }),
        None => Err(instead(house, language, Closed::Forged)),
    })
}

fn instead(house: &House, language: Language, why: Closed) -> HttpResponse {
    closed(language, &house.config().company, why)
}

/// Why it is too late, if it is.
fn over(house: &House, opened: &Opened) -> Option<Closed> {
    let late = opened.asked.expires_at <= house.now();
    late.then(|| if opened.asked.answered.is_some() { Closed::Answered } else { Closed::Expired })
}

/// A failure in words for customers: the database is away, or a fault of ours with its number.
fn failed(house: &House, error: StoreError) -> Result<HttpResponse, Failure> {
    match error {
        StoreError::Away(cause) => {
            tracing::warn!(%cause, "the database does not answer");
            Ok(instead(house, house.language(), Closed::Away))
        }
        other => Err(other.into()),
    }
}

async fn show(
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

async fn submit(
    house: Data<House>,
    token: Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    let Ok(invitation_id) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let Some(body) = read(body).await? else {
        return Ok(match open(&house, invitation_id).await {
            Ok(Ok(opened)) => instead(&house, opened.language, Closed::TooLarge),
            Ok(Err(page)) => page,
            Err(_) => instead(&house, house.language(), Closed::TooLarge),
        });
    };
    let typed = Typed::read(&body);
    match take(&house, &token, invitation_id, &typed).await {
        Ok(response) => Ok(response),
        Err(StoreError::Away(cause)) => {
            tracing::warn!(%cause, "the database does not answer");
            again_later(&house, &token, &typed)
        }
        Err(other) => Err(other.into()),
    }
}

/// The body of a form; none where it is larger than anybody types.
async fn read(mut body: web::Payload) -> Result<Option<web::BytesMut>, Failure> {
    let mut kept = web::BytesMut::new();
    let mut length = 0;
    while let Some(part) = body.next().await {
        let part = part.map_err(|error| Failure::BadRequest(error.to_string()))?;
        length += part.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&part);
        } else if length > LARGEST_DISCARD {
            break;
        }
    }
    Ok((length <= LARGEST_BODY).then_some(kept))
}

/// Reads what was typed by the version it was typed for, stores it, and says what became of it.
///
/// The form names its version, so that storing needs no other query; where that is wrong, the invitation's own counts.
async fn take(
    house: &House,
    token: &str,
    invitation_id: i64,
    typed: &Typed,
) -> Result<HttpResponse, StoreError> {
    let mut shown = typed.version.filter(|id| house.versions.known(*id).is_some());
    loop {
        let version_id = match shown {
            Some(named) => named,
            None => match open(house, invitation_id).await? {
                Ok(opened) => opened.asked.version_id,
                Err(page) => return Ok(page),
            },
        };
        let mut connection = house.connection().await?;
        let Some(definition) = house.versions.get(&mut connection, version_id).await? else { break };
        let answer = match typed.answer(&definition) {
            Ok(answer) => answer,
            Err(problems) => {
                drop(connection);
                match open(house, invitation_id).await? {
                    Ok(opened) if opened.asked.version_id != version_id => {
                        shown = Some(opened.asked.version_id);
                        continue;
                    }
                    Ok(opened) => return Ok(refused(house, token, &opened, typed, &problems)),
                    Err(page) => return Ok(page),
                }
            }
        };
        let language = house.language();
        let given = Given { invitation_id, version_id, definition: &definition, answer: &answer, language };
        match submit_answer(&mut connection, given, house.now()).await? {
            Outcome::Stored | Outcome::Changed | Outcome::Unchanged => return Ok(see(&links::thanks(token))),
            Outcome::OtherVersion(right) => shown = Some(right),
            Outcome::Expired | Outcome::Revoked | Outcome::Unknown => break,
        }
    }
    Ok(match open(house, invitation_id).await? {
        Ok(opened) => instead(house, opened.language, over(house, &opened).unwrap_or(Closed::Expired)),
        Err(page) => page,
    })
}

/// The answer to something said: look here next.
fn see(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .finish()
}

/// The form again, with what is wrong beside the fields and every typed word kept.
fn refused(house: &House, token: &str, opened: &Opened, typed: &Typed, problems: &[Problem]) -> HttpResponse {
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
        company: &house.config().company,
        action: &links::form(token),
        version: Some(asked.version_id),
        definition,
        about: &about,
        typed,
        problems,
        away: false,
    };
    answer(status, page.draw())
}

/// The form with everything typed, drawn without the database: by the version in memory, or else by the embedded preset.
fn again_later(house: &House, token: &str, typed: &Typed) -> Result<HttpResponse, Failure> {
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
        company: &house.config().company,
        action: &links::form(token),
        version: typed.version,
        definition: &definition,
        about: &About::default(),
        typed,
        problems: &[],
        away: true,
    };
    Ok(answer(StatusCode::SERVICE_UNAVAILABLE, page.draw()))
}

async fn thank(house: Data<House>, token: Path<String>) -> Result<HttpResponse, Failure> {
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
        company: &house.config().company,
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
    let rating = |code: &Option<i16>| Rating::from_code(*code, definition.scale).unwrap_or(Rating::Skipped);
    let answer = Answer {
        nps: answered.nps.and_then(|score| i64::from(score).try_into().ok()),
        ratings: answered.ratings.iter().map(rating).collect(),
        contact_me: answered.contact_me,
        ..Answer::default()
    };
    !signals(&answer, definition).is_empty()
}
