//! Giving the complaint to a colleague, or to nobody.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, doer};
use crate::{
    actions::assign_complaint::assign_complaint,
    store::complaint_lists::COUNTED,
    t,
    web::{
        desk::card::{self, page::CardPage},
        failure::Failure,
        guarded::Guarded,
        house::House,
        visitor::Handler,
    },
    words::format,
};

const DEED: &str = "assign";
/// The choice that frees the complaint.
const NOBODY: &str = "nobody";

impl CardPage<'_> {
    pub fn assign(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let here = self.deed == DEED;
        let chosen = if here { self.typed.get("to") } else { "" };
        let missing = self.lacks("to");
        let words = html! {
            @if let Some(owner) = card.owner_id { input type="hidden" name="from" value=(owner); }
            div.mb-3 {
                label.form-label for="assign-to" { (t!(language, "work-assign-to")) }
                select.form-select.is-invalid[missing] #assign-to name="to" required aria-invalid=[missing.then_some("true")]
                    aria-describedby=[missing.then_some("problem")] {
                    option value="" { (t!(language, "desk-choose")) }
                    @for colleague in self.loaded.together.colleagues.iter().filter(|one| !one.gone && Some(one.id) != card.owner_id) {
                        @let id = colleague.id.to_string();
                        @let open = if colleague.open > COUNTED { format!("{COUNTED}+") } else { format::whole(language, colleague.open) };
                        option value=(id) selected[id == chosen] {
                            (colleague.name) " · " (t!(language, "work-has-open", count = open))
                            @if colleague.away { " · " (t!(language, "work-is-away")) }
                        }
                    }
                    @if card.owner_id.is_some() { option value=(NOBODY) selected[chosen == NOBODY] { (t!(language, "work-assign-nobody")) } }
                }
            }
            (self.textarea(DEED, &t!(language, "work-assign-words"), 2, false))
            button.btn.btn-outline-primary type="submit" { (t!(language, "work-assign-submit")) }
        };
        self.panel(DEED, "user", here, &t!(language, "work-assign"), &words)
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
    let to = match typed.get("to") {
        NOBODY => Some(None),
        id => id.parse().ok().map(Some),
    };
    let Some(to) = to else {
        let refused = Refused { deed: DEED, problem: Problem::Missing(vec!["to"]), seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    };
    let from = typed.get("from").parse().ok();
    let mut connection = house.connection().await?;
    let done =
        assign_complaint(&mut connection, *number, doer(&visitor), from, to, typed.get("body"), house.now())
            .await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
