//! E-mail addresses: read once, sent to as they are, masked in logs.

use serde::{Deserialize, Serialize};
use url::Host;

use super::text;

/// An address letters can be sent to: the part before @ as given, the domain in lower case and ASCII (IDNA).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why something is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEmail {
    /// Nothing was given.
    #[error("no address")]
    Empty,
    /// No @, or nothing before it.
    #[error("`{found}` has no name before an @")]
    NoName {
        /// What was given, shortened.
        found: String,
    },
    /// A character that no address has before its @: a blank, a comma, a second @, a letter that is not ASCII.
    #[error("`{character}` can't stand in an address")]
    Character {
        /// The first such character.
        character: char,
    },
    /// A point at an end of the name, or two in a row.
    #[error("`{found}` has a point out of place")]
    Point {
        /// What was given, shortened.
        found: String,
    },
    /// Not a domain name with a dot.
    #[error("`{found}` is not a domain")]
    Domain {
        /// What stands behind the @, shortened.
        found: String,
    },
    /// Longer than mail allows: 64 before the @, 254 in all.
    #[error("{length} characters, {limit} are allowed")]
    TooLong {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
}

impl EmailAddress {
    /// Bytes allowed in all (RFC 5321, 4.5.3.1.3 less the angle brackets).
    pub const LIMIT: usize = 254;
    /// Bytes allowed before the @ (RFC 5321, 4.5.3.1.1).
    const NAME_LIMIT: usize = 64;

    /// Reads one address, bare or as `Анна <a@b.ru>`; a list of them is refused.
    ///
    /// The name is the dot-atom of RFC 5322: quoted names exist in books only, and names beyond ASCII can't be
    /// delivered by most servers (in practice they are a Cyrillic letter typed for a Latin one).
    ///
    /// # Errors
    /// [`BadEmail`] with what was found.
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadEmail::Empty);
        }
        let address = text
            .strip_suffix('>')
            .and_then(|text| text.rsplit_once('<'))
            .map_or(text, |(_, inner)| inner.trim());
        let found = || text::one_line(text, 60);
        let (name, domain) = address.rsplit_once('@').ok_or_else(|| BadEmail::NoName { found: found() })?;
        if name.is_empty() {
            return Err(BadEmail::NoName { found: found() });
        }
        if let Some(character) = name.chars().find(|c| !is_name_character(*c)) {
            return Err(BadEmail::Character { character });
        }
        if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
            return Err(BadEmail::Point { found: found() });
        }
        if name.len() > Self::NAME_LIMIT {
            return Err(BadEmail::TooLong { length: name.len(), limit: Self::NAME_LIMIT });
        }
        let domain =
            ascii_domain(domain).ok_or_else(|| BadEmail::Domain { found: text::one_line(domain, 60) })?;
        let address = format!("{name}@{domain}");
        if address.len() > Self::LIMIT {
            return Err(BadEmail::TooLong { length: address.len(), limit: Self::LIMIT });
        }
        Ok(Self(address))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For logs: `a***@b.ru`.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.0.split_once('@') {
            Some((name, domain)) => format!("{}***@{domain}", name.get(..1).unwrap_or_default()),
            None => "***".to_owned(),
        }
    }
}

/// RFC 5322 atext, and the point that joins atoms.
fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

/// A domain name in lower-case ASCII: at least two labels of letters, digits and inner hyphens, the last not a number.
fn ascii_domain(domain: &str) -> Option<String> {
    let domain = if domain.is_ascii() {
        domain.to_ascii_lowercase()
    } else {
        // `Host` also undoes percent signs, which an address has none of.
        match Host::parse(domain).ok().filter(|_| !domain.contains('%'))? {
            Host::Domain(domain) => domain,
            Host::Ipv4(_) | Host::Ipv6(_) => return None,
        }
    };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let (_, last) = domain.rsplit_once('.')?;
    let sound = domain.split('.').all(is_label) && !last.bytes().all(|byte| byte.is_ascii_digit());
    sound.then_some(domain)
}

impl AsRef<str> for EmailAddress {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = BadEmail;

    fn try_from(address: String) -> Result<Self, BadEmail> {
        Self::parse(&address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, BadEmail> {
        EmailAddress::parse(text).map(String::from)
    }

    #[test]
    fn addresses_are_read_as_people_give_them() {
        for (given, kept) in [
            ("anna@example.ru", "anna@example.ru"),
            ("  Anna.K+shop@Example.RU ", "Anna.K+shop@example.ru"),
            ("Анна <a@b.ru>", "a@b.ru"),
            ("\"Иванова, Анна\" < a@b.ru >", "a@b.ru"),
            ("<a@b.ru>", "a@b.ru"),
            ("o'neil_1=x@mail.co-op.example", "o'neil_1=x@mail.co-op.example"),
            ("info@Почта.рф", "info@xn--80a1acny.xn--p1ai"),
            ("a@1c.ru", "a@1c.ru"),
        ] {
            assert_eq!(read(given), Ok(kept.to_owned()), "{given}");
        }
    }

    #[test]
    fn what_can_not_be_sent_to_is_refused() {
        assert_eq!(read(" "), Err(BadEmail::Empty));
        for text in ["anna", "@b.ru", "anna.example.ru", "<>"] {
            assert!(matches!(read(text), Err(BadEmail::NoName { .. })), "{text}");
        }
        for (text, character) in [
            ("a b@c.ru", ' '),
            ("a,b@c.ru", ','),
            ("a@b.ru, c@d.ru", '@'),
            ("a@b.ru;c@d.ru", '@'),
            ("а@b.ru", 'а'),
            ("a\u{0}@b.ru", '\u{0}'),
            ("a\r\nBcc: x@b.ru", '\r'),
            ("\"a\"@b.ru", '"'),
        ] {
            assert_eq!(read(text), Err(BadEmail::Character { character }), "{text}");
        }
        for text in [".a@b.ru", "a.@b.ru", "a..b@b.ru"] {
            assert!(matches!(read(text), Err(BadEmail::Point { .. })), "{text}");
        }
        for text in [
            "a@b",
            "a@",
            "a@b.",
            "a@.ru",
            "a@b..ru",
            "a@-b.ru",
            "a@b-.ru",
            "a@b_c.ru",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "a@b.ru,c.ru",
            "a@b ru",
            "a@b.ru c",
            "a@п%2e.рф",
            "a@b.ru\u{0}",
        ] {
            assert!(matches!(read(text), Err(BadEmail::Domain { .. })), "{text}: {:?}", read(text));
        }
        assert_eq!(
            read(&format!("{}@b.ru", "a".repeat(65))),
            Err(BadEmail::TooLong { length: 65, limit: 64 })
        );
        let long = format!("a@{}.ru", ["b"; 130].join("."));
        assert_eq!(read(&long), Err(BadEmail::TooLong { length: 264, limit: 254 }));
    }

    #[test]
    fn a_log_shows_one_letter_of_the_name() {
        assert_eq!(
            EmailAddress::parse("anna@b.ru").map(|address| address.masked()),
            Ok("a***@b.ru".to_owned())
        );
        assert_eq!(EmailAddress::parse("a@b.ru").map(|address| address.masked()), Ok("a***@b.ru".to_owned()));
    }
}
