//! Links that many people use: what a form of one must bring to count as a person's.

use std::str::FromStr as _;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    email::EmailAddress,
    questionnaire::SurveyKind,
    text::one_line,
    token::{Keys, hex},
};

/// What is asked by such links.
pub const KINDS: [SurveyKind; 3] = [SurveyKind::Purchase, SurveyKind::Relationship, SurveyKind::Staff];

/// Nobody reads and answers a form sooner.
pub const SOONEST: TimeDelta = TimeDelta::seconds(3);
/// A form drawn earlier is drawn again first.
pub const LATEST: TimeDelta = TimeDelta::days(1);
/// A purchase longer ago is not bound to an answer by its number.
pub const BINDS: TimeDelta = TimeDelta::days(90);

/// Characters of an order number and of a contact.
pub const LONGEST: usize = 200;

/// When a form was drawn, and which one: signed, so that no form is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When it was drawn.
    pub at: DateTime<Utc>,
    /// Tells this form from any other.
    pub form: u64,
}

/// What a stamp says of a press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As people answer.
    Human,
    /// Sooner than anybody reads.
    Hurried,
    /// Drawn too long ago, or not by us.
    Stale,
}

impl Stamp {
    /// The text of the hidden field: `milliseconds.form.signature`.
    #[must_use]
    pub fn sign(&self, keys: &Keys, link: i64) -> String {
        let signature = hex(&keys.mac("open form", &self.signed(link)));
        format!("{}.{:x}.{signature}", self.at.timestamp_millis(), self.form)
    }

    /// The stamp of a field that [`Stamp::sign`] gave for this link.
    #[must_use]
    pub fn read(text: &str, keys: &Keys, link: i64) -> Option<Self> {
        let (at, rest) = text.split_once('.')?;
        let (form, signature) = rest.split_once('.')?;
        let at = DateTime::from_timestamp_millis(i64::from_str(at).ok()?)?;
        let stamp = Self { at, form: u64::from_str_radix(form, 16).ok()? };
        let bytes: Option<Vec<u8>> = signature
            .as_bytes()
            .chunks(2)
            .take(32)
            .map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect();
        keys.check("open form", &stamp.signed(link), &bytes?).then_some(stamp)
    }

    /// How the press at `now` looks.
    #[must_use]
    pub fn pace(&self, now: DateTime<Utc>) -> Pace {
        let age = now - self.at;
        if age > LATEST {
            Pace::Stale
        } else if age < SOONEST {
            Pace::Hurried
        } else {
            Pace::Human
        }
    }

    fn signed(&self, link: i64) -> Vec<u8> {
        let parts = [link.to_be_bytes(), self.at.timestamp_millis().to_be_bytes(), self.form.to_be_bytes()];
        parts.concat()
    }
}

/// What tells one device from another for a day, without a cookie: a keyed digest that says nothing to who reads it.
#[must_use]
pub fn device(
    keys: &Keys,
    link: i64,
    day: NaiveDate,
    address: &str,
    browser: &str,
    languages: &str,
) -> [u8; 16] {
    let mut bytes = Vec::new();
    for part in [link.to_string().as_str(), day.to_string().as_str(), address, browser, languages] {
        bytes.extend_from_slice(part.len().to_string().as_bytes());
        bytes.push(b':');
        bytes.extend_from_slice(part.as_bytes());
    }
    keys.mac("open link device", &bytes)
}

/// How somebody unknown wants to be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// By letter.
    Email(EmailAddress),
    /// By telephone, as typed.
    Phone(String),
}

/// Neither an address nor a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither an address nor a telephone number")]
pub struct BadContact;

impl Contact {
    /// An address has an @; a number has 5 to 15 digits (E.164) and nothing beside them but blanks and `+-().`.
    ///
    /// # Errors
    /// [`BadContact`] for anything else.
    pub fn parse(text: &str) -> Result<Option<Self>, BadContact> {
        let text = one_line(text, LONGEST + 1);
        if text.is_empty() {
            return Ok(None);
        }
        if text.contains('@') {
            return EmailAddress::parse(&text)
                .map(|address| Some(Self::Email(address)))
                .map_err(|_| BadContact);
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let plain = text.chars().all(|letter| letter.is_ascii_digit() || " +-().".contains(letter));
        if plain && (5..=15).contains(&digits) { Ok(Some(Self::Phone(text))) } else { Err(BadContact) }
    }

    /// As it was typed, tidied.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(address) => address.as_str(),
            Self::Phone(number) => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(b"a secret of some thirty-two bytes", None)
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }

    #[test]
    fn a_stamp_holds_for_its_link_alone() {
        let stamp = Stamp { at: at(1_800_000_000), form: 77 };
        let text = stamp.sign(&keys(), 5);
        assert_eq!(Stamp::read(&text, &keys(), 5), Some(stamp));
        assert_eq!(Stamp::read(&text, &keys(), 6), None);
        for other in
            ["", ".", "..", "1.2.3", &text.replacen('1', "2", 1), &format!("{text}00"), &"й".repeat(40)]
        {
            assert_eq!(Stamp::read(other, &keys(), 5), None, "{other}");
        }
    }

    #[test]
    fn a_press_is_a_persons_between_three_seconds_and_a_day() {
        let stamp = Stamp { at: at(1_000_000), form: 0 };
        for (seconds, pace) in [
            (-60, Pace::Hurried),
            (2, Pace::Hurried),
            (3, Pace::Human),
            (86_400, Pace::Human),
            (86_401, Pace::Stale),
        ] {
            assert_eq!(stamp.pace(at(1_000_000 + seconds)), pace, "{seconds}");
        }
    }

    #[test]
    fn a_device_is_another_tomorrow_and_elsewhere() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
        let of =
            |link, day, address, browser, languages| device(&keys(), link, day, address, browser, languages);
        let one = of(1, day, "10.0.0.1", "Firefox", "ru");
        assert_eq!(one, of(1, day, "10.0.0.1", "Firefox", "ru"));
        for other in [
            of(2, day, "10.0.0.1", "Firefox", "ru"),
            of(1, day.succ_opt().unwrap_or_default(), "10.0.0.1", "Firefox", "ru"),
            of(1, day, "10.0.0.2", "Firefox", "ru"),
            of(1, day, "10.0.0.1", "Chrome", "ru"),
            of(1, day, "10.0.0.1", "Firefox", "en"),
            of(1, day, "10.0.0.1Fire", "fox", "ru"),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_contact_is_an_address_or_a_number() {
        assert_eq!(Contact::parse("  "), Ok(None));
        for good in ["vera@customer.example", "+7 (900) 000-00-00", "8.900.000", "12345"] {
            assert_eq!(
                Contact::parse(good).map(|found| found.map(|one| one.as_str().to_owned())),
                Ok(Some(good.to_owned()))
            );
        }
        for bad in ["вера", "1234", "1234567890123456", "vera@", "=1+2345", "+7 900 <b>", &"1 ".repeat(500)]
        {
            assert_eq!(Contact::parse(bad), Err(BadContact), "{bad}");
        }
    }
}
