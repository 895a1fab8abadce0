//! Fields that two people edit at once.

use super::{both, card, does, press};
use crate::support::{World, make};

#[tokio::test]
async fn different_fields_of_two_stale_pages_both_get_in() {
    // A lock by the whole record would refuse the second: frappe/erpnext#59265, frappe/helpdesk#204, frappe/crm#1900.
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    let (his, hers) = (card(&ivan, number).await, card(&maria, number).await);
    does(&maria, number, "note", &[("body", "Между делом")]).await;
    let done =
        press(&maria, &hers, number, "edit", &[("subject", "Диван приехал поздно"), ("remedy_sought", "")])
            .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let done = press(&ivan, &his, number, "edit", &[("subject", ""), ("remedy_sought", "refund")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(
        world.value("SELECT concat_ws('|', subject, remedy_sought, version) FROM complaints").await,
        "Диван приехал поздно|refund|4"
    );
    let page = card(&ivan, number).await;
    assert_eq!(page.texts(".complaint-about dd"), ["Диван приехал поздно", "Вернуть деньги"]);
    let sought = page.texts(".complaint-facts dt").into_iter().filter(|title| title == "Чего просил клиент");
    assert_eq!(sought.count(), 1, "what the customer asked for is told once");
    assert!(page.texts(".history-field").iter().any(|line| line == "Чего просил клиент: Вернуть деньги"));
}

#[tokio::test]
async fn one_field_changed_by_two_is_told_with_both_values_and_settled_by_one_press() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    for (pressed, left) in [("mine", "<b>Моё</b>"), ("theirs", "Её")] {
        world.sql("UPDATE complaints SET subject = 'Было', remedy_sought = NULL").await;
        let his = card(&ivan, number).await;
        does(&maria, number, "edit", &[("subject", "Её"), ("remedy_sought", "")]).await;
        let version = world.count("SELECT version FROM complaints").await;
        let told =
            press(&ivan, &his, number, "edit", &[("subject", "<b>Моё</b>"), ("remedy_sought", "repair")])
                .await;
        assert_eq!(told.status, 409);
        let both = &told.texts("#subject-conflict")[0];
        assert!(
            both.contains("Мария Лебедева") && both.contains("Её") && both.contains("<b>Моё</b>"),
            "{both}"
        );
        assert_eq!(told.attributes("#subject", "value"), ["<b>Моё</b>"]);
        assert_eq!(told.attributes("#remedy_sought option[selected]", "value"), ["repair"]);
        assert!(told.has("details.deed-edit[open]"));
        // Read as one: the field that nobody else touched was not written either.
        assert_eq!(world.count("SELECT version FROM complaints").await, version);
        let typed = [("subject", "<b>Моё</b>"), ("remedy_sought", "repair"), (pressed, "subject")];
        let done = press(&ivan, &told, number, "edit", &typed).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            world.value("SELECT concat_ws('|', subject, remedy_sought) FROM complaints").await,
            format!("{left}|repair")
        );
    }
}

#[tokio::test]
async fn what_is_written_after_the_conflict_was_shown_is_a_conflict_again() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    let his = card(&ivan, number).await;
    does(&maria, number, "edit", &[("subject", "Первое")]).await;
    let told = press(&ivan, &his, number, "edit", &[("subject", "Моё")]).await;
    does(&maria, number, "edit", &[("subject", "Второе")]).await;
    let again = press(&ivan, &told, number, "edit", &[("subject", "Моё"), ("mine", "subject")]).await;
    assert_eq!(again.status, 409);
    assert!(again.texts("#subject-conflict")[0].contains("Второе"));
    assert_eq!(world.value("SELECT subject FROM complaints").await, "Второе");
}

#[tokio::test]
async fn a_button_pressed_twice_and_a_form_that_changed_nothing_write_nothing_more() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, _) = both(&world).await;
    let page = card(&ivan, number).await;
    for _ in 0..2 {
        let typed = [("subject", " Одно\n и\tто  же "), ("remedy_sought", "apology")];
        assert_eq!(press(&ivan, &page, number, "edit", &typed).await.status, 303);
    }
    assert_eq!(
        press(
            &ivan,
            &card(&ivan, number).await,
            number,
            "edit",
            &[("subject", "Одно и то же"), ("remedy_sought", "apology")]
        )
        .await
        .status,
        303
    );
    assert_eq!(
        world.value("SELECT concat_ws('|', subject, version) FROM complaints").await,
        "Одно и то же|2"
    );
    assert_eq!(
        world
            .count("SELECT count(*) FROM complaint_events WHERE field IN ('subject', 'remedy_sought')")
            .await,
        2
    );
    for (subject, remedy) in [("ж".repeat(201), "refund"), ("Тема".to_owned(), "gold")] {
        let refused =
            press(&ivan, &page, number, "edit", &[("subject", &subject), ("remedy_sought", remedy)]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.attributes("#subject", "value"), [subject]);
    }
}
