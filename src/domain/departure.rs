//! When a customer counts as inactive or as lost, and on whose word a departure stands.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{moment::local_moment, reason::Category};

coded! {
    /// On whose word a departure stands.
    pub enum Source {
        /// A file of departures.
        Import = "import",
        /// Somebody of the staff marked it.
        Staff = "staff",
        /// Nobody: no purchase for longer than the lost limit, the reason unknown.
        Silence = "silence",
        /// Another program.
        Api = "api",
    }
}

coded! {
    /// Where a customer stands by their silence.
    pub enum Standing {
        /// Bought not long ago.
        Active = "active",
        /// Silent for longer than usual, and worth a question.
        Inactive = "inactive",
        /// Silent for so long that they count as gone.
        Lost = "lost",
    }
}

/// The definition of 'inactive' and 'lost': every figure of retention hangs on it. A day is 24 hours.
///
/// Silence is counted from the last purchase; returns of goods (amounts below zero) are no purchases. Without a
/// [`Rhythm`] the limits are the fixed days. With one they are multiples of the customer's own usual gap (see
/// [`usual_gap`]); whoever has bought too seldom to have a rhythm is measured by the fixed days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Silence {
    /// Days without a purchase after which a customer is inactive.
    pub inactive_days: u16,
    /// Days without a purchase after which a customer is lost.
    pub lost_days: u16,
    /// The customer's own rhythm instead of fixed days, where it is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rhythm: Option<Rhythm>,
}

/// Limits as multiples of the customer's own usual gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rhythm {
    /// Usual gaps without a purchase after which a customer is inactive.
    pub inactive_gaps: u16,
    /// Usual gaps without a purchase after which a customer is lost.
    pub lost_gaps: u16,
    /// A gap shorter than these days is taken for these days: who buys daily is not lost after a week's holiday.
    pub least_gap_days: u16,
}

impl Default for Silence {
    fn default() -> Self {
        Self { inactive_days: 90, lost_days: 180, rhythm: None }
    }
}

impl Default for Rhythm {
    fn default() -> Self {
        Self { inactive_gaps: 3, lost_gaps: 6, least_gap_days: 14 }
    }
}

/// A definition that can't be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSilence {
    /// Nobody could be inactive before being lost.
    #[error("inactive after {inactive} {unit} is not before lost after {lost} {unit}")]
    Order {
        /// The limit of 'inactive' given.
        inactive: u16,
        /// The limit of 'lost' given.
        lost: u16,
        /// `days` or `gaps`.
        unit: &'static str,
    },
    /// A limit that is none, or a slip of the hand.
    #[error("{name} = {value} is not in 1..={most}")]
    Range {
        /// The field.
        name: &'static str,
        /// The value given.
        value: u16,
        /// The most that is allowed.
        most: u16,
    },
}

impl Silence {
    /// Days that a limit or a gap may say at most: ten years.
    pub const MOST_DAYS: u16 = 3_650;

    /// Gaps that a limit may say at most.
    pub const MOST_GAPS: u16 = 100;

    /// Whether it can be followed.
    ///
    /// # Errors
    /// The first of [`BadSilence`] that holds.
    pub fn validate(&self) -> Result<(), BadSilence> {
        let in_range = |name, value, most| {
            if (1..=most).contains(&value) { Ok(()) } else { Err(BadSilence::Range { name, value, most }) }
        };
        in_range("inactive_days", self.inactive_days, Self::MOST_DAYS)?;
        in_range("lost_days", self.lost_days, Self::MOST_DAYS)?;
        if self.inactive_days >= self.lost_days {
            let (inactive, lost) = (self.inactive_days, self.lost_days);
            return Err(BadSilence::Order { inactive, lost, unit: "days" });
        }
        let Some(rhythm) = self.rhythm else { return Ok(()) };
        in_range("inactive_gaps", rhythm.inactive_gaps, Self::MOST_GAPS)?;
        in_range("lost_gaps", rhythm.lost_gaps, Self::MOST_GAPS)?;
        in_range("least_gap_days", rhythm.least_gap_days, Self::MOST_DAYS)?;
        if rhythm.inactive_gaps >= rhythm.lost_gaps {
            let (inactive, lost) = (rhythm.inactive_gaps, rhythm.lost_gaps);
            return Err(BadSilence::Order { inactive, lost, unit: "gaps" });
        }
        Ok(())
    }

