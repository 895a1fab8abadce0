//! What was typed about the brand: every word kept, and what is wrong with it beside each field.

use crate::{
    domain::{
        brand::{BadLogo, Brand, Colour, Logo},
        email::EmailAddress,
    },
    web::multipart::Parts,
};

/// The fields as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub name: String,
    pub colour: String,
    /// The logo there was, or one that was chosen while something else was wrong, as a `data:` address.
    pub logo: String,
    pub sender_name: String,
    pub sender_address: String,
}

/// A field and the words that say what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    pub field: &'static str,
    pub words: &'static str,
}

impl Typed {
    pub fn again(brand: &Brand) -> Self {
        Self {
            name: brand.name.clone(),
            colour: brand.colour.map(|colour| colour.to_string()).unwrap_or_default(),
            logo: brand.logo.as_ref().map(|logo| logo.as_str().to_owned()).unwrap_or_default(),
            sender_name: brand.sender_name.clone().unwrap_or_default(),
            sender_address: brand.sender_address.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    pub fn read(parts: &Parts) -> Self {
        let without_logo = parts.bytes("no_logo").is_some();
        Self {
            name: one_line(&parts.words("name")),
            colour: parts.words("colour").trim().to_owned(),
            logo: if without_logo { String::new() } else { parts.words("kept_logo") },
            sender_name: one_line(&parts.words("sender_name")),
            sender_address: parts.words("sender_address").trim().to_owned(),
        }
    }

    /// The brand that was meant, with the file that was chosen; or all that is wrong. A sound file is kept in either case; one
    /// that was far too large never came.
    pub fn brand(&mut self, file: &[u8], far_too_large: bool) -> Result<Brand, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field, words| problems.push(Problem { field, words });
        if far_too_large {
            wrong("logo", "brand-logo-large");
        }
        if self.name.is_empty() {
            wrong("name", "brand-name-missing");
        } else if self.name.chars().count() > Brand::NAME_LIMIT {
            wrong("name", "brand-name-long");
        }
        let colour = match self.colour.as_str() {
            "" => None,
            text => Colour::parse(text).map_err(|_| wrong("colour", "brand-colour-bad")).ok(),
        };
        let logo = match (file, self.logo.as_str()) {
            ([], "") => Ok(None),
            ([], kept) => Logo::parse(kept).map(Some),
            (file, _) => Logo::new(file).map(Some),
        };
        let logo = logo.unwrap_or_else(|bad| {
            wrong(
                "logo",
                match bad {
                    BadLogo::Kind => "brand-logo-kind",
                    BadLogo::Svg => "brand-logo-svg",
                    BadLogo::TooLarge { .. } => "brand-logo-large",
                },
            );
            // What was there before stays, where it is sound.
            Logo::parse(&self.logo).ok()
        });
        if self.sender_name.chars().count() > Brand::NAME_LIMIT {
            wrong("sender_name", "brand-name-long");
        }
        let sender_address = match self.sender_address.as_str() {
            "" => None,
            text => EmailAddress::parse(text).map_err(|_| wrong("sender_address", "brand-sender-bad")).ok(),
        };
        self.logo = logo.as_ref().map(|logo| logo.as_str().to_owned()).unwrap_or_default();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Brand {
            name: self.name.clone(),
            colour,
            logo,
            sender_name: Some(self.sender_name.clone()).filter(|name| !name.is_empty()),
            sender_address,
        })
    }
}

/// One line without control characters: it stands in subjects and headers.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
