//! Links that a shop signs itself, for its 'thank you' page: whose order, until when, and that nobody changed it.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::{
    questionnaire::SurveyKind,
    text::one_line,
    token::{Keys, hex},
};

/// What is asked by such a link: what a shop knows the moment for.
pub const KINDS: [SurveyKind; 2] = [SurveyKind::Purchase, SurveyKind::Relationship];
/// Longest number of a customer or an order, in characters.
const LONGEST_ID: usize = 200;

/// How far ahead a link may end: one that was copied is not to open a form for years.
pub const LONGEST: TimeDelta = TimeDelta::days(30);

/// Whose answer a link asks for, as signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The company's own id of the customer.
    pub customer: String,
    /// The company's own id of the purchase; empty: none.
    pub order: String,
    /// Until when the link opens, in seconds since 1970.
    pub expires: i64,
    /// What is asked.
    pub kind: SurveyKind,
}

/// Why a link opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Incomplete, changed, or signed by another key. Says no more on purpose.
    #[error("not signed by this shop")]
    Forged,
    /// Signed, but over.
    #[error("over")]
    Expired,
}

impl Signed {
    /// What is signed: kind, customer, order and moment, a line each. No part can hold a line's end, so no two links
    /// read the same.
    #[must_use]
    pub fn message(&self) -> String {
        format!("{}\n{}\n{}\n{}", self.kind.code(), self.customer, self.order, self.expires)
    }

    /// The signature: HMAC-SHA-256 by the text of the shop's key, 64 hexadecimal digits.
    #[must_use]
    pub fn signature(&self, key: &str) -> String {
        // HMAC takes a key of any length.
        Hmac::<Sha256>::new_from_slice(key.as_bytes())
            .map(|mac| hex(&mac.chain_update(self.message().as_bytes()).finalize().into_bytes()))
            .unwrap_or_default()
    }

    /// The query of the link, signed.
    #[must_use]
    pub fn query(&self, key: &str) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("c", &self.customer)
            .append_pair("o", &self.order)
            .append_pair("e", &self.expires.to_string())
            .append_pair("k", self.kind.code())
            .append_pair("s", &self.signature(key))
            .finish()
    }

    /// Reads the query of a link and checks it, in constant time where it counts.
    ///
    /// # Errors
    /// Whether it is forged or over; one that would end later than 30 days from now counts as forged.
    pub fn read(query: &str, keys: &Keys, now: DateTime<Utc>) -> Result<Self, Refused> {
        let field = |wanted: &str| {
            let mut found = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == wanted);
            let first = found.next().map(|(_, value)| value.into_owned());
            // Named twice, one of the two was not signed.
            if found.next().is_some() { None } else { first }
        };
        let id = |text: String| (one_line(&text, LONGEST_ID) == text).then_some(text);
        let kind = field("k").and_then(|code| KINDS.into_iter().find(|kind| kind.code() == code));
        let signed = Self {
            customer: field("c").and_then(id).filter(|id| !id.is_empty()).ok_or(Refused::Forged)?,
            order: field("o").and_then(id).ok_or(Refused::Forged)?,
            expires: field("e").and_then(|text| text.parse().ok()).ok_or(Refused::Forged)?,
            kind: kind.ok_or(Refused::Forged)?,
        };
        if signed.order.is_empty() && signed.kind == SurveyKind::Purchase {
            return Err(Refused::Forged);
        }
        let given = field("s").unwrap_or_default();
        let is_signed = |key: String| bool::from(signed.signature(&key).as_bytes().ct_eq(given.as_bytes()));
        if !keys.shared_keys().any(is_signed) || signed.expires > (now + LONGEST).timestamp() {
            return Err(Refused::Forged);
        }
        if signed.expires <= now.timestamp() { Err(Refused::Expired) } else { Ok(signed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(b"a secret of some thirty-two bytes", None)
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default()
    }

    fn link() -> Signed {
        Signed {
            customer: "к 1&c=2".to_owned(),
            order: "A/7".to_owned(),
            expires: 1_800_000_600,
            kind: SurveyKind::Purchase,
        }
    }

    fn read(query: &str) -> Result<Signed, Refused> {
        Signed::read(query, &keys(), now())
    }

    #[test]
    fn what_was_signed_is_read_back() {
        assert_eq!(read(&link().query(&keys().shared_key())), Ok(link()));
    }

    #[test]
    fn the_signature_is_what_openssl_says() {
        // printf 'purchase\nC-1\nA-7\n1800000600' | openssl dgst -sha256 -hmac key
        let link = Signed { customer: "C-1".to_owned(), order: "A-7".to_owned(), ..link() };
        assert_eq!(link.signature("key"), OPENSSL);
    }

    const OPENSSL: &str = "d30e69338a6808befdf399366137e55698d4477fef0af9455bf860069b5db266";

    #[test]
    fn anything_changed_is_forged() {
        let key = keys().shared_key();
        let good = Signed { customer: "C-1".to_owned(), ..link() }.query(&key);
        assert!(read(&good).is_ok());
        for other in [
            good.replace("c=C-1", "c=C-2"),
            good.replace("o=A", "o=B"),
            good.replace("e=1800000600", "e=1800000601"),
            good.replace("k=purchase", "k=relationship"),
            good.replace("k=purchase", "k=staff"),
            good.replace("&s=", "&s=0"),
            good.replace("&s=", "&t="),
            format!("{good}&c=C-1"),
            String::new(),
            Signed { customer: String::new(), ..link() }.query(&key),
            Signed { customer: "a\nb".to_owned(), ..link() }.query(&key),
            Signed { order: String::new(), ..link() }.query(&key),
            Signed { kind: SurveyKind::Staff, ..link() }.query(&key),
            Signed { expires: 1_800_000_000 + 31 * 86_400, ..link() }.query(&key),
            link().query("another key"),
        ] {
            assert_eq!(read(&other), Err(Refused::Forged), "{other}");
        }
    }

    #[test]
    fn it_ends_when_it_says() {
        let ending = |expires| read(&Signed { expires, ..link() }.query(&keys().shared_key()));
        assert_eq!(ending(1_800_000_000), Err(Refused::Expired));
        assert!(ending(1_800_000_001).is_ok());
        assert!(ending(1_800_000_000 + 30 * 86_400).is_ok());
    }
}
