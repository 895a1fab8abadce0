//! Hours of the Russian production calendar, reckoned by hand, and the norms that are published for whole years.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Europe::Moscow;
use otklik::domain::calendar::{BadCalendar, Calendar, DayOff, Interval};

use super::{day, local, moscow, office, russian_days};

/// From, worked hours, until: nine hours a day, nine to six in Moscow.
const CASES: &[(&str, i64, &str)] = &[
    // 2024. Fri 1 h; Sat 27 April is worked as a Monday: 9 + 1.
    ("2024-04-26 17:00", 2, "2024-04-27 10:00"),
    // Sat 1 h; Sun, 29 and 30 April off, 1 May; Thu 9 + 1.
    ("2024-04-27 17:00", 2, "2024-05-02 10:00"),
    // Wed 8 May ends at 17: 1 h; 9, 10 off, weekend; Mon 9 + 1.
    ("2024-05-08 16:00", 2, "2024-05-13 10:00"),
    // Fri 1 h; Sat 2 November as the shorter Tue 30 April, 9 to 17: 8 h.
    ("2024-11-01 17:00", 9, "2024-11-02 17:00"),
    // 1 + 8; Sun, Mon 4 off; Tue 9 + 1.
    ("2024-11-01 17:00", 10, "2024-11-05 10:00"),
    // Sat 28 December 1 h; Sun, 30, 31 off, 1-8 January; Thu 9 + 1.
    ("2024-12-28 17:00", 2, "2025-01-09 10:00"),
    // Fri 9, Sat 9.
    ("2024-12-27 09:00", 18, "2024-12-28 18:00"),
    // Thu 22 February 8; 23 off, weekend; Mon 9 + 1.
    ("2024-02-22 09:00", 9, "2024-02-26 10:00"),
    // Thu 7 March is over at 17; 8 off, weekend; Mon 9 + 1.
    ("2024-03-07 17:30", 1, "2024-03-11 10:00"),
    // Tue 11 June 1 h until 17; 12 off; Thu 9 + 1.
    ("2024-06-11 16:00", 2, "2024-06-13 10:00"),
    // Mon 8 January off; Tue 9 + 1.
    ("2024-01-08 12:00", 1, "2024-01-09 10:00"),
    // Fri 29 December 2023 1 h; weekend, 1-8 off; Tue 9 + 1: across the end of the year.
    ("2023-12-29 17:00", 2, "2024-01-09 10:00"),
    // Wed 1, Thu 29 February 9: a leap day.
    ("2024-02-28 17:00", 10, "2024-02-29 18:00"),
    // Thu 29 February 1, Fri 1 March 9 + 1.
    ("2024-02-29 17:00", 2, "2024-03-01 10:00"),
    // 2025. Wed 30 April 1 h until 17; 1, 2 May off, weekend; Mon 9 + 1.
    ("2025-04-30 16:00", 2, "2025-05-05 10:00"),
    // Wed 7 May is whole: 1 h; 8, 9 off, weekend; Mon 9 + 1.
    ("2025-05-07 17:00", 2, "2025-05-12 10:00"),
    // Fri 7 March 1 h until 17; weekend, nothing moved to Monday; Mon 9 + 1.
    ("2025-03-07 16:00", 2, "2025-03-10 10:00"),
    // Wed 11 June is over at 17; 12, 13 off, weekend; Mon 9 + 1.
    ("2025-06-11 17:00", 1, "2025-06-16 10:00"),
    // Fri 1; Sat 1 November 9 + 1.
    ("2025-10-31 17:00", 2, "2025-11-01 10:00"),
    // Sat 1 November 1 h until 17; Sun, 3, 4 off; Wed 9 + 1.
    ("2025-11-01 16:00", 2, "2025-11-05 10:00"),
    // Tue 30 December 1; 31 off, 1-9 January, weekend; Mon 9 + 1.
    ("2025-12-30 17:00", 2, "2026-01-12 10:00"),
    // 31 December off; Mon 12 January 9.
    ("2025-12-31 10:00", 9, "2026-01-12 18:00"),
    // Fri 1; Sun 23 February moved to May; Mon 24 is worked: 9 + 1.
    ("2025-02-21 17:00", 2, "2025-02-24 10:00"),
    // Thu 9, Fri 9.
    ("2025-01-09 09:00", 18, "2025-01-10 18:00"),
    // 2026. Fri 9 January off, weekend; Mon 9 + 4.
    ("2026-01-09 12:00", 4, "2026-01-12 13:00"),
    // Fri 20 February is whole: 1; weekend, Mon 23 off; Tue 9 + 1.
    ("2026-02-20 17:00", 2, "2026-02-24 10:00"),
    // Fri 6 March is whole: 1; weekend, Mon 9 off; Tue 9 + 1.
    ("2026-03-06 17:00", 2, "2026-03-10 10:00"),
    // Sun 8 March, Mon 9 off; Tue 9.
    ("2026-03-08 00:00", 9, "2026-03-10 18:00"),
    // Thu 30 April 1 h until 17; 1 May, weekend; Mon 9 + 1.
    ("2026-04-30 16:00", 2, "2026-05-04 10:00"),
    // Wed is over; Thu 30 April 9 to 17: 8.
    ("2026-04-29 18:00", 8, "2026-04-30 17:00"),
    // Fri 8 May 1 h until 17; weekend, Mon 11 off; Tue 9 + 1.
    ("2026-05-08 16:00", 2, "2026-05-12 10:00"),
    // Thu 9, Fri 8, Tue 1.
    ("2026-05-07 09:00", 18, "2026-05-12 10:00"),
    // Thu 11 June 1 h until 17; Fri off, weekend; Mon 9 + 1.
    ("2026-06-11 16:00", 2, "2026-06-15 10:00"),
    // Tue 3 November 1 h until 17; Wed off; Thu 9 + 1.
    ("2026-11-03 16:00", 2, "2026-11-05 10:00"),
    // Wed 4 November off; Thu 9 + 2.
    ("2026-11-04 12:00", 2, "2026-11-05 11:00"),
    // Mon 9, Tue 8, Thu 9, Fri 9, Mon 9: 44; Tue 9 + 1.
    ("2026-11-02 09:00", 45, "2026-11-10 10:00"),
    // Fri 1, Mon to Thu 36, Fri 8: 9 + 8.
    ("2026-11-20 17:00", 45, "2026-11-27 17:00"),
    // A Sunday; Mon 9 + 2.
    ("2026-11-22 02:55", 2, "2026-11-23 11:00"),
    // Wed 30 December is whole: 1; 31 off, 1-8 January, weekend; Mon 9 + 1.
    ("2026-12-30 17:00", 2, "2027-01-11 10:00"),
    // Mon to Wed 27; 11 to 15 January 45; Mon 18 9; Tue 19 9: 90.
    ("2026-12-28 09:00", 90, "2027-01-19 18:00"),
    // 2027. Mon 22 February 1 h until 17; 23 off; Wed 9 + 1.
    ("2027-02-22 16:00", 2, "2027-02-24 10:00"),
    // Fri 5 March 1; weekend, Mon 8 off; Tue 9 + 1.
    ("2027-03-05 17:00", 2, "2027-03-09 10:00"),
    // Fri 30 April 1 h until 17; 1, 2, Mon 3 off; Tue 9 + 1.
    ("2027-04-30 16:00", 2, "2027-05-04 10:00"),
    // Fri 7 May is whole: 1; 8, 9, Mon 10 off; Tue 9 + 1.
    ("2027-05-07 17:00", 2, "2027-05-11 10:00"),
    // Fri 11 June 1 h until 17; 12, 13, Mon 14 off; Tue 9 + 1.
    ("2027-06-11 16:00", 2, "2027-06-15 10:00"),
    // Wed 3 November 1 h until 17; Thu off; Fri 9 + 1.
    ("2027-11-03 16:00", 2, "2027-11-05 10:00"),
    // Fri 31 December 9 to 17.
    ("2027-12-31 16:00", 1, "2027-12-31 17:00"),
];

