//! The report of why customers leave: counted from departures, told as a document.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use serde_json::{Map, Value};

use super::{
    Count, Setting,
    document::{self, Cell, Cells, Document, Line, Lines, Section},
};
use crate::{
    domain::{
        cut::{Cut, View},
        facts::{Day, Subject},
        language::Language,
        nps::Base,
        questionnaire::Wording,
        reason::{self, Preventable},
        report::{
            Report,
            reasons::{
                Counted, Departed, HORIZON_KEY, Leavers, Lost, ReasonsReport, Titled, USUAL_HORIZON, Why,
                horizon, money_share,
            },
        },
    },
    store::{Connection, facts::days, reasons, settings},
};

/// The months of payments expected where a view does not say: as set, or the usual ones.
///
/// # Errors
/// When the database does not answer.
pub async fn usual_horizon(connection: &mut Connection) -> Count<u16> {
    let set = settings::get(connection, HORIZON_KEY).await?;
    Ok(set.and_then(|value| horizon(&value.to_string())).unwrap_or(USUAL_HORIZON))
}

/// Counts why customers left in a view.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View) -> Count<ReasonsReport> {
    let months = match view.options.horizon {
        Some(months) => months,
        None => usual_horizon(connection).await?,
    };
    let fields = days::fields(connection, Subject::Departures).await?;
    let now = counted(connection, &view, &view.cut, &fields).await?;
    let before = match view.before() {
        Some(cut) => Some(counted(connection, &view, &cut, &fields).await?),
        None => None,
    };
    let titles = titles(connection).await?;
    Ok(ReasonsReport::new(view, months, now, before.as_ref(), &titles))
}

/// What categories and reasons are called.
///
/// # Errors
/// When the database does not answer.
pub async fn titles(connection: &mut Connection) -> Count<Vec<Titled>> {
    let known = reasons::judged(connection).await?;
    Ok(known
        .into_iter()
        .map(|one| Titled {
            category: one.category,
            reason: one.reason,
            title: Wording { ru: one.title_ru, en: one.title_en },
            preventable: one.preventable.as_deref().and_then(Preventable::parse),
            first: one.first,
        })
        .collect())
}

/// What is read of each departure, beside what it is filtered by.
const READ: [&str; 14] = [
    "id",
    "reason_category",
    "reason",
    "preventable",
    "source",
    "competitor",
    "competitor_as",
    "bring_back",
    "returned",
    "days_away",
    "months",
    "said",
    "said_category",
    "kind",
];

async fn counted(connection: &mut Connection, view: &View, cut: &Cut, known: &[String]) -> Count<Counted> {
    let with = |prefix: &str| -> Vec<(String, String)> {
        let of = |field: &String| Some((field.clone(), field.strip_prefix(prefix)?.to_owned()));
        known.iter().filter_map(of).collect()
    };
    let (spent, shown, shown_in) = (with("spent:"), with("shown:"), with("shown_category:"));
    let named = [&spent, &shown, &shown_in].into_iter().flatten().map(|(field, _)| field.as_str());
    let cut_by = cut.filters.iter().map(|(dimension, _)| dimension.code());
    let mut fields: Vec<&str> =
        READ.into_iter().chain(named).chain(cut_by).chain(view.by.map(|by| by.code())).collect();
    fields.sort_unstable();
    fields.dedup();
    let mut counted = Counted::default();
    days::each(connection, Subject::Departures, cut.period, &fields, |day| {
        let step = view.grain.start(day.day);
        let mask = day.mask(&cut.filters);
        for (at, _) in mask.iter().enumerate().filter(|(_, keep)| **keep) {
            let group = view.by.map(|by| day.word(by.code(), at).unwrap_or_default());
            counted.add(&departed(&day, at, &spent), step, group);
            let chose = |field: &str, code: &str| day.word(field, at) == Some(code);
            for (_, code) in shown.iter().filter(|(field, _)| day.number(field, at).is_some()) {
                counted.saw(code, chose("said", code));
            }
            for (_, code) in shown_in.iter().filter(|(field, _)| day.number(field, at).is_some()) {
                counted.saw_category(code, chose("said_category", code));
            }
        }
    })
    .await?;
    Ok(counted)
}

fn departed<'a>(day: &'a Day, at: usize, spent: &'a [(String, String)]) -> Departed<'a> {
    let competitor =
        day.word("competitor", at).map(|key| (key, day.word("competitor_as", at).unwrap_or(key)));
    Departed {
        category: day.word("reason_category", at),
        reason: day.word("reason", at).and_then(reason::of_key).map(|(_, reason)| reason),
        preventable: day.word("preventable", at).and_then(Preventable::parse),
        source: day.word("source", at).unwrap_or_default(),
        competitor,
        bring_back: day.number("bring_back", at).is_some(),
        returned: day.number("returned", at).is_some(),
        days_away: day.number("days_away", at),
        months: day.number("months", at),
        spent: spent
            .iter()
            .filter_map(|(field, currency)| Some((currency.as_str(), day.number(field, at)?)))
            .collect(),
    }
}

