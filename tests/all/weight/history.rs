//! The history of a complaint: codes in it and words on the page, folded where it is long, and never changed.

use otklik::domain::role::Role;

use super::card;
use crate::support::{World, make};

#[tokio::test]
async fn nobody_changes_takes_away_or_empties_it() {
    let world = World::new().await;
    make::complaint(&world, "one", 5).await;
    for statement in [
        "UPDATE complaint_events SET body = 'ничего не было'",
        "DELETE FROM complaint_events",
        "TRUNCATE complaint_events",
        "TRUNCATE complaints CASCADE",
    ] {
        let refused = world.client.batch_execute(statement).await;
        let told = format!("{:?}", refused.expect_err(statement));
        assert!(told.contains("insert-only"), "{statement}: {told}");
    }
    assert_eq!(world.count("SELECT count(*) FROM complaint_events").await, 1);
}

// Elsewhere the history is text (chatwoot writes it as messages), so that a renamed person or a renamed state changes what
// happened (zammad compares names of states: renamed, old pauses are others). Here it holds codes and ids.
#[tokio::test]
async fn it_holds_codes_and_the_page_has_the_words() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    for (step, typed) in [("take", vec![]), ("reply", vec![("body", "Здравствуйте!"), ("wait", "yes")])]
    {
        let page = card(&visitor, number).await;
        let done = visitor.submit(&page, &format!("/desk/complaints/{number}/{step}"), &typed).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
    let stored = "SELECT string_agg(concat_ws(' ', old_value, new_value), '; ' ORDER BY id) FROM complaint_events WHERE field = 'state'";
    assert_eq!(world.value(stored).await, "new in_progress; in_progress waiting_for_customer");
    let before = world.value("SELECT resolution_due FROM complaints").await;
    world.sql("UPDATE staff SET name = 'Иван Сидоров' WHERE role = 'handler'; UPDATE complaints SET clocks_version = 0").await;
    super::settle(&world).await;
    let elapsed = "SELECT abs(extract(epoch FROM resolution_due - '%'::timestamptz)) < 2 FROM complaints";
    assert_eq!(world.value(&elapsed.replace('%', &before)).await, "t");
    let page = card(&visitor, number).await;
    assert!(page.texts(".history-field").contains(&"Состояние: в работе → ждём клиента".to_owned()));
    assert_eq!(page.texts(".history-head strong")[0], "Иван Сидоров");
    let language = visitor.submit(&page, "/language", &[("language", "en")]).await;
    assert_eq!(language.status, 303);
    let page = card(&visitor, number).await;
    assert!(page.texts(".history-field").iter().any(|line| line.starts_with("Status: in progress → ")));
}

// zammad#2579: the time of the solution is never saved, or is another after a reopening. It stays in the history.
#[tokio::test]
async fn when_it_was_resolved_stays_known_after_it_is_opened_again() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let ending = vec![
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", "Готово"),
    ];
    for (step, typed) in [
        ("take", vec![]),
        ("resolve", ending.clone()),
        ("reopen", vec![("body", "Нет")]),
        ("resolve", ending),
    ] {
        let page = card(&visitor, number).await;
        let done = visitor.submit(&page, &format!("/desk/complaints/{number}/{step}"), &typed).await;
        assert_eq!(done.status, 303, "{step}: {}", done.body);
    }
    let moments = world
        .value(
            "SELECT string_agg(concat_ws('/', old_value IS NULL, new_value IS NULL), ' ' ORDER BY id)
             FROM complaint_events WHERE field = 'resolved_at'",
        )
        .await;
    assert_eq!(moments, "t/f f/t t/f");
    // The database keeps microseconds.
    let kept = "SELECT abs(extract(epoch FROM
                    (SELECT new_value::timestamptz FROM complaint_events WHERE field = 'resolved_at' ORDER BY id LIMIT 1)
                  - (SELECT old_value::timestamptz FROM complaint_events WHERE field = 'resolved_at' AND new_value IS NULL)
                )) < 0.001";
    assert_eq!(world.value(kept).await, "t");
}

