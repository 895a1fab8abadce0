//! Headlines in words: the page, the file and the letter say the same.

use crate::{
    domain::{
        cut::Dimension,
        language::Language,
        questionnaire::SurveyKind,
        report::{Figure, Headline, Overview, Topic, Unit, Verdict},
    },
    t,
    words::format,
};

/// A value of a dimension as people call it.
#[must_use]
pub fn value(language: Language, dimension: Dimension, value: &str) -> String {
    match (dimension, value) {
        (dimension, "") => t!(language, &format!("board-no-{dimension}")).into_owned(),
        (Dimension::Kind, kind) if SurveyKind::parse(kind).is_some() => {
            t!(language, &format!("board-kind-{kind}")).into_owned()
        }
        (Dimension::Language, code) => Language::parse(code).map_or_else(
            || code.to_owned(),
            |known| t!(language, &format!("frame-language-{known}")).into_owned(),
        ),
        (Dimension::ValueClass, class) => t!(language, "board-class", class = class).into_owned(),
        (_, value) => value.to_owned(),
    }
}

/// What a headline is of: `NPS`, `Доставка`, `NPS: магазин «Центр»`.
#[must_use]
pub fn title(language: Language, one: &Headline) -> String {
    let topic = topic(language, one);
    match part(language, one) {
        Some(part) => format!("{topic}: {part}"),
        None => topic,
    }
}

fn topic(language: Language, one: &Headline) -> String {
    match &one.topic {
        Topic::Named(code) => t!(language, &format!("overview-topic-{code}")).into_owned(),
        Topic::Parameter { title, .. } => title.get(language).to_owned(),
        Topic::Reason { title, .. } => {
            t!(language, "overview-topic-reason", title = title.get(language)).into_owned()
        }
        Topic::Cause { title, .. } => {
            t!(language, "overview-topic-cause", title = title.get(language)).into_owned()
        }
    }
}

/// Of how many facts a headline is: `160 ответов`, `12 жалоб`.
#[must_use]
pub fn n(language: Language, one: &Headline) -> String {
    t!(language, &format!("overview-n-{}", one.subject), count = one.figure.n).into_owned()
}

/// The value that it is of alone: `магазин «Центр»`.
#[must_use]
pub fn part(language: Language, one: &Headline) -> Option<String> {
    let (dimension, word) = one.of.as_ref()?;
    let value = value(language, *dimension, word);
    Some(match word.as_str() {
        "" => value,
        _ => t!(language, &format!("overview-of-{dimension}"), value = value).into_owned(),
    })
}

/// A figure with its unit; a dash where there are too few facts.
#[must_use]
pub fn figure(language: Language, unit: &Unit, figure: &Figure) -> String {
    figure.value.map_or_else(|| "–".to_owned(), |value| amount(language, unit, value))
}

/// An amount in a unit: `+12,4`, `71,6 %`, `4,31`.
#[must_use]
pub fn amount(language: Language, unit: &Unit, value: f64) -> String {
    match unit {
        Unit::Points => format::signed(language, value, 1),
        Unit::Percent => format::percent(language, value / 100.0, 1),
        Unit::Score { .. } => format::decimal(language, value, 2),
        Unit::Count => format::decimal(language, value, 0),
        Unit::Money(currency) => {
            let sign = format::currency_sign(currency);
            format!("{}{}{sign}", format::decimal(language, value, 0), format::NBSP)
        }
    }
}

/// How much it moved, with its sign; of per cent, in points of them.
#[must_use]
pub fn difference(language: Language, one: &Headline) -> Option<String> {
    let difference = one.change?.difference;
    Some(match &one.unit {
        Unit::Points | Unit::Percent => format::signed(language, difference, 1),
        Unit::Score { .. } => format::signed(language, difference, 2),
        Unit::Count => format::signed(language, difference, 0),
        Unit::Money(currency) => {
            let sign = format::currency_sign(currency);
            format!("{}{}{sign}", format::signed(language, difference, 0), format::NBSP)
        }
    })
}

/// Its interval: `от 37,2 до 42,4`.
#[must_use]
pub fn interval(language: Language, one: &Headline) -> Option<String> {
    let (low, high) = one.figure.interval?;
    let end = |value| match &one.unit {
        Unit::Points => format::decimal(language, value, 1),
        unit => amount(language, unit, value),
    };
    Some(t!(language, "board-interval", low = end(low), high = end(high)).into_owned())
}

/// A main figure in a sentence or two: what it did, and where most of that was.
#[must_use]
pub fn sentence(language: Language, overview: &Overview, main: &Headline) -> String {
    let Topic::Named(code) = main.topic else { return String::new() };
    let verdict = main.verdict();
    let moved = main.change.map(|change| change.difference);
    // A verb of its own says up or down, so the sign would be said twice.
    let by = difference(language, main).unwrap_or_default();
    let by =
        if verdict == Verdict::Chance { by } else { by.trim_start_matches(['+', '\u{2212}']).to_owned() };
    let direction = match (verdict, moved) {
        (Verdict::Untested, _) if main.before.is_none_or(|before| before.value.is_none()) => "unknown",
        (Verdict::Better | Verdict::Worse, Some(moved)) if moved > 0.0 => "up",
        (Verdict::Better | Verdict::Worse, _) => "down",
        (other, _) => other.code(),
    };
    let before = main.before.as_ref().map(|before| figure(language, &main.unit, before)).unwrap_or_default();
    let why = main.untested.map(|why| t!(language, &format!("board-untested-{why}"))).unwrap_or_default();
    let mut said = t!(
        language,
        &format!("overview-said-{code}"),
        moved = direction,
        difference = by,
        before = before,
        why = why
    )
    .into_owned();
    if main.is_real_only_alone() {
        said = format!("{said} {}", t!(language, "overview-together", count = overview.together));
    }
    let most = overview.most(main).and_then(|most| {
        let (place, by) = (part(language, most)?, difference(language, most)?);
        Some(t!(language, "overview-most", place = place, difference = by))
    });
    match most {
        Some(most) => format!("{said} {most}"),
        None => said,
    }
}

/// The days it is of where they are not those of the view: `Целыми месяцами: 1 октября 2025 – 31 октября 2025`.
#[must_use]
pub fn of_days(language: Language, one: &Headline) -> Option<String> {
    let days = one.days?;
    let last = days.to().pred_opt().unwrap_or_else(|| days.from());
    let (from, till) = (format::day(language, days.from()), format::day(language, last));
    Some(t!(language, "overview-of-days", from = from, till = till).into_owned())
}
