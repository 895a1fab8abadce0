//! Counts step by step as columns that stand on nought: their heights may be compared.

use maud::{Markup, PreEscaped, html};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, VPos},
};

use super::{Drawn, GRID, LINE, ZERO, ink};
use crate::{domain::language::Language, words::format};

/// One step: its label for the axis, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub label: String,
    pub count: u64,
}

/// Columns, drawn twice: for wide pages and for phones.
#[must_use]
pub fn columns(language: Language, name: &str, columns: &[Column]) -> Markup {
    html! {
        @for (class, size) in [("chart chart-wide", (860, 230)), ("chart chart-narrow", (340, 200))] {
            div class=(class) role="img" aria-label=(name) {
                @if let Some(picture) = draw(language, columns, size) { (PreEscaped(picture)) }
            }
        }
    }
}

fn draw(language: Language, columns: &[Column], size: (u32, u32)) -> Option<String> {
    let mut picture = String::new();
    {
        let area = SVGBackend::with_string(&mut picture, size).into_drawing_area();
        bars(language, columns, &area, size).ok()?;
        area.present().ok()?;
    }
    Some(picture)
}

fn bars(
    language: Language,
    columns: &[Column],
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    (width, height): (u32, u32),
) -> Drawn {
    let most = columns.iter().map(|column| column.count).max().unwrap_or(0);
    let step = step(most);
    let top = most.div_ceil(step).max(1) * step;
    let real = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let count = f64::from(u32::try_from(columns.len()).unwrap_or(u32::MAX));
    let mut chart = ChartBuilder::on(area)
        .margin_top(18)
        .margin_right(12)
        .margin_bottom(26)
        .set_label_area_size(LabelAreaPosition::Left, 44)
        .build_cartesian_2d(-0.5..(count - 0.5).max(0.5), 0.0..real(top))?;
    chart.configure_mesh().disable_mesh().disable_axes().draw()?;
    let plane = chart.plotting_area();
    for tick in (0..=top / step).map(|tick| tick * step) {
        let colour = if tick == 0 { ZERO } else { GRID };
        let line = vec![(-0.5, real(tick)), (count - 0.5, real(tick))];
        plane.draw(&PathElement::new(line, colour.stroke_width(1)))?;
        let (x, y) = chart.backend_coord(&(-0.5, real(tick)));
        let label = format::whole(language, tick);
        area.draw(&Text::new(label, (x - 8, y), ink(13, HPos::Right, VPos::Center)))?;
    }
    let room = usize::try_from(width.saturating_sub(60) / 68).unwrap_or(1).max(1);
    let every = columns.len().div_ceil(room).max(1);
    let bottom = i32::try_from(height).unwrap_or(0) - 20;
    let few = columns.len() <= room.saturating_mul(2);
    for (place, (x, column)) in (0u32..).map(f64::from).zip(columns).enumerate() {
        let corners = [(x - 0.36, 0.0), (x + 0.36, real(column.count))];
        plane.draw(&Rectangle::new(corners, LINE.filled()))?;
        let (middle, head) = chart.backend_coord(&(x, real(column.count)));
        if few && column.count > 0 {
            let label = format::whole(language, column.count);
            area.draw(&Text::new(label, (middle, head - 3), ink(12, HPos::Center, VPos::Bottom)))?;
        }
        if (columns.len() - 1 - place).is_multiple_of(every) {
            let label = column.label.clone();
            area.draw(&Text::new(label, (middle, bottom), ink(13, HPos::Center, VPos::Top)))?;
        }
    }
    Ok(())
}

/// The distance of the lines: one, two or five of some power of ten, so that there are no more than five of them.
fn step(most: u64) -> u64 {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|digit: u64| digit.saturating_mul(10_u64.pow(power))));
    steps.into_iter().find(|step| most.div_ceil(*step) <= 5).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_on_nought_with_few_round_lines() {
        assert_eq!([0, 1, 5, 6, 37, 313, 1_869].map(step), [1, 1, 1, 2, 10, 100, 500]);
        for counts in [&[][..], &[0], &[7], &[1_869; 40]] {
            let all: Vec<_> =
                counts.iter().map(|count| Column { label: "июль".to_owned(), count: *count }).collect();
            for size in [(860, 230), (340, 200)] {
                let picture = draw(Language::Russian, &all, size);
                assert!(picture.is_some_and(|picture| picture.contains("</svg>")), "{counts:?}");
            }
        }
    }
}
