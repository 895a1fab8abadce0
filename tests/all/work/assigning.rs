//! Giving complaints to colleagues, by hand and by load.

use chrono::Utc;
use otklik::{
    actions::assigning::{hand_out, put_assigning},
    domain::{assigning::Assigning, role::Role},
};

use super::{does, free, handler, of_role, presses, told};
use crate::support::{World, make};

async fn switch_on(world: &World, capacity: u16) {
    let admin = of_role(world, Role::Admin).await;
    let mut connection = world.connection().await;
    put_assigning(&mut connection, Assigning { on: true, capacity }, admin.id, Utc::now())
        .await
        .expect("a setting");
}

#[tokio::test]
async fn a_handler_gives_what_is_theirs_or_nobodys_and_a_lead_whatever_there_is() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (me, anna) = (of_role(&world, Role::Handler).await, handler(&world, "Анна").await);
    let (mine, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let to_anna = anna.id.to_string();
    does(&mine, number, "assign", &[("to", &to_anna), ("body", "Клиент просил тебя")]).await;
    let owner = format!("SELECT concat_ws(' ', state, owner_id) FROM complaints WHERE id = {number}");
    assert_eq!(world.value(&owner).await, format!("in_progress {}", anna.id));
    assert_eq!(told(&world, number, "assigned").await, [format!("owner - {} Клиент просил тебя", anna.id)]);
    let page = mine.get(&format!("/desk/complaints/{number}")).await;
    assert!(page.texts(".history-field").contains(&"Ответственный: Анна".to_owned()), "{}", page.body);
    assert!(!page.has("form[action$='/assign']"));
    // Hers by now: the form that a stale tab posts is stopped.
    let csrf = page.attributes("form[action$='/note'] input[name=csrf]", "value").remove(0);
    let late = [("csrf", &*csrf), ("version", "1"), ("seen", "0"), ("to", &*me.id.to_string())];
    let late = mine.post(&format!("/desk/complaints/{number}/assign"), &late).await;
    assert_eq!(late.status, 409);
    assert!(late.texts("#problem")[0].contains("Анна"));
    does(&lead, number, "assign", &[("to", "nobody")]).await;
    assert_eq!(world.value(&owner).await, "in_progress");
    // Nobody's again, so the next may have it.
    let queue = mine.get("/desk/complaints").await;
    assert_eq!(mine.submit(&queue, "/desk/complaints/next", &[]).await.status, 303);
    assert_eq!(world.value(&owner).await, format!("in_progress {}", me.id));
}

#[tokio::test]
async fn nothing_is_given_to_who_may_not_have_it() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let lead = world.signed_in(Role::Lead).await;
    let gone = handler(&world, "Ушедший").await;
    world.sql(&format!("UPDATE staff SET deactivated_at = now() WHERE id = {}", gone.id)).await;
    let executive = of_role(&world, Role::Executive).await;
    for to in [gone.id.to_string(), executive.id.to_string(), "99999".to_owned(), String::new()] {
        let page = presses(&lead, number, "assign", &[("to", &to), ("body", "Возьми <b>это</b>")]).await;
        assert_eq!(page.status, 422, "{to}");
        assert_eq!(page.texts("#assign-body"), ["Возьми <b>это</b>"]);
    }
    let page = lead.get(&format!("/desk/complaints/{number}")).await;
    assert!(!page.texts("#assign-to option").iter().any(|name| name.contains("Ушедший")));
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE owner_id IS NULL").await, 1);
}

#[tokio::test]
async fn a_button_pressed_twice_hands_over_once() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let mine = world.signed_in(Role::Handler).await;
    let anna = handler(&world, "Анна").await.id.to_string();
    let card = mine.get(&format!("/desk/complaints/{number}")).await;
    let (action, typed) = (format!("/desk/complaints/{number}/assign"), [("to", &*anna)]);
    let (a, b) = tokio::join!(mine.submit(&card, &action, &typed), mine.submit(&card, &action, &typed));
    assert_eq!((a.status, b.status), (303, 303));
    assert_eq!(told(&world, number, "assigned").await.len(), 1);
}

