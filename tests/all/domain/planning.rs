//! Planning: whatever the facts, a letter leaves at a decent hour, inside its window, or not at all.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use otklik::domain::invitation::{Decision, Facts, Rules, Why, decide};
use proptest::prelude::*;

fn moment(minutes: i64) -> DateTime<Utc> {
    // Around the change of clocks in March 2026.
    DateTime::from_timestamp(1_774_000_000 + minutes * 60, 0).unwrap()
}

fn facts() -> impl Strategy<Value = Facts> {
    let minutes = || 0..20_000i64;
    (minutes(), prop::option::of(minutes()), prop::option::of(-60_000..20_000i64)).prop_map(
        |(bought, delivered, asked)| Facts {
            purchased_at: moment(bought),
            delivered_at: delivered.map(moment),
            has_address: true,
            consent: true,
            unsubscribed: false,
            bounced: false,
            erased: false,
            last_asked_at: asked.map(moment),
            already_invited: false,
        },
    )
}

fn rules() -> impl Strategy<Value = Rules> {
    let zones = [Tz::Europe__Berlin, Tz::Europe__Moscow, Tz::America__New_York, Tz::Asia__Kamchatka];
    (prop::sample::select(zones.to_vec()), 0..23u8, 1..12u8).prop_map(|(zone, from, hours)| Rules {
        zone,
        sending_from: from,
        sending_to: (from + hours).min(24),
        ..Rules::default()
    })
}

proptest! {
    #[test]
    fn a_letter_leaves_at_a_decent_hour_inside_its_window(facts in facts(), rules in rules(), now in 0..30_000i64) {
        let now = moment(now);
        let received = facts.delivered_at.unwrap_or(facts.purchased_at);
        match decide(&facts, &rules, now) {
            Decision::Ask { send_at, expires_at } => {
                prop_assert!(send_at >= now && send_at >= received + TimeDelta::days(2));
                prop_assert!(send_at < received + TimeDelta::days(6));
                prop_assert!(facts.last_asked_at.is_none_or(|asked| send_at >= asked + TimeDelta::days(30)));
                prop_assert_eq!(expires_at, send_at + TimeDelta::days(30));
                let hour = send_at.with_timezone(&rules.zone).hour();
                // An hour that the clocks skip opens when the next one does.
                let open = (u32::from(rules.sending_from)..u32::from(rules.sending_to)).contains(&hour);
                prop_assert!(open || hour == u32::from(rules.sending_from) + 1, "{hour}");
            }
            Decision::Wait { until, why } => {
                prop_assert!(until > now && until < received + TimeDelta::days(6));
                prop_assert!(matches!(why, Why::TooEarly | Why::QuietPeriod));
            }
            Decision::Refuse { why } => prop_assert!(matches!(why, Why::WindowPassed | Why::QuietPeriod)),
        }
    }

    #[test]
    fn the_first_sending_moment_is_taken(now in 0..30_000i64, rules in rules()) {
        let now = moment(now);
        let send_at = rules.sending_moment(now);
        prop_assert!(send_at - now < TimeDelta::hours(25));
        let open = |at: DateTime<Utc>| {
            (u32::from(rules.sending_from)..u32::from(rules.sending_to)).contains(&at.with_timezone(&rules.zone).hour())
        };
        let mut at = now;
        while at < send_at {
            prop_assert!(!open(at), "{at} was open, {send_at} taken");
            at += TimeDelta::minutes(1);
        }
    }

    #[test]
    fn waiting_ends(facts in facts(), rules in rules(), now in 0..30_000i64) {
        let mut now = moment(now);
        for _ in 0..3 {
            match decide(&facts, &rules, now) {
                Decision::Wait { until, .. } => now = until,
                Decision::Ask { .. } | Decision::Refuse { .. } => return Ok(()),
            }
        }
        prop_assert!(false, "still waiting at {now}");
    }

    #[test]
    fn nobody_is_asked_against_their_will(facts in facts(), rules in rules(), now in 0..30_000i64, what in 0..6usize) {
        let mut facts = facts;
        let why = [Why::Erased, Why::AlreadyInvited, Why::Unsubscribed, Why::NoConsent, Why::NoAddress, Why::Bounced][what];
        match why {
            Why::Erased => facts.erased = true,
            Why::AlreadyInvited => facts.already_invited = true,
            Why::Unsubscribed => facts.unsubscribed = true,
            Why::NoConsent => facts.consent = false,
            Why::NoAddress => facts.has_address = false,
            _ => facts.bounced = true,
        }
        prop_assert_eq!(decide(&facts, &rules, moment(now)), Decision::Refuse { why });
    }
}
