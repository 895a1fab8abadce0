//! Merging the complaint into another, and parting them again.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, doer, link::number_typed};
use crate::{
    actions::{
        complaint_step::Refusal,
        hindrance::Hindrance,
        merge_complaints::{merge_complaints, unmerge_complaint},
    },
    t,
    web::{
        desk::card::{self, page::CardPage},
        failure::Failure,
        guarded::Guarded,
        house::House,
        visitor::Handler,
    },
};

const DEED: &str = "merge";

impl CardPage<'_> {
    pub fn merge(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let warned = matches!(
            self.refused.map(|refused| &refused.problem),
            Some(Problem::Refusal(Refusal::Hindered(Hindrance::OtherCustomer { .. })))
        );
        let words = html! {
            p.form-hint { (t!(language, "work-merge-hint")) }
            div.mb-3 { (self.number_field(DEED, "target", &t!(language, "work-merge-target"))) }
            @if here && (warned || self.typed.has("other_customer")) {
                label.form-check {
                    input.form-check-input type="checkbox" name="other_customer" value="yes" checked[self.typed.has("other_customer")];
                    span.form-check-label { (t!(language, "work-merge-other-customer")) }
                }
            }
            button.btn.btn-outline-primary type="submit" { (t!(language, "work-merge-submit")) }
        };
        self.panel(DEED, "merge", here, &t!(language, "work-merge"), &words)
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
    let Some(target) = number_typed(typed.get("target")) else {
        let missing = Problem::Missing(vec!["target"]);
        let refused = Refused { deed: DEED, problem: missing, seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    };
    let mut connection = house.connection().await?;
    let done = merge_complaints(
        &mut connection,
        *number,
        target,
        doer(&visitor),
        typed.has("other_customer"),
        house.now(),
    )
    .await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}

pub async fn unmerge(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    _: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = unmerge_complaint(&mut connection, *number, doer(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, "unmerge", None, Typed::default()).await
}
