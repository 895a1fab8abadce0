//! Reports as JSON, in the form that the contract names. Figures are rounded to four decimals, counts are exact.

use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::By;
use crate::domain::{
    language::Language,
    mean::Mean,
    nps::{Base, Nps},
    report::{Cut, Month, NpsReport, ParameterFigures, SatisfactionReport, Store, StoreCut},
    satisfaction::Satisfaction,
};

/// The NPS report; its rows are months unless asked for otherwise.
#[must_use]
pub fn nps(report: &NpsReport, by: Option<By>, zone: Tz) -> Value {
    let rows = match by.unwrap_or(By::Month) {
        By::Month => months(&report.months, |nps| nps_object(*nps)),
        By::Store => stores(&report.cut, &report.stores, |nps| nps_object(*nps)),
    };
    let change = report.change().map(|change| {
        json!({ "difference": round(change.difference), "p": round(change.p), "significant": change.significant })
    });
    let mut definitions = definitions(&report.cut, zone);
    definitions.insert(
        "nps".into(),
        "100 * (promoters - detractors) / n; promoters gave 9-10, passives 7-8, detractors 0-6".into(),
    );
    definitions.insert("interval".into(), "95 %, adjusted Wald (Rocks 2016)".into());
    json!({
        "report": "nps",
        "from": report.cut.period.from(),
        "to": report.cut.period.to(),
        "definitions": definitions,
        "rows": rows,
        "total": nps_object(report.total),
        "before": before(&report.cut, nps_object(report.before)),
        "change": change,
    })
}

/// The satisfaction report; its rows are parameters, or overall satisfaction by month or store.
#[must_use]
pub fn satisfaction(report: &SatisfactionReport, by: Option<By>, zone: Tz, language: Language) -> Value {
    let rows = match by {
        None => report.parameters.iter().map(|one| parameter(one, language)).collect(),
        Some(By::Month) => months(&report.months, |mean| mean_object(*mean)),
        Some(By::Store) => stores(&report.cut, &report.stores, |mean| mean_object(*mean)),
    };
    let change = report
        .change()
        .map(|change| json!({ "difference": round(change.difference), "significant": change.significant }));
    let mut definitions = definitions(&report.cut, zone);
    for (name, words) in [
        ("satisfaction", "overall satisfaction in per cent, the arithmetic mean"),
        ("mean", "the arithmetic mean of the scores, in units of the scale; 'does not apply' is not a score"),
        ("top_box", "share 0-1 of those who gave one of the two best scores, with its Wilson interval"),
        ("interval", "95 %, Student's t for means"),
        ("distribution", "how many gave each score, from the worst to the best"),
    ] {
        definitions.insert(name.into(), words.into());
    }
    json!({
        "report": "satisfaction",
        "from": report.cut.period.from(),
        "to": report.cut.period.to(),
        "definitions": definitions,
        "rows": Value::Array(rows),
        "total": mean_object(report.total),
        "before": before(&report.cut, mean_object(report.before)),
        "change": change,
    })
}

fn definitions(cut: &Cut, zone: Tz) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("counted".into(), "answers by the moment they were first given, from <= day < to".into());
    map.insert("time_zone".into(), zone.name().into());
    map.insert("kind".into(), cut.kind.map_or(Value::Null, |kind| kind.code().into()));
    map.insert(
        "store".into(),
        match &cut.store {
            StoreCut::All => Value::Null,
            StoreCut::One(name) => name.as_str().into(),
            StoreCut::Unnamed => "".into(),
        },
    );
    map
}

fn before(cut: &Cut, figures: Value) -> Value {
    let period = cut.period.previous();
    named("from", json!(period.from()), named("to", json!(period.to()), figures))
}

fn named(name: &str, value: Value, figures: Value) -> Value {
    let mut object = Map::new();
    object.insert(name.to_owned(), value);
    if let Value::Object(rest) = figures {
        object.extend(rest);
    }
    Value::Object(object)
}

fn months<T>(months: &[Month<T>], figures: impl Fn(&T) -> Value) -> Vec<Value> {
    months
        .iter()
        .map(|month| {
            let name = month.days.from().format("%Y-%m").to_string();
            named("month", name.into(), figures(&month.figures))
        })
        .collect()
}

fn stores<T>(cut: &Cut, stores: &[Store<T>], figures: impl Fn(&T) -> Value) -> Vec<Value> {
    stores
        .iter()
        .filter(|store| cut.store.counts(store.name.as_deref()))
        .map(|store| {
            let name = store.name.as_deref().map_or(Value::Null, Value::from);
            named("store", name, figures(&store.figures))
        })
        .collect()
}

fn nps_object(nps: Nps) -> Value {
    let interval = nps.interval();
    json!({
        "n": nps.n(),
        "promoters": nps.promoters,
        "passives": nps.passives,
        "detractors": nps.detractors,
        "nps": nps.score().map(round),
        "low": interval.map(|(low, _)| round(low)),
        "high": interval.map(|(_, high)| round(high)),
        "base": nps.base().code(),
    })
}

fn mean_object(sums: Mean) -> Value {
    let figures = Satisfaction::mean(sums);
    let interval = figures.and_then(|(_, interval)| interval);
    json!({
        "n": sums.n,
        "mean": figures.map(|(mean, _)| round(mean)),
        "low": interval.map(|(low, _)| round(low)),
        "high": interval.map(|(_, high)| round(high)),
        "base": Base::of(sums.n).code(),
    })
}

fn parameter(one: &ParameterFigures, language: Language) -> Value {
    let interval = one.tally.interval();
    let top = one.tally.top_box();
    let distribution: Map<String, Value> = one
        .tally
        .distribution()
        .into_iter()
        .map(|(score, share)| (score.to_string(), share.count().into()))
        .collect();
    json!({
        "parameter": one.code,
        "title": one.title.get(language),
        "scale": one.tally.scale(),
        "n": one.tally.n(),
        "not_applicable": one.tally.not_applicable(),
        "mean": one.tally.mean().map(round),
        "low": interval.map(|(low, _)| round(low)),
        "high": interval.map(|(_, high)| round(high)),
        "top_box": top.value().map(round),
        "top_box_low": top.interval().map(|(low, _)| round(low)),
        "top_box_high": top.interval().map(|(_, high)| round(high)),
        "distribution": distribution,
        "base": Base::of(one.tally.n()).code(),
    })
}

/// Four decimals: more than any sample here tells, and enough to compare with.
pub(super) fn round(value: f64) -> f64 {
    let rounded = (value * 10_000.0).round() / 10_000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}
