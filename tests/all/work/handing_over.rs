//! Everything that somebody has goes to others: one by one, watched, and back again.

use std::process::Command;

use chrono::Utc;
use otklik::{actions::bulk::work_off_all, domain::role::Role};

use super::{does, free, handler, of_role};
use crate::support::{World, world::PASSWORD};

async fn give_all(world: &World, owner: i64) {
    world.sql(&format!("UPDATE complaints SET owner_id = {owner}, state = 'in_progress'")).await;
}

/// How many each has, by name.
async fn held(world: &World) -> String {
    world
        .value(
            "SELECT string_agg(name || ' ' || held, ', ' ORDER BY name) FROM (
                 SELECT coalesce(s.name, '-') AS name, count(*) AS held FROM complaints c
                 LEFT JOIN staff s ON s.id = c.owner_id GROUP BY 1) each",
        )
        .await
}

#[tokio::test]
async fn who_was_removed_while_holding_loses_nothing_and_is_shown_to_leads() {
    let world = World::new().await;
    free(&world, 7).await;
    let (gone, anna) = (handler(&world, "Ушедший").await, handler(&world, "Анна").await);
    give_all(&world, gone.id).await;
    let lead = world.signed_in(Role::Lead).await;
    assert!(!lead.get("/desk/handover").await.has("[role=alert]"));
    world.sql(&format!("UPDATE staff SET deactivated_at = now() WHERE id = {}", gone.id)).await;
    let page = lead.get("/desk/handover").await;
    assert!(page.has("[role=alert]"));
    assert_eq!(page.texts("tbody tr")[0], "Ушедший больше не работает7");
    assert!(!page.attributes("#to option", "value").contains(&gone.id.to_string()));
    // The card still opens, and says whose it is.
    let number = world.count("SELECT min(id) FROM complaints").await;
    assert_eq!(lead.get(&format!("/desk/complaints/{number}")).await.status, 200);
    let (from, to) = (gone.id.to_string(), anna.id.to_string());
    let done = lead.submit(&page, "/desk/handover", &[("from", &from), ("to", &to)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(held(&world).await, "Анна 7");
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'assigned'").await, 7);
    let result = lead.get(done.location()).await;
    assert_eq!(result.texts("h1"), ["Передать все дела: Ушедший → Анна"]);
    assert_eq!(result.texts("tbody tr").len(), 7);
    lead.submit(&result, &format!("{}/undo", done.location()), &[]).await;
    assert_eq!(held(&world).await, "Ушедший 7");
    // Nonsense is told: nobody chosen, the same person.
    for (from, to) in [("", "spread"), (&*from, ""), (&*from, &*from), ("x", "nobody")] {
        let page = lead.get("/desk/handover").await;
        let page = lead.submit(&page, "/desk/handover", &[("from", from), ("to", to)]).await;
        assert_eq!(page.status, 422, "{from} {to}");
    }
}

#[tokio::test]
async fn hundreds_are_spread_by_load_in_the_background_and_undone_likewise() {
    let world = World::new().await;
    free(&world, 250).await;
    let (gone, _, boris) =
        (handler(&world, "Ушедший").await, handler(&world, "Анна").await, handler(&world, "Борис").await);
    let ivan = of_role(&world, Role::Handler).await;
    give_all(&world, gone.id).await;
    world
        .sql(&format!(
            "UPDATE complaints SET owner_id = {} WHERE id IN (SELECT id FROM complaints ORDER BY id LIMIT 40);
             UPDATE staff SET away_since = now() WHERE id = {}",
            ivan.id, boris.id
        ))
        .await;
    let lead = world.signed_in(Role::Lead).await;
    let page = lead.get("/desk/handover").await;
    let typed = [("from", &*gone.id.to_string()), ("to", "spread")];
    let done = lead.submit(&page, "/desk/handover", &typed).await;
    // What is few is done at once; the page tells that the rest is on its way.
    let result = lead.get(done.location()).await;
    assert!(result.has(".bulk-state [role=status]"), "{}", result.body);
    assert_eq!(held(&world).await, "Анна 70, Иван Петров 70, Ушедший 110");
    let mut connection = world.connection().await;
    work_off_all(&mut connection, Utc::now()).await.expect("the rest");
    assert_eq!(held(&world).await, "Анна 125, Иван Петров 125");
    let result = lead.get(done.location()).await;
    assert!(result.texts(".bulk-state").iter().any(|words| words.contains("210")));
    let second = result.attributes("a[rel=next]", "href").remove(0);
    assert_eq!(lead.get(&second).await.texts("tbody tr").len(), 100);
    lead.submit(&result, &format!("{}/undo", done.location()), &[]).await;
    work_off_all(&mut connection, Utc::now()).await.expect("the rest");
    assert_eq!(held(&world).await, "Иван Петров 40, Ушедший 210");
}

#[tokio::test]
async fn with_nobody_there_each_row_says_so_and_keeps_its_owner() {
    let world = World::new().await;
    free(&world, 2).await;
    let gone = handler(&world, "Ушедший").await;
    give_all(&world, gone.id).await;
    world.sql("UPDATE staff SET away_since = now()").await;
    let lead = world.signed_in(Role::Lead).await;
    let page = lead.get("/desk/handover").await;
    let typed = [("from", &*gone.id.to_string()), ("to", "spread")];
    let done = lead.submit(&page, "/desk/handover", &typed).await;
    assert_eq!(held(&world).await, "Ушедший 2");
    assert_eq!(world.count("SELECT count(*) FROM bulk_results WHERE outcome = 'refused'").await, 2);
    let typed = [("from", &*gone.id.to_string()), ("to", "nobody")];
    let page = lead.get("/desk/handover").await;
    assert_eq!(lead.get(done.location()).await.status, 200);
    lead.submit(&page, "/desk/handover", &typed).await;
    assert_eq!(held(&world).await, "- 2");
}

#[tokio::test]
async fn who_is_removed_is_out_at_once_and_keeps_words_and_complaints() {
    let world = World::new().await;
    let number = free(&world, 1).await[0];
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "take", &[]).await;
    let page = visitor.get(&format!("/desk/complaints/{number}")).await;
    let user = async |args: &'static [&'static str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
        command.arg("user").args(args).envs(&world.settings);
        let output =
            tokio::task::spawn_blocking(move || command.output()).await.expect("ends").expect("runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, said) = user(&["remove", "Handler@otklik.example"]).await;
    assert_eq!(code, Some(0));
    assert!(said.contains("1 open") && said.contains("/desk/handover"), "{said}");
    assert_eq!(user(&["remove", "handler@otklik.example"]).await.0, Some(1));
    // What they were writing is given back, and not taken.
    let note = format!("/desk/complaints/{number}/note");
    let refused = visitor.submit(&page, &note, &[("body", "Клиент перезвонит завтра")]).await;
    assert_eq!(
        (refused.status, refused.texts("textarea")),
        (403, vec!["Клиент перезвонит завтра".to_owned()])
    );
    let typed = [("email", "handler@otklik.example"), ("password", PASSWORD)];
    assert_eq!(world.stranger().post("/sign-in", &typed).await.status, 422);
    assert!(
        world.signed_in(Role::Lead).await.get("/desk/handover").await.texts("tbody tr")[0].ends_with('1')
    );
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'note'").await, 0);
}
