//! Signed links: what was signed comes back, and nothing else does.

use otklik::domain::token::{Forged, Keys, ShortLink};
use proptest::prelude::*;

fn keys() -> Keys {
    Keys::new(b"the secret of the property tests", Some(b"the secret before it"))
}

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

proptest! {
    #[test]
    fn every_invitation_comes_back(id: i64) {
        prop_assert_eq!(keys().verify(keys().sign(id).as_str()), Ok(id));
    }

    #[test]
    fn any_other_character_is_forged(id in 0..i64::MAX, at: prop::sample::Index, other in prop::sample::select(ALPHABET)) {
        let token = keys().sign(id).as_str().to_owned();
        let at = at.index(token.len());
        let mut bytes = token.clone().into_bytes();
        prop_assume!(bytes[at] != other);
        bytes[at] = other;
        prop_assert_eq!(keys().verify(&String::from_utf8(bytes).unwrap()), Err(Forged));
    }

    #[test]
    fn any_flipped_bit_of_the_text_is_forged(id in 0..i64::MAX, at: prop::sample::Index, bit in 0..7u8) {
        let mut bytes = keys().sign(id).as_str().to_owned().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert_eq!(keys().verify(&String::from_utf8(bytes).unwrap()), Err(Forged));
    }

    #[test]
    fn any_shorter_or_longer_one_is_forged(id in 0..i64::MAX, cut in 1..20usize, more in "[A-Za-z0-9_-]{1,8}") {
        let token = keys().sign(id).as_str().to_owned();
        prop_assert_eq!(keys().verify(&token[..token.len() - cut]), Err(Forged));
        prop_assert_eq!(keys().verify(&format!("{token}{more}")), Err(Forged));
        prop_assert_eq!(keys().verify(&format!("{more}{token}")), Err(Forged));
    }

    #[test]
    fn garbage_is_forged_and_never_a_panic(garbage in any::<String>(), shaped in "[A-Za-z0-9_-]{0,64}") {
        prop_assert_eq!(keys().verify(&garbage), Err(Forged));
        prop_assert_eq!(keys().verify(&shaped), Err(Forged));
    }

    #[test]
    fn a_signature_holds_for_its_purpose_and_bytes_alone(
        purpose in "[a-z]{1,12}", other_purpose in "[a-z]{1,12}",
        bytes: Vec<u8>, other_bytes: Vec<u8>,
    ) {
        let signature = keys().mac(&purpose, &bytes);
        prop_assert!(keys().check(&purpose, &bytes, &signature));
        prop_assert_eq!(keys().check(&other_purpose, &bytes, &signature), purpose == other_purpose);
        prop_assert_eq!(keys().check(&purpose, &other_bytes, &signature), bytes == other_bytes);
    }

    #[test]
    fn every_short_code_comes_back_however_it_is_typed(id: i64, capitals: bool, hyphen in 0..10usize) {
        let mut code = keys().short_code(ShortLink::Invitation, id);
        prop_assert!(code.len() <= 23);
        if capitals {
            code = code.to_uppercase().replace('0', "O").replace('1', "I");
        }
        code.insert(hyphen, '-');
        prop_assert_eq!(keys().read_short_code(ShortLink::Invitation, &code), Ok(id));
        prop_assert_eq!(keys().read_short_code(ShortLink::Open, &code), Err(Forged));
    }

    #[test]
    fn any_other_character_of_a_short_code_is_forged(
        id: i64, at: prop::sample::Index, other in prop::sample::select(b"0123456789abcdefghjkmnpqrstvwxyz".as_slice()),
    ) {
        let mut code = keys().short_code(ShortLink::Invitation, id).into_bytes();
        let at = at.index(code.len());
        prop_assume!(code[at] != other);
        code[at] = other;
        let code = String::from_utf8(code).unwrap();
        prop_assert_eq!(keys().read_short_code(ShortLink::Invitation, &code), Err(Forged));
    }

    #[test]
    fn a_made_up_short_code_is_forged_and_never_a_panic(garbage in any::<String>(), shaped in "[0-9a-tv-z]{0,30}") {
        for code in [garbage, shaped] {
            prop_assert_eq!(keys().read_short_code(ShortLink::Invitation, &code), Err(Forged));
        }
    }

    #[test]
    fn another_house_opens_nothing(id: i64, secret: Vec<u8>) {
        let stranger = Keys::new(&secret, None);
        prop_assert_eq!(keys().verify(stranger.sign(id).as_str()), Err(Forged));
    }
}
