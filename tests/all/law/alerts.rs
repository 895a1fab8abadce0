//! Deadlines that are told: whom, when, once each, by letter and on the page.

use chrono::{Duration, TimeZone as _, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{actions::watch_clocks::watch_clocks, domain::role::Role};
use serde_json::json;

use super::{card, claim, moment, press, settle, taken, told, watch};
use crate::{
    mail::server::Server,
    outbox::make::{read, work, worker},
    support::{World, make},
};

#[tokio::test]
async fn the_owner_is_told_before_and_the_lead_too_when_it_is_missed_once_each() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    // Critical, round the clock: a first answer in four hours, so told an hour before.
    let due = moment(&world, "first_answer_due").await;
    assert_eq!(watch(&world, due - Duration::minutes(61)).await, 0);
    assert_eq!(watch(&world, due - Duration::minutes(60)).await, 1);
    assert_eq!(watch(&world, due - Duration::minutes(59)).await, 0);
    assert_eq!(told(&world).await, ["first_answer approaching handler"]);
    assert_eq!(card(&visitor, number).await.texts(".bell-count"), ["1"]);
    assert_eq!(watch(&world, due).await, 1);
    assert_eq!(watch(&world, due + Duration::minutes(1)).await, 0);
    assert_eq!(
        told(&world).await,
        ["first_answer approaching handler", "first_answer missed handler", "first_answer missed lead"]
    );
    // What approached is missed now: the bell rings once for it, and an administrator hears nothing.
    assert_eq!(card(&visitor, number).await.texts(".bell-count"), ["1"]);
    assert!(!world.signed_in(Role::Admin).await.get("/desk/complaints").await.has(".bell-count"));
    let history = card(&visitor, number).await.texts(".history").join(" ");
    assert!(history.contains("Скоро срок. Первый ответ"), "{history}");
    assert!(history.contains("Сообщили: Иван Петров, Мария Лебедева."), "{history}");
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'alert'").await, 2);
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'alert'").await, 3);
    assert_eq!(world.count("SELECT count(*) FROM deadline_alerts WHERE letter_id IS NULL").await, 0);
}

