//! The page of one customer: each case in words, totals, pages, and nothing that markup in a name could do.

use otklik::domain::role::Role;

use crate::support::{Visitor, World, make, visitor::Page};

async fn page(visitor: &Visitor, external_id: &str) -> Page {
    let page = visitor.get(&otklik::web::links::customer(external_id)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

#[tokio::test]
async fn only_complaint_staff_see_customers_and_unknown_ones_are_not_found() {
    let world = World::new().await;
    make::customer(&world, "k-1").await;
    let stranger = world.stranger().get("/desk/customers/k-1").await;
    assert_eq!((stranger.status, stranger.location()), (303, "/sign-in?back=%2Fdesk%2Fcustomers%2Fk-1"));
    let executive = world.signed_in(Role::Executive).await;
    assert_eq!(executive.get("/desk/customers/k-1").await.status, 403);
    let handler = world.signed_in(Role::Handler).await;
    assert_eq!(handler.get("/desk/customers/k-1").await.status, 200);
    for unknown in ["/desk/customers/k-2", "/desk/customers/k%00", "/desk/customers/K-1"] {
        assert_eq!(handler.get(unknown).await.status, 404, "{unknown}");
    }
    assert_eq!(handler.get("/desk/customers/k-1?after=yesterday").await.status, 400);
}

#[tokio::test]
async fn a_page_says_who_they_are_and_what_they_bought() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "z-1", 40).await;
    make::purchase(&world, buyer, "z-2", 400).await;
    world
        .sql(
            "UPDATE customers SET phone = '+7 900 000-00-00', segment = 'A', manager = 'Ольга', city = 'Тверь', bounced_at = now();
             UPDATE purchases SET currency = 'EUR', amount = 1234.5 WHERE external_id = 'z-2'",
        )
        .await;
    let page = page(&world.signed_in(Role::Handler).await, "k-1").await;
    assert_eq!(page.texts("h1"), ["Пётр Волков"]);
    assert_eq!(page.texts(".badges-list .badge"), ["Письма не доходят"]);
    let facts = page.texts(".customer-facts dd");
    for fact in ["k-1", "k-1@customer.example", "+7 900 000-00-00", "Тверь", "русский", "есть", "A", "Ольга"]
    {
        assert!(facts.iter().any(|text| text == fact), "{fact}: {facts:?}");
    }
    assert_eq!(page.texts("[aria-labelledby=customers-totals] .h2"), ["1234,50 EUR", "2500 ₽"]);
    assert!(
        page.texts("[aria-labelledby=customers-totals] .text-secondary")[0].starts_with("2 покупки, первая ")
    );
    assert_eq!(page.texts(".purchase").len(), 2);
}

#[tokio::test]
async fn each_state_of_asking_has_its_sentence() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    let sentences = [
        ("answered", "sent_at = now(), answered_at = now()", "", "Клиент ответил"),
        ("sent", "sent_at = now()", "", "ответить можно до"),
        (
            "silent",
            "planned_at = '2025-01-01', sent_at = '2025-01-01', expires_at = '2025-02-01'",
            "",
            "ответа не было",
        ),
        ("handed", "sent_at = NULL, handed_out_at = now()", "", "Ссылку передали другим способом"),
        ("revoked", "revoked_at = now()", "", "Приглашение отозвано."),
        ("queued", "sent_at = NULL, send_at = now() + interval '1 hour'", "queued", "Письмо уйдёт"),
        ("failed", "sent_at = NULL", "failed", "доставить не удалось"),
        ("cancelled", "sent_at = NULL", "cancelled", "отменено до отправки"),
        (
            "expired",
            "sent_at = NULL, planned_at = '2025-01-01', expires_at = '2025-02-01'",
            "",
            "срок ссылки истёк",
        ),
    ];
    for (name, change, letter, sentence) in sentences {
        let buyer = make::customer(&world, name).await;
        let bought = make::purchase(&world, buyer, name, 3).await;
        let id = make::invitation(&world, buyer, bought).await;
        world.sql(&format!("UPDATE invitations SET {change} WHERE id = {id}")).await;
        if !letter.is_empty() {
            world
                .sql(&format!(
                    "INSERT INTO letters (kind, customer_id, invitation_id, due_at, state)
                     VALUES ('invitation', {buyer}, {id}, now(), '{letter}')"
                ))
                .await;
        }
        let said = page(&visitor, name).await.texts(".asking");
        assert!(said[0].contains(sentence), "{name}: {said:?}");
    }
}

