//! The overview beside all the reports it tells of: the same figures, the same rows, and no verdict where there is none.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{
    domain::{
        cut::{Comparison, Cut, Dimension, View},
        period::Period,
        report::{Headline, Overview, Topic, Unit, Verdict},
        role::Role,
    },
    reports::{complaints, overview, reasons, response},
};
use serde_json::Value;

use super::{
    Told,
    letters::{send, subscribe},
    preset_version, tell, times,
};
use crate::support::World;

/// The second of the two weeks of [`everything`].
pub const DAYS: &str = "from=2025-10-06&to=2025-10-13";

pub fn now() -> DateTime<Utc> {
    "2025-12-01T09:00:00Z".parse().expect("a moment")
}

pub fn view() -> View {
    View::of(Cut::of(Period::parse("2025-10-06", "2025-10-13").expect("a period")))
}

/// Two weeks in which everything happens: in the second twice as many leave for other reasons and with money of two
/// currencies, four times as many complain, and fewer of those who are asked answer.
pub async fn everything(world: &World) {
    let version = preset_version(world).await;
    for at in ["2025-10-01T10:00:00Z", "2025-10-08T10:00:00Z"] {
        tell(
            world,
            version,
            &times(40, &Told { at, nps: Some(9), satisfaction: Some(80), ..Told::default() }),
        )
        .await;
    }
    world
        .sql(
            "INSERT INTO customers (external_id, name, segment, channel)
             SELECT 'e' || n, 'Вера Тайная', 'опт', CASE WHEN n % 2 = 0 THEN 'сайт' ELSE 'зал' END
             FROM generate_series(1, 400) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
             SELECT 'e' || n, c.id, '2025-09-01T09:00:00Z', 100.55 + n, CASE WHEN n % 4 = 0 THEN 'EUR' ELSE 'RUB' END,
                    CASE WHEN n % 3 = 0 THEN 'Центр' ELSE 'Север' END, 'Чай'
             FROM customers c, LATERAL (SELECT substr(external_id, 2)::int AS n) m WHERE external_id ~ '^e[0-9]+$';
             INSERT INTO departures (customer_id, left_at, source, category, reason)
             SELECT c.id, '2025-09-30T09:00:00Z'::timestamptz + CASE WHEN n > 30 THEN interval '7 days' ELSE interval '0' END,
                    'import', CASE WHEN n % 5 > 0 THEN CASE WHEN n <= 30 OR n % 3 = 0 THEN 'price' ELSE 'service' END END,
                    CASE WHEN n % 5 > 0 THEN CASE WHEN n <= 30 OR n % 3 = 0 THEN 'too_dear' ELSE 'slow' END END
             FROM customers c, LATERAL (SELECT substr(external_id, 2)::int AS n) m
             WHERE external_id ~ '^e[0-9]+$' AND n <= 90;
             INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                 resolution_due, next_deadline, first_answered_at, resolved_at, root_cause, resolution, source, reopened)
             SELECT p.customer_id, p.id, CASE WHEN n % 2 = 0 THEN 'closed' ELSE 'in_progress' END, 2, '{}', at,
                    at + interval '1 day', at + interval '3 days', at + interval '1 day',
                    at + CASE WHEN n % 4 = 0 THEN interval '2 days' ELSE interval '2 hours' END,
                    CASE WHEN n % 2 = 0 THEN at + interval '2 days' END,
                    CASE WHEN n % 2 = 0 THEN CASE WHEN n <= 120 THEN 'delivery.late' ELSE 'price.wrong' END END,
                    CASE WHEN n % 2 = 0 THEN 'upheld' END, 'answer', (n % 7 = 0)::int
             FROM purchases p, LATERAL (SELECT substr(external_id, 2)::int AS n) m,
                  LATERAL (SELECT CASE WHEN n <= 120 THEN '2025-09-29T09:00:00Z'::timestamptz ELSE '2025-10-06T09:00:00Z' END AS at) t
             WHERE n BETWEEN 100 AND 200;
             INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at, road,
                                      sent_at, opened_at, answered_at)
             SELECT CASE WHEN n % 2 = 0 THEN 'purchase' ELSE 'relationship' END, p.customer_id, p.id, q.current_version_id, at, at,
                    at + interval '10 days', 'letter', at, at + interval '1 hour', NULL
             FROM purchases p JOIN questionnaires q ON q.kind = 'purchase', LATERAL (SELECT substr(external_id, 2)::int AS n) m,
                  LATERAL (SELECT CASE WHEN n <= 300 THEN '2025-10-02T09:00:00Z'::timestamptz ELSE '2025-10-09T09:00:00Z' END AS at) t
             WHERE n > 200;
             INSERT INTO responses (invitation_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at, ratings)
             SELECT i.id, i.kind, i.customer_id, i.purchase_id, i.version_id, i.opened_at, i.opened_at, '{}'
             FROM invitations i JOIN purchases p ON p.id = i.purchase_id, LATERAL (SELECT substr(p.external_id, 2)::int AS n) m
             WHERE CASE WHEN n <= 300 THEN n % 5 < 3 ELSE n % 5 < 1 END;
             UPDATE invitations i SET answered_at = r.answered_at FROM responses r WHERE r.invitation_id = i.id",
        )
        .await;
    world.roll_up().await;
}

