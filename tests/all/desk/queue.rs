//! The queue: its order, its pages, its lists.

use otklik::domain::role::Role;

use super::{card, does};
use crate::support::{World, make};

/// So many complaints, two a minute; every third has an owner.
async fn many(world: &World, count: i32) {
    world
        .sql(&format!(
            "INSERT INTO customers (external_id, name) SELECT 'c' || n, 'Клиент ' || n FROM generate_series(1, {count}) n;
             INSERT INTO complaints (customer_id, state, severity, signals, owner_id, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT c.id, CASE WHEN c.id % 3 = 0 THEN 'in_progress' ELSE 'new' END, 2, '{{contact_me}}',
                    CASE WHEN c.id % 3 = 0 THEN (SELECT id FROM staff WHERE role = 'handler') END, now(),
                    now() + make_interval(mins => c.id::int / 2), now() + interval '5 days',
                    now() + make_interval(mins => c.id::int / 2)
             FROM customers c"
        ))
        .await;
}

#[tokio::test]
async fn the_next_deadline_comes_first_and_says_so_in_words() {
    let world = World::new().await;
    let later = make::complaint(&world, "later", 100).await;
    let late = make::complaint(&world, "late", -72).await;
    let soon = make::complaint(&world, "soon", 3).await;
    let page = world.signed_in(Role::Handler).await.get("/desk/complaints").await;
    assert_eq!(page.status, 200);
    let links: Vec<_> =
        [late, soon, later].iter().map(|number| format!("/desk/complaints/{number}")).collect();
    assert_eq!(page.attributes("tbody a", "href"), links);
    assert_eq!(page.texts("tbody .clock"), ["просрочено 3 дн.", "осталось 2 ч", "осталось 4 дн."]);
    assert_eq!(page.texts("tbody tr:first-child .score"), ["2"]);
    assert_eq!(page.texts("tbody tr:first-child .q-line")[0], "Доставка");
    assert!(page.texts("caption")[0].contains("3 жалобы"));
    assert_eq!(page.texts(".queue-lists .clock-late"), ["Просроченные 1"]);
    assert!(!page.body.contains("<script>alert"));
}

#[tokio::test]
async fn pages_show_each_complaint_once_while_new_ones_arrive() {
    let world = World::new().await;
    many(&world, 120).await;
    let visitor = world.signed_in(Role::Handler).await;
    let mut address = "/desk/complaints".to_owned();
    let mut seen = Vec::new();
    for arrived in 0.. {
        let page = visitor.get(&address).await;
        assert_eq!(page.status, 200);
        seen.extend(page.attributes("tbody a", "href"));
        // Urgent ones arrive on top, and would push an offset's pages down.
        for n in 0..7 {
            make::complaint(&world, &format!("new {arrived} {n}"), -1).await;
        }
        let Some(next) = page.attributes("a[rel=next]", "href").pop() else { break };
        address = next;
    }
    assert_eq!(seen.len(), 120);
    let expected: Vec<String> = world
        .client
        .query(
            "SELECT '/desk/complaints/' || c.id FROM complaints c JOIN customers u ON u.id = c.customer_id
                WHERE u.external_id ~ '^c[0-9]' ORDER BY next_deadline, c.id",
            &[],
        )
        .await
        .expect("complaints")
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn lists_show_mine_nobodys_and_finished_and_count_to_99() {
    let world = World::new().await;
    many(&world, 150).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get("/desk/complaints").await;
    assert_eq!(page.texts(".queue-count"), ["99+", "50", "99+", "1", "0"]);
    let mine = visitor.get("/desk/complaints?list=mine").await;
    assert_eq!(mine.texts("tbody tr").len(), 50);
    assert!(!mine.has("a[rel=next]"));
    assert!(mine.texts("tbody .q-state .q-under").iter().all(|owner| owner == "вы"));
    let nobodys = visitor.get("/desk/complaints?list=nobodys").await;
    assert!(nobodys.texts("tbody .q-state .q-under").iter().all(|owner| owner == "никто"));
    assert!(nobodys.has("a[rel=next]"));
    let finished = visitor.get("/desk/complaints?list=finished").await;
    assert_eq!(finished.texts(".empty-title"), ["Завершённых жалоб пока нет"]);
    assert_eq!(visitor.get("/desk/complaints?list=other").await.status, 404);
    assert_eq!(visitor.get("/desk/complaints?after=x").await.status, 400);
}

#[tokio::test]
async fn finished_ones_are_paged_newest_first_even_without_a_moment() {
    let world = World::new().await;
    many(&world, 110).await;
    world
        .sql(
            "UPDATE complaints SET state = CASE WHEN id % 2 = 0 THEN 'resolved' ELSE 'rejected' END,
              resolved_at = CASE WHEN id % 2 = 0 THEN now() - make_interval(mins => (id / 4)::int) END",
        )
        .await;
    let visitor = world.signed_in(Role::Lead).await;
    let mut address = "/desk/complaints?list=finished".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = visitor.get(&address).await;
        seen.extend(page.attributes("tbody a", "href"));
        let Some(next) = page.attributes("a[rel=next]", "href").pop() else { break };
        address = next;
    }
    let expected: Vec<String> = world
        .client
        .query("SELECT '/desk/complaints/' || id FROM complaints ORDER BY resolved_at DESC, id DESC", &[])
        .await
        .expect("complaints")
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn empty_lists_say_what_to_do() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    assert_eq!(visitor.get("/desk/complaints").await.texts(".empty-title"), ["Открытых жалоб нет"]);
    assert!(visitor.get("/desk/complaints").await.has("main button, .page-header button[disabled]"));
    make::complaint(&world, "free", 5).await;
    let mine = visitor.get("/desk/complaints?list=mine").await;
    assert_eq!(mine.attributes(".empty-action a", "href"), ["/desk/complaints?list=nobodys"]);
}

#[tokio::test]
async fn the_desk_speaks_english_to_who_chose_it() {
    let world = World::new().await;
    let number = make::complaint(&world, "late", -50).await;
    world.sql("UPDATE staff SET language = 'en'").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get("/desk/complaints").await;
    assert_eq!(page.texts("tbody .clock"), ["2 days overdue"]);
    does(&visitor, number, "take", &[]).await;
    let page = card(&visitor, number).await;
    assert_eq!(page.texts("h1"), [format!("Complaint {number}")]);
    let cyrillic: Vec<_> = page
        // Colleagues keep their names.
        .texts("main :is(h2, dt, label, button, summary, .badge, .history-deed, option:not(#assign-to *))")
        .into_iter()
        .filter(|words| words.chars().any(|c| ('а'..='я').contains(&c)) && words != "Русский")
        .collect();
    assert_eq!(cyrillic, Vec::<String>::new());
    assert!(page.texts("dt").contains(&"Delivery".to_owned()));
}

#[tokio::test]
async fn executives_are_not_shown_customers_complaints() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Executive).await;
    for address in ["/desk/complaints".to_owned(), format!("/desk/complaints/{number}")] {
        assert_eq!(visitor.get(&address).await.status, 403);
    }
    for step in ["take", "reply", "note", "resolve", "reject", "close", "correct", "reopen"] {
        let page = visitor.post(&format!("/desk/complaints/{number}/{step}"), &[("body", "x")]).await;
        assert_eq!(page.status, 403, "{step}");
    }
    assert_eq!(world.stranger().get("/desk/complaints").await.status, 303);
    let handler = world.signed_in(Role::Handler).await;
    for number in ["1", "999999", "0", "-5", "abc", "99999999999999999999"] {
        assert_eq!(handler.get(&format!("/desk/complaints/{number}")).await.status, 404, "{number}");
    }
}
