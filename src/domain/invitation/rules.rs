//! The rules of one kind of survey, with their defaults and what makes them impossible.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::questionnaire::SurveyKind;

/// Purchases (on different days) from which somebody's own rhythm is known.
pub const RHYTHM_PURCHASES: u8 = 4;

/// Nobody is silent sooner than this, however often they buy.
pub const LEAST_SILENCE: TimeDelta = TimeDelta::days(14);

/// The rules of one kind. A day is 24 hours, counted from the moment that the kind asks about.
///
/// | kind | its moment | delay | window | exempt from the quiet period |
/// | --- | --- | --- | --- | --- |
/// | `purchase` | delivery, or purchase where none is known | 2 | 6 | no |
/// | `relationship` | first purchase, or the last such question | 90 | none | no |
/// | `inactive` | last purchase | 90, or their own rhythm | 180 | no |
/// | `exit` | departure | 14 | 60 | yes |
/// | `resolution` | complaint resolved | 1 | 14 | yes |
/// | `staff` | on demand | 0 | none | no, but only staff questions count |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Whether this is asked at all.
    pub on: bool,
    /// Days from the moment to the letter.
    pub delay_days: u16,
    /// Days from the moment in which the letter must leave; none: it may leave whenever the delay has passed. A first
    /// import of years of history asks nobody about what lies behind its window.
    pub window_days: Option<u16>,
    /// Days a link opens its form, from the sending.
    pub expiry_days: u16,
    /// Days from the sending to the one reminder; none: no reminder.
    pub reminder_days: Option<u16>,
    /// Of `inactive`: silence is so many times the customer's own median gap between purchases, where that is known;
    /// none: silence is the delay for everybody.
    pub rhythm: Option<u8>,
}

/// Rules that can't be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRules {
    /// No hour in which letters leave.
    #[error("sending hours {from}-{to} are not from 0..=23 to a later hour up to 24")]
    Hours {
        /// The first hour given.
        from: u8,
        /// The end given.
        to: u8,
    },
    /// No day on which letters leave.
    #[error("there is no day of the week on which letters leave")]
    NoDay,
    /// The letter would be due when its window is over.
    #[error("a delay of {delay} days leaves nothing of a window of {window}")]
    Window {
        /// Days of delay given.
        delay: u16,
        /// Days of the window given.
        window: u16,
    },
    /// The reminder would come to a dead link.
    #[error("a reminder after {reminder} days is not before the link expires after {expiry}")]
    Reminder {
        /// Days to the reminder given.
        reminder: u16,
        /// Days to the expiry given.
        expiry: u16,
    },
    /// A link that is dead when it is sent.
    #[error("a link must open its form for a day at least")]
    NoExpiry,
    /// Past this it is a slip of the hand.
    #[error("{name} = {value}, at most {most} is allowed")]
    TooMuch {
        /// Which rule.
        name: &'static str,
        /// What was given.
        value: u16,
        /// The bound.
        most: u16,
    },
}

impl Rules {
    /// The most days for delay and window.
    pub const MOST_DAYS: u16 = 1_095;
    /// The most days for a link.
    pub const MOST_EXPIRY: u16 = 365;
    /// The most times of somebody's own rhythm.
    pub const MOST_RHYTHM: u8 = 10;

    /// The defaults of a kind.
    #[must_use]
    pub const fn of(kind: SurveyKind) -> Self {
        let (delay_days, window_days) = match kind {
            SurveyKind::Purchase => (2, Some(6)),
            SurveyKind::Relationship => (90, None),
            SurveyKind::Inactive => (90, Some(180)),
            SurveyKind::Exit => (14, Some(60)),
            SurveyKind::Resolution => (1, Some(14)),
            SurveyKind::Staff => (0, None),
        };
        Self { on: true, delay_days, window_days, expiry_days: 30, reminder_days: Some(3), rhythm: None }
    }