#[tokio::test]
async fn an_alert_stops_nobody_who_is_writing() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let open = card(&visitor, number).await;
    let due = moment(&world, "first_answer_due").await;
    assert_eq!(watch(&world, due).await, 1);
    let address = format!("/desk/complaints/{number}/reply");
    let page = visitor.submit(&open, &address, &[("body", "Разберёмся")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
}

#[tokio::test]
async fn what_nobody_has_is_told_to_leads_and_a_new_due_moment_anew() {
    let world = World::new().await;
    make::complaint(&world, "one", 5).await;
    settle(&world).await;
    let due = moment(&world, "first_answer_due").await;
    assert_eq!(watch(&world, due - Duration::minutes(30)).await, 1);
    assert_eq!(told(&world).await, ["first_answer approaching lead"]);
    // More time is allowed now: another moment, told by itself; the old one is not told again.
    world
        .sql(
            "UPDATE settings SET value = jsonb_set(value, '{critical,first_answer_minutes}', '300')
              WHERE key = 'complaints.targets'; UPDATE complaints SET clocks_version = 0",
        )
        .await;
    settle(&world).await;
    let later = moment(&world, "first_answer_due").await;
    assert_eq!(later, due + Duration::hours(1));
    assert_eq!(watch(&world, due - Duration::minutes(30)).await, 0);
    assert_eq!(watch(&world, due).await, 1);
    assert_eq!(told(&world).await.len(), 2);
    assert_eq!(world.count("SELECT count(*) FROM deadline_alerts WHERE seen_at IS NULL").await, 1);
}

#[tokio::test]
async fn what_somebody_has_who_works_on_no_complaints_any_more_is_told_to_leads() {
    for gone in ["deactivated_at = now()", "role = 'executive'"] {
        let world = World::new().await;
        taken(&world, "one").await;
        settle(&world).await;
        world.sql(&format!("UPDATE staff SET {gone} WHERE role = 'handler'")).await;
        let due = moment(&world, "first_answer_due").await;
        assert_eq!(watch(&world, due - Duration::minutes(30)).await, 1);
        assert_eq!(told(&world).await, ["first_answer approaching lead"], "{gone}");
    }
}

#[tokio::test]
async fn waiting_rests_the_companys_clocks_and_not_those_of_the_law() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let today = Utc::now().with_timezone(&Moscow).date_naive().to_string();
    assert_eq!(claim(&visitor, number, &["goods_refund"], &today).await.status, 303);
    let page = press(&visitor, number, "reply", &[("body", "Ждём чек"), ("wait", "yes")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    world.sql("UPDATE complaints SET snoozed_until = now() + interval '90 days'").await;
    // Open on weekdays from nine to six: the law's midnight is outside of it, and it does not wait for the morning.
    world.sql("DELETE FROM settings WHERE key = 'complaints.calendar'; UPDATE complaints SET clocks_version = 0").await;
    settle(&world).await;
    let due = moment(&world, "legal_due").await;
    assert_eq!(watch(&world, due - Duration::days(6)).await, 0);
    assert_eq!(watch(&world, due - Duration::hours(20)).await, 1);
    assert_eq!(watch(&world, due).await, 1);
    assert_eq!(
        told(&world).await,
        ["claim approaching handler", "claim missed handler", "claim missed lead"]
    );
    let lead = world.signed_in(Role::Lead).await;
    assert!(lead.get("/desk/alerts").await.texts(".alert-line")[0].contains("Возврат денег за товар"));
}

// glpi PR 22678: steps were taken at midnight, because a day ended then.
#[tokio::test]
async fn alerts_of_the_company_wait_for_open_hours() {
    let world = World::new().await;
    world.sql("DELETE FROM settings WHERE key = 'complaints.calendar'").await;
    make::complaint(&world, "one", 5).await;
    // A Monday, 17:00 in Moscow: a first answer in four hours is due on Tuesday at noon.
    let opened = Utc.with_ymd_and_hms(2026, 11, 23, 14, 0, 0).single().expect("a moment");
    world.sql("UPDATE complaints SET opened_at = '2026-11-23 14:00Z'").await;
    settle(&world).await;
    let due = moment(&world, "first_answer_due").await;
    assert_eq!(due, opened + Duration::hours(19));
    // zammad#4432: nothing at night, though a resolution of a day may approach then.
    assert_eq!(watch(&world, opened + Duration::hours(8)).await, 0);
    assert_eq!(watch(&world, due - Duration::minutes(60)).await, 1);
    assert_eq!(watch(&world, due).await, 1);
    // The resolution, 24 worked hours after, is missed on Thursday at two; looked at only at night, it is told on Friday at nine.
    let resolution = moment(&world, "resolution_due").await;
    let night = resolution + Duration::hours(9);
    assert_eq!(watch(&world, night).await, 0);
    assert_eq!(watch(&world, night + Duration::hours(10)).await, 1);
    assert!(told(&world).await.contains(&"resolution missed lead".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_watches_at_once_tell_each_deadline_once() {
    let world = World::new().await;
    for n in 0..30 {
        make::complaint(&world, &format!("c{n}"), 5).await;
    }
    let handler = world.value("SELECT id FROM staff WHERE role = 'handler'").await;
    world.sql(&format!("UPDATE complaints SET owner_id = {handler}, state = 'in_progress'")).await;
    settle(&world).await;
    let now = Utc::now() + Duration::hours(5);
    let mut rounds = Vec::new();
    for _ in 0..4 {
        let mut connection = world.connection().await;
        rounds.push(tokio::spawn(async move {
            let mut told = 0;
            for _ in 0..3 {
                told += watch_clocks(&mut connection, now).await.expect("a round").told;
            }
            told
        }));
    }
    let mut sum = 0;
    for round in rounds {
        sum += round.await.expect("a watch");
    }
    assert_eq!(sum, 30);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'alert'").await, 30);
    assert_eq!(world.count("SELECT count(*) FROM deadline_alerts WHERE letter_id IS NOT NULL").await, 60);
    let doubled = "SELECT count(*) FROM (SELECT count(DISTINCT letter_id) n FROM deadline_alerts
                   GROUP BY complaint_id, clock, due_at, stage, staff_id) d WHERE n <> 1";
    assert_eq!(world.count(doubled).await, 0);
    // A storm is a letter or a few, never one for each.
    assert!(world.count("SELECT count(*) FROM letters WHERE kind = 'alert'").await <= 8);
}

#[tokio::test]
async fn letters_say_which_deadline_and_lead_to_it_and_none_tells_of_what_is_over() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let (number, visitor) = taken(&world, "one").await;
    world.sql("UPDATE staff SET language = 'en' WHERE role = 'lead'").await;
    // The rate of surveys is used up: alerts do not mind.
    world.sql("INSERT INTO settings (key, value) VALUES ('letters.per_minute', '1') ON CONFLICT (key) DO UPDATE SET value = '1'").await;
    let worker = worker(&world, &server);
    assert_eq!(work(&worker, 241).await.sent, 2);
    let taken = server.taken();
    let texts: Vec<String> =
        taken.iter().map(|one| read(one).body_text(0).unwrap().replace('\u{a0}', " ")).collect();
    let handler = texts.iter().find(|text| text.contains("Иван Петров")).expect("the handler's");
    assert!(
        handler.contains(&format!("Жалоба № {number}, Пётр Волков. Первый ответ — срок прошёл:")),
        "{handler}"
    );
    assert!(handler.contains(&format!("/desk/complaints/{number}")), "{handler}");
    assert!(texts.iter().any(|text| text.contains("First answer: missed, it was due on")), "{texts:?}");
    let subjects: Vec<_> =
        taken.iter().map(|one| read(one).subject().unwrap_or_default().to_owned()).collect();
    assert!(subjects.contains(&format!("Срок прошёл: жалоба № {number}")), "{subjects:?}");
    assert!(subjects.contains(&format!("Deadline missed: complaint {number}")), "{subjects:?}");
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE standing = 'employee'").await, 2);
    // Resolved before the letter leaves: nobody is woken for it.
    assert_eq!(watch(&world, moment(&world, "resolution_due").await).await, 1);
    let ending = [
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", ""),
    ];
    assert_eq!(press(&visitor, number, "resolve", &ending).await.status, 303);
    work(&worker, 60 * 24 * 3).await;
    assert_eq!(
        world.value("SELECT string_agg(state || coalesce(' ' || failure, ''), ', ' ORDER BY id) FROM letters WHERE kind = 'alert'").await,
        "sent, sent, cancelled over, cancelled over"
    );
}

#[tokio::test]
async fn alerts_are_seen_one_by_one_or_all_that_the_page_showed() {
    let world = World::new().await;
    let lead = world.signed_in(Role::Lead).await;
    assert!(lead.get("/desk/alerts").await.texts(".empty-title")[0].contains("нет"));
    for n in 0..60 {
        make::complaint(&world, &format!("c{n}"), 5).await;
    }
    settle(&world).await;
    assert_eq!(watch(&world, Utc::now() + Duration::hours(5)).await, 60);
    let first = lead.get("/desk/alerts").await;
    assert_eq!((first.texts(".alert-line").len(), first.texts(".bell-count")), (50, vec!["60".to_owned()]));
    let onward = first.attributes("a[rel=next]", "href").remove(0);
    assert_eq!(lead.get(&onward).await.texts(".alert-line").len(), 10);
    let one = first.attributes(".alert-line form", "action").remove(0);
    assert_eq!(lead.submit(&first, &one, &[]).await.status, 303);
    assert_eq!(lead.get("/desk/alerts").await.texts(".bell-count"), ["59"]);
    // One more comes after the page was drawn: 'all' means what was shown.
    make::complaint(&world, "late", 5).await;
    settle(&world).await;
    assert_eq!(watch(&world, Utc::now() + Duration::hours(5)).await, 1);
    assert_eq!(lead.submit(&first, "/desk/alerts/seen", &[]).await.status, 303);
    assert_eq!(lead.get("/desk/alerts").await.texts(".bell-count"), ["1"]);
    // Nobody ends another's: the handler has none, and can't.
    let handler = world.signed_in(Role::Handler).await;
    let page = handler.get("/desk/alerts").await;
    assert!(!page.has(".alert-line"));
    let left = world.value("SELECT id FROM deadline_alerts WHERE seen_at IS NULL").await;
    let csrf = page.attributes("input[name=csrf]", "value").remove(0);
    handler.post(&format!("/desk/alerts/{left}/seen"), &[("csrf", &csrf)]).await;
    assert_eq!(world.count("SELECT count(*) FROM deadline_alerts WHERE seen_at IS NULL").await, 1);
}

#[tokio::test]
async fn a_round_looks_by_an_index_at_what_is_due_and_at_nothing_else() {
    let world = World::new().await;
    make::complaint(&world, "one", 5).await;
    settle(&world).await;
    watch(&world, Utc::now()).await;
    assert_eq!(world.count("SELECT count(*) FROM deadline_watch WHERE look_at > now()").await, 1);
    world
        .sql(
            "INSERT INTO customers (external_id, name) SELECT 'x' || n, 'X' FROM generate_series(1, 20000) n;
             INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due,
                                     next_deadline, clocks_version)
             SELECT id, 'new', 2, '{}', now(), now() + interval '9 days', now() + interval '9 days',
                    now() + interval '9 days', 1 FROM customers WHERE external_id LIKE 'x%';
             INSERT INTO deadline_watch SELECT id, now() + interval '8 days' FROM complaints ON CONFLICT DO NOTHING;
             ANALYZE deadline_watch",
        )
        .await;
    let plan: Vec<String> = world
        .client
        .query(
            "EXPLAIN SELECT complaint_id FROM deadline_watch WHERE look_at <= now() ORDER BY look_at LIMIT 100",
            &[],
        )
        .await
        .expect("a plan")
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert!(plan.join("\n").contains("deadline_watch_look_idx"), "{plan:?}");
    assert_eq!(watch(&world, Utc::now()).await, 0);
    // Over: it is watched no more.
    world.sql("UPDATE complaints SET state = 'closed', version = version + 1 WHERE id = (SELECT min(id) FROM complaints)").await;
    watch(&world, Utc::now()).await;
    assert_eq!(world.count("SELECT count(*) FROM deadline_watch").await, 20_000);
}