#[tokio::test]
async fn every_kind_of_entry_has_words_in_both_languages() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world
        .sql(&format!(
            "INSERT INTO legal_terms (code, title_ru, title_en, law, article, amount, unit, source, certainty)
             VALUES ('refund', 'Возврат денег', 'Refund of money', 'ЗоЗПП', 'ст. 22', 10, 'calendar_days', 's', 'seen');
             INSERT INTO complaint_events (complaint_id, at, kind, body, detail)
             SELECT {number}, now() + make_interval(secs => n), kind, CASE kind WHEN 'mail' THEN 'Где деньги?' END, detail
             FROM (VALUES (1, 'assigned', NULL), (2, 'recalled', NULL), (3, 'mail', NULL), (4, 'rejected', NULL),
                   (5, 'closed', NULL), (6, 'merged', '{{\"number\": 1234}}'), (7, 'unmerged', '{{\"number\": 1234}}'),
                   (8, 'linked', '{{\"number\": 1235}}'), (9, 'unlinked', '{{\"number\": 1235}}'),
                   (10, 'snoozed', '{{\"until\": \"2026-12-01T09:00:00Z\"}}'), (11, 'woken', NULL),
                   (12, 'file', '{{\"name\": \"<b>чек.pdf</b>\"}}')) e (n, kind, detail_text),
                  LATERAL (SELECT detail_text::jsonb AS detail) d"
        ))
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    assert_eq!(
        page.texts(".history-deed"),
        [
            "Файл: <b>чек.pdf</b>",
            "Вернулась по напоминанию",
            "Отложена: до 1 декабря 2026, 12:00",
            "Связь убрана Жалоба № 1235",
            "Связана с другой Жалоба № 1235",
            "Жалобы разъединены Жалоба № 1234",
            "Жалобы объединены Жалоба № 1234",
            "Жалоба закрыта",
            "Жалоба отклонена",
            "Отправка отменена",
            "Передана",
            "Жалоба заведена",
        ]
    );
    assert_eq!(page.texts(".said-customer .said-head"), ["Письмо клиента"]);
    assert_eq!(page.texts(".said-customer .prose"), ["Где деньги?"]);
    visitor.submit(&page, "/language", &[("language", "en")]).await;
    let english = card(&visitor, number).await.texts(".history-deed");
    assert_eq!(english.len(), 12);
    assert!(english.iter().all(|line| line.is_ascii() || line.contains("чек")), "{english:?}");
}

#[tokio::test]
async fn a_long_one_unfolds_and_all_of_it_can_be_read() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    world
        .sql(&format!(
            "INSERT INTO complaint_events (complaint_id, at, kind, body)
             SELECT {number}, now() + make_interval(secs => n), 'note', 'Заметка ' || n || '.' FROM generate_series(1, 1100) n"
        ))
        .await;
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".card-body > .history > li").len(), 30);
    assert_eq!(page.texts(".history-older > summary"), ["Ещё 470 записей, раньше"]);
    assert_eq!(page.texts(".history-older li").len(), 470);
    let mut next = page.attributes(".history-all a", "href").remove(0);
    let mut read = page.texts(".history .prose");
    for _ in 0..2 {
        let page = visitor.get(&next).await;
        assert_eq!(page.status, 200);
        read.extend(page.texts(".history .prose"));
        next = page.attributes("a[rel=next]", "href").pop().unwrap_or_default();
    }
    assert_eq!(next, "");
    let all: Vec<String> = (1..=1100).rev().map(|n| format!("Заметка {n}.")).collect();
    assert_eq!(read, all);
    assert_eq!(visitor.get("/desk/complaints/77/history").await.status, 404);
    assert_eq!(visitor.get(&format!("/desk/complaints/{number}/history?before=x")).await.status, 400);
}
