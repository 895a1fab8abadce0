//! The response: the way of invitations against a count in plain SQL, and whom the answers speak for.

use chrono::Utc;
use chrono_tz::Europe::Moscow;
use otklik::{
    actions::roll_up,
    domain::{
        cut::{Cut, Dimension, Grain, View},
        facts::Subject,
        period::Period,
        report::{ResponseReport, Stage},
        role::Role,
    },
    reports,
    store::facts::days,
};

use super::rows;
use crate::support::{Page, Visitor, World};

const AUTUMN: &str = "from=2026-09-01&to=2026-11-01&grain=month";

/// 400 invitations in September and October, every mixture of what can become of one: see the remainders.
pub async fn mixed(world: &World) {
    world
        .sql(
            "INSERT INTO customers (external_id, name, segment, value_class, email, consent)
             SELECT 'K' || n, 'Вера Тайная', CASE n % 3 WHEN 0 THEN 'новые' WHEN 1 THEN 'постоянные' END,
                    CASE WHEN n % 4 = 0 THEN 'A' ELSE 'C' END, 'k' || n || '@customer.example', true
             FROM generate_series(1, 400) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
             SELECT 'P' || substr(external_id, 2), id,
                    '2026-09-01T09:00:00Z'::timestamptz + substr(external_id, 2)::int * interval '200 minutes',
                    100, 'RUB', CASE WHEN substr(external_id, 2)::int % 5 < 2 THEN 'Центр' ELSE 'Заречье' END, 'Чай'
             FROM customers WHERE external_id LIKE 'K%';
             INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at, road,
                                      sent_at, handed_out_at, opened_at, answered_at, revoked_at, reminded_at)
             SELECT CASE WHEN n % 6 = 0 THEN 'relationship' ELSE 'purchase' END, p.customer_id, p.id, q.current_version_id,
                    p.purchased_at, p.purchased_at + interval '1 day', p.purchased_at + interval '20 days',
                    CASE WHEN n % 10 = 9 THEN 'link' ELSE 'letter' END,
                    CASE WHEN n % 10 <> 9 AND n % 13 > 0 THEN p.purchased_at + interval '1 day' END,
                    CASE WHEN n % 10 = 9 AND n % 13 > 0 THEN p.purchased_at + interval '1 day' END,
                    CASE WHEN n % 13 > 0 AND n % 2 = 0 THEN p.purchased_at + interval '25 hours' END,
                    NULL, CASE WHEN n % 31 = 0 THEN p.purchased_at + interval '2 days' END,
                    CASE WHEN n % 17 = 0 AND n % 13 > 0 THEN p.purchased_at + interval '4 days' END
             FROM purchases p CROSS JOIN LATERAL (SELECT substr(p.external_id, 2)::int AS n) m
             JOIN questionnaires q ON q.kind = 'purchase'
             WHERE p.external_id LIKE 'P%' AND n % 7 > 0;
             INSERT INTO letters (kind, customer_id, invitation_id, due_at, state, sent_at, bounced_at)
             SELECT 'invitation', customer_id, id, send_at, 'sent', sent_at,
                    CASE WHEN customer_id % 11 = 0 THEN sent_at + interval '1 minute' END
             FROM invitations WHERE road = 'letter' AND sent_at IS NOT NULL;
             INSERT INTO partial_answers (invitation_id, version_id, started_at, saved_at, sign, body, discarded_at, discarded_why)
             SELECT id, version_id, opened_at, opened_at, 'touched', '',
                    CASE WHEN customer_id % 5 = 0 THEN opened_at END, CASE WHEN customer_id % 5 = 0 THEN 'burst' END
             FROM invitations WHERE opened_at IS NOT NULL AND customer_id % 3 = 0;
             INSERT INTO responses (invitation_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at, nps,
                                    ratings, store, withdrawn_at)
             SELECT i.id, i.kind, i.customer_id, i.purchase_id, i.version_id, opened_at + i.customer_id * interval '1 minute',
                    opened_at, 9, '{}', p.store, CASE WHEN i.customer_id % 8 = 0 THEN opened_at + interval '1 day' END
             FROM invitations i JOIN purchases p ON p.id = i.purchase_id
             WHERE opened_at IS NOT NULL AND i.customer_id % 4 < 2 AND revoked_at IS NULL;
             UPDATE invitations i SET answered_at = r.answered_at FROM responses r WHERE r.invitation_id = i.id;
             INSERT INTO link_visits (invitation_id, at, verdict)
             SELECT id, send_at, verdict FROM invitations, unnest(ARRAY['scanner', 'person', 'head', 'pixel']) AS v (verdict)
             WHERE customer_id % 9 = 0;
             UPDATE customers SET unsubscribed_at = '2026-10-20T00:00:00Z' WHERE id % 19 = 0;
             WITH own AS (
                 INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, expires_at, road, opened_at, answered_at)
                 SELECT 'relationship', c.id, q.current_version_id, t, t, t + interval '20 days', 'page', t,
                        CASE WHEN c.id % 2 = 0 THEN t END
                 FROM customers c JOIN questionnaires q ON q.kind = 'purchase', (VALUES ('2026-09-15T10:00:00Z'::timestamptz)) m (t)
                 WHERE c.id % 40 < 2 AND c.external_id LIKE 'K%' RETURNING *)
             INSERT INTO responses (invitation_id, kind, customer_id, version_id, answered_at, changed_at, nps, ratings)
             SELECT id, kind, customer_id, version_id, answered_at, answered_at, 3, '{}' FROM own WHERE answered_at IS NOT NULL",
        )
        .await;
    world.roll_up().await;
}

