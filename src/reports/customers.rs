//! The very customers that a figure counted.

use chrono_tz::Tz;

use super::{Count, abc, buyers, retention, rfm};
use crate::{
    domain::{
        cut::View,
        facts::{Condition, Test, Value},
        history::ATTRIBUTES,
    },
    store::Connection,
};

const OF_ABC: [&str; 5] = ["buyer", "abc", "xyz", "abc_before", "xyz_before"];
const OF_RFM: [&str; 4] = ["rfm", "r", "f", "m"];

/// How many customers of a view meet conditions, and the ids of some of them, newest first.
///
/// What is known of a customer: `start end new kept returned lost` over the months of the period, `bought` until its end,
/// `cohort` (a month, and a quarter of the period), the months `after` the first purchase with another and the quarters
/// `after_quarter`; `buyer abc xyz abc_before xyz_before`; `rfm r f m`; `segment manager channel
/// value_class`.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(
    connection: &mut Connection,
    view: &View,
    conditions: &[Condition],
    zone: Tz,
    skip: usize,
    most: usize,
) -> Count<(u64, Vec<i64>)> {
    let named = |fields: &[&str]| conditions.iter().any(|one| fields.contains(&one.field.as_str()));
    let (with_abc, with_rfm) = (named(&OF_ABC), named(&OF_RFM));
    let abc = if with_abc { Some(abc::Asked::of(connection, view, zone).await?) } else { None };
    let rfm = if with_rfm { Some(rfm::Asked::of(connection, view, zone).await?) } else { None };
    let flow = if with_abc || with_rfm { None } else { retention::Asked::of(connection, view, zone).await? };
    let mut ids = Vec::new();
    buyers::each(connection, &view.cut.filters, |block, buyer| {
        let mut fields = abc.as_ref().map_or_else(Vec::new, |asked| asked.fields(block, buyer));
        fields.extend(rfm.iter().flat_map(|asked| asked.fields(block, buyer)));
        fields.extend(flow.iter().flat_map(|asked| asked.fields(block, buyer)));
        if fields.is_empty() {
            return;
        }
        for dimension in ATTRIBUTES {
            let word = block.word(buyer.attribute(dimension));
            if !word.is_empty() {
                fields.push((dimension.code(), Value::Word(word.to_owned())));
            }
        }
        if conditions.iter().all(|condition| meets(&fields, condition)) {
            ids.push(buyer.id);
        }
    })
    .await?;
    let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    ids.sort_unstable_by(|one, other| other.cmp(one));
    Ok((count, ids.into_iter().skip(skip).take(most).collect()))
}

fn meets(fields: &[(&str, Value)], condition: &Condition) -> bool {
    let mut values = fields.iter().filter(|(field, _)| *field == condition.field).map(|(_, value)| value);
    match &condition.test {
        Test::Present => values.next().is_some(),
        Test::Absent => values.next().is_none(),
        Test::Is(word) => values.any(|value| matches!(value, Value::Word(known) if known == word)),
        Test::Among(numbers) => {
            values.any(|value| matches!(value, Value::Number(number) if numbers.contains(number)))
        }
        Test::Between(low, high) => {
            values.any(|value| matches!(value, Value::Number(number) if (*low..=*high).contains(number)))
        }
    }
}
