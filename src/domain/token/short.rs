//! Short codes, for text messages, receipts and posters: typed by hand if need be, and still signed.

use subtle::ConstantTimeEq as _;

use super::{Forged, Keys, Signature};

/// Crockford's 32 characters: no I, L, O, U, so that a code read from paper is typed right.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of the signature at the end: 50 bits.
const SIGNED: usize = 10;
/// Characters of the largest number.
const MOST_NUMBER: usize = 13;

/// What a short code leads to; each has a key of its own, so that one is worth nothing as the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortLink {
    /// The form of one invitation.
    Invitation,
    /// A link that many people use.
    Open,
}

impl ShortLink {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Invitation => "short code",
            Self::Open => "open link",
        }
    }
}

impl Keys {
    /// The code of a number: the number, then 50 bits of its signature, five bits a character. The same each time;
    /// 16 characters for the first billion.
    ///
    /// A guess names its number, so it is right once in 2^50 (1.1e15) tries, however many links are about. At the 30 wrong
    /// codes a minute that one address may try, a thousand addresses need 71,000 years for that many.
    #[must_use]
    pub fn short_code(&self, link: ShortLink, id: i64) -> String {
        spell(id, &self.current.for_purpose(link.purpose()).mac(&id.to_be_bytes()))
    }

    /// The number of a code that [`Keys::short_code`] gave, under this secret or the previous one.
    ///
    /// Read as people type: capitals, O for 0, I and L for 1, hyphens and blanks anywhere.
    ///
    /// # Errors
    /// [`Forged`] for anything else, whatever it is.
    pub fn read_short_code(&self, link: ShortLink, code: &str) -> Result<i64, Forged> {
        if code.len() > 4 * (MOST_NUMBER + SIGNED) {
            return Err(Forged);
        }
        let code = as_meant(code);
        let number = code.len().checked_sub(SIGNED).and_then(|end| code.get(..end)).ok_or(Forged)?;
        let id = read_number(number).ok_or(Forged)?;
        // The code is made again and compared whole, so another spelling of the same number is forged too.
        let passes = |key: &super::Key| {
            let made = spell(id, &key.for_purpose(link.purpose()).mac(&id.to_be_bytes()));
            bool::from(made.as_bytes().ct_eq(code.as_bytes()))
        };
        if self.all().any(passes) { Ok(id) } else { Err(Forged) }
    }
}

fn spell(id: i64, signature: &Signature) -> String {
    let mut number = Vec::with_capacity(MOST_NUMBER + SIGNED);
    let mut rest = id.cast_unsigned();
    while rest > 0 || number.is_empty() {
        number.push(character(rest));
        rest >>= 5;
    }
    number.reverse();
    let mut bits = signature.iter().take(8).fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte)) >> 14;
    let mut signed = [0; SIGNED];
    for place in signed.iter_mut().rev() {
        *place = character(bits);
        bits >>= 5;
    }
    number.extend_from_slice(&signed);
    number.into_iter().map(char::from).collect()
}

/// The character of the lowest five bits.
fn character(bits: u64) -> u8 {
    usize::try_from(bits & 31).ok().and_then(|place| ALPHABET.get(place)).copied().unwrap_or(b'0')
}

fn as_meant(code: &str) -> String {
    code.chars()
        .filter(|letter| !matches!(letter, '-' | ' '))
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect()
}

fn read_number(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > MOST_NUMBER {
        return None;
    }
    let mut number: u64 = 0;
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == byte)?;
        number = number.checked_mul(32)?.checked_add(u64::try_from(value).ok()?)?;
    }
    Some(number.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(b"a secret of some thirty-two bytes", None)
    }

    #[test]
    fn a_code_is_short_and_leads_back() {
        for (id, length) in [(0, 11), (1, 11), (32, 12), (1_000_000_000, 16), (i64::MAX, 23), (-1, 23)] {
            let code = keys().short_code(ShortLink::Invitation, id);
            assert_eq!(
                (keys().read_short_code(ShortLink::Invitation, &code), code.len()),
                (Ok(id), length),
                "{code}"
            );
        }
        let address =
            format!("https://o.shop.ru/q/{}", keys().short_code(ShortLink::Invitation, 1_000_000_000));
        assert!(address.len() <= 40, "{address}");
    }

    #[test]
    fn codes_on_paper_never_change_between_releases() {
        assert_eq!(keys().short_code(ShortLink::Invitation, 4711), "4k7ahs405vj88");
    }

    #[test]
    fn it_is_read_as_people_type_it() {
        let code = keys().short_code(ShortLink::Invitation, 33_554_432);
        assert!(code.starts_with("100000"), "{code}");
        let typed = format!("lOo-oO0 {}", code.get(6..).unwrap_or_default().to_uppercase());
        assert_eq!(keys().read_short_code(ShortLink::Invitation, &typed), Ok(33_554_432));
    }

    #[test]
    fn a_code_is_worth_nothing_for_another_use_or_under_another_secret() {
        let code = keys().short_code(ShortLink::Invitation, 7);
        assert_eq!(keys().read_short_code(ShortLink::Open, &code), Err(Forged));
        let new = Keys::new(b"another secret", None);
        assert_eq!(new.read_short_code(ShortLink::Invitation, &code), Err(Forged));
        let rotating = Keys::new(b"another secret", Some(b"a secret of some thirty-two bytes"));
        assert_eq!(rotating.read_short_code(ShortLink::Invitation, &code), Ok(7));
        // A zero before the number is another spelling of it.
        assert_eq!(keys().read_short_code(ShortLink::Invitation, &format!("0{code}")), Err(Forged));
    }
}
