//! Every address of the program as a function, so that no page spells one by hand.

use url::form_urlencoded::byte_serialize;

/// Percent-encodes one part of a path or a query.
#[must_use]
pub fn encoded(part: &str) -> String {
    byte_serialize(part.as_bytes()).collect::<String>().replace('+', "%20")
}

#[must_use]
pub fn sign_in(back: Option<&str>) -> String {
    back.map_or_else(|| "/sign-in".to_owned(), |back| format!("/sign-in?back={}", encoded(back)))
}
pub const SIGN_OUT: &str = "/sign-out";
pub const LANGUAGE: &str = "/language";
pub const DESK: &str = "/desk/complaints";
pub const BOARD: &str = "/board/nps";
pub const SATISFACTION: &str = "/board/satisfaction";
pub const LETTERS: &str = "/settings/letters";
pub const MAILBOX: &str = "/mailbox";

/// Takes the most urgent complaint that nobody has.
pub const TAKE_NEXT: &str = "/desk/complaints/next";

/// A list of complaints (`open`, `mine`, `nobodys`, `finished`) from a place in it on.
#[must_use]
pub fn queue(list: &str, after: Option<&str>) -> String {
    let address = if list == "open" { DESK.to_owned() } else { format!("{DESK}?list={list}") };
    match after {
        Some(after) if list == "open" => format!("{address}?after={}", encoded(after)),
        Some(after) => format!("{address}&after={}", encoded(after)),
        None => address,
    }
}

#[must_use]
pub fn complaint(number: i64) -> String {
    format!("/desk/complaints/{number}")
}

/// What may be done to a complaint: `take`, `reply`, `note`, `resolve`, `reopen`.
#[must_use]
pub fn complaint_step(number: i64, step: &str) -> String {
    format!("/desk/complaints/{number}/{step}")
}

#[must_use]
pub fn customer(external_id: &str) -> String {
    format!("/desk/customers/{}", encoded(external_id))
}

#[must_use]
pub fn board(name: &str) -> String {
    format!("/board/{name}")
}

/// The form of one invitation, without the host.
#[must_use]
pub fn form(token: &str) -> String {
    format!("/s/{token}")
}

#[must_use]
pub fn thanks(token: &str) -> String {
    format!("/s/{token}/thanks")
}

#[must_use]
pub fn unsubscribe(token: &str) -> String {
    format!("/s/{token}/unsubscribe")
}

/// The form of one invitation by its short code, without the host.
#[must_use]
pub fn short_form(code: &str) -> String {
    format!("/q/{code}")
}

/// The form of an open link, without the host.
#[must_use]
pub fn open_form(code: &str) -> String {
    format!("/o/{code}")
}

/// The form of a link that the shop signed: this and its query.
pub const SIGNED_FORM: &str = "/p";

/// The links of other roads than mail.
pub const ROADS: &str = "/settings/links";

/// What may be done to an open link: `revoke`, `restore`; or what is fetched of it: `print`, `code.svg`.
#[must_use]
pub fn open_link(id: i64, what: &str) -> String {
    format!("{ROADS}/{id}/{what}")
}

/// What may be done to a letter in trouble: `retry`, `give-up`.
#[must_use]
pub fn letter_step(id: i64, step: &str) -> String {
    format!("{LETTERS}/{id}/{step}")
}

/// Asks the mail server whether it answers.
pub const LETTERS_CHECK: &str = "/settings/letters/check";

/// A letter of the demo's mailbox, shown in one of its views.
#[must_use]
pub fn mailbox_letter(name: &str, view: &str) -> String {
    format!("{MAILBOX}/{}?view={view}", encoded(name))
}

/// The HTML half of a letter, for the frame that shows it.
#[must_use]
pub fn mailbox_html(name: &str) -> String {
    format!("{MAILBOX}/{}/html", encoded(name))
}

/// A page or file of the board with what it counts, as pairs of the address.
#[must_use]
pub fn board_of(name: &str, pairs: &[(&str, String)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { board(name) } else { format!("/board/{name}?{query}") }
}