#[tokio::test]
async fn an_answer_that_was_withdrawn_is_told_as_such() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    let bought = make::purchase(&world, buyer, "z-1", 3).await;
    let id = make::invitation(&world, buyer, bought).await;
    world
        .sql(&format!(
            "UPDATE invitations SET answered_at = now() WHERE id = {id};
             INSERT INTO responses (invitation_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at,
                                    ratings, contact_me, withdrawn_at)
             SELECT {id}, 'purchase', {buyer}, {bought}, version_id, now(), now(), '{{}}', false, now()
             FROM invitations WHERE id = {id}"
        ))
        .await;
    let said = page(&world.signed_in(Role::Handler).await, "k-1").await.texts(".purchase .asking").remove(0);
    assert!(said.contains("Ответ отозван") && said.contains("Клиент отозвал свой ответ"), "{said}");
}

#[tokio::test]
async fn a_stored_decision_is_told_with_its_reason_in_both_languages() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    let mut told = std::collections::BTreeSet::new();
    for (reason, until, russian) in [
        ("too_early", "now()", "Решим"),
        ("quiet_period", "now()", "недавно уже спрашивали"),
        ("window_passed", "NULL", "Первые дни"),
        ("quiet_period", "NULL", "Недавно уже спрашивали"),
        ("no_consent", "NULL", "не давал согласия"),
        ("no_address", "NULL", "Нет адреса"),
        ("unsubscribed", "NULL", "отписался"),
        ("bounced", "NULL", "не доходят"),
        ("erased", "NULL", "удалить свои данные"),
        ("already_invited", "NULL", "Об этой покупке"),
        ("of a later release", "NULL", "при ближайшем планировании"),
    ] {
        let name = format!("{reason} {until}");
        let buyer = make::customer(&world, &name).await;
        let bought = make::purchase(&world, buyer, &name, 3).await;
        let decision = if until == "NULL" { "refuse" } else { "wait" };
        world
            .sql(&format!(
                "INSERT INTO invitation_decisions (kind, customer_id, purchase_id, decision, reason, decided_at, reconsider_at)
                 VALUES ('purchase', {buyer}, {bought}, '{decision}', '{reason}', now(), {until})"
            ))
            .await;
        let said = page(&visitor, &name).await.texts(".asking");
        assert!(said[0].contains(russian), "{name}: {said:?}");
        told.insert(said[0].clone());
        world.sql("UPDATE staff SET language = 'en'").await;
        let english = page(&visitor, &name).await.texts(".asking");
        assert!(
            !english[0].contains("planning-") && english[0].is_ascii() || english[0].contains('’'),
            "{english:?}"
        );
        world.sql("UPDATE staff SET language = 'ru'").await;
    }
    assert_eq!(told.len(), 11);
}

#[tokio::test]
async fn where_nobody_decided_yet_the_rules_speak() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    for (name, change, ago, sentence) in [
        ("soon", "name = 'x'", 3, "при ближайшем планировании"),
        ("early", "name = 'x'", 1, "Решим"),
        ("late", "name = 'x'", 300, "Первые дни"),
        ("unwilling", "consent = false", 3, "не давал согласия"),
    ] {
        let buyer = make::customer(&world, name).await;
        make::purchase(&world, buyer, name, ago).await;
        world.sql(&format!("UPDATE customers SET {change} WHERE id = {buyer}")).await;
        let said = page(&visitor, name).await.texts(".asking");
        assert!(said[0].contains(sentence), "{name}: {said:?}");
    }
    assert_eq!(world.count("SELECT count(*) FROM invitation_decisions").await, 0);
}

