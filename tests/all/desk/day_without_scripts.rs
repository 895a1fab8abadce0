//! A day of a handler, at the telephone, and of a lead, in a browser without scripts: every step is a link or a form.

use fantoccini::wd::PrintConfigurationBuilder;
use otklik::domain::role::Role;
use serde_json::json;

use crate::{
    mail::server::Server,
    outbox::make::{work, worker},
    post::make::{INBOX, answer, letter, pipe, world},
    support::{
        World,
        browser::{Browser, DESK_WITHOUT_SCRIPTS, PHONE_WITHOUT_SCRIPTS, Screen},
        make,
    },
};

const QUEUE: &str = "/desk/complaints";

async fn begins(world: &World, role: Role, screen: Screen) -> Browser {
    let browser = Browser::open(screen).await;
    browser.signs_in(world, role).await;
    browser
}

/// Presses what leads somewhere, and is there.
async fn goes(browser: &Browser, css: &str, path: &str) {
    browser.press(css).await;
    browser.arrives_at(path).await;
}

/// Opens what a link leads to.
async fn follows(world: &World, browser: &Browser, css: &str) {
    let path = browser.attribute(css, "href").await;
    browser.go(&format!("{}{path}", world.base)).await;
}

/// Unfolds what is folded.
async fn unfolds(browser: &Browser, css: &str) {
    if !browser.has(&format!("{css}[open]")).await {
        browser.press(&format!("{css} > summary")).await;
    }
}

async fn chooses(browser: &Browser, select: &str, value: &str) {
    browser.press(&format!("{select} option[value='{value}']")).await;
}

fn card(number: i64) -> String {
    format!("{QUEUE}/{number}")
}

/// Goes to the list and from there to a card.
async fn opens(browser: &Browser, number: i64) {
    goes(browser, "header .nav-link[href='/desk/complaints']", QUEUE).await;
    goes(browser, &format!("a.row-link[href='{}']", card(number)), &card(number)).await;
}

