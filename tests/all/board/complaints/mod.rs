//! The complaints report and 'kept after a complaint': figures against a count of their own, pages, lists, files.

mod kept;
mod pages;

use crate::support::World;
use chrono::Utc;
use chrono_tz::Europe::Moscow;
use otklik::{
    actions::roll_up,
    domain::{
        calendar::Calendar,
        cut::{Cut, Dimension, Grain, View},
        facts::Subject,
        period::Period,
        report::{ComplaintsReport, Figures},
    },
    reports::complaints,
    store::Connection,
};

/// One complaint as a test tells it; moments are of Moscow.
#[derive(Debug, Clone, Default)]
pub struct Case {
    opened: String,
    answered: Option<String>,
    ended: Option<String>,
    state: Option<&'static str>,
    store: Option<&'static str>,
    class: Option<&'static str>,
    owner: bool,
    cause: Option<&'static str>,
    resolution: Option<&'static str>,
    paid: Option<(&'static str, &'static str)>,
    source: Option<&'static str>,
    reopened: i32,
    /// Days from the opening to both deadlines.
    due: Option<i32>,
}

fn quoted(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''")))
}

fn moment(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| format!("timestamptz '{text} Europe/Moscow'"))
}

/// Stores one, of a customer and a purchase of its own; answers its number.
async fn complain(world: &World, case: &Case) -> i64 {
    let opened = moment(Some(&case.opened));
    let state = case.state.unwrap_or(if case.ended.is_some() { "closed" } else { "in_progress" });
    let due = format!("{opened} + interval '{} days'", case.due.unwrap_or(3));
    let (amount, currency) = case.paid.unzip();
    world
        .count(&format!(
            "WITH c AS (
                 INSERT INTO customers (external_id, name, value_class, segment)
                 VALUES (gen_random_uuid()::text, 'Вера Тайная', {class}, 'розница') RETURNING id
             ), p AS (
                 INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
                 SELECT gen_random_uuid()::text, id, {opened} - interval '5 days', 100, 'RUB', {store}, 'чай' FROM c
                 RETURNING id, customer_id
             )
             INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, owner_id, opened_at, first_answer_due,
                 resolution_due, next_deadline, first_answered_at, resolved_at, root_cause, resolution, compensation,
                 compensation_currency, source, reopened)
             SELECT customer_id, id, '{state}', 2, '{{}}', {owner}, {opened}, {due}, {due}, {due}, {answered}, {ended},
                    {cause}, {resolution}, {amount}, {currency}, '{source}', {reopened} FROM p RETURNING id",
            class = quoted(case.class),
            store = quoted(case.store),
            owner = if case.owner { "(SELECT min(id) FROM staff WHERE role = 'handler')" } else { "NULL" },
            answered = moment(case.answered.as_deref()),
            ended = moment(case.ended.as_deref()),
            cause = quoted(case.cause),
            resolution = quoted(case.resolution),
            amount = amount.unwrap_or("NULL"),
            currency = quoted(currency),
            source = case.source.unwrap_or("answer"),
            reopened = case.reopened,
        ))
        .await
}

/// Complaints of every sort, from December 2024 to April 2025.
pub fn mixed() -> Vec<Case> {
    (0..90)
        .map(|number: i32| {
            let (month, day) = ([12, 1, 2, 3, 4][(number % 5) as usize], 1 + number * 7 % 27);
            let year = if month == 12 { 2024 } else { 2025 };
            let at = |hour: i32| format!("{year}-{month:02}-{day:02} {hour:02}:15");
            let later = if month == 12 { (2025, 1) } else { (2025, month + 1) };
            let ended = match number % 4 {
                0 => None,
                1 => Some(at(17)),
                _ => Some(format!("{}-{:02}-{:02} 11:00", later.0, later.1, 1 + number * 5 % 27)),
            };
            let over = ended.is_some();
            Case {
                opened: at(9 + number % 3),
                answered: (number % 6 != 0).then(|| at(13 + number % 4)),
                state: ended.as_ref().map(|_| ["closed", "resolved", "rejected"][(number % 3) as usize]),
                ended,
                store: [Some("Центр"), Some("Заречье"), None][(number % 3) as usize],
                class: [Some("A"), Some("B"), None][(number / 3 % 3) as usize],
                owner: number % 2 == 0,
                cause: over
                    .then_some(["delivery.late", "price.wrong", "service.rude"][(number % 7 % 3) as usize]),
                resolution: over.then_some(["upheld", "goodwill"][(number % 2) as usize]),
                paid: (over && number % 8 == 1)
                    .then_some(("150.25", ["RUB", "EUR"][(number / 8 % 2) as usize])),
                source: Some(["answer", "phone", "mail"][(number % 3) as usize]),
                reopened: i32::from(number % 9 == 0),
                due: Some(number % 10),
            }
        })
        .collect()
}

