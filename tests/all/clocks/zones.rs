//! Days that are not 24 hours long, midnights that do not occur, dates that were skipped.

use chrono::TimeDelta;
use chrono_tz::{America::New_York, Asia::Beirut, Europe::Berlin, Pacific::Apia, Tz};
use otklik::domain::calendar::{Calendar, Interval};

use super::{day, local};

fn only(zone: Tz, hours: &[Interval]) -> Calendar {
    let mut calendar = Calendar::always(zone);
    calendar.week = [1, 2, 3, 4, 5, 6, 7].map(|_| hours.to_vec());
    calendar
}

fn minutes(calendar: &Calendar, date: &str) -> i64 {
    let date = day(date);
    let worked: TimeDelta = calendar.stretches(date).iter().map(|(opens, closes)| *closes - *opens).sum();
    let whole = calendar.between(calendar.midnight(date), calendar.midnight(date.succ_opt().expect("a day")));
    assert_eq!(worked, whole, "{date}");
    worked.num_minutes()
}

#[test]
fn a_day_is_as_long_as_it_is() {
    for (zone, date, hours) in [
        (Berlin, "2026-03-28", 24),
        (Berlin, "2026-03-29", 23),
        (Berlin, "2026-10-25", 25),
        (New_York, "2026-03-08", 23),
        (New_York, "2026-11-01", 25),
        // Its midnight does not occur.
        (Beirut, "2026-03-29", 23),
        (Beirut, "2026-10-24", 25),
        (Beirut, "2026-10-25", 24),
        // Skipped whole, when Samoa crossed the date line.
        (Apia, "2011-12-29", 24),
        (Apia, "2011-12-30", 0),
        (Apia, "2011-12-31", 24),
    ] {
        assert_eq!(minutes(&Calendar::always(zone), date), hours * 60, "{zone} {date}");
    }
}

#[test]
fn hours_inside_a_change_of_clocks_are_worked_when_the_wall_shows_them() {
    let part = |opens: u16, closes: u16| Interval { opens, closes };
    // 02:00 to 03:00 does not occur on 29 March, and occurs twice on 25 October.
    for (hours, spring, autumn) in [
        (part(120, 150), 0, 60),
        (part(60, 150), 60, 120),
        (part(150, 240), 60, 120),
        (part(60, 240), 120, 240),
        (part(180, 240), 60, 60),
    ] {
        let calendar = only(Berlin, &[hours]);
        assert_eq!(minutes(&calendar, "2026-03-29"), spring, "{hours:?}");
        assert_eq!(minutes(&calendar, "2026-10-25"), autumn, "{hours:?}");
    }
    // The second half past two: the first is not open any more, and not again before.
    let calendar = only(Berlin, &[part(120, 150)]);
    let first = local("2026-10-25 02:00", Berlin);
    let states = [0, 29, 30, 59, 60, 89, 90].map(|later| calendar.is_open(first + TimeDelta::minutes(later)));
    assert_eq!(states, [true, true, false, false, true, true, false]);
}

// dbt_zendesk#25: hours were reckoned with the offset of another day.
#[test]
fn an_evening_before_the_change_of_clocks_leads_to_the_right_morning() {
    for (zone, friday, monday) in [
        (Berlin, "2026-03-27 17:00", "2026-03-30 10:00"),
        (Berlin, "2026-10-23 17:00", "2026-10-26 10:00"),
        (New_York, "2026-03-06 17:00", "2026-03-09 10:00"),
        (New_York, "2026-10-30 17:00", "2026-11-02 10:00"),
        (Beirut, "2026-03-27 17:00", "2026-03-30 10:00"),
    ] {
        let due = Calendar::office(zone).after(local(friday, zone), TimeDelta::hours(2));
        assert_eq!(due, Some(local(monday, zone)), "{zone}");
    }
    // Thursday 29 December 2011, Saturday the 31st: Friday never was. Monday 2 January.
    let due = Calendar::office(Apia).after(local("2011-12-29 17:00", Apia), TimeDelta::hours(2));
    assert_eq!(due, Some(local("2012-01-02 10:00", Apia)));
}

// chatwoot#4028, chatwoot PR 14202, zammad#2089, zammad#5538: a day belongs to the zone that is asked for, not to that of the server.
#[test]
fn a_date_is_that_of_the_wall_clock() {
    let evening = local("2026-12-31 23:30", New_York);
    assert_eq!(Calendar::office(New_York).date(evening), day("2026-12-31"));
    assert_eq!(Calendar::office(Berlin).date(evening), day("2027-01-01"));
    assert_eq!(Calendar::office(Beirut).midnight(day("2026-03-29")), local("2026-03-29 01:00", Beirut));
}