/// The report as it leaves the house.
#[must_use]
pub fn document(report: &ReasonsReport, setting: &Setting) -> Document {
    let view = &report.view;
    let steps = report.steps.iter().map(|step| {
        let mut cells = leavers(report, &step.figures.all);
        cells.extend(report.categories.iter().map(|why| {
            let category = &why.titled.category;
            let count = step.figures.categories.get(category).copied().unwrap_or(0);
            (format!("n_{category}").into(), Cell::Count(count))
        }));
        Line { name: Some(super::step_name(view.grain, step.days.from())), cells }
    });
    let groups = report.groups.iter().map(|group| Line {
        name: Some(group.word.clone()).filter(|word| !word.is_empty()),
        cells: [leavers(report, &group.figures), document::change(group.change)].concat(),
    });
    let counts = |name: &str, count: u64| Line {
        name: Some(name.to_owned()),
        cells: vec![("n".into(), Cell::Count(count))],
    };
    let mut sections = vec![
        Section {
            name: "reason",
            lines: whys(report, &report.reasons, setting.language, |why| why.titled.reason.clone()),
        },
        Section {
            name: "reason_category",
            lines: whys(report, &report.categories, setting.language, |why| {
                Some(why.titled.category.clone())
            }),
        },
        Section { name: view.grain.code(), lines: steps.collect() },
    ];
    sections.extend(view.by.map(|by| Section { name: by.code(), lines: groups.collect() }));
    let competitors = report.competitors();
    sections.push(Section {
        name: "competitor",
        lines: competitors.iter().map(|(_, one)| counts(one.name(), one.n)).collect(),
    });
    sections.push(Section {
        name: "source",
        lines: report.now.sources.iter().map(|(source, count)| counts(source, *count)).collect(),
    });
    let mut total = leavers(report, &report.now.total);
    total.push(("days_away_median".into(), days_away(report)));
    total.push(("bring_back".into(), Cell::Count(report.now.bring_back)));
    Document {
        report: Report::Reasons.code(),
        period: view.cut.period,
        before: view
            .before()
            .map(|cut| cut.period)
            .zip(report.before.as_ref().map(|before| leavers(report, before))),
        total,
        change: report.change(),
        definitions: definitions(report, setting),
        sections,
        rows: "reason",
    }
}

fn definitions(report: &ReasonsReport, setting: &Setting) -> Map<String, Value> {
    let mut map = document::definitions(
        &report.view,
        setting.zone,
        "departures by the day the customer left, from <= day < to; one who left twice counts twice",
    );
    map.insert("horizon_months".to_owned(), report.horizon.into());
    map.insert("currencies".to_owned(), report.currencies.clone().into());
    for (name, words) in [
        (
            "reason",
            "the main reason the customer gave in the exit survey about this departure; where they gave none or \
             'other', what the company knows",
        ),
        ("share", "of the departures with a known category of reason, 0-1, with its 95 % Wilson interval"),
        (
            "shown",
            "of those who saw the reason in their exit survey, who gave it as the main one, with its Wilson interval",
        ),
        (
            "money",
            "sum over departures of (all spent since the departure before, returns taken off, up to this one) / \
             (calendar months from first to last purchase, both counted) * horizon_months; a number where all money \
             is of one currency, else an object by currency: currencies are never added up",
        ),
        (
            "money_share",
            "of the money of departures with a known category of reason, 0-1, currency by currency",
        ),
        ("without_money", "departures before any purchase: no money can be told of them"),
        ("preventable", "whether the company could have kept such a customer: yes, partly, no, unknown"),
        ("returned", "bought again after leaving, until now: who left lately had less time"),
        ("days_away_median", "days until the return of half of those who came back"),
        (
            "change",
            "of n: departures a day against the period before, conditional z test; of shares: percentage points, \
             'N-1' z test (Campbell 2007), of groups the share of the preventable; corrected by Holm; \
             significant: p < 0.05",
        ),
    ] {
        map.insert(name.to_owned(), words.into());
    }
    map
}

