//! Stacked columns: parts above nought, one below it.

use maud::{Markup, PreEscaped, html};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, VPos},
};

use super::{
    ends_outside,
    sheet::{Colour, Drawn, ink},
    ticks,
};
use crate::{domain::language::Language, words::format};

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Gains {
    /// Short, for the axis.
    pub label: String,
    /// Above nought, from it upwards.
    pub up: [u64; 3],
    /// Below nought.
    pub down: u64,
}

// Okabe and Ito's palette for the colour-blind; otklik.css has the same for the legend.
const GRID: RGBColor = Colour::Grid.rgb();
const ZERO: RGBColor = Colour::Zero.rgb();
const UP: [RGBColor; 3] =
    [RGBColor(0x00, 0x72, 0xB2), RGBColor(0x56, 0xB4, 0xE9), RGBColor(0x00, 0x9E, 0x73)];
const DOWN: RGBColor = RGBColor(0xD5, 0x5E, 0x00);

/// Drawn twice, as every chart is: for a page and for a phone.
#[must_use]
pub fn gains(language: Language, name: &str, columns: &[Gains]) -> Markup {
    html! {
        @for (class, size) in [("chart chart-wide", (860, 300)), ("chart chart-narrow", (340, 260))] {
            div class=(class) role="img" aria-label=(name) {
                @if let Some(picture) = draw(language, columns, size) { (PreEscaped(picture)) }
            }
        }
    }
}

fn draw(language: Language, columns: &[Gains], size: (u32, u32)) -> Option<String> {
    let mut picture = String::new();
    {
        let area = SVGBackend::with_string(&mut picture, size).into_drawing_area();
        bars(language, columns, &area, size).ok()?;
        area.present().ok()?;
    }
    Some(picture)
}

fn real(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// Steps of 1, 2 or 5 times a power of ten, some five of them.
fn step(height: f64) -> f64 {
    let rough = (height / 5.0).max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough).unwrap_or(rough)
}

fn bars(
    language: Language,
    columns: &[Gains],
    area: &DrawingArea<SVGBackend<'_>, Shift>,
    (width, height): (u32, u32),
) -> Drawn {
    let top = columns.iter().map(|column| real(column.up.iter().sum())).fold(1.0, f64::max);
    let bottom = columns.iter().map(|column| real(column.down)).fold(0.0, f64::max);
    let step = step(top + bottom);
    let (low, high) = (-(bottom / step).ceil() * step, (top / step).ceil() * step);
    let count = f64::from(u32::try_from(columns.len()).unwrap_or(u32::MAX)).max(1.0);
    let mut chart = ChartBuilder::on(area)
        .margin_top(12)
        .margin_right(12)
        .margin_bottom(26)
        .set_label_area_size(LabelAreaPosition::Left, 52)
        .build_cartesian_2d(-0.5..count - 0.5, low..high)?;
    chart.configure_mesh().disable_mesh().disable_axes().draw()?;
    let plane = chart.plotting_area();
    for tick in ticks(low, high, step) {
        let colour = if tick == 0.0 { ZERO } else { GRID };
        plane.draw(&PathElement::new(vec![(-0.5, tick), (count - 0.5, tick)], colour.stroke_width(1)))?;
        let (x, y) = chart.backend_coord(&(-0.5, tick));
        // Below nought are people too: they are counted without a sign.
        let label = format::whole(language, format!("{:.0}", tick.abs()));
        area.draw(&Text::new(label, (x - 8, y), ink(13, HPos::Right, VPos::Center)))?;
    }
    let positioned = || (0u32..).map(f64::from).zip(columns);
    for (x, column) in positioned() {
        let mut from = 0.0;
        for (part, colour) in column.up.iter().zip(UP) {
            let to = from + real(*part);
            plane.draw(&Rectangle::new([(x - 0.36, from), (x + 0.36, to)], colour.filled()))?;
            from = to;
        }
        plane.draw(&Rectangle::new([(x - 0.36, 0.0), (x + 0.36, -real(column.down))], DOWN.filled()))?;
    }
    let y = i32::try_from(height).unwrap_or(0) - 20;
    let room =
        usize::try_from(width.saturating_sub(64) / (if width < 400 { 76 } else { 68 })).unwrap_or(1).max(1);
    let every = columns.len().div_ceil(room).max(1);
    for (place, (x, column)) in positioned().enumerate() {
        if (columns.len() - 1 - place).is_multiple_of(every) {
            let (x, _) = chart.backend_coord(&(x, low));
            let edge = i32::try_from(width).unwrap_or(i32::MAX) - 1;
            let (x, side) = if ends_outside(&column.label, 13.0, f64::from(x), f64::from(width)) {
                (edge, HPos::Right)
            } else {
                (x, HPos::Center)
            };
            area.draw(&Text::new(column.label.clone(), (x, y), ink(13, side, VPos::Top)))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!(
            [step(3.0), step(9.0), step(60.0), step(1_400.0), step(2_600.0)],
            [1.0, 2.0, 20.0, 500.0, 1_000.0]
        );
    }

    #[test]
    fn columns_are_drawn_even_of_nobody_and_of_none() {
        let column = Gains { label: "нояб.".to_owned(), up: [7, 0, 3], down: 4 };
        let nobody = Gains { up: [0; 3], down: 0, ..column.clone() };
        for columns in [&[column.clone(), nobody.clone()][..], &[nobody], &[]] {
            let picture = draw(Language::Russian, columns, (340, 260));
            assert!(picture.is_some_and(|picture| picture.contains("</svg>")), "{columns:?}");
        }
        let picture = draw(Language::Russian, &[column], (860, 300)).unwrap_or_default();
        assert!(["#0072B2", "#009E73", "#D55E00"].iter().all(|colour| picture.contains(colour)), "{picture}");
    }
}
