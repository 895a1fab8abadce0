//! Stacked columns step by step: what a whole is made of, and how that moves.

use maud::{Markup, html};

use super::{
    Axis, Scale, count, ends_outside, legend, numbered, picture, rounded,
    sheet::{Colour, Drawn, SEVERAL, Sheet, Side},
    ticks, unfinished,
};
use crate::domain::language::Language;

/// One column: its parts from the bottom up, in the order of the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Short, for the axis.
    pub label: String,
    /// None of them under nought.
    pub parts: Vec<f64>,
    /// Whether all of the step is in it; one that is cut or still runs is drawn pale.
    pub whole: bool,
}

/// Columns of these series; at most six are told apart by colour, so callers put the rest together.
#[must_use]
pub fn columns(language: Language, name: &str, series: &[&str], all: &[Column], unit: &str) -> Markup {
    let classes: Vec<String> =
        (0..series.len()).map(|place| format!("chart-key-{}", place % SEVERAL)).collect();
    let keys: Vec<_> = classes.iter().map(String::as_str).zip(series.iter().copied()).collect();
    html! {
        @if series.len() > 1 { (legend(&keys)) }
        (picture(name, (860, 270), (340, 240), |sheet| draw(language, all, unit, sheet)))
        (unfinished(language, all.iter().any(|column| !column.whole)))
    }
}

fn draw(language: Language, all: &[Column], unit: &str, sheet: &Sheet<'_>) -> Drawn {
    let axis = Axis { low: 0.0, high: f64::MAX, unit };
    let tops = all.iter().map(|column| column.parts.iter().sum::<f64>());
    let (low, high, step) = rounded(tops.chain([0.0, 1.0]), axis, 5.0);
    let (left, right, top, bottom) = (52.0, sheet.width - 8.0, 12.0, sheet.height - 28.0);
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
    let pitch = (right - left) / count(all.len().max(1));
    let half = (pitch * 0.36).min(28.0);
    // Names that would touch are left out, never the last.
    let every = (1..=all.len()).find(|every| count(*every) * pitch >= 66.0).unwrap_or(1);
    for (place, (x, column)) in numbered(all).enumerate() {
        let middle = left + (x + 0.5) * pitch;
        let mut from = 0.0;
        for (series, part) in column.parts.iter().enumerate().filter(|(_, part)| **part > 0.0) {
            let to = from + part;
            // A line of the ground between the parts: colours alone would not part them for everybody.
            let gap = if from > 0.0 { 1.0 } else { 0.0 };
            let lower = (up.at(from) - gap).max(up.at(to));
            let ends = ((middle - half, up.at(to)), (middle + half, lower));
            if column.whole {
                sheet.field(ends.0, ends.1, Colour::Of(series))?;
            } else {
                sheet.pale_field(ends.0, ends.1, Colour::Of(series))?;
            }
            from = to;
        }
        if (all.len() - 1 - place).is_multiple_of(every) {
            let (at, side) = if ends_outside(&column.label, 13.0, middle, sheet.width) {
                (sheet.width - 1.0, Side::Right)
            } else {
                (middle, Side::Middle)
            };
            sheet.words(&column.label, (at, sheet.height - 13.0), 13.0, side, Colour::Ink)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_nothing_is_not_drawn() {
        let column =
            |parts: &[f64]| Column { label: "нояб.".to_owned(), parts: parts.to_vec(), whole: true };
        let all = [column(&[3.0, 0.0, 4.0]), column(&[0.0, 0.0, 0.0]), column(&[1.0, 2.0, 3.0])];
        let drawn = columns(Language::Russian, "Жалобы", &["а", "б", "в"], &all, "").into_string();
        assert_eq!(drawn.matches("<rect").count(), 2 * 5);
        assert_eq!(drawn.matches("chart-key ").count(), 3);
        assert!(columns(Language::Russian, "Пусто", &["а"], &[], "").into_string().contains("</svg>"));
    }
}
