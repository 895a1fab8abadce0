//! Saved lists: kept, shared, moved, renamed, removed and brought back, without a script.

use otklik::domain::role::Role;

use super::many;
use crate::support::{World, make};

const FILTERED: &str = "/desk/complaints?severity=critical&legal=no";

#[tokio::test]
async fn a_list_is_saved_shown_renamed_removed_and_brought_back() {
    let world = World::new().await;
    make::complaint(&world, "one", 2).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get(FILTERED).await;
    let saved = visitor.submit(&page, "/desk/views", &[("name", "  <b>Горит</b> ")]).await;
    let id = world.value("SELECT id FROM saved_views").await;
    assert_eq!((saved.status, saved.location()), (303, format!("{FILTERED}&view={id}").as_str()));
    // Pressed twice, it is one.
    visitor.submit(&page, "/desk/views", &[("name", "Горит")]).await;
    assert_eq!(world.count("SELECT count(*) FROM saved_views").await, 1);
    let page = visitor.get("/desk/complaints").await;
    assert_eq!(page.texts(".queue-view"), ["Горит"]);
    assert_eq!(page.texts(".queue-lists li:last-child .queue-count"), ["1"]);
    let page = visitor.get(FILTERED).await;
    assert_eq!(page.texts(".queue-lists a[aria-current]"), ["Горит 1"]);
    assert!(page.texts("caption")[0].starts_with("Горит"));

    let action = format!("/desk/views/{id}");
    visitor.submit(&page, &action, &[("deed", "rename"), ("name", "Срочное")]).await;
    let page = visitor.get(FILTERED).await;
    assert_eq!(page.texts(".queue-view"), ["Срочное"]);
    let removed = visitor.submit(&page, &action, &[("deed", "remove"), ("name", "Срочное")]).await;
    assert_eq!((removed.status, world.count("SELECT count(*) FROM saved_views").await), (303, 0));
    let page = visitor.get(removed.location()).await;
    assert!(page.texts(".queue-undo")[0].contains("Срочное"));
    visitor.submit(&page, "/desk/views", &[]).await;
    assert_eq!(world.value("SELECT name FROM saved_views").await, "Срочное");
    assert_eq!(world.value("SELECT query FROM saved_views").await, "severity=critical&legal=no");
}

#[tokio::test]
async fn leads_share_and_nobody_changes_what_is_anothers() {
    let world = World::new().await;
    let lead = world.signed_in(Role::Lead).await;
    let handler = world.signed_in(Role::Handler).await;
    for (visitor, name) in [(&lead, "Общий"), (&handler, "Мой")] {
        let page = visitor.get(FILTERED).await;
        visitor.submit(&page, "/desk/views", &[("name", name), ("shared", "yes")]).await;
    }
    // A handler's is their own, whatever the form said.
    assert_eq!(world.value("SELECT string_agg(name, ',') FROM saved_views WHERE shared").await, "Общий");
    assert_eq!(handler.get("/desk/complaints").await.texts(".queue-view"), ["Мой", "Общий"]);
    assert_eq!(lead.get("/desk/complaints").await.texts(".queue-view"), ["Общий"]);
    let shared = world.value("SELECT id FROM saved_views WHERE shared").await;
    let page = handler.get(FILTERED).await;
    let csrf = page.attributes("input[name=csrf]", "value").remove(0);
    for deed in ["rename", "remove", "keep", "update"] {
        let answer = handler
            .post(&format!("/desk/views/{shared}"), &[("csrf", &csrf), ("deed", deed), ("name", "x")])
            .await;
        assert_eq!(answer.status, 404, "{deed}");
    }
    let own = world.value("SELECT id FROM saved_views WHERE NOT shared").await;
    let answer = handler.post(&format!("/desk/views/{own}"), &[("csrf", &csrf), ("deed", "share")]).await;
    assert_eq!(answer.status, 403);
    assert_eq!(world.value("SELECT name FROM saved_views WHERE shared").await, "Общий");
}

