//! Writing to the customer.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Typed, answer, doer, sending};
use crate::{
    actions::{complaint_step::reachable, reply_to_customer::reply_to_customer},
    domain::complaint::State,
    t,
    web::{
        desk::card::page::CardPage, failure::Failure, guarded::Guarded, house::House, ui, visitor::Handler,
    },
};

const DEED: &str = "reply";

impl CardPage<'_> {
    pub fn reply(&self, mine: bool) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let reach = reachable(card.email.as_deref(), card.bounced, card.erased);
        let waits = card.state == State::WaitingForCustomer.code();
        let here = self.deed == DEED;
        let words = html! {
            @if let (Ok(()), Some(email)) = (&reach, &card.email) {
                p.form-hint { (t!(language, "desk-reply-to", email = email.as_str())) }
            }
            @if let Err(why) = reach { p.text-danger #reply-reach { (self.no_address(why)) } }
            (self.textarea(DEED, &t!(language, "desk-reply-words"), 7, reach.is_err() && !here))
            label.form-check {
                input.form-check-input type="checkbox" name="wait" value="yes" checked[(here && self.typed.has("wait")) || waits] disabled[waits];
                span.form-check-label { (t!(language, if waits { "desk-reply-waits" } else { "desk-reply-wait" })) }
            }
            button.btn.btn-primary type="submit" disabled[reach.is_err()] { (ui::icon("mail")) (t!(language, "desk-reply-submit")) }
        };
        let open = here || (self.deed.is_empty() && mine);
        self.panel(DEED, "reply", open, &t!(language, "desk-reply"), &words)
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
        reply_to_customer(
            connection,
            *number,
            doer(&visitor),
            seen,
            typed.get("body"),
            typed.has("wait"),
            house.now(),
        )
        .await
    })
    .await;
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
