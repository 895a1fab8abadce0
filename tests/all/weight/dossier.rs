//! A complaint on paper: everything for a claim, nothing that only colleagues read, and who had it made.

use otklik::domain::role::Role;

use super::settle;
use crate::support::{World, make};

#[tokio::test]
async fn it_holds_everything_for_a_claim_and_no_inner_words_unless_asked() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    settle(&world).await;
    let staff = world.value("SELECT id FROM staff WHERE role = 'handler'").await;
    world
        .sql(&format!(
            "UPDATE complaints SET owner_id = {staff}, state = 'resolved', first_answered_at = opened_at + interval '1 hour',
                    resolved_at = resolution_due + interval '1 hour', root_cause = 'delivery', resolution = 'upheld',
                    compensation = 1500.50, compensation_currency = 'RUB', subject = 'Диван не приехал';
             INSERT INTO legal_terms (code, title_ru, title_en, law, article, amount, unit, source, certainty)
             VALUES ('refund', 'Возврат денег', 'Refund', 'ЗоЗПП', 'ст. 22', 10, 'calendar_days', 's', 'seen'),
                    ('repair', 'Ремонт', 'Repair', 'ЗоЗПП', 'ст. 20', 45, 'calendar_days', 's', 'seen');
             INSERT INTO legal_claims (complaint_id, term_code, demanded_on, amount, unit, due_at, noted_at, met_at, withdrawn_at)
             VALUES ({number}, 'refund', '2026-01-12', 10, 'calendar_days', '2026-01-22T21:00Z', now(), NULL, NULL),
                    ({number}, 'repair', '2026-01-12', 45, 'calendar_days', '2026-02-26T21:00Z', now(), NULL, now());
             INSERT INTO letters (kind, customer_id, complaint_id, staff_id, subject, body, state, due_at, sent_at, recipient)
             SELECT l.kind, customer_id, {number}, {staff}, l.subject, l.body, 'sent', now(), now(), 'one@customer.example'
             FROM complaints, (VALUES ('acknowledgement', NULL, NULL), ('reply', 'О диване', 'Везём <i>завтра</i>.'),
                                      ('alert', 'Срок!', 'Поторопитесь, коллега')) l (kind, subject, body);
             INSERT INTO complaint_events (complaint_id, at, staff_id, kind, field, old_value, new_value, body, detail, response_id)
             VALUES ({number}, now(), {staff}, 'note', NULL, NULL, NULL, 'Скандалист, не уступать', NULL, NULL),
                    ({number}, now(), {staff}, 'field', 'severity_by_hand', NULL, 'low', 'Подождёт', NULL, NULL),
                    ({number}, now(), {staff}, 'linked', NULL, NULL, NULL, NULL, '{{\"number\": 4711}}', NULL),
                    ({number}, now(), {staff}, 'field', 'state', 'new', 'in_progress', NULL, NULL, NULL),
                    ({number}, now(), NULL, 'customer', NULL, NULL, NULL, 'Где мой диван?', NULL,
                     (SELECT response_id FROM complaints));
             INSERT INTO attachment_contents VALUES (sha256('x'), 'x');
             INSERT INTO attachments (complaint_id, digest, name, media_type, bytes, added_at)
             VALUES ({number}, sha256('x'), 'чек <1>.pdf', 'application/pdf', 1, now())"
        ))
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get(&format!("/desk/complaints/{number}/dossier")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let text = page.texts(".dossier").remove(0);
    for part in [
        "Лавка. Досье жалобы № 1001",
        "Иван Петров.",
        "Пётр Волков",
        "one@customer.example",
        "purchase of one",
        "2500 ₽",
        "Диван не приехал",
        "Диван привезли поздно. <script>alert(1)</script>",
        "Письмо о приёме жалобы",
        "О диване",
        "Везём <i>завтра</i>.",
        "Где мой диван?",
        "Возврат денег",
        "ЗоЗПП, ст. 22 · требование от 12 января 2026 · календарных дней: 10",
        "не выполнено, срок прошёл",
        "Ремонт",
        "отозвано",
        "с опозданием",
        "Клиент прав",
        "1500,50 ₽",
        "чек <1>.pdf · application/pdf · байт: 1",
        "Состояние: новая → в работе",
    ] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    for inner in ["Скандалист", "Подождёт", "Важность", "4711", "Поторопитесь", "Приоритет", "класса"]
    {
        assert!(!text.contains(inner), "{inner} is in: {text}");
    }
    assert!(!page.has("nav"));
    let inner = visitor
        .get(&format!("/desk/complaints/{number}/dossier?notes=yes"))
        .await
        .texts(".dossier")
        .remove(0);
    for part in [
        "Для внутреннего пользования",
        "Скандалист, не уступать",
        "Важность вручную: низкая",
        "Подождёт",
        "Причина",
    ] {
        assert!(inner.contains(part), "{part} is not in: {inner}");
    }
    assert!(!inner.contains("Поторопитесь"));
    let printed =
        "SELECT string_agg(concat_ws(' ', staff_id, action, subject), '; ' ORDER BY id) FROM audit_events
                   WHERE action LIKE 'complaint.%'";
    assert_eq!(
        world.value(printed).await,
        format!("{staff} complaint.dossier 1001; {staff} complaint.dossier_inner 1001")
    );
    assert_eq!(visitor.get("/desk/complaints/77/dossier").await.status, 404);
}

#[tokio::test]
async fn no_entry_is_left_out_however_many_there_are() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world
        .sql(&format!(
            "INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value)
             SELECT {number}, now() + make_interval(secs => n), 'field', 'reopened', (n - 1)::text, n::text
             FROM generate_series(1, 1234) n"
        ))
        .await;
    let page = world.signed_in(Role::Lead).await.get(&format!("/desk/complaints/{number}/dossier")).await;
    let rows = page.texts(".dossier-history tbody td:last-child");
    assert_eq!(rows.len(), 1235);
    assert_eq!(rows[1], "Сколько раз открыта снова: 0 → 1");
    assert_eq!(rows[1234], "Сколько раз открыта снова: 1233 → 1234");
}