    /// How long a customer of this usual gap may be silent before being inactive.
    #[must_use]
    pub fn inactive_after(&self, usual_gap: Option<TimeDelta>) -> TimeDelta {
        self.limit(usual_gap, self.inactive_days, |rhythm| rhythm.inactive_gaps)
    }

    /// How long a customer of this usual gap may be silent before being lost.
    #[must_use]
    pub fn lost_after(&self, usual_gap: Option<TimeDelta>) -> TimeDelta {
        self.limit(usual_gap, self.lost_days, |rhythm| rhythm.lost_gaps)
    }

    /// Where a customer stands at `now`. The limits themselves belong to what begins with them.
    #[must_use]
    pub fn standing(
        &self,
        last_purchase: DateTime<Utc>,
        usual_gap: Option<TimeDelta>,
        now: DateTime<Utc>,
    ) -> Standing {
        let silent = now - last_purchase;
        if silent >= self.lost_after(usual_gap) {
            Standing::Lost
        } else if silent >= self.inactive_after(usual_gap) {
            Standing::Inactive
        } else {
            Standing::Active
        }
    }

    fn limit(&self, usual_gap: Option<TimeDelta>, days: u16, gaps: fn(&Rhythm) -> u16) -> TimeDelta {
        match (&self.rhythm, usual_gap) {
            (Some(rhythm), Some(gap)) => {
                let gap = gap.max(TimeDelta::days(i64::from(rhythm.least_gap_days)));
                gap.checked_mul(i32::from(gaps(rhythm))).unwrap_or(TimeDelta::MAX)
            }
            _ => TimeDelta::days(i64::from(days)),
        }
    }
}

/// Purchases from which on a customer has a rhythm: two gaps are the fewest that can be usual.
pub const LEAST_PURCHASES: u32 = 3;

/// The usual gap between purchases: (last − first) / (purchases − 1), their mean; none below [`LEAST_PURCHASES`].
///
/// The mean, not the median: it needs no more than three figures of a customer, so a hundred thousand of them are
/// looked at in one pass. A long pause once makes it longer, and so the judgement milder.
#[must_use]
pub fn usual_gap(first: DateTime<Utc>, last: DateTime<Utc>, purchases: u32) -> Option<TimeDelta> {
    if purchases < LEAST_PURCHASES {
        return None;
    }
    (last - first).checked_div(i32::try_from(purchases - 1).unwrap_or(i32::MAX))
}

/// Why somebody left, as one side knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// The category of the reason.
    pub category: &'a str,
    /// Its code; none: no more than the category is known.
    pub reason: Option<&'a str>,
    /// The customer said so, else the company does.
    pub by_customer: bool,
}

impl Known<'_> {
    /// Whether it says more than 'other'.
    #[must_use]
    pub fn tells(&self) -> bool {
        self.category != Category::OTHER
    }
}

/// The reason that figures count: the main one the customer gave in the exit survey; where that is 'other' or none, what
/// the company knows, and 'other' only when nobody knows better.
#[must_use]
pub fn known_reason<'a>(customer: Option<Known<'a>>, company: Option<Known<'a>>) -> Option<Known<'a>> {
    let told = |known: Option<Known<'a>>| known.filter(Known::tells);
    told(customer).or_else(|| told(company)).or(customer).or(company)
}

/// A competitor's name as figures count it: without quotation marks and stops at its ends, without case, its blanks
/// single and `ё` as `е`; `ООО «Берёзка».` and `«берёзка»` differ by more than their spelling, `Берёзка ` and `берёзка`
/// do not.
#[must_use]
pub fn competitor_key(name: &str) -> String {
    let outer = |c: char| {
        c.is_whitespace() || matches!(c, '«' | '»' | '"' | '\'' | '“' | '”' | '„' | '.' | ',' | ';' | '!')
    };
    name.trim_matches(outer).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ё', "е")
}

