//! Colours, their contrast by WCAG, and shades of one colour on which text can be read.

use serde::{Deserialize, Serialize};

/// The least contrast of text to its ground (WCAG 2.2, success criterion 1.4.3, level AA, text of any size).
pub const ENOUGH_CONTRAST: f64 = 4.5;

/// The palest ground of light pages and letters on which a brand's colour must be read.
const LIGHT: Colour = Colour::new(0xf2, 0xf4, 0xf7);
/// The palest ground of dark ones.
const DARK: Colour = Colour::new(0x1e, 0x24, 0x2d);
const WHITE: Colour = Colour::new(0xff, 0xff, 0xff);
const BLACK: Colour = Colour::new(0, 0, 0);
const INK: Colour = Colour::new(0x0b, 0x14, 0x20);
/// Steps from a colour to white or black: finer ones are not seen.
const STEPS: u8 = 50;

/// A colour of the screen (sRGB), 8 bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// Why something is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a colour is written as #rrggbb")]
pub struct BadColour;

impl Colour {
    /// A colour by its channels.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rrggbb` or `rrggbb`, in either case.
    ///
    /// # Errors
    /// [`BadColour`] for anything else.
    pub fn parse(text: &str) -> Result<Self, BadColour> {
        let text = text.trim();
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(BadColour);
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).map_err(|_| BadColour)?.to_be_bytes();
        Ok(Self { red, green, blue })
    }

    /// Relative luminance: 0 for black to 1 for white.
    ///
    /// `0.2126 R + 0.7152 G + 0.0722 B` of linear channels, where a channel `c` of 0 to 1 is `c / 12.92` up to 0.04045
    /// and `((c + 0.055) / 1.055) ^ 2.4` above. Source: WCAG 2.2, definition of relative luminance, with the threshold
    /// of IEC 61966-2-1 (the older 0.03928 gives the same for 8 bits).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126f64.mul_add(linear(self.red), 0.7152f64.mul_add(linear(self.green), 0.0722 * linear(self.blue)))
    }

    /// Contrast ratio of two colours, 1 to 21: `(L1 + 0.05) / (L2 + 0.05)` with the lighter as L1. Source: WCAG 2.2.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// This colour moved toward another by `step` of [`STEPS`].
    fn toward(self, other: Self, step: u8) -> Self {
        let mix = |from: u8, to: u8| {
            let (step, all) = (u16::from(step.min(STEPS)), u16::from(STEPS));
            let mixed = (u16::from(from) * (all - step) + u16::from(to) * step + all / 2) / all;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// The nearest shade toward `other` that can be read on `ground`.
    fn readable(self, ground: Self, other: Self) -> Self {
        (0..=STEPS)
            .map(|step| self.toward(other, step))
            .find(|shade| shade.contrast(ground) >= ENOUGH_CONTRAST)
            .unwrap_or(other)
    }
}

/// Shades of a brand's colour for one theme; every text on its ground has at least [`ENOUGH_CONTRAST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// For links on the page, and for the ground of buttons.
    pub accent: Colour,
    /// Text on `accent`.
    pub on_accent: Colour,
    /// A pale ground.
    pub tint: Colour,
    /// Text on `tint`.
    pub on_tint: Colour,
}

impl Palette {
    /// On white and light grey: the colour itself, or the nearest darker one that can be read there.
    #[must_use]
    pub fn light(colour: Colour) -> Self {
        let accent = colour.readable(LIGHT, BLACK);
        let tint = accent.toward(WHITE, 44);
        Self { accent, on_accent: WHITE, tint, on_tint: accent.readable(tint, BLACK) }
    }

    /// On dark grounds: the colour itself, or the nearest lighter one.
    #[must_use]
    pub fn dark(colour: Colour) -> Self {
        let accent = colour.readable(DARK, WHITE);
        let tint = accent.toward(DARK, 38);
        Self { accent, on_accent: INK, tint, on_tint: accent.readable(tint, WHITE) }
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl TryFrom<String> for Colour {
    type Error = BadColour;

    fn try_from(text: String) -> Result<Self, BadColour> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_one_way() {
        assert_eq!(Colour::parse(" #1B5fB3 "), Ok(Colour::new(0x1b, 0x5f, 0xb3)));
        assert_eq!(Colour::parse("1b5fb3").map(String::from), Ok("#1b5fb3".to_owned()));
        for text in ["", "#fff", "red", "#1b5fb", "#1b5fb33", "#1b5fbг", "##1b5fb", "#+1b5fb", "#1b5f;}"] {
            assert_eq!(Colour::parse(text), Err(BadColour), "{text}");
        }
    }

    /// Known pairs: black on white is 21 by definition; #767676 on white is the well-known lightest grey that passes.
    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((WHITE.contrast(BLACK) - 21.0).abs() < 1e-9);
        let grey = Colour::new(0x76, 0x76, 0x76);
        assert!((grey.contrast(WHITE) - 4.54).abs() < 0.005, "{}", grey.contrast(WHITE));
        assert!(Colour::new(0x77, 0x77, 0x77).contrast(WHITE) < ENOUGH_CONTRAST);
        assert!((Colour::new(255, 0, 0).contrast(WHITE) - 3.998).abs() < 0.001);
    }

    #[test]
    fn a_colour_that_can_be_read_stays_itself() {
        let blue = Colour::new(0x1b, 0x5f, 0xb3);
        assert_eq!(Palette::light(blue).accent, blue);
        let pale = Colour::new(0x7d, 0xb1, 0xf2);
        assert_eq!(Palette::dark(pale).accent, pale);
    }

    #[test]
    fn text_on_every_shade_of_every_colour_can_be_read() {
        let levels = [0u8, 1, 40, 90, 128, 160, 200, 254, 255];
        for red in levels {
            for green in levels {
                for blue in levels {
                    let colour = Colour::new(red, green, blue);
                    for (palette, ground) in [(Palette::light(colour), LIGHT), (Palette::dark(colour), DARK)]
                    {
                        for (text, ground) in [
                            (palette.accent, ground),
                            (palette.on_accent, palette.accent),
                            (palette.on_tint, palette.tint),
                        ] {
                            let contrast = text.contrast(ground);
                            assert!(
                                contrast >= ENOUGH_CONTRAST,
                                "{text} on {ground} of {colour}: {contrast}"
                            );
                        }
                    }
                }
            }
        }
    }
}
