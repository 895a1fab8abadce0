//! How asking stands, about a purchase or by another survey, in a sentence: answered, asked, waiting, or why not.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        invitation::{Decision, Why},
        language::Language,
    },
    store::{customers::asked::KindTold, purchases::Told},
    t,
    web::ui::Tone,
    words::format,
};

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    Answered(DateTime<Utc>),
    Revoked,
    HandedOut {
        at: DateTime<Utc>,
        until: DateTime<Utc>,
        over: bool,
    },
    Sent {
        at: DateTime<Utc>,
        until: DateTime<Utc>,
        over: bool,
    },
    NotDelivered,
    Cancelled,
    Expired(DateTime<Utc>),
    WillBeSent(DateTime<Utc>),
    /// Nobody decided yet; the rules say yes.
    Soon,
    Waits {
        until: DateTime<Utc>,
        why: Why,
    },
    No(Why),
    /// A reason that this release does not know.
    Unsaid,
}

/// A decision and the invitation that came of it, wherever they were read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outcome<'a> {
    decision: Option<&'a str>,
    reason: Option<&'a str>,
    reconsider_at: Option<DateTime<Utc>>,
    send_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    handed_out_at: Option<DateTime<Utc>>,
    answered_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    letter_state: Option<&'a str>,
}

impl Outcome<'_> {
    /// The decision alone.
    pub fn without_invitation(self) -> Self {
        Self {
            decision: self.decision,
            reason: self.reason,
            reconsider_at: self.reconsider_at,
            ..Self::default()
        }
    }
}

macro_rules! outcomes {
    ($($told:ty),+) => {$(impl<'a> From<&'a $told> for Outcome<'a> {
        fn from(told: &'a $told) -> Self {
            Self {
                decision: told.decision.as_deref(),
                reason: told.reason.as_deref(),
                reconsider_at: told.reconsider_at,
                send_at: told.send_at,
                expires_at: told.expires_at,
                sent_at: told.sent_at,
                handed_out_at: told.handed_out_at,
                answered_at: told.answered_at,
                revoked_at: told.revoked_at,
                letter_state: told.letter_state.as_deref(),
            }
        }
    })+};
}
outcomes!(Told, KindTold);

impl Asking {
    /// As it was decided and came out.
    pub fn as_decided(told: &Outcome<'_>, now: DateTime<Utc>) -> Self {
        let why = told.reason.and_then(Why::parse);
        match (told.send_at.zip(told.expires_at), told.decision, why, told.reconsider_at) {
            (Some((send_at, expires_at)), ..) => Self::of_invitation(told, send_at, expires_at, now),
            (None, Some("wait"), Some(why), Some(until)) => Self::Waits { until, why },
            (None, Some("refuse"), Some(why), _) => Self::No(why),
            _ => Self::Unsaid,
        }
    }

    /// Whether it says no more than that there is an invitation.
    pub fn repeats_the_asking(&self) -> bool {
        matches!(self, Self::No(Why::AlreadyInvited))
    }

    /// As the rules say now.
    pub const fn by_rules(decision: Decision) -> Self {
        match decision {
            Decision::Ask { .. } => Self::Soon,
            Decision::Wait { until, why } => Self::Waits { until, why },
            Decision::Refuse { why } => Self::No(why),
        }
    }

    fn of_invitation(
        told: &Outcome<'_>,
        send_at: DateTime<Utc>,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let over = until <= now;
        if let Some(at) = told.answered_at {
            return Self::Answered(at);
        }
        if told.revoked_at.is_some() {
            return Self::Revoked;
        }
        if let Some(at) = told.sent_at {
            return Self::Sent { at, until, over };
        }
        if let Some(at) = told.handed_out_at {
            return Self::HandedOut { at, until, over };
        }
        match told.letter_state {
            Some("failed") => Self::NotDelivered,
            Some("cancelled") => Self::Cancelled,
            _ if over => Self::Expired(until),
            _ => Self::WillBeSent(send_at),
        }
    }

    /// How its sentence is coloured.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Answered(_) => Tone::Good,
            Self::HandedOut { over: false, .. }
            | Self::Sent { over: false, .. }
            | Self::WillBeSent(_)
            | Self::Soon => Tone::Notice,
            Self::NotDelivered => Tone::Bad,
            Self::Waits { .. } => Tone::Warning,
            _ => Tone::Plain,
        }
    }

    /// One or two words.
    pub fn mark(self, language: Language) -> String {
        let id = match self {
            Self::Answered(_) => "planning-mark-answered",
            Self::HandedOut { .. } | Self::Sent { .. } => "planning-mark-asked",
            Self::WillBeSent(_) | Self::Soon => "planning-mark-soon",
            Self::Waits { .. } => "planning-mark-waits",
            Self::NotDelivered => "planning-mark-failed",
            Self::Revoked | Self::Cancelled | Self::Expired(_) | Self::No(_) | Self::Unsaid => {
                "planning-mark-not-asked"
            }
        };
        t!(language, id).into_owned()
    }

    /// The sentence where it is not about a purchase.
    pub fn words_of_kind(self, language: Language, zone: Tz) -> String {
        match self {
            Self::Waits { until, why: Why::TooEarly } => {
                t!(language, "asking-wait", until = format::moment(language, until, zone)).into_owned()
            }
            Self::No(Why::WindowPassed) => t!(language, "asking-window-passed").into_owned(),
            Self::No(Why::QuietPeriod) => t!(language, "asking-quiet").into_owned(),
            Self::No(Why::AlreadyInvited) => t!(language, "asking-already-invited").into_owned(),
            other => other.words(language, zone),
        }
    }

    /// The sentence.
    pub fn words(self, language: Language, zone: Tz) -> String {
        let day = |at| format::date(language, at, zone);
        let moment = |at| format::moment(language, at, zone);
        match self {
            Self::Answered(at) => t!(language, "planning-answered", at = moment(at)),
            Self::Revoked => t!(language, "planning-revoked"),
            Self::HandedOut { at, until, over: false } => {
                t!(language, "planning-handed-out", at = day(at), until = day(until))
            }
            Self::HandedOut { at, over: true, .. } => t!(language, "planning-handed-out-over", at = day(at)),
            Self::Sent { at, until, over: false } => {
                t!(language, "planning-sent", at = day(at), until = day(until))
            }
            Self::Sent { at, over: true, .. } => t!(language, "planning-sent-over", at = day(at)),
            Self::NotDelivered => t!(language, "planning-not-delivered"),
            Self::Cancelled => t!(language, "planning-cancelled"),
            Self::Expired(at) => t!(language, "planning-expired", at = day(at)),
            Self::WillBeSent(at) => t!(language, "planning-will-be-sent", at = moment(at)),
            Self::Soon => t!(language, "planning-soon"),
            Self::Waits { until, why: Why::QuietPeriod } => {
                t!(language, "planning-wait-quiet_period", until = moment(until))
            }
            Self::Waits { until, .. } => t!(language, "planning-wait-too_early", until = moment(until)),
            Self::No(why) => t!(language, &format!("planning-why-{why}")),
            Self::Unsaid => t!(language, "planning-unsaid"),
        }
        .into_owned()
    }
}