#[tokio::test]
async fn answers_letters_and_complaints_are_told() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    let bought = make::purchase(&world, buyer, "z-1", 3).await;
    let invitation = make::invitation(&world, buyer, bought).await;
    world
        .sql(&format!(
            "INSERT INTO responses (invitation_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at,
                                    nps, satisfaction, ratings, comment, contact_me)
             SELECT {invitation}, 'purchase', {buyer}, {bought}, version_id, now(), now(), 2, 35,
                    ARRAY[7, NULL, -1, 9, 1, NULL]::smallint[], 'Привезли <b>не то</b>', true
             FROM invitations WHERE id = {invitation};
             INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             VALUES ({buyer}, {bought}, 'new', 3, ARRAY['nps'], now(), now(), now(), now());
             INSERT INTO letters (kind, customer_id, invitation_id, due_at, sent_at, state)
             VALUES ('invitation', {buyer}, {invitation}, now(), now(), 'sent');
             INSERT INTO letters (kind, customer_id, complaint_id, due_at, state, attempts, failure)
             VALUES ('acknowledgement', {buyer}, 1001, now(), 'failed', 5, '550 <no such user>')"
        ))
        .await;
    let page = page(&world.signed_in(Role::Handler).await, "k-1").await;
    let answer = &page.texts(".answer")[0];
    for words in [
        "NPS 2",
        "Удовлетворённость 35 %",
        "Просит связаться",
        "Привезли <b>не то</b>",
        "Цены 7",
        "Способы оплаты 9",
        "Обслуживание 1",
        "из 10",
    ] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    assert!(!answer.contains("Доставка"), "{answer}");
    assert!(!page.has(".answer b"));
    let letters = page.texts(".letter");
    assert!(letters[0].starts_with("Жалоба принята · № 1001не доставлено"), "{letters:?}");
    assert!(letters[0].contains("5 попыток") && letters[0].contains("550 <no such user>"), "{letters:?}");
    assert!(
        letters[1].starts_with("Приглашение ответить · После покупки · заказ z-1отправлено"),
        "{letters:?}"
    );
    assert_eq!(
        page.attributes("[aria-labelledby=customers-complaints] a.list-group-item", "href"),
        ["/desk/complaints/1001"]
    );
}

#[tokio::test]
async fn markup_and_slashes_in_names_and_ids_do_nothing() {
    let world = World::new().await;
    let nasty = "a/1 <script>alert(1)</script>?&%+#";
    let buyer = make::customer(&world, nasty).await;
    make::purchase(&world, buyer, "<i>z</i>", 3).await;
    world
        .sql("UPDATE customers SET name = '<script>alert(2)</script>', city = '\"><img src=x>'; UPDATE purchases SET store = '<u>Центр</u>'")
        .await;
    let page = page(&world.signed_in(Role::Handler).await, nasty).await;
    assert_eq!(page.texts("h1"), ["<script>alert(2)</script>"]);
    for element in ["main script", "h1 script", "main img", "main i", "main u"] {
        assert!(!page.has(element), "{element}");
    }
}

#[tokio::test]
async fn a_forgotten_customer_has_no_name() {
    let world = World::new().await;
    make::customer(&world, "k-1").await;
    world.sql("UPDATE customers SET name = '', email = NULL, erased_at = now()").await;
    let visitor = world.signed_in(Role::Handler).await;
    let forgotten = page(&visitor, "k-1").await;
    assert_eq!(forgotten.texts("h1"), ["Данные клиента удалены"]);
    assert!(forgotten.texts(".card-body").iter().any(|text| text == "Покупок пока нет."));
    world.sql("UPDATE customers SET erased_at = NULL").await;
    assert_eq!(page(&visitor, "k-1").await.texts("h1"), ["Клиент k-1"]);
}

