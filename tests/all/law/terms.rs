//! Terms counted by hand across Russian holidays and years, and what holds of every term.

use chrono::{Days, Months, NaiveDate};
use chrono_tz::Europe::Moscow;
use otklik::{
    actions::legal_terms::preset,
    domain::{
        calendar::{Calendar, DayOff},
        clock::NEVER,
        legal::{self, Term, Unit, asks_about_data},
    },
};
use proptest::{prelude::*, test_runner::Config};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The production calendars of Russia for 2024 (in part), 2026 and the holidays of January 2027, on weekdays; a Saturday of
/// 2024 that was worked.
fn russia() -> Calendar {
    let closed = [
        "2024-04-29",
        "2024-04-30",
        "2024-05-01",
        "2024-05-09",
        "2024-05-10",
        "2026-01-01",
        "2026-01-02",
        "2026-01-05",
        "2026-01-06",
        "2026-01-07",
        "2026-01-08",
        "2026-01-09",
        "2026-02-23",
        "2026-03-09",
        "2026-05-01",
        "2026-05-11",
        "2026-06-12",
        "2026-11-04",
        "2026-12-31",
        "2027-01-01",
        "2027-01-04",
        "2027-01-05",
        "2027-01-06",
        "2027-01-07",
        "2027-01-08",
    ];
    let mut calendar = Calendar::office(Moscow);
    calendar.days.extend(closed.map(|date| (day(date), DayOff::Closed)));
    calendar.days.insert(day("2024-04-27"), DayOff::Like { weekday: 1, shortened: false });
    calendar.days.insert(day("2026-11-03"), DayOff::Shortened);
    calendar
}

#[test]
fn terms_end_where_counting_by_hand_ends_them() {
    use Unit::{CalendarDays, Months, WorkingDays};
    let cases = [
        // Plain: a Friday and ten days is a Monday.
        ("2026-11-20", 10, CalendarDays, "2026-11-30"),
        // The tenth day is the 23rd of February.
        ("2026-02-13", 10, CalendarDays, "2026-02-24"),
        // The fourth of January, a Sunday in the holidays: the first working day is the twelfth.
        ("2025-12-25", 10, CalendarDays, "2026-01-12"),
        // Saturday the ninth of May, then a Sunday, then the Monday that it was moved to.
        ("2026-05-02", 7, CalendarDays, "2026-05-12"),
        // Forty-five days end on the fourth of November.
        ("2026-09-20", 45, CalendarDays, "2026-11-05"),
        // The last day of the year is a day off, and so are ten after it.
        ("2026-12-01", 30, CalendarDays, "2027-01-11"),
        // A shortened day is a working day.
        ("2026-10-27", 7, CalendarDays, "2026-11-03"),
        // A Saturday that is worked.
        ("2024-04-24", 3, CalendarDays, "2024-04-27"),
        ("2024-04-24", 3, WorkingDays, "2024-04-27"),
        // After it come days off from the 28th to the first of May.
        ("2024-04-24", 4, WorkingDays, "2024-05-02"),
        ("2026-11-20", 3, WorkingDays, "2026-11-25"),
        // 24, 25, 28, 29, 30 December; 11, 12, 13, 14, 15 January.
        ("2026-12-23", 10, WorkingDays, "2027-01-15"),
        // Demanded on a day off: the first working day after it is the first of the term.
        ("2026-11-21", 1, WorkingDays, "2026-11-23"),
        // The same number of the next month is a Sunday.
        ("2026-03-05", 1, Months, "2026-04-06"),
        // February has no 31st: its last day, a Saturday, so the Monday after it.
        ("2026-01-31", 1, Months, "2026-03-02"),
        ("2026-06-30", 1, Months, "2026-07-30"),
    ];
    for (demanded, amount, unit, last) in cases {
        let term = Term { amount, unit };
        assert_eq!(legal::last_day(day(demanded), term, &russia()), Some(day(last)), "{demanded} {term:?}");
    }
}

#[test]
fn a_term_ends_with_the_midnight_of_its_last_day_in_the_companys_zone() {
    let term = Term { amount: 10, unit: Unit::CalendarDays };
    let due = legal::due(day("2026-11-20"), term, &russia());
    assert_eq!(due.to_rfc3339(), "2026-11-30T21:00:00+00:00");
    assert_eq!(legal::said_day(due, &russia()), day("2026-11-30"));
    // dbt_zendesk#25: by the clock of the day in question, not of today. Berlin is an hour nearer to UTC in winter.
    let mut berlin = russia();
    berlin.zone = chrono_tz::Europe::Berlin;
    let winter = legal::due(day("2026-10-20"), term, &berlin);
    assert_eq!(winter.to_rfc3339(), "2026-10-30T23:00:00+00:00");
    let summer = legal::due(day("2026-10-09"), term, &berlin);
    assert_eq!(summer.to_rfc3339(), "2026-10-19T22:00:00+00:00");
}

