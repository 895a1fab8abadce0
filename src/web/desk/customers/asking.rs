//! How asking stands, about a purchase or by another survey, in a sentence: answered, asked, waiting, or why not.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    actions::tell_asking::About,
    domain::{
        invitation::{Decision, Why},
        language::Language,
        questionnaire::SurveyKind,
    },
    store::planning::Told,
    t,
    web::ui::Tone,
    words::format,
};

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    Answered(DateTime<Utc>),
    /// They answered, and took the answer back.
    Withdrawn(DateTime<Utc>),
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
    /// The rules can't be followed.
    Unknown,
}

impl Asking {
    /// What came of the newest invitation, where there is one.
    pub fn as_invited(told: &Told, now: DateTime<Utc>) -> Option<Self> {
        let (send_at, expires_at) = told.send_at.zip(told.expires_at)?;
        Some(Self::of_invitation(told, send_at, expires_at, now))
    }

    /// What was decided not to be asked, or not yet; else what the rules say. None: nothing beside the invitation.
    pub fn as_decided(about: &About) -> Option<Self> {
        let told = &about.told;
        let why = told.reason.as_deref().and_then(Why::parse);
        match (told.decision.as_deref(), why, told.reconsider_at) {
            (Some("wait"), Some(why), Some(until)) => Some(Self::Waits { until, why }),
            (Some("refuse"), Some(why), _) => Some(Self::No(why)),
            _ if about.unusable => Some(Self::Unknown),
            _ => about.by_rules.map(Self::by_rules),
        }
    }

    /// As the rules say now.
    const fn by_rules(decision: Decision) -> Self {
        match decision {
            Decision::Ask { .. } => Self::Soon,
            Decision::Wait { until, why } => Self::Waits { until, why },
            Decision::Refuse { why } => Self::No(why),
        }
    }

    fn of_invitation(told: &Told, send_at: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let over = until <= now;
        if let Some(at) = told.withdrawn_at {
            return Self::Withdrawn(at);
        }
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
            Self::NotDelivered | Self::Unknown => Tone::Bad,
            Self::Waits { .. } => Tone::Warning,
            _ => Tone::Plain,
        }
    }

    /// One or two words.
    pub fn mark(self, language: Language) -> String {
        let id = match self {
            Self::Answered(_) => "planning-mark-answered",
            Self::Withdrawn(_) => "planning-mark-withdrawn",
            Self::HandedOut { .. } | Self::Sent { .. } => "planning-mark-asked",
            Self::WillBeSent(_) | Self::Soon => "planning-mark-soon",
            Self::Waits { .. } => "planning-mark-waits",
            Self::NotDelivered => "planning-mark-failed",
            Self::Revoked | Self::Cancelled | Self::Expired(_) | Self::No(_) | Self::Unknown => {
                "planning-mark-not-asked"
            }
        };
        t!(language, id).into_owned()
    }

    /// The sentence where it is not about a purchase.
    pub fn words_of(self, kind: SurveyKind, language: Language, zone: Tz) -> String {
        let day = |at| format::date(language, at, zone);
        let is_inactive = kind == SurveyKind::Inactive;
        match self {
            Self::Waits { until, why: Why::TooEarly } if is_inactive => {
                t!(language, "asking-inactive-wait", at = day(until))
            }
            Self::Waits { until, why: Why::TooEarly } => t!(language, "asking-wait", until = day(until)),
            Self::No(Why::WindowPassed) if is_inactive => t!(language, "asking-inactive-lost"),
            Self::No(Why::TooEarly) => t!(language, "asking-too-early"),
            Self::No(Why::WindowPassed) => t!(language, "asking-window-passed"),
            Self::No(Why::QuietPeriod) => t!(language, "asking-quiet"),
            Self::No(Why::AlreadyInvited) => t!(language, "asking-already-invited"),
            other => return other.words(language, zone),
        }
        .into_owned()
    }

    /// The sentence.
    pub fn words(self, language: Language, zone: Tz) -> String {
        let day = |at| format::date(language, at, zone);
        let moment = |at| format::moment(language, at, zone);
        match self {
            Self::Answered(at) => t!(language, "planning-answered", at = moment(at)),
            Self::Withdrawn(at) => t!(language, "planning-withdrawn", at = moment(at)),
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
            Self::Unknown => t!(language, "planning-unusable"),
        }
        .into_owned()
    }
}
