//! What pictures are drawn on: places in pixels from the upper left corner, and a fixed palette.

use plotters::{
    coord::{cartesian::Cartesian2d, types::RangedCoordf64},
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

pub type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// A colour of the palette. otklik.css gives each its colour in the light, the dark and the printed theme; those in the
/// picture itself are what is seen where no style sheet is, as in a letter. Told apart by the colour-blind (Okabe and
/// Ito, Color Universal Design, 2008).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// The figure itself.
    Line,
    /// What it is compared with.
    Before,
    Grid,
    /// Nought, and the means that cut a plane.
    Zero,
    /// The field that wants attention.
    Field,
    /// Words beside the picture.
    Ink,
    /// Words in the picture, which name a thing.
    Name,
    /// What is no more than chance.
    Grey,
    Good,
    Bad,
    /// One of several, from nought.
    Of(usize),
}

/// How many colours there are for several things.
pub const SEVERAL: usize = 6;

impl Colour {
    pub const fn rgb(self) -> RGBColor {
        match self {
            Self::Line => RGBColor(0x20, 0x6B, 0xC4),
            Self::Before => RGBColor(0x8A, 0x8F, 0x98),
            Self::Grid => RGBColor(0xE0, 0xE0, 0xE0),
            Self::Zero => RGBColor(0x90, 0x90, 0x90),
            Self::Field => RGBColor(0xF4, 0xF6, 0xFA),
            Self::Ink => RGBColor(0x60, 0x60, 0x60),
            Self::Name => RGBColor(0x18, 0x24, 0x33),
            Self::Grey => RGBColor(0xA8, 0xAD, 0xB4),
            Self::Good => RGBColor(0x00, 0x9E, 0x74),
            Self::Bad => RGBColor(0xD5, 0x5E, 0x01),
            Self::Of(place) => match place % SEVERAL {
                0 => RGBColor(0x00, 0x72, 0xB2),
                1 => RGBColor(0xE6, 0x9F, 0x00),
                2 => RGBColor(0x00, 0x9E, 0x73),
                3 => RGBColor(0xCC, 0x79, 0xA7),
                4 => RGBColor(0x56, 0xB4, 0xE9),
                _ => RGBColor(0xD5, 0x5E, 0x00),
            },
        }
    }
}

/// Which point of words stands at their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Their left end: they go on to the right.
    Left,
    Middle,
    Right,
}

/// A picture while it is drawn.
pub struct Sheet<'a> {
    plane: DrawingArea<SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    pub width: f64,
    pub height: f64,
}

impl Sheet<'_> {
    /// A picture of a size; none where drawing fails, which leaves its table alone.
    pub fn draw((width, height): (u32, u32), draw: impl Fn(&Sheet<'_>) -> Drawn) -> Option<String> {
        let mut picture = String::new();
        {
            let area = SVGBackend::with_string(&mut picture, (width, height)).into_drawing_area();
            let (wide, high) = (f64::from(width), f64::from(height));
            let pixels = (0..i32::try_from(width).ok()?, 0..i32::try_from(height).ok()?);
            let plane = area.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
                0.0..wide,
                0.0..high,
                pixels,
            ));
            let sheet = Sheet { plane, width: wide, height: high };
            draw(&sheet).ok()?;
            sheet.plane.present().ok()?;
        }
        Some(picture)
    }

    /// A line through some places.
    pub fn path(&self, places: Vec<(f64, f64)>, colour: Colour, width: u32) -> Drawn {
        self.plane.draw(&PathElement::new(places, colour.rgb().stroke_width(width)))
    }

    /// The same, seen through.
    pub fn pale(&self, places: Vec<(f64, f64)>, colour: Colour, width: u32) -> Drawn {
        self.plane.draw(&PathElement::new(places, colour.rgb().mix(0.35).stroke_width(width)))
    }

    /// A filled field between two corners.
    pub fn field(&self, from: (f64, f64), to: (f64, f64), colour: Colour) -> Drawn {
        self.plane.draw(&Rectangle::new([from, to], colour.rgb().filled()))
    }

    /// The same, seen through.
    pub fn pale_field(&self, from: (f64, f64), to: (f64, f64), colour: Colour) -> Drawn {
        self.plane.draw(&Rectangle::new([from, to], colour.rgb().mix(0.4).filled()))
    }

    /// A filled dot.
    pub fn dot(&self, at: (f64, f64), size: i32, colour: Colour) -> Drawn {
        self.plane.draw(&Circle::new(at, size, colour.rgb().filled()))
    }

    /// Words, their middle at the height of the place.
    pub fn words(&self, words: &str, at: (f64, f64), size: f64, side: Side, colour: Colour) -> Drawn {
        let side = match side {
            Side::Left => HPos::Left,
            Side::Middle => HPos::Center,
            Side::Right => HPos::Right,
        };
        let style = ("sans-serif", size).into_font().color(&colour.rgb()).pos(Pos::new(side, VPos::Center));
        self.plane.draw(&Text::new(words.to_owned(), at, style))
    }
}

/// Words beside a picture, for charts that draw in the coordinates of the data themselves.
pub fn ink(size: i32, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&Colour::Ink.rgb()).pos(Pos::new(horizontal, vertical))
}
