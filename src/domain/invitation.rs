//! Whether, and when, a buyer is asked about a purchase, and why not.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::moment::local_moment;

/// What is known of one purchase and its buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// When it was bought.
    pub purchased_at: DateTime<Utc>,
    /// When it was delivered, where that is known.
    pub delivered_at: Option<DateTime<Utc>>,
    /// There is somewhere to send a letter.
    pub has_address: bool,
    /// They agreed to be asked.
    pub consent: bool,
    /// They stopped the letters.
    pub unsubscribed: bool,
    /// Letters to the address come back.
    pub bounced: bool,
    /// They asked to be forgotten.
    pub erased: bool,
    /// The last invitation of any kind to them that was sent or is waiting to be.
    pub last_asked_at: Option<DateTime<Utc>>,
    /// There is an invitation for this purchase.
    pub already_invited: bool,
}

/// The house's rules. A day is 24 hours; hours of the day are those of `zone`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Days from delivery (or purchase) to the letter.
    pub delay_days: u16,
    /// Days from the same moment in which the letter must leave: most questions and complaints come in the first six.
    pub window_days: u16,
    /// Days in which nobody is asked twice.
    pub quiet_days: u16,
    /// Days a link opens its form, from the sending.
    pub expiry_days: u16,
    /// Days from the sending to the one reminder.
    pub reminder_days: u16,
    /// The first hour of the day in which letters leave, 0..=23.
    pub sending_from: u8,
    /// The hour at which they stop, 1..=24.
    pub sending_to: u8,
    /// Whose hours these are.
    #[serde(with = "zone_name")]
    pub zone: Tz,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            delay_days: 2,
            window_days: 6,
            quiet_days: 30,
            expiry_days: 30,
            reminder_days: 3,
            sending_from: 10,
            sending_to: 20,
            zone: Tz::Europe__Moscow,
        }
    }
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
}

impl Rules {
    /// Whether they can be followed.
    ///
    /// # Errors
    /// The first of [`BadRules`] that holds.
    pub const fn validate(&self) -> Result<(), BadRules> {
        if self.sending_from >= self.sending_to || self.sending_to > 24 {
            return Err(BadRules::Hours { from: self.sending_from, to: self.sending_to });
        }
        if self.delay_days >= self.window_days {
            return Err(BadRules::Window { delay: self.delay_days, window: self.window_days });
        }
        if self.reminder_days >= self.expiry_days {
            return Err(BadRules::Reminder { reminder: self.reminder_days, expiry: self.expiry_days });
        }
        Ok(())
    }

    /// `at`, or the next moment after it at which letters leave. Rules without such an hour hold nothing back.
    #[must_use]
    pub fn sending_moment(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let local = at.with_timezone(&self.zone);
        let hours = u32::from(self.sending_from)..u32::from(self.sending_to);
        if hours.is_empty() || hours.contains(&local.hour()) {
            return at;
        }
        let Some(opening) = NaiveTime::from_hms_opt(hours.start, 0, 0) else { return at };
        let days = Days::new(u64::from(local.hour() >= hours.end));
        let day = local.date_naive().checked_add_days(days).unwrap_or(local.date_naive());
        local_moment(day.and_time(opening), self.zone).max(at)
    }
}

/// What to do about a purchase now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Ask.
    Ask {
        /// When the letter leaves: now or later, inside the sending hours and the window.
        send_at: DateTime<Utc>,
        /// When its link stops opening the form.
        expires_at: DateTime<Utc>,
    },
    /// Not yet; decide again then.
    Wait {
        /// When.
        until: DateTime<Utc>,
        /// What it waits for.
        why: Why,
    },
    /// No.
    Refuse {
        /// Why not.
        why: Why,
    },
}

impl Decision {
    /// The reason, whatever was decided.
    #[must_use]
    pub const fn why(self) -> Why {
        match self {
            Self::Ask { .. } => Why::Asked,
            Self::Wait { why, .. } | Self::Refuse { why } => why,
        }
    }
}