/// The same in SQL that knows nothing of facts: what was asked for, in the autumn, of one survey or road or all.
async fn plain(world: &World, what: &str) -> u64 {
    let query = format!(
        "WITH way AS (
             SELECT i.*, coalesce(l.bounced_at IS NOT NULL, false) AS bounced, r.id AS answer, r.withdrawn_at,
                    k.invitation_id AS partial, coalesce(i.sent_at, i.handed_out_at) AS left_at, p.store, c.segment, c.unsubscribed_at
             FROM invitations i JOIN customers c ON c.id = i.customer_id
             LEFT JOIN purchases p ON p.id = i.purchase_id
             LEFT JOIN letters l ON l.invitation_id = i.id LEFT JOIN responses r ON r.invitation_id = i.id
             LEFT JOIN partial_answers k ON k.invitation_id = i.id AND k.discarded_at IS NULL
             WHERE i.send_at >= '2026-08-31T21:00:00Z' AND i.send_at < '2026-10-31T21:00:00Z'
         ), steps AS (
             SELECT *, answer IS NOT NULL AND withdrawn_at IS NULL AS completed,
                    answer IS NOT NULL OR partial IS NOT NULL AS started
             FROM way
         )
         SELECT count(*) FROM steps WHERE {what}"
    );
    u64::try_from(world.count(&query).await).expect("a count")
}

const ASKED: &str = "road IN ('letter', 'link')";

fn step(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "true",
        Stage::Sent => "(left_at IS NOT NULL OR opened_at IS NOT NULL OR started)",
        Stage::Delivered => "((left_at IS NOT NULL AND NOT bounced) OR opened_at IS NOT NULL OR started)",
        Stage::Opened => "(opened_at IS NOT NULL OR started)",
        Stage::Started => "started",
        Stage::Completed => "completed",
    }
}

async fn count(world: &World, cut: Cut) -> ResponseReport {
    let view = View { grain: Grain::Month, by: Some(Dimension::Segment), ..View::of(cut) };
    let mut connection = world.connection().await;
    reports::response::count(&mut connection, view, Moscow, Utc::now()).await.expect("a report")
}

fn autumn() -> Cut {
    Cut::of(Period::parse("2026-09-01", "2026-11-01").expect("a period"))
}

