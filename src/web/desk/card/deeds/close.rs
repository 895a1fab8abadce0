//! Closing a resolved complaint before it closes by itself.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Typed, answer, doer};
use crate::{
    actions::close_complaint::close_complaint,
    t,
    web::{desk::card::page::CardPage, failure::Failure, guarded::Guarded, house::House, visitor::Handler},
};

const DEED: &str = "close";

impl CardPage<'_> {
    pub fn close(&self) -> Markup {
        let language = self.frame.language;
        let words = html! {
            p.form-hint {
                @match self.loaded.close_after {
                    Some(days) => (t!(language, "outcomes-close-hint", days = days)),
                    None => (t!(language, "outcomes-close-hint-never")),
                }
            }
            (self.textarea(DEED, &t!(language, "outcomes-close-words"), 2, false))
            button.btn.btn-outline-primary type="submit" { (t!(language, "outcomes-close-submit")) }
        };
        self.panel(DEED, "lock", self.deed == DEED, &t!(language, "outcomes-close"), &words)
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
    let done =
        close_complaint(&mut connection, *number, doer(&visitor), seen, typed.get("body"), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
