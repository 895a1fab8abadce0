//! Reminders: out of sight until a time or the customer's words, while the clocks run on.

use chrono::{TimeDelta, Utc};
use otklik::{actions::snooze_complaint::wake_complaints, domain::role::Role};

use super::{does, presses, told};
use crate::{
    form::asked,
    support::{World, make},
};

const DEADLINE: &str = "SELECT next_deadline::text FROM complaints";

#[tokio::test]
async fn put_off_it_leaves_the_lists_and_comes_back_marked_at_its_time() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "take", &[]).await;
    does(&visitor, number, "note", &[("body", "Проверить склад")]).await;
    let due = world.value(DEADLINE).await;
    does(&visitor, number, "snooze", &[("when", "tomorrow"), ("body", "Позвонить <Пётру>")]).await;
    assert_eq!(world.value(DEADLINE).await, due, "its clocks run on");
    for list in ["/desk/complaints", "/desk/complaints?list=mine"] {
        assert!(!visitor.get(list).await.has("tbody tr"), "{list}");
    }
    assert_eq!(visitor.get("/desk/complaints").await.texts(".queue-count")[..2], ["0", "0"]);
    let card = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert!(card.texts(".standing")[0].contains("Позвонить <Пётру>"));
    let own = visitor.get("/desk/reminders").await;
    assert_eq!(own.texts("tbody tr").len(), 1);
    // Not yet.
    let mut connection = world.connection().await;
    assert_eq!(wake_complaints(&mut connection, Utc::now()).await.expect("none"), 0);
    // A reply that is being written when it rings is not stopped by that.
    let writing = visitor.get(&format!("/desk/complaints/{number}")).await;
    let later = Utc::now() + TimeDelta::days(2);
    assert_eq!(wake_complaints(&mut connection, later).await.expect("one"), 1);
    assert_eq!(wake_complaints(&mut connection, later).await.expect("none"), 0);
    assert_eq!(told(&world, number, "woken").await.len(), 1);
    let queue = visitor.get("/desk/complaints?list=mine").await;
    assert!(queue.texts("tbody .badge").contains(&"напоминание".to_owned()));
    let reply = format!("/desk/complaints/{number}/reply");
    assert_eq!(visitor.submit(&writing, &reply, &[("body", "Здравствуйте!")]).await.status, 303);
    // Seen to.
    does(&visitor, number, "wake", &[]).await;
    assert!(!visitor.get("/desk/complaints?list=mine").await.body.contains("напоминание<"));
    assert!(!visitor.get("/desk/reminders").await.has("tbody tr"));
}

#[tokio::test]
async fn the_customers_words_end_it_before_its_time() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    assert_eq!(world.stranger().post(&one.link, &[("nps", "2")]).await.status, 303);
    let number = world.count("SELECT id FROM complaints").await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "take", &[]).await;
    does(&visitor, number, "snooze", &[("when", "week")]).await;
    let customer = world.stranger();
    let page = customer.get(&one.link).await;
    let typed = [("words", "Где мой заказ?"), ("do", "add")];
    assert_eq!(customer.submit(&page, &format!("{}/add", one.link), &typed).await.status, 303);
    assert_eq!(visitor.get("/desk/complaints?list=mine").await.texts("tbody tr").len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE snoozed_until IS NULL").await, 1);
    let own = visitor.get("/desk/reminders").await;
    assert!(own.texts("tbody .badge").contains(&"вернулась раньше".to_owned()));
    // Its time comes to nothing.
    let mut connection = world.connection().await;
    let later = Utc::now() + TimeDelta::days(8);
    assert_eq!(wake_complaints(&mut connection, later).await.expect("none"), 0);
}

#[tokio::test]
async fn a_time_of_ones_own_is_the_companys_and_nonsense_is_told_with_the_words_kept() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let wrong = presses(&visitor, number, "note", &[("body", "x")]).await;
    assert_eq!(wrong.status, 303);
    does(&visitor, number, "take", &[]).await;
    for (date, time) in [("2001-01-01", "09:00"), ("2199-01-01", "09:00"), ("", ""), ("2026-02-31", "09:00")]
    {
        let typed = [("when", "other"), ("date", date), ("time", time), ("body", "Не забыть")];
        let page = presses(&visitor, number, "snooze", &typed).await;
        assert_eq!(page.status, 422, "{date}");
        assert_eq!(page.texts("#snooze-body"), ["Не забыть"]);
        assert_eq!(page.attributes("input[name=date]", "value"), [date]);
    }
    let day = (Utc::now() + TimeDelta::days(30)).format("%Y-%m-%d").to_string();
    let typed = [("when", "other"), ("date", day.as_str()), ("time", "14:30")];
    does(&visitor, number, "snooze", &typed).await;
    let moscow =
        "SELECT to_char(snoozed_until AT TIME ZONE 'Europe/Moscow', 'YYYY-MM-DD HH24:MI') FROM complaints";
    assert_eq!(world.value(moscow).await, format!("{day} 14:30"));
    // Twice is once; only who answers for it may; what is over is not put off.
    does(&visitor, number, "snooze", &typed).await;
    assert_eq!(told(&world, number, "snoozed").await.len(), 1);
    world.sql("UPDATE complaints SET owner_id = (SELECT id FROM staff WHERE role = 'lead')").await;
    let card = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert!(!card.has("form[action$='/snooze']"));
}

#[tokio::test]
async fn who_gets_it_sees_it_and_resolving_ends_it() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (visitor, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    does(&visitor, number, "take", &[]).await;
    does(&visitor, number, "snooze", &[("when", "week")]).await;
    let to = world.value("SELECT id FROM staff WHERE role = 'lead'").await;
    does(&lead, number, "assign", &[("to", &to)]).await;
    assert_eq!(lead.get("/desk/complaints?list=mine").await.texts("tbody tr").len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM complaint_reminders").await, 0);
    does(&lead, number, "snooze", &[("when", "tuesday")]).await;
    does(
        &lead,
        number,
        "resolve",
        &[("cause", "delivery.late"), ("resolution", "upheld"), ("sought", "apology"), ("given", "apology")],
    )
    .await;
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE snoozed_until IS NOT NULL").await, 0);
    let mut connection = world.connection().await;
    let later = Utc::now() + TimeDelta::days(8);
    assert_eq!(wake_complaints(&mut connection, later).await.expect("none"), 0);
}

#[tokio::test]
async fn who_takes_it_over_sees_it_and_the_reminder_of_the_one_before_is_over() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    does(&handler, number, "take", &[]).await;
    does(&handler, number, "snooze", &[("when", "week"), ("body", "Позвонить")]).await;
    does(&lead, number, "take", &[]).await;
    assert_eq!(lead.get("/desk/complaints?list=mine").await.texts("tbody tr").len(), 1);
    assert_eq!(world.count("SELECT count(*) FROM complaint_reminders").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE snoozed_until IS NOT NULL").await, 0);
    assert_eq!(told(&world, number, "taken").await.len(), 2);
    // Its clocks are those of its history, as before.
    assert_eq!(
        world.value(DEADLINE).await,
        world.value("SELECT first_answer_due::text FROM complaints").await
    );
}
