//! Every address of the program as a function, so that no page spells one by hand.

mod board;
mod settings;

pub use board::*;
pub use settings::*;
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
/// Where a mail server posts letters that came in.
pub const MAIL_IN: &str = "/mail/incoming";
pub const MAILBOX: &str = "/mailbox";

/// The keys of the desk.
pub const KEYS: &str = "/desk/keys";

/// Takes the most urgent complaint that nobody has.
pub const TAKE_NEXT: &str = "/desk/complaints/next";

/// What happens to complaints, as it happens.
pub const LIVE: &str = "/desk/live";
/// Some rows of a list as they are now.
pub const ROWS: &str = "/desk/complaints/rows";
/// Takes a complaint in by hand.
pub const NEW_COMPLAINT: &str = "/desk/complaints/new";
/// Who may be meant there, as a part of that page.
pub const NEW_COMPLAINT_PEOPLE: &str = "/desk/complaints/new/people";

/// The same with a customer chosen.
#[must_use]
pub fn new_complaint_of(customer: i64) -> String {
    format!("{NEW_COMPLAINT}?customer={customer}")
}

/// A list of complaints (`open`, `mine`, `nobodys`, `finished`) from a place in it on. [`DESK`] alone is whichever list its
/// reader wants first.
#[must_use]
pub fn queue(list: &str, after: Option<&str>) -> String {
    let address = format!("{DESK}?list={list}");
    after.map_or_else(|| address.clone(), |after| format!("{address}&after={}", encoded(after)))
}

