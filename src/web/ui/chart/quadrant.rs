//! Two figures of each thing as a plane cut into four: importance against performance.

use maud::Markup;

use super::{
    Axis, Scale, cut_to, picture, rounded,
    sheet::{Colour, Drawn, Sheet, Side},
    ticks, width_of,
};
use crate::domain::language::Language;

/// One thing on the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    pub label: String,
    pub across: f64,
    pub up: f64,
    /// The ends of the intervals of both.
    pub across_interval: Option<(f64, f64)>,
    pub up_interval: Option<(f64, f64)>,
    /// No more than chance.
    pub grey: bool,
}

/// The plane.
#[derive(Debug, Clone, Copy)]
pub struct Quadrant<'a> {
    pub spots: &'a [Spot],
    pub across: Axis<'a>,
    pub up: Axis<'a>,
    /// What the axes are called.
    pub across_name: &'a str,
    pub up_name: &'a str,
    /// Where they are cut.
    pub cut: (f64, f64),
    /// What the fields say: upper left, upper right, lower left, lower right. The first is the one that wants attention.
    pub fields: [&'a str; 4],
}

/// A plane with named spots.
#[must_use]
pub fn quadrant(language: Language, name: &str, plane: &Quadrant<'_>) -> Markup {
    picture(name, (860, 440), (340, 400), |sheet| draw(language, plane, sheet))
}

/// A value with the ends of its interval.
type Extent = (f64, Option<(f64, f64)>);

fn draw(language: Language, plane: &Quadrant<'_>, sheet: &Sheet<'_>) -> Drawn {
    let narrow = sheet.width < 600.0;
    let (left, right, top, bottom) = (52.0, sheet.width - 12.0, 30.0, sheet.height - 44.0);
    let parts = if narrow { 4.0 } else { 6.0 };
    let ends = |of: fn(&Spot) -> Extent, cut: f64, axis: Axis<'_>| {
        let all = plane.spots.iter().flat_map(move |spot| {
            let (value, interval) = of(spot);
            let (low, high) = interval.unwrap_or((value, value));
            [value, low.max(axis.low), high.min(axis.high)]
        });
        rounded(all.chain([cut]), axis, parts)
    };
    let (x_low, x_high, x_step) = ends(|spot| (spot.across, spot.across_interval), plane.cut.0, plane.across);
    let (y_low, y_high, y_step) = ends(|spot| (spot.up, spot.up_interval), plane.cut.1, plane.up);
    let across = Scale { values: (x_low, x_high), places: (left + 10.0, right - 10.0) };
    let up = Scale { values: (y_low, y_high), places: (bottom - 8.0, top + 22.0) };
    let (cut_x, cut_y) = (across.at(plane.cut.0), up.at(plane.cut.1));
    sheet.field((left, top), (cut_x, cut_y), Colour::Field)?;
    for tick in ticks(x_low, x_high, x_step) {
        sheet.path(vec![(across.at(tick), bottom), (across.at(tick), bottom + 4.0)], Colour::Zero, 1)?;
        let words = plane.across.words(language, tick, x_step);
        sheet.words(&words, (across.at(tick), bottom + 13.0), 12.0, Side::Middle, Colour::Ink)?;
    }
    for tick in ticks(y_low, y_high, y_step) {
        let words = plane.up.words(language, tick, y_step);
        sheet.words(&words, (left - 6.0, up.at(tick)), 12.0, Side::Right, Colour::Ink)?;
    }
    let frame = vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    sheet.path(frame, Colour::Grid, 1)?;
    sheet.path(vec![(cut_x, top), (cut_x, bottom)], Colour::Zero, 1)?;
    sheet.path(vec![(left, cut_y), (right, cut_y)], Colour::Zero, 1)?;
    sheet.words(plane.across_name, (right, sheet.height - 9.0), 12.0, Side::Right, Colour::Ink)?;
    sheet.words(plane.up_name, (left, top - 13.0), 12.0, Side::Left, Colour::Ink)?;
    let mut taken = fields(plane, sheet, (left, right, top, bottom), (cut_x, cut_y))?;
    let places: Vec<(f64, f64)> =
        plane.spots.iter().map(|spot| (across.at(spot.across), up.at(spot.up))).collect();
    taken.extend(places.iter().map(|(x, y)| Box::around(*x, *y, 7.0, 7.0)));
    for (spot, (x, y)) in plane.spots.iter().zip(&places) {
        let colour = if spot.grey { Colour::Grey } else { Colour::Line };
        if let Some((low, high)) = spot.across_interval {
            sheet.pale(vec![(across.at(low), *y), (across.at(high), *y)], colour, 2)?;
        }
        if let Some((low, high)) = spot.up_interval {
            sheet.pale(vec![(*x, up.at(low)), (*x, up.at(high))], colour, 2)?;
        }
    }
    let mut lines = vec![
        Box { left: cut_x - 1.0, right: cut_x + 1.0, top, bottom },
        Box { left, right, top: cut_y - 1.0, bottom: cut_y + 1.0 },
    ];
    for (spot, (x, y)) in plane.spots.iter().zip(&places) {
        let (low, high) =
            spot.across_interval.map_or((*x, *x), |(low, high)| (across.at(low), across.at(high)));
        lines.push(Box { left: low, right: high, top: y - 1.0, bottom: y + 1.0 });
        let (low, high) = spot.up_interval.map_or((*y, *y), |(low, high)| (up.at(high), up.at(low)));
        lines.push(Box { left: x - 1.0, right: x + 1.0, top: low, bottom: high });
    }
    let inside = Box { left: left + 2.0, right: right - 2.0, top: top + 2.0, bottom: bottom - 2.0 };
    for (spot, (x, y)) in plane.spots.iter().zip(&places) {
        let label = cut_to(&spot.label, (right - left) * 0.62, SIZE);
        let (place, far) = free(&label, (*x, *y), inside, &taken, &lines);
        if far {
            sheet.path(
                vec![(*x, *y), (place.middle(), place.top.max(*y).min(place.bottom))],
                Colour::Grid,
                1,
            )?;
        }
        sheet.dot((*x, *y), 6, if spot.grey { Colour::Grey } else { Colour::Line })?;
        let colour = if spot.grey { Colour::Ink } else { Colour::Name };
        sheet.words(
            &label,
            (place.left, f64::midpoint(place.top, place.bottom)),
            SIZE,
            Side::Left,
            colour,
        )?;
        taken.push(place);
    }
    Ok(())
}

