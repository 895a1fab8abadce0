//! Whether, and when, somebody is asked: the moment of each survey, the house's rules, and why not.

mod decision;
mod remind;
mod rules;
mod sending;

use chrono::{DateTime, TimeDelta, Utc};

pub use decision::{Decision, Facts, Plan, decide};
pub use remind::{LATEST_REMINDER, remind_at};
pub use rules::{BadRules, Rules};
pub use sending::{Sending, Weekdays};

use super::questionnaire::SurveyKind;

coded! {
    /// Why somebody was or was not asked; stored with every decision, so that a page can say it.
    pub enum Why {
        /// They were.
        Asked = "asked",
        /// The delay has not passed.
        TooEarly = "too_early",
        /// The window is over, or would be before a letter may leave.
        WindowPassed = "window_passed",
        /// They were asked not long ago.
        QuietPeriod = "quiet_period",
        /// They did not agree to be asked.
        NoConsent = "no_consent",
        /// There is nowhere to send a letter.
        NoAddress = "no_address",
        /// They stopped the letters.
        Unsubscribed = "unsubscribed",
        /// Letters to them come back.
        Bounced = "bounced",
        /// They asked to be forgotten.
        Erased = "erased",
        /// They were asked about this very thing before.
        AlreadyInvited = "already_invited",
        /// The house does not ask this.
        SwitchedOff = "switched_off",
        /// A guest of an open link, or an employee: not whom this survey is for.
        NotCustomer = "not_customer",
        /// They left: the exit survey is theirs.
        Left = "left",
        /// They have not bought for long: the survey of the silent is theirs.
        NotActive = "not_active",
        /// They left and bought again since.
        Returned = "returned",
        /// The complaint is open again, or was closed in another way.
        NotResolved = "not_resolved",
    }
}

/// Who somebody is to the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Somebody who buys.
    Customer,
    /// Answered by an open link and is not known otherwise.
    Guest,
    /// Works here.
    Employee,
}

/// The kinds that the worker plans, rare ones first: within one quiet period the rarer question wins, or a frequent
/// buyer would only ever be asked about purchases. `staff` is asked on demand.
pub const PLANNED: [SurveyKind; 5] = [
    SurveyKind::Resolution,
    SurveyKind::Exit,
    SurveyKind::Relationship,
    SurveyKind::Inactive,
    SurveyKind::Purchase,
];

/// Whether a kind neither waits for a quiet period nor begins one: it answers something that just happened to them.
#[must_use]
pub const fn is_exempt(kind: SurveyKind) -> bool {
    matches!(kind, SurveyKind::Exit | SurveyKind::Resolution)
}

fn after(moment: DateTime<Utc>, days: u16) -> DateTime<Utc> {
    later(moment, TimeDelta::days(i64::from(days)))
}

fn later(moment: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
    moment.checked_add_signed(span).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
