//! The Monday letter: which week it tells of and when, and the signed link that ends it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Days, Duration, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{
    cut::{Cut, Filters, Grain, View},
    moment::local_moment,
    period::Period,
    token::Keys,
};

/// The hour of Monday at which letters are due, by the company's clock.
const HOUR: u32 = 8;
/// So long after that they are still written: the worker may have been away.
const LATEST: Duration = Duration::hours(36);
/// What signatures of these links are for.
const PURPOSE: &str = "digest";

/// A round of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// The week told of, Monday to Sunday.
    pub week: Period,
    /// When the letters became due; who subscribed later waits for the next round.
    pub due_at: DateTime<Utc>,
}

impl Round {
    /// The round that is due at a moment: from eight o'clock on Monday until the evening of Tuesday.
    #[must_use]
    pub fn at(now: DateTime<Utc>, zone: Tz) -> Option<Self> {
        let monday = Grain::Week.start(now.with_timezone(&zone).date_naive());
        let due_at = local_moment(monday.and_time(NaiveTime::from_hms_opt(HOUR, 0, 0)?), zone);
        let week = Period::new(monday.checked_sub_days(Days::new(7))?, monday).ok()?;
        (due_at <= now && now < due_at + LATEST).then_some(Self { week, due_at })
    }
}

/// What the letter counts: the week against the one before, with the filters of what was subscribed to.
#[must_use]
pub fn view(week: Period, filters: Filters) -> View {
    View::of(Cut { period: week, filters })
}

/// The token of the link that ends a subscription.
#[must_use]
pub fn token(keys: &Keys, subscription: i64) -> String {
    let id = subscription.to_be_bytes();
    URL_SAFE_NO_PAD.encode([&id[..], &keys.mac(PURPOSE, &id)[..]].concat())
}

/// The subscription of a token that [`token`] gave; none of anything else.
#[must_use]
pub fn subscription(keys: &Keys, token: &str) -> Option<i64> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, signature) = bytes.split_first_chunk::<8>()?;
    keys.check(PURPOSE, id, signature).then(|| i64::from_be_bytes(*id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_due_from_monday_morning_by_the_clock_of_the_company() {
        let at = |text: &str| Round::at(text.parse().expect("a moment"), chrono_tz::Europe::Moscow);
        // 2026-11-23 is a Monday; Moscow is three hours ahead.
        assert_eq!(at("2026-11-23T04:59:59Z"), None);
        let round = at("2026-11-23T05:00:00Z").expect("due");
        assert_eq!(round.week.to_string(), "2026-11-16..2026-11-23");
        assert_eq!(round.due_at.to_rfc3339(), "2026-11-23T05:00:00+00:00");
        assert_eq!(at("2026-11-24T16:59:59Z"), Some(round));
        assert_eq!(at("2026-11-24T17:00:00Z"), None);
        assert_eq!(at("2026-11-22T20:00:00Z"), None);
        // Sunday evening in London is Monday morning in Auckland.
        let auckland = Round::at("2026-11-22T19:30:00Z".parse().unwrap(), chrono_tz::Pacific::Auckland);
        assert_eq!(auckland.map(|round| round.week.to_string()).as_deref(), Some("2026-11-16..2026-11-23"));
    }

    #[test]
    fn only_the_house_can_end_a_subscription_by_link() {
        let keys = Keys::new(b"a secret for tests, forty characters long", None);
        let token = token(&keys, 4711);
        assert_eq!(subscription(&keys, &token), Some(4711));
        assert_eq!(subscription(&Keys::new(b"another secret of forty characters, long", None), &token), None);
        for forged in ["", "x", &token[1..], &format!("{token}A"), &super::token(&keys, 1)[..20]] {
            assert_eq!(subscription(&keys, forged), None, "{forged}");
        }
    }
}
