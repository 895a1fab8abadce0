//! Fifteen seconds in which words can be taken back: they never leave, come back to their author, and leave no trace on
//! the clocks.

use otklik::{actions::recall_letter, domain::role::Role};
use serde_json::json;

use super::make::{card, does, history, taken, world};
use crate::{
    mail::server::Server,
    outbox::make::{read, work, worker},
    support::browser::{Browser, DESK},
};

const STANDING: &str = "SELECT concat_ws(' ', state, first_answered_at IS NOT NULL, root_cause, resolution,
                               resolved_at IS NOT NULL) FROM complaints";

#[tokio::test]
async fn nothing_leaves_before_its_fifteen_seconds_are_over() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "reply", &[("body", "Здравствуйте!")]).await;
    let seconds = "SELECT round(extract(epoch FROM due_at - e.at))::int FROM letters l
                   JOIN complaint_events e ON e.letter_id = l.id";
    assert_eq!(world.count(seconds).await, 15);
    let page = card(&visitor, number).await;
    assert!(page.texts(".leaving")[0].contains("Письмо уйдёт через 1"), "{:?}", page.texts(".leaving"));
    assert!(page.has(".leaving form[action$='/recall'] button"));
    let server = Server::start(&json!({}));
    let worker = worker(&world, &server);
    assert_eq!(work(&worker, 0).await.sent, 0);
    assert_eq!(work(&worker, 1).await.sent, 1);
    // Too late, and said so.
    let late = visitor.submit(&page, &format!("/desk/complaints/{number}/recall"), &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.texts("[role=alert]")[0].starts_with("Отменить уже нельзя"));
    assert!(!card(&visitor, number).await.has(".leaving"));
    assert_eq!(world.value("SELECT state FROM letters WHERE kind = 'reply'").await, "sent");
    assert_eq!(server.taken().len(), 1);
}

/// freescout#2873: a draft deleted while it was sent let the letter before it leave again, and the new one was lost.
#[tokio::test]
async fn words_taken_back_return_to_the_form_and_what_is_sent_is_what_was_written_last() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let opened = card(&visitor, number).await;
    let reply = format!("/desk/complaints/{number}/reply");
    let first = "Здравствуйте!\n«Цена» < 100 & всё.";
    does(&visitor, number, "reply", &[("body", first), ("wait", "yes")]).await;
    assert_eq!(world.value(STANDING).await, "waiting_for_customer t f");
    let page = card(&visitor, number).await;
    let recall = format!("/desk/complaints/{number}/recall");
    for _ in 0..2 {
        let done = visitor.submit(&page, &recall, &[]).await;
        assert_eq!(
            (done.status, done.location()),
            (303, format!("/desk/complaints/{number}?recalled=reply#steps").as_str())
        );
    }
    assert_eq!(world.value(STANDING).await, "in_progress f f");
    assert_eq!(
        history(&world, number).await[2..],
        [
            "letter - -",
            "field state in_progress waiting_for_customer",
            "recalled - -",
            "field state waiting_for_customer in_progress"
        ]
    );
    assert_eq!(world.value("SELECT concat_ws(' ', state, failure) FROM letters").await, "cancelled recalled");
    // As if it had never been: both clocks stand where they stood.
    let mut connection = world.connection().await;
    world.sql("UPDATE complaints SET clocks_version = 0").await;
    otklik::actions::settle_complaints::settle_complaints(&mut connection, chrono::Utc::now())
        .await
        .expect("settled");
    // Critical: four hours of the clock, and the seconds in which the customer seemed to be awaited.
    let standing = "SELECT next_deadline = first_answer_due AND abs(extract(epoch FROM first_answer_due - opened_at) - 14400) < 120
                    FROM complaints";
    assert_eq!(world.value(standing).await, "t");
    let back = visitor.get(&format!("/desk/complaints/{number}?recalled=reply")).await;
    let kept: String = {
        let html = back.html();
        let field =
            scraper::Selector::parse(&format!("form[action='{reply}'] textarea")).expect("a selector");
        html.select(&field).next().expect("a field").text().collect()
    };
    assert_eq!(kept.trim_start_matches('\n'), first);
    assert!(
        back.has(&format!("form[action='{reply}'] input[name=wait][checked]")) && !back.has(".alert-danger")
    );
    // Sent again from the page before, these words are no button pressed twice: their author is told what is new.
    let stale = visitor.submit(&opened, &reply, &[("body", first)]).await;
    assert_eq!(stale.status, 409);
    let sent = visitor.submit(&back, &reply, &[("body", "Здравствуйте! Второе письмо.")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 1).await.sent, 1);
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert!(read(&taken[0]).body_text(0).expect("a text").contains("Второе письмо."));
    // Nobody else reads the draft.
    let lead =
        world.signed_in(Role::Lead).await.get(&format!("/desk/complaints/{number}?recalled=reply")).await;
    let field = lead.texts(&format!("form[action='{reply}'] textarea"));
    assert!(field.iter().all(String::is_empty), "{field:?}");
}