#[test]
fn the_law_counts_its_own_week_whatever_days_the_company_works() {
    let always = Calendar { days: russia().days, ..Calendar::always(Moscow) };
    let mut never = russia();
    never.week = Default::default();
    for (demanded, amount, unit) in
        [("2026-11-20", 3, Unit::WorkingDays), ("2025-12-25", 10, Unit::CalendarDays)]
    {
        let term = Term { amount, unit };
        let last = legal::last_day(day(demanded), term, &russia());
        assert_eq!(legal::last_day(day(demanded), term, &always), last);
        assert_eq!(legal::last_day(day(demanded), term, &never), last);
    }
}

#[test]
fn two_working_days_before_its_end_a_term_approaches() {
    let approaches = |last: &str| {
        let due = russia().midnight(day(last).succ_opt().expect("a day"));
        legal::said_day(legal::approaches(due, 2, &russia()), &russia()).succ_opt().expect("a day")
    };
    assert_eq!(approaches("2026-11-27"), day("2026-11-25"));
    // Monday and the Friday before it are the two; Thursday begins.
    assert_eq!(approaches("2026-11-30"), day("2026-11-26"));
    // Across the holidays of the new year.
    assert_eq!(approaches("2026-01-12"), day("2025-12-30"));
}

#[test]
fn words_that_may_be_a_request_about_data_are_found_and_others_are_not() {
    for words in [
        "Удалите, пожалуйста, все мои данные!",
        "прошу УДАЛИТЬ мои персональные данные",
        "Отзываю своё согласие на обработку",
        "Больше не пишите мне никогда",
        "и не звоните мне",
        "Прекратите обработку",
        "Уберите меня из базы",
        "Отпишите меня от всего",
        "Please delete all my data.",
        "Do not contact me again",
        "don’t email me",
        "I withdraw my consent",
    ] {
        assert!(asks_about_data(words), "{words}");
    }
    for words in [
        "",
        "Диван привезли поздно",
        "Мне никто не пишет и не звонит",
        "Нет данных о доставке, пиши пропало",
        "Удалось дозвониться с третьего раза",
        "Please write me when it arrives",
        "The data sheet is missing",
        "не",
    ] {
        assert!(!asks_about_data(words), "{words}");
    }
    // Ten thousand words are looked at in no time.
    assert!(!asks_about_data(&"не ".repeat(10_000)));
}

#[test]
fn every_row_of_the_preset_names_its_law_and_source() {
    let rows = preset().expect("a sound preset");
    assert_eq!(rows.len(), 21);
    for row in &rows {
        assert!(row.changed_at.is_none() && row.confirmed_at.is_none() && row.enabled, "{}", row.code);
        for words in [&row.title_ru, &row.title_en, &row.law, &row.article, &row.source] {
            assert!(!words.trim().is_empty(), "{}", row.code);
        }
    }
    for code in legal::DATA_REQUEST_TERMS {
        assert!(rows.iter().any(|row| row.code == code), "{code}");
    }
}

proptest! {
    #![proptest_config(Config { cases: 512, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_term_never_ends_before_its_plain_count_nor_on_a_day_off(
        ahead in 0_u64..1_500, amount in 1_u16..=730, unit in 0_usize..3, more in 1_u16..30
    ) {
        let unit = Unit::all()[unit];
        let amount = if unit == Unit::Months { amount % 24 + 1 } else { amount };
        let calendar = russia();
        let demanded = day("2024-01-01") + Days::new(ahead);
        let last = |amount| legal::last_day(demanded, Term { amount, unit }, &calendar).expect("an end");
        let plain = match unit {
            Unit::Months => demanded + Months::new(u32::from(amount)),
            _ => demanded + Days::new(u64::from(amount)),
        };
        prop_assert!(last(amount) >= plain);
        prop_assert!(legal::is_working_day(&calendar, last(amount)));
        // A longer term never ends sooner, a later demand neither.
        prop_assert!(last(amount + more) >= last(amount));
        let later = legal::last_day(demanded + Days::new(1), Term { amount, unit }, &calendar).expect("an end");
        prop_assert!(later >= last(amount));
        // Reckoned again, it is the same; told before it ends, and never after.
        let due = legal::due(demanded, Term { amount, unit }, &calendar);
        prop_assert_eq!(due, legal::due(demanded, Term { amount, unit }, &calendar));
        prop_assert_eq!(legal::said_day(due, &calendar), last(amount));
        prop_assert!(due < NEVER && legal::approaches(due, 2, &calendar) < due);
    }
}
