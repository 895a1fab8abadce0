//! Legal claims: noted, met, taken back.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, doer};
use crate::{
    actions::{
        complaint_step::Refusal,
        legal_claims::{ClaimDeed, ClaimRefused, add_claims, tend_claim},
    },
    store::legal_terms::Row,
    t,
    web::{
        desk::card::{
            self,
            claims::{length, titled},
            page::CardPage,
        },
        failure::Failure,
        guarded::Guarded,
        house::House,
        ui::{self, Tone},
        visitor::Handler,
    },
};

const DEED: &str = "claim";

impl CardPage<'_> {
    pub fn claim(&self) -> Markup {
        let language = self.frame.language;
        let law = &self.loaded.law;
        let here = self.deed == DEED;
        let today = law.today(self.loaded.now).to_string();
        let demanded = if here { self.typed.get("demanded") } else { &today };
        let bad_date = matches!(
            self.refused.map(|refused| &refused.problem),
            Some(Problem::Refusal(Refusal::Claim(ClaimRefused::Date)))
        );
        let lacks = here && self.lacks("term");
        let words = html! {
            input type="hidden" name="what" value="add";
            p.form-hint { (t!(language, "law-claim-hint")) }
            div.mb-3 {
                label.form-label for="claim-demanded" { (t!(language, "law-demanded")) }
                input.form-control.law-date.is-invalid[bad_date] #claim-demanded type="date" name="demanded" required max=(today) value=(demanded)
                    aria-invalid=[bad_date.then_some("true")] aria-describedby=[bad_date.then_some("problem")];
            }
            fieldset.mb-3 aria-describedby=[lacks.then_some("problem")] {
                legend.form-label { (t!(language, "law-kinds")) }
                div.law-kinds { @for row in &law.offered { (self.kind_of_claim(row, here)) } }
            }
            button.btn.btn-primary type="submit" { (ui::icon("scales")) (t!(language, "law-claim-submit")) }
        };
        self.panel(DEED, "scales", here, &t!(language, "law-claim"), &words)
    }

    fn kind_of_claim(&self, row: &Row, here: bool) -> Markup {
        let language = self.frame.language;
        let id = format!("term-{}", row.code);
        html! {
            div.form-check {
                input.form-check-input #(id) type="checkbox" name="term" value=(row.code) checked[here && self.typed.all("term").any(|code| code == row.code)];
                label.form-check-label for=(id) { (titled(language, &row.title_ru, &row.title_en)) }
                div.q-under {
                    (length(language, row.amount, &row.unit)) " · "
                    // A law keeps its own name in every language.
                    span lang="ru" { (row.law) ", " (row.article) }
                    @if row.confirmed_at.is_none() { " " (ui::badge(Tone::Warning, &t!(language, "law-unconfirmed"))) }
                }
            }
        }
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
    let tends = match typed.get("what") {
        "met" => Some(ClaimDeed::Meet),
        "resume" => Some(ClaimDeed::Resume),
        "withdraw" => Some(ClaimDeed::Withdraw),
        _ => None,
    };
    let mut connection = house.connection().await?;
    let done = if let Some(deed) = tends {
        let claim = typed.get("claim").parse().unwrap_or(0);
        tend_claim(&mut connection, *number, doer(&visitor), claim, deed, house.now()).await
    } else {
        let codes: Vec<String> = typed.all("term").map(str::to_owned).collect();
        if codes.is_empty() {
            let problem = Problem::Missing(vec!["term"]);
            let refused = Refused { deed: DEED, problem, seen: Some(seen), typed };
            drop(connection);
            return card::refuse(&house, &visitor, *number, refused).await;
        }
        match typed.get("demanded").parse::<NaiveDate>() {
            Ok(day) => add_claims(&mut connection, *number, doer(&visitor), &codes, day, house.now()).await,
            Err(_) => Err(ClaimRefused::Date.into()),
        }
    };
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
