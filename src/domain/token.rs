//! Signed links: an invitation's number with a signature, so that a forged link costs no query and a stolen database opens no form.

mod short;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::digest::array::Array;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
pub use short::ShortLink;
use subtle::ConstantTimeEq;

/// A signature of 128 bits: HMAC-SHA-256 cut in half, as RFC 2104 (5) allows.
pub type Signature = [u8; 16];

/// Longest varint of 64 bits.
const MOST_ID_BYTES: usize = 10;
/// Longest token: key id, number, signature, in base64url.
const MOST_CHARACTERS: usize = (1 + MOST_ID_BYTES + 16) * 4 / 3 + 1;

/// The keys of one secret, and of the one before it while links signed by it are still about.
#[derive(Clone)]
pub struct Keys {
    current: Key,
    previous: Option<Key>,
}

/// A link's token: base64url of `key id (1 byte) · invitation (LEB128) · signature (16 bytes)`, 24 to 28 characters
/// for the first two billion invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(String);

/// Not a token that these keys signed. Says no more on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not signed by this house")]
pub struct Forged;

impl Keys {
    /// Keys from the house's secret. To change it, give the old one as `previous` until its links have expired.
    #[must_use]
    pub fn new(secret: &[u8], previous: Option<&[u8]>) -> Self {
        Self { current: Key::new(secret), previous: previous.map(Key::new) }
    }

    /// The token of an invitation's link; the same each time, so a reminder needs nothing remembered.
    #[must_use]
    pub fn sign(&self, invitation_id: i64) -> Token {
        Token(self.current.token(invitation_id))
    }

    /// The invitation of a token that [`Keys::sign`] gave, under this secret or the previous one.
    ///
    /// Exactly that text passes: the token is made again and compared whole, in constant time, so another
    /// spelling of the same bytes is forged too.
    ///
    /// # Errors
    /// [`Forged`] for anything else, whatever it is.
    pub fn verify(&self, token: &str) -> Result<i64, Forged> {
        if token.len() > MOST_CHARACTERS {
            return Err(Forged);
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Forged)?;
        let (key_id, rest) = bytes.split_first().ok_or(Forged)?;
        let invitation_id = read_varint(rest).ok_or(Forged)?;
        let passes = |key: &Key| {
            key.id == *key_id && bool::from(key.token(invitation_id).as_bytes().ct_eq(token.as_bytes()))
        };
        if self.all().any(passes) { Ok(invitation_id) } else { Err(Forged) }
    }

    /// A signature for another purpose (`unsubscribe`, `csrf`), by a key of that purpose alone: none is worth anything elsewhere.
    #[must_use]
    pub fn mac(&self, purpose: &str, bytes: &[u8]) -> Signature {
        self.current.for_purpose(purpose).mac(bytes)
    }

    /// Whether [`Keys::mac`] gave this signature, under this secret or the previous one; in constant time.
    #[must_use]
    pub fn check(&self, purpose: &str, bytes: &[u8], signature: &[u8]) -> bool {
        self.all().any(|key| key.for_purpose(purpose).mac(bytes).ct_eq(signature).into())
    }

    /// The key that a shop signs its own links with, as the hexadecimal text it is used as.
    ///
    /// Known outside, it opens nothing but such links: no other key can be found from it.
    #[must_use]
    pub fn shared_key(&self) -> String {
        self.current.shared()
    }

    /// The same of this secret and the previous one.
    pub(super) fn shared_keys(&self) -> impl Iterator<Item = String> {
        self.all().map(Key::shared)
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}

/// Never shows a key.
impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("rotating", &self.previous.is_some()).finish_non_exhaustive()
    }
}

impl Token {
    /// The text that goes into the link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// The keys that one secret gives.
#[derive(Clone)]
struct Key {
    /// Tells which secret signed, so that most links are tried with one key. Not secret.
    id: u8,
    root: Prf,
    link: Prf,
}

impl Key {
    fn new(secret: &[u8]) -> Self {
        let root = Prf::new(secret);
        let [id, ..] = root.mac(b"otklik key id");
        let link = root.derive("link");
        Self { id, root, link }
    }

    fn for_purpose(&self, purpose: &str) -> Prf {
        self.root.derive(purpose)
    }

    fn shared(&self) -> String {
        hex(&self.root.full(&[b"otklik purpose ", b"page snippet"]))
    }