pub fn main<'a>(found: &'a Overview, code: &str) -> &'a Headline {
    found
        .main
        .iter()
        .find(|one| one.topic.code() == code)
        .unwrap_or_else(|| panic!("{code}: {:?}", found.main))
}

#[tokio::test]
async fn every_main_figure_is_that_of_its_report() {
    let world = World::new().await;
    everything(&world).await;
    let mut connection = world.connection().await;
    let found = overview::count(&mut connection, view(), Moscow, now()).await.expect("an overview");
    let codes: Vec<_> = found.main.iter().map(|one| one.topic.code()).collect();
    let expected = [
        "nps",
        "satisfaction",
        "response",
        "departures",
        "money",
        "money",
        "unexplained",
        "complaints",
        "backlog",
        "answered",
        "reopened",
    ];
    assert_eq!(codes, expected);

    let left = reasons::count(&mut connection, view()).await.expect("a report");
    let departures = main(&found, "departures");
    assert_eq!((departures.figure.n, departures.alone), (60, left.change()));
    assert_eq!(departures.before.map(|before| before.n), Some(30));
    assert_eq!(departures.verdict(), Verdict::Worse, "{departures:?}");
    let lost = left.now.total.lost.amounts(left.horizon);
    for one in found.main.iter().filter(|one| one.topic.code() == "money") {
        let Unit::Money(currency) = &one.unit else { panic!("{one:?}") };
        let exact: f64 = lost[currency].to_string().parse().unwrap();
        assert_eq!(one.figure.value, Some(exact), "{currency}");
        assert_eq!((one.change, one.verdict()), (None, Verdict::Untested), "a sum has no verdict");
    }
    let silent = main(&found, "unexplained");
    assert_eq!(silent.figure.value, Some(20.0));
    assert_eq!(silent.verdict(), Verdict::Untested);
    let moved: Vec<_> =
        found.details.iter().filter(|one| matches!(one.topic, Topic::Reason { .. })).collect();
    assert_eq!(moved.len(), 2);
    assert!(
        moved.iter().any(|one| one.topic.code() == "price/too_dear" && one.change.unwrap().difference < 0.0)
    );

    let by_store = View { by: Some(Dimension::Store), ..view() };
    let worked = complaints::count(&mut connection, by_store, Moscow, now()).await.expect("a report");
    let came = main(&found, "complaints");
    assert_eq!((came.figure.n, came.alone), (80, worked.changes.opened));
    assert_eq!(came.verdict(), Verdict::Worse);
    let open = world
        .count("SELECT count(*) FROM complaints WHERE opened_at < '2025-10-12T21:00:00Z' AND coalesce(resolved_at, 'infinity') >= '2025-10-12T21:00:00Z'")
        .await;
    assert_eq!(main(&found, "backlog").figure.n, u64::try_from(open).unwrap());
    assert_eq!(main(&found, "backlog").verdict(), Verdict::Untested);
    let in_time = worked.total.answer.in_time;
    assert_eq!(main(&found, "answered").figure.value, in_time.value().map(|share| share * 100.0));
    assert_eq!(main(&found, "answered").figure.n, in_time.of());
    assert_eq!(main(&found, "answered").alone, worked.changes.answer_in_time);
    let again = main(&found, "reopened");
    assert_eq!(again.figure.value, worked.total.reopened.value().map(|share| share * 100.0));
    assert_eq!(again.verdict(), Verdict::Untested);
    let causes = found.details.iter().filter(|one| matches!(one.topic, Topic::Cause { .. }));
    let causes: Vec<_> = causes.map(|one| (one.topic.code(), one.figure.value)).collect();
    assert_eq!(causes.len(), 1, "{causes:?}");
    assert!(found.details.iter().any(|one| one.topic == Topic::Named("complaints")
        && one.of == Some((Dimension::Store, "Центр".to_owned()))));

    let asked = response::count(&mut connection, view(), Moscow, now()).await.expect("a report");
    let answered = main(&found, "response");
    assert_eq!(answered.figure.value, asked.total.rate().value().map(|rate| rate * 100.0));
    assert_eq!((answered.figure.n, answered.alone), (100, asked.change()));
    assert_eq!(answered.verdict(), Verdict::Worse);
    let kinds = found.details.iter().filter(|one| one.topic == Topic::Named("response"));
    assert_eq!(kinds.count(), 4, "two surveys and two channels");
    // While some may yet answer, nobody can say that fewer do.
    let soon = "2025-10-14T09:00:00Z".parse().expect("a moment");
    let early = overview::count(&mut connection, view(), Moscow, soon).await.expect("an overview");
    assert_eq!(main(&early, "response").figure, answered.figure);
    assert_eq!(main(&early, "response").verdict(), Verdict::Untested);
    assert!(!early.details.iter().any(|one| one.topic == Topic::Named("response")));
}