#[tokio::test]
async fn by_itself_nothing_is_handed_out_until_it_is_switched_on() {
    let world = World::new().await;
    free(&world, 3).await;
    let mut connection = world.connection().await;
    assert_eq!(hand_out(&mut connection, Utc::now()).await.expect("nothing"), 0);
    let admin = world.signed_in(Role::Admin).await;
    for wrong in ["0", "501", "много", ""] {
        let page = admin.get("/settings/assigning").await;
        let page = admin.submit(&page, "/settings/assigning", &[("on", "yes"), ("capacity", wrong)]).await;
        assert_eq!(page.status, 422, "{wrong}");
        assert!(page.has("#capacity.is-invalid") && page.has("input[name=on][checked]"));
    }
    let page = admin.get("/settings/assigning").await;
    let page = admin.submit(&page, "/settings/assigning", &[("on", "yes"), ("capacity", "2")]).await;
    assert_eq!(page.location(), "/settings/assigning?done=yes");
    assert_eq!(hand_out(&mut connection, Utc::now()).await.expect("two"), 2);
    assert_eq!(
        world.count("SELECT count(*) FROM audit_events WHERE subject = 'complaints.assigning'").await,
        1
    );
}

// zammad#854, zammad#1581, chatwoot#11034, chatwoot#10376: what came was handed to nobody, or to who was away or full.
#[tokio::test]
async fn the_one_with_the_fewest_that_run_gets_it_and_who_is_away_gets_none() {
    let world = World::new().await;
    let (ivan, anna) = (of_role(&world, Role::Handler).await, handler(&world, "Анна").await);
    // Ivan has three that cost no work now, Anna one that does.
    let has = free(&world, 4).await;
    world
        .sql(&format!(
            "UPDATE complaints SET owner_id = {}, state = 'waiting_for_customer' WHERE id IN ({}, {});
             UPDATE complaints SET owner_id = {}, snoozed_until = now() + interval '1 day' WHERE id = {};
             UPDATE complaints SET owner_id = {}, state = 'in_progress' WHERE id = {}",
            ivan.id, has[0], has[1], ivan.id, has[2], anna.id, has[3]
        ))
        .await;
    switch_on(&world, 2).await;
    let new = free(&world, 1).await[0];
    let mut connection = world.connection().await;
    assert_eq!(hand_out(&mut connection, Utc::now()).await.expect("one"), 1);
    assert_eq!(told(&world, new, "assigned").await, [format!("owner - {}", ivan.id)]);
    // Away by the page, and back.
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get("/desk/reminders").await;
    assert_eq!(visitor.submit(&page, "/desk/away", &[("away", "yes")]).await.status, 303);
    assert!(visitor.get("/desk/complaints").await.has(".away-switch .badge"));
    let rest = free(&world, 3).await;
    assert_eq!(hand_out(&mut connection, Utc::now()).await.expect("Anna's last"), 1);
    assert_eq!(told(&world, rest[0], "assigned").await, [format!("owner - {}", anna.id)]);
    let page = visitor.get("/desk/reminders").await;
    assert_eq!(visitor.submit(&page, "/desk/away", &[("away", "no")]).await.status, 303);
    assert_eq!(hand_out(&mut connection, Utc::now()).await.expect("Ivan's last"), 1);
    assert_eq!(told(&world, rest[1], "assigned").await, [format!("owner - {}", ivan.id)]);
    assert_eq!(told(&world, rest[2], "assigned").await, Vec::<String>::new());
}

// chatwoot#5672: a limit that two handing out at once passed; chatwoot#10583: freed agents got the newest, and the oldest waited on.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn capacity_holds_under_many_and_what_has_no_room_comes_first_when_there_is() {
    let world = World::new().await;
    for n in 0..2 {
        handler(&world, &format!("h{n}")).await;
    }
    switch_on(&world, 5).await;
    let all = free(&world, 40).await;
    let mut at_once = Vec::new();
    for _ in 0..6 {
        let mut connection = world.connection().await;
        at_once.push(tokio::spawn(async move { hand_out(&mut connection, Utc::now()).await.expect("some") }));
    }
    let mut handed = 0;
    for one in at_once {
        handed += one.await.expect("a worker");
    }
    assert_eq!(handed, 15);
    let most = "SELECT max(held) || ' ' || min(held) FROM (SELECT count(*) AS held FROM complaints
                WHERE owner_id IS NOT NULL GROUP BY owner_id) each";
    assert_eq!(world.value(most).await, "5 5");
    let given: Vec<i64> = world
        .client
        .query("SELECT id FROM complaints WHERE owner_id IS NOT NULL ORDER BY next_deadline, id", &[])
        .await
        .expect("complaints")
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(given, all[..15]);
    let newest = free(&world, 1).await[0];
    world.sql(&format!("UPDATE complaints SET state = 'waiting_for_customer' WHERE id = {}", all[7])).await;
    let mut connection = world.connection().await;
    assert_eq!(hand_out(&mut connection, Utc::now()).await.expect("one"), 1);
    assert_eq!(told(&world, all[15], "assigned").await.len(), 1);
    assert!(told(&world, newest, "assigned").await.is_empty());
}
