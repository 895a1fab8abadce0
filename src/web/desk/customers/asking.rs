//! How asking about one purchase stands, in a sentence: answered, asked, to be asked, waiting, or why not.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        invitation::{Decision, Why},
        language::Language,
    },
    store::purchases::Told,
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

impl Asking {
    /// As it was decided and came out.
    pub fn as_decided(told: &Told, now: DateTime<Utc>) -> Self {
        let why = told.reason.as_deref().and_then(Why::parse);
        match (told.send_at.zip(told.expires_at), told.decision.as_deref(), why, told.reconsider_at) {
            (Some((send_at, expires_at)), ..) => Self::of_invitation(told, send_at, expires_at, now),
            (None, Some("wait"), Some(why), Some(until)) => Self::Waits { until, why },
            (None, Some("refuse"), Some(why), _) => Self::No(why),
            _ => Self::Unsaid,
        }
    }

    /// As the rules say now.
    pub const fn by_rules(decision: Decision) -> Self {
        match decision {
            Decision::Ask { .. } => Self::Soon,
            Decision::Wait { until, why } => Self::Waits { until, why },
            Decision::Refuse { why } => Self::No(why),
        }
    }

    fn of_invitation(told: &Told, send_at: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) -> Self {
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
        match told.letter_state.as_deref() {
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