coded! {
    /// Why a buyer was or was not asked; stored with every decision, so that a page can say it.
    pub enum Why {
        /// They were.
        Asked = "asked",
        /// The delay has not passed.
        TooEarly = "too_early",
        /// The first days are over, or would be before a letter may leave.
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
        /// They were asked about this purchase before.
        AlreadyInvited = "already_invited",
    }
}

/// Decides about one purchase at `now`.
///
/// The first that holds is the reason, what no time will change before what time does:
/// erased, already invited, unsubscribed, no consent, no address, bounced; then, counted from delivery (or purchase):
/// window passed; too early (wait until it is due); quiet period (wait for its end if a letter can then still
/// leave inside the window, else no); and, where the sending hours push the letter past the window, window passed.
/// The window includes its first moment and not its last.
#[must_use]
pub fn decide(facts: &Facts, rules: &Rules, now: DateTime<Utc>) -> Decision {
    let never = [
        (facts.erased, Why::Erased),
        (facts.already_invited, Why::AlreadyInvited),
        (facts.unsubscribed, Why::Unsubscribed),
        (!facts.consent, Why::NoConsent),
        (!facts.has_address, Why::NoAddress),
        (facts.bounced, Why::Bounced),
    ];
    if let Some((_, why)) = never.into_iter().find(|(holds, _)| *holds) {
        return Decision::Refuse { why };
    }

    let received_at = facts.delivered_at.unwrap_or(facts.purchased_at);
    let due = after(received_at, rules.delay_days);
    let closes = after(received_at, rules.window_days);
    if now >= closes {
        return Decision::Refuse { why: Why::WindowPassed };
    }
    if now < due {
        return Decision::Wait { until: due, why: Why::TooEarly };
    }
    let quiet_until =
        facts.last_asked_at.map(|asked| after(asked, rules.quiet_days)).filter(|until| *until > now);
    if let Some(until) = quiet_until {
        let fits = rules.sending_moment(until) < closes;
        let why = Why::QuietPeriod;
        return if fits { Decision::Wait { until, why } } else { Decision::Refuse { why } };
    }
    let send_at = rules.sending_moment(now);
    if send_at >= closes {
        return Decision::Refuse { why: Why::WindowPassed };
    }
    Decision::Ask { send_at, expires_at: after(send_at, rules.expiry_days) }
}

/// When the one reminder of an invitation leaves, inside the sending hours; none where its link expires first.
#[must_use]
pub fn remind_at(sent_at: DateTime<Utc>, expires_at: DateTime<Utc>, rules: &Rules) -> Option<DateTime<Utc>> {
    Some(rules.sending_moment(after(sent_at, rules.reminder_days))).filter(|moment| *moment < expires_at)
}

