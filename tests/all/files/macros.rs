//! Macros: looked at first, done all at once or not at all, by whom and where they may.

use otklik::domain::role::Role;
use scraper::Selector;

use crate::{
    post::make::{card, does, history, taken},
    support::{
        Visitor, World,
        browser::{Browser, DESK},
        make,
        visitor::Page,
        world::PASSWORD,
    },
};

const PAGE: &str = "/desk/canned";

/// Makes a macro on its page; answers its number.
async fn made(world: &World, visitor: &Visitor, fields: &[(&str, &str)]) -> String {
    let page = visitor.get(PAGE).await;
    let done = visitor.submit(&page, PAGE, fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    world.value("SELECT max(id)::text FROM canned_answers").await
}

fn address(number: i64) -> String {
    format!("/desk/complaints/{number}/macro")
}

/// The card with what a macro would do.
async fn look(visitor: &Visitor, number: i64, id: &str) -> Page {
    let page = card(visitor, number).await;
    visitor.submit(&page, &address(number), &[("canned", id), ("look", "yes")]).await
}

/// Words of a field, as they stand in it.
fn words(page: &Page, css: &str) -> String {
    let html = page.html();
    let field =
        html.select(&Selector::parse(css).expect("a selector")).next().unwrap_or_else(|| panic!("no {css}"));
    field.text().collect::<String>().trim_start_matches('\n').to_owned()
}

/// Presses the button under what was looked at, with its words as they stand and whatever else is typed.
async fn press(visitor: &Visitor, page: &Page, number: i64, typed: &[(&str, &str)]) -> Page {
    let (body, note) = (words(page, "#macro-body"), words(page, "#macro-note"));
    let mut fields = vec![("go", "yes")];
    fields.extend_from_slice(typed);
    for (name, value) in [("body", &body), ("note", &note)] {
        if !typed.iter().any(|(known, _)| *known == name) {
            fields.push((name, value));
        }
    }
    visitor.submit(page, &address(number), &fields).await
}

/// All that a deed could have changed.
async fn standing(world: &World, number: i64) -> String {
    world
        .value(&format!(
            "SELECT concat_ws(' ', state, version, owner_id, severity, snoozed_until,
                 (SELECT count(*) FROM letters), (SELECT count(*) FROM complaint_events WHERE complaint_id = c.id),
                 (SELECT coalesce(sum(used), 0) FROM canned_answers))
             FROM complaints c WHERE id = {number}"
        ))
        .await
}

const TAKES: [(&str, &str); 8] = [
    ("title", "Взять <b>и ждать"),
    ("body", "№ {{complaint.number}}, {{customer.name}}.\n\n{{me.name}}"),
    ("assign", "me"),
    ("severity", "low"),
    ("note", "Спросил клиента {{customer.name}}"),
    ("then", "wait"),
    ("count", "3"),
    ("unit", "days"),
];

#[tokio::test]
async fn everything_is_seen_first_and_one_press_does_it_once() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world.sql("UPDATE customers SET name = '<i>Ив & Ко'").await;
    let visitor = world.signed_in(Role::Handler).await;
    let id = made(&world, &visitor, &TAKES).await;
    let does_it = visitor.get(PAGE).await.texts(".canned-list .macro-parts li");
    assert_eq!(
        does_it,
        [
            "Взять себе",
            "Важность: низкая",
            "Заметка: «Спросил клиента {{customer.name}}»",
            "Ждать ответа клиента",
            "Отложить на 3 дня или до ответа клиента"
        ]
    );
    let before = standing(&world, number).await;
    let page = look(&visitor, number, &id).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(standing(&world, number).await, before);
    assert_eq!(words(&page, "#macro-body"), format!("№ {number}, <i>Ив & Ко.\n\nИван Петров"));
    assert_eq!(words(&page, "#macro-note"), "Спросил клиента <i>Ив & Ко");
    assert_eq!(page.texts("#preview .macro-parts li").len(), 4);
    assert!(!page.has(".macro-stop") && !page.has("#problem"), "{}", page.body);
    // Twice at once, and once more later: one deed.
    let (one, other) = tokio::join!(press(&visitor, &page, number, &[]), press(&visitor, &page, number, &[]));
    assert_eq!((one.status, other.status), (303, 303), "{} {}", one.body, other.body);
    assert_eq!(press(&visitor, &page, number, &[]).await.status, 303);
    let me = world.value("SELECT id FROM staff WHERE role = 'handler'").await;
    let told = history(&world, number).await;
    let whole = [
        "opened".to_owned(),
        format!("taken owner - {me}"),
        "field state new in_progress".to_owned(),
        "field severity_by_hand - low".to_owned(),
        "field severity critical low".to_owned(),
        "letter - -".to_owned(),
        "note - -".to_owned(),
        "field state in_progress waiting_for_customer".to_owned(),
        "snoozed - -".to_owned(),
    ];
    for line in &whole {
        assert!(
            told.iter().any(|known| known.trim_end_matches(" - -") == line.trim_end_matches(" - -")),
            "{line}: {told:?}"
        );
    }
    assert_eq!(
        world.value("SELECT concat_ws(' ', state, owner_id, severity) FROM complaints").await,
        format!("waiting_for_customer {me} 1")
    );
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'reply'").await, 1);
    assert_eq!(
        world.count("SELECT count(DISTINCT at) FROM complaint_events WHERE staff_id IS NOT NULL").await,
        1
    );
    assert_eq!(world.count("SELECT used::bigint FROM canned_answers").await, 1);
    let page = card(&visitor, number).await;
    assert!(page.texts(".history-head")[0].contains("макрос «Взять <b>и ждать»"), "{}", page.body);
    // The letter is taken back like any other, and what was its own goes back with it.
    does(&visitor, number, "recall", &[]).await;
    assert_eq!(
        world.value("SELECT concat_ws(' ', state, owner_id) FROM complaints").await,
        format!("in_progress {me}")
    );
}

