//! Taking a letter back before it leaves.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;

use super::{Problem, Refused, Typed, doer};
use crate::{
    actions::{
        complaint_step::Refusal,
        recall_letter::{NotRecalled, panel, recall_letter},
    },
    web::{
        desk::card, entry::see_other, failure::Failure, guarded::Guarded, house::House, links,
        visitor::Handler,
    },
};

const DEED: &str = "recall";

#[derive(Deserialize)]
pub struct Recall {
    #[serde(default)]
    letter: i64,
    /// Of what kind it is, which leads to its form.
    #[serde(default)]
    kind: String,
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Recall>,
) -> Result<HttpResponse, Failure> {
    let Recall { letter, kind } = form.0;
    let mut connection = house.connection().await?;
    let done = recall_letter(&mut connection, *number, letter, doer(&visitor), house.now()).await;
    drop(connection);
    let problem = match done {
        Ok(()) => return Ok(see_other(&links::complaint_recalled(*number, panel(&kind)))),
        Err(NotRecalled::Unknown | NotRecalled::Step(Refusal::Unknown)) => return Err(Failure::NotFound),
        Err(NotRecalled::Step(Refusal::Store(error))) => return Err(error.into()),
        Err(NotRecalled::Step(refusal)) => Problem::Refusal(refusal),
        Err(NotRecalled::Left) => Problem::Left,
        Err(NotRecalled::NotYours) => Problem::NotYours,
    };
    let refused = Refused { deed: DEED, problem, seen: None, typed: Typed::default() };
    card::refuse(&house, &visitor, *number, refused).await
}
