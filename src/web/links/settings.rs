//! Addresses of the settings.

use super::encoded;

pub const LETTERS: &str = "/settings/letters";
pub const SURVEYS: &str = "/settings/surveys";
pub const BRAND: &str = "/settings/brand";
/// Whether complaints are handed out by load.
pub const ASSIGNING: &str = "/settings/assigning";

/// The definition of inactive and lost customers.
pub const CHURN: &str = "/settings/churn";
/// What readers of reports may know.
pub const REPORT_SETTINGS: &str = "/settings/reports";

/// What is told with a rejection, and when complaints close.
pub const OUTCOMES: &str = "/settings/outcomes";
/// What lies behind complaints.
pub const ROOT_CAUSES: &str = "/settings/root-causes";

/// The root causes with one first level opened.
#[must_use]
pub fn root_causes(open: &str) -> String {
    format!("{ROOT_CAUSES}?open={0}#{0}", encoded(open))
}

/// Changes one root cause.
#[must_use]
pub fn root_cause(code: &str) -> String {
    format!("{ROOT_CAUSES}/{}", encoded(code))
}

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

/// Saves the rules of a kind of survey, or those that all `shared`.
#[must_use]
pub fn survey_rules(name: &str) -> String {
    format!("{SURVEYS}/{name}")
}

/// Brings the defaults of these rules back.
#[must_use]
pub fn survey_defaults(name: &str) -> String {
    format!("{SURVEYS}/{name}/defaults")
}

/// Letters that came in.
pub const INCOMING: &str = "/settings/incoming";

/// A list of them: `all`, `look`.
#[must_use]
pub fn incoming_list(list: &str) -> String {
    format!("{INCOMING}?list={list}")
}

/// A letter as it came.
#[must_use]
pub fn incoming(id: i64) -> String {
    format!("{INCOMING}/{id}")
}

/// Somebody has looked at it.
#[must_use]
pub fn incoming_seen(id: i64) -> String {
    format!("{INCOMING}/{id}/seen")
}

/// Addresses that get no letters.
pub const SUPPRESSIONS: &str = "/settings/suppressions";

/// Those that begin with these characters, from a place in the list on.
#[must_use]
pub fn suppressions_of(beginning: &str, before: Option<i64>) -> String {
    let address = format!("{SUPPRESSIONS}?address={}", encoded(beginning));
    before.map_or_else(|| address.clone(), |before| format!("{address}&before={before}"))
}

/// Takes an entry off the list.
#[must_use]
pub fn suppression_remove(id: i64) -> String {
    format!("{SUPPRESSIONS}/{id}/remove")
}

/// Asks the mail server whether it answers.
pub const LETTERS_CHECK: &str = "/settings/letters/check";

/// Months of payments that are lost with a customer.
pub const HORIZON: &str = "/settings/churn/horizon";

/// What a form or a letter (`form`, `letter`) looks like with a name and a colour that are only tried.
#[must_use]
pub fn brand_preview(of: &str, name: &str, colour: &str) -> String {
    format!("{BRAND}/{of}?name={}&colour={}", encoded(name), encoded(colour))
}

/// How many letters leave in a minute, and whether their opening is looked for.
pub const LETTERS_MANNER: &str = "/settings/letters/manner";

/// Working hours and limits of complaints.
pub const CLOCKS: &str = "/settings/clocks";
/// Days that are otherwise than their weekday.
pub const CLOCKS_DAYS: &str = "/settings/clocks/days";
pub const CLOCKS_DAYS_REMOVE: &str = "/settings/clocks/days/remove";

/// The page of the clocks with the special days of a year, and what was just done.
#[must_use]
pub fn clocks_of_year(year: i32, done: Option<&str>) -> String {
    match done {
        Some(done) => format!("{CLOCKS}?year={year}&done={done}"),
        None => format!("{CLOCKS}?year={year}"),
    }
}

/// How long the law gives for each kind of claim.
pub const LEGAL_TERMS: &str = "/settings/legal-terms";

/// Changes a term (nothing), switches it (`switch`), or notes what the lawyer says of it (`confirm`).
#[must_use]
pub fn legal_term(code: &str, what: Option<&str>) -> String {
    let address = format!("{LEGAL_TERMS}/{}", encoded(code));
    what.map_or_else(|| address.clone(), |what| format!("{address}/{what}"))
}

/// How early deadlines are told.
pub const ALERT_POLICY: &str = "/settings/legal-terms/alerts";
