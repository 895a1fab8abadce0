//! Message-IDs in letters from outside, and which of them name letters of ours.

use std::collections::BTreeSet;

use subtle::ConstantTimeEq as _;

use crate::mail::post::message_id;

/// How an id of ours begins; see [`message_id`].
const MARK: &[u8] = b"otklik-";
/// The most ids looked for in one letter.
pub(super) const MOST_IDS: usize = 2_500;
/// A longer one is none of ours: a host name has at most 253 characters.
const LONGEST_ID: usize = 320;

/// The letter that a Message-ID names, if this house made it. The host in it may be one that we had before.
#[must_use]
pub fn ours(id: &str, key: &[u8]) -> Option<i64> {
    let id = id.trim().trim_start_matches('<').trim_end_matches('>');
    if id.len() > LONGEST_ID {
        return None;
    }
    let (name, host) = id.split_once('@')?;
    let mut parts = name.split('-');
    let (mark, number) = (parts.next()?, parts.next()?);
    let letter: i64 = number.parse().ok().filter(|letter| *letter > 0)?;
    let true_one = message_id(letter, host, key);
    (mark == "otklik" && bool::from(true_one.as_bytes().ct_eq(id.as_bytes()))).then_some(letter)
}

/// The ids in a header's value: with or without brackets, one or several.
pub fn bare(value: &str) -> impl Iterator<Item = String> + use<> {
    let ids: Vec<String> = value
        .split([' ', '\t', '\r', '\n', ',', '<', '>'])
        .filter(|id| id.contains('@') && id.len() <= LONGEST_ID)
        .take(MOST_IDS)
        .map(str::to_owned)
        .collect();
    ids.into_iter()
}

/// The ids of `Message-ID:` lines in the words of a notice, which quotes the headers of what came back.
pub fn named_in_text(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.trim_start_matches([' ', '\t', '>', '|']).split_once(':'))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("message-id"))
        .flat_map(|(_, value)| bare(value))
        .take(MOST_IDS)
        .collect()
}

/// Everything in these bytes that has the shape of an id of ours, each once.
pub fn in_bytes(bytes: &[u8]) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, MARK) {
        let (_, from) = rest.split_at(at);
        let length = from
            .iter()
            .take(LONGEST_ID)
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-.@_".contains(byte))
            .count();
        let (id, after) = from.split_at(length.max(MARK.len()));
        if let Some(id) = std::str::from_utf8(id).ok().filter(|id| id.contains('@')) {
            found.insert(id.trim_end_matches('.').to_owned());
        }
        if found.len() >= MOST_IDS {
            break;
        }
        rest = after;
    }
    found.into_iter().collect()
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::{bare, in_bytes, named_in_text, ours};
    use crate::mail::post::message_id;

    #[test]
    fn only_ids_of_this_house_are_ours() {
        let id = message_id(41, "otklik.example", b"key");
        assert_eq!(ours(&id, b"key"), Some(41));
        assert_eq!(ours(&format!(" <{id}> "), b"key"), Some(41));
        for bad in [
            id.replace("41", "42"),
            id.replace("otklik.example", "shop.example"),
            id.replace("otklik-41", "otklik-041"),
            id.to_uppercase(),
            "otklik-41-@otklik.example".to_owned(),
            "otklik-41".to_owned(),
            "@".to_owned(),
            format!("otklik-41-0@{}", "x".repeat(1000)),
        ] {
            assert_eq!(ours(&bad, b"key"), None, "{bad}");
        }
        assert_eq!(ours(&id, b"another key"), None);
    }

    #[test]
    fn ids_are_found_wherever_they_stand() {
        assert_eq!(bare("<a@b> <c@d>,e@f x").collect::<Vec<_>>(), ["a@b", "c@d", "e@f"]);
        assert_eq!(
            named_in_text("x\n> Message-ID: <a@b>\nMessage-Id:<c@d>\nIn-Reply-To: <e@f>"),
            ["a@b", "c@d"]
        );
        let found = in_bytes(b"\0 otklik-2-00@b.ru. otklik- otklik-1-00@b.ru\xff <otklik-2-00@b.ru>");
        assert_eq!(found, ["otklik-1-00@b.ru", "otklik-2-00@b.ru"]);
    }
}