async fn agrees(world: &World) {
    let report = count(world, autumn()).await;
    for stage in Stage::all() {
        let (stage, step) = (*stage, step(*stage));
        assert_eq!(
            report.total.reached(stage),
            plain(world, &format!("{ASKED} AND {step}")).await,
            "{stage}"
        );
        for group in &report.roads {
            let wanted = plain(world, &format!("road = '{}' AND {step}", group.word)).await;
            assert_eq!(group.figures.reached(stage), wanted, "{stage} {}", group.word);
        }
        for group in report.kinds.iter().filter(|group| group.figures.reached(Stage::Planned) > 0) {
            let wanted = plain(world, &format!("{ASKED} AND kind = '{}' AND {step}", group.word)).await;
            assert_eq!(group.figures.reached(stage), wanted, "{stage} {}", group.word);
        }
        for group in &report.groups {
            let wanted =
                plain(world, &format!("{ASKED} AND coalesce(segment, '') = '{}' AND {step}", group.word))
                    .await;
            assert_eq!(group.figures.reached(stage), wanted, "{stage} {}", group.word);
        }
        let centre = count(world, autumn().only(Dimension::Store, "Центр")).await;
        let wanted = plain(world, &format!("{ASKED} AND store = 'Центр' AND {step}")).await;
        assert_eq!(centre.total.reached(stage), wanted, "{stage} in one store");
    }
    let robots = "EXISTS (SELECT FROM link_visits v WHERE v.invitation_id = steps.id AND v.verdict IN ('scanner', 'head', 'burst'))";
    let waits = "left_at IS NOT NULL AND NOT completed AND withdrawn_at IS NULL AND revoked_at IS NULL";
    let one = report.beside;
    for (found, what) in [
        (one.bounced, format!("{ASKED} AND bounced")),
        (one.reminded, format!("{ASKED} AND reminded_at IS NOT NULL")),
        (one.revoked, format!("{ASKED} AND revoked_at IS NOT NULL AND NOT completed")),
        (one.withdrawn, "withdrawn_at IS NOT NULL".to_owned()),
        (one.robots, robots.to_owned()),
        (one.waiting + one.expired, format!("{ASKED} AND {waits}")),
        (one.waiting, format!("{ASKED} AND {waits} AND expires_at > now()")),
        (one.own, "road = 'page'".to_owned()),
        (one.own_completed, "road = 'page' AND completed".to_owned()),
        (one.unsubscribed, format!("{ASKED} AND left_at <= unsubscribed_at")),
    ] {
        assert_eq!(found, plain(world, &what).await, "{what}");
    }
}

#[tokio::test]
async fn the_way_agrees_with_a_count_in_sql_whatever_happens() {
    let world = World::new().await;
    mixed(&world).await;
    agrees(&world).await;
    let before = count(&world, autumn()).await;
    assert!(before.total.reached(Stage::Completed) > 30 && before.beside.bounced > 5);
    assert!(before.total.reached(Stage::Started) > before.total.reached(Stage::Completed));
    // Answers come back and are taken back, letters bounce, robots are found out, days and segments change.
    world
        .sql(
            "UPDATE responses SET withdrawn_at = CASE WHEN withdrawn_at IS NULL THEN now() END WHERE id % 5 = 0;
             UPDATE letters SET bounced_at = now() WHERE id % 6 = 0;
             UPDATE letters SET bounced_at = NULL WHERE id % 6 = 1;
             UPDATE partial_answers SET discarded_at = now(), discarded_why = 'burst' WHERE invitation_id % 4 = 0;
             UPDATE link_visits SET verdict = 'burst' WHERE verdict = 'person' AND invitation_id % 2 = 0;
             UPDATE invitations SET send_at = send_at + interval '1 month' WHERE id % 23 = 0;
             UPDATE invitations SET revoked_at = NULL WHERE id % 3 = 0;
             UPDATE customers SET segment = 'ушедшие', unsubscribed_at = NULL WHERE id % 7 = 0;
             UPDATE purchases SET store = 'Центр' WHERE id % 9 = 0",
        )
        .await;
    world.roll_up().await;
    agrees(&world).await;
    let folded = count(&world, autumn()).await;
    assert_ne!(folded.total, before.total);
    let mut connection = world.connection().await;
    let now = Utc::now();
    roll_up::rebuild(&mut connection, Subject::Invitations, Moscow, now, &mut |_| {})
        .await
        .expect("built anew");
    let mut anew = count(&world, autumn()).await;
    anew.beside.as_of = folded.beside.as_of;
    assert_eq!(anew, folded);
}

