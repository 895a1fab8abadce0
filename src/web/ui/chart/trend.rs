//! A figure step by step, as a line with whiskers for the intervals.

use maud::{Markup, html};

use super::{
    Axis, Scale, count, legend, numbered, picture,
    sheet::{Colour, Drawn, Sheet, Side},
    ticks, unfinished, width_of,
};
use crate::{domain::language::Language, words::format};

/// One step of a trend. A point without a value is a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Short, for the axis.
    pub label: String,
    /// The value; none where there are too few answers.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// Whether all of the step is in it; one that is cut or still runs is drawn pale.
    pub whole: bool,
}

/// The same figure of another period, drawn thin behind: step by step from its own first.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    pub points: &'a [Point],
    /// What the line of the period is called.
    pub now: &'a str,
    /// What the thin one is.
    pub before: &'a str,
}

/// A line with whiskers for the intervals.
#[must_use]
pub fn trend(language: Language, name: &str, points: &[Point], axis: Axis<'_>) -> Markup {
    drawn(language, name, points, &[], axis)
}

/// A line with whiskers, and a thin one of the period compared with.
#[must_use]
pub fn trend_beside(
    language: Language,
    name: &str,
    points: &[Point],
    beside: Beside<'_>,
    axis: Axis<'_>,
) -> Markup {
    html! {
        (legend(&[("chart-key-line", beside.now), ("chart-key-before", beside.before)]))
        (drawn(language, name, points, beside.points, axis))
    }
}

fn drawn(language: Language, name: &str, points: &[Point], before: &[Point], axis: Axis<'_>) -> Markup {
    html! {
        (picture(name, (860, 270), (340, 240), |sheet| lines(language, points, before, axis, sheet)))
        (unfinished(language, points.iter().any(|point| !point.whole && point.value.is_some())))
    }
}

fn lines(language: Language, points: &[Point], before: &[Point], axis: Axis<'_>, sheet: &Sheet<'_>) -> Drawn {
    let (low, high, step) = range(points.iter().chain(before), axis);
    let steps = count(points.len().max(before.len()));
    let (left, right, top, bottom) = (44.0, sheet.width - 46.0, 14.0, sheet.height - 28.0);
    let across = Scale { values: (-0.5, (steps - 0.5).max(0.5)), places: (left, right) };
    let up = Scale { values: (low, high), places: (bottom, top) };
    for tick in ticks(low, high, step) {
        let colour = if tick == 0.0 { Colour::Zero } else { Colour::Grid };
        sheet.path(vec![(left, up.at(tick)), (right, up.at(tick))], colour, 1)?;
        sheet.words(
            &axis.words(language, tick, step),
            (left - 6.0, up.at(tick)),
            13.0,
            Side::Right,
            Colour::Ink,
        )?;
    }
    let place = |(x, value): (f64, f64)| (across.at(x), up.at(value));
    for run in runs(before) {
        sheet.path(run.into_iter().map(place).collect(), Colour::Before, 1)?;
    }
    let many = points.len() > 24;
    for (x, point) in numbered(points) {
        if let Some((from, to)) = point.interval.filter(|_| point.value.is_some()) {
            sheet.pale(vec![place((x, from)), place((x, to))], Colour::Line, if many { 3 } else { 6 })?;
        }
    }
    let whole: Vec<Point> = points
        .iter()
        .map(|point| Point { value: point.value.filter(|_| point.whole), ..point.clone() })
        .collect();
    for run in runs(points) {
        sheet.pale(run.into_iter().map(place).collect(), Colour::Line, 2)?;
    }
    for run in runs(&whole) {
        sheet.path(run.into_iter().map(place).collect(), Colour::Line, 2)?;
    }
    for (x, point) in numbered(points) {
        if let Some(value) = point.value {
            let colour = if point.whole { Colour::Line } else { Colour::Grey };
            sheet.dot(place((x, value)), if many { 3 } else { 4 }, colour)?;
        }
    }
    // The last value is said beside its point: it is the one that is looked for.
    if let Some((x, value)) = numbered(points).filter_map(|(x, point)| Some((x, point.value?))).last() {
        let words = format!("{}{}", format::decimal(language, value, 1), axis.unit);
        if x + 1.0 >= steps && across.at(x) + 10.0 + width_of(&words, 13.0) <= sheet.width + 4.0 {
            sheet.words(&words, (across.at(x) + 9.0, up.at(value)), 13.0, Side::Left, Colour::Name)?;
        }
    }
    let every = labels_apart(points, sheet.width);
    // The last step is always named, the others back from it.
    for (place, (x, point)) in numbered(points).enumerate() {
        if (points.len() - 1 - place).is_multiple_of(every) {
            sheet.words(
                &point.label,
                (across.at(x), sheet.height - 13.0),
                13.0,
                Side::Middle,
                Colour::Ink,
            )?;
        }
    }
    Ok(())
}

