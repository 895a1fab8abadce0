//! The lead's view: what it counts, what it links, and that it does not read all complaints to count.

use otklik::{domain::role::Role, store::team::holdings_query};

use crate::support::{World, make};

#[tokio::test]
async fn each_person_stands_with_what_they_hold_and_the_lists_behind_it() {
    let world = World::new().await;
    for n in 0..7 {
        make::complaint(&world, &format!("c{n}"), 5).await;
    }
    let handler = world.count("SELECT id FROM staff WHERE role = 'handler'").await;
    world
        .sql(&format!(
            "INSERT INTO staff (email, name, role, password_hash, deactivated_at)
             VALUES ('gone@otklik.example', 'Бывший Сотрудник', 'handler', '', now());
             UPDATE staff SET away_since = now() WHERE role = 'lead';
             UPDATE complaints SET owner_id = {handler}, state = 'in_progress' WHERE id IN (1001, 1002, 1003);
             UPDATE complaints SET next_deadline = now() - interval '1 hour', opened_at = now() - interval '10 days',
                    first_answered_at = now() WHERE id = 1001;
             UPDATE complaints SET next_deadline = now() WHERE id = 1002;
             UPDATE complaints SET state = 'waiting_for_customer', next_deadline = '9999-01-01Z' WHERE id = 1003;
             UPDATE complaints SET next_deadline = '9999-01-01Z' WHERE id IN (1004, 1005);
             UPDATE complaints SET owner_id = (SELECT id FROM staff WHERE email = 'gone@otklik.example'),
                    next_deadline = '9999-01-01Z' WHERE id = 1005;
             UPDATE complaints SET owner_id = {handler}, state = 'resolved', resolved_at = now() - interval '6 days' WHERE id = 1006;
             UPDATE complaints SET owner_id = {handler}, state = 'closed', resolved_at = now() - interval '8 days' WHERE id = 1007"
        ))
        .await;
    // Due at the last moment of the day, whenever this runs.
    world
        .sql(
            "UPDATE complaints SET next_deadline = date_trunc('day', now() AT TIME ZONE 'Europe/Moscow' + interval '1 day')
                 AT TIME ZONE 'Europe/Moscow' - interval '1 millisecond' WHERE id = 1002",
        )
        .await;
    let page = world.signed_in(Role::Lead).await.get("/desk/team").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let row = |n: usize| page.texts(&format!(".team tbody tr:nth-child({n}) > *")).join(" | ");
    let rows: Vec<String> = (1..=page.texts(".team tbody tr").len()).map(row).collect();
    assert_eq!(
        rows,
        [
            "Ничьи | 1 | 1 | 0 | 0 | 0 | 1 | 0 мин | 0 мин | 0",
            "Бывший Сотрудник больше не работает | 1 | 1 | 0 | 0 | 0 | 1 | 0 мин | 0 мин | 0",
            "Иван Петров | 3 | 2 | 1 | 1 | 1 | 2 | 10 дн. | 3 дн. | 1",
            "Мария Лебедева не на месте | 0 | 0 | 0 | 0 | 0 | 0 | — | — | 0",
        ]
    );
    let links = page.attributes(".team tbody tr:nth-child(3) a", "href");
    let queue = format!("/desk/complaints?owner={handler}");
    assert_eq!(
        links,
        [
            queue.clone(),
            format!("{queue}&state=waiting_for_customer"),
            format!("{queue}&due=overdue"),
            format!("{queue}&due=today"),
        ]
    );
    assert_eq!(page.attributes(".team-nobody a", "href"), ["/desk/complaints?owner=none"]);
    assert_eq!(page.texts(".team-ages th")[..2], ["меньше суток", "от 1 до 3 дней"]);
    assert_eq!(page.texts(".team-ages td.number"), ["4", "0", "0", "1", "0", "0"]);
    let late = page.texts(".team-line");
    assert_eq!(late.len(), 1, "{late:?}");
    assert!(late[0].contains("Жалоба № 1002") && late[0].contains("Иван Петров"), "{late:?}");
}

#[tokio::test]
async fn nothing_to_do_is_said_and_a_handler_has_no_such_page() {
    let world = World::new().await;
    let page = world.signed_in(Role::Admin).await.get("/desk/team").await;
    assert_eq!(page.texts(".empty-title"), ["До конца дня сроков нет"]);
    let handler = world.signed_in(Role::Handler).await;
    assert_eq!(handler.get("/desk/team").await.status, 403);
    assert!(!handler.get("/desk/complaints").await.body.contains("/desk/team"));
    // Nobody works here yet: that is said where the people would stand.
    world.sql("UPDATE staff SET deactivated_at = now() WHERE role IN ('handler', 'lead')").await;
    let page = world.signed_in(Role::Admin).await.get("/desk/team").await;
    assert_eq!(page.texts(".empty-title")[0], "Пока некому работать с жалобами");
    assert!(!page.has("table.team"));
}

#[tokio::test]
async fn the_counting_reads_what_is_open_and_what_is_new_and_not_all_complaints() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, name) SELECT 'c' || n, '' FROM generate_series(1, 40000) n;
             INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due,
                                     next_deadline, resolved_at, owner_id)
             SELECT id, CASE WHEN id % 5 = 0 THEN 'in_progress' ELSE 'closed' END, 2, '{}', now(), now(), now(), now(),
                    CASE WHEN id % 5 > 0 THEN now() - make_interval(days => (id % 300)::int) END, 1 + id % 3
             FROM customers",
        )
        .await;
    world.sql("VACUUM ANALYZE complaints").await;
    let ages = (3..8).fold(holdings_query(), |query, place| query.replace(&format!("${place}"), "now()"));
    let query = ages.replace("$1", "now()").replace("$2", "now() + interval '9 hours'");
    let plan: Vec<String> = world
        .client
        .query(&format!("EXPLAIN (ANALYZE, COSTS OFF) {query}"), &[])
        .await
        .expect("a plan")
        .iter()
        .map(|row| row.get(0))
        .collect();
    let plan = plan.join("\n");
    assert!(!plan.contains("Seq Scan on complaints"), "{plan}");
    assert!(plan.contains("complaints_finished_idx"), "{plan}");
}