#[tokio::test]
async fn robots_are_counted_for_good_though_their_looks_are_swept() {
    let world = World::new().await;
    mixed(&world).await;
    let before = count(&world, autumn()).await.beside;
    let looks = "SELECT count(*) FROM link_visits WHERE verdict NOT IN ('person', 'pixel')";
    let (robots, visits) = (before.robots, world.count(looks).await);
    assert!(robots > 20 && visits > 40, "{robots} {visits}");
    let later = Utc::now() + chrono::Duration::days(3_650);
    otklik::actions::sweep_partials::sweep_partials(&mut world.connection().await, later)
        .await
        .expect("a sweep");
    assert_eq!(world.count("SELECT count(*) FROM link_visits").await, 0);
    // Whatever makes a fact anew - a change of its customer, or all of them from nothing - knows of them still.
    world.sql("UPDATE customers SET segment = 'ушедшие' WHERE id % 2 = 0").await;
    world.roll_up().await;
    let folded = count(&world, autumn()).await;
    let mut connection = world.connection().await;
    roll_up::rebuild(&mut connection, Subject::Invitations, Moscow, Utc::now(), &mut |_| {})
        .await
        .expect("built anew");
    let mut anew = count(&world, autumn()).await;
    anew.beside.as_of = folded.beside.as_of;
    assert_eq!((folded.beside.robots, anew.beside.robots), (robots, robots));
    assert_eq!(world.count("SELECT sum(robots) FROM invitations").await, visits);
    // A look that was a person's after all is taken back.
    world
        .sql(
            "INSERT INTO link_visits (invitation_id, at, verdict) SELECT id, now(), 'burst' FROM invitations;
             UPDATE link_visits SET verdict = 'person'",
        )
        .await;
    assert_eq!(world.count("SELECT sum(robots) FROM invitations").await, visits);
}

#[tokio::test]
async fn what_nobody_counts_is_not_queued() {
    let world = World::new().await;
    mixed(&world).await;
    let queued = "SELECT count(*) FROM fact_queue WHERE subject = 'invitations'";
    assert_eq!(world.count(queued).await, 0);
    world
        .sql(
            "UPDATE partial_answers SET saves = saves + 1, saved_at = now();
             UPDATE letters SET attempts = attempts + 1;
             UPDATE responses SET nps = 5;
             UPDATE invitations SET planned_at = planned_at;
             INSERT INTO link_visits (invitation_id, at, verdict) SELECT id, now(), 'person' FROM invitations",
        )
        .await;
    assert_eq!(world.count(queued).await, 0);
}

#[tokio::test]
async fn buyers_are_compared_with_those_who_answered() {
    let world = World::new().await;
    mixed(&world).await;
    let report = count(&world, autumn()).await;
    let segments = report.speaks_for.iter().find(|one| one.by == Dimension::Segment).expect("segments");
    let mut all = 0;
    for row in &segments.rows {
        let buyers = |more: &str| {
            format!(
                "SELECT count(DISTINCT p.customer_id) FROM purchases p JOIN customers c ON c.id = p.customer_id
                 WHERE p.purchased_at >= '2026-08-31T21:00:00Z' AND p.purchased_at < '2026-10-31T21:00:00Z'
                   AND coalesce(c.segment, '') = '{}' {more}",
                row.buyers.word
            )
        };
        let way = "AND EXISTS (SELECT FROM invitations i LEFT JOIN responses r ON r.invitation_id = i.id
                    WHERE i.customer_id = c.id AND i.road IN ('letter', 'link') AND i.send_at < '2026-10-31T21:00:00Z'";
        let asked = format!("{way} AND (coalesce(i.sent_at, i.handed_out_at, i.opened_at) IS NOT NULL))");
        let answered = format!("{way} AND r.id IS NOT NULL AND r.withdrawn_at IS NULL)");
        let found =
            [row.buyers.bought, row.buyers.asked, row.buyers.answered].map(|count| count.cast_signed());
        let wanted = [
            world.count(&buyers("")).await,
            world.count(&buyers(&asked)).await,
            world.count(&buyers(&answered)).await,
        ];
        assert_eq!(found, wanted, "{}", row.buyers.word);
        all += row.buyers.bought;
    }
    assert_eq!(segments.rows.len(), 3);
    let stores: u64 = report.speaks_for[2].rows.iter().map(|row| row.buyers.bought).sum();
    assert_eq!((report.speaks_for[2].by, stores), (Dimension::Store, all));
}

