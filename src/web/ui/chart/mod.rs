//! The chart language: SVG drawn on the server, in colours that the style sheet maps to those of the theme.
//!
//! Each kind of chart has a file. Every picture is drawn twice, wide and narrow, because one scaled down to a phone has
//! letters too small to read; it has a name for those who do not see it, draws the interval of every value that has
//! one, and is shown beside its table.

mod bars;
mod columns;
mod flow;
mod gains;
mod heat;
mod pareto;
mod quadrant;
mod sheet;
mod trend;

use maud::{Markup, PreEscaped, html};

pub use bars::{Bar, Tone, bars, bars_half};
pub use columns::{Column, columns};
pub use flow::{FlowPoint, flow};
pub use gains::{Gains, gains};
pub use heat::{Heat, heat};
pub use pareto::{Pareto, pareto};
pub use quadrant::{Quadrant, Spot, quadrant};
pub use trend::{Beside, Point, trend, trend_beside};

use sheet::{Drawn, Sheet};

use crate::{domain::language::Language, t, words::format};

/// The values that can be at all, and what they are called.
#[derive(Debug, Clone, Copy)]
pub struct Axis<'a> {
    pub low: f64,
    pub high: f64,
    /// Behind a number, such as `%`.
    pub unit: &'a str,
}

impl Axis<'_> {
    fn words(self, language: Language, tick: f64, step: f64) -> String {
        let decimals = match step {
            ..0.1 => 2,
            ..1.0 => 1,
            _ => 0,
        };
        format!("{}{}", format::decimal(language, tick, decimals), self.unit)
    }
}

/// A picture in both sizes.
fn picture(name: &str, wide: (u32, u32), narrow: (u32, u32), draw: impl Fn(&Sheet<'_>) -> Drawn) -> Markup {
    html! {
        @for (class, size) in [("chart chart-wide", wide), ("chart chart-narrow", narrow)] {
            div class=(class) role="img" aria-label=(name) {
                @if let Some(picture) = Sheet::draw(size, &draw) { (PreEscaped(picture)) }
            }
        }
    }
}

/// Values to places on the sheet, in a straight line.
#[derive(Debug, Clone, Copy)]
struct Scale {
    values: (f64, f64),
    places: (f64, f64),
}

impl Scale {
    fn at(self, value: f64) -> f64 {
        let width = self.values.1 - self.values.0;
        let share = if width > 0.0 { (value - self.values.0) / width } else { 0.5 };
        self.places.0 + share.clamp(0.0, 1.0) * (self.places.1 - self.places.0)
    }
}

/// Round ends and a round step that hold some values and stay inside what can be; about `parts` steps.
fn rounded(values: impl Iterator<Item = f64>, axis: Axis<'_>, parts: f64) -> (f64, f64, f64) {
    let (low, high) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let (low, high) = if low > high { (axis.low, axis.high) } else { (low, high) };
    // A single value stands in the middle of a step that is no wider than a twentieth of what can be.
    let raw = if low < high { (high - low) / parts } else { (axis.high - axis.low) / 20.0 };
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= raw * 0.999);
    let step = step.unwrap_or(raw);
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

/// How many of some things, as a length.
fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}

/// Places along a line: `0, 1, 2, …`.
fn numbered<T>(things: &[T]) -> impl Iterator<Item = (f64, &T)> {
    (0u32..).map(f64::from).zip(things)
}

/// About how wide words are drawn in letters of a size.
fn width_of(words: &str, size: f64) -> f64 {
    count(words.chars().count()) * size * 0.62
}

/// Whether words in the middle of a place would be cut off at the right edge: they end there instead.
fn ends_outside(words: &str, size: f64, place: f64, width: f64) -> bool {
    place + width_of(words, size) / 2.0 > width - 1.0
}

/// Words cut to a width, with `…` where they were cut.
fn cut_to(words: &str, width: f64, size: f64) -> String {
    if width_of(words, size) <= width {
        return words.to_owned();
    }
    let mut kept = String::new();
    for letter in words.chars() {
        if width_of(&kept, size) + size * 1.1 > width {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// Says that pale steps are not whole, where there are some.
fn unfinished(language: Language, any: bool) -> Markup {
    html! { @if any { p.chart-note { (t!(language, "board-partial-note")) } } }
}

/// What the colours of a chart stand for, above it.
fn legend(keys: &[(&str, &str)]) -> Markup {
    html! {
        ul.chart-legend aria-hidden="true" {
            @for (class, words) in keys { li { span class=(format!("chart-key {class}")) {} (words) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_round_ends_that_hold_all_values() {
        let axis = Axis { low: 0.0, high: 100.0, unit: "" };
        assert_eq!(rounded([3.0, 41.0].into_iter(), axis, 5.0), (0.0, 50.0, 10.0));
        assert_eq!(rounded([71.0, 88.0].into_iter(), axis, 4.0), (70.0, 90.0, 5.0));
        let (low, high, _) = rounded([100.0, 100.0].into_iter(), axis, 4.0);
        assert!(low < high && high <= 100.0, "{low} {high}");
        assert_eq!(rounded(std::iter::empty(), axis, 5.0), (0.0, 100.0, 20.0));
        assert_eq!(ticks(20.0, 50.0, 10.0).collect::<Vec<_>>(), [20.0, 30.0, 40.0, 50.0]);
    }

    #[test]
    fn long_words_are_cut() {
        assert!(cut_to("Квалификация персонала", 60.0, 12.0).ends_with('…'));
        assert_eq!(cut_to("Цена", 60.0, 12.0), "Цена");
    }
}
