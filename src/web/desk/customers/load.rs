//! Reads everything that the page of one customer shows.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{
    asking::Asking,
    kinds::Kinds,
    leaving::{Leaving, Refused},
    page::{CustomerPage, Part, PurchaseRow},
    said::Answers,
};
use crate::{
    actions::{
        churn_definition::{DefinitionError, churn_definition},
        tell_asking::{About, tell_asking},
    },
    domain::departure::Silence,
    store::{
        Connection,
        customers::{self, After},
        departures, link_visits, partial_answers,
        planning::Subject,
        purchases, reasons,
    },
    web::{failure::Failure, house::House, links, place},
};

/// Purchases on a page.
const PURCHASES: usize = 20;
/// Rows of every other list.
const ROWS: usize = 10;

/// Where each list begins.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places {
    pub purchases: After,
    pub answers: After,
    pub letters: After,
    pub complaints: After,
    pub departures: After,
}

/// Reads one customer; `refused` is the form that was not taken, with what was typed.
pub async fn page(
    connection: &mut Connection,
    house: &House,
    external_id: &str,
    places: Places,
    refused: Option<Refused>,
) -> Result<CustomerPage, Failure> {
    // PostgreSQL's text holds no NUL, so nobody has such an id.
    if external_id.contains('\0') {
        return Err(Failure::NotFound);
    }
    let customer = customers::by_external_id(connection, external_id).await?.ok_or(Failure::NotFound)?;
    let (id, now) = (customer.id, house.now());
    let whose = customer.external_id.as_str();

    let after = places.purchases.map(|(purchased_at, id)| purchases::After { purchased_at, id });
    let told = purchases::of_customer(connection, id, after, limit(PURCHASES)).await?;
    let told = part(whose, "purchases", places.purchases, told, PURCHASES, |one| (one.purchased_at, one.id));
    let bought: Vec<i64> = told.rows.iter().map(|one| one.id).collect();
    let mut asking = tell_asking(connection, id, &bought, house.config().time_zone, now).await?;
    let about_purchases: Vec<About> =
        asking.extract_if(.., |about| about.subject == Subject::Purchase).collect();
    // In the order of the purchases.
    let rows = told.rows.into_iter().zip(about_purchases).map(|(told, about)| PurchaseRow {
        told,
        asking: Asking::as_invited(&about.told, now)
            .or_else(|| Asking::as_decided(&about))
            .unwrap_or(Asking::Unknown),
    });
    let purchases = Part { rows: rows.collect(), first: told.first, next: told.next };
    let letters = customers::letters(connection, id, places.letters, limit(ROWS)).await?;
    let answers = customers::answers(connection, id, places.answers, limit(ROWS)).await?;
    let complaints = customers::complaints(connection, id, places.complaints, limit(ROWS)).await?;
    let departed = departures::of_customer(connection, id, places.departures, limit(ROWS)).await?;
    let mut versions = HashMap::new();
    for answer in &answers {
        if let Some(definition) = house.versions.get(connection, answer.version_id).await? {
            versions.insert(answer.version_id, definition);
        }
    }
    let suppressed = match customer.email.as_deref() {
        Some(email) => customers::suppressed(connection, email).await?,
        None => Vec::new(),
    };
    let definition = definition(connection).await?;
    let kinds = Kinds { told: asking, buying: customers::buying::buying(connection, id).await?, definition };
    let leaving = Leaving {
        departures: part(whose, "departures", places.departures, departed, ROWS, |one| (one.left_at, one.id)),
        edits: departures::edits(connection, id, limit(ROWS) - 1).await?,
        reasons: reasons::all(connection).await?,
        refused,
    };
    Ok(CustomerPage {
        begun: partial_answers::of_customer(connection, id).await?,
        robots: link_visits::discarded(connection, id).await?,
        totals: purchases::totals(connection, id).await?,
        purchases,
        letters: part(whose, "letters", places.letters, letters, ROWS, |one| (one.created_at, one.id)),
        answers: Answers {
            part: part(whose, "answers", places.answers, answers, ROWS, |one| (one.answered_at, one.id)),
            versions,
        },
        complaints: part(whose, "complaints", places.complaints, complaints, ROWS, |one| {
            (one.opened_at, one.id)
        }),
        suppressed,
        kinds,
        leaving,
        customer,
        now,
        zone: house.config().time_zone,
        house_language: house.language(),
    })
}

/// A definition that can't be read is a matter of the settings: the page still tells everything else.
async fn definition(connection: &mut Connection) -> Result<Silence, Failure> {
    match churn_definition(connection).await {
        Ok(definition) => Ok(definition),
        Err(DefinitionError::Store(error)) => Err(error.into()),
        Err(cause) => {
            tracing::error!(%cause, "the definition of lost customers cannot be read");
            Ok(Silence::default())
        }
    }
}

/// One more than is shown, to know whether there are more.
fn limit(shown: usize) -> i64 {
    i64::try_from(shown).unwrap_or(i64::MAX).saturating_add(1)
}

/// Cuts a list to what is shown, with the ways onward and back.
fn part<T>(
    external_id: &str,
    list: &str,
    from: After,
    mut rows: Vec<T>,
    shown: usize,
    place_of: impl Fn(&T) -> (DateTime<Utc>, i64),
) -> Part<T> {
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| more).map(|last| {
        let (at, id) = place_of(last);
        links::customer_list(external_id, list, Some(&place::written(at, id)))
    });
    Part { rows, next, first: from.map(|_| links::customer_list(external_id, list, None)) }
}
