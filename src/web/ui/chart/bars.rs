//! Horizontal bars with whiskers for the intervals: shares and means side by side.

use maud::Markup;

use super::{
    Axis, Scale, count, cut_to, numbered, picture, rounded,
    sheet::{Colour, Drawn, Sheet, Side},
    ticks, width_of,
};
use crate::domain::language::Language;

/// What a bar is of, in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    /// No more than chance, or too few.
    Grey,
    Good,
    Bad,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// The value; none leaves the bar out and keeps its label.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// The value in words, beside the bar.
    pub words: String,
    pub tone: Tone,
}

/// Bars from nought, or from the end of the axis that is nearest to it.
#[must_use]
pub fn bars(language: Language, name: &str, all: &[Bar], axis: Axis<'_>) -> Markup {
    drawn(language, name, all, axis, 860)
}

/// The same for a card of half the page.
#[must_use]
pub fn bars_half(language: Language, name: &str, all: &[Bar], axis: Axis<'_>) -> Markup {
    drawn(language, name, all, axis, 560)
}

fn drawn(language: Language, name: &str, all: &[Bar], axis: Axis<'_>, width: u32) -> Markup {
    let rows = u32::try_from(all.len()).unwrap_or(u32::MAX).min(200);
    picture(name, (width, 34 + rows * 30), (340, 34 + rows * 46), |sheet| draw(language, all, axis, sheet))
}

fn draw(language: Language, all: &[Bar], axis: Axis<'_>, sheet: &Sheet<'_>) -> Drawn {
    let narrow = sheet.width < 400.0;
    let named = all.iter().map(|bar| width_of(&bar.label, 13.0)).fold(0.0, f64::max);
    let (left, pitch) = if narrow { (8.0, 46.0) } else { ((named + 24.0).min(sheet.width * 0.35), 30.0) };
    let said = all.iter().map(|bar| width_of(&bar.words, 13.0)).fold(0.0, f64::max);
    let right = sheet.width - said - 18.0;
    let bottom = count(all.len()) * pitch + 4.0;
    let nought = 0f64.clamp(axis.low, axis.high);
    let ends = all.iter().filter_map(|bar| {
        let value = bar.value?;
        let (from, to) = bar.interval.unwrap_or((value, value));
        Some([value, from.max(axis.low), to.min(axis.high), nought])
    });
    let (low, high, step) = rounded(ends.flatten(), axis, if narrow { 4.0 } else { 6.0 });
    let across = Scale { values: (low, high), places: (left, right) };
    for tick in ticks(low, high, step) {
        let colour = if tick == nought { Colour::Zero } else { Colour::Grid };
        if narrow {
            // Names stand over their bars: no line crosses them.
            for (row, _) in numbered(all) {
                let middle = row * pitch + 32.0;
                sheet.path(
                    vec![(across.at(tick), middle - 11.0), (across.at(tick), middle + 11.0)],
                    colour,
                    1,
                )?;
            }
        } else {
            sheet.path(vec![(across.at(tick), 2.0), (across.at(tick), bottom)], colour, 1)?;
        }
        let words = axis.words(language, tick, step);
        // The first of them stays on the sheet.
        let at = across.at(tick).max(width_of(&words, 12.0) / 2.0 + 1.0);
        sheet.words(&words, (at, bottom + 14.0), 12.0, Side::Middle, Colour::Ink)?;
    }
    for (row, bar) in numbered(all) {
        let middle = row * pitch + if narrow { 32.0 } else { 17.0 };
        if narrow {
            let label = cut_to(&bar.label, sheet.width - 16.0, 13.0);
            sheet.words(&label, (left, row * pitch + 13.0), 13.0, Side::Left, Colour::Name)?;
        } else {
            let label = cut_to(&bar.label, left - 16.0, 13.0);
            sheet.words(&label, (left - 10.0, middle), 13.0, Side::Right, Colour::Name)?;
        }
        let mut end = across.at(nought);
        if let Some(value) = bar.value {
            let colour = match bar.tone {
                Tone::Plain => Colour::Line,
                Tone::Grey => Colour::Grey,
                Tone::Good => Colour::Good,
                Tone::Bad => Colour::Bad,
            };
            let (from, to) = (across.at(nought), across.at(value));
            sheet.field((from.min(to), middle - 8.0), (from.max(to), middle + 8.0), colour)?;
            end = end.max(to);
            if let Some((low, high)) = bar.interval {
                let (low, high) = (across.at(low), across.at(high));
                sheet.path(vec![(low, middle), (high, middle)], Colour::Name, 1)?;
                for end in [low, high] {
                    sheet.path(vec![(end, middle - 4.0), (end, middle + 4.0)], Colour::Name, 1)?;
                }
                end = end.max(high);
            }
        }
        sheet.words(&bar.words, (end + 8.0, middle), 13.0, Side::Left, Colour::Name)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_has_its_name_its_words_and_its_whisker() {
        let bar = |label: &str, value| Bar {
            label: label.to_owned(),
            value,
            interval: value.map(|value: f64| (value - 9.0, value + 9.0)),
            words: value.map_or_else(|| "–".to_owned(), |value| format!("ровно {value}")),
            tone: Tone::Grey,
        };
        let axis = Axis { low: 0.0, high: 100.0, unit: " %" };
        let all = [bar("Доставка", Some(40.0)), bar("Цены", Some(-3.0)), bar("Прочее", None)];
        let drawn = bars(Language::Russian, "Доли", &all, axis).into_string();
        assert_eq!(drawn.matches("</svg>").count(), 2);
        assert_eq!(drawn.matches("<rect").count(), 4);
        assert_eq!(drawn.matches("stroke=\"#182433\"").count(), 12);
        for words in ["Доставка", "Цены", "Прочее", "ровно 40"] {
            assert_eq!(drawn.matches(words).count(), 2, "{words}");
        }
        assert_eq!(bars(Language::Russian, "", &[], axis).into_string().matches("</svg>").count(), 2);
    }
}