#[tokio::test]
async fn a_saved_list_that_was_changed_is_brought_up_to_what_is_shown() {
    let world = World::new().await;
    make::complaint(&world, "one", 2).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get(FILTERED).await;
    let saved = visitor.submit(&page, "/desk/views", &[("name", "Горит")]).await;
    let id = world.value("SELECT id FROM saved_views").await;
    let action = format!("/desk/views/{id}");
    let page = visitor.get(saved.location()).await;
    assert!(!page.has(".queue-update"));
    // Whatever changes the list keeps knowing which one it was: a condition dropped, another order, the form of all fields.
    let dropped = page.attributes(".queue-chip a", "href").remove(1);
    let page = visitor.get(&dropped).await;
    assert_eq!(page.texts(".queue-update button"), ["Обновить «Горит»"]);
    assert_eq!(page.texts(".queue-lists a[aria-current]"), ["Горит 1"]);
    let sorted = page.attributes(".queue-sort", "href").remove(0);
    let page = visitor.get(&sorted).await;
    assert!(page.has(".queue-update") && page.has("details.queue-save"));
    let fields = page.attributes(".queue-filters a.btn", "href").remove(0);
    let whole = visitor.get(fields.trim_end_matches("#fields")).await;
    assert_eq!(whole.attributes("#fields input[name=view]", "value"), std::slice::from_ref(&id));
    let updated = visitor.submit(&page, &action, &[("deed", "update")]).await;
    assert_eq!((updated.status, updated.location()), (303, sorted.as_str()));
    assert_eq!(
        world.value("SELECT string_agg(query, ';') FROM saved_views").await,
        "severity=critical&sort=priority"
    );
    assert!(!visitor.get(updated.location()).await.has(".queue-update"));
    // Somebody else's shared one is not theirs to change, only to save as their own.
    world.sql("UPDATE saved_views SET shared = true").await;
    let other = world.signed_in(Role::Lead).await;
    let page = other.get(&format!("/desk/complaints?severity=high&view={id}")).await;
    assert!(!page.has(".queue-update") && page.has("details.queue-save"));
    // One that is nobody's, or not to be seen, is as if it were not named.
    for view in ["999999", "x", "-1"] {
        let page = other.get(&format!("/desk/complaints?severity=high&view={view}")).await;
        assert_eq!((page.status, page.has(".queue-update")), (200, false));
    }
}

#[tokio::test]
async fn the_list_that_opens_first_is_each_persons_own() {
    let world = World::new().await;
    make::complaint(&world, "one", 2).await;
    let lead = world.signed_in(Role::Lead).await;
    let handler = world.signed_in(Role::Handler).await;
    let choose = async |address: &str| {
        let page = handler.get(address).await;
        let chosen = handler.submit(&page, "/desk/first-list", &[]).await;
        assert_eq!(chosen.status, 303, "{}", chosen.body);
    };
    assert_eq!(handler.get("/desk/complaints").await.status, 200);
    choose("/desk/complaints?list=mine").await;
    let first = handler.get("/desk/complaints").await;
    assert_eq!((first.status, first.location()), (303, "/desk/complaints?list=mine"));
    let page = handler.get(first.location()).await;
    assert_eq!(page.texts(".queue-lists a:has(.queue-first)"), ["Мои (открывается первым) 0"]);
    // All open ones are still there, under an address of their own; nobody else's desk changes.
    assert_eq!(handler.get("/desk/complaints?list=open").await.status, 200);
    assert_eq!(lead.get("/desk/complaints").await.status, 200);
    // A shared one, as long as it is shared.
    let page = lead.get(FILTERED).await;
    lead.submit(&page, "/desk/views", &[("name", "Общий"), ("shared", "yes")]).await;
    let id = world.value("SELECT id FROM saved_views").await;
    let shared = format!("{FILTERED}&view={id}");
    choose(&shared).await;
    assert_eq!(handler.get("/desk/complaints").await.location(), shared);
    world.sql("UPDATE saved_views SET shared = false").await;
    assert_eq!(handler.get("/desk/complaints").await.location(), "/desk/complaints?list=open");
    // What is not to be seen can't be chosen.
    let page = handler.get("/desk/complaints?list=nobodys").await;
    let csrf = page.attributes("input[name=csrf]", "value").remove(0);
    for view in [id.as_str(), "999999"] {
        let answer = handler.post("/desk/first-list", &[("csrf", &csrf), ("view", view)]).await;
        assert_eq!(answer.status, 404, "{view}");
    }
    // Chosen and given up.
    choose("/desk/complaints?list=overdue").await;
    choose("/desk/complaints?list=overdue").await;
    assert_eq!(handler.get("/desk/complaints").await.status, 200);
}

