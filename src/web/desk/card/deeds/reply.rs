//! Writing to the customer.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Refused, Typed, answer, attach, doer, sending};
use crate::{
    actions::{
        complaint_step::reachable,
        reply_to_customer::{Reply, reply_to_customer},
    },
    domain::complaint::State,
    t,
    web::{
        desk::card::{self, page::CardPage},
        failure::Failure,
        guarded::GuardedParts,
        house::House,
        ui,
        visitor::Handler,
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
            @if here { (self.gaps()) }
            (self.textarea(DEED, &t!(language, "desk-reply-words"), 7, reach.is_err() && !here))
            @if reach.is_ok() { (self.ready_words()) }
            (self.enclosures(DEED, reach.is_ok()))
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
    parts: GuardedParts,
) -> Result<HttpResponse, Failure> {
    let mut typed = Typed::new(parts.0.fields());
    let seen = typed.seen()?;
    let mut connection = house.connection().await?;
    let stopped = attach::enclose(&mut connection, &house, &visitor, *number, &parts.0, &mut typed).await?;
    if let Some(problem) = stopped {
        drop(connection);
        let refused = Refused { deed: DEED, problem, seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    }
    drop(connection);
    let files = attach::ticked(&typed);
    let reply = Reply { words: typed.get("body"), wait: typed.has("wait"), files: &files };
    let done = sending(&house, &visitor, *number, DEED, &typed, async |connection| {
        reply_to_customer(connection, *number, doer(&visitor), seen, reply, house.now()).await
    })
    .await;
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
