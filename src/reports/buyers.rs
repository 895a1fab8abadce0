//! Counting customers: every history passes by once, narrowed to a view, and is counted by each figure that wants it.
//!
//! There are no sums of months to keep: who is a customer hangs on a definition that the reader may change, and classes
//! hang on all customers of just these days. Packed histories make that one pass over some ten bytes a purchase.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::Count;
use crate::{
    domain::{
        cut::{Comparison, Cut, Dimension, Filters, Options, View},
        departure::Silence,
        history::{ATTRIBUTES, Block, Buyer, OF_PURCHASES, Purchase, Word},
        period::Period,
        retention::{Active, midnight},
    },
    store::{Connection, histories, settings},
};

/// Where the company's own definition of silence is kept.
const DEFINITION: &str = "churn.definition";

/// When somebody is a customer: as the view says, otherwise by the company's own definition; where that one cannot be read,
/// by its default, which the report then names.
///
/// # Errors
/// When the database does not answer.
pub async fn active(connection: &Connection, options: &Options) -> Count<Active> {
    if let Some(active) = options.active {
        return Ok(active);
    }
    let value = settings::get(connection, DEFINITION).await?;
    let silence = value.and_then(|value| serde_json::from_value::<Silence>(value).ok());
    Ok(Active::Silence(silence.filter(|silence| silence.validate().is_ok()).unwrap_or_default()))
}

/// Shows every customer that a view counts, many at a time, with the words they have in common.
///
/// # Errors
/// When the database does not answer.
pub async fn blocks(
    connection: &mut Connection,
    filters: &Filters,
    mut see: impl FnMut(&Block),
) -> Count<()> {
    histories::each(connection, |mut block| {
        block.narrow(filters);
        see(&block);
    })
    .await
}

/// Shows every customer that a view counts, with the block that knows their words.
///
/// # Errors
/// When the database does not answer.
pub async fn each(
    connection: &mut Connection,
    filters: &Filters,
    mut see: impl FnMut(&Block, &Buyer),
) -> Count<()> {
    blocks(connection, filters, |block| block.buyers.iter().for_each(|buyer| see(block, buyer))).await
}

/// The filters of a view that say nothing of customers, and so are not looked at.
#[must_use]
pub fn unheeded(filters: &Filters) -> Vec<Dimension> {
    let heeded = |dimension| ATTRIBUTES.contains(&dimension) || OF_PURCHASES.contains(&dimension);
    filters.iter().map(|(dimension, _)| dimension).filter(|dimension| !heeded(*dimension)).collect()
}

/// The dimension that customers are broken down by.
#[must_use]
pub fn by(view: &View) -> Dimension {
    view.by.filter(|by| ATTRIBUTES.contains(by)).unwrap_or(Dimension::Segment)
}

/// The moments of a customer's purchases, in order; returns are none.
pub fn receipts(purchases: &[Purchase], into: &mut Vec<i64>) {
    into.clear();
    into.extend(purchases.iter().filter(|purchase| purchase.amount > 0).map(|purchase| purchase.at));
}

/// The sum of a word.
pub fn slot<'a, T: Default>(sums: &'a mut BTreeMap<String, T>, word: &str) -> &'a mut T {
    sums.entry(word.to_owned()).or_default()
}

/// The currencies with how many customers bought in each, most first, and the one whose amounts are told.
#[must_use]
pub fn currencies(counts: BTreeMap<String, u64>, options: &Options) -> (Vec<(String, u64)>, Option<String>) {
    let mut currencies: Vec<_> = counts.into_iter().collect();
    currencies.sort_by(|(one, a), (other, b)| b.cmp(a).then_with(|| one.cmp(other)));
    let asked = options.currency.map(|currency| currency.to_string());
    let chosen = asked.or_else(|| currencies.first().map(|(code, _)| code.clone()));
    (currencies, chosen)
}

/// What a customer bought in one currency in some days.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bought {
    /// Ten-thousandths, returns taken off.
    pub revenue: i128,
    /// Purchases, without returns.
    pub receipts: u64,
    /// The moment of the last of them.
    pub last: i64,
}

/// Days as the moments they are between.
#[derive(Debug, Clone, Copy)]
pub struct Between {
    from: i64,
    to: i64,
}

impl Between {
    /// Days of a zone.
    #[must_use]
    pub fn of(period: Period, zone: Tz) -> Self {
        Self { from: midnight(period.from(), zone), to: midnight(period.to(), zone) }
    }

    /// Whether a moment is in them.
    #[must_use]
    pub fn holds(self, at: i64) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// The first moment after them.
    #[must_use]
    pub const fn end(self) -> i64 {
        self.to
    }

    /// What a customer bought in them, in each currency that has a purchase which is no return.
    pub fn bought(self, purchases: &[Purchase], into: &mut Vec<(Word, Bought)>) {
        into.clear();
        for purchase in purchases.iter().filter(|one| (self.from..self.to).contains(&one.at)) {
            let place = into.iter().position(|(currency, _)| *currency == purchase.currency);
            let place = place.unwrap_or_else(|| {
                into.push((purchase.currency, Bought::default()));
                into.len() - 1
            });
            if let Some((_, bought)) = into.get_mut(place) {
                bought.revenue += purchase.amount;
                if purchase.amount > 0 {
                    bought.receipts += 1;
                    bought.last = purchase.at;
                }
            }
        }
        into.retain(|(_, bought)| bought.receipts > 0);
    }

    /// The moments of a customer's purchases in one currency in them.
    pub fn receipts(self, purchases: &[Purchase], currency: Word, into: &mut Vec<i64>) {
        into.clear();
        let inside = purchases.iter().filter(|one| (self.from..self.to).contains(&one.at));
        let counted = inside.filter(|one| one.currency == currency && one.amount > 0);
        into.extend(counted.map(|one| one.at));
    }
}

/// The cut that a period compared with makes of another.
#[must_use]
pub fn compared(view: &View, period: Period) -> Option<Cut> {
    let comparison: Comparison = view.comparison;
    comparison.period(period).map(|period| view.cut.during(period))
}