// zammad#390: holidays bought in from elsewhere were wrong; these are our own data, with their sources.
#[test]
fn worked_hours_end_where_they_end_by_hand() {
    assert!(CASES.len() >= 40);
    let office = office();
    for (from, hours, until) in CASES {
        let worked = TimeDelta::hours(*hours);
        let due = office.after(moscow(from), worked).expect("an hour");
        assert_eq!(due.with_timezone(&Moscow).format("%F %R").to_string(), *until, "{from} + {hours} h");
        assert_eq!(office.between(moscow(from), due), worked, "{from} + {hours} h");
    }
}

/// Working days and hours of a 40-hour week as the ministry's calendars have them.
#[test]
fn years_have_their_published_norms() {
    let mut office = office();
    office.week = Calendar::office(Moscow).week.map(|hours| match hours.as_slice() {
        [] => vec![],
        _ => vec![Interval::hours(9, 17)],
    });
    for (year, days, hours) in [(2024, 248, 1979), (2025, 247, 1972), (2026, 247, 1972)] {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
        let next = NaiveDate::from_ymd_opt(year + 1, 1, 1).expect("a day");
        let worked =
            first.iter_days().take_while(|day| *day < next).filter(|day| office.is_working_day(*day));
        assert_eq!(worked.count(), days, "{year}");
        let between = office.between(office.midnight(first), office.midnight(next));
        assert_eq!(between, TimeDelta::hours(hours), "{year}");
    }
}

