//! Severity set by hand: for a reason, by who may, and it holds.

use otklik::domain::role::Role;
use serde_json::json;

use super::{card, set, settle, why};
use crate::support::{World, make};

#[tokio::test]
async fn set_by_hand_it_holds_against_later_signals_and_the_card_shows_both() {
    let world = World::new().await;
    let customer = make::customer(&world, "one").await;
    let purchase = make::purchase(&world, customer, "order", 3).await;
    let invitation = make::invitation(&world, customer, purchase).await;
    world
        .sql(&format!(
            "INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             VALUES ({customer}, {purchase}, 'new', 2, '{{contact_me}}', now(), now() + interval '1 day',
                     now() + interval '5 days', now() + interval '1 day');
             INSERT INTO complaint_events (complaint_id, at, kind) VALUES (1001, now(), 'opened')"
        ))
        .await;
    settle(&world).await;
    let visitor = world.signed_in(Role::Handler).await;
    let done = set(&visitor, 1001, "low", "Клиент просил не спешить").await;
    assert_eq!(done.status, 303, "{}", done.body);
    let told = "SELECT string_agg(concat_ws(' ', field, coalesce(old_value, '-'), new_value, body), '; ' ORDER BY id)
                FROM complaint_events WHERE field LIKE 'severity%'";
    assert_eq!(
        world.value(told).await,
        "severity_by_hand - low Клиент просил не спешить; severity normal low"
    );
    let due = "SELECT extract(epoch FROM resolution_due - opened_at)::bigint / 3600 FROM complaints";
    assert_eq!(world.count(due).await, 240);
    // The customer answers worse than ever: by the form, as they do.
    let link = format!("/s/{}", world.shared.keys.sign(invitation));
    let customer = world.stranger();
    let form = customer.get(&link).await;
    let answered = customer.submit(&form, &link, &[("nps", "0"), ("comment", "Ужас")]).await;
    assert!(matches!(answered.status, 200 | 303), "{}", answered.body);
    assert_eq!(world.value("SELECT severity || ' ' || clocks_version FROM complaints").await, "1 0");
    assert_eq!(world.count(due).await, 240);
    settle(&world).await;
    let weighed = why(&world, 1001).await;
    assert_eq!(
        (weighed["computed"].clone(), weighed["override"]["severity"].clone()),
        (json!("critical"), json!("low"))
    );
    assert_eq!(
        world.value("SELECT severity || ' ' || signals::text FROM complaints").await,
        "1 {contact_me,nps}"
    );
    assert_eq!(world.count(due).await, 240);
    let page = card(&visitor, 1001).await;
    assert!(page.texts(".weight .alert")[0].contains("по правилам важность уже критическая"));
    assert!(page.texts(".weight-severity")[0].contains("вручную: Иван Петров"));
    assert_eq!(page.texts(".weight-reason"), ["Клиент просил не спешить"]);
    assert_eq!(page.texts(".weight-rules"), ["По правилам — критическая: оценка 0 из 10"]);
    // Left to the rules again.
    let done = set(&visitor, 1001, "rules", "Теперь он недоволен").await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.value("SELECT severity || ' ' || (why ? 'override') FROM complaints").await, "4 false");
    assert_eq!(
        world
            .value(&format!("{} AND id > (SELECT max(id) FROM complaint_events WHERE kind = 'signal')", told))
            .await,
        "severity_by_hand low Теперь он недоволен; severity low critical"
    );
}

#[tokio::test]
async fn there_is_no_setting_without_a_reason_or_a_severity_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let refused = set(&visitor, number, "low", "  ").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attributes("#severity option[selected]", "value"), ["low"]);
    let refused = set(&visitor, number, "", "Потому что <b>так</b>").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.texts("#severity-body"), ["Потому что <b>так</b>"]);
    assert_eq!(set(&visitor, number, "deadly", "Слово").await.status, 422);
    assert_eq!(world.value("SELECT severity || ' ' || version FROM complaints").await, "4 1");
    assert_eq!(world.count("SELECT count(*) FROM complaint_events").await, 1);
}

#[tokio::test]
async fn only_who_answers_for_it_sets_it_and_a_second_press_is_one_deed() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let address = format!("/desk/complaints/{number}/severity");
    let typed = [("severity", "normal"), ("body", "Не так страшно")];
    let page = card(&handler, number).await;
    for _ in 0..2 {
        assert_eq!(handler.submit(&page, &address, &typed).await.status, 303);
    }
    assert_eq!(
        world.count("SELECT count(*) FROM complaint_events WHERE field = 'severity_by_hand'").await,
        1
    );
    // Somebody who had the page open from before does not overwrite it unseen.
    let stale = [("severity", "high"), ("body", "А по-моему, важно")];
    let refused = lead.submit(&page, &address, &stale).await;
    assert_eq!(refused.status, 403, "another's proof");
    let theirs = card(&lead, number).await;
    assert_eq!(set(&handler, number, "low", "Совсем не важно").await.status, 303);
    let refused = lead.submit(&theirs, &address, &stale).await;
    assert_eq!(refused.status, 409);
    assert!(refused.texts(".problem-news")[0].contains("Совсем не важно"));
    assert_eq!(refused.texts("#severity-body"), ["А по-моему, важно"]);
    // Of another, a handler sets nothing; a lead may.
    world.sql("UPDATE complaints SET owner_id = (SELECT id FROM staff WHERE role = 'lead'), state = 'in_progress'").await;
    assert!(!card(&handler, number).await.has("form[action$='/severity']"));
    let refused = handler.submit(&page, &address, &[("severity", "low"), ("body", "Моё мнение")]).await;
    assert_eq!(refused.status, 409);
    assert_eq!(set(&lead, number, "critical", "Звонил юрист").await.status, 303);
    let page = card(&lead, number).await;
    world.sql("UPDATE complaints SET state = 'closed'").await;
    let refused = lead.submit(&page, &address, &[("severity", "low"), ("body", "Поздно")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.texts("#problem")[0].contains("её важность уже ничего не меняет"));
}