pub async fn told(world: &World, cases: &[Case]) {
    for case in cases {
        complain(world, case).await;
    }
    world.roll_up().await;
}

fn cut(from: &str, to: &str) -> Cut {
    Cut::of(Period::parse(from, to).expect("a period"))
}

async fn count(connection: &mut Connection, cut: &Cut) -> ComplaintsReport {
    let view = View { grain: Grain::Month, by: Some(Dimension::Store), ..View::of(cut.clone()) };
    complaints::count(connection, view, Moscow, Utc::now()).await.expect("a report")
}

/// A number that the database counts of complaints that are no duplicates, of stores that a cut counts.
async fn counted(world: &World, cut: &Cut, what: &str, when: &str) -> f64 {
    let stores = cut.filters.of(Dimension::Store).map_or_else(String::new, |stores| {
        let stores: Vec<_> = stores.iter().map(|store| format!("'{store}'")).collect();
        format!("AND coalesce(p.store, '') IN ({})", stores.join(", "))
    });
    let value = world
        .value(&format!(
            "SELECT coalesce(({what})::text, 'NaN') FROM complaints k LEFT JOIN purchases p ON p.id = k.purchase_id
             WHERE k.state <> 'duplicate' {stores} AND {when}"
        ))
        .await;
    value.parse().expect("a number")
}

fn within(field: &str, period: Period) -> String {
    format!(
        "({field} AT TIME ZONE 'Europe/Moscow')::date >= '{}' AND ({field} AT TIME ZONE 'Europe/Moscow')::date < '{}'",
        period.from(),
        period.to()
    )
}

fn cuts() -> Vec<Cut> {
    let whole = cut("2025-01-01", "2025-05-01");
    vec![
        cut("2024-01-01", "2026-01-01"),
        whole.only(Dimension::Store, "Заречье"),
        whole.only(Dimension::Store, ""),
        cut("2025-02-10", "2025-03-11"),
        cut("2030-01-01", "2030-02-01"),
        whole,
    ]
}