/// Every how many steps a label fits; on a phone letters are larger beside the picture.
fn labels_apart(points: &[Point], width: f64) -> usize {
    let each = if width < 400.0 { 76.0 } else { 68.0 };
    (1..=points.len()).find(|every| count(points.len()) / count(*every) * each <= width - 60.0).unwrap_or(1)
}

/// The runs of neighbouring steps that have a value: a line is never drawn over a gap.
fn runs(points: &[Point]) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (x, point) in numbered(points) {
        match (point.value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push((x, value)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// What the axis shows: all intervals with round ends, inside what can be at all.
fn range<'a>(points: impl Iterator<Item = &'a Point>, axis: Axis<'_>) -> (f64, f64, f64) {
    let shown = points.filter_map(|point| {
        let value = point.value?;
        Some(point.interval.unwrap_or((value, value)))
    });
    let (low, high) = shown
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (from, to)| (low.min(from), high.max(to)));
    if low > high {
        return (axis.low, axis.high, 50.0);
    }
    let step = match high - low {
        ..12.0 => 5.0,
        ..45.0 => 10.0,
        ..90.0 => 20.0,
        _ => 50.0,
    };
    let low = ((low / step).floor() * step).max(axis.low);
    let high = ((high / step).ceil() * step).min(axis.high);
    if low < high {
        (low, high, step)
    } else {
        ((low - step).max(axis.low), (high + step).min(axis.high), step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[Option<f64>]) -> Vec<Point> {
        values
            .iter()
            .map(|value| Point {
                label: "нояб. 2026".to_owned(),
                value: *value,
                interval: value.map(|value| (value - 7.0, value + 7.0)),
                whole: true,
            })
            .collect()
    }

    const NPS: Axis<'_> = Axis { low: -100.0, high: 100.0, unit: "" };

    #[test]
    fn the_axis_holds_every_interval_and_stays_on_the_scale() {
        assert_eq!(range(points(&[Some(40.0), Some(31.0)]).iter(), NPS), (20.0, 50.0, 10.0));
        assert_eq!(range(points(&[Some(99.0)]).iter(), NPS), (90.0, 100.0, 10.0));
        assert_eq!(range(points(&[None]).iter(), NPS), (-100.0, 100.0, 50.0));
    }

    #[test]
    fn a_line_is_not_drawn_over_a_month_without_a_score() {
        let found = runs(&points(&[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0), None, Some(5.0)]));
        assert_eq!(found, [vec![(0.0, 1.0), (1.0, 2.0)], vec![(3.0, 3.0), (4.0, 4.0)]]);
    }

    #[test]
    fn labels_of_a_long_trend_do_not_touch() {
        assert_eq!(labels_apart(&points(&[Some(1.0); 3]), 340.0), 1);
        assert_eq!(labels_apart(&points(&[Some(1.0); 4]), 340.0), 2);
        assert_eq!(labels_apart(&points(&[Some(1.0); 24]), 340.0), 7);
        assert_eq!(labels_apart(&points(&[Some(1.0); 24]), 860.0), 3);
    }

    #[test]
    fn a_trend_is_drawn_even_of_one_month_and_of_none() {
        for values in [&[Some(12.0)][..], &[None], &[]] {
            let picture = trend(Language::Russian, "NPS", &points(values), NPS).into_string();
            assert_eq!(picture.matches("</svg>").count(), 2, "{values:?}");
        }
    }

    #[test]
    fn a_step_that_is_not_whole_is_pale_and_said_so() {
        let mut steps = points(&[Some(40.0), Some(42.0), Some(20.0)]);
        let drawn = |steps: &[Point]| trend(Language::Russian, "NPS", steps, NPS).into_string();
        let whole = drawn(&steps);
        assert!(!whole.contains("chart-note") && !whole.contains("#A8ADB4"), "{whole}");
        steps[2].whole = false;
        let cut = drawn(&steps);
        assert!(cut.contains("chart-note"), "{cut}");
        // One dot in each of both drawings.
        assert_eq!(cut.matches("fill=\"#A8ADB4\"").count(), 2, "{cut}");
    }

    #[test]
    fn the_period_before_is_a_thin_line_inside_the_axis() {
        let (now, before) = (points(&[Some(40.0), Some(42.0)]), points(&[Some(-40.0), Some(-41.0)]));
        let beside = Beside { points: &before, now: "2026", before: "2025" };
        let picture = trend_beside(Language::Russian, "NPS", &now, beside, NPS).into_string();
        assert_eq!(picture.matches("stroke=\"#8A8F98\"").count(), 2);
        assert!(picture.contains("2025") && picture.contains("42,0"));
        let (low, high, _) = range(now.iter().chain(&before), NPS);
        assert!(low <= -48.0 && high >= 49.0);
    }
}