#[tokio::test]
async fn many_purchases_come_in_pages_without_gaps() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    // Some at the very same moment, so that the place must be exact.
    world
        .sql(&format!(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'z-' || n, {buyer}, date_trunc('day', now()) - (n / 7) * interval '1 day', 10, 'RUB' FROM generate_series(1, 120) n"
        ))
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    let mut seen = std::collections::BTreeSet::new();
    let mut address = otklik::web::links::customer("k-1");
    let mut sizes = Vec::new();
    loop {
        let page = visitor.get(&address).await;
        let orders = page.texts(".purchase .whole");
        sizes.push(orders.len());
        seen.extend(orders);
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => address = next,
            None => break,
        }
    }
    assert_eq!((sizes, seen.len()), (vec![20; 6], 120));
}

#[tokio::test]
async fn every_field_of_every_kind_is_told_in_words_and_a_withdrawn_answer_as_such() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    let answer = |kind: &str, columns: &str, values: &str| {
        format!(
            "INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, ratings, contact_me {columns})
             SELECT gen_random_uuid(), '{kind}', {buyer}, current_version_id, now(), now(), '{{}}', false {values}
             FROM questionnaires WHERE kind = '{kind}';"
        )
    };
    let exit = ", reasons, main_reason, reasons_shown, competitor, bring_back";
    let told =
        ", '{moved,too_dear,gone_since}', 'too_dear', '{moved,too_dear,gone_since}', 'Рога <b>', 'Скидка'";
    world.sql(&answer("exit", exit, told)).await;
    world.sql(&answer("inactive", ", still_here", ", true")).await;
    world.sql(&answer("resolution", ", solved, comment", ", false, 'Ничего не сделали'")).await;
    let heard = world
        .value(
            "SELECT definition -> 'heard_from' -> 0 ->> 'code' FROM questionnaire_versions v
             JOIN questionnaires q ON q.current_version_id = v.id WHERE q.kind = 'relationship'",
        )
        .await;
    world
        .sql(&answer("relationship", ", heard_from, wallet_share, nps", &format!(", '{heard}', 40, 9")))
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    let answers = page(&visitor, "k-1").await.texts(".answer").join(" | ");
    for words in [
        "Ушедшие клиенты",
        "Причины: Слишком дорого (главная); Переезд; gone_since",
        "К кому ушёл: Рога <b>",
        "Что помогло бы вернуться: Скидка",
        "Остаётся с нами",
        "Вопрос не решён",
        "Ничего не сделали",
        "Откуда узнал о нас: ",
        "Доля покупок у нас: 40 %",
        "NPS 9",
    ] {
        assert!(answers.contains(words), "{words}: {answers}");
    }
    assert!(!answers.contains(&format!("узнал о нас: {heard} ")), "in words, not in codes: {answers}");
    world.sql("UPDATE staff SET language = 'en'").await;
    let answers = page(&visitor, "k-1").await.texts(".answer").join(" | ");
    assert!(
        answers.contains("Reasons: It was too expensive (the main one); I moved; gone_since"),
        "{answers}"
    );
    world.sql("UPDATE responses SET withdrawn_at = now() WHERE kind = 'exit'").await;
    let answers = page(&visitor, "k-1").await.texts(".answer").join(" | ");
    assert!(answers.contains("Withdrawn") && !answers.contains("too expensive"), "{answers}");
}

#[tokio::test]
async fn who_gets_no_letters_is_told_since_when_and_why() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    world
        .sql(
            "UPDATE customers SET email = 'K-1@Customer.example', time_zone = 'Asia/Omsk', standing = 'employee';
             INSERT INTO suppressions (address, reason, surveys_only, created_at)
             VALUES ('k-1@customer.example', 'complaint', false, '2026-11-02T12:00:00Z')",
        )
        .await;
    world
        .sql(&format!(
            "INSERT INTO letters (kind, customer_id, due_at, sent_at, state, bounced_at)
             VALUES ('reminder', {buyer}, now(), now(), 'sent', now())"
        ))
        .await;
    let page = page(&world.signed_in(Role::Handler).await, "k-1").await;
    assert_eq!(page.texts(".badges-list .badge"), ["Сотрудник", "Письма запрещены"]);
    let facts = page.texts(".customer-facts dd");
    for fact in ["Asia/Omsk", "на все письма с 2 ноября 2026: получатель назвал письмо спамом"]
    {
        assert!(facts.iter().any(|text| text.replace('\u{a0}', " ") == fact), "{fact}: {facts:?}");
    }
    let letter = &page.texts(".letter")[0];
    assert!(letter.starts_with("Напоминание") && letter.contains("вернулось"), "{letter}");
}