#[tokio::test]
async fn figures_agree_with_a_count_by_the_database_in_every_cut() {
    let world = World::new().await;
    told(&world, &mixed()).await;
    let mut connection = world.connection().await;
    const OPEN: &str = "k.state IN ('new', 'in_progress', 'waiting_for_customer')";
    for cut in cuts() {
        let report = count(&mut connection, &cut).await;
        let (opened, ended) = (within("k.opened_at", cut.period), within("k.resolved_at", cut.period));
        let total = &report.total;
        let answered = |what: &str| format!("{what} FILTER (WHERE k.first_answered_at IS NOT NULL)");
        let minutes = |field: &str| {
            format!(
                "percentile_cont(0.5) WITHIN GROUP (ORDER BY floor(extract(epoch FROM {field} - k.opened_at) / 60))"
            )
        };
        let nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let pairs = [
            (total.opened as f64, counted(&world, &cut, "count(*)", &opened).await),
            (total.ended as f64, counted(&world, &cut, "count(*)", &ended).await),
            (total.open as f64, counted(&world, &cut, "count(*)", OPEN).await),
            (
                total.reopened.count() as f64,
                counted(&world, &cut, "count(*) FILTER (WHERE reopened > 0)", &opened).await,
            ),
            (total.answer.worked.n() as f64, counted(&world, &cut, &answered("count(*)"), &opened).await),
            (
                nan(total.answer.passed.median().map(|median| median.value)),
                counted(&world, &cut, &answered(&minutes("k.first_answered_at")), &opened).await,
            ),
            (
                nan(total.solving.passed.median().map(|median| median.value)),
                counted(&world, &cut, &minutes("k.resolved_at"), &ended).await,
            ),
            (
                total.answer.in_time.count() as f64,
                counted(&world, &cut, "count(*) FILTER (WHERE first_answered_at <= first_answer_due)", &opened).await,
            ),
            (
                // What is over without a first answer is judged by neither.
                total.answer.in_time.of() as f64,
                counted(
                    &world,
                    &cut,
                    "count(*) FILTER (WHERE first_answered_at IS NOT NULL OR k.state = 'in_progress' AND first_answer_due <= now())",
                    &opened,
                )
                .await,
            ),
            (
                total.solving.in_time.count() as f64,
                counted(&world, &cut, "count(*) FILTER (WHERE resolved_at <= resolution_due)", &ended).await,
            ),
            (
                report.backlog.at_start as f64,
                counted(
                    &world,
                    &cut,
                    "count(*)",
                    &format!(
                        "(k.opened_at AT TIME ZONE 'Europe/Moscow')::date < '{from}'
                         AND ({OPEN} OR (k.resolved_at AT TIME ZONE 'Europe/Moscow')::date >= '{from}')",
                        from = cut.period.from()
                    ),
                )
                .await,
            ),
        ];
        for (place, (found, wanted)) in pairs.into_iter().enumerate() {
            assert!(
                found == wanted || found.is_nan() && wanted.is_nan(),
                "{place} of {cut:?}: {found} {wanted}"
            );
        }
        assert_eq!(total.solving.in_time.of(), total.ended);
        for step in &report.steps {
            let left = counted(
                &world,
                &cut,
                "count(*)",
                &format!(
                    "(k.opened_at AT TIME ZONE 'Europe/Moscow')::date < '{to}'
                     AND ({OPEN} OR (k.resolved_at AT TIME ZONE 'Europe/Moscow')::date >= '{to}')",
                    to = step.days.to()
                ),
            )
            .await;
            assert_eq!(step.figures.backlog as f64, left, "{cut:?} {}", step.days);
        }
        for (field, groups) in &report.groups {
            let sum = |of: fn(&Figures) -> u64| groups.iter().map(|group| of(&group.figures)).sum::<u64>();
            assert_eq!(sum(|one| one.opened), total.opened, "{field}");
            assert_eq!(sum(|one| one.ended), total.ended, "{field}");
            assert_eq!(sum(|one| one.open), total.open, "{field}");
        }
        assert_eq!(report.causes.iter().map(|one| one.share.count()).sum::<u64>(), total.ended);
        for one in &report.paid {
            let condition = format!("{ended} AND compensation_currency = '{}'", one.currency);
            let sum = counted(&world, &cut, "sum(compensation)", &condition).await;
            assert_eq!(one.total.to_string().parse::<f64>().unwrap(), sum);
        }
    }
}