/// A list of complaints by the fields of its filter.
#[must_use]
pub fn filtered(pairs: &[(&'static str, String)]) -> String {
    if pairs.is_empty() { queue("open", None) } else { format!("{DESK}?{}", query_of(pairs)) }
}

/// Pairs as the query of an address.
#[must_use]
pub fn query_of(pairs: &[(&'static str, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Saves a list under a name.
pub const VIEWS: &str = "/desk/views";

/// Renames, shares, moves, changes or removes a saved list.
#[must_use]
pub fn view(id: i64) -> String {
    format!("{VIEWS}/{id}")
}

/// Which list opens first.
pub const FIRST_LIST: &str = "/desk/first-list";

/// How close the lines of the list stand.
pub const DENSITY: &str = "/desk/density";

#[must_use]
pub fn complaint(number: i64) -> String {
    format!("/desk/complaints/{number}")
}

/// What may be done to a complaint: a deed of its card by name.
#[must_use]
pub fn complaint_step(number: i64, step: &str) -> String {
    format!("/desk/complaints/{number}/{step}")
}

/// The older part of a complaint's history: what stands before an entry.
#[must_use]
pub fn complaint_history(number: i64, before: Option<i64>) -> String {
    let address = format!("{}/history", complaint(number));
    before.map_or_else(|| address.clone(), |before| format!("{address}?before={before}"))
}

/// A complaint as a file to print: what may go outside, or with all that only colleagues read.
#[must_use]
pub fn dossier(number: i64, with_notes: bool) -> String {
    format!("{}/dossier{}", complaint(number), if with_notes { "?notes=yes" } else { "" })
}

/// Who holds what.
pub const TEAM: &str = "/desk/team";

/// The open complaints of somebody (`none`: of nobody), as the queue filters them.
#[must_use]
pub fn queue_of(owner: Option<i64>, more: &[(&str, &str)]) -> String {
    let owner = owner.map_or_else(|| "none".to_owned(), |owner| owner.to_string());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("owner", &owner).extend_pairs(more);
    format!("{DESK}?{}", query.finish())
}

/// A card with the words of a letter that was taken back, in the form (`reply`, `resolve`) that they were written in.
#[must_use]
pub fn complaint_recalled(number: i64, panel: &str) -> String {
    format!("/desk/complaints/{number}?recalled={panel}#steps")
}

/// Words that are ready to be sent.
pub const CANNED: &str = "/desk/canned";
pub const CANNED_REMOVE: &str = "/desk/canned/remove";

/// The same with one to be changed (`edit`) or just removed (`removed`).
#[must_use]
pub fn canned(asked: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{CANNED}?{}", query.extend_pairs(asked).finish())
}

/// A file of a complaint, to download.
#[must_use]
pub fn attachment(id: i64) -> String {
    format!("/desk/attachments/{id}")
}

/// Letters of people that belong to no complaint yet.
pub const SORTING: &str = "/desk/sorting";

/// Those before one, or after one was set aside.
#[must_use]
pub fn sorting(before: Option<i64>, aside: Option<i64>) -> String {
    match (before, aside) {
        (Some(before), _) => format!("{SORTING}?before={before}"),
        (None, Some(aside)) => format!("{SORTING}?aside={aside}"),
        (None, None) => SORTING.to_owned(),
    }
}

/// What may be done to a letter that came in: `put`, `open`, `aside`, `back`, `out`.
#[must_use]
pub fn sorting_step(id: i64, step: &str) -> String {
    format!("{SORTING}/{id}/{step}")
}

/// A letter that came in, whole.
#[must_use]
pub fn mail(id: i64) -> String {
    format!("/desk/mail/{id}")
}

/// The same as it came.
#[must_use]
pub fn mail_raw(id: i64) -> String {
    format!("/desk/mail/{id}/raw")
}

/// A file that came with it.
#[must_use]
pub fn mail_file(id: i64, at: u32) -> String {
    format!("/desk/mail/{id}/files/{at}")
}

/// Takes one deed on many complaints.
pub const BULK: &str = "/desk/bulk";
/// Everything somebody has goes to others.
pub const HANDOVER: &str = "/desk/handover";
/// One's own reminders.
pub const REMINDERS: &str = "/desk/reminders";
/// Notes that one is away, or back.
pub const AWAY: &str = "/desk/away";

/// What became of one deed on many complaints, from behind a number on.
#[must_use]
pub fn bulk(id: i64, after: Option<i64>) -> String {
    after.map_or_else(|| format!("{BULK}/{id}"), |after| format!("{BULK}/{id}?after={after}"))
}

#[must_use]
pub fn undo_bulk(id: i64) -> String {
    format!("{BULK}/{id}/undo")
}

#[must_use]
pub fn customer(external_id: &str) -> String {
    format!("/desk/customers/{}", encoded(external_id))
}

/// The list of customers.
pub const CUSTOMERS: &str = "/desk/customers";

/// The list of customers whose name, id, address or telephone begins so, from behind an id on.
#[must_use]
pub fn customers(sought: &str, after: Option<i64>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !sought.is_empty() {
        query.append_pair("q", sought);
    }
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    let query = query.finish();
    if query.is_empty() { CUSTOMERS.to_owned() } else { format!("{CUSTOMERS}?{query}") }
}

/// A list on the page of a customer (`purchases`, `answers`, `letters`, …) from behind a place on.
#[must_use]
pub fn customer_list(external_id: &str, list: &str, after: Option<&str>) -> String {
    let address = customer(external_id);
    match after {
        Some(after) => format!("{address}?{list}={}#customers-{list}", encoded(after)),
        None => format!("{address}#customers-{list}"),
    }
}

/// Marks a customer as left, or corrects that.
#[must_use]
pub fn departures(external_id: &str) -> String {
    format!("{}/departures", customer(external_id))
}

/// Takes a departure back as a mistake.
#[must_use]
pub fn take_back_departure(external_id: &str, id: i64) -> String {
    format!("{}/{id}/take-back", departures(external_id))
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

/// Where an unfinished answer is kept.
#[must_use]
pub fn keep(token: &str) -> String {
    format!("/s/{token}/keep")
}

/// The form again, filled in with what was answered.
#[must_use]
pub fn edit(token: &str) -> String {
    format!("/s/{token}?edit=1")
}

#[must_use]
pub fn withdraw(token: &str) -> String {
    format!("/s/{token}/withdraw")
}

/// Takes words for the complaint that an answer opened.
#[must_use]
pub fn add(token: &str) -> String {
    format!("/s/{token}/add")
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
/// Deadlines that somebody was told of.
pub const ALERTS: &str = "/desk/alerts";

/// The list of them from behind one on.
#[must_use]
pub fn alerts(before: i64) -> String {
    format!("{ALERTS}?before={before}")
}

/// All of them are seen.
pub const ALERTS_SEEN: &str = "/desk/alerts/seen";

/// One of them is seen.
#[must_use]
pub fn alert_seen(id: i64) -> String {
    format!("{ALERTS}/{id}/seen")
}