fn after(moment: DateTime<Utc>, days: u16) -> DateTime<Utc> {
    moment.checked_add_signed(TimeDelta::days(i64::from(days))).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A time zone by its IANA name.
mod zone_name {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub(super) fn serialize<S: Serializer>(zone: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(zone.name())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    /// Bought on a Monday at noon in Moscow.
    fn facts() -> Facts {
        Facts {
            purchased_at: at("2026-11-16T09:00:00Z"),
            delivered_at: None,
            has_address: true,
            consent: true,
            unsubscribed: false,
            bounced: false,
            erased: false,
            last_asked_at: None,
            already_invited: false,
        }
    }

    fn decided(facts: &Facts, now: &str) -> Decision {
        decide(facts, &Rules::default(), at(now))
    }

    fn asked(send_at: &str) -> Decision {
        let send_at = at(send_at);
        Decision::Ask { send_at, expires_at: send_at + TimeDelta::days(30) }
    }

    #[test]
    fn a_buyer_is_asked_two_days_later_in_sending_hours() {
        assert_eq!(decided(&facts(), "2026-11-18T09:00:00Z"), asked("2026-11-18T09:00:00Z"));
        // 16:59 UTC is 19:59 in Moscow; at 20:00 the day is over.
        assert_eq!(decided(&facts(), "2026-11-18T16:59:59Z"), asked("2026-11-18T16:59:59Z"));
        assert_eq!(decided(&facts(), "2026-11-18T17:00:00Z"), asked("2026-11-19T07:00:00Z"));
        assert_eq!(decided(&facts(), "2026-11-19T01:00:00Z"), asked("2026-11-19T07:00:00Z"));
    }

    #[test]
    fn before_that_it_waits() {
        let until = at("2026-11-18T09:00:00Z");
        let wait = Decision::Wait { until, why: Why::TooEarly };
        assert_eq!(decided(&facts(), "2026-11-16T09:00:00Z"), wait);
        assert_eq!(decided(&facts(), "2026-11-18T08:59:59Z"), wait);
    }

    #[test]
    fn a_delivery_moves_the_whole_window() {
        let facts = Facts { delivered_at: Some(at("2026-11-20T09:00:00Z")), ..facts() };
        let wait = Decision::Wait { until: at("2026-11-22T09:00:00Z"), why: Why::TooEarly };
        assert_eq!(decided(&facts, "2026-11-18T09:00:00Z"), wait);
        assert_eq!(decided(&facts, "2026-11-26T08:59:59Z"), asked("2026-11-26T08:59:59Z"));
        assert_eq!(decided(&facts, "2026-11-26T09:00:00Z"), Decision::Refuse { why: Why::WindowPassed });
    }

    #[test]
    fn sending_hours_never_push_a_letter_past_the_window() {
        // Bought at 08:00 in Moscow: the window closes at 08:00 and the letter could leave at 10:00.
        let early = Facts { purchased_at: at("2026-11-16T05:00:00Z"), ..facts() };
        assert_eq!(decided(&early, "2026-11-21T18:00:00Z"), Decision::Refuse { why: Why::WindowPassed });
        assert_eq!(decided(&early, "2026-11-21T16:00:00Z"), asked("2026-11-21T16:00:00Z"));
    }

    #[test]
    fn a_quiet_period_is_waited_out_only_inside_the_window() {
        let asked_at = |text| Facts { last_asked_at: Some(at(text)), ..facts() };
        let fits = asked_at("2026-10-20T12:00:00Z");
        let until = at("2026-11-19T12:00:00Z");
        assert_eq!(decided(&fits, "2026-11-18T09:00:00Z"), Decision::Wait { until, why: Why::QuietPeriod });
        assert_eq!(decided(&fits, "2026-11-19T12:00:00Z"), asked("2026-11-19T12:00:00Z"));
        let refused = Decision::Refuse { why: Why::QuietPeriod };
        assert_eq!(decided(&asked_at("2026-11-01T12:00:00Z"), "2026-11-18T09:00:00Z"), refused);
        // Ends in the last night of the window: the next sending hour is outside it.
        let night = Facts { purchased_at: at("2026-11-16T05:00:00Z"), ..asked_at("2026-10-22T20:00:00Z") };
        assert_eq!(decided(&night, "2026-11-18T09:00:00Z"), refused);
        let waiting_to_be_sent = asked_at("2026-11-19T07:00:00Z");
        assert_eq!(decided(&waiting_to_be_sent, "2026-11-18T09:00:00Z"), refused);
    }

    #[test]
    fn reasons_come_in_the_documented_order() {
        let mut facts = Facts {
            has_address: false,
            consent: false,
            unsubscribed: true,
            bounced: true,
            erased: true,
            already_invited: true,
            last_asked_at: Some(at("2026-11-15T09:00:00Z")),
            ..facts()
        };
        // Too late, so that no reason of time may come before those of the person.
        let why = |facts: &Facts| decided(facts, "2026-12-31T09:00:00Z").why();
        assert_eq!(why(&facts), Why::Erased);
        facts.erased = false;
        assert_eq!(why(&facts), Why::AlreadyInvited);
        facts.already_invited = false;
        assert_eq!(why(&facts), Why::Unsubscribed);
        facts.unsubscribed = false;
        assert_eq!(why(&facts), Why::NoConsent);
        facts.consent = true;
        assert_eq!(why(&facts), Why::NoAddress);
        facts.has_address = true;
        assert_eq!(why(&facts), Why::Bounced);
        facts.bounced = false;
        assert_eq!(why(&facts), Why::WindowPassed);
        assert_eq!(decided(&facts, "2026-11-17T09:00:00Z").why(), Why::TooEarly);
        assert_eq!(decided(&facts, "2026-11-19T09:00:00Z").why(), Why::QuietPeriod);
        facts.last_asked_at = None;
        assert_eq!(decided(&facts, "2026-11-19T09:00:00Z").why(), Why::Asked);
    }

    #[test]
    fn sending_hours_follow_the_clocks() {
        // Berlin: clocks forward on 2026-03-29 at 02:00, back on 2026-10-25 at 03:00.
        let berlin = Rules { zone: Berlin, ..Rules::default() };
        assert_eq!(berlin.sending_moment(at("2026-03-28T20:00:00Z")), at("2026-03-29T08:00:00Z"));
        assert_eq!(berlin.sending_moment(at("2026-10-24T20:00:00Z")), at("2026-10-25T09:00:00Z"));
        let nightly = Rules { zone: Berlin, sending_from: 2, sending_to: 3, ..Rules::default() };
        assert_eq!(
            nightly.sending_moment(at("2026-03-28T22:00:00Z")),
            at("2026-03-29T01:00:00Z"),
            "03:00, as 02:00 is skipped"
        );
        assert_eq!(
            nightly.sending_moment(at("2026-10-24T22:00:00Z")),
            at("2026-10-25T00:00:00Z"),
            "the first of two"
        );
        assert_eq!(
            nightly.sending_moment(at("2026-10-25T01:30:00Z")),
            at("2026-10-25T01:30:00Z"),
            "inside the second"
        );
        let always = Rules { sending_from: 0, sending_to: 24, ..Rules::default() };
        assert_eq!(always.sending_moment(at("2026-03-28T23:00:00Z")), at("2026-03-28T23:00:00Z"));
    }

    #[test]
    fn a_reminder_comes_once_and_only_to_a_living_link() {
        let rules = Rules::default();
        let sent = at("2026-11-18T16:00:00Z");
        assert_eq!(remind_at(sent, at("2026-12-18T16:00:00Z"), &rules), Some(at("2026-11-21T16:00:00Z")));
        assert_eq!(remind_at(sent, at("2026-11-21T16:00:00Z"), &rules), None);
    }

    #[test]
    fn rules_are_read_with_their_defaults_and_checked() {
        let rules: Option<Rules> = toml::from_str("quiet_days = 14\nzone = \"Asia/Omsk\"").ok();
        assert_eq!(rules, Some(Rules { quiet_days: 14, zone: Tz::Asia__Omsk, ..Rules::default() }));
        let json = serde_json::json!(Rules::default());
        assert_eq!(json["zone"], "Europe/Moscow");
        assert_eq!(serde_json::from_value::<Rules>(json).ok(), Some(Rules::default()));
        assert!(toml::from_str::<Rules>("zone = \"Mars/Utopia\"").is_err());
        assert!(toml::from_str::<Rules>("quite_days = 14").is_err());

        assert_eq!(Rules::default().validate(), Ok(()));
        let hours = Rules { sending_from: 20, sending_to: 10, ..Rules::default() };
        assert_eq!(hours.validate(), Err(BadRules::Hours { from: 20, to: 10 }));
        let window = Rules { delay_days: 6, ..Rules::default() };
        assert_eq!(window.validate(), Err(BadRules::Window { delay: 6, window: 6 }));
        let reminder = Rules { reminder_days: 30, ..Rules::default() };
        assert_eq!(reminder.validate(), Err(BadRules::Reminder { reminder: 30, expiry: 30 }));
    }
}