#[tokio::test]
async fn times_are_worked_time_without_waiting_and_without_being_over() {
    let world = World::new().await;
    // The calendar of other tests is worked day and night.
    let office = serde_json::to_string(&Calendar::office(Moscow)).expect("JSON");
    world.sql(&format!("UPDATE settings SET value = '{office}' WHERE key = 'complaints.calendar'")).await;
    // Friday 14 March 2025, office hours 9 to 18; the 15th and the 16th are a weekend.
    let case = Case {
        opened: "2025-03-14 17:00".into(),
        answered: Some("2025-03-17 09:30".into()),
        ended: Some("2025-03-19 10:00".into()),
        ..Case::default()
    };
    let number = complain(&world, &case).await;
    for (at, from, to) in [
        ("2025-03-17 10:00", "new", "in_progress"),
        ("2025-03-17 11:00", "in_progress", "waiting_for_customer"),
        ("2025-03-17 15:00", "waiting_for_customer", "in_progress"),
        ("2025-03-17 16:00", "in_progress", "resolved"),
        ("2025-03-19 09:00", "resolved", "in_progress"),
        ("2025-03-19 10:00", "in_progress", "resolved"),
    ] {
        world
            .sql(&format!(
                "INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value)
                 VALUES ({number}, timestamptz '{at} Europe/Moscow', 'field', 'state', '{from}', '{to}')"
            ))
            .await;
    }
    world.roll_up().await;
    let mut connection = world.connection().await;
    let report = count(&mut connection, &cut("2025-03-01", "2025-04-01")).await;
    let median = |sample: &otklik::domain::quantile::Sample| sample.median().unwrap().value;
    // An hour on Friday and half an hour on Monday.
    assert_eq!(median(&report.total.answer.worked), 90.0);
    assert_eq!(median(&report.total.answer.passed), (2.0 * 24.0 + 16.5) * 60.0);
    // An hour on Friday, 9 to 11 and 15 to 16 on Monday, 9 to 10 on Wednesday.
    assert_eq!(median(&report.total.solving.worked), 5.0 * 60.0);
    // With another calendar the same life is another number of minutes.
    world
        .sql(
            "INSERT INTO calendar_days (day, otherwise) VALUES ('2025-03-17', '{\"kind\": \"closed\"}');
             INSERT INTO settings (key, value, changed_at) VALUES ('complaints.clockwork', '9', now())
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .await;
    world.roll_up().await;
    let report = count(&mut connection, &cut("2025-03-01", "2025-04-01")).await;
    assert_eq!(median(&report.total.solving.worked), 2.0 * 60.0);
}

#[tokio::test]
async fn facts_folded_change_by_change_are_those_built_anew() {
    let world = World::new().await;
    told(&world, &mixed()).await;
    let first = world.count("SELECT min(id) FROM complaints WHERE state = 'in_progress'").await;
    let stored = "SELECT md5(string_agg(field || day || encode(data, 'hex'), '' ORDER BY field, day))
                  FROM fact_columns WHERE subject = 'complaints'";
    let mut seen = vec![world.value(stored).await];
    for change in [
        format!(
            "UPDATE complaints SET state = 'closed', resolved_at = now(), root_cause = 'other' WHERE id = {first}"
        ),
        format!(
            "UPDATE complaints SET state = 'in_progress', resolved_at = NULL, reopened = 1 WHERE id = {first}"
        ),
        format!("UPDATE complaints SET opened_at = opened_at - interval '40 days' WHERE id = {first}"),
        format!("UPDATE complaints SET state = 'duplicate' WHERE id = {first}"),
        "UPDATE customers SET value_class = 'C', manager = 'Ольга' WHERE id % 3 = 0".to_owned(),
        "UPDATE purchases SET store = 'Новый', category = 'кофе' WHERE id % 4 = 0".to_owned(),
        "UPDATE complaints SET compensation = 10, compensation_currency = 'USD' WHERE id % 5 = 0".to_owned(),
        "DELETE FROM complaint_words WHERE complaint_id % 7 = 0; DELETE FROM complaints WHERE id % 7 = 0"
            .to_owned(),
    ] {
        world.sql(&change).await;
        world.roll_up().await;
        let folded = world.value(stored).await;
        assert_ne!(seen.last(), Some(&folded), "{change}");
        let mut connection = world.connection().await;
        roll_up::rebuild(&mut connection, Subject::Complaints, Moscow, Utc::now(), &mut |_| {})
            .await
            .unwrap();
        assert_eq!(world.value(stored).await, folded, "{change}");
        seen.push(folded);
    }
    // What no figure counts queues nothing.
    world
        .sql("UPDATE complaints SET priority = 5, clocks_version = clocks_version + 1, subject = 'новая'")
        .await;
    assert_eq!(world.count("SELECT count(*) FROM fact_queue WHERE subject = 'complaints'").await, 0);
}
