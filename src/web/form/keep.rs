//! Saved as you go: `POST /s/{token}/keep` takes a form's fields before they are sent, and the form shows them again.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path},
};
use base64::Engine as _;
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use url::form_urlencoded::{Serializer, parse};

use super::{
    looks, open,
    typed::{Field, Typed},
};
use crate::{
    actions::keep_answer::{Kept, Outcome, keep_answer},
    domain::{answer::Answer, language::Language, questionnaire::Definition, visit::Sign},
    store::{StoreError, responses::Asked},
    t,
    web::{failure::Failure, house::House, links},
};

/// The largest body that is kept: what browsers send from a page that is being closed.
const LARGEST_BODY: usize = 64 * 1024;
/// Fields that are kept; a form has fewer.
const MOST_FIELDS: usize = 300;

/// What the script of a form has to know.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// Where saves go.
    pub address: String,
    /// Under what the browser remembers them: nothing that opens the form.
    pub key: String,
    /// When the server heard of this link last, in milliseconds since 1970; 0: never.
    pub at: i64,
    /// The score shown is the letter's choice, and nobody's yet.
    pub seen: bool,
    /// Fields kept before are shown.
    pub resumed: bool,
}

impl Keeping {
    /// That of a form as it is being shown.
    pub(super) fn new(house: &House, token: &str, asked: &Asked, seen: bool, resumed: bool) -> Self {
        let mac = house.shared.keys.mac("keep", token.as_bytes());
        let moments = [asked.kept.as_ref().map(|kept| kept.saved_at), changed_at(asked)];
        Self {
            address: links::keep(token),
            key: format!("otklik-{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(mac)),
            at: moments.into_iter().flatten().max().map_or(0, |at| at.timestamp_millis()),
            seen,
            resumed,
        }
    }

    /// The line that says so.
    #[must_use]
    pub fn line(&self, language: Language) -> Markup {
        html! { @if self.resumed { p.card { (t!(language, "keep-resumed")) } } }
    }
}

fn changed_at(asked: &Asked) -> Option<DateTime<Utc>> {
    asked.answered.as_ref().map(|answered| answered.changed_at)
}

/// What was typed after the last answer and says something else than that.
pub(super) fn unsent(asked: &Asked, definition: &Definition) -> Option<Typed> {
    let kept = asked.kept.as_ref()?;
    if changed_at(asked).is_some_and(|at| at >= kept.saved_at) {
        return None;
    }
    let typed = Typed { version: None, language: None, ..Typed::read(kept.body.as_bytes()) };
    let said = asked.answered.as_ref().map(|answered| Typed::again(answered, definition));
    (Some(so_far(&typed, definition)) != said.map(|said| so_far(&said, definition))).then_some(typed)
}

pub(super) async fn keep(
    request: HttpRequest,
    house: Data<House>,
    token: Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    let Ok(invitation_id) = house.shared.keys.verify(&token) else { return Ok(said(StatusCode::NOT_FOUND)) };
    let body = match body.to_bytes_limited(LARGEST_BODY).await {
        Ok(Ok(body)) => body,
        Ok(Err(cause)) => return Err(Failure::BadRequest(cause.to_string())),
        Err(_) => return Ok(said(StatusCode::PAYLOAD_TOO_LARGE)),
    };
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    match take(&house, invitation_id, &body, agent).await {
        Ok(status) => Ok(said(status)),
        Err(StoreError::Away(cause)) => {
            tracing::warn!(%cause, "the database does not answer");
            Ok(said(StatusCode::SERVICE_UNAVAILABLE))
        }
        Err(other) => Err(other.into()),
    }
}

/// An answer for the script alone.
fn said(status: StatusCode) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header(("X-Robots-Tag", "noindex, nofollow"))
        .finish()
}

