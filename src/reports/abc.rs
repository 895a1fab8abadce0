//! ABC and XYZ: customers by revenue and by regularity, and how they moved between classes.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::{
    Count, Setting,
    buyers::{self, Between, Bought, slot},
    document::{Cell, Cells, Document, Line, Lines, Section},
    retention,
};
use crate::{
    domain::{
        cut::{Dimension, View},
        facts::Value,
        history::{Block, Buyer},
        report::{AbcReport, Brought, Moves, Report, ordered},
        retention::amount,
        rfm::{REGULAR, Regularity, regularity},
        value::{ClassCuts, UP_TO_A, UP_TO_B, ValueClass},
    },
    store::Connection,
};

/// One period with its classes.
#[derive(Clone, Copy)]
struct Classing {
    between: Between,
    cuts: ClassCuts,
}

/// The classes of a view, settled in a first pass over all customers.
pub struct Asked {
    now: Classing,
    before: Option<Classing>,
    regular: u8,
    currency: Option<String>,
    currencies: Vec<(String, u64)>,
    by: Dimension,
}

impl Asked {
    /// Settles which revenue makes which class.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(connection: &mut Connection, view: &View, zone: Tz) -> Count<Self> {
        let now = Between::of(view.cut.period, zone);
        let before = view.before().map(|cut| Between::of(cut.period, zone));
        let mut revenues: [BTreeMap<String, Vec<i128>>; 2] = [BTreeMap::new(), BTreeMap::new()];
        let mut bought = Vec::new();
        buyers::each(connection, &view.cut.filters, |block, buyer| {
            for (between, revenues) in [Some(now), before].into_iter().zip(&mut revenues) {
                let Some(between) = between else { continue };
                between.bought(block.of(buyer), &mut bought);
                for (currency, bought) in &bought {
                    slot(revenues, block.word(*currency)).push(bought.revenue);
                }
            }
        })
        .await?;
        let [mut of_now, mut of_before] = revenues;
        let count = |values: &Vec<i128>| u64::try_from(values.len()).unwrap_or(u64::MAX);
        let counts = of_now.iter().map(|(code, values)| (code.clone(), count(values))).collect();
        let (currencies, currency) = buyers::currencies(counts, &view.options);
        let cuts = |revenues: &mut BTreeMap<String, Vec<i128>>| {
            let values = currency.as_ref().and_then(|code| revenues.remove(code));
            ClassCuts::of(values.unwrap_or_default())
        };
        Ok(Self {
            now: Classing { between: now, cuts: cuts(&mut of_now) },
            before: before.map(|between| Classing { between, cuts: cuts(&mut of_before) }),
            regular: view.options.regular.unwrap_or(REGULAR),
            currency,
            currencies,
            by: buyers::by(view),
        })
    }

    fn class(&self, of: &Classing, block: &Block, buyer: &Buyer) -> Option<(ValueClass, Regularity, Bought)> {
        let code = self.currency.as_ref()?;
        let mut bought = Vec::new();
        of.between.bought(block.of(buyer), &mut bought);
        let (currency, bought) = bought.into_iter().find(|(currency, _)| block.word(*currency) == code)?;
        let mut receipts = Vec::new();
        of.between.receipts(block.of(buyer), currency, &mut receipts);
        Some((of.cuts.class(bought.revenue), regularity(&receipts, self.regular)?, bought))
    }

    /// What is known of a customer, for conditions on them.
    #[must_use]
    pub fn fields(&self, block: &Block, buyer: &Buyer) -> Vec<(&'static str, Value)> {
        let now = self.class(&self.now, block, buyer);
        let before = self.before.as_ref().and_then(|of| self.class(of, block, buyer));
        let mut fields = Vec::new();
        if now.is_some() {
            fields.push(("buyer", Value::Number(1)));
        }
        if now.is_some() || before.is_some() {
            let word =
                |code: Option<&'static str>, none: &'static str| Value::Word(code.unwrap_or(none).to_owned());
            fields.extend([
                ("abc", word(now.map(|(class, ..)| class.code()), GONE)),
                ("xyz", word(now.map(|(_, one, _)| one.code()), GONE)),
                ("abc_before", word(before.map(|(class, ..)| class.code()), NEW)),
                ("xyz_before", word(before.map(|(_, one, _)| one.code()), NEW)),
            ]);
        }
        fields
    }
}

/// The class of those who did not buy in the period.
pub const GONE: &str = "gone";
/// The class before of those who did not buy in the period compared with.
pub const NEW: &str = "new";

