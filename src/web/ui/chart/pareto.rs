//! Columns in the order of their size, and the line of what they make together.

use maud::{Markup, html};

use super::{
    Axis, Scale, count, lines_of, numbered, picture, rounded,
    sheet::{Colour, Drawn, Sheet, Side},
    ticks,
};
use crate::{domain::language::Language, words::format};

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Pile {
    /// What it is of.
    pub label: String,
    /// How much, not under nought.
    pub value: f64,
}

/// Columns, most first as the caller has them, with the share of all that they make together; on a phone they are
/// numbered, and named below.
#[must_use]
pub fn pareto(language: Language, name: &str, piles: &[Pile], unit: &str) -> Markup {
    html! {
        (picture(name, (860, 320), (340, 250), |sheet| draw(language, piles, unit, sheet)))
        ol.chart-numbers aria-hidden="true" { @for pile in piles { li { (pile.label) } } }
    }
}

fn draw(language: Language, piles: &[Pile], unit: &str, sheet: &Sheet<'_>) -> Drawn {
    let narrow = sheet.width < 600.0;
    let axis = Axis { low: 0.0, high: f64::MAX, unit };
    let all: f64 = piles.iter().map(|pile| pile.value.max(0.0)).sum();
    let (low, high, step) = rounded(piles.iter().map(|pile| pile.value).chain([0.0, 1.0]), axis, 5.0);
    let (left, right, top) = (52.0, sheet.width - 52.0, 14.0);
    let bottom = sheet.height - if narrow { 26.0 } else { 62.0 };
    let up = Scale { values: (low, high), places: (bottom, top) };
    let share = Scale { values: (0.0, 1.0), places: (bottom, top) };
    for tick in ticks(low, high, step) {
        let colour = if tick == 0.0 { Colour::Zero } else { Colour::Grid };
        sheet.path(vec![(left, up.at(tick)), (right, up.at(tick))], colour, 1)?;
        sheet.words(
            &axis.words(language, tick, step),
            (left - 6.0, up.at(tick)),
            12.0,
            Side::Right,
            Colour::Ink,
        )?;
    }
    for tick in [0.0, 0.5, 1.0] {
        let words = format::percent(language, tick, 0);
        sheet.words(&words, (right + 6.0, share.at(tick)), 12.0, Side::Left, Colour::Ink)?;
    }
    // The line where four fifths are reached.
    sheet.pale(vec![(left, share.at(0.8)), (right, share.at(0.8))], Colour::Zero, 1)?;
    sheet.words(
        &format::percent(language, 0.8, 0),
        (right + 6.0, share.at(0.8)),
        12.0,
        Side::Left,
        Colour::Ink,
    )?;
    let pitch = (right - left) / count(piles.len().max(1));
    let half = (pitch * 0.36).min(34.0);
    let mut together = 0.0;
    let mut line = Vec::new();
    for (place, pile) in numbered(piles) {
        let middle = left + (place + 0.5) * pitch;
        sheet.field((middle - half, up.at(pile.value)), (middle + half, bottom), Colour::Line)?;
        together += pile.value.max(0.0);
        if all > 0.0 {
            line.push((middle, share.at(together / all)));
        }
        if narrow || pitch < 58.0 {
            let words = format::decimal(language, place + 1.0, 0);
            sheet.words(&words, (middle, bottom + 13.0), 12.0, Side::Middle, Colour::Ink)?;
        } else {
            for (row, words) in numbered(&lines_of(&pile.label, pitch - 6.0, 12.0, 3)) {
                sheet.words(words, (middle, bottom + 14.0 + row * 15.0), 12.0, Side::Middle, Colour::Ink)?;
            }
        }
    }
    if line.len() > 1 {
        sheet.path(line.clone(), Colour::Bad, 2)?;
    }
    for place in line {
        sheet.dot(place, 3, Colour::Bad)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_ends_with_all_of_it() {
        let pile = |label: &str, value| Pile { label: label.to_owned(), value };
        let piles = [pile("Цена и условия", 6.0), pile("Переезд", 3.0), pile("Другое", 1.0)];
        let drawn = pareto(Language::Russian, "Причины", &piles, "").into_string();
        assert_eq!(drawn.matches("<rect").count(), 6);
        assert_eq!(drawn.matches("<circle").count(), 6);
        // The last point stands at the top of the plane: all of it.
        assert!(drawn.contains("cy=\"14\""), "{drawn}");
        assert!(pareto(Language::Russian, "Пусто", &[], "").into_string().contains("</svg>"));
    }
}
