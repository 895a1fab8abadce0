//! What comes, what goes and what is left: bars side by side for each step, and under them the line of what is left. Two
//! scales would lie in one plane, so they have a plane each.

use maud::{Markup, PreEscaped, html};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, VPos},
};

use super::{
    ends_outside,
    sheet::{Colour, Drawn, ink},
    unfinished,
};
use crate::{domain::language::Language, words::format};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowPoint {
    /// Short, for the axis.
    pub label: String,
    /// What came in it.
    pub came: u64,
    /// What went in it.
    pub went: u64,
    /// What was left at its end.
    pub left: u64,
    /// Whether all of the step is in it; one that is cut or still runs is drawn pale.
    pub whole: bool,
}

const LINE: RGBColor = Colour::Line.rgb();
const GRID: RGBColor = Colour::Grid.rgb();
/// What went: an orange that the colour-blind tell from the blue of what came.
const WENT: RGBColor = Colour::Of(1).rgb();

/// Drawn twice, as every chart is. `names` are of what came, what went and what is left.
#[must_use]
pub fn flow(language: Language, name: &str, names: [&str; 3], points: &[FlowPoint]) -> Markup {
    html! {
        @for (class, size) in [("chart chart-wide", (860, 330)), ("chart chart-narrow", (340, 330))] {
            div class=(class) role="img" aria-label=(name) {
                @if let Some(picture) = draw(language, names, points, size) { (PreEscaped(picture)) }
            }
        }
        (unfinished(language, points.iter().any(|point| !point.whole)))
    }
}

