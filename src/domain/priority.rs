//! How severity and priority of a complaint come about: a table of rules, and the reasons that it gave.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{severity::Severity, value::ValueClass};

/// A complaint of a customer whose last one is no older than this many days is a repeated one.
pub const REPEAT_DAYS: i32 = 30;

/// What is known of a complaint when it is weighed.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The severity of the worst signal, or what it was opened with.
    pub heard: Severity,
    /// Codes of [`super::answer::Signal`].
    pub signals: &'a [String],
    /// The lowest score that the customer gave, 0 to 10.
    pub nps: Option<u8>,
    /// What the customer is worth.
    pub class: Option<ValueClass>,
    /// Complaints of the same customer in the [`REPEAT_DAYS`] before this one.
    pub earlier: u32,
    /// A demand that the law gives a term for is running.
    pub claim: bool,
}

/// Why a complaint is as severe as the rules say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// What the customer said; their score where it is one of a detractor.
    Said {
        /// 0 to 6.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nps: Option<u8>,
    },
    /// What the customer is worth: a step up.
    Class {
        /// Always A.
        class: ValueClass,
    },
    /// Not the first complaint of the customer within [`REPEAT_DAYS`]: a step up.
    Repeat {
        /// This is the second, the third …
        nth: u32,
    },
    /// A legal claim runs: at least high.
    Claim,
}

coded! {
    /// The parts of the priority.
    pub enum Part {
        /// How severe it is: 0, 13, 27 or 40.
        Severity = "severity",
        /// A legal claim runs: 20.
        Claim = "claim",
        /// How deep the detractor's score is: 15 for 0 down to 0 for 6.
        Score = "score",
        /// Not the first complaint within [`REPEAT_DAYS`]: 10.
        Repeat = "repeat",
        /// The customer left for a reason that could have been prevented: 10.
        Exit = "exit",
        /// What the customer is worth: 5 for A, 3 for B.
        Class = "class",
    }
}

/// A severity that somebody set, against or with the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// What they set.
    pub severity: Severity,
    /// What the rules said then.
    pub computed: Severity,
    /// Who: a number of staff.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// In their words.
    pub reason: String,
}

/// How a complaint is weighed, with every reason: stored beside the number, and shown instead of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The severity by the rules.
    pub computed: Severity,
    /// Why that.
    pub reasons: Vec<Reason>,
    /// The points of the priority, each more than none.
    pub parts: Vec<(Part, u8)>,
    /// What somebody set instead; it holds until somebody takes it back.
    #[serde(default, rename = "override", skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
}

impl Why {
    /// Weighs a complaint.
    ///
    /// Severity by the rules is that of the worst signal (the table at [`Severity`]), then
    ///
    /// | rule | makes it |
    /// | --- | --- |
    /// | customer of class A, and the worst signal is high | a step worse |
    /// | not the first complaint of the customer in 30 days | a step worse |
    /// | a legal claim runs | at least high |
    ///
    /// and never worse than critical. What somebody set by hand holds instead of it.
    ///
    /// Priority is the sum of points, 0 to 100, by which complaints of one deadline are told apart:
    ///
    /// ```text
    /// 40 · (severity, 0 low … 3 critical) / 3 + 20 · claim + 15 · (6 − nps) / 6
    ///    + 10 · repeat + 10 · left for a preventable reason + 5 · class (A 1, B ½, C 0)
    /// ```
    ///
    /// each part rounded by itself, halves up, so that the points that are shown make the sum. Severity counts as it holds,
    /// by hand or by the rules. After the criteria of ISO 10002 for assessing a complaint (severity, complexity, impact,
    /// need of immediate action).
    #[must_use]
    pub fn of(facts: &Facts<'_>, by_hand: Option<ByHand>) -> Self {
        let nps = facts.nps.filter(|nps| *nps <= 6);
        let mut reasons = vec![Reason::Said { nps }];
        let mut steps = 0;
        if let (Some(class @ ValueClass::A), true) = (facts.class, facts.heard >= Severity::High) {
            reasons.push(Reason::Class { class });
            steps += 1;
        }
        if facts.earlier > 0 {
            reasons.push(Reason::Repeat { nth: facts.earlier.saturating_add(1) });
            steps += 1;
        }
        let mut computed = worse(facts.heard, steps);
        if facts.claim {
            reasons.push(Reason::Claim);
            computed = computed.max(Severity::High);
        }
        let held = by_hand.as_ref().map_or(computed, |by_hand| by_hand.severity);
        let parts = Part::all().iter().map(|part| (*part, points(*part, held, nps, facts)));
        Self { computed, reasons, parts: parts.filter(|(_, points)| *points > 0).collect(), by_hand }
    }