#[tokio::test]
async fn a_part_that_is_refused_refuses_the_whole_and_keeps_every_word() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let id = made(&world, &visitor, &TAKES).await;
    world.sql("UPDATE customers SET email = NULL").await;
    let before = standing(&world, number).await;
    let page = look(&visitor, number, &id).await;
    assert_eq!(page.status, 200);
    assert!(page.texts(".macro-stop").join(" ").contains("нет адреса почты"), "{}", page.body);
    let refused = press(&visitor, &page, number, &[("body", "Мои слова <b>"), ("note", "Моя заметка")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(standing(&world, number).await, before);
    assert!(refused.texts("#problem li")[0].starts_with("Письмо: "), "{}", refused.body);
    assert_eq!(
        (words(&refused, "#macro-body"), words(&refused, "#macro-note")),
        ("Мои слова <b>".to_owned(), "Моя заметка".to_owned())
    );
    // Without the letter the rest is possible.
    assert_eq!(press(&visitor, &refused, number, &[("body", "")]).await.status, 303);
    assert_eq!(world.value("SELECT state FROM complaints").await, "waiting_for_customer");
    // Over: nothing of it is.
    world.sql("UPDATE complaints SET state = 'resolved', snoozed_until = NULL").await;
    let before = standing(&world, number).await;
    let page = look(&visitor, number, &id).await;
    assert!(page.texts(".macro-stop").len() >= 4, "{}", page.body);
    assert_eq!(press(&visitor, &page, number, &[]).await.status, 409);
    assert_eq!(standing(&world, number).await, before);
    let closes = made(&world, &visitor, &[("title", "Закрыть"), ("then", "close")]).await;
    let page = look(&visitor, number, &closes).await;
    assert_eq!(press(&visitor, &page, number, &[]).await.status, 303);
    assert_eq!(world.value("SELECT state FROM complaints").await, "closed");
}

#[tokio::test]
async fn what_happened_meanwhile_stops_a_macro() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let (visitor, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let id = made(&world, &visitor, &TAKES).await;
    let page = look(&visitor, number, &id).await;
    does(&lead, number, "note", &[("body", "Клиент звонил")]).await;
    let before = standing(&world, number).await;
    let refused = press(&visitor, &page, number, &[("body", "Мои слова")]).await;
    assert_eq!(refused.status, 409);
    assert_eq!(standing(&world, number).await, before);
    assert!(refused.texts("#problem .problem-news")[0].contains("Клиент звонил"), "{}", refused.body);
    assert_eq!(words(&refused, "#macro-body"), "Мои слова");
    // Somebody changed the macro itself: what was looked at is not what would be done.
    world.sql("UPDATE canned_answers SET changes = '{\"then\": \"work\"}'").await;
    let altered = press(&visitor, &refused, number, &[]).await;
    assert_eq!(altered.status, 409);
    assert!(altered.texts("#problem").join(" ").contains("Макрос изменили"), "{}", altered.body);
    assert_eq!(standing(&world, number).await, before);
    assert_eq!(press(&visitor, &altered, number, &[]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE body = 'Мои слова'").await, 1);
}

#[tokio::test]
async fn a_resolving_macro_asks_for_what_it_does_not_know() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let fields = [
        ("title", "Вернули деньги"),
        ("body", "Деньги вернули."),
        ("then", "resolve"),
        ("resolution", "upheld"),
        ("sought", "refund"),
        ("given", "refund"),
        ("amount", "1 500,50"),
        ("currency", "RUB"),
    ];
    let id = made(&world, &visitor, &fields).await;
    let page = look(&visitor, number, &id).await;
    assert_eq!(page.attributes("#macro-resolution option[selected]", "value"), ["upheld"]);
    let amount = page.attributes("#macro-amount", "value").remove(0);
    let known = [
        ("resolution", "upheld"),
        ("sought", "refund"),
        ("given", "refund"),
        ("amount", amount.as_str()),
        ("currency", "RUB"),
    ];
    let before = standing(&world, number).await;
    let refused = press(&visitor, &page, number, &known).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("#macro-cause.is-invalid"), "{}", refused.body);
    assert_eq!(standing(&world, number).await, before);
    let cause = world
        .value("SELECT code FROM root_causes WHERE parent_code IS NOT NULL AND active ORDER BY code LIMIT 1")
        .await;
    let mut whole = known.to_vec();
    whole.push(("cause", &cause));
    assert_eq!(press(&visitor, &refused, number, &whole).await.status, 303);
    let ended = world.value("SELECT concat_ws(' ', state, resolution, remedy_given, compensation, root_cause) FROM complaints").await;
    assert_eq!(ended, format!("resolved upheld refund 1500.50 {cause}"));
    assert_eq!(world.value("SELECT kind FROM letters WHERE body = 'Деньги вернули.'").await, "resolved");
}

#[tokio::test]
async fn a_broken_macro_says_what_to_do_and_does_nothing() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let lead = world.value("SELECT id FROM staff WHERE role = 'lead'").await;
    let cause = world
        .value("SELECT code FROM root_causes WHERE parent_code IS NOT NULL AND active ORDER BY code LIMIT 1")
        .await;
    let gives = made(&world, &visitor, &[("title", "Старшему"), ("assign", &lead)]).await;
    let page = look(&visitor, number, &gives).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let ends = made(&world, &visitor, &[("title", "Решить"), ("then", "resolve"), ("cause", &cause)]).await;
    world.sql("UPDATE staff SET deactivated_at = now() WHERE role = 'lead'; UPDATE root_causes SET active = false").await;
    let before = standing(&world, number).await;
    // Broken while it was looked at, and before.
    assert_eq!(press(&visitor, &page, number, &[]).await.status, 409);
    for (id, words) in [(gives, "Выберите в нём другого человека"), (ends, "Выберите в макросе другую")]
    {
        let broken = look(&visitor, number, &id).await;
        assert_eq!(broken.status, 409);
        assert!(broken.texts("#problem")[0].contains(words), "{}", broken.body);
        assert!(!broken.has("button[name=go]"));
        let list = visitor.get(PAGE).await;
        assert!(list.texts(".macro-broken").join(" ").contains(words), "{}", list.body);
        // Kept again as it is it would be broken from the start.
        let edit = visitor.get(&format!("{PAGE}?edit={id}")).await;
        let chosen = edit.attributes("#assign option[selected], #cause option[selected]", "value").remove(0);
        let field = if chosen == lead {
            [("assign", chosen.as_str()), ("then", "")]
        } else {
            [("then", "resolve"), ("cause", chosen.as_str())]
        };
        let mut again = vec![("title", "Снова")];
        again.extend(field);
        assert_eq!(visitor.submit(&edit, PAGE, &again).await.status, 422);
    }
    assert_eq!(standing(&world, number).await, before);
}

