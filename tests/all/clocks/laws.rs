//! What must hold of calendars and clocks whatever they are.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;
use otklik::domain::{
    calendar::{Calendar, DayOff, Interval, read_hours, write_hours},
    clock::{Clockwork, Life, NEVER, Reason, Target, Targets, Turn, deadlines, explain},
    complaint::State,
    severity::Severity,
};
use proptest::prelude::*;

fn zones() -> impl Strategy<Value = Tz> {
    let zones = [
        Tz::Europe__Moscow,
        Tz::Europe__Berlin,
        Tz::America__New_York,
        Tz::Asia__Beirut,
        Tz::Pacific__Apia,
        Tz::Australia__Lord_Howe,
        Tz::America__St_Johns,
        Tz::Africa__Cairo,
    ];
    prop::sample::select(zones.to_vec())
}

/// Apart from one another and in order, some of them touching.
fn hours() -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::btree_set(0..=96u16, 0..=6).prop_map(|quarters| {
        let quarters: Vec<u16> = quarters.into_iter().collect();
        quarters.chunks_exact(2).map(|pair| Interval { opens: pair[0] * 15, closes: pair[1] * 15 }).collect()
    })
}

/// A day of the two years around the skipped one of Samoa, or of those around now.
fn dates() -> impl Strategy<Value = NaiveDate> {
    let from = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
    (prop::bool::weighted(0.2), 0..800u64)
        .prop_map(move |(old, days)| from(if old { 2011 } else { 2026 }) + chrono::Days::new(days))
}

fn moments() -> impl Strategy<Value = DateTime<Utc>> {
    (dates(), 0..86_400u32).prop_map(|(date, second)| {
        date.and_hms_opt(0, 0, 0).expect("a time").and_utc() + TimeDelta::seconds(second.into())
    })
}

fn day_off() -> impl Strategy<Value = DayOff> {
    prop_oneof![
        Just(DayOff::Closed),
        Just(DayOff::Shortened),
        (1..=7u8, any::<bool>()).prop_map(|(weekday, shortened)| DayOff::Like { weekday, shortened }),
        hours().prop_map(|intervals| DayOff::Hours { intervals }),
    ]
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let days = prop::collection::btree_map(dates(), day_off(), 0..30);
    (zones(), prop::array::uniform7(hours()), days)
        .prop_map(|(zone, week, days)| Calendar { zone, week, days })
        .prop_filter("hours", |calendar| calendar.validate().is_ok())
}

fn worked() -> impl Strategy<Value = TimeDelta> {
    (1..200_000i64).prop_map(TimeDelta::seconds)
}

fn targets() -> impl Strategy<Value = Targets> {
    let target = || {
        (1..6_000u32, 0..6_000u32).prop_map(|(first_answer_minutes, more)| Target {
            first_answer_minutes,
            resolution_minutes: first_answer_minutes + more,
        })
    };
    (target(), target(), target(), target()).prop_map(|(critical, high, normal, low)| Targets {
        critical,
        high,
        normal,
        low,
    })
}

fn clockworks() -> impl Strategy<Value = Clockwork> {
    (targets(), calendars()).prop_map(|(targets, calendar)| Clockwork { targets, calendar, version: 1 })
}

fn turns() -> impl Strategy<Value = Turn> {
    prop_oneof![
        prop::sample::select(State::all().to_vec()).prop_map(Turn::State),
        prop::sample::select(Severity::all().to_vec()).prop_map(Turn::Severity),
        Just(Turn::Answered),
        Just(Turn::Reopened),
    ]
}

fn lives() -> impl Strategy<Value = Life> {
    let severity = prop::sample::select(Severity::all().to_vec());
    (moments(), severity, prop::collection::vec((0..400_000i64, turns()), 0..12)).prop_map(
        |(opened_at, severity, turned)| {
            let mut at = opened_at;
            let turns = turned
                .into_iter()
                .map(|(later, turn)| {
                    at += TimeDelta::seconds(later);
                    (at, turn)
                })
                .collect();
            Life { opened_at, severity, turns }
        },
    )
}

