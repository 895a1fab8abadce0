//! Rejecting: the reason told to the customer with what they can do, seen as a letter before it leaves.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, attach, doer};
use crate::{
    actions::{
        complaint_step::{Refusal, reachable},
        outcome_rules::recourse,
        reject_complaint::{Rejection, letter, reject_complaint},
    },
    domain::{
        language::Language,
        outcome::{Field, Told, rejected},
        text::Text,
    },
    mail::{Addressed, Letter, StaffWords, compose},
    store::{complaint_cards, root_causes},
    t,
    web::{
        desk::{
            card::{self, page::CardPage},
            wording,
        },
        failure::Failure,
        guarded::GuardedParts,
        house::House,
        ui,
        visitor::{Handler, Person},
    },
};

const DEED: &str = "reject";

/// The letter as it would leave.
#[derive(Debug)]
pub struct Preview {
    pub subject: String,
    pub text: String,
}

impl CardPage<'_> {
    pub fn reject(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let card = &self.loaded.card;
        let reach = reachable(card.email.as_deref(), card.bounced, card.erased);
        let speaks = card.language.as_deref().and_then(Language::parse).unwrap_or(self.house_language);
        let told =
            Told::all().iter().map(|one| (one.code(), wording::coded(language, "outcomes-told", one.code())));
        let words = html! {
            div.row.g-3.mb-3 { div.col-md-6 { (self.cause(DEED, "")) } }
            (self.textarea(DEED, &t!(language, "outcomes-reject-words"), 5, false))
            @match &reach {
                Ok(()) => p.form-hint { (t!(language, "outcomes-reject-hint")) },
                Err(why) => {
                    p.text-danger { (self.no_address(*why)) }
                    div.mb-3 {
                        label.form-label for="reject-told" { (t!(language, "outcomes-told")) }
                        select.form-select #reject-told name="told" {
                            option value="" { (t!(language, "desk-choose")) }
                            @for (code, words) in told { option value=(code) selected[here && self.typed.get("told") == code] { (words) } }
                        }
                    }
                    p.form-hint { (t!(language, "outcomes-tell-recourse")) }
                    blockquote.prose.outcome-recourse { (self.loaded.recourse.get(speaks)) }
                }
            }
            (self.enclosures(DEED, reach.is_ok()))
            @if let Some(Problem::Preview(preview)) = self.refused.map(|refused| &refused.problem) { (self.preview(preview)) }
            div.btn-list {
                button.btn.btn-danger type="submit" { (ui::icon("cross")) (t!(language, if reach.is_ok() { "outcomes-reject-submit" } else { "outcomes-reject-submit-told" })) }
                @if reach.is_ok() {
                    button.btn.btn-outline-secondary type="submit" name="preview" value="yes" { (t!(language, "outcomes-preview")) }
                }
            }
        };
        self.panel(DEED, "cross", here, &t!(language, "outcomes-reject"), &words)
    }

    fn preview(&self, preview: &Preview) -> Markup {
        html! {
            section.said.said-letter.outcome-preview #preview aria-label=(t!(self.frame.language, "outcomes-preview-title")) {
                p.said-head { (ui::icon("mail")) (preview.subject) }
                div.prose { (preview.text) }
            }
        }
    }
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    parts: GuardedParts,
) -> Result<HttpResponse, Failure> {
    let mut typed = Typed::new(parts.0.fields());
    let seen = typed.seen()?;
    let mut connection = house.connection().await?;
    let stopped = attach::enclose(&mut connection, &house, &visitor, *number, &parts.0, &mut typed).await?;
    drop(connection);
    if let Some(problem) = stopped {
        let refused = Refused { deed: DEED, problem, seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    }
    if typed.has("preview") {
        let problem = match preview(&house, &visitor, *number, typed.get("body")).await? {
            Ok(preview) => Problem::Preview(preview),
            Err(refusal) => Problem::Refusal(refusal),
        };
        let refused = Refused { deed: DEED, problem, seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    }
    let mut connection = house.connection().await?;
    let causes = root_causes::all(&connection).await?;
    let outcome = match rejected(typed.get(Field::Cause.code()), &causes, None) {
        Ok(outcome) => outcome,
        Err(flaws) => {
            drop(connection);
            let refused = Refused { deed: DEED, problem: Problem::Flaws(flaws), seen: Some(seen), typed };
            return card::refuse(&house, &visitor, *number, refused).await;
        }
    };
    let files = attach::ticked(&typed);
    let rejection = Rejection {
        outcome: &outcome,
        reason: typed.get("body"),
        files: &files,
        told: Told::parse(typed.get("told")),
        house_language: house.language(),
    };
    let done = reject_complaint(&mut connection, *number, doer(&visitor), seen, rejection, house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}

/// The letter of a rejection that has not been made, by the very code that writes it.
async fn preview(
    house: &House,
    person: &Person,
    number: i64,
    reason: &str,
) -> Result<Result<Preview, Refusal>, Failure> {
    let mut connection = house.connection().await?;
    let card = complaint_cards::by_number(&mut connection, number).await?.ok_or(Failure::NotFound)?;
    let recourse = recourse(&mut connection).await?;
    drop(connection);
    let language = card.language.as_deref().and_then(Language::parse).unwrap_or_else(|| house.language());
    let body = match Text::parse(reason) {
        Ok(Some(reason)) => letter(&reason, recourse.get(language)),
        Ok(None) => return Ok(Err(Refusal::Empty)),
        Err(long) => Err(long),
    };
    let body = match body {
        Ok(body) => body,
        Err(long) => return Ok(Err(long.into())),
    };
    let brand = house.brand();
    let addressed = Addressed {
        brand: brand.name.clone(),
        colour: brand.colour,
        language,
        recipient_name: Some(card.name).filter(|name| !name.trim().is_empty()),
        unsubscribe: None,
        answers_are_read: true,
        pixel: None,
    };
    let words =
        StaffWords { number: number.to_string(), staff_name: person.name.clone(), text: body.to_string() };
    let composed = compose(&Letter::Rejected(words), &addressed).map_err(Failure::fault)?;
    Ok(Ok(Preview { subject: composed.subject, text: composed.text }))
}
