//! The decision about one person and one moment.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Rules, Sending, Standing, Why, after, is_exempt, later};
use crate::domain::questionnaire::SurveyKind;

/// What is known of somebody and of what they would be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that are true or not, each by itself")]
pub struct Facts {
    /// What the asking counts from: see [`Rules`].
    pub moment: DateTime<Utc>,
    /// Who they are to the house.
    pub standing: Standing,
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
    /// The last invitation to them that was sent or is waiting to be: of any kind that is not exempt.
    pub last_asked_at: Option<DateTime<Utc>>,
    /// There is an invitation for this moment.
    pub already_invited: bool,
    /// What of the kind itself speaks against asking: they left, are not active, returned, the complaint is not resolved.
    pub against: Option<Why>,
    /// Where they live, if that is known.
    pub zone: Option<Tz>,
    /// When there is nothing left to ask about, whatever the window: of `inactive`, when they count as lost.
    pub ends_at: Option<DateTime<Utc>>,
}

/// All rules that hold for one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The kind.
    pub kind: SurveyKind,
    /// Its own rules.
    pub rules: Rules,
    /// Those of all kinds.
    pub sending: Sending,
}

impl Plan {
    /// The defaults of a kind.
    #[must_use]
    pub fn of(kind: SurveyKind) -> Self {
        Self { kind, rules: Rules::of(kind), sending: Sending::default() }
    }
}

/// What to do now.
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