fn whys(
    report: &ReasonsReport,
    rows: &[Why],
    language: Language,
    name: impl Fn(&Why) -> Option<String>,
) -> Lines {
    rows.iter()
        .map(|why| {
            let titled = &why.titled;
            let interval = why.share.interval();
            let mut cells: Cells = vec![
                ("category".into(), Cell::Words(titled.category.clone())),
                ("label".into(), Cell::Words(titled.title.get(language).to_owned())),
                ("n".into(), Cell::Count(why.leavers.n)),
                ("share".into(), Cell::share(why.share.value())),
                ("low".into(), Cell::share(interval.map(|(low, _)| low))),
                ("high".into(), Cell::share(interval.map(|(_, high)| high))),
                ("base".into(), Cell::Words(Base::of(why.share.of()).code().to_owned())),
            ];
            cells.extend(money(report, &why.leavers.lost, true));
            // Of a category there are several judgements: their counts follow.
            if titled.reason.is_some() {
                let judged = titled.preventable.unwrap_or(Preventable::Unknown);
                cells.push(("preventable".into(), Cell::Words(judged.code().to_owned())));
            }
            cells.extend(judgements(&why.leavers));
            cells.push(("returned".into(), Cell::Count(why.leavers.returned)));
            cells.push(("without_money".into(), Cell::Count(why.leavers.without_money)));
            let shown = why.shown.filter(|shown| Base::of(shown.of()) != Base::Hidden);
            let shares = shown.filter(|shown| Base::of(shown.of()).shows_score());
            let interval = shares.and_then(crate::domain::share::Share::interval);
            cells.extend([
                ("shown".into(), shown.map_or(Cell::Nothing, |shown| Cell::Count(shown.of()))),
                ("shown_n".into(), shown.map_or(Cell::Nothing, |shown| Cell::Count(shown.count()))),
                ("shown_share".into(), Cell::share(shares.and_then(crate::domain::share::Share::value))),
                ("shown_low".into(), Cell::share(interval.map(|(low, _)| low))),
                ("shown_high".into(), Cell::share(interval.map(|(_, high)| high))),
            ]);
            cells.extend(document::change(why.change));
            Line { name: name(why), cells }
        })
        .collect()
}

/// `n, known, without_reason, money…, preventable_…, returned, returned_share…, without_money, base`.
fn leavers(report: &ReasonsReport, leavers: &Leavers) -> Cells {
    let back = leavers.back();
    let kept = leavers.judged(Preventable::Yes);
    let ends = |share: crate::domain::share::Share| share.interval().unzip();
    let ((back_low, back_high), (kept_low, kept_high)) = (ends(back), ends(kept));
    let mut cells: Cells = vec![
        ("n".into(), Cell::Count(leavers.n)),
        ("known".into(), Cell::Count(leavers.known)),
        ("without_reason".into(), Cell::Count(leavers.n - leavers.known)),
    ];
    cells.extend(money(report, &leavers.lost, false));
    cells.extend(judgements(leavers));
    cells.extend([
        ("preventable_share".into(), Cell::share(kept.value())),
        ("preventable_low".into(), Cell::share(kept_low)),
        ("preventable_high".into(), Cell::share(kept_high)),
        ("returned".into(), Cell::Count(leavers.returned)),
        ("returned_share".into(), Cell::share(back.value())),
        ("returned_low".into(), Cell::share(back_low)),
        ("returned_high".into(), Cell::share(back_high)),
        ("without_money".into(), Cell::Count(leavers.without_money)),
        ("base".into(), Cell::Words(Base::of(leavers.n).code().to_owned())),
    ]);
    cells
}

fn judgements(leavers: &Leavers) -> Cells {
    let cell = |judged: &Preventable| {
        (format!("preventable_{judged}").into(), Cell::Count(leavers.judged(*judged).count()))
    };
    Preventable::all().iter().map(cell).collect()
}

fn days_away(report: &ReasonsReport) -> Cell {
    let median = report.now.median_days_away().and_then(|days| u64::try_from(days).ok());
    median.map_or(Cell::Nothing, Cell::Count)
}

/// Money and its share: of one currency a number each; of several an object by currency, and a column each in files.
fn money(report: &ReasonsReport, lost: &Lost, shares: bool) -> Cells {
    let whole = report.now.total.lost_known.amounts(report.horizon);
    let amounts = lost.amounts(report.horizon);
    let share = |currency: &str, amount: &BigDecimal| {
        whole.get(currency).and_then(|whole| money_share(amount, whole))
    };
    let zero = BigDecimal::default();
    let mut cells = Cells::new();
    match report.currencies.as_slice() {
        [] => {
            cells.push(("money".into(), Cell::Nothing));
            if shares {
                cells.push(("money_share".into(), Cell::Nothing));
            }
        }
        [currency] => {
            let amount = amounts.get(currency).unwrap_or(&zero);
            cells.push(("money".into(), Cell::Money(amount.clone())));
            if shares {
                cells.push(("money_share".into(), Cell::share(share(currency, amount))));
            }
            cells.push(("currency".into(), Cell::Words(currency.clone())));
        }
        several => {
            let each = || several.iter().map(|currency| (currency, amounts.get(currency).unwrap_or(&zero)));
            let object: BTreeMap<&String, Value> =
                each().map(|(currency, amount)| (currency, document::amount(amount))).collect();
            cells.push(("money".into(), Cell::Tree(serde_json::json!(object))));
            if shares {
                let object: BTreeMap<&String, Option<f64>> = each()
                    .map(|(currency, amount)| (currency, share(currency, amount).map(document::round)))
                    .collect();
                cells.push(("money_share".into(), Cell::Tree(serde_json::json!(object))));
            }
            for (currency, amount) in each() {
                let cell = Cell::OnlyInFiles(Box::new(Cell::Money(amount.clone())));
                cells.push((format!("money_{currency}").into(), cell));
            }
            if shares {
                for (currency, amount) in each() {
                    let cell = Cell::OnlyInFiles(Box::new(Cell::share(share(currency, amount))));
                    cells.push((format!("money_share_{currency}").into(), cell));
                }
            }
        }
    }
    cells
}
