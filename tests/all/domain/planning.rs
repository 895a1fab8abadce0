//! Planning: whatever the facts, a letter leaves at a decent hour where the customer lives, inside its window, or not at all.

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use otklik::domain::{
    invitation::{
        Decision, Facts, Plan, Rules, Sending, Standing, Weekdays, Why, decide, is_exempt, remind_at,
    },
    questionnaire::SurveyKind,
};
use proptest::prelude::*;

fn moment(minutes: i64) -> DateTime<Utc> {
    // Around the change of clocks in March 2026.
    DateTime::from_timestamp(1_774_000_000 + minutes * 60, 0).unwrap()
}

fn zones() -> impl Strategy<Value = Tz> {
    let zones = [
        Tz::Europe__Berlin,
        Tz::Europe__Moscow,
        Tz::America__New_York,
        Tz::Asia__Kamchatka,
        Tz::Australia__Lord_Howe,
        Tz::Pacific__Apia,
        Tz::Africa__Cairo,
    ];
    prop::sample::select(zones.to_vec())
}

fn facts() -> impl Strategy<Value = Facts> {
    let minutes = || 0..20_000i64;
    (minutes(), prop::option::of(-60_000..20_000i64), prop::option::of(zones())).prop_map(
        |(at, asked, zone)| Facts {
            moment: moment(at),
            standing: Standing::Customer,
            has_address: true,
            consent: true,
            unsubscribed: false,
            bounced: false,
            erased: false,
            last_asked_at: asked.map(moment),
            already_invited: false,
            against: None,
            zone,
            ends_at: None,
        },
    )
}

fn weekdays() -> impl Strategy<Value = Weekdays> {
    let codes: Vec<&str> = Weekdays::all_codes().collect();
    prop::sample::subsequence(codes, 1..=7).prop_map(|codes| Weekdays::parse(codes).unwrap())
}

fn sending() -> impl Strategy<Value = Sending> {
    (zones(), 0..23u8, 1..12u8, weekdays(), 1..60u16).prop_map(|(zone, from, hours, days, quiet_days)| {
        Sending { zone, sending_from: from, sending_to: (from + hours).min(24), days, quiet_days }
    })
}

fn customers_kinds() -> impl Strategy<Value = SurveyKind> {
    let kinds = SurveyKind::all().iter().copied().filter(|kind| *kind != SurveyKind::Staff);
    prop::sample::select(kinds.collect::<Vec<_>>())
}

/// A kind with short delays, so that every branch is met in two weeks.
fn plan() -> impl Strategy<Value = Plan> {
    (customers_kinds(), sending(), 0..4u16, prop::option::of(5..12u16)).prop_map(
        |(kind, sending, delay, window)| Plan {
            kind,
            rules: Rules { delay_days: delay, window_days: window, ..Rules::of(kind) },
            sending,
        },
    )
}

/// By the clock on the customer's wall, said anew.
fn is_decent(at: DateTime<Utc>, zone: Tz, sending: &Sending) -> bool {
    let local = at.with_timezone(&zone);
    let hours = u32::from(sending.sending_from)..u32::from(sending.sending_to);
    hours.contains(&local.hour()) && sending.days.contains(local.weekday())
}

