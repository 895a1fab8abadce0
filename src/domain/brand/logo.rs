//! Logos: small pictures known by their first bytes, kept as `data:` addresses. SVG is none of them: it may hold scripts.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

/// A picture as a `data:` address that can stand in a page as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Logo(String);

/// Why a file is no logo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLogo {
    /// Neither PNG, JPEG nor WebP by its first bytes.
    #[error("a logo is a PNG, JPEG or WebP picture")]
    Kind,
    /// An SVG drawing: it may hold scripts.
    #[error("SVG may hold scripts; a logo is a PNG, JPEG or WebP picture")]
    Svg,
    /// Larger than a page should carry.
    #[error("{size} bytes, {limit} are allowed")]
    TooLarge {
        /// Bytes given.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
}

impl Logo {
    /// Bytes of a picture: every page of a customer carries it.
    pub const LIMIT: usize = 64 * 1024;

    /// Takes a file for what its first bytes say, whatever it is called.
    ///
    /// # Errors
    /// [`BadLogo`] for other kinds and larger files.
    pub fn new(bytes: &[u8]) -> Result<Self, BadLogo> {
        let kind = kind(bytes)?;
        if bytes.len() > Self::LIMIT {
            return Err(BadLogo::TooLarge { size: bytes.len(), limit: Self::LIMIT });
        }
        Ok(Self(format!("data:{kind};base64,{}", STANDARD.encode(bytes))))
    }

    /// Reads an address that [`Logo::new`] made; its bytes are looked at again.
    ///
    /// # Errors
    /// [`BadLogo`] as for a file.
    pub fn parse(address: &str) -> Result<Self, BadLogo> {
        let (_, encoded) = address.split_once(";base64,").ok_or(BadLogo::Kind)?;
        Self::new(&STANDARD.decode(encoded).map_err(|_| BadLogo::Kind)?)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn kind(bytes: &[u8]) -> Result<&'static str, BadLogo> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok("image/png");
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok("image/jpeg");
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok("image/webp");
    }
    let start =
        String::from_utf8_lossy(bytes.get(..1024.min(bytes.len())).unwrap_or_default()).to_lowercase();
    Err(if start.contains("<svg") { BadLogo::Svg } else { BadLogo::Kind })
}

impl From<Logo> for String {
    fn from(logo: Logo) -> Self {
        logo.0
    }
}

impl TryFrom<String> for Logo {
    type Error = BadLogo;

    fn try_from(address: String) -> Result<Self, BadLogo> {
        Self::parse(&address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_first_bytes_say() {
        let png = Logo::new(b"\x89PNG\r\n\x1a\nrest");
        assert!(png.as_ref().is_ok_and(|logo| logo.as_str().starts_with("data:image/png;base64,iVBOR")));
        assert_eq!(png.as_ref().map(|logo| Logo::parse(logo.as_str())), Ok(png.clone()));
        assert!(Logo::new(b"\xff\xd8\xff\xe0").is_ok());
        assert!(Logo::new(b"RIFF\0\0\0\0WEBPVP8 ").is_ok());
        assert_eq!(Logo::new(b"<?xml version='1.0'?>\n<SVG onload='alert(1)'>"), Err(BadLogo::Svg));
        for bytes in [&b""[..], b"GIF89a", b"<script>", b"RIFF\0\0\0\0WAVE", b"\x89PNG"] {
            assert_eq!(Logo::new(bytes), Err(BadLogo::Kind));
        }
    }

    #[test]
    fn a_page_carries_no_large_picture() {
        let mut bytes = b"\xff\xd8\xff".to_vec();
        bytes.resize(Logo::LIMIT, 0);
        assert!(Logo::new(&bytes).is_ok());
        bytes.push(0);
        assert_eq!(Logo::new(&bytes), Err(BadLogo::TooLarge { size: Logo::LIMIT + 1, limit: Logo::LIMIT }));
    }

    #[test]
    fn an_address_that_says_more_is_not_kept_as_it_is() {
        let sly = "data:text/html,<script>;base64,iVBORw0KGgo=";
        assert_eq!(Logo::parse(sly).map(String::from), Ok("data:image/png;base64,iVBORw0KGgo=".to_owned()));
        assert_eq!(Logo::parse("https://example.ru/logo.png"), Err(BadLogo::Kind));
    }
}
