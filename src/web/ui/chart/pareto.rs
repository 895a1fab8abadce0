//! A Pareto picture: bars from the longest to the shortest, and beside them how much they make together.

use maud::{Markup, PreEscaped, html};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, VPos},
};

use super::sheet::{Colour, Drawn, ink};
use crate::{domain::language::Language, words::format};

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Pareto {
    /// Its name in full; it stands beside the bar, on a phone above it.
    pub label: String,
    /// The figure in words, beside the bar.
    pub figure: String,
    /// Its share of the whole, 0..=1.
    pub share: f64,
    /// The ends of its interval, as shares; none of what has none.
    pub interval: Option<(f64, f64)>,
    /// Many small ones together: their figure stands without a bar.
    pub rest: bool,
}

const LINE: RGBColor = Colour::Line.rgb();
const GRID: RGBColor = Colour::Grid.rgb();
const ZERO: RGBColor = Colour::Zero.rgb();
const HEAD: u32 = 24;

/// How high a bar is with its name.
const fn row_of(width: u32) -> u32 {
    if is_wide(width) { 26 } else { 40 }
}

const fn is_wide(width: u32) -> bool {
    width > 500
}

/// Bars from top to bottom in the order given, drawn twice: for wide pages and for phones. `together` heads the line.
#[must_use]
pub fn pareto(language: Language, name: &str, together: &str, bars: &[Pareto]) -> Markup {
    let height = |width| HEAD + row_of(width) * u32::try_from(bars.len()).unwrap_or(0) + 4;
    html! {
        @for (class, width) in [("chart chart-wide", 860), ("chart chart-narrow", 340)] {
            div class=(class) role="img" aria-label=(name) {
                @if let Some(picture) = draw(language, together, bars, (width, height(width))) { (PreEscaped(picture)) }
            }
        }
    }
}

fn draw(language: Language, together: &str, bars: &[Pareto], size: (u32, u32)) -> Option<String> {
    let mut picture = String::new();
    {
        let area = SVGBackend::with_string(&mut picture, size).into_drawing_area();
        rows(language, together, bars, &area, size).ok()?;
        area.present().ok()?;
    }
    Some(picture)
}

fn rows(
    language: Language,
    together: &str,
    bars: &[Pareto],
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    (width, height): (u32, u32),
) -> Drawn {
    let (wide, row) = (is_wide(width), row_of(width));
    let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    // Where the bars begin, how long they are at most, and where the line of the sums begins and ends; its figures stand
    // at the edge.
    let (begin, longest, from, to) = if wide { (0.29, 0.22, 0.67, 0.93) } else { (0.006, 0.35, 0.60, 0.84) };
    let at = |part: f64| pixels(f64::from(width) * part);
    let reach = |bar: &Pareto| bar.interval.map_or(bar.share, |(_, high)| high.max(bar.share));
    let most = bars.iter().filter(|bar| !bar.rest).map(reach).fold(0.0, f64::max);
    let sum_at = |share: f64| at(from + (to - from) * share.clamp(0.0, 1.0));
    area.draw(&Text::new(together.to_owned(), (whole(width) - 2, 2), ink(12, HPos::Right, VPos::Top)))?;
    for part in [0.0, 0.5, 1.0] {
        let line = vec![(sum_at(part), whole(HEAD)), (sum_at(part), whole(height))];
        area.draw(&PathElement::new(line, GRID.stroke_width(1)))?;
        if wide && part < 1.0 {
            let words = format::percent(language, part, 0);
            area.draw(&Text::new(words, (sum_at(part), 4), ink(12, HPos::Center, VPos::Top)))?;
        }
    }
    let mut sum = 0.0;
    let mut before: Option<(i32, i32)> = None;
    for (place, bar) in (0u32..).zip(bars) {
        let top = whole(HEAD + row * place);
        let middle = if wide { top + 13 } else { top + 28 };
        let label = crate::domain::text::one_line(&bar.label, if wide { 29 } else { 30 });
        if wide {
            area.draw(&Text::new(label, (at(begin) - 8, middle), ink(13, HPos::Right, VPos::Center)))?;
        } else {
            area.draw(&Text::new(label, (2, top + 4), ink(13, HPos::Left, VPos::Top)))?;
        }
        // Many together make no bar: it would be measured against single ones.
        let long = if bar.rest { 0.0 } else { bar_length(bar.share, most) * longest };
        let mut end = if bar.rest { at(begin) - 6 } else { at(begin + long).max(at(begin) + 2) };
        if !bar.rest {
            area.draw(&Rectangle::new([(at(begin), middle - 6), (end, middle + 6)], LINE.filled()))?;
        }
        if let Some((low, high)) = bar.interval.filter(|_| !bar.rest) {
            let place = |share| at(begin + bar_length(share, most) * longest);
            let (low, high) = (place(low), place(high));
            let whisker = |points| PathElement::new(points, Colour::Name.rgb().stroke_width(1));
            area.draw(&whisker(vec![(low, middle), (high, middle)]))?;
            for edge in [low, high] {
                area.draw(&whisker(vec![(edge, middle - 4), (edge, middle + 4)]))?;
            }
            end = end.max(high);
        }
        area.draw(&Text::new(bar.figure.clone(), (end + 6, middle), ink(12, HPos::Left, VPos::Center)))?;
        sum += bar.share;
        let point = (sum_at(sum), middle);
        if let Some(before) = before {
            area.draw(&PathElement::new(vec![before, point], ZERO.stroke_width(2)))?;
        }
        area.draw(&Circle::new(point, 4, ZERO.stroke_width(2)))?;
        let figure = format::percent(language, sum, 0);
        area.draw(&Text::new(figure, (whole(width) - 2, middle), ink(12, HPos::Right, VPos::Center)))?;
        before = Some(point);
    }
    Ok(())
}

fn bar_length(share: f64, most: f64) -> f64 {
    if most > 0.0 { (share / most).clamp(0.0, 1.0) } else { 0.0 }
}

/// A place on the picture.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a picture is under 10,000 pixels wide"
)]
const fn pixels(place: f64) -> i32 {
    place.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_is_drawn_with_its_words_and_the_sum_so_far() {
        let bar = |label: &str, share| Pareto {
            label: label.to_owned(),
            figure: "5".to_owned(),
            share,
            interval: Some((share / 2.0, share * 1.5)),
            rest: false,
        };
        let bars = [bar("Дорого & долго", 0.5), bar("Переезд", 0.3), bar("Прочее", 0.2)];
        for width in [860, 340] {
            let picture = draw(Language::Russian, "Вместе", &bars, (width, 200)).unwrap();
            assert!(picture.contains("Дорого &amp; долго"), "{picture}");
            for sum in ["50", "80", "100"] {
                assert!(picture.contains(&format!("{sum}\u{a0}%")), "{sum}");
            }
        }
        assert!(draw(Language::English, "", &[], (340, 30)).is_some());
        // A line and its two ends for each bar that has an interval, and none for the rest of them.
        let lines = |bars: &[Pareto]| {
            draw(Language::English, "", bars, (860, 200)).unwrap().matches("<polyline").count()
        };
        let plain = bars.clone().map(|bar| Pareto { interval: None, ..bar });
        let rest = bars.clone().map(|bar| Pareto { rest: true, ..bar });
        assert_eq!((lines(&bars), lines(&rest)), (lines(&plain) + 9, lines(&plain)));
    }
}