#[tokio::test]
async fn the_other_surveys_say_what_comes_next_and_why() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    let buyer = make::customer(&world, "k-1").await;
    let nothing = page(&visitor, "k-1").await.texts(".survey-kind");
    for (place, words) in
        ["Покупок ещё не было", "Покупок ещё не было", "Клиент не уходил", "Жалоб не было"].iter().enumerate()
    {
        assert!(nothing[place].contains(words), "{words}: {nothing:?}");
    }
    make::purchase(&world, buyer, "z-1", 10).await;
    world
        .sql(&format!(
            "INSERT INTO departures (customer_id, left_at, source) VALUES ({buyer}, now(), 'import');
             INSERT INTO invitation_decisions (kind, customer_id, decision, reason, decided_at, reconsider_at)
             VALUES ('relationship', {buyer}, 'refuse', 'no_consent', now(), now() + interval '10 days');
             INSERT INTO invitation_decisions (kind, customer_id, departure_id, decision, reason, decided_at, reconsider_at)
             SELECT 'exit', {buyer}, id, 'wait', 'too_early', now(), now() + interval '10 days' FROM departures;
             INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, sent_at, expires_at)
             SELECT 'inactive', {buyer}, current_version_id, now(), now(), now(), now() + interval '30 days'
             FROM questionnaires WHERE kind = 'inactive'"
        ))
        .await;
    let told = page(&visitor, "k-1").await.texts(".survey-kind");
    assert!(told[0].contains("не давал согласия") && told[0].contains("К этому вернёмся"), "{told:?}");
    assert!(told[1].contains("Письмо отправили"), "{told:?}");
    assert!(told[2].contains("Спросим не раньше"), "{told:?}");
    world.sql("DELETE FROM invitation_decisions; DELETE FROM invitations").await;
    let told = page(&visitor, "k-1").await.texts(".survey-kind");
    // Nobody decided: the rules say it. They left; then that is taken back.
    assert!(told[0].contains("Клиент ушёл") && told[1].contains("Клиент ушёл"), "{told:?}");
    assert!(told[2].contains("Спросим не раньше"), "{told:?}");
    world.sql("DELETE FROM departures").await;
    let told = page(&visitor, "k-1").await.texts(".survey-kind");
    assert!(told[0].contains("Спросим не раньше"), "{told:?}");
    assert!(told[1].contains("Спросим, если покупок не будет до"), "{told:?}");
    world.sql("UPDATE purchases SET purchased_at = now() - interval '200 days'").await;
    let told = page(&visitor, "k-1").await.texts(".survey-kind");
    assert!(told[0].contains("давно не покупает"), "{told:?}");
    assert!(told[1].contains("считается ушедшим"), "{told:?}");
}

#[tokio::test]
async fn every_reason_has_its_words_for_every_kind_in_both_languages() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "z-1", 10).await;
    let visitor = world.signed_in(Role::Handler).await;
    for why in otklik::domain::invitation::Why::all() {
        world
            .sql(&format!(
                "DELETE FROM invitation_decisions;
                 INSERT INTO invitation_decisions (kind, customer_id, decision, reason, decided_at)
                 SELECT kind, {buyer}, 'refuse', '{why}', now() FROM (VALUES ('relationship'), ('inactive')) AS kinds (kind);
                 INSERT INTO invitation_decisions (kind, customer_id, purchase_id, decision, reason, decided_at)
                 SELECT 'purchase', {buyer}, id, 'refuse', '{why}', now() FROM purchases"
            ))
            .await;
        for language in ["ru", "en"] {
            world.sql(&format!("UPDATE staff SET language = '{language}'")).await;
            let page = page(&visitor, "k-1").await;
            let said = page.texts(".asking span:last-child");
            assert_eq!(said.len(), 3, "{why} {language}: {said:?}");
            for words in said {
                assert!(words.ends_with('.') && !words.contains("planning-"), "{why} {language}: {words}");
                let is_russian = words.chars().any(|letter| ('а'..='я').contains(&letter));
                assert_eq!(is_russian, language == "ru", "{why}: {words}");
            }
            // What is said of a purchase is not said of the rest.
            let kinds = page.texts(".survey-kind").join(" ");
            assert!(!kinds.contains("покупке") && !kinds.contains("purchase was"), "{why}: {kinds}");
        }
    }
}

