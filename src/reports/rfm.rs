//! RFM: customers by how lately, how often and for how much they bought.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::{
    Count, Setting,
    abc::brought,
    buyers::{self, Between, Bought, slot},
    document::{Cell, Document, Line, Section},
    retention,
};
use crate::{
    domain::{
        cut::View,
        facts::Value,
        history::{Block, Buyer},
        report::{Brought, Report, RfmReport, ordered},
        rfm::{Quintiles, RfmGroup},
    },
    store::Connection,
};

/// The scores of a view, settled in a first pass over all customers.
pub struct Asked {
    between: Between,
    scores: [Quintiles; 3],
    currency: Option<String>,
    currencies: Vec<(String, u64)>,
}

/// Whole days of 24 hours before the end, the fewer the better.
fn recency(end: i64, last: i64) -> i128 {
    -i128::from(end.saturating_sub(last) / 86_400_000_000)
}

impl Asked {
    /// Settles which values make which score.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(connection: &mut Connection, view: &View, zone: Tz) -> Count<Self> {
        let between = Between::of(view.cut.period, zone);
        let mut values: BTreeMap<String, [Vec<i128>; 3]> = BTreeMap::new();
        let mut bought = Vec::new();
        buyers::each(connection, &view.cut.filters, |block, buyer| {
            between.bought(block.of(buyer), &mut bought);
            for (currency, bought) in &bought {
                let [recent, frequent, money] = slot(&mut values, block.word(*currency));
                recent.push(recency(between.end(), bought.last));
                frequent.push(i128::from(bought.receipts));
                money.push(bought.revenue);
            }
        })
        .await?;
        let count = |[values, ..]: &[Vec<i128>; 3]| u64::try_from(values.len()).unwrap_or(u64::MAX);
        let counts = values.iter().map(|(code, values)| (code.clone(), count(values))).collect();
        let (currencies, currency) = buyers::currencies(counts, &view.options);
        let values = currency.as_ref().and_then(|code| values.remove(code)).unwrap_or_default();
        Ok(Self { between, scores: values.map(Quintiles::of), currency, currencies })
    }

    fn scores(
        &self,
        block: &Block,
        buyer: &Buyer,
        bought: &mut Vec<(u32, Bought)>,
    ) -> Option<((u8, u8, u8), Bought)> {
        let code = self.currency.as_ref()?;
        self.between.bought(block.of(buyer), bought);
        let (_, bought) = bought.iter().find(|(currency, _)| block.word(*currency) == code)?;
        let [recent, frequent, money] = &self.scores;
        let scores = (
            recent.score(recency(self.between.end(), bought.last)),
            frequent.score(i128::from(bought.receipts)),
            money.score(bought.revenue),
        );
        Some((scores, *bought))
    }

    /// What is known of a customer, for conditions on them.
    #[must_use]
    pub fn fields(&self, block: &Block, buyer: &Buyer) -> Vec<(&'static str, Value)> {
        let Some(((recent, frequent, money), _)) = self.scores(block, buyer, &mut Vec::new()) else {
            return Vec::new();
        };
        let group = RfmGroup::of(recent, frequent).code();
        vec![
            ("rfm", Value::Word(group.to_owned())),
            ("r", Value::Number(recent.into())),
            ("f", Value::Number(frequent.into())),
            ("m", Value::Number(money.into())),
        ]
    }
}

/// Counts the scores of a view.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View, zone: Tz) -> Count<RfmReport> {
    let asked = Asked::of(connection, &view, zone).await?;
    let before = view.before().map(|cut| Between::of(cut.period, zone));
    let by = buyers::by(&view);
    let (mut total, mut before_total) = (Brought::default(), Brought::default());
    let mut cells: BTreeMap<_, Brought> = BTreeMap::new();
    let mut groups: BTreeMap<String, BTreeMap<RfmGroup, Brought>> = BTreeMap::new();
    let mut bought = Vec::new();
    buyers::each(connection, &view.cut.filters, |block, buyer| {
        if let Some((scores, bought)) = asked.scores(block, buyer, &mut bought) {
            total.add(bought.receipts, bought.revenue);
            cells.entry(scores).or_default().add(bought.receipts, bought.revenue);
            let group = RfmGroup::of(scores.0, scores.1);
            let group = slot(&mut groups, block.word(buyer.attribute(by))).entry(group).or_default();
            group.add(bought.receipts, bought.revenue);
        }
        let Some(before) = before else { return };
        before.bought(block.of(buyer), &mut bought);
        let same = |currency| asked.currency.as_deref() == Some(block.word(currency));
        if let Some((_, bought)) = bought.iter().find(|(currency, _)| same(*currency)) {
            before_total.add(bought.receipts, bought.revenue);
        }
    })
    .await?;
    let before = before.map(|_| before_total);
    let Asked { currency, currencies, .. } = asked;
    Ok(RfmReport { view, currency, currencies, total, before, cells, groups: ordered(groups) })
}

/// The report as it leaves the house; its rows are the named groups.
#[must_use]
pub fn document(report: &RfmReport, setting: &Setting) -> Document {
    let view = &report.view;
    let counted =
        "customers with a purchase (amount > 0) in the period in this currency; revenue less returns";
    let mut definitions = retention::definitions(view, setting, counted);
    for (name, words) in [
        ("r", "1-5 by the days from the last purchase to the end of the period, 5: latest"),
        ("f", "1-5 by purchases in the period, 5: most"),
        ("m", "1-5 by revenue in the period, 5: most"),
        (
            "score",
            "1 + floor(5 * customers with a smaller value / customers): equal values have equal scores",
        ),
        (
            "group",
            "champions R 4-5 F 4-5; growing R 4-5 F 2-3; newcomers R 4-5 F 1; loyal R 3 F 3-5; cooling R 3 F 1-2; \
             at_risk R 1-2 F 4-5; sleeping R 1-2 F 2-3; gone R 1-2 F 1",
        ),
    ] {
        definitions.insert(name.to_owned(), words.into());
    }
    definitions.insert("currency".to_owned(), report.currency.clone().into());
    let named = RfmGroup::all().iter().map(|group| Line {
        name: Some(group.code().to_owned()),
        cells: brought(&report.group(*group), &report.total),
    });
    let cells = report.cells.iter().map(|((recent, frequent, money), sum)| Line {
        name: Some(format!("{recent}{frequent}{money}")),
        cells: brought(sum, &report.total),
    });
    let groups = report.groups.iter().map(|(word, sums)| {
        let mut all = Brought::default();
        sums.values().for_each(|sum| all += *sum);
        let mut cells = brought(&all, &report.total);
        for group in RfmGroup::all() {
            let customers = sums.get(group).map_or(0, |sum| sum.customers);
            cells.push((group.code().into(), Cell::Count(customers)));
        }
        Line { name: Some(word.clone()).filter(|word| !word.is_empty()), cells }
    });
    Document {
        report: Report::Rfm.code(),
        period: view.cut.period,
        before: view
            .before()
            .map(|cut| cut.period)
            .zip(report.before.map(|before| brought(&before, &before))),
        total: brought(&report.total, &report.total),
        change: None,
        definitions,
        sections: vec![
            Section { name: "group", lines: named.collect() },
            Section { name: "scores", lines: cells.collect() },
            Section { name: buyers::by(view).code(), lines: groups.collect() },
        ],
        rows: "group",
    }
}