/// Open now, or just closing: a deadline of six in the evening belongs to the day.
fn in_hours(calendar: &Calendar, at: DateTime<Utc>) -> bool {
    calendar.is_open(at) || calendar.is_open(at - TimeDelta::microseconds(1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn open_is_what_the_wall_clock_says(calendar in calendars(), at in moments()) {
        let wall = at.with_timezone(&calendar.zone).naive_local();
        let minute = u16::try_from(wall.hour() * 60 + wall.minute()).expect("a minute");
        let hours = calendar.hours(wall.date());
        let open = hours.iter().any(|hours| (hours.opens..hours.closes).contains(&minute));
        prop_assert_eq!(calendar.is_open(at), open, "{}", wall);
    }

    // chatwoot PR 13392: deadlines fell into hours in which nobody works.
    #[test]
    fn nothing_is_due_in_a_closed_hour_and_between_leads_back(calendar in calendars(), at in moments(), time in worked()) {
        let due = calendar.after(at, time).expect("an hour");
        prop_assert!(in_hours(&calendar, due), "{due}");
        prop_assert_eq!(calendar.between(at, due), time);
        prop_assert!(calendar.next_open(at).expect("an hour") <= due);
    }

    #[test]
    fn worked_time_adds_up(calendar in calendars(), at in moments(), one in worked(), two in worked()) {
        let (middle, end) = (calendar.after(at, one), calendar.after(at, one + two));
        let middle = middle.expect("an hour");
        prop_assert_eq!(calendar.after(middle, two), end);
        let end = end.expect("an hour");
        prop_assert_eq!(calendar.between(at, middle) + calendar.between(middle, end), calendar.between(at, end));
    }

    #[test]
    fn stretches_are_in_order_and_apart(calendar in calendars(), date in dates()) {
        let days = date.iter_days().take(3).flat_map(|date| calendar.stretches(date));
        let ends: Vec<_> = days.flat_map(|(opens, closes)| [opens, closes]).collect();
        prop_assert!(ends.is_sorted(), "{ends:?}");
    }

    #[test]
    fn working_days_step_one_by_one(calendar in calendars(), date in dates(), n in 0..40u32) {
        let until = calendar.working_days_after(date, n).expect("a day");
        let counted = date.iter_days().skip(1).take_while(|day| *day <= until);
        prop_assert_eq!(counted.filter(|day| calendar.is_working_day(*day)).count(), n as usize);
        prop_assert!(n == 0 || calendar.is_working_day(until));
    }

    #[test]
    fn written_hours_are_read_the_same(hours in hours()) {
        prop_assert_eq!(read_hours(&write_hours(&hours)), Some(hours));
    }

    #[test]
    fn the_reason_of_a_deadline_leads_to_it(life in lives(), by in clockworks()) {
        let reasons = explain(&life, &by);
        for reason in [reasons.first_answer, reasons.resolution] {
            let Reason { allowed, from, paused, due, .. } = reason;
            prop_assert_eq!(by.after(from, allowed + paused), due, "{:?}", reason);
            prop_assert!(due == NEVER || in_hours(&by.calendar, due));
            prop_assert!(paused >= TimeDelta::zero());
        }
        let both = deadlines(&life, &by);
        prop_assert_eq!((both.first_answer, both.resolution), (reasons.first_answer.due, reasons.resolution.due));
    }

    #[test]
    fn a_pause_never_brings_a_deadline_nearer(life in lives(), by in clockworks(), after in 0..2_000_000i64, long in 1..600_000i64) {
        let begins = life.opened_at + TimeDelta::seconds(after);
        let ends = begins + TimeDelta::seconds(long);
        // One more pause, in a stretch in which it was worked on and nothing else happened.
        let place = life.turns.partition_point(|(at, _)| *at <= begins);
        prop_assume!(life.turns.get(place).is_none_or(|(at, _)| *at > ends));
        let state = life.turns[..place].iter().rev().find_map(|(_, turn)| match turn {
            Turn::State(state) => Some(*state),
            _ => None,
        });
        prop_assume!(matches!(state, None | Some(State::New | State::InProgress)));
        let mut paused = life.clone();
        let pause = [
            (begins, Turn::State(State::WaitingForCustomer)),
            (ends, Turn::State(State::InProgress)),
        ];
        paused.turns.splice(place..place, pause);
        let (without, with) = (deadlines(&life, &by), deadlines(&paused, &by));
        prop_assert!(with.first_answer >= without.first_answer);
        prop_assert!(with.resolution >= without.resolution);
    }

    #[test]
    fn a_worse_severity_never_gives_more_time(life in lives(), by in clockworks(), later in 0..600_000i64) {
        let before = deadlines(&life, &by);
        let mut worse = life.clone();
        let last = life.turns.last().map_or(life.opened_at, |(at, _)| *at);
        let now = life.turns.iter().rev().find_map(|(_, turn)| match turn {
            Turn::Severity(severity) => Some(*severity),
            _ => None,
        });
        prop_assume!(now.unwrap_or(life.severity) != Severity::Critical);
        let stands = matches!(
            life.turns.iter().rev().find(|(_, turn)| matches!(turn, Turn::State(_))),
            Some((_, Turn::State(state))) if !matches!(state, State::New | State::InProgress)
        );
        prop_assume!(!stands);
        worse.turns.push((last + TimeDelta::seconds(later), Turn::Severity(Severity::Critical)));
        let after = deadlines(&worse, &by);
        prop_assert!(after.first_answer <= before.first_answer);
        prop_assert!(after.resolution <= before.resolution);
    }
}