#[tokio::test]
async fn rules_that_cannot_be_followed_are_told_and_the_page_stands() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "z-1", 10).await;
    world
        .sql("INSERT INTO settings (key, value) VALUES ('churn.definition', '[1]'), ('planning.purchase', '[]')")
        .await;
    let page = page(&world.signed_in(Role::Handler).await, "k-1").await;
    let said = page.texts(".asking");
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().all(|words| words.contains("Решить нельзя")), "{said:?}");
}

#[tokio::test]
async fn each_complaint_is_told_of_with_its_number() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    world
        .sql(&format!(
            "INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due, next_deadline, resolved_at)
             SELECT {buyer}, state, 3, '{{nps}}', now(), now(), now(), now(), resolved_at
             FROM (VALUES ('resolved', now() - interval '2 days'), ('in_progress', NULL)) AS states (state, resolved_at)"
        ))
        .await;
    let page = page(&world.signed_in(Role::Handler).await, "k-1").await;
    let told = page.texts(".survey-kind").remove(3);
    assert_eq!(page.attributes(".survey-kind a", "href"), ["/desk/complaints/1002", "/desk/complaints/1001"]);
    assert!(told.contains("Жалоба не решена.") && told.contains("при ближайшем планировании"), "{told}");
}

#[tokio::test]
async fn every_list_of_a_busy_customer_comes_in_pages_without_gaps() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    world
        .sql(&format!(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'z-' || n, {buyer}, now() - n * interval '1 hour', 10, 'RUB' FROM generate_series(1, 5000) n;
             INSERT INTO letters (kind, customer_id, due_at) SELECT 'reply', {buyer}, now() FROM generate_series(1, 25);
             INSERT INTO departures (customer_id, left_at, source, returned_at)
             SELECT {buyer}, '2020-01-01'::timestamptz + n * interval '9 days', 'import',
                    '2020-01-02'::timestamptz + n * interval '9 days' FROM generate_series(1, 25) n;
             INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, ratings, contact_me)
             SELECT 'r' || n, 'relationship', {buyer}, current_version_id, now() - (n / 4) * interval '1 day', now(), '{{}}', false
             FROM questionnaires, generate_series(1, 25) n WHERE kind = 'relationship';
             INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT {buyer}, id, 'new', 3, '{{nps}}', now(), now(), now(), now() FROM purchases ORDER BY id LIMIT 25"
        ))
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    for (list, row) in [
        ("answers", ".answer"),
        ("letters", ".letter"),
        ("departures", ".departure"),
        ("complaints", "a.list-group-item"),
    ] {
        let mut address = otklik::web::links::customer("k-1");
        let mut sizes = Vec::new();
        loop {
            let page = visitor.get(&address).await;
            assert_eq!(page.status, 200, "{address}");
            sizes.push(page.texts(&format!("[aria-labelledby=customers-{list}] {row}")).len());
            let next =
                page.attributes(&format!("[aria-labelledby=customers-{list}] a[rel=next]"), "href").pop();
            match next {
                Some(next) => address = next.split('#').next().expect("an address").to_owned(),
                None => break,
            }
        }
        assert_eq!(sizes, [10, 10, 5], "{list}");
    }
    for broken in ["answers=x", "letters=1", "departures=1.x", "complaints=-", "purchases=a.b"] {
        assert_eq!(visitor.get(&format!("/desk/customers/k-1?{broken}")).await.status, 400, "{broken}");
    }
}