/// Decides about one moment at `now`.
///
/// The first that holds is the reason, what no time will change before what time does: switched off, erased, not a
/// customer (of `staff`: not an employee), what speaks against it by its kind, already invited, unsubscribed, no consent
/// (employees need none: the house asks its own people), no address, bounced; then, counted from the moment: window
/// passed; too early (wait until it is due); unless the kind is exempt, quiet period (wait for its end if a letter can
/// then still leave inside the window, else no); and, where the sending hours push the letter past the window, window
/// passed. The window includes its first moment and not its last; it ends with `ends_at`, where that comes first.
#[must_use]
pub fn decide(facts: &Facts, plan: &Plan, now: DateTime<Utc>) -> Decision {
    let Plan { kind, rules, sending } = plan;
    let is_staff = matches!(kind, SurveyKind::Staff);
    let wanted = if is_staff { Standing::Employee } else { Standing::Customer };
    let never = [
        (!rules.on, Why::SwitchedOff),
        (facts.erased, Why::Erased),
        (facts.standing != wanted, Why::NotCustomer),
        (facts.against.is_some(), facts.against.unwrap_or(Why::NotActive)),
        (facts.already_invited, Why::AlreadyInvited),
        (facts.unsubscribed, Why::Unsubscribed),
        (!facts.consent && !is_staff, Why::NoConsent),
        (!facts.has_address, Why::NoAddress),
        (facts.bounced, Why::Bounced),
    ];
    if let Some((_, why)) = never.into_iter().find(|(holds, _)| *holds) {
        return Decision::Refuse { why };
    }

    let due = later(facts.moment, rules.delay());
    let never_closes = DateTime::<Utc>::MAX_UTC;
    let closes = rules.room().map_or(never_closes, |room| later(due, room));
    let closes = closes.min(facts.ends_at.unwrap_or(never_closes));
    if now >= closes {
        return Decision::Refuse { why: Why::WindowPassed };
    }
    if now < due {
        return Decision::Wait { until: due, why: Why::TooEarly };
    }
    let quiet_until = facts
        .last_asked_at
        .filter(|_| !is_exempt(*kind))
        .map(|asked| after(asked, sending.quiet_days))
        .filter(|until| *until > now);
    if let Some(until) = quiet_until {
        let fits = sending.moment(until, facts.zone) < closes;
        let why = Why::QuietPeriod;
        return if fits { Decision::Wait { until, why } } else { Decision::Refuse { why } };
    }
    let send_at = sending.moment(now, facts.zone);
    if send_at >= closes {
        return Decision::Refuse { why: Why::WindowPassed };
    }
    Decision::Ask { send_at, expires_at: after(send_at, rules.expiry_days) }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    /// Bought on a Monday at noon in Moscow.
    fn facts() -> Facts {
        Facts {
            moment: at("2026-11-16T09:00:00Z"),
            standing: Standing::Customer,
            has_address: true,
            consent: true,
            unsubscribed: false,
            bounced: false,
            erased: false,
            last_asked_at: None,
            already_invited: false,
            against: None,
            zone: None,
            ends_at: None,
        }
    }

    fn decided(facts: &Facts, now: &str) -> Decision {
        decide(facts, &Plan::of(SurveyKind::Purchase), at(now))
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
        let far_east = Facts { zone: Some(Tz::Asia__Vladivostok), ..facts() };
        assert_eq!(decided(&far_east, "2026-11-18T10:00:00Z"), asked("2026-11-19T00:00:00Z"));
    }

    #[test]
    fn before_that_it_waits() {
        let until = at("2026-11-18T09:00:00Z");
        let wait = Decision::Wait { until, why: Why::TooEarly };
        assert_eq!(decided(&facts(), "2026-11-16T09:00:00Z"), wait);
        assert_eq!(decided(&facts(), "2026-11-18T08:59:59Z"), wait);
    }

    #[test]
    fn the_window_ends_it() {
        let facts = Facts { moment: at("2026-11-20T09:00:00Z"), ..facts() };
        assert_eq!(decided(&facts, "2026-11-26T08:59:59Z"), asked("2026-11-26T08:59:59Z"));
        assert_eq!(decided(&facts, "2026-11-26T09:00:00Z"), Decision::Refuse { why: Why::WindowPassed });
    }

    #[test]
    fn sending_hours_never_push_a_letter_past_the_window() {
        // Bought at 08:00 in Moscow: the window closes at 08:00 and the letter could leave at 10:00.
        let early = Facts { moment: at("2026-11-16T05:00:00Z"), ..facts() };
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
        let night = Facts { moment: at("2026-11-16T05:00:00Z"), ..asked_at("2026-10-22T20:00:00Z") };
        assert_eq!(decided(&night, "2026-11-18T09:00:00Z"), refused);
        let waiting_to_be_sent = asked_at("2026-11-19T07:00:00Z");
        assert_eq!(decided(&waiting_to_be_sent, "2026-11-18T09:00:00Z"), refused);
    }

    #[test]
    fn exit_and_resolution_do_not_wait_for_quiet() {
        let facts = Facts { last_asked_at: Some(at("2026-12-01T09:00:00Z")), ..facts() };
        let why = |kind| decide(&facts, &Plan::of(kind), at("2026-12-01T10:00:00Z")).why();
        assert_eq!(why(SurveyKind::Exit), Why::Asked);
        assert_eq!(
            decide(&facts, &Plan::of(SurveyKind::Resolution), at("2026-11-18T10:00:00Z")).why(),
            Why::Asked
        );
        let late = |kind| decide(&facts, &Plan::of(kind), at("2027-02-15T10:00:00Z")).why();
        let quiet = Facts { last_asked_at: Some(at("2027-02-01T09:00:00Z")), ..facts };
        assert_eq!((late(SurveyKind::Relationship), late(SurveyKind::Inactive)), (Why::Asked, Why::Asked));
        for kind in [SurveyKind::Relationship, SurveyKind::Inactive] {
            let decision = decide(&quiet, &Plan::of(kind), at("2027-02-15T10:00:00Z"));
            let until = at("2027-03-03T09:00:00Z");
            assert_eq!(decision, Decision::Wait { until, why: Why::QuietPeriod }, "{kind}");
        }
    }

    #[test]
    fn employees_are_asked_by_the_staff_survey_and_by_no_other() {
        let employee = Facts { standing: Standing::Employee, consent: false, ..facts() };
        for kind in SurveyKind::all() {
            let why = |facts: &Facts| decide(facts, &Plan::of(*kind), at("2026-11-16T09:00:00Z")).why();
            let is_staff = *kind == SurveyKind::Staff;
            assert_eq!(why(&employee), if is_staff { Why::Asked } else { Why::NotCustomer }, "{kind}");
            assert_eq!(why(&facts()) == Why::NotCustomer, is_staff, "{kind}");
            let guest = Facts { standing: Standing::Guest, ..facts() };
            assert_eq!(why(&guest), Why::NotCustomer, "{kind}");
        }
    }

    #[test]
    fn reasons_come_in_the_documented_order() {
        let mut facts = Facts {
            standing: Standing::Guest,
            has_address: false,
            consent: false,
            unsubscribed: true,
            bounced: true,
            erased: true,
            already_invited: true,
            against: Some(Why::Left),
            last_asked_at: Some(at("2026-11-15T09:00:00Z")),
            ..facts()
        };
        let off = Plan {
            rules: Rules { on: false, ..Rules::of(SurveyKind::Purchase) },
            ..Plan::of(SurveyKind::Purchase)
        };
        assert_eq!(decide(&facts, &off, at("2026-12-31T09:00:00Z")).why(), Why::SwitchedOff);
        // Too late, so that no reason of time may come before those of the person.
        let why = |facts: &Facts| decided(facts, "2026-12-31T09:00:00Z").why();
        assert_eq!(why(&facts), Why::Erased);
        facts.erased = false;
        assert_eq!(why(&facts), Why::NotCustomer);
        facts.standing = Standing::Customer;
        assert_eq!(why(&facts), Why::Left);
        facts.against = None;
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
}