fn draw(language: Language, names: [&str; 3], points: &[FlowPoint], size: (u32, u32)) -> Option<String> {
    let mut picture = String::new();
    {
        let area = SVGBackend::with_string(&mut picture, size).into_drawing_area();
        let (above, below) = area.split_vertically(190);
        bars(language, names, points, &above).ok()?;
        line(language, names, points, &below, size.0).ok()?;
        area.present().ok()?;
    }
    Some(picture)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A whole number of things as a place in the picture.
fn place(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn width(points: &[FlowPoint]) -> f64 {
    u32::try_from(points.len()).map_or(0.0, f64::from)
}

/// The top of an axis from nought, and how far its lines are apart: 1, 2 or 5 of a power of ten, some four of them.
fn top(most: u64) -> (f64, f64) {
    let most = place(most.max(1));
    let mut step = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if step * 4.0 >= most {
            break;
        }
        step *= factor;
    }
    ((most / step).ceil() * step, step)
}

macro_rules! plane {
    ($language:expr, $area:expr, $points:expr, $most:expr, $bottom:expr) => {{
        let (top, step) = top($most);
        let count = width($points);
        let mut chart = ChartBuilder::on($area)
            .margin_top(26)
            .margin_right(28)
            .margin_bottom($bottom)
            .set_label_area_size(LabelAreaPosition::Left, 44)
            .build_cartesian_2d(-0.5..(count - 0.5).max(0.5), 0.0..top)?;
        chart.configure_mesh().disable_mesh().disable_axes().draw()?;
        let mut tick = 0.0;
        while tick <= top {
            let ends = vec![(-0.5, tick), (count - 0.5, tick)];
            chart.plotting_area().draw(&PathElement::new(ends, GRID.stroke_width(1)))?;
            let (x, y) = chart.backend_coord(&(-0.5, tick));
            let label = format::decimal($language, tick, 0);
            $area.draw(&Text::new(label, relative($area, (x - 8, y)), ink(13, HPos::Right, VPos::Center)))?;
            tick += step;
        }
        chart
    }};
}

/// A place of the whole picture as one of a part of it.
fn relative(area: &Area<'_>, (x, y): (i32, i32)) -> (i32, i32) {
    let (columns, rows) = area.get_pixel_range();
    (x - columns.start, y - rows.start)
}

fn bars(language: Language, [came, went, _]: [&str; 3], points: &[FlowPoint], area: &Area<'_>) -> Drawn {
    let most = points.iter().map(|point| point.came.max(point.went)).max().unwrap_or(0);
    let chart = plane!(language, area, points, most, 6);
    let plane = chart.plotting_area();
    for (x, point) in (0u32..).map(f64::from).zip(points) {
        for (side, count, colour) in [(-0.38, point.came, LINE), (0.02, point.went, WENT)] {
            if count > 0 {
                let ends = [(x + side, 0.0), (x + side + 0.36, place(count))];
                let colour = if point.whole { colour.to_rgba() } else { colour.mix(0.4) };
                plane.draw(&Rectangle::new(ends, colour.filled()))?;
            }
        }
    }
    legend(area, &[(came, LINE), (went, WENT)])
}

fn line(
    language: Language,
    [_, _, left]: [&str; 3],
    points: &[FlowPoint],
    area: &Area<'_>,
    wide: u32,
) -> Drawn {
    let most = points.iter().map(|point| point.left).max().unwrap_or(0);
    let chart = plane!(language, area, points, most, 26);
    let plane = chart.plotting_area();
    let run: Vec<(f64, f64)> =
        (0u32..).map(f64::from).zip(points.iter().map(|point| place(point.left))).collect();
    plane.draw(&PathElement::new(run.clone(), LINE.stroke_width(2)))?;
    for at in &run {
        plane.draw(&Circle::new(*at, if points.len() > 24 { 2 } else { 3 }, LINE.filled()))?;
    }
    let room =
        usize::try_from(wide.saturating_sub(60) / (if wide < 400 { 76 } else { 68 })).unwrap_or(1).max(1);
    let every = points.len().div_ceil(room).max(1);
    let (_, height) = area.dim_in_pixel();
    let bottom = i32::try_from(height).unwrap_or(0) - 20;
    // The last step is always named, the others back from it.
    for (at, (x, point)) in (0u32..).map(f64::from).zip(points).enumerate() {
        if (points.len() - 1 - at).is_multiple_of(every) {
            let (x, _) = relative(area, chart.backend_coord(&(x, 0.0)));
            let edge = i32::try_from(wide).unwrap_or(i32::MAX) - 1;
            let (x, side) = if ends_outside(&point.label, 13.0, f64::from(x), f64::from(wide)) {
                (edge, HPos::Right)
            } else {
                (x, HPos::Center)
            };
            area.draw(&Text::new(point.label.clone(), (x, bottom), ink(13, side, VPos::Top)))?;
        }
    }
    legend(area, &[(left, LINE)])
}

/// The names of what is drawn, each beside its colour, over the plane.
fn legend(area: &Area<'_>, names: &[(&str, RGBColor)]) -> Drawn {
    let mut x = 44;
    for (name, colour) in names {
        area.draw(&Rectangle::new([(x, 6), (x + 12, 16)], colour.filled()))?;
        area.draw(&Text::new((*name).to_owned(), (x + 18, 11), ink(13, HPos::Left, VPos::Center)))?;
        x += 44 + i32::try_from(name.chars().count()).unwrap_or(0) * 8;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_of_counts_ends_round_and_begins_at_nought() {
        assert_eq!(top(0), (1.0, 1.0));
        assert_eq!(top(4), (4.0, 1.0));
        assert_eq!(top(7), (8.0, 2.0));
        assert_eq!(top(19), (20.0, 5.0));
        assert_eq!(top(1_234), (1_500.0, 500.0));
    }

    #[test]
    fn it_is_drawn_of_many_steps_of_one_and_of_none() {
        for count in [40, 1, 0] {
            let point =
                FlowPoint {
                    label: "нояб. 2026".to_owned(), came: 7, went: 0, left: 30, whole: count != 40
                };
            let picture = draw(
                Language::Russian,
                ["Поступило", "Закончено", "Открыто"],
                &vec![point; count],
                (340, 330),
            );
            assert!(picture.is_some_and(|picture| picture.contains("</svg>")), "{count}");
        }
    }
}
