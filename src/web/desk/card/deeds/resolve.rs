//! Resolving: cause, resolution, remedies, money, and the last words.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, attach, doer, outcome, sending};
use crate::{
    actions::{
        complaint_step::reachable,
        resolve_complaint::{LastWords, resolve_complaint},
    },
    domain::outcome::resolved,
    store::root_causes,
    t,
    web::{
        desk::card::{self, page::CardPage},
        failure::Failure,
        guarded::GuardedParts,
        house::House,
        ui,
        visitor::Handler,
    },
};

const DEED: &str = "resolve";

impl CardPage<'_> {
    pub fn resolve(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let card = &self.loaded.card;
        let reach = reachable(card.email.as_deref(), card.bounced, card.erased);
        let words = html! {
            (self.outcome_fields(DEED, &self.before()))
            @if let Err(why) = reach { p.form-hint { (self.no_address(why)) } }
            (self.textarea(DEED, &t!(language, "desk-resolve-words"), 5, reach.is_err() && !here))
            (self.enclosures(DEED, reach.is_ok()))
            button.btn.btn-success type="submit" { (ui::icon("check")) (t!(language, "desk-resolve-submit")) }
        };
        self.panel(DEED, "check", here, &t!(language, "desk-resolve"), &words)
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
    let causes = root_causes::all(&connection).await?;
    drop(connection);
    if let Some(problem) = stopped {
        let refused = Refused { deed: DEED, problem, seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    }
    let outcome = match resolved(&outcome::written(&typed), &causes, None) {
        Ok(outcome) => outcome,
        Err(flaws) => {
            let refused = Refused { deed: DEED, problem: Problem::Flaws(flaws), seen: Some(seen), typed };
            return card::refuse(&house, &visitor, *number, refused).await;
        }
    };
    let files = attach::ticked(&typed);
    let last = LastWords { words: typed.get("body"), files: &files };
    let done = sending(&house, &visitor, *number, DEED, &typed, async |connection| {
        resolve_complaint(connection, *number, doer(&visitor), seen, &outcome, last, house.now()).await
    })
    .await;
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