/// When somebody left who left on a day: at its end, so that a purchase of that very day lies before; today, now.
///
/// None where the day is still to come.
#[must_use]
pub fn left_on(day: NaiveDate, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&zone).date_naive();
    if day > today {
        return None;
    }
    let next = day.checked_add_days(Days::new(1))?;
    let end = local_moment(next.and_time(NaiveTime::MIN), zone) - TimeDelta::seconds(1);
    Some(end.min(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    const RHYTHM: Rhythm = Rhythm { inactive_gaps: 3, lost_gaps: 6, least_gap_days: 14 };

    #[test]
    fn fixed_days_are_limits_that_begin_the_next_standing() {
        let last = at("2026-01-01T00:00:00Z");
        let standing = |now: &str| Silence::default().standing(last, None, at(now));
        assert_eq!(standing("2026-03-31T23:59:59Z"), Standing::Active);
        assert_eq!(standing("2026-04-01T00:00:00Z"), Standing::Inactive);
        assert_eq!(standing("2026-06-29T23:59:59Z"), Standing::Inactive);
        assert_eq!(standing("2026-06-30T00:00:00Z"), Standing::Lost);
        // A clock that is behind the shop's makes nobody silent.
        assert_eq!(standing("2025-12-31T00:00:00Z"), Standing::Active);
    }

    #[test]
    fn a_rhythm_of_ones_own_counts_in_gaps_with_a_floor() {
        let silence = Silence { rhythm: Some(RHYTHM), ..Silence::default() };
        let monthly = Some(TimeDelta::days(30));
        assert_eq!(silence.inactive_after(monthly), TimeDelta::days(90));
        assert_eq!(silence.lost_after(monthly), TimeDelta::days(180));
        let daily = Some(TimeDelta::days(1));
        assert_eq!(silence.inactive_after(daily), TimeDelta::days(42), "the floor of 14 days, three times");
        assert_eq!(silence.lost_after(daily), TimeDelta::days(84));
        assert_eq!(silence.lost_after(None), TimeDelta::days(180), "no rhythm yet: the fixed days");
        assert_eq!(Silence::default().lost_after(daily), TimeDelta::days(180), "no rhythm wanted");
    }

    #[test]
    fn the_usual_gap_needs_three_purchases() {
        let (first, last) = (at("2026-01-01T00:00:00Z"), at("2026-03-02T00:00:00Z"));
        assert_eq!(usual_gap(first, last, 2), None);
        assert_eq!(usual_gap(first, last, 3), Some(TimeDelta::days(30)));
        assert_eq!(usual_gap(first, first, 9), Some(TimeDelta::zero()));
    }

    #[test]
    fn a_definition_that_cannot_be_followed_says_why() {
        let silence = Silence::default();
        assert_eq!(silence.validate(), Ok(()));
        assert!(matches!(Silence { lost_days: 90, ..silence }.validate(), Err(BadSilence::Order { .. })));
        let zero = Silence { inactive_days: 0, ..silence };
        assert!(matches!(zero.validate(), Err(BadSilence::Range { name: "inactive_days", .. })));
        let long = Silence { lost_days: 9_999, ..silence };
        assert!(matches!(long.validate(), Err(BadSilence::Range { name: "lost_days", .. })));
        let gaps = Silence { rhythm: Some(Rhythm { lost_gaps: 3, ..RHYTHM }), ..silence };
        assert!(matches!(gaps.validate(), Err(BadSilence::Order { unit: "gaps", .. })));
    }

    #[test]
    fn a_day_of_leaving_ends_with_the_day_and_is_not_to_come() {
        let zone = Tz::Europe__Moscow;
        let now = at("2026-11-21T20:30:00Z"); // 23:30 in Moscow
        let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
        assert_eq!(left_on(day("2026-11-20"), zone, now), Some(at("2026-11-20T20:59:59Z")));
        assert_eq!(left_on(day("2026-11-21"), zone, now), Some(now));
        assert_eq!(left_on(day("2026-11-22"), zone, now), None);
    }

    #[test]
    fn what_is_stored_reads_back_and_a_misspelt_field_does_not() {
        let silence = Silence { rhythm: Some(RHYTHM), ..Silence::default() };
        let json = serde_json::to_value(silence).unwrap_or_default();
        assert_eq!(serde_json::from_value::<Silence>(json).ok(), Some(silence));
        assert!(serde_json::from_str::<Silence>("{\"lost\":1}").is_err());
    }
}