#[tokio::test]
async fn page_and_files_say_it_and_every_count_leads_to_its_rows() {
    let world = World::new().await;
    everything(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get(&format!("/board/overview?{DAYS}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let figure = |topic: &str| page.texts(&format!("[data-topic={topic}] .board-figure")).concat();
    assert_eq!((figure("departures").as_str(), figure("complaints").as_str()), ("60", "80"));
    assert_eq!(page.texts(".overview-area .card-title"), ["Что говорят покупатели", "Кто уходит", "Жалобы"]);
    let said = |topic: &str| page.texts(&format!("[data-topic={topic}] .overview-said")).concat();
    assert!(
        said("departures").starts_with("Ушло на 30 больше, чем при прежнем темпе."),
        "{}",
        said("departures")
    );
    assert!(said("money").contains("Вывода нет"), "{}", said("money"));
    let html = page.html();
    let links = scraper::Selector::parse("a.overview-n").unwrap();
    let mut followed = 0;
    for link in html.select(&links) {
        let text: String = link.text().collect();
        let n: String = text.chars().filter(char::is_ascii_digit).collect();
        let rows = visitor.get(link.attr("href").unwrap()).await;
        assert_eq!(rows.attributes("[data-count]", "data-count"), [n], "{}", link.attr("href").unwrap());
        followed += 1;
    }
    assert!(followed >= 18, "{followed}");
    for address in page.attributes(".overview-title a, .overview-head a", "href") {
        assert_eq!(visitor.get(&address).await.status, 200, "{address}");
    }

    let json = |name: &'static str| {
        let visitor = &visitor;
        async move {
            let body = visitor.get(&format!("/board/{name}.json?{DAYS}")).await.body;
            serde_json::from_str::<Value>(&body).expect("JSON")
        }
    };
    let told = json("overview").await;
    let row = |name: &str| -> Value {
        let rows = told["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["headline"] == name).unwrap_or_else(|| panic!("{name}: {told}")).clone()
    };
    let left = json("reasons").await;
    assert_eq!(row("departures")["n"], left["total"]["n"]);
    assert_eq!(row("money")["verdict"], "untested");
    let worked = json("complaints").await;
    assert_eq!(row("complaints")["n"], worked["total"]["opened"], "{worked}");
    let asked = json("response").await;
    assert_eq!(row("response")["n"], asked["total"]["sent"], "{asked}");
    let shown =
        row("response")["figure"].as_f64().unwrap() - asked["total"]["rate"].as_f64().unwrap() * 100.0;
    assert!(shown.abs() < 1e-9);
    world.sql("UPDATE staff SET language = 'en'").await;
    let page = visitor.get(&format!("/board/overview?{DAYS}")).await;
    assert!(page.texts("[data-topic=complaints] .overview-said").concat().contains("at the pace before"));
    let alone = visitor.get(&format!("/board/overview?{DAYS}&compare=nothing")).await;
    assert!(!alone.has(".overview-said") && alone.has("[data-topic=complaints] .board-figure"));
}

#[tokio::test]
async fn days_without_departures_and_complaints_say_nothing_of_them_but_that_there_were_some_before() {
    let world = World::new().await;
    everything(&world).await;
    let mut connection = world.connection().await;
    let later = View::of(Cut::of(Period::parse("2025-10-13", "2025-10-20").unwrap()));
    let found = overview::count(&mut connection, later.clone(), Moscow, now()).await.expect("an overview");
    let none = main(&found, "departures");
    assert_eq!((none.figure.n, none.verdict()), (0, Verdict::Better), "{none:?}");
    assert!(found.main.iter().all(|one| one.figure.value.is_none_or(f64::is_finite)));
    let alone = View { comparison: Comparison::Nothing, ..later };
    let found = overview::count(&mut connection, alone, Moscow, now()).await.expect("an overview");
    let codes: Vec<_> = found.main.iter().map(|one| one.topic.code()).collect();
    assert_eq!(codes, ["nps", "satisfaction", "backlog"]);
    assert!(found.details.is_empty());
}

#[tokio::test]
async fn a_step_that_is_cut_is_marked_in_the_table_and_under_the_picture() {
    let world = World::new().await;
    everything(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    for report in ["nps", "complaints", "reasons", "satisfaction", "response"] {
        let address = format!("/board/{report}?from=2025-09-01&to=2025-10-16&grain=month");
        let cut = visitor.get(&address).await;
        assert_eq!(cut.texts(".board-partial"), ["неполный"], "{report}");
        let whole = visitor.get(&address.replace("10-16", "11-01")).await;
        assert_eq!(whole.status, 200);
        assert!(!whole.has(".board-partial") && !whole.has(".chart-note"), "{report}");
    }
    let drawn = visitor.get("/board/complaints?from=2025-09-01&to=2025-10-16&grain=month").await;
    assert!(drawn.has(".chart-note"));
}

#[tokio::test]
async fn the_letter_tells_of_customers_and_of_all_else_only_what_moved() {
    let world = World::new().await;
    everything(&world).await;
    subscribe(&world, &world.signed_in(Role::Executive).await, "overview", None).await;
    world.sql("UPDATE digest_subscriptions SET created_at = '2025-01-01 00:00Z'").await;
    let taken = send(&world, "2025-10-13T05:05:00Z".parse().expect("Monday morning")).await;
    let [(subject, text, _, _)] = taken.as_slice() else { panic!("one letter: {taken:?}") };
    assert!(subject.ends_with("есть перемены"), "{subject}");
    assert!(text.contains("NPS: "), "{text}");
    assert!(text.contains("Ушли: 60\nУшло на 30 больше, чем при прежнем темпе."), "{text}");
    assert!(text.contains("Новые жалобы: 80") && text.contains("80 жалоб."), "{text}");
    for silent in ["Открытые жалобы", "Потеряно", "без объяснения", "Доля ответивших", "заново"]
    {
        assert!(!text.contains(silent), "{silent}: {text}");
    }
}
