//! Letters that found no complaint: seen by everybody who works there, put somewhere by hand, and never lost on the way.

use otklik::domain::role::Role;

use super::make::{INBOX, answer, card, does, last, letter, mails, post, state, taken, world};
use crate::support::{
    Visitor, World, axe,
    browser::{Browser, PHONE},
    make,
    visitor::Page,
};

async fn stray(world: &World, from: &str, id: &str, words: &str) -> i64 {
    let raw = letter(
        &[
            &format!("From: Анна <{from}>"),
            &format!("To: {INBOX}"),
            "Subject: Где заказ?",
            &format!("Message-ID: <{id}@x.example>"),
        ],
        words,
    );
    assert_eq!(post(world, raw).await, "words, look");
    last(world).await
}

async fn list(visitor: &Visitor) -> Page {
    let page = visitor.get("/desk/sorting").await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

#[tokio::test]
async fn a_stray_letter_is_put_to_the_complaint_that_is_suggested() {
    let world = world().await;
    let number = taken(&world, "one").await;
    world.sql(&format!("UPDATE complaints SET state = 'waiting_for_customer' WHERE id = {number}")).await;
    let id = stray(&world, "one@customer.example", "s1", "Так где он?").await;
    let visitor = world.signed_in(Role::Handler).await;
    assert!(
        visitor.get("/desk/complaints").await.texts(".queue-sorting")[0].contains("Неразобранные письма: 1")
    );
    let page = list(&visitor).await;
    let address = format!("/desk/sorting/{id}/put");
    for _ in 0..2 {
        // The first form of that address is the one with the suggestion; pressed twice it is one entry.
        let done = visitor.submit(&page, &address, &[("suggested", &number.to_string())]).await;
        assert_eq!(
            (done.status, done.location()),
            (303, format!("/desk/complaints/{number}").as_str()),
            "{}",
            done.body
        );
    }
    assert_eq!((mails(&world, number).await, state(&world, number).await.as_str()), (1, "in_progress 0"));
    assert!(card(&visitor, number).await.texts(".said-foot")[0].contains("приложено: Иван Петров"));
    assert!(list(&visitor).await.has(".empty"));
    // Another colleague, from an older page, to another complaint: told where it is.
    let other = taken(&world, "two").await;
    let late = visitor.submit(&page, &address, &[("suggested", ""), ("number", &other.to_string())]).await;
    assert_eq!(late.status, 400);
    let fields = [("number", other.to_string())];
    let csrf = page.attributes("input[name=csrf]", "value").remove(0);
    let late = visitor.post(&address, &[("csrf", &csrf), ("number", &fields[0].1)]).await;
    assert_eq!(
        (late.status, late.attributes("[role=alert] a", "href")),
        (409, vec![format!("/desk/complaints/{number}")])
    );
    assert_eq!(mails(&world, other).await, 0);
}

#[tokio::test]
async fn a_number_that_is_none_is_said_and_the_letter_stays() {
    let world = world().await;
    let id = stray(&world, "new@customer.example", "s1", "Кто-нибудь?").await;
    stray(&world, "newer@customer.example", "s2", "А я позже").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = list(&visitor).await;
    for (number, told) in [
        ("424242", "Жалобы с номером 424242 нет"),
        ("", "номер жалобы цифрами"),
        ("диван", "номер жалобы цифрами"),
        ("-1", "Жалобы с номером -1 нет"),
        ("99999999999999999999", "номер жалобы цифрами"),
    ] {
        let refused = visitor.submit(&page, &format!("/desk/sorting/{id}/put"), &[("number", number)]).await;
        assert_eq!(refused.status, 422, "{number}");
        assert!(
            refused.texts("[role=alert]")[0].contains(told),
            "{number}: {:?}",
            refused.texts("[role=alert]")
        );
        // The letter stands first, with what was typed for it.
        assert_eq!(refused.attributes(".mail-subject a", "href"), [format!("/desk/mail/{id}")]);
        let typed: Vec<&str> = Some(number).into_iter().filter(|number| !number.is_empty()).collect();
        assert_eq!(refused.attributes(".mail-put input[name=number]", "value"), typed);
    }
}

#[tokio::test]
async fn a_stranger_becomes_a_guest_with_a_complaint_of_their_own_and_is_told_once() {
    let world = world().await;
    let id = stray(&world, "New.One@customer.example", "s1", "Диван без ножки.").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = list(&visitor).await;
    let address = format!("/desk/sorting/{id}/open");
    let (a, b) = tokio::join!(visitor.submit(&page, &address, &[]), visitor.submit(&page, &address, &[]));
    assert_eq!((a.status, b.status, a.location()), (303, 303, b.location()));
    assert_eq!(
        world
            .value("SELECT concat_ws(' ', c.source, c.subject, c.state, u.standing, u.email, u.name, c.facets @> '{source:mail,open}')
                    FROM complaints c JOIN customers u ON u.id = c.customer_id")
            .await,
        "mail Где заказ? new guest new.one@customer.example Анна t"
    );
    assert_eq!(
        world.value("SELECT string_agg(concat_ws(' ', kind, in_reply_to), ';') FROM letters").await,
        "acknowledgement s1@x.example"
    );
    let number = world.count("SELECT id FROM complaints").await;
    let page = card(&visitor, number).await;
    assert!(page.texts(".said-customer")[0].contains("Диван без ножки."));
    assert_eq!(world.value(&format!("SELECT outcome FROM incoming_letters WHERE id = {id}")).await, "opened");
    // Their next letter without any sign has a suggestion, and no second open complaint beside the first.
    let id = stray(&world, "new.one@customer.example", "s2", "Алло?").await;
    let page = list(&visitor).await;
    assert_eq!(page.attributes("input[name=suggested]", "value"), [number.to_string()]);
    let refused = visitor.submit(&page, &format!("/desk/sorting/{id}/open"), &[]).await;
    assert_eq!(
        (refused.status, refused.attributes("[role=alert] a", "href")),
        (409, vec![format!("/desk/complaints/{number}")])
    );
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1);
}

#[tokio::test]
async fn a_known_customer_gets_a_complaint_and_one_who_bounced_no_letter() {
    let world = world().await;
    let customer = make::customer(&world, "one").await;
    let id = stray(&world, "one@customer.example", "s1", "Снова вы.").await;
    world.sql("UPDATE customers SET bounced_at = now()").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = list(&visitor).await;
    let done = visitor.submit(&page, &format!("/desk/sorting/{id}/open"), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.count("SELECT customer_id FROM complaints").await, customer);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
}

#[tokio::test]
async fn what_is_no_complaint_is_set_aside_and_comes_back() {
    let world = world().await;
    let id = stray(&world, "new@customer.example", "s1", "Продаю кирпич").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = list(&visitor).await;
    for _ in 0..2 {
        let done = visitor.submit(&page, &format!("/desk/sorting/{id}/aside"), &[]).await;
        assert_eq!((done.status, done.location()), (303, format!("/desk/sorting?aside={id}").as_str()));
    }
    let page = visitor.get(&format!("/desk/sorting?aside={id}")).await;
    assert!(page.has(".empty") && page.texts("[role=status]")[0].contains("Где заказ?"));
    let done = visitor.submit(&page, &format!("/desk/sorting/{id}/back"), &[]).await;
    assert_eq!(done.status, 303);
    assert_eq!(list(&visitor).await.texts("section.mail").len(), 1);
}

/// chatwoot#15869: a customer answers an old letter with a new matter, and it is buried in the old conversation.
#[tokio::test]
async fn a_letter_is_split_off_and_becomes_a_complaint_of_its_own() {
    let world = world().await;
    let number = taken(&world, "one").await;
    assert_eq!(
        post(&world, answer(&world, number, "one", "n1", "Теперь о другом: где чек?")).await,
        "words, joined"
    );
    let id = last(&world).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get(&format!("/desk/mail/{id}")).await;
    for _ in 0..2 {
        let done = visitor.submit(&page, &format!("/desk/sorting/{id}/out"), &[]).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
    let old = card(&visitor, number).await;
    assert!(
        old.texts(".said-out")[0].contains("убрано из жалобы") && !old.body.contains("где чек"),
        "{}",
        old.body
    );
    assert!(old.texts(".history-deed")[0].starts_with("Письмо убрано из жалобы: «Re: Ваша жалоба»"));
    let page = list(&visitor).await;
    let done = visitor.submit(&page, &format!("/desk/sorting/{id}/open"), &[]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let new = world.count("SELECT max(id) FROM complaints").await;
    assert_ne!(new, number);
    assert!(card(&visitor, new).await.texts(".said-customer")[0].contains("Теперь о другом: где чек?"));
    // What opened a complaint stays with it.
    let page = visitor.get(&format!("/desk/mail/{id}")).await;
    assert!(!page.has("form[action$='/out']"));
    // Put back where it was, it is read there again.
    let again = answer(&world, number, "one", "n2", "И ещё о чеке");
    assert_eq!(post(&world, again).await, "words, joined");
    let id = last(&world).await;
    let page = visitor.get(&format!("/desk/mail/{id}")).await;
    visitor.submit(&page, &format!("/desk/sorting/{id}/out"), &[]).await;
    let page = list(&visitor).await;
    visitor.submit(&page, &format!("/desk/sorting/{id}/put"), &[("suggested", &number.to_string())]).await;
    let old = card(&visitor, number).await;
    assert!(
        old.texts(".said-customer:not(.said-out) .prose").contains(&"И ещё о чеке".to_owned()),
        "{}",
        old.body
    );
    does(&visitor, number, "note", &[("body", "Разобрано")]).await;
}

#[tokio::test]
async fn pages_of_many_lead_on_and_the_list_is_read_by_its_index() {
    let world = world().await;
    world
        .sql(
            "INSERT INTO incoming_letters (received_at, raw, digest, handled_at, kind, outcome, sender, subject, words)
             SELECT now(), 'x', sha256(n::text::bytea), now(), CASE WHEN n % 100 = 0 THEN 'words' ELSE 'bounce' END,
                    CASE WHEN n % 100 = 0 THEN 'look' ELSE 'unmatched' END, n || '@x.example', 'Тема ' || n, 'Слова'
             FROM generate_series(1, 20000) n;
             INSERT INTO customers (external_id, email) SELECT 'c' || n, n || '@x.example' FROM generate_series(1, 20000) n;
             ANALYZE incoming_letters; ANALYZE customers",
        )
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    let first = list(&visitor).await;
    let subjects = first.texts(".mail-subject");
    assert_eq!(
        (subjects.len(), subjects[0].as_str(), subjects[19].as_str()),
        (20, "Тема 20000", "Тема 18100")
    );
    assert!(visitor.get("/desk/complaints").await.texts(".queue-sorting")[0].contains("99+"));
    let next = first.attributes("a[rel=next]", "href").remove(0);
    assert_eq!(visitor.get(&next).await.texts(".mail-subject")[0], "Тема 18000");
    let plan = world
        .client
        .query(
            "EXPLAIN SELECT id, subject FROM incoming_letters
             WHERE outcome = 'look' AND seen_at IS NULL AND kind IN ('words', 'unreadable') AND id < 9223372036854775807
             ORDER BY id DESC LIMIT 21",
            &[],
        )
        .await
        .expect("a plan");
    let plan: String = plan.iter().map(|row| row.get::<_, String>(0) + "\n").collect();
    assert!(plan.contains("incoming_letters_sorting_idx") && !plan.contains("Sort"), "{plan}");
    let plan = world
        .client
        .query("EXPLAIN SELECT * FROM (SELECT id FROM customers WHERE email IS NOT NULL AND lower(email) = '7@x.example' AND erased_at IS NULL OFFSET 0) few ORDER BY id LIMIT 3", &[])
        .await
        .expect("a plan");
    let plan: String = plan.iter().map(|row| row.get::<_, String>(0) + "\n").collect();
    assert!(plan.contains("customers_email_idx"), "{plan}");
}

#[tokio::test]
async fn markup_in_every_field_of_a_letter_is_only_text() {
    let world = world().await;
    let raw = letter(
        &[
            "From: \"<script>alert(1)</script>\" <x@x.example>",
            &format!("To: {INBOX}"),
            "Subject: <img src=x onerror=alert(2)>",
            "Message-ID: <m@x.example>",
        ],
        "</div><script>alert(3)</script>",
    );
    post(&world, raw).await;
    let visitor = world.signed_in(Role::Handler).await;
    for page in [list(&visitor).await, visitor.get(&format!("/desk/mail/{}", last(&world).await)).await] {
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{}", page.body);
        assert!(page.body.contains("&lt;script&gt;alert(3)"));
    }
}

#[tokio::test]
async fn the_pages_pass_axe_and_fit_a_telephone() {
    let world = world().await;
    let number = taken(&world, "one").await;
    stray(&world, "one@customer.example", "s1", "Так где он?").await;
    stray(&world, "stranger@elsewhere.example", "s2", &"Оченьдлинноеслово".repeat(20)).await;
    post(&world, answer(&world, number, "neighbour", "a1", "Ответ\n\n> цитата")).await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "reply", &[("body", "Здравствуйте!")]).await;
    let browser = Browser::open(PHONE).await;
    browser.go(&format!("{}/sign-in", world.base)).await;
    browser.type_into("#email", "handler@otklik.example").await;
    browser.type_into("#password", crate::support::world::PASSWORD).await;
    browser.press("button[type=submit]").await;
    browser.arrives_at("/desk/complaints").await;
    for path in [
        "/desk/sorting".to_owned(),
        format!("/desk/mail/{}", last(&world).await),
        format!("/desk/complaints/{number}"),
    ] {
        browser.go(&format!("{}{path}", world.base)).await;
        assert!(browser.fits_its_width().await, "{path} is wider than the screen");
        axe::passes(&browser, &path).await;
    }
}