    /// The severity that holds: by hand, or else by the rules.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.by_hand.as_ref().map_or(self.computed, |by_hand| by_hand.severity)
    }

    /// The sum of all points, 0 to 100.
    #[must_use]
    pub fn priority(&self) -> i16 {
        self.parts.iter().map(|(_, points)| i16::from(*points)).sum()
    }

    /// Whether it has become worse than what somebody set.
    #[must_use]
    pub fn is_outgrown(&self) -> bool {
        self.by_hand.as_ref().is_some_and(|by_hand| self.computed > by_hand.severity)
    }
}

fn worse(severity: Severity, steps: i16) -> Severity {
    Severity::from_rank(severity.rank() + steps).unwrap_or(Severity::Critical)
}

fn points(part: Part, held: Severity, nps: Option<u8>, facts: &Facts<'_>) -> u8 {
    match part {
        Part::Severity => match held {
            Severity::Low => 0,
            Severity::Normal => 13,
            Severity::High => 27,
            Severity::Critical => 40,
        },
        Part::Claim if facts.claim => 20,
        // 2.5 points a score, halves up.
        Part::Score => nps.map_or(0, |nps| ((6 - nps) * 5).div_ceil(2)),
        Part::Repeat if facts.earlier > 0 => 10,
        Part::Exit if facts.signals.iter().any(|signal| signal.starts_with("reason:")) => 10,
        Part::Class => match facts.class {
            Some(ValueClass::A) => 5,
            Some(ValueClass::B) => 3,
            Some(ValueClass::C) | None => 0,
        },
        Part::Claim | Part::Repeat | Part::Exit => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Facts<'_> =
        Facts { heard: Severity::Normal, signals: &[], nps: None, class: None, earlier: 0, claim: false };

    fn severity(facts: Facts<'_>) -> Severity {
        Why::of(&facts, None).severity()
    }

    #[test]
    fn severity_follows_the_table() {
        use Severity::{Critical, High, Low, Normal};
        let a = Some(ValueClass::A);
        for (heard, class, earlier, claim, is) in [
            (Low, None, 0, false, Low),
            (Normal, a, 0, false, Normal),
            (High, a, 0, false, Critical),
            (High, Some(ValueClass::B), 0, false, High),
            (Critical, a, 3, true, Critical),
            (Low, None, 1, false, Normal),
            (Normal, a, 1, false, High),
            (High, None, 2, false, Critical),
            (Low, None, 0, true, High),
            (Normal, None, 1, true, High),
            (High, None, 0, true, High),
        ] {
            let facts = Facts { heard, class, earlier, claim, ..NOTHING };
            assert_eq!(severity(facts), is, "{facts:?}");
        }
    }

    #[test]
    fn the_worst_there_can_be_has_a_hundred_points_and_the_least_none() {
        let signals = ["reason:slow".to_owned()];
        let worst = Facts {
            heard: Severity::Critical,
            signals: &signals,
            nps: Some(0),
            class: Some(ValueClass::A),
            earlier: 1,
            claim: true,
        };
        let why = Why::of(&worst, None);
        assert_eq!((why.priority(), why.parts.len()), (100, 6));
        let least = Why::of(&Facts { heard: Severity::Low, nps: Some(6), ..NOTHING }, None);
        assert_eq!((least.priority(), least.parts), (0, Vec::new()));
        let some = Facts { heard: Severity::High, nps: Some(3), class: Some(ValueClass::B), ..NOTHING };
        assert_eq!(Why::of(&some, None).parts, [(Part::Severity, 27), (Part::Score, 8), (Part::Class, 3)]);
    }

    #[test]
    fn what_was_set_by_hand_holds_and_the_rules_go_on() {
        let by_hand = ByHand {
            severity: Severity::Low,
            computed: Severity::Normal,
            by: 7,
            at: DateTime::UNIX_EPOCH,
            reason: "Клиент передумал".to_owned(),
        };
        let quiet = Why::of(&Facts { heard: Severity::Low, ..NOTHING }, Some(by_hand.clone()));
        assert!(!quiet.is_outgrown());
        let loud = Why::of(&Facts { heard: Severity::Critical, ..NOTHING }, Some(by_hand));
        assert_eq!((loud.severity(), loud.computed), (Severity::Low, Severity::Critical));
        assert!(loud.is_outgrown());
    }

    #[test]
    fn what_is_stored_reads_back() {
        let why = Why::of(&Facts { earlier: 1, nps: Some(3), ..NOTHING }, None);
        let stored = serde_json::to_value(&why).unwrap_or_default();
        assert_eq!(
            stored,
            serde_json::json!({
                "computed": "high",
                "reasons": [{"code": "said", "nps": 3}, {"code": "repeat", "nth": 2}],
                "parts": [["severity", 27], ["score", 8], ["repeat", 10]],
            })
        );
        assert_eq!(serde_json::from_value::<Why>(stored).ok(), Some(why));
    }
}