#[tokio::test]
async fn the_last_words_taken_back_take_the_resolution_back() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let ending = [
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", "Деньги вернули."),
    ];
    does(&visitor, number, "resolve", &ending).await;
    assert_eq!(world.value(STANDING).await, "resolved t delivery.late upheld t");
    let done = does(&visitor, number, "recall", &[]).await;
    assert_eq!(world.value(STANDING).await, "in_progress f f");
    let page = visitor.get(done.location().split('#').next().expect("an address")).await;
    assert_eq!(page.texts("#resolve-body"), ["Деньги вернули."]);
    assert_eq!(
        page.attributes("#resolve-cause option[selected], #resolve-resolution option[selected]", "value"),
        ["delivery.late", "upheld"]
    );
    assert_eq!(world.value("SELECT reopened FROM complaints").await, "0");
    assert_eq!(world.value("SELECT next_deadline = first_answer_due FROM complaints").await, "t");
}

#[tokio::test]
async fn money_and_the_reason_of_a_rejection_return_as_they_were_typed() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let ending = [
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "refund"),
        ("given", "refund"),
        ("amount", "1 500,50"),
        ("currency", "RUB"),
        ("body", "Деньги вернули."),
    ];
    does(&visitor, number, "resolve", &ending).await;
    let done = does(&visitor, number, "recall", &[]).await;
    assert_eq!(world.value("SELECT count(*) FROM complaints WHERE compensation IS NULL").await, "1");
    let page = visitor.get(done.location().split('#').next().expect("an address")).await;
    assert_eq!(page.attributes("#resolve-amount, #resolve-currency", "value"), ["1500.50", "RUB"]);

    does(&visitor, number, "reject", &[("cause", "other"), ("body", "Мы всё проверили: товар цел.")]).await;
    assert!(
        world.value("SELECT body FROM letters ORDER BY id DESC LIMIT 1").await.contains("Роспотребнадзор")
    );
    let page = card(&visitor, number).await;
    let letter = page.attributes(".leaving input[name=letter]", "value").remove(0);
    let recall = format!("/desk/complaints/{number}/recall");
    let done = visitor.submit(&page, &recall, &[("letter", &letter), ("kind", "rejected")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = visitor.get(done.location().split('#').next().expect("an address")).await;
    // The house's own words are added again when it is sent again.
    assert_eq!(page.texts("#reject-body"), ["Мы всё проверили: товар цел."]);
}

#[tokio::test]
async fn a_resolution_beside_a_new_complaint_of_the_same_purchase_is_not_taken_back() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let ending = crate::support::make::ending("delivery.late", "upheld", "Деньги вернули.");
    does(&visitor, number, "resolve", &ending).await;
    let page = card(&visitor, number).await;
    let twin = world
        .count(&format!(
            "INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT customer_id, purchase_id, 'new', 2, '{{}}', now(), now(), now(), now() FROM complaints
             WHERE id = {number} RETURNING id"
        ))
        .await;
    let refused = visitor.submit(&page, &format!("/desk/complaints/{number}/recall"), &[]).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.texts("[role=alert]")[0].contains(&twin.to_string()));
    // It leaves, and the complaint stays as its customer will read it.
    assert_eq!(world.value("SELECT state FROM letters").await, "queued");
    assert_eq!(world.value(&format!("SELECT state FROM complaints WHERE id = {number}")).await, "resolved");
}