#[tokio::test]
async fn lists_are_moved_among_ones_own() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    for (name, query) in [("А", "legal=yes"), ("Б", "news=yes"), ("В", "reopened=yes")] {
        let page = visitor.get(&format!("/desk/complaints?{query}")).await;
        visitor.submit(&page, "/desk/views", &[("name", name)]).await;
    }
    let shown = async || visitor.get("/desk/complaints").await.texts(".queue-view").join("");
    assert_eq!(shown().await, "АБВ");
    let id = world.value("SELECT id FROM saved_views WHERE name = 'В'").await;
    for (deed, order) in [("earlier", "АВБ"), ("earlier", "ВАБ"), ("earlier", "ВАБ"), ("later", "АВБ")]
    {
        let page = visitor.get("/desk/complaints?reopened=yes").await;
        visitor.submit(&page, &format!("/desk/views/{id}"), &[("deed", deed), ("name", "В")]).await;
        assert_eq!(shown().await, order);
    }
}

#[tokio::test]
async fn a_list_without_a_name_and_one_too_many_are_refused_in_words() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get(FILTERED).await;
    let refused = visitor.submit(&page, "/desk/views", &[("name", " \u{7} ")]).await;
    assert_eq!((refused.status, refused.texts(".alert-warning").len()), (422, 1));
    world
        .sql(
            "INSERT INTO saved_views (owner_id, name, query, created_at)
             SELECT (SELECT id FROM staff WHERE role = 'handler'), 'n' || n, 'owner=' || n, now() FROM generate_series(1, 50) n",
        )
        .await;
    let refused = visitor.submit(&page, "/desk/views", &[("name", "ещё")]).await;
    assert_eq!((refused.status, refused.texts(".alert-warning").len()), (422, 1));
    // Twelve counters at most, whatever is saved: zammad#5214, zammad#2706.
    assert_eq!(visitor.get("/desk/complaints").await.texts(".queue-count").len(), 12);
}

#[tokio::test]
async fn counters_are_right_to_99_and_stop_there() {
    let world = World::new().await;
    many(&world, 2_000).await;
    let visitor = world.signed_in(Role::Handler).await;
    world
        .sql(
            "INSERT INTO saved_views (owner_id, name, query, created_at)
             SELECT (SELECT id FROM staff WHERE role = 'handler'), query, query, now()
             FROM unnest(ARRAY['severity=high', 'state=over&cause=delivery', 'owner=7777', 'state=any&severity=low&legal=yes',
                               'state=new&owner=nobody&severity=critical']) query",
        )
        .await;
    let page = visitor.get("/desk/complaints").await;
    let counts: Vec<String> = page.texts(".queue-count").split_off(5);
    let mut expected = Vec::new();
    for condition in [
        "state IN ('new','in_progress','waiting_for_customer') AND severity = 3",
        "state IN ('resolved','closed') AND root_cause LIKE 'delivery%'",
        "owner_id = 7777",
        "false",
        "state = 'new' AND owner_id IS NULL AND severity = 4",
    ] {
        let count = world.count(&format!("SELECT count(*) FROM complaints WHERE {condition}")).await;
        expected.push(if count > 99 { "99+".to_owned() } else { count.to_string() });
    }
    assert_eq!(counts, expected);
}

#[tokio::test]
async fn how_close_the_lines_stand_is_remembered() {
    let world = World::new().await;
    make::complaint(&world, "one", 2).await;
    let visitor = world.signed_in(Role::Handler).await;
    world.sql("UPDATE staff SET desk = '{\"keys\": {\"take\": \"i\"}}' WHERE role = 'handler'").await;
    let page = visitor.get("/desk/complaints").await;
    assert!(!page.has(".queue-compact"));
    visitor.submit(&page, "/desk/density", &[("density", "compact")]).await;
    assert!(visitor.get("/desk/complaints").await.has(".queue-compact"));
    assert_eq!(world.value("SELECT desk->'keys'->>'take' FROM staff WHERE role = 'handler'").await, "i");
}