async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

#[tokio::test]
async fn page_file_and_command_say_the_same() {
    let world = World::new().await;
    mixed(&world).await;
    let visitor = world.signed_in(Role::Lead).await;
    let report = count(&world, autumn()).await;
    let rate = report.total.rate().value().unwrap();
    let page = page(&visitor, &format!("/board/response?{AUTUMN}")).await;
    assert_eq!(page.texts(".board-figure")[0], format!("{:.1} %", rate * 100.0).replace('.', ","));
    let file = rows(&visitor.get(&format!("/board/response.csv?{AUTUMN}&by=segment")).await.body);
    let days = ["--from", "2026-09-01", "--to", "2026-11-01"];
    let command = super::command::json(&world, &[&["response"][..], &days].concat()).await;
    for stage in Stage::all() {
        let count = report.total.reached(*stage);
        assert_eq!(file[0][stage.code()], count.to_string());
        assert_eq!(command["total"][stage.code()], count);
    }
    let told = |name: &str| command["total"][name].as_f64().unwrap();
    assert!((told("rate") - rate).abs() < 1e-4);
    assert_eq!(file[0]["rate"].parse::<f64>().unwrap(), told("rate"));
    assert_eq!(file[0]["robots"], report.beside.robots.to_string());
    assert_eq!(file[0]["robot_visits"], (report.beside.robots * 2).to_string());
    assert_eq!(command["total"]["minutes_median"].as_i64(), report.wait.median);
    let segments = file.iter().filter(|row| row["by"] == "segment").count();
    assert_eq!(segments, report.groups.len());
    let book = visitor.get(&format!("/board/response.xlsx?{AUTUMN}")).await;
    assert_eq!(book.status, 200);
}

#[tokio::test]
async fn nothing_and_little_are_told_as_such() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Executive).await;
    assert!(page(&visitor, "/board/response").await.has(".empty"));
    mixed(&world).await;
    assert!(page(&visitor, "/board/response?from=2030-01-01&to=2030-02-01").await.has(".empty"));
    // Of one day eight were sent: counts, and no rate.
    let few = page(&visitor, "/board/response?from=2026-09-10&to=2026-09-11").await;
    assert!(!few.has(".board-figure") && few.has(".board-figure-none") && few.has(".board-funnel a"));
    world.sql("UPDATE responses SET withdrawn_at = now() WHERE id % 10 > 0").await;
    world.roll_up().await;
    let low = page(&visitor, &format!("/board/response?{AUTUMN}")).await;
    assert!(low.texts("[role=alert]")[0].contains("меньше 10 %"), "{:?}", low.texts("[role=alert]"));
}

#[tokio::test]
async fn the_median_is_that_of_the_answers() {
    let world = World::new().await;
    mixed(&world).await;
    let median = world
        .count(
            "SELECT floor(percentile_cont(0.5) WITHIN GROUP (ORDER BY floor(extract(epoch FROM
                    r.answered_at - least(i.sent_at, i.handed_out_at)) / 60)))::bigint
             FROM invitations i JOIN responses r ON r.invitation_id = i.id
             WHERE i.send_at >= '2026-08-31T21:00:00Z' AND i.send_at < '2026-10-31T21:00:00Z'
               AND r.withdrawn_at IS NULL AND i.road <> 'page'",
        )
        .await;
    assert_eq!(count(&world, autumn()).await.wait.median, Some(median));
    let mut connection = world.connection().await;
    let span = days::span(&mut connection, Subject::Invitations).await.expect("a span").expect("days");
    assert_eq!(span.from().to_string(), "2026-09-02");
}
