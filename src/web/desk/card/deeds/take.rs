//! Taking a complaint, or taking it over.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Typed, answer, doer};
use crate::{
    actions::take_complaint::take_complaint,
    t,
    web::{
        desk::card::page::CardPage, failure::Failure, guarded::Guarded, house::House, links, visitor::Handler,
    },
};

const DEED: &str = "take";

impl CardPage<'_> {
    pub fn take(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let action = links::complaint_step(card.id, "take");
        html! {
            form.deeds-take method="post" action=(action) {
                (self.frame.csrf())
                @match (&card.owner, card.owner_id) {
                    (Some(owner), Some(id)) => {
                        p { (t!(language, "desk-has-owner", owner = owner.as_str())) }
                        @if self.me.role.may_take_over() {
                            input type="hidden" name="from" value=(id);
                            button.btn.btn-outline-primary type="submit" data-do="take" { (t!(language, "desk-take-over")) }
                        }
                    }
                    _ => {
                        p { (t!(language, "desk-has-no-owner")) }
                        button.btn.btn-primary type="submit" data-do="take" { (t!(language, "desk-take")) }
                    }
                }
            }
        }
    }
}

#[derive(Deserialize)]
pub struct Take {
    /// The owner a lead saw and takes over from.
    from: Option<i64>,
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Take>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = take_complaint(&mut connection, *number, doer(&visitor), form.0.from, house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, DEED, None, Typed::default()).await
}