#[tokio::test]
async fn a_macro_of_ones_own_is_nobody_elses_and_a_complaint_is_its_owners() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let (visitor, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let own = made(&world, &lead, &[("title", "Свой"), ("then", "wait")]).await;
    let shared = made(
        &world,
        &lead,
        &[("title", "Общий"), ("body", "Слова"), ("then", "wait"), ("whose", "everybody")],
    )
    .await;
    let page = card(&visitor, number).await;
    assert_eq!(page.attributes("#macro-canned option", "value"), ["", shared.as_str()]);
    let own = own.as_str();
    for typed in [vec![("canned", own), ("look", "yes")], vec![("canned", own), ("of", own), ("go", "yes")]] {
        assert_eq!(visitor.submit(&page, &address(number), &typed).await.status, 404);
    }
    world.sql("UPDATE complaints SET owner_id = (SELECT id FROM staff WHERE role = 'lead')").await;
    let before = standing(&world, number).await;
    let page = look(&visitor, number, &shared).await;
    assert!(page.texts(".macro-stop").join(" ").contains("Жалобу ведёт"), "{}", page.body);
    assert_eq!(press(&visitor, &page, number, &[]).await.status, 409);
    assert_eq!(standing(&world, number).await, before);
}

#[tokio::test]
async fn a_macro_that_can_not_be_made_loses_nothing_typed() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = visitor.get(PAGE).await;
    let typed = [
        ("title", "Закрыть"),
        ("body", "Слова <b>"),
        ("then", "close"),
        ("severity", "high"),
        ("note", "Заметка"),
        ("count", "5"),
        ("unit", "hours"),
    ];
    let refused = visitor.submit(&page, PAGE, &typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.texts("#problem")[0].contains("«Состояние» и «Письмо»"), "{}", refused.body);
    assert_eq!(
        refused.attributes("#then option[selected], #severity option[selected]", "value"),
        ["high", "close"]
    );
    assert_eq!(
        (words(&refused, "#body"), words(&refused, "#note")),
        ("Слова <b>".to_owned(), "Заметка".to_owned())
    );
    assert_eq!(refused.attributes("#count", "value"), ["5"]);
    assert!(refused.has("details.macro-fields[open]"));
    for (fields, words) in [
        ([("then", "wait"), ("given", "refund")], "Исход заполняют"),
        ([("count", "366"), ("unit", "days")], "от 1 до 365"),
        ([("note", "{{me.nam}}"), ("unit", "days")], "{{me.nam}}"),
    ] {
        let mut typed = vec![("title", "Макрос"), ("body", "Слова")];
        typed.extend(fields);
        let refused = visitor.submit(&page, PAGE, &typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.texts("#problem")[0].contains(words), "{words}: {}", refused.body);
    }
    assert_eq!(world.count("SELECT count(*) FROM canned_answers").await, 0);
}

