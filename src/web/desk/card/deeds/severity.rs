//! Setting the severity by hand, for a reason.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, doer};
use crate::{
    actions::{override_severity::override_severity, weigh_complaint::weighed},
    domain::severity::Severity,
    t,
    web::{
        desk::{card, card::page::CardPage, weighing},
        failure::Failure,
        guarded::Guarded,
        house::House,
        visitor::Handler,
    },
};

const DEED: &str = "severity";
/// Chosen instead of a severity: the rules decide again.
const RULES: &str = "rules";

impl CardPage<'_> {
    pub fn severity(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let why = weighed(self.loaded.card.why.as_ref());
        let by_hand = why.as_ref().filter(|why| why.by_hand.is_some());
        let rules = by_hand.map(|why| {
            let severity = weighing::severity(language, why.computed);
            (RULES.to_owned(), t!(language, "weight-deed-rules", severity = severity).into_owned())
        });
        let severities = Severity::all().iter().rev();
        let codes: Vec<(String, String)> = severities
            .map(|severity| (severity.code().to_owned(), weighing::severity(language, *severity)))
            .chain(rules)
            .collect();
        let now = Severity::from_rank(self.loaded.card.severity).map_or("", Severity::code);
        let chosen = if here { self.typed.get("severity") } else { now };
        let words = html! {
            p.form-hint { (t!(language, "weight-deed-hint")) }
            div.mb-3 { (self.choice("severity", &t!(language, "weight-deed-severity"), &codes, chosen)) }
            (self.textarea(DEED, &t!(language, "weight-deed-reason"), 2, false))
            button.btn.btn-outline-primary type="submit" { (t!(language, "weight-deed-submit")) }
        };
        self.panel(DEED, "gauge", here, &t!(language, "weight-deed"), &words)
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
    let chosen = typed.get("severity");
    let severity = Severity::parse(chosen);
    if severity.is_none() && chosen != RULES {
        let refused =
            Refused { deed: DEED, problem: Problem::Missing(vec!["severity"]), seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    }
    let mut connection = house.connection().await?;
    let done = override_severity(
        &mut connection,
        *number,
        doer(&visitor),
        seen,
        severity,
        typed.get("body"),
        house.now(),
    )
    .await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
