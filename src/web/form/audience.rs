//! Which addresses are customers', and whose link one is: for the brake and for headers, before any handler runs.

use actix_web::HttpResponse;

use crate::domain::token::Keys;

/// First parts of customers' addresses: a person's link, open links, links signed by a shop, short ones.
const CUSTOMERS: [&str; 4] = ["s", "o", "p", "q"];

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').skip(1)
}

/// Whether an address is one that customers open.
#[must_use]
pub fn is_for_customers(path: &str) -> bool {
    parts(path).next().is_some_and(|first| CUSTOMERS.contains(&first))
}

/// The invitation whose link an address is; none of a forged one, so that guessing fills no memory.
#[must_use]
pub fn invitation_of(path: &str, keys: &Keys) -> Option<i64> {
    let mut parts = parts(path);
    let token = parts.next().filter(|first| *first == "s").and_then(|_| parts.next())?;
    keys.verify(token).ok()
}

/// Whether the handler of an address draws its own form again with what was typed: the answer's.
#[must_use]
pub fn keeps_words_itself(path: &str) -> bool {
    let mut parts = parts(path);
    parts.next() == Some("s") && parts.next().is_some() && parts.next().is_none()
}

/// Nothing of customers is for search engines.
pub async fn robots() -> HttpResponse {
    let mut words = "User-agent: *\n".to_owned();
    for first in CUSTOMERS {
        words.push_str("Disallow: /");
        words.push_str(first);
        words.push_str("/\n");
    }
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_by_their_first_part() {
        for path in ["/s/abc", "/s/", "/s", "/o/1", "/p/x/y", "/q"] {
            assert!(is_for_customers(path), "{path}");
        }
        for path in ["/", "", "/sign-in", "/settings/letters", "/board/nps", "/so/x", "//s/x"] {
            assert!(!is_for_customers(path), "{path}");
        }
        assert!(
            keeps_words_itself("/s/abc")
                && !keeps_words_itself("/s/abc/add")
                && !keeps_words_itself("/o/abc")
        );
    }

    #[test]
    fn a_forged_link_is_nobodys() {
        let keys = Keys::new(b"a secret of some thirty-two bytes", None);
        let token = keys.sign(7);
        assert_eq!(invitation_of(&format!("/s/{token}/add"), &keys), Some(7));
        assert_eq!(invitation_of(&format!("/o/{token}"), &keys), None);
        assert_eq!(invitation_of("/s/abc", &keys), None);
        assert_eq!(invitation_of("/s", &keys), None);
    }
}