    fn token(&self, invitation_id: i64) -> String {
        let mut bytes = Vec::with_capacity(1 + MOST_ID_BYTES + 16);
        bytes.push(self.id);
        push_varint(&mut bytes, invitation_id);
        let signature = self.link.mac(&bytes);
        bytes.extend_from_slice(&signature);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// Two lower-case digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// HMAC-SHA-256 ready to run under one key.
#[derive(Clone)]
struct Prf(Hmac<Sha256>);

impl Prf {
    /// A secret of any length is hashed to a key first, so that making one can't fail.
    fn new(secret: &[u8]) -> Self {
        // HMAC pads a short key with zeros to the block of its hash.
        let mut block = [0; 64];
        for (place, byte) in block.iter_mut().zip(Sha256::digest(secret)) {
            *place = byte;
        }
        Self(Hmac::new(&Array(block)))
    }

    fn derive(&self, purpose: &str) -> Self {
        Self::new(&self.full(&[b"otklik purpose ", purpose.as_bytes()]))
    }

    fn mac(&self, bytes: &[u8]) -> Signature {
        let mut signature = [0; 16];
        for (place, byte) in signature.iter_mut().zip(self.full(&[bytes])) {
            *place = byte;
        }
        signature
    }

    fn full(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// LEB128 of the 64 bits, the lowest seven first.
fn push_varint(bytes: &mut Vec<u8>, number: i64) {
    let mut rest = number.cast_unsigned();
    loop {
        let [low, ..] = rest.to_le_bytes();
        rest >>= 7;
        if rest == 0 {
            bytes.push(low & 0x7f);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// The number at the beginning. Overlong forms may pass here: the token made from the number won't be the one given.
fn read_varint(bytes: &[u8]) -> Option<i64> {
    let mut number: u64 = 0;
    for (at, byte) in bytes.iter().take(MOST_ID_BYTES).enumerate() {
        let shift = 7 * u32::try_from(at).ok()?;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number.cast_signed());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a secret of some thirty-two bytes";

    fn keys() -> Keys {
        Keys::new(SECRET, None)
    }

    #[test]
    fn a_token_is_short_and_leads_back() {
        for (id, length) in [
            (1, 24),
            (16_000, 26),
            (2_000_000, 27),
            (268_000_000, 28),
            (i64::MAX, 35),
            (-1, 36),
            (i64::MIN, 36),
        ] {
            let token = keys().sign(id);
            assert_eq!((keys().verify(token.as_str()), token.as_str().len()), (Ok(id), length));
        }
    }

    #[test]
    fn links_sent_by_an_earlier_release_still_open() {
        assert_eq!(keys().sign(4711).as_str(), "5Ock_U4Kks_HACuTGLhgCLuoWw");
    }

    #[test]
    fn the_signature_is_plain_hmac() {
        let key = Sha256::digest(SECRET);
        let wanted = Hmac::<Sha256>::new_from_slice(&key)
            .map(|mac| mac.chain_update(b"words").finalize().into_bytes());
        assert_eq!(wanted.ok().as_deref(), Some(Prf::new(SECRET).full(&[b"words"]).as_slice()));
    }

    #[test]
    fn another_secret_signs_otherwise_and_the_previous_one_still_counts() {
        let new = Keys::new(b"another secret", None);
        let rotating = Keys::new(b"another secret", Some(SECRET));
        let old_link = keys().sign(7);
        assert_eq!(new.verify(old_link.as_str()), Err(Forged));
        assert_eq!(rotating.verify(old_link.as_str()), Ok(7));
        assert_eq!(rotating.sign(7), new.sign(7));
        assert!(rotating.check("csrf", b"x", &keys().mac("csrf", b"x")));
        assert!(!new.check("csrf", b"x", &keys().mac("csrf", b"x")));
    }

    #[test]
    fn a_signature_is_worth_nothing_for_another_purpose() {
        let signature = keys().mac("unsubscribe", b"7");
        assert!(keys().check("unsubscribe", b"7", &signature));
        assert!(!keys().check("csrf", b"7", &signature));
        assert!(!keys().check("unsubscribe", b"8", &signature));
        assert!(!keys().check("unsubscribe", b"7", signature.split_last().map_or(&[], |(_, cut)| cut)));
        assert!(!keys().check("unsubscribe", b"7", &[]));
    }

    #[test]
    fn another_spelling_of_a_good_token_is_forged() {
        let token = keys().sign(5).as_str().to_owned();
        let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap_or_default();
        let overlong: Vec<u8> =
            bytes.iter().take(1).chain(&[0x85, 0x00]).chain(bytes.iter().skip(2)).copied().collect();
        for other in [
            format!("{token}="),
            format!("{token}A"),
            format!(" {token}"),
            format!("{token}\n"),
            token.replace('-', "+"),
            token.to_lowercase(),
            URL_SAFE_NO_PAD.encode(overlong),
            String::new(),
            "A".repeat(1_000_000),
        ] {
            assert!(other == token || keys().verify(&other) == Err(Forged), "{other}");
        }
    }

    #[test]
    fn keys_are_never_shown() {
        assert_eq!(format!("{:?}", Keys::new(SECRET, Some(b"old"))), "Keys { rotating: true, .. }");
    }
}
