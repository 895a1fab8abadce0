//! What is done on a card: each step a POST of its own, answered by the card.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;

use super::{
    card,
    card_steps::{Panel, Problem, Refused, Typed},
};
use crate::{
    actions::{
        complaint_step::{Doer, Refusal, Seen},
        note_complaint::note_complaint,
        reopen_complaint::reopen_complaint,
        reply_to_customer::reply_to_customer,
        resolve_complaint::resolve_complaint,
        take_complaint::take_complaint,
    },
    domain::complaint::{Resolution, RootCause},
    web::{
        entry::see_other, failure::Failure, guarded::Guarded, house::House, links, visitor::Handler,
        visitor::Person,
    },
};

#[derive(Deserialize)]
pub struct Take {
    /// The owner a lead saw and takes over from.
    from: Option<i64>,
}

pub async fn take(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Take>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = take_complaint(&mut connection, *number, doer(&visitor), form.0.from, house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, Panel::Take, None, Typed::default()).await
}

/// The form of every step with words. `body` is what its author typed.
#[derive(Deserialize)]
pub struct Written {
    version: i32,
    seen: i64,
    #[serde(default)]
    body: String,
    /// Of a letter: the customer is asked something.
    wait: Option<String>,
    /// Of a note: it tells what the customer answered.
    replied: Option<String>,
    #[serde(default)]
    cause: String,
    #[serde(default)]
    resolution: String,
}

impl Written {
    const fn seen(&self) -> Seen {
        Seen { version: self.version, entry: self.seen }
    }

    fn typed(self) -> Typed {
        Typed {
            body: self.body,
            checked: self.wait.is_some() || self.replied.is_some(),
            cause: self.cause,
            resolution: self.resolution,
        }
    }
}

pub async fn reply(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Written>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let seen = form.seen();
    let mut connection = house.connection().await?;
    let wait = form.wait.is_some();
    let done =
        reply_to_customer(&mut connection, *number, doer(&visitor), seen, &form.body, wait, house.now())
            .await;
    drop(connection);
    answer(&house, &visitor, *number, done, Panel::Reply, Some(seen), form.typed()).await
}

pub async fn note(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Written>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let seen = form.seen();
    let mut connection = house.connection().await?;
    let replied = form.replied.is_some();
    let done =
        note_complaint(&mut connection, *number, doer(&visitor), seen, &form.body, replied, house.now())
            .await;
    drop(connection);
    answer(&house, &visitor, *number, done, Panel::Note, Some(seen), form.typed()).await
}

pub async fn resolve(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Written>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let seen = form.seen();
    let (Some(cause), Some(resolution)) =
        (RootCause::parse(&form.cause), Resolution::parse(&form.resolution))
    else {
        let refused = Refused {
            panel: Panel::Resolve,
            problem: Problem::NoCodes,
            seen: Some(seen),
            typed: form.typed(),
        };
        return card::refuse(&house, &visitor, *number, refused).await;
    };
    let mut connection = house.connection().await?;
    let codes = (cause, resolution);
    let done =
        resolve_complaint(&mut connection, *number, doer(&visitor), seen, codes, &form.body, house.now())
            .await;
    drop(connection);
    answer(&house, &visitor, *number, done, Panel::Resolve, Some(seen), form.typed()).await
}

pub async fn reopen(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Written>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let seen = form.seen();
    let mut connection = house.connection().await?;
    let done =
        reopen_complaint(&mut connection, *number, doer(&visitor), seen, &form.body, house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, Panel::Reopen, Some(seen), form.typed()).await
}

const fn doer(person: &Person) -> Doer {
    Doer { id: person.id, role: person.role }
}

/// Done: the card. Refused: the card with the reason and the words.
async fn answer(
    house: &House,
    person: &Person,
    number: i64,
    done: Result<(), Refusal>,
    panel: Panel,
    seen: Option<Seen>,
    typed: Typed,
) -> Result<HttpResponse, Failure> {
    match done {
        Ok(()) => Ok(see_other(&links::complaint(number))),
        Err(Refusal::Unknown) => Err(Failure::NotFound),
        Err(Refusal::Store(error)) => Err(error.into()),
        Err(refusal) => {
            let refused = Refused { panel, problem: Problem::Refusal(refusal), seen, typed };
            card::refuse(house, person, number, refused).await
        }
    }
}