#[test]
fn working_days_are_counted_from_the_day_after() {
    let office = office();
    for (from, n, until) in [
        // Civil Code, 191: the day itself is not counted.
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
        // 2, 3, 5, 6, 9, 10, 11, 12, 13, 16: the 4th is off.
        ("2026-10-30", 10, "2026-11-16"),
        // From a day off: 12, 13.
        ("2026-01-09", 2, "2026-01-13"),
        // 29, 30 December; 11, 12, 13 January: across the end of the year.
        ("2026-12-28", 5, "2027-01-13"),
        // The Saturday that is worked counts.
        ("2024-11-01", 1, "2024-11-02"),
        ("2024-11-01", 2, "2024-11-05"),
    ] {
        assert_eq!(office.working_days_after(day(from), n), Some(day(until)), "{from} + {n}");
    }
    assert_eq!(office.next_working_day(day("2026-05-09")), Some(day("2026-05-12")));
    assert_eq!(office.next_working_day(day("2026-05-12")), Some(day("2026-05-12")));
    let closed = Calendar { week: Default::default(), ..office };
    assert_eq!(closed.next_working_day(day("2026-05-12")), None);
    assert_eq!(closed.working_days_after(day("2028-01-01"), 1), None);
}

// chatwoot#14009 and Frappe: a lunch break takes more than one interval a day.
#[test]
fn a_day_may_have_several_intervals() {
    let mut office = office();
    let lunch = vec![Interval::hours(9, 13), Interval::hours(14, 18)];
    office.week[..5].fill(lunch);
    // Mon 1 h until lunch, 4 after it; Tue 1.
    assert_eq!(
        office.after(moscow("2026-11-23 12:00"), TimeDelta::hours(6)),
        Some(moscow("2026-11-24 10:00"))
    );
    assert!(!office.is_open(moscow("2026-11-23 13:30")));
    assert_eq!(office.next_open(moscow("2026-11-23 13:30")), Some(moscow("2026-11-23 14:00")));
    // The shorter Tue 3 November ends at 17: 4 + 3.
    let (nine, night) = (moscow("2026-11-03 09:00"), moscow("2026-11-03 23:00"));
    assert_eq!(office.between(nine, night), TimeDelta::hours(7));
}

// osTicket#6739: a schedule without Monday and Thursday was reckoned wrong; osTicket#2131: so was one of some days only.
#[test]
fn a_week_may_lack_any_of_its_days() {
    let mut office = office();
    office.week[0].clear();
    office.week[3].clear();
    // Tue 24 9, Wed 25 9, Fri 27 9, Tue 1 December 1.
    assert_eq!(
        office.after(moscow("2026-11-23 12:00"), TimeDelta::hours(28)),
        Some(moscow("2026-12-01 10:00"))
    );
    for only in 0..7 {
        let mut week: [Vec<Interval>; 7] = Default::default();
        week[only] = vec![Interval::hours(10, 11)];
        let rare = Calendar { zone: Moscow, week, days: Default::default() };
        let first = rare.next_open(moscow("2026-11-22 00:00")).expect("an hour");
        let third = rare.after(first, TimeDelta::minutes(150)).expect("an hour");
        assert_eq!(third - first, TimeDelta::days(14) + TimeDelta::minutes(30), "weekday {only}");
    }
}

