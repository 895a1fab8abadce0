//! One deed on many complaints: a result for each, once however often it is sent, and undone where nothing happened since.

use chrono::Utc;
use futures_util::future::join_all;
use otklik::domain::role::Role;

use super::{does, free, handler, of_role, told};
use crate::support::{
    Page, Visitor, World,
    browser::{Browser, PHONE},
};

async fn choose(visitor: &Visitor, numbers: &[i64], typed: &[(&str, &str)]) -> Page {
    let page = visitor.get("/desk/complaints").await;
    send(visitor, &page, numbers, typed).await
}

async fn send(visitor: &Visitor, page: &Page, numbers: &[i64], typed: &[(&str, &str)]) -> Page {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    let mut fields: Vec<(&str, &str)> = numbers.iter().map(|number| ("number", number.as_str())).collect();
    fields.extend_from_slice(typed);
    visitor.submit(page, "/desk/bulk", &fields).await
}

/// Number and outcome of each row.
async fn outcomes(world: &World) -> Vec<String> {
    world
        .client
        .query(
            "SELECT concat_ws(' ', complaint_id, outcome, detail) FROM bulk_results ORDER BY bulk_id, complaint_id",
            &[],
        )
        .await
        .expect("results")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

// zammad#3097, zammad#445: many at once could be given few things, and nobody was told of which it was not done.
#[tokio::test]
async fn each_row_has_its_own_result_and_undoing_puts_back_only_what_nobody_touched() {
    let world = World::new().await;
    let all = free(&world, 6).await;
    let (me, anna, boris) =
        (of_role(&world, Role::Handler).await, handler(&world, "Анна").await, handler(&world, "Борис").await);
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get("/desk/complaints").await;
    assert_eq!(page.attributes("td.q-pick input", "form"), vec!["bulk"; 6]);
    does(&visitor, all[1], "take", &[]).await;
    world
        .sql(&format!(
            "UPDATE complaints SET owner_id = {}, state = 'in_progress' WHERE id = {};
             UPDATE complaints SET owner_id = {}, state = 'in_progress' WHERE id = {};
             UPDATE complaints SET state = 'resolved', resolved_at = now() WHERE id = {}",
            boris.id, all[2], anna.id, all[3], all[4]
        ))
        .await;
    let to = anna.id.to_string();
    let done =
        send(&visitor, &page, &[&all[..], &[777_777]].concat(), &[("deed", "assign"), ("to", &to)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let (a, b, c, d, e, f) = (all[0], all[1], all[2], all[3], all[4], all[5]);
    let expected = [
        format!("{a} done"),
        format!("{b} done"),
        format!("{c} refused taken:Борис"),
        format!("{d} already"),
        format!("{e} refused over:resolved"),
        format!("{f} done"),
    ];
    assert_eq!(outcomes(&world).await, expected);
    let result = visitor.get(done.location()).await;
    assert_eq!(result.texts("tbody tr").len(), 6);
    assert!(result.texts("tbody .q-under").contains(&"её ведёт Борис".to_owned()));
    assert_eq!(result.texts("h1"), ["Передать жалобы: Анна"]);
    assert_eq!(told(&world, b, "assigned").await, [format!("owner {} {}", me.id, anna.id)]);
    // Somebody worked on one since.
    does(&visitor, f, "note", &[("body", "Уже звонила")]).await;
    let undo = format!("{}/undo", done.location());
    let undone = join_all((0..3).map(|_| visitor.submit(&result, &undo, &[]))).await;
    assert!(undone.iter().all(|page| page.status == 303));
    let rows =
        "SELECT string_agg(concat_ws(' ', state, owner_id), ', ' ORDER BY id) FROM complaints WHERE id IN";
    assert_eq!(
        world.value(&format!("{rows} ({a}, {b}, {f})")).await,
        format!("new, in_progress {}, in_progress {}", me.id, anna.id)
    );
    assert_eq!(outcomes(&world).await[5], format!("{f} kept changed"));
    assert_eq!(told(&world, a, "assigned").await.len(), 2);
    let result = visitor.get(done.location()).await;
    assert!(!result.has("form[action$='/undo']"));
    assert!(result.texts(".badge").contains(&"оставлено как есть".to_owned()));
}

#[tokio::test]
async fn the_same_form_sent_many_times_is_one_deed() {
    let world = World::new().await;
    let all = free(&world, 20).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get("/desk/complaints").await;
    let take = [("deed", "take")];
    let sent = join_all((0..6).map(|_| send(&visitor, &page, &all, &take))).await;
    for one in &sent {
        assert_eq!((one.status, one.location()), (303, sent[0].location()));
    }
    assert_eq!(world.count("SELECT count(*) FROM bulk_deeds").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'taken'").await, 20);
    world.becomes("SELECT finished_at IS NOT NULL FROM bulk_deeds", "t").await;
    assert!(outcomes(&world).await.iter().all(|row| row.ends_with(" done")));
}

#[tokio::test]
async fn too_many_none_and_nobody_are_told() {
    let world = World::new().await;
    let all = free(&world, 2).await;
    let visitor = world.signed_in(Role::Handler).await;
    let many: Vec<i64> = (1..=101).collect();
    for (numbers, typed) in [
        (&many[..], vec![("deed", "take")]),
        (&[][..], vec![("deed", "take")]),
        (&all[..], vec![("deed", "assign"), ("to", "")]),
    ] {
        let page = choose(&visitor, numbers, &typed).await;
        assert_eq!(page.status, 422, "{typed:?}");
        assert!(page.has("[role=alert]"));
    }
    assert_eq!(choose(&visitor, &all, &[("deed", "destroy")]).await.status, 400);
    assert_eq!(world.count("SELECT count(*) FROM bulk_deeds").await, 0);
    // Of another handler it is nobody's business; a lead may look, and not undo what is not theirs.
    let done = choose(&visitor, &all, &[("deed", "take")]).await;
    let lead = world.signed_in(Role::Lead).await;
    let page = lead.get(done.location()).await;
    assert_eq!(page.status, 200);
    assert!(!page.has("form[action$='/undo']"));
    world.sql("UPDATE bulk_deeds SET staff_id = (SELECT id FROM staff WHERE role = 'lead')").await;
    assert_eq!(visitor.get(done.location()).await.status, 404);
}

#[tokio::test]
async fn many_are_put_off_at_once_and_brought_back() {
    let world = World::new().await;
    let all = free(&world, 3).await;
    let visitor = world.signed_in(Role::Handler).await;
    choose(&visitor, &all[..2], &[("deed", "take")]).await;
    let done = choose(&visitor, &all, &[("deed", "snooze"), ("when", "week")]).await;
    assert_eq!(
        outcomes(&world).await[2..],
        [format!("{} done", all[0]), format!("{} done", all[1]), format!("{} refused free", all[2]),]
    );
    assert!(!visitor.get("/desk/complaints?list=mine").await.has("tbody tr"));
    assert_eq!(world.count("SELECT count(*) FROM complaint_reminders").await, 2);
    let result = visitor.get(done.location()).await;
    visitor.submit(&result, &format!("{}/undo", done.location()), &[]).await;
    assert_eq!(visitor.get("/desk/complaints?list=mine").await.texts("tbody tr").len(), 2);
    assert_eq!(world.count("SELECT count(*) FROM complaint_reminders").await, 0);
}

#[tokio::test]
async fn what_became_of_many_and_the_reminders_fit_a_telephone() {
    let world = World::new().await;
    let all = free(&world, 2).await;
    world.sql("UPDATE customers SET name = 'Константинопольская Александра Владиславовна'").await;
    let visitor = world.signed_in(Role::Handler).await;
    choose(&visitor, &all, &[("deed", "take")]).await;
    let done = choose(&visitor, &all, &[("deed", "snooze"), ("when", "week")]).await;
    let browser = Browser::open(PHONE).await;
    browser.go(&format!("{}/sign-in", world.base)).await;
    browser.type_into("#email", "handler@otklik.example").await;
    browser.type_into("#password", crate::support::world::PASSWORD).await;
    browser.press("button[type=submit]").await;
    browser.arrives_at("/desk/complaints").await;
    for path in [done.location(), "/desk/reminders"] {
        browser.go(&format!("{}{path}", world.base)).await;
        assert!(browser.has("tbody tr").await, "{path} shows nothing");
        assert!(browser.fits_its_width().await, "{path} is wider than the screen");
    }
}

#[tokio::test]
async fn a_deed_cut_off_by_a_crash_is_gone_on_with() {
    let world = World::new().await;
    let all = free(&world, 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let done = choose(&visitor, &all, &[("deed", "take")]).await;
    // As if the program had ended after two rows.
    world
        .sql(&format!(
            "UPDATE bulk_deeds SET finished_at = NULL;
             UPDATE bulk_results SET outcome = 'pending' WHERE complaint_id > {0};
             UPDATE complaints SET owner_id = NULL, state = 'new' WHERE id > {0}",
            all[1]
        ))
        .await;
    let page = visitor.get(done.location()).await;
    assert!(page.has(".bulk-state [role=status]") && !page.has("form[action$='/undo']"));
    let mut connection = world.connection().await;
    otklik::actions::bulk::work_off_all(&mut connection, Utc::now()).await.expect("the rest");
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE owner_id IS NULL").await, 0);
    assert!(visitor.get(done.location()).await.has("form[action$='/undo']"));
}
