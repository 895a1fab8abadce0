//! Resolving: cause, resolution, and the last words.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, doer, sending};
use crate::{
    actions::{complaint_step::reachable, resolve_complaint::resolve_complaint},
    domain::complaint::{Resolution, RootCause},
    t,
    web::{
        desk::{
            card::{self, page::CardPage},
            wording,
        },
        failure::Failure,
        guarded::Guarded,
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
        let causes = RootCause::all()
            .iter()
            .map(|one| (one.code().to_owned(), wording::coded(language, "desk-cause", one.code())));
        let causes: Vec<_> = causes.collect();
        let ends = Resolution::all()
            .iter()
            .map(|one| (one.code().to_owned(), wording::coded(language, "desk-resolution", one.code())));
        let ends: Vec<_> = ends.collect();
        let card = &self.loaded.card;
        let reach = reachable(card.email.as_deref(), card.bounced, card.erased);
        let words = html! {
            div.row.g-3.mb-3 {
                div.col-md-6 { (self.choice("cause", &t!(language, "desk-field-root_cause"), &causes, self.typed.get("cause"))) }
                div.col-md-6 { (self.choice("resolution", &t!(language, "desk-field-resolution"), &ends, self.typed.get("resolution"))) }
            }
            @if let Err(why) = reach { p.form-hint { (self.no_address(why)) } }
            (self.textarea(DEED, &t!(language, "desk-resolve-words"), 5, reach.is_err() && !here))
            button.btn.btn-success type="submit" { (ui::icon("check")) (t!(language, "desk-resolve-submit")) }
        };
        self.panel(DEED, "check", here, &t!(language, "desk-resolve"), &words)
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
    let (cause, resolution) =
        (RootCause::parse(typed.get("cause")), Resolution::parse(typed.get("resolution")));
    let (Some(cause), Some(resolution)) = (cause, resolution) else {
        let missing = [("cause", cause.is_none()), ("resolution", resolution.is_none())];
        let missing = missing.into_iter().filter_map(|(name, lacks)| lacks.then_some(name)).collect();
        let refused = Refused { deed: DEED, problem: Problem::Missing(missing), seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    };
    let done = sending(&house, &visitor, *number, DEED, &typed, async |connection| {
        resolve_complaint(
            connection,
            *number,
            doer(&visitor),
            seen,
            (cause, resolution),
            typed.get("body"),
            house.now(),
        )
        .await
    })
    .await;
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