/// Counts the classes of a view.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View, zone: Tz) -> Count<AbcReport> {
    let asked = Asked::of(connection, &view, zone).await?;
    let (mut total, mut before_total) = (Brought::default(), Brought::default());
    let mut cells: BTreeMap<_, Brought> = BTreeMap::new();
    let (mut abc, mut xyz): (Moves<ValueClass>, Moves<Regularity>) = (BTreeMap::new(), BTreeMap::new());
    let mut groups: BTreeMap<String, BTreeMap<ValueClass, Brought>> = BTreeMap::new();
    buyers::each(connection, &view.cut.filters, |block, buyer| {
        let now = asked.class(&asked.now, block, buyer);
        let before = asked.before.as_ref().and_then(|of| asked.class(of, block, buyer));
        if let Some((class, regularity, bought)) = now {
            total.add(bought.receipts, bought.revenue);
            cells.entry((class, regularity)).or_default().add(bought.receipts, bought.revenue);
            let word = block.word(buyer.attribute(asked.by));
            slot(&mut groups, word).entry(class).or_default().add(bought.receipts, bought.revenue);
        }
        if let Some((.., bought)) = before {
            before_total.add(bought.receipts, bought.revenue);
        }
        if now.is_some() || before.is_some() {
            *abc.entry((before.map(|(class, ..)| class), now.map(|(class, ..)| class))).or_default() += 1;
            *xyz.entry((before.map(|(_, one, _)| one), now.map(|(_, one, _)| one))).or_default() += 1;
        }
    })
    .await?;
    let before = asked.before.is_some().then_some(before_total);
    let Asked { regular, currency, currencies, .. } = asked;
    let groups = ordered(groups);
    Ok(AbcReport { view, regular, currency, currencies, total, before, cells, abc, xyz, groups })
}

/// The report as it leaves the house; its rows are the classes.
#[must_use]
pub fn document(report: &AbcReport, setting: &Setting) -> Document {
    let view = &report.view;
    let counted =
        "customers with a purchase (amount > 0) in the period in this currency; revenue less returns";
    let mut definitions = retention::definitions(view, setting, counted);
    for (name, words) in [
        (
            "abc",
            format!(
                "largest revenue first: A where those before brought under {UP_TO_A} %, B under {UP_TO_B} %, C the \
                 rest; equal revenues stand together"
            ),
        ),
        (
            "xyz",
            format!(
                "X: standard deviation of the gaps between purchases up to {} % of their mean; Y: more, or one gap \
                 alone; Z: bought once",
                report.regular
            ),
        ),
        (
            "moves",
            "rows: class in the period before, new: did not buy then; columns: class now, gone: did not buy"
                .to_owned(),
        ),
    ] {
        definitions.insert(name.to_owned(), words.into());
    }
    definitions.insert("currency".to_owned(), report.currency.clone().into());
    let classes = ValueClass::all().iter().map(|class| Line {
        name: Some(class.code().to_owned()),
        cells: brought(&report.class(*class), &report.total),
    });
    let regularities = Regularity::all().iter().map(|one| Line {
        name: Some(one.code().to_owned()),
        cells: brought(&report.regularity(*one), &report.total),
    });
    let cells = ValueClass::all().iter().flat_map(|class| {
        Regularity::all().iter().map(move |one| {
            let sum = report.cells.get(&(*class, *one)).copied().unwrap_or_default();
            Line { name: Some(format!("{class}{one}")), cells: brought(&sum, &report.total) }
        })
    });
    let groups = report.groups.iter().map(|(word, sums)| {
        let mut all = Brought::default();
        sums.values().for_each(|sum| all += *sum);
        let mut cells = brought(&all, &report.total);
        for class in ValueClass::all() {
            let customers = sums.get(class).map_or(0, |sum| sum.customers);
            cells.push((class.code().into(), Cell::Count(customers)));
        }
        Line { name: Some(word.clone()).filter(|word| !word.is_empty()), cells }
    });
    let mut sections = vec![
        Section { name: "class", lines: classes.collect() },
        Section { name: "regularity", lines: regularities.collect() },
        Section { name: "cell", lines: cells.collect() },
        Section { name: buyers::by(view).code(), lines: groups.collect() },
    ];
    if report.before.is_some() {
        let abc = moves(&report.abc, ValueClass::all(), ValueClass::code);
        let xyz = moves(&report.xyz, Regularity::all(), Regularity::code);
        sections.push(Section { name: "abc_before", lines: abc });
        sections.push(Section { name: "xyz_before", lines: xyz });
    }
    Document {
        report: Report::Abc.code(),
        period: view.cut.period,
        before: view
            .before()
            .map(|cut| cut.period)
            .zip(report.before.map(|before| brought(&before, &before))),
        total: brought(&report.total, &report.total),
        change: None,
        definitions,
        sections,
        rows: "class",
    }
}

/// `customers, share, purchases, revenue, revenue_share`.
pub(super) fn brought(one: &Brought, all: &Brought) -> Cells {
    vec![
        ("customers".into(), Cell::Count(one.customers)),
        ("share".into(), Cell::share(one.share(all).value())),
        ("purchases".into(), Cell::Count(one.receipts)),
        ("revenue".into(), Cell::Money(amount(one.revenue))),
        ("revenue_share".into(), Cell::share(one.revenue_share(all))),
    ]
}

fn moves<T: Copy + Ord>(moves: &Moves<T>, all: &[T], code: impl Fn(T) -> &'static str) -> Lines {
    let ends = || all.iter().copied().map(Some).chain([None]);
    ends()
        .map(|from| {
            let cells = ends().map(|to| {
                let count = moves.get(&(from, to)).copied().unwrap_or(0);
                (format!("to_{}", to.map_or(GONE, &code)).into(), Cell::Count(count))
            });
            Line { name: Some(from.map_or(NEW, &code).to_owned()), cells: cells.collect() }
        })
        .collect()
}