    /// Whether they can be followed.
    ///
    /// # Errors
    /// The first of [`BadRules`] that holds.
    pub fn validate(&self) -> Result<(), BadRules> {
        let window = self.window_days.unwrap_or(0);
        for (name, value, most) in [
            ("delay_days", self.delay_days, Self::MOST_DAYS),
            ("window_days", window, Self::MOST_DAYS),
            ("expiry_days", self.expiry_days, Self::MOST_EXPIRY),
            ("rhythm", u16::from(self.rhythm.unwrap_or(0)), u16::from(Self::MOST_RHYTHM)),
        ] {
            if value > most {
                return Err(BadRules::TooMuch { name, value, most });
            }
        }
        if self.window_days.is_some() && self.delay_days >= window {
            return Err(BadRules::Window { delay: self.delay_days, window });
        }
        if self.expiry_days == 0 {
            return Err(BadRules::NoExpiry);
        }
        match self.reminder_days {
            Some(reminder) if reminder >= self.expiry_days => {
                Err(BadRules::Reminder { reminder, expiry: self.expiry_days })
            }
            _ => Ok(()),
        }
    }

    /// How long after the moment the letter is due: `rhythm` x `median_gap`, at least [`LEAST_SILENCE`], where both are
    /// known; `delay_days` otherwise.
    #[must_use]
    pub fn delay(&self, median_gap: Option<TimeDelta>) -> TimeDelta {
        let own = self.rhythm.zip(median_gap).and_then(|(times, gap)| gap.checked_mul(i32::from(times)));
        own.map_or_else(|| TimeDelta::days(i64::from(self.delay_days)), |own| own.max(LEAST_SILENCE))
    }

    /// How long the letter may leave from the moment on when it is due; none: for ever.
    #[must_use]
    pub fn room(&self) -> Option<TimeDelta> {
        self.window_days.map(|window| TimeDelta::days(i64::from(window.saturating_sub(self.delay_days))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_of_every_kind_can_be_followed() {
        for kind in SurveyKind::all() {
            assert_eq!(Rules::of(*kind).validate(), Ok(()), "{kind}");
        }
    }

    #[test]
    fn rules_are_read_and_checked() {
        let json = serde_json::json!(Rules::of(SurveyKind::Inactive));
        assert_eq!(serde_json::from_value::<Rules>(json.clone()).ok(), Some(Rules::of(SurveyKind::Inactive)));
        let mut misspelt = json;
        misspelt["quite_days"] = 14.into();
        assert!(serde_json::from_value::<Rules>(misspelt).is_err());

        let rules = Rules::of(SurveyKind::Purchase);
        let window = Rules { delay_days: 6, ..rules };
        assert_eq!(window.validate(), Err(BadRules::Window { delay: 6, window: 6 }));
        let reminder = Rules { reminder_days: Some(30), ..rules };
        assert_eq!(reminder.validate(), Err(BadRules::Reminder { reminder: 30, expiry: 30 }));
        assert_eq!(Rules { reminder_days: None, ..rules }.validate(), Ok(()));
        assert_eq!(Rules { expiry_days: 0, ..rules }.validate(), Err(BadRules::NoExpiry));
        let slip = Rules { expiry_days: 3_000, ..rules };
        let most = Rules::MOST_EXPIRY;
        assert_eq!(slip.validate(), Err(BadRules::TooMuch { name: "expiry_days", value: 3_000, most }));
    }

    #[test]
    fn silence_follows_ones_own_rhythm_where_the_rule_says_so() {
        let days = TimeDelta::days;
        let fixed = Rules::of(SurveyKind::Inactive);
        assert_eq!(fixed.delay(Some(days(10))), days(90));
        let own = Rules { rhythm: Some(3), ..fixed };
        assert_eq!(own.delay(Some(days(10))), days(30));
        assert_eq!(own.delay(Some(days(2))), LEAST_SILENCE);
        assert_eq!(own.delay(Some(days(200))), days(600));
        assert_eq!(own.delay(None), days(90));
        assert_eq!((own.room(), Rules::of(SurveyKind::Relationship).room()), (Some(days(90)), None));
    }
}
