//! Correcting how a complaint ended, without taking it up again.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, doer, outcome, outcome::Before};
use crate::{
    actions::correct_outcome::correct_outcome,
    domain::{
        complaint::State,
        outcome::{Written, rejected, resolved},
    },
    store::{complaint_cards, root_causes},
    t,
    web::{
        desk::{
            card::{self, page::CardPage},
            wording,
        },
        failure::Failure,
        guarded::Guarded,
        house::House,
        visitor::Handler,
    },
};

const DEED: &str = "correct";

impl CardPage<'_> {
    pub fn correct(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let cause = text(&card.root_cause);
        let words = html! {
            p.form-hint { (t!(language, "outcomes-correct-hint")) }
            @if card.state == State::Rejected.code() {
                div.mb-3 { (self.cause(DEED, &cause)) }
            } @else {
                (self.outcome_fields(DEED, &Before {
                    cause,
                    resolution: text(&card.resolution),
                    sought: text(&card.remedy_sought),
                    given: text(&card.remedy_given),
                    amount: card.compensation.as_ref().map(|amount| wording::typed_amount(language, amount)).unwrap_or_default(),
                    currency: card.compensation_currency.clone().unwrap_or_else(|| self.loaded.currency.clone()),
                }))
            }
            button.btn.btn-outline-primary type="submit" { (t!(language, "outcomes-correct-submit")) }
        };
        self.panel(DEED, "pencil", self.deed == DEED, &t!(language, "outcomes-correct"), &words)
    }
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let seen = typed.seen()?;
    let mut connection = house.connection().await?;
    let causes = root_causes::all(&connection).await?;
    let before = complaint_cards::by_number(&mut connection, *number).await?.ok_or(Failure::NotFound)?;
    let written: Written<'_> = outcome::written(&typed);
    let kept = before.root_cause.as_deref();
    let read = if before.state == State::Rejected.code() {
        rejected(written.cause, &causes, kept)
    } else {
        resolved(&written, &causes, kept)
    };
    let outcome = match read {
        Ok(outcome) => outcome,
        Err(flaws) => {
            drop(connection);
            let refused = Refused { deed: DEED, problem: Problem::Flaws(flaws), seen: Some(seen), typed };
            return card::refuse(&house, &visitor, *number, refused).await;
        }
    };
    let done = correct_outcome(&mut connection, *number, doer(&visitor), seen, &outcome, house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