#[tokio::test]
async fn a_second_letter_stays_the_first_answer_when_the_first_is_taken_back() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "reply", &[("body", "Первое")]).await;
    let page = card(&visitor, number).await;
    does(&visitor, number, "reply", &[("body", "Второе")]).await;
    let recall = format!("/desk/complaints/{number}/recall");
    let first = world.value("SELECT min(id) FROM letters").await;
    let done = visitor.submit(&page, &recall, &[("letter", &first), ("kind", "reply")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let second = "SELECT first_answered_at = (SELECT at FROM complaint_events WHERE kind = 'letter' ORDER BY id DESC LIMIT 1)
                  FROM complaints";
    assert_eq!(world.value(second).await, "t");
    assert_eq!(
        world.value("SELECT string_agg(state, ' ' ORDER BY id) FROM letters").await,
        "cancelled queued"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_either_sent_or_taken_back_never_both() {
    let world = world().await;
    let me = world.count("SELECT id FROM staff WHERE role = 'handler'").await;
    let doer = otklik::actions::complaint_step::Doer { id: me, role: Role::Handler };
    let visitor = world.signed_in(Role::Handler).await;
    let mut numbers = Vec::new();
    for n in 0..8 {
        let number = taken(&world, &format!("c{n}")).await;
        does(&visitor, number, "reply", &[("body", "Здравствуйте!")]).await;
        numbers.push(number);
    }
    let server = Server::start(&json!({}));
    let worker = worker(&world, &server);
    let recalls = numbers.iter().map(|number| {
        let world = &world;
        async move {
            let letter = world.count(&format!("SELECT id FROM letters WHERE complaint_id = {number}")).await;
            let mut connection = world.connection().await;
            recall_letter::recall_letter(&mut connection, *number, letter, doer, chrono::Utc::now())
                .await
                .is_ok()
        }
    });
    let (tally, recalled) = tokio::join!(work(&worker, 1), futures_util::future::join_all(recalls));
    let recalled = recalled.into_iter().filter(|done| *done).count();
    let sent = usize::try_from(tally.sent).expect("few");
    assert_eq!(recalled + sent, 8);
    assert_eq!(server.taken().len(), sent);
}

#[tokio::test]
async fn a_colleague_cannot_take_it_back_and_a_lead_can() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "reply", &[("body", "Здравствуйте!")]).await;
    let page = card(&handler, number).await;
    world.sql("UPDATE letters SET staff_id = (SELECT id FROM staff WHERE role = 'admin')").await;
    let refused = handler.submit(&page, &format!("/desk/complaints/{number}/recall"), &[]).await;
    assert_eq!((refused.status, refused.texts("[role=alert]").len()), (409, 1));
    assert!(!card(&handler, number).await.has(".leaving"));
    does(&world.signed_in(Role::Lead).await, number, "recall", &[]).await;
    assert_eq!(world.value("SELECT state FROM letters").await, "cancelled");
    // A letter of another complaint is none of this one.
    let other = taken(&world, "two").await;
    world.sql("UPDATE letters SET state = 'queued'").await;
    let page = card(&world.signed_in(Role::Lead).await, number).await;
    let lead = world.signed_in(Role::Lead).await;
    let csrf = card(&lead, number).await.attributes(".leaving input[name=csrf]", "value").remove(0);
    let letter = page.attributes(".leaving input[name=letter]", "value").remove(0);
    let fields = [("csrf", csrf.as_str()), ("letter", letter.as_str()), ("kind", "reply")];
    assert_eq!(lead.post(&format!("/desk/complaints/{other}/recall"), &fields).await.status, 404);
}

#[tokio::test]
async fn a_browser_counts_down_and_takes_the_letter_back() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "reply", &[("body", "Здравствуйте, Анна!")]).await;
    // Time enough for the slowest machine.
    world.sql("UPDATE letters SET due_at = now() + interval '300 seconds'").await;
    let browser = Browser::open(DESK).await;
    browser.go(&format!("{}/sign-in", world.base)).await;
    browser.type_into("#email", "handler@otklik.example").await;
    browser.type_into("#password", crate::support::world::PASSWORD).await;
    browser.press("button[type=submit]").await;
    browser.arrives_at("/desk/complaints").await;
    browser.go(&format!("{}/desk/complaints/{number}", world.base)).await;
    let before = browser.text(".leaving-count").await;
    let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while browser.text(".leaving-count").await == before {
        assert!(tokio::time::Instant::now() < patience, "it does not count: {before}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    browser.press(".leaving button").await;
    browser.client.wait().for_element(fantoccini::Locator::Css(".deed-reply[open]")).await.expect("the form");
    let typed = browser.client.find(fantoccini::Locator::Css("#reply-body")).await.expect("a field");
    assert_eq!(typed.prop("value").await.expect("a value").as_deref(), Some("Здравствуйте, Анна!"));
    assert_eq!(world.value("SELECT state FROM letters").await, "cancelled");
}
