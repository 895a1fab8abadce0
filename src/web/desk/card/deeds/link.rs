//! Linking the complaint with another, and taking a link away.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, answer, doer};
use crate::{
    actions::link_complaints::{Tie, link_complaints, unlink_complaints},
    t,
    web::{
        desk::card::{self, page::CardPage},
        failure::Failure,
        guarded::Guarded,
        house::House,
        visitor::Handler,
    },
};

const DEED: &str = "link";

impl CardPage<'_> {
    pub fn link(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let chosen = if here { self.typed.get("kind") } else { "" };
        let words = html! {
            div.row.g-3.mb-3 {
                div.col-md-6 { (self.number_field(DEED, "other", &t!(language, "work-link-other"))) }
                div.col-md-6 {
                    label.form-label for="link-kind" { (t!(language, "work-link-kind")) }
                    select.form-select #link-kind name="kind" {
                        @for tie in [Tie::Related, Tie::CausedBy] {
                            option value=(tie.code()) selected[chosen == tie.code()] { (t!(language, &format!("work-tie-{}", tie.code()))) }
                        }
                    }
                }
            }
            button.btn.btn-outline-primary type="submit" { (t!(language, "work-link-submit")) }
        };
        self.panel(DEED, "link", here, &t!(language, "work-link"), &words)
    }

    /// A field for the number of another complaint; the customer's own open ones are offered.
    pub fn number_field(&self, deed: &str, name: &'static str, label: &str) -> Markup {
        let language = self.frame.language;
        let here = self.deed == deed;
        let missing = here && self.lacks(name);
        let list = format!("{deed}-others");
        html! {
            label.form-label for=(format!("{deed}-{name}")) { (label) }
            input.form-control.is-invalid[missing] id=(format!("{deed}-{name}")) name=(name) inputmode="numeric" autocomplete="off" required
                list=(list) value=(if here { self.typed.get(name) } else { "" }) autofocus[missing] aria-invalid=[missing.then_some("true")]
                aria-describedby=[missing.then_some("problem")];
            datalist id=(list) {
                @for other in &self.loaded.others {
                    @let (_, state) = crate::web::desk::wording::state(language, &other.state);
                    option value=(other.id) { (state) }
                }
            }
        }
    }
}

/// A complaint's number as people write it: `1005`, `№ 1005`, `#1005`.
pub fn number_typed(text: &str) -> Option<i64> {
    text.trim().trim_start_matches(['№', '#', ' ', '\u{a0}']).parse().ok().filter(|number| *number > 0)
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let seen = typed.seen()?;
    let other = number_typed(typed.get("other"));
    let (Some(other), Some(tie)) = (other, Tie::parse(typed.get("kind"))) else {
        let missing = Problem::Missing(vec!["other"]);
        let refused = Refused { deed: DEED, problem: missing, seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    };
    let mut connection = house.connection().await?;
    let done = link_complaints(&mut connection, *number, other, tie, doer(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}

pub async fn unlink(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let other = number_typed(typed.get("other"))
        .ok_or_else(|| Failure::BadRequest("other is not a number".to_owned()))?;
    let mut connection = house.connection().await?;
    let done = unlink_complaints(&mut connection, *number, other, doer(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, "unlink", None, Typed::default()).await
}