#[test]
fn a_shorter_day_lacks_an_hour_however_it_is_cut() {
    let mut office = office();
    let part = |opens: u16, closes: u16| Interval { opens, closes };
    // Half an hour at the end is gone whole, and half an hour of what comes before.
    office.week[1] = vec![part(540, 1020), part(1050, 1080)];
    assert_eq!(office.hours(day("2026-11-03")).as_ref(), [part(540, 990)]);
    office.week[1] = vec![part(540, 600)];
    assert!(!office.is_working_day(day("2026-11-03")));
    office.days.insert(day("2026-11-24"), DayOff::Like { weekday: 1, shortened: true });
    assert_eq!(office.hours(day("2026-11-24")).as_ref(), [Interval::hours(9, 17)]);
}

#[test]
fn a_calendar_that_cannot_be_followed_is_refused() {
    let week = |monday: Vec<Interval>| {
        let mut office = Calendar::office(Moscow);
        office.week = Default::default();
        office.week[0] = monday;
        office.validate()
    };
    assert_eq!(week(vec![]), Err(BadCalendar::NoHours));
    assert_eq!(week(vec![Interval::hours(9, 9)]), Err(BadCalendar::Backwards { weekday: 1 }));
    assert_eq!(week(vec![Interval::hours(22, 6)]), Err(BadCalendar::Backwards { weekday: 1 }));
    assert_eq!(week(vec![Interval::hours(9, 25)]), Err(BadCalendar::Backwards { weekday: 1 }));
    let two = |a, b| week(vec![a, b]);
    assert_eq!(
        two(Interval::hours(9, 13), Interval::hours(12, 18)),
        Err(BadCalendar::Overlap { weekday: 1 })
    );
    assert_eq!(
        two(Interval::hours(14, 18), Interval::hours(9, 13)),
        Err(BadCalendar::Overlap { weekday: 1 })
    );
    assert_eq!(two(Interval::hours(9, 13), Interval::hours(13, 18)), Ok(()));
    let seven = (0..7).map(|hour| Interval::hours(2 * hour, 2 * hour + 1)).collect();
    assert_eq!(week(seven), Err(BadCalendar::TooMany { weekday: 1 }));
}

#[test]
fn a_week_without_hours_lives_by_its_exceptions_and_then_never_again() {
    let mut calendar = Calendar { week: Default::default(), ..Calendar::office(Moscow) };
    assert_eq!(calendar.after(moscow("2026-11-22 00:00"), TimeDelta::minutes(1)), None);
    calendar.days.insert(day("2026-11-28"), DayOff::Hours { intervals: vec![Interval::hours(10, 12)] });
    let open = local("2026-11-28 10:00", Moscow);
    assert_eq!(calendar.next_open(moscow("2026-11-22 00:00")), Some(open));
    assert_eq!(
        calendar.after(moscow("2026-11-22 00:00"), TimeDelta::hours(2)),
        Some(open + TimeDelta::hours(2))
    );
    assert_eq!(calendar.after(moscow("2026-11-22 00:00"), TimeDelta::hours(3)), None);
}

#[test]
fn the_production_calendar_fits_its_weekdays() {
    let (days, plain) = (russian_days(), Calendar::office(Moscow));
    assert_eq!(days.len(), 93);
    for (day, otherwise) in &days {
        match otherwise {
            DayOff::Shortened => assert!(plain.is_working_day(*day), "{day}"),
            DayOff::Like { weekday: 1..=5, .. } => assert!(!plain.is_working_day(*day), "{day}"),
            other => assert_eq!(*other, DayOff::Closed, "{day}"),
        }
    }
}