/// State, cause, resolution, remedies and money of a complaint.
async fn outcome(world: &World, number: i64) -> String {
    let outcome =
        "SELECT concat_ws(' ', state, root_cause, resolution, remedy_sought, remedy_given, compensation)";
    world.value(&format!("{outcome} FROM complaints WHERE id = {number}")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_works_a_complaint_from_the_queue_to_its_end() {
    let world = world().await;
    let first = make::complaint(&world, "first", 1).await;
    let second = make::complaint(&world, "second", 2).await;
    let browser = begins(&world, Role::Handler, DESK_WITHOUT_SCRIPTS).await;
    // A list of one's own.
    browser.press(".queue-filters a[href$='#fields']").await;
    browser.press("#fields input[name=severity][value=critical]").await;
    browser.press("#fields button[type=submit]").await;
    browser.says(".queue-chips", "критическая").await;
    unfolds(&browser, ".queue-save").await;
    browser.type_into("#view-name", "Самое срочное").await;
    browser.press(".queue-save button[type=submit]").await;
    browser.says(".queue-lists .active", "Самое срочное").await;
    browser.says(".queue-lists .active .queue-count", "2").await;
    goes(&browser, "button[data-do=take_next]", &card(first)).await;
    browser.says(".complaint-story", "Диван привезли поздно").await;
    unfolds(&browser, ".deed-note").await;
    browser.type_into("#note-body", "Звонил в доставку").await;
    browser.press(".deed-note .btn-note").await;
    browser.says(".said-note", "Звонил в доставку").await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("накладная.txt");
    std::fs::write(&file, "Накладная № 7").expect("written");
    unfolds(&browser, ".attach").await;
    browser.type_into("#attach-files", file.to_str().expect("a path")).await;
    browser.press(".attach button").await;
    browser.says("#files .file-name", "накладная.txt").await;
    // Ready words are written where they are kept, and filled in by the card.
    unfolds(&browser, ".deed-reply").await;
    unfolds(&browser, ".canned").await;
    goes(&browser, ".canned a[href='/desk/canned']", "/desk/canned").await;
    browser.type_into("#title", "Разбираемся").await;
    browser.type_into("#body", "Здравствуйте, {{customer.name}}! Жалоба № {{complaint.number}}.").await;
    browser.press("form[action='/desk/canned'] button.btn-primary").await;
    browser.says(".canned-list", "Разбираемся").await;
    opens(&browser, first).await;
    unfolds(&browser, ".deed-reply").await;
    unfolds(&browser, ".canned").await;
    chooses(&browser, "select[name=canned]", &world.value("SELECT id FROM canned_answers").await).await;
    goes(&browser, "button[formaction$='/canned']", &format!("{}/canned", card(first))).await;
    let filled = format!("Здравствуйте, Пётр Волков! Жалоба № {first}.");
    browser.says("#reply-body", &filled).await;
    // Sent, taken back within its fifteen seconds, and sent again: the customer is asked.
    for _ in ["too soon", "for good"] {
        if !browser.has(".deed-reply [name=wait]:checked").await {
            browser.press(".deed-reply [name=wait]").await;
        }
        goes(&browser, ".deed-reply button.btn-primary", &card(first)).await;
        browser.says(".leaving", "Письмо уйдёт").await;
        if world.count("SELECT count(*) FROM letters").await == 1 {
            browser.press(".leaving button").await;
            browser.says("#reply-body", &filled).await;
            world.becomes("SELECT state FROM letters", "cancelled").await;
        }
    }
    assert_eq!(outcome(&world, first).await, "waiting_for_customer");
    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 1).await.sent, 1);
    // The customer writes back.
    let raw = answer(&world, first, "first", "a1", "Верните, пожалуйста, деньги.");
    assert_eq!(pipe(&world, raw).await.0, 0);
    goes(&browser, "header .nav-link[href='/desk/complaints']", QUEUE).await;
    browser.says(&format!("#complaint-{first} .q-state"), "новое от клиента").await;
    opens(&browser, first).await;
    browser.says("#history", "Верните, пожалуйста, деньги.").await;
    unfolds(&browser, ".deed-resolve").await;
    for (field, value) in
        [("cause", "delivery.late"), ("resolution", "upheld"), ("sought", "refund"), ("given", "refund")]
    {
        chooses(&browser, &format!("#resolve-{field}"), value).await;
    }
    browser.type_into("#resolve-amount", "1 500,50").await;
    browser.type_into("#resolve-body", "Деньги вернули.").await;
    browser.press(".deed-resolve .btn-success").await;
    browser.says(".card-badges", "решена").await;
    assert_eq!(outcome(&world, first).await, "resolved delivery.late upheld refund refund 1500.50");
    // The next row.
    opens(&browser, second).await;
    browser.press(".deeds-take button").await;
    browser.says(".complaint-facts", "Иван Петров").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_taken_in_put_off_linked_merged_and_parted_on_a_telephone() {
    let world = world().await;
    let known = make::complaint(&world, "ring", 5).await;
    let customer = world.count("SELECT customer_id FROM complaints").await;
    let other = make::complaint(&world, "other", 5).await;
    make::purchase(&world, customer, "А-2026-7", 3).await;
    world
        .sql(&format!("UPDATE customers SET phone = '+79161234567', name = 'Анна Ким' WHERE id = {customer}"))
        .await;
    let browser = begins(&world, Role::Handler, PHONE_WITHOUT_SCRIPTS).await;
    goes(&browser, "a[data-do=new]", "/desk/complaints/new").await;
    // Words that are typed already survive every look-up.
    browser.type_into("#body", "Чайник течёт").await;
    let found = format!("#customer-{customer}");
    for asked in ["8 (916) 123-45-67", "ким анна", "№ А-2026-7"] {
        browser.fill("#q", asked).await;
        // Enter looks, as the button does.
        browser.type_into("#q", "\u{E007}").await;
        browser.says("#intake-people", "Анна Ким").await;
        assert!(browser.has(&found).await, "{asked}");
        assert_eq!(browser.attribute("#q", "value").await, asked);
        browser.says("#body", "Чайник течёт").await;
    }
    browser.press(&format!("label[for=customer-{customer}]")).await;
    browser.press(".intake-choose").await;
    browser.says("#intake-who", &format!("№\u{a0}{known}")).await;
    // The order that was named is chosen.
    browser.says("#purchase option[selected]", "А-2026-7").await;
    browser.press("label[for=told-spot]").await;
    browser.press(".intake-end button").await;
    browser.says("#history", "Чайник течёт").await;
    let number = world.count("SELECT max(id) FROM complaints").await;
    assert_eq!(browser.path().await, card(number));
    browser.press(".deeds-take button").await;
    browser.says(".complaint-facts", "Иван Петров").await;
    unfolds(&browser, ".deed-snooze").await;
    browser.press(".deed-snooze button.btn-outline-primary").await;
    browser.says(".standing", "Иван Петров").await;
    browser.press(".standing form[action$='/wake'] button").await;
    world.becomes("SELECT count(*) FROM complaints WHERE snoozed_until IS NOT NULL", "0").await;
    unfolds(&browser, ".deed-link").await;
    browser.type_into("#link-other", &format!("№ {other}")).await;
    browser.press(".deed-link button.btn-outline-primary").await;
    browser.says(".complaint-facts", "связана с этой").await;
    unfolds(&browser, ".deed-merge").await;
    browser.type_into("#merge-target", &known.to_string()).await;
    browser.press(".deed-merge button.btn-outline-primary").await;
    browser.says(".standing", &format!("№\u{a0}{known}")).await;
    goes(&browser, ".standing a", &card(known)).await;
    browser.says("#history", "Приняла в себя жалобу").await;
    goes(&browser, &format!(".complaint-facts a[href='{}']", card(number)), &card(number)).await;
    browser.press(".standing form[action$='/unmerge'] button").await;
    world
        .becomes("SELECT count(*) FROM complaints WHERE merged_into_id IS NOT NULL OR state = 'merged'", "0")
        .await;
    browser.says(".card-badges", "в работе").await;
    assert!(browser.fits_its_width().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lead_hands_out_work_sorts_a_letter_prints_a_dossier_and_the_house_is_set_up() {
    let world = world().await;
    let mut numbers = Vec::new();
    for n in 1..=3 {
        numbers.push(make::complaint(&world, &format!("c{n}"), n).await);
    }
    let handler = super::staff(&world, "handler").await;
    let owners =
        "SELECT count(*) FROM complaints WHERE owner_id = (SELECT id FROM staff WHERE role = 'handler')";
    let browser = begins(&world, Role::Lead, DESK_WITHOUT_SCRIPTS).await;
    // Many at once, taken back, and done again.
    for _ in ["undone", "done"] {
        goes(&browser, "header .nav-link[href='/desk/complaints']", QUEUE).await;
        for number in &numbers {
            browser.press(&format!(".q-pick input[value='{number}']")).await;
        }
        chooses(&browser, "#bulk select[name=to]", &handler).await;
        browser.press("#bulk button[value=assign]").await;
        browser.says(".bulk-state", "сделано 3").await;
        world.becomes(owners, "3").await;
        if world.count("SELECT count(*) FROM bulk_deeds").await == 1 {
            browser.press(".bulk-state form button").await;
            browser.says(".bulk-state", "возвращено как было 3").await;
            world.becomes(owners, "0").await;
        }
    }
    // Somebody leaves.
    world.sql("UPDATE staff SET deactivated_at = now() WHERE role = 'handler'").await;
    goes(&browser, "header .nav-link[href='/desk/complaints']", QUEUE).await;
    goes(&browser, "a[href='/desk/handover']", "/desk/handover").await;
    chooses(&browser, "#from", &handler).await;
    chooses(&browser, "#to", &super::staff(&world, "lead").await).await;
    browser.press("form[action='/desk/handover'] button").await;
    browser.says(".bulk-state", "сделано 3").await;
    world.becomes(owners, "0").await;
    goes(&browser, "header .nav-link[href='/desk/team']", "/desk/team").await;
    browser.says("main", "Мария Лебедева").await;
    // A letter that names no complaint.
    let stray = letter(
        &[
            "From: Анна <anna@elsewhere.example>",
            &format!("To: {INBOX}"),
            "Subject: Где заказ?",
            "Message-ID: <s1@elsewhere.example>",
        ],
        "Так где он?",
    );
    assert_eq!(pipe(&world, stray).await.0, 0);
    goes(&browser, "header .nav-link[href='/desk/complaints']", QUEUE).await;
    goes(&browser, ".queue-sorting a", "/desk/sorting").await;
    browser.type_into(".mail-put input[name=number]", &numbers[0].to_string()).await;
    browser.press(".mail-put button").await;
    opens(&browser, numbers[0]).await;
    browser.says("#history", "Так где он?").await;
    let dossier = format!("{}/dossier", card(numbers[0]));
    goes(&browser, "#history a[href$='/dossier']", &dossier).await;
    browser.says("main", "Диван привезли поздно").await;
    let printed = browser.client.print(PrintConfigurationBuilder::default().build().expect("a way")).await;
    assert!(printed.expect("paper").starts_with(b"%PDF"));
    // The administrator's turn at the same screen.
    goes(&browser, &format!("a[href='{}']", card(numbers[0])), &card(numbers[0])).await;
    unfolds(&browser, ".account").await;
    goes(&browser, ".account form[action='/sign-out'] button", "/sign-in").await;
    browser.signs_in(&world, Role::Admin).await;
    browser.press("header .nav-link[href='/settings/surveys']").await;
    // The bar stands open by styles alone, which a driver does not believe: its links are followed, not pressed.
    browser.arrives_at("/settings/surveys").await;
    follows(&world, &browser, ".settings-bar a[href='/settings/clocks']").await;
    browser.fill("#day1", "10:00–19:00").await;
    browser.press("form[action='/settings/clocks'] button.btn-primary").await;
    let monday = "SELECT concat_ws(' ', value #>> '{week,0,0,opens}', value #>> '{week,0,0,closes}') FROM settings WHERE key = 'complaints.calendar'";
    world.becomes(monday, "600 1140").await;
    follows(&world, &browser, ".settings-bar a[href='/settings/legal-terms']").await;
    let code = world.value("SELECT code FROM legal_terms WHERE unit = 'calendar_days' LIMIT 1").await;
    let term = format!("#term-{code} details");
    unfolds(&browser, &term).await;
    browser.fill(&format!("#{code}-amount"), "77").await;
    browser.press(&format!("{term} .btn-primary")).await;
    world.becomes(&format!("SELECT amount FROM legal_terms WHERE code = '{code}'"), "77").await;
}
