//! One customer: `/desk/customers/{external_id}`.

mod asking;
mod page;

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use self::{
    asking::Asking,
    page::{CustomerPage, PurchaseRow},
};
use crate::{
    actions::{planning_rules::RulesError, tell_asking::by_rules},
    domain::questionnaire::SurveyKind,
    store::{
        Connection, customers,
        purchases::{self, After, Told},
    },
    web::{
        failure::Failure,
        house::House,
        links, place,
        ui::{self, Frame},
        visitor::Handler,
    },
};

/// Purchases on a page.
const PURCHASES: usize = 20;
/// Letters, answers and complaints that are shown: the newest.
const NEWEST: usize = 10;

pub fn routes(service: &mut web::ServiceConfig) {
    service.route("/desk/customers/{external_id}", web::get().to(show));
}

#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    after: Option<String>,
}

async fn show(
    visitor: Handler,
    house: Data<House>,
    external_id: Path<String>,
    place: Query<Place>,
) -> Result<HttpResponse, Failure> {
    let after = place.after.as_deref().map(read_place).transpose()?;
    let mut connection = house.connection().await?;
    // PostgreSQL's text holds no NUL, so nobody has such an id.
    if external_id.contains('\0') {
        return Err(Failure::NotFound);
    }
    let customer =
        customers::by_external_id(&mut connection, &external_id).await?.ok_or(Failure::NotFound)?;
    let mut told = purchases::of_customer(&mut connection, customer.id, after, limit(PURCHASES)).await?;
    let more = cut(&mut told, PURCHASES);
    let next = told.last().filter(|_| more).map(|last| next_address(&customer.external_id, last));
    let purchases = with_asking(&mut connection, &house, told).await?;
    let mut letters = customers::letters(&mut connection, customer.id, limit(NEWEST)).await?;
    let mut answers = customers::answers(&mut connection, customer.id, limit(NEWEST)).await?;
    let mut complaints = customers::complaints(&mut connection, customer.id, limit(NEWEST)).await?;
    let page = CustomerPage {
        more_letters: cut(&mut letters, NEWEST),
        more_answers: cut(&mut answers, NEWEST),
        more_complaints: cut(&mut complaints, NEWEST),
        totals: purchases::totals(&mut connection, customer.id).await?,
        first: after.map(|_| links::customer(&customer.external_id)),
        customer,
        purchases,
        next,
        letters,
        answers,
        complaints,
        zone: house.config().time_zone,
        house_language: house.language(),
    };
    let frame = Frame::new(&house, &visitor, links::DESK);
    Ok(ui::ok(frame.page(
        &page.title(frame.language),
        &page.marks(frame.language),
        &page.body(frame.language),
    )))
}

/// What is told of asking about each purchase: as decided, or as the rules say where nobody decided yet.
async fn with_asking(
    connection: &mut Connection,
    house: &House,
    told: Vec<Told>,
) -> Result<Vec<PurchaseRow>, Failure> {
    let now = house.now();
    let open: Vec<i64> =
        told.iter().filter(|one| one.decision.is_none() && one.send_at.is_none()).map(|one| one.id).collect();
    let mut derived = HashMap::new();
    if !open.is_empty() {
        let zone = house.config().time_zone;
        let decided = by_rules(connection, SurveyKind::Purchase, &open, zone, now).await.map_err(unusable)?;
        derived.extend(decided.into_iter().map(|(id, decision)| (id, Asking::by_rules(decision))));
    }
    let row = |told: Told| {
        let asking = derived.remove(&told.id).unwrap_or_else(|| Asking::as_decided(&told, now));
        PurchaseRow { told, asking }
    };
    Ok(told.into_iter().map(row).collect())
}

fn unusable(error: RulesError) -> Failure {
    match error {
        RulesError::Store(error) => error.into(),
        other => Failure::fault(other),
    }
}

/// One more than is shown, to know whether there are more.
fn limit(shown: usize) -> i64 {
    i64::try_from(shown).unwrap_or(i64::MAX).saturating_add(1)
}

fn cut<T>(rows: &mut Vec<T>, shown: usize) -> bool {
    let more = rows.len() > shown;
    rows.truncate(shown);
    more
}

fn next_address(external_id: &str, last: &Told) -> String {
    format!("{}?after={}", links::customer(external_id), place::written(last.purchased_at, last.id))
}

fn read_place(text: &str) -> Result<After, Failure> {
    place::read(text)
        .map(|(purchased_at, id)| After { purchased_at, id })
        .ok_or_else(|| Failure::BadRequest("after".to_owned()))
}
