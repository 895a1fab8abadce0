//! Taking a finished complaint up again.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Typed, answer, doer, sending};
use crate::{
    actions::reopen_complaint::reopen_complaint,
    t,
    web::{desk::card::page::CardPage, failure::Failure, guarded::Guarded, house::House, visitor::Handler},
};

const DEED: &str = "reopen";

impl CardPage<'_> {
    pub fn reopen(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let words = html! {
            (self.textarea(DEED, &t!(language, "desk-reopen-words"), 3, false))
            button.btn.btn-outline-primary type="submit" { (t!(language, "desk-reopen-submit")) }
        };
        self.panel(DEED, "up", here, &t!(language, "desk-reopen"), &words)
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
    let done = sending(&house, &visitor, *number, DEED, &typed, async |connection| {
        reopen_complaint(connection, *number, doer(&visitor), seen, typed.get("body"), house.now()).await
    })
    .await;
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