#[tokio::test]
async fn a_browser_puts_an_answer_where_the_cursor_is_and_looks_at_a_macro_before_it_acts() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let answer = made(&world, &visitor, &[("title", "Ответ"), ("body", "Номер {{complaint.number}}.")]).await;
    let id = made(&world, &visitor, &[("title", "Ждать"), ("body", "Пришлите чек."), ("then", "wait")]).await;
    let browser = Browser::open(DESK).await;
    let path = format!("/desk/complaints/{number}");
    browser.go(&format!("{}/sign-in?back={}", world.base, path.replace('/', "%2F"))).await;
    browser.type_into("#email", "handler@otklik.example").await;
    browser.type_into("#password", PASSWORD).await;
    browser.press("form button[type=submit]").await;
    browser.arrives_at(&path).await;
    browser.type_into("#reply-body", "Здравствуйте! До свидания.").await;
    let client = &browser.client;
    let run = |script: String| async move { client.execute(&script, vec![]).await.expect("a script") };
    run("document.querySelector('#reply-body').setSelectionRange(14, 14)".to_owned()).await;
    let choose = |id: &str| {
        format!(
            "document.querySelector('.deed-reply .canned').open = true; document.querySelector('.deed-reply .canned select').value = '{id}'"
        )
    };
    run(choose(&answer)).await;
    browser.press(".deed-reply .canned button").await;
    browser
        .waits_for(&format!(
            "document.querySelector('#reply-body').value === 'Здравствуйте! Номер {number}.До свидания.'"
        ))
        .await;
    browser.waits_for("document.querySelector('.canned-said').textContent.includes('Прочтите')").await;
    assert_eq!(browser.focused("id").await, "reply-body");
    // Once the draft is kept, and the page knows it: what a macro sends takes its draft along.
    world.becomes("SELECT count(*)::text FROM complaint_drafts WHERE fields::text LIKE '%Номер%'", "1").await;
    let kept = world
        .value("SELECT (extract(epoch FROM saved_at) * 1000000)::bigint::text FROM complaint_drafts")
        .await;
    browser
        .waits_for(&format!("document.querySelector('.deed-reply form').elements.draft.value === '{kept}'"))
        .await;
    // A macro takes what was typed along, and waits for the press.
    run(choose(&id)).await;
    browser.press(".deed-reply .canned button").await;
    browser.waits_for("document.querySelector('#preview')").await;
    let whole = format!("Здравствуйте! Номер {number}.До свидания.\\n\\nПришлите чек.");
    browser.waits_for(&format!("document.querySelector('#macro-body').value === '{whole}'")).await;
    assert_eq!(world.value("SELECT state FROM complaints").await, "in_progress");
    assert!(browser.fits_its_width().await);
    browser.press("#preview button[name=go]").await;
    world.becomes("SELECT state FROM complaints", "waiting_for_customer").await;
    browser.arrives_at(&path).await;
    // The words are sent: no draft of them comes back.
    assert_eq!(world.count("SELECT count(*) FROM complaint_drafts").await, 0);
}