const SIZE: f64 = 13.0;

/// The words of the four fields in their outer corners; where they stand.
fn fields(
    plane: &Quadrant<'_>,
    sheet: &Sheet<'_>,
    (left, right, top, bottom): (f64, f64, f64, f64),
    (cut_x, cut_y): (f64, f64),
) -> Result<Vec<Box>, plotters::drawing::DrawingAreaErrorKind<std::io::Error>> {
    let corners = [
        (left + 6.0, top + 12.0, Side::Left, cut_x - left),
        (right - 6.0, top + 12.0, Side::Right, right - cut_x),
        (left + 6.0, bottom - 12.0, Side::Left, cut_x - left),
        (right - 6.0, bottom - 12.0, Side::Right, right - cut_x),
    ];
    let mut taken = Vec::new();
    for (words, (x, y, side, room)) in plane.fields.into_iter().zip(corners) {
        let size = if sheet.width < 600.0 { 11.0 } else { 12.0 };
        let room = (room - 10.0).max((right - left) * 0.47);
        let words = cut_to(words, room, size);
        let colour = if y < cut_y && side == Side::Left { Colour::Name } else { Colour::Ink };
        sheet.words(&words, (x, y), size, side, colour)?;
        let width = width_of(&words, size);
        let from = if side == Side::Left { x } else { x - width };
        taken.push(Box { left: from, right: from + width, top: y - 8.0, bottom: y + 8.0 });
    }
    Ok(taken)
}

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Box {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Box {
    fn around(x: f64, y: f64, half: f64, high: f64) -> Self {
        Self { left: x - half, right: x + half, top: y - high, bottom: y + high }
    }

    fn touches(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn holds(self, other: Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    fn middle(self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// The nearest place for a name beside its spot where it touches nothing, and whether it is so far that a line must lead
/// to it. Lines it had better not cross either, where there is such a place near.
fn free(label: &str, (x, y): (f64, f64), inside: Box, taken: &[Box], lines: &[Box]) -> (Box, bool) {
    let (width, half) = (width_of(label, SIZE), 9.0);
    let at =
        |left: f64, middle: f64| Box { left, right: left + width, top: middle - half, bottom: middle + half };
    let places = (0u8..16).flat_map(|far| {
        let away = f64::from(far) * 9.0;
        let beside = [(x + 10.0, 0.0), (x - 10.0 - width, 0.0), (x - width / 2.0, 18.0)];
        [-1.0, 1.0].into_iter().flat_map(move |sign| {
            beside.into_iter().map(move |(left, least)| (at(left, y + sign * (least + away)), far > 1))
        })
    });
    let fits = |place: &Box| inside.holds(*place) && !taken.iter().any(|other| place.touches(*other));
    places
        .clone()
        .take(18)
        .find(|(place, _)| fits(place) && !lines.iter().any(|line| place.touches(*line)))
        .or_else(|| places.clone().find(|(place, _)| fits(place)))
        .or_else(|| places.clone().find(|(place, _)| inside.holds(*place)))
        .unwrap_or_else(|| (at((x + 10.0).min(inside.right - width).max(inside.left), y), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_near_spots_do_not_touch() {
        let inside = Box { left: 50.0, right: 330.0, top: 30.0, bottom: 360.0 };
        let spots =
            [(200.0, 200.0), (203.0, 203.0), (206.0, 198.0), (320.0, 200.0), (60.0, 199.0), (201.0, 196.0)];
        let mut taken: Vec<Box> = spots.iter().map(|(x, y)| Box::around(*x, *y, 7.0, 7.0)).collect();
        for (place, spot) in spots.iter().enumerate() {
            let (found, _) = free("Вежливость", *spot, inside, &taken, &[]);
            assert!(
                inside.holds(found) && !taken.iter().any(|other| found.touches(*other)),
                "{place}: {found:?}"
            );
            taken.push(found);
        }
    }

    #[test]
    fn a_plane_is_drawn_of_one_spot_and_of_none() {
        let spot = Spot {
            label: "Доставка".to_owned(),
            across: 71.0,
            up: 34.0,
            across_interval: Some((70.0, 72.0)),
            up_interval: Some((30.0, 38.0)),
            grey: false,
        };
        for spots in [&[spot.clone()][..], &[]] {
            let axis = Axis { low: 0.0, high: 100.0, unit: " %" };
            let plane = Quadrant {
                spots,
                across: axis,
                up: axis,
                across_name: "Средняя оценка",
                up_name: "Вес",
                cut: (71.0, 34.0),
                fields: ["Улучшать в первую очередь", "Так держать", "Не срочно", "Возможно, с избытком"],
            };
            let drawn = quadrant(Language::Russian, "Карта", &plane).into_string();
            assert_eq!(drawn.matches("</svg>").count(), 2);
            assert_eq!(drawn.matches("Доставка").count(), 2 * spots.len());
        }
    }
}