/// Keeps the fields by the version whose form they are of; where that is wrong, the invitation's own counts.
async fn take(
    house: &House,
    invitation_id: i64,
    body: &[u8],
    user_agent: Option<&str>,
) -> Result<StatusCode, StoreError> {
    let Some(sign) = sign_of(body) else { return Ok(StatusCode::BAD_REQUEST) };
    let typed = Typed::read(body);
    let body = cleaned(body);
    let mut version = typed.version.filter(|id| house.versions.known(*id).is_some());
    // The second time by the invitation's own version, which is right.
    for _ in 0..2 {
        let version_id = match version {
            Some(named) => named,
            None => match open(house, invitation_id).await? {
                Ok(opened) => opened.asked.version_id,
                Err(page) => return Ok(page.status()),
            },
        };
        let mut connection = house.connection().await?;
        let Some(definition) = house.versions.get(&mut connection, version_id).await? else { break };
        let answer = so_far(&typed, &definition);
        if sign == Sign::Seen && answer.is_empty() {
            return Ok(StatusCode::NO_CONTENT);
        }
        let score = answer.nps.map(|score| looks::score("nps", score.get()));
        let kept = Kept {
            invitation_id,
            version_id,
            definition: &definition,
            sign,
            score: score.as_deref(),
            body: &body,
            answer: &answer,
            user_agent,
        };
        match keep_answer(&mut connection, kept, house.now()).await? {
            Outcome::Kept => return Ok(StatusCode::NO_CONTENT),
            Outcome::Discarded(verdict) => {
                tracing::debug!(%verdict, "a provisional score was discarded");
                return Ok(StatusCode::NO_CONTENT);
            }
            Outcome::TooOften => return Ok(StatusCode::TOO_MANY_REQUESTS),
            Outcome::Expired | Outcome::Revoked => return Ok(StatusCode::GONE),
            Outcome::Unknown => return Ok(StatusCode::NOT_FOUND),
            Outcome::OtherVersion(right) => version = Some(right),
        }
    }
    Ok(StatusCode::NOT_FOUND)
}

fn sign_of(body: &[u8]) -> Option<Sign> {
    parse(body).filter(|(name, _)| name == "sign").last().and_then(|(_, value)| Sign::parse(&value))
}

/// The fields again, as text that PostgreSQL takes whatever came.
fn cleaned(body: &[u8]) -> String {
    let fields = parse(body).filter(|(name, _)| name != "sign" && name.len() <= 100).take(MOST_FIELDS);
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// What the fields mean so far: what could not be sent as it is says nothing yet.
pub(in crate::web) fn so_far(typed: &Typed, definition: &Definition) -> Answer {
    let problems = match typed.answer(definition) {
        Ok(answer) => return answer,
        Err(problems) => problems,
    };
    let mut rest = typed.clone();
    for problem in problems {
        match problem.field {
            Field::Nps => rest.nps.clear(),
            Field::Satisfaction => rest.satisfaction.clear(),
            Field::Rating(code) => rest.ratings.retain(|(known, _)| known != code.as_str()),
            Field::Comment => rest.comment.clear(),
            Field::Reasons => rest.reasons.retain(|code| definition.reason(code).is_some()),
            Field::MainReason => rest.main_reason.clear(),
            Field::Competitor => rest.competitor.clear(),
            Field::BringBack => rest.bring_back.clear(),
            Field::HeardFrom => rest.heard_from.clear(),
            Field::WalletShare => rest.wallet_share.clear(),
            Field::Solved => rest.solved.clear(),
            Field::All => return Answer::default(),
        }
    }
    rest.answer(definition).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Sign, cleaned, sign_of};

    #[test]
    fn a_body_of_any_bytes_becomes_text_that_can_be_stored() {
        assert_eq!(cleaned(b"nps=3&sign=seen&comment=%00\xff+a&x=1"), "nps=3&comment=%00%EF%BF%BD+a&x=1");
        assert_eq!(cleaned(&b"a=1&".repeat(1_000)).matches('&').count(), 299);
    }

    #[test]
    fn a_save_without_a_human_sign_is_none() {
        assert_eq!(sign_of(b"nps=3&sign=touched"), Some(Sign::Touched));
        assert_eq!(sign_of(b"sign=touched&sign=seen"), Some(Sign::Seen));
        assert_eq!(sign_of(b"nps=3"), None);
        assert_eq!(sign_of(b"sign=pressed"), None);
    }
}