proptest! {
    #[test]
    fn a_letter_leaves_at_a_decent_hour_inside_its_window(facts in facts(), plan in plan(), now in 0..30_000i64) {
        let now = moment(now);
        let days = |count: u16| TimeDelta::days(i64::from(count));
        let closes = plan.rules.window_days.map(|window| facts.moment + days(window));
        match decide(&facts, &plan, now) {
            Decision::Ask { send_at, expires_at } => {
                prop_assert!(send_at >= now && send_at >= facts.moment + days(plan.rules.delay_days));
                prop_assert!(closes.is_none_or(|closes| send_at < closes));
                let quiet = days(plan.sending.quiet_days);
                prop_assert!(
                    is_exempt(plan.kind) || facts.last_asked_at.is_none_or(|asked| send_at >= asked + quiet)
                );
                prop_assert_eq!(expires_at, send_at + days(plan.rules.expiry_days));
                prop_assert!(is_decent(send_at, facts.zone.unwrap_or(plan.sending.zone), &plan.sending), "{}", send_at);
            }
            Decision::Wait { until, why } => {
                prop_assert!(until > now && closes.is_none_or(|closes| until < closes));
                prop_assert!(why == Why::TooEarly || why == Why::QuietPeriod && !is_exempt(plan.kind));
            }
            Decision::Refuse { why } => prop_assert!(matches!(why, Why::WindowPassed | Why::QuietPeriod)),
        }
    }

    #[test]
    fn nobody_is_asked_twice_in_a_quiet_period(
        kinds in prop::collection::vec((customers_kinds(), 0..40_000i64), 1..40),
        sending in sending(),
        zone in prop::option::of(zones()),
    ) {
        // Whatever comes up at whatever moment, in the order of time, each decided as planning does.
        let mut kinds = kinds;
        kinds.sort_by_key(|(_, at)| *at);
        let mut asked: Vec<DateTime<Utc>> = Vec::new();
        let template = Facts {
            moment: moment(0),
            standing: Standing::Customer,
            has_address: true,
            consent: true,
            unsubscribed: false,
            bounced: false,
            erased: false,
            last_asked_at: None,
            already_invited: false,
            against: None,
            zone,
            ends_at: None,
        };
        for (kind, at) in kinds {
            let rules = Rules { delay_days: 0, window_days: None, ..Rules::of(kind) };
            let facts = Facts { moment: moment(at), last_asked_at: asked.iter().max().copied(), ..template };
            let decision = decide(&facts, &Plan { kind, rules, sending }, moment(at));
            if let Decision::Ask { send_at, .. } = decision {
                prop_assert!(is_decent(send_at, zone.unwrap_or(sending.zone), &sending));
                if !is_exempt(kind) {
                    asked.push(send_at);
                }
            } else {
                prop_assert!(!is_exempt(kind), "{kind} waits for nobody");
            }
        }
        let quiet = TimeDelta::days(i64::from(sending.quiet_days));
        for pair in asked.windows(2) {
            prop_assert!(pair[1] - pair[0] >= quiet, "{} and {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn the_first_sending_moment_is_taken(now in 0..30_000i64, sending in sending(), zone in zones()) {
        let now = moment(now);
        let send_at = sending.moment(now, Some(zone));
        prop_assert!(send_at >= now && send_at - now < TimeDelta::days(15));
        prop_assert!(is_decent(send_at, zone, &sending));
        let mut at = now;
        while at < send_at {
            prop_assert!(!is_decent(at, zone, &sending), "{at} was open, {send_at} taken");
            at += TimeDelta::minutes(10);
        }
    }

    #[test]
    fn a_reminder_leaves_at_a_decent_hour_before_the_link_dies(
        plan in plan(), zone in prop::option::of(zones()), sent in 0..10_000i64, now in 0..30_000i64,
    ) {
        let sent = moment(sent);
        let expires = sent + TimeDelta::days(i64::from(plan.rules.expiry_days));
        let days = i64::from(plan.rules.reminder_days.unwrap_or_default());
        if let Some(at) = remind_at(sent, expires, zone, &plan, moment(now)) {
            prop_assert!(at >= moment(now) && at >= sent + TimeDelta::days(days) && at < expires);
            prop_assert!(is_decent(at, zone.unwrap_or(plan.sending.zone), &plan.sending));
        }
    }

    #[test]
    fn waiting_ends(facts in facts(), plan in plan(), now in 0..30_000i64) {
        let mut now = moment(now);
        for _ in 0..3 {
            match decide(&facts, &plan, now) {
                Decision::Wait { until, .. } => now = until,
                Decision::Ask { .. } | Decision::Refuse { .. } => return Ok(()),
            }
        }
        prop_assert!(false, "still waiting at {now}");
    }

    #[test]
    fn nobody_is_asked_against_their_will(facts in facts(), plan in plan(), now in 0..30_000i64, what in 0..7usize) {
        let mut facts = facts;
        let why = [
            Why::Erased, Why::AlreadyInvited, Why::Unsubscribed, Why::NoConsent, Why::NoAddress, Why::Bounced,
            Why::NotCustomer,
        ][what];
        match why {
            Why::Erased => facts.erased = true,
            Why::AlreadyInvited => facts.already_invited = true,
            Why::Unsubscribed => facts.unsubscribed = true,
            Why::NoConsent => facts.consent = false,
            Why::NoAddress => facts.has_address = false,
            Why::Bounced => facts.bounced = true,
            _ => facts.standing = Standing::Employee,
        }
        prop_assert_eq!(decide(&facts, &plan, moment(now)), Decision::Refuse { why });
    }
}
