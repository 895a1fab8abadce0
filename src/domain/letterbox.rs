//! Signed addresses: where a return, a wish to get no more letters or an answer comes back to, and whose it is.
//!
//! `otklik@shop.ru` becomes `otklik+b.41.SIGNATURE@shop.ru`. Whoever does not hold the signature can tell us nothing
//! of another's letter. Hexadecimal, because mail servers may change the case of an address on its way.

use super::{email::EmailAddress, token::Keys};

/// What may be written to a signed address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A letter came back; the number is the letter's.
    Bounce,
    /// No more letters; the number is the invitation's.
    Unsubscribe,
    /// An answer about a complaint; the number is the complaint's.
    Complaint,
}

impl Purpose {
    const fn mark(self) -> &'static str {
        match self {
            Self::Bounce => "b",
            Self::Unsubscribe => "u",
            Self::Complaint => "c",
        }
    }

    /// The purpose that the keys sign for.
    const fn key(self) -> &'static str {
        match self {
            Self::Bounce => "mail-bounce",
            Self::Unsubscribe => "mail-unsubscribe",
            Self::Complaint => "mail-complaint",
        }
    }
}

/// Characters that the name of an inbox may have, so that a signature fits behind it for a billion letters
/// (RFC 5321, 4.5.3.1.1: 64 before the @; `+b.`, nine digits, a point and 32 of the signature leave 19).
pub const LONGEST_NAME: usize = 19;

/// The address of this inbox that belongs to one letter, invitation or complaint; `None` where it would be longer than mail allows.
#[must_use]
pub fn address(keys: &Keys, inbox: &EmailAddress, purpose: Purpose, id: i64) -> Option<EmailAddress> {
    let (name, domain) = inbox.as_str().rsplit_once('@')?;
    let signature: String =
        keys.mac(purpose.key(), &id.to_be_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    EmailAddress::parse(&format!("{name}+{}.{id}.{signature}@{domain}", purpose.mark())).ok()
}

/// Of which letter, invitation or complaint an address speaks, if this house signed it.
#[must_use]
pub fn read(keys: &Keys, address: &str) -> Option<(Purpose, i64)> {
    let (name, _) = address.trim().rsplit_once('@')?;
    let (_, tag) = name.rsplit_once('+')?;
    let mut parts = tag.split('.');
    let (mark, id, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let purpose = [Purpose::Bounce, Purpose::Unsubscribe, Purpose::Complaint]
        .into_iter()
        .find(|one| mark.eq_ignore_ascii_case(one.mark()))?;
    let id: i64 = id.parse().ok().filter(|id| *id > 0)?;
    let signature = unhex(signature)?;
    keys.check(purpose.key(), &id.to_be_bytes(), &signature).then_some((purpose, id))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 32 {
        return None;
    }
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits?;
    Some(digits.chunks_exact(2).filter_map(|pair| Some(pair.first()? * 16 + pair.last()?)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(b"a secret for tests, forty characters long", None)
    }

    fn inbox(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("an address")
    }

    #[test]
    fn an_address_is_read_back_in_any_case() {
        let inbox = inbox("otklik@shop.example");
        for purpose in [Purpose::Bounce, Purpose::Unsubscribe, Purpose::Complaint] {
            for id in [1, 41, 999_999_999] {
                let address = address(&keys(), &inbox, purpose, id).expect("fits");
                assert_eq!(read(&keys(), address.as_str()), Some((purpose, id)));
                assert_eq!(read(&keys(), &address.as_str().to_uppercase()), Some((purpose, id)));
            }
        }
    }

    #[test]
    fn nobody_else_can_write_one() {
        let address = address(&keys(), &inbox("otklik@shop.example"), Purpose::Bounce, 41).expect("fits");
        let good = address.as_str();
        for bad in [
            good.replace("b.41.", "b.42."),
            good.replace("+b.", "+u."),
            good.replace("+b.", "+c."),
            good.replace("41.", "41.0"),
            good.replace("b.41", "b.041x"),
            good.replace('@', ".x@"),
            "otklik+b.41.@shop.example".to_owned(),
            format!("otklik+b.41.{}@shop.example", "ж".repeat(16)),
            "otklik@shop.example".to_owned(),
            String::new(),
        ] {
            assert_eq!(read(&keys(), &bad), None, "{bad}");
        }
        let others = Keys::new(b"another secret, forty characters long too", None);
        assert_eq!(read(&others, good), None);
    }

    #[test]
    fn the_longest_name_still_fits() {
        let name = "n".repeat(LONGEST_NAME);
        assert!(address(&keys(), &inbox(&format!("{name}@b.ru")), Purpose::Bounce, 999_999_999).is_some());
        assert!(address(&keys(), &inbox(&format!("{name}n@b.ru")), Purpose::Bounce, 999_999_999).is_none());
    }
}
