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
        ("of a later release", "NULL", "Причина не записана."),
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
    assert!(letters[1].starts_with("Приглашение оценить покупку · заказ z-1отправлено"), "{letters:?}");
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
