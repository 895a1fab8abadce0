//! The rules of one kind of survey, with their defaults and what makes them impossible.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use crate::domain::departure::Silence;
use crate::domain::questionnaire::SurveyKind;

/// The rules of one kind. A day is 24 hours, counted from the moment that the kind asks about.
///
/// | kind | its moment | delay | window | exempt from the quiet period |
/// | --- | --- | --- | --- | --- |
/// | `purchase` | delivery, or purchase where none is known | 2 | 6 | no |
/// | `relationship` | first purchase, or the last such question | 90 | none | no |
/// | `inactive` | becoming inactive, by [`Silence`] | 0 | until they are lost | no |
/// | `exit` | departure | 14 | 60 | yes |
/// | `resolution` | complaint resolved | 1 | 14 | yes |
/// | `staff` | on demand | 0 | none | no, but only staff questions count |
///
/// Who is inactive, and who is lost, is no rule of a survey: it is the one definition of the house, [`Silence`].
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

    /// The defaults of a kind.
    #[must_use]
    pub const fn of(kind: SurveyKind) -> Self {
        let (delay_days, window_days) = match kind {
            SurveyKind::Purchase => (2, Some(6)),
            SurveyKind::Relationship => (90, None),
            SurveyKind::Exit => (14, Some(60)),
            SurveyKind::Resolution => (1, Some(14)),
            SurveyKind::Inactive | SurveyKind::Staff => (0, None),
        };
        Self { on: true, delay_days, window_days, expiry_days: 30, reminder_days: Some(3) }
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

    /// How long after the moment the letter is due.
    #[must_use]
    pub fn delay(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.delay_days))
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
    fn a_letter_may_leave_for_what_the_delay_leaves_of_the_window() {
        let days = TimeDelta::days;
        let exit = Rules::of(SurveyKind::Exit);
        assert_eq!((exit.delay(), exit.room()), (days(14), Some(days(46))));
        assert_eq!(Rules::of(SurveyKind::Relationship).room(), None);
        assert_eq!(Rules::of(SurveyKind::Inactive).delay(), days(0), "they are inactive already");
    }
}
