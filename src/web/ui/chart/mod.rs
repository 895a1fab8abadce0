//! Charts: SVG drawn on the server, in colours that the style sheet maps to those of the theme.

mod columns;

pub use columns::{Column, columns};
use maud::{Markup, PreEscaped, html};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::{domain::language::Language, words::format};

/// One month of a trend. A point without a value is a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Short, for the axis.
    pub label: String,
    /// The value; none where there are too few answers.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
}

/// The values that can be at all, and what they are called.
#[derive(Debug, Clone, Copy)]
pub struct Axis<'a> {
    pub low: f64,
    pub high: f64,
    /// Behind a number, such as `%`.
    pub unit: &'a str,
}

// A fixed palette: otklik.css gives each its colour in the light, the dark and the printed theme.
const LINE: RGBColor = RGBColor(0x20, 0x6B, 0xC4);
const GRID: RGBColor = RGBColor(0xE0, 0xE0, 0xE0);
const ZERO: RGBColor = RGBColor(0x90, 0x90, 0x90);
const INK: RGBColor = RGBColor(0x60, 0x60, 0x60);

/// A line with whiskers for the intervals, drawn twice: a picture scaled down to a phone has letters too small to read.
#[must_use]
pub fn trend(language: Language, name: &str, points: &[Point], axis: Axis<'_>) -> Markup {
    html! {
        @for (class, size) in [("chart chart-wide", (860, 270)), ("chart chart-narrow", (340, 240))] {
            div class=(class) role="img" aria-label=(name) {
                @if let Some(picture) = draw(language, points, axis, size) { (PreEscaped(picture)) }
            }
        }
    }
}

fn draw(language: Language, points: &[Point], axis: Axis<'_>, size: (u32, u32)) -> Option<String> {
    let mut picture = String::new();
    {
        let area = SVGBackend::with_string(&mut picture, size).into_drawing_area();
        // Drawing into a string only fails on a degenerate range, which leaves the table alone.
        lines(language, points, axis, &area, size).ok()?;
        area.present().ok()?;
    }
    Some(picture)
}

type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

fn lines(
    language: Language,
    points: &[Point],
    axis: Axis<'_>,
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    (width, height): (u32, u32),
) -> Drawn {
    let (low, high, step) = range(points, axis);
    let count = f64::from(u32::try_from(points.len()).unwrap_or(u32::MAX));
    let mut chart = ChartBuilder::on(area)
        .margin_top(12)
        .margin_right(28)
        .margin_bottom(26)
        .set_label_area_size(LabelAreaPosition::Left, 44)
        .build_cartesian_2d(-0.5..(count - 0.5).max(0.5), low..high)?;
    chart.configure_mesh().disable_mesh().disable_axes().draw()?;
    let plane = chart.plotting_area();
    let left = |x: i32| x - 8;
    for tick in ticks(low, high, step) {
        let colour = if tick == 0.0 { ZERO } else { GRID };
        plane.draw(&PathElement::new(vec![(-0.5, tick), (count - 0.5, tick)], colour.stroke_width(1)))?;
        let (x, y) = chart.backend_coord(&(-0.5, tick));
        let label = format!("{}{}", format::decimal(language, tick, 0), axis.unit);
        area.draw(&Text::new(label, (left(x), y), ink(13, HPos::Right, VPos::Center)))?;
    }
    let positioned = || (0u32..).map(f64::from).zip(points);
    for (x, point) in positioned() {
        if let Some((from, to)) = point.interval.filter(|_| point.value.is_some()) {
            let whisker = LINE.mix(0.35).stroke_width(if count > 24.0 { 3 } else { 6 });
            plane.draw(&PathElement::new(vec![(x, from), (x, to)], whisker))?;
        }
    }
    for run in runs(points) {
        plane.draw(&PathElement::new(run, LINE.stroke_width(2)))?;
    }
    for (x, point) in positioned() {
        if let Some(value) = point.value {
            plane.draw(&Circle::new((x, value), if count > 24.0 { 3 } else { 4 }, LINE.filled()))?;
        }
    }
    let bottom = i32::try_from(height).unwrap_or(0) - 20;
    let every = labels_apart(points, width);
    // The last month is always named, the others back from it.
    for (place, (x, point)) in positioned().enumerate() {
        if (points.len() - 1 - place).is_multiple_of(every) {
            let (x, _) = chart.backend_coord(&(x, low));
            area.draw(&Text::new(point.label.clone(), (x, bottom), ink(13, HPos::Center, VPos::Top)))?;
        }
    }
    Ok(())
}

fn ink(size: i32, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK).pos(Pos::new(horizontal, vertical))
}

/// Every how many months a label fits, at about 68 units each.
fn labels_apart(points: &[Point], width: u32) -> usize {
    let room = usize::try_from(width.saturating_sub(60) / 68).unwrap_or(1).max(1);
    points.len().div_ceil(room).max(1)
}

/// The runs of neighbouring months that have a value: a line is never drawn over a gap.
fn runs(points: &[Point]) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (x, point) in (0u32..).map(f64::from).zip(points) {
        match (point.value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push((x, value)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// What the axis shows: all intervals with round ends, inside what can be at all.
fn range(points: &[Point], axis: Axis<'_>) -> (f64, f64, f64) {
    let shown = points.iter().filter_map(|point| {
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

fn ticks(low: f64, high: f64, step: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some((low / step).ceil() * step), move |tick| Some(tick + step))
        .take_while(move |tick| *tick <= high + step / 1000.0)
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
            })
            .collect()
    }

    const NPS: Axis<'_> = Axis { low: -100.0, high: 100.0, unit: "" };

    #[test]
    fn the_axis_holds_every_interval_and_stays_on_the_scale() {
        assert_eq!(range(&points(&[Some(40.0), Some(31.0)]), NPS), (20.0, 50.0, 10.0));
        assert_eq!(range(&points(&[Some(99.0)]), NPS), (90.0, 100.0, 10.0));
        assert_eq!(range(&points(&[None]), NPS), (-100.0, 100.0, 50.0));
        assert_eq!(ticks(20.0, 50.0, 10.0).collect::<Vec<_>>(), [20.0, 30.0, 40.0, 50.0]);
    }

    #[test]
    fn a_line_is_not_drawn_over_a_month_without_a_score() {
        let found = runs(&points(&[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0), None, Some(5.0)]));
        assert_eq!(found, [vec![(0.0, 1.0), (1.0, 2.0)], vec![(3.0, 3.0), (4.0, 4.0)]]);
    }

    #[test]
    fn labels_of_a_long_trend_do_not_touch() {
        assert_eq!(labels_apart(&points(&[Some(1.0); 4]), 340), 1);
        assert_eq!(labels_apart(&points(&[Some(1.0); 24]), 340), 6);
        assert_eq!(labels_apart(&points(&[Some(1.0); 24]), 860), 3);
    }

    #[test]
    fn a_trend_is_drawn_even_of_one_month_and_of_none() {
        for values in [&[Some(12.0)][..], &[None], &[]] {
            let picture = draw(Language::Russian, &points(values), NPS, (340, 240));
            assert!(picture.is_some_and(|picture| picture.contains("</svg>")), "{values:?}");
        }
    }
}