#[tokio::test]
async fn customers_are_found_by_how_anything_of_them_begins() {
    let world = World::new().await;
    for (id, name, phone) in [
        ("C-1001", "Пётр Волков", "+7 (900) 123-45-67"),
        ("C-1002", "Анна <b>Волкова</b>", "8 900 765-43-21"),
        ("50%_x", "Семёнова-Тян-Шанская Ольга", ""),
    ] {
        make::customer(&world, id).await;
        world
            .sql(&format!(
                "UPDATE customers SET name = '{name}', phone = nullif('{phone}', ''), city = 'Тверь' WHERE external_id = '{id}'"
            ))
            .await;
    }
    let visitor = world.signed_in(Role::Handler).await;
    for (typed, found) in [
        ("", &["50%_x", "C-1002", "C-1001"][..]),
        ("волк", &["C-1002", "C-1001"]),
        ("ВОЛКОВ П", &["C-1001"]),
        ("петр", &["C-1001"]),
        ("семенова", &["50%_x"]),
        ("шанск", &["50%_x"]),
        ("c-100", &["C-1002", "C-1001"]),
        ("C-1002@Cust", &["C-1002"]),
        ("8900", &["C-1002", "C-1001"]),
        ("+7 900 123", &["C-1001"]),
        ("900", &[]),
        ("50%", &["50%_x"]),
        ("%", &[]),
        ("_", &[]),
        ("'; DROP TABLE customers; --", &[]),
        ("a' & !b", &[]),
        ("\u{0}волк", &["C-1002", "C-1001"]),
    ] {
        let page = visitor.get(&otklik::web::links::customers(typed, None)).await;
        assert_eq!(page.status, 200, "{typed}: {}", page.body);
        assert_eq!(page.texts(".customer-line .whole"), found, "{typed}");
    }
    let page = visitor.get("/desk/customers?q=%D0%B2%D0%BE%D0%BB%D0%BA").await;
    assert!(!page.has(".customer-line b"));
    assert_eq!(page.attributes("#q", "value"), ["волк"]);
    assert_eq!(page.attributes(".customer-line", "href")[0], "/desk/customers/C-1002");
    assert_eq!(visitor.get("/desk/customers?after=x").await.status, 400);
}

#[tokio::test]
async fn many_customers_come_in_pages_and_are_found_by_index() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, name, email, phone)
             SELECT 'c' || n, 'Имя' || n || ' Фамилия' || (n % 100), 'c' || n || '@customer.example', '+7900' || lpad(n::text, 7, '0')
             FROM generate_series(1, 20000) n;
             ANALYZE customers",
        )
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    let mut seen = std::collections::BTreeSet::new();
    let mut address = otklik::web::links::customers("фамилия7 ", None);
    let mut sizes = Vec::new();
    loop {
        let page = visitor.get(&address).await;
        let ids = page.texts(".customer-line .whole");
        sizes.push(ids.len());
        seen.extend(ids);
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => address = next,
            None => break,
        }
    }
    // Families 7 and 70 to 79, two hundred of each.
    assert_eq!((sizes, seen.len()), (vec![50; 44], 2_200));
    let sought = otklik::store::customers::search::Sought::read("8900001").expect("something");
    let query = otklik::store::customers::search::page_query(Some(&sought))
        .replace("$1", "9223372036854775807")
        .replace("$2", "51")
        .replace("$3", "'8900001%'")
        .replace("$4", "'7900001%'")
        .replace("$5", "'''8900001'':*'");
    let rows = world.client.query(&format!("EXPLAIN {query}"), &[]).await.expect("a plan");
    let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    for index in ["search_external_id", "email", "search_phone", "search_name"] {
        assert!(plan.contains(&format!("customers_{index}_idx")), "{index}: {plan}");
    }
    assert!(!plan.contains("Seq Scan on customers"), "{plan}");
}
