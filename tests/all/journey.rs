//! The main job as people live it, in a real browser: a file of purchases becomes a letter, an answer, a solved complaint and a figure.

use std::process::{Command, Output};

use fantoccini::Locator;
use otklik::domain::role::Role;

use crate::support::{
    World,
    browser::{Browser, DESK, PHONE, PHONE_WITHOUT_SCRIPTS, Screen},
    world::PASSWORD,
};

/// Runs the program itself on the database of this world.
fn otklik(world: &World, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_otklik"))
        .args(arguments)
        .envs(world.settings.iter())
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Imports a customer and a delivered purchase, plans, sends; answers when the letter is in the mailbox.
fn a_letter_arrives(world: &World) {
    let folder = tempfile::tempdir().expect("a folder");
    let customers = folder.path().join("customers.csv");
    let purchases = folder.path().join("purchases.csv");
    std::fs::write(
        &customers,
        "external_id,name,email,language,consent\nC-1,Вера <b>Орлова</b>,vera@customer.example,ru,да\n",
    )
    .expect("a file");
    let bought = (chrono::Utc::now() - chrono::Duration::days(3)).format("%Y-%m-%dT%H:%M:%SZ");
    std::fs::write(
        &purchases,
        format!("external_id;customer_external_id;purchased_at;amount;currency;store\nP-1;C-1;{bought};1 234,50;RUB;Арбат\n"),
    )
    .expect("a file");
    otklik(world, &["import", "customers", customers.to_str().expect("a path")]);
    otklik(world, &["import", "purchases", purchases.to_str().expect("a path")]);
    otklik(world, &["invite", "--kind", "purchase"]);
}

async fn sign_in(browser: &Browser, world: &World, role: Role) {
    browser.go(&format!("{}/sign-in", world.base)).await;
    browser.type_into("#email", &format!("{}@otklik.example", role.code())).await;
    browser.type_into("#password", PASSWORD).await;
    browser.press("button[type=submit]").await;
    browser.arrives_at("/desk/complaints").await;
}

/// Opens the letter and presses the score, as a reader would; lands on the form.
async fn press_the_score(browser: &Browser, world: &World, score: u8) {
    browser.go(&format!("{}/mailbox", world.base)).await;
    browser.press("main a[href^='/mailbox/']").await;
    let frame = browser.client.wait().for_element(Locator::Css("iframe")).await.expect("the letter");
    frame.enter_frame().await.expect("inside the letter");
    let link = browser.attribute(&format!("a[href$='nps={score}']"), "href").await;
    browser.go(&link).await;
}

async fn an_answer_on(screen: Screen) {
    let world = World::new().await;
    a_letter_arrives(&world);
    world.sql("UPDATE letters SET due_at = now() - interval '1 minute'").await;
    otklik(&world, &["work", "--once"]);
    let phone = Browser::open(Screen { scripts: true, ..screen }).await;
    press_the_score(&phone, &world, 2).await;
    let form = phone.client.current_url().await.expect("an address").to_string();
    drop(phone);

    // A robot opening the link has not voted.
    assert_eq!(world.count("SELECT count(*) FROM responses").await, 0);

    let phone = Browser::open(screen).await;
    phone.go(&form).await;
    assert!(phone.has("input[name=nps][value='2']:checked").await);
    if screen.scripts {
        assert!(phone.fits_its_width().await);
    }
    phone.type_into("textarea[name=comment]", "Чай пришёл мокрым, коробка рваная.").await;
    phone.press("label[for=contact_me], input[name=contact_me]").await;
    phone.press("form[method=post] button[type=submit]").await;
    let thanks = format!(
        "{}/thanks",
        form.split_once("/s/").map_or("", |(_, token)| token.split('?').next().unwrap_or(""))
    );
    phone.arrives_at(&format!("/s/{thanks}")).await;
    assert_eq!(world.value("SELECT comment FROM responses").await, "Чай пришёл мокрым, коробка рваная.");
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE state = 'new' AND severity = 4").await, 1);

    let number = world.value("SELECT id FROM complaints").await;
    let desk = Browser::open(DESK).await;
    sign_in(&desk, &world, Role::Lead).await;
    desk.press(&format!("a[href='/desk/complaints/{number}']")).await;
    desk.press(&format!("form[action='/desk/complaints/{number}/take'] button")).await;
    desk.type_into(
        &format!("form[action='/desk/complaints/{number}/reply'] textarea"),
        "Извините нас. Завтра привезём новый.",
    )
    .await;
    desk.press(&format!("form[action='/desk/complaints/{number}/reply'] button[type=submit]")).await;
    world.becomes("SELECT count(*) FROM letters WHERE kind = 'reply'", "1").await;
    // The seconds in which it could be taken back are over.
    world.sql("UPDATE letters SET due_at = now() WHERE kind = 'reply'").await;
    otklik(&world, &["work", "--once"]);
    assert_eq!(world.value("SELECT state FROM letters WHERE kind = 'reply'").await, "sent");
    desk.go(&format!("{}/desk/complaints/{number}", world.base)).await;
    desk.client
        .execute(
            "const form = document.querySelector(\"form[action$='/resolve']\");
             form.closest('details').open = true;
             for (const list of form.querySelectorAll('select')) list.selectedIndex = list.options.length - 1;",
            vec![],
        )
        .await
        .expect("a choice");
    desk.press(&format!("form[action='/desk/complaints/{number}/resolve'] button[type=submit]")).await;
    world.becomes("SELECT state FROM complaints", "resolved").await;

    world.roll_up().await;
    desk.go(&format!("{}/board/nps?period=all", world.base)).await;
    let board = desk.text("main").await;
    assert!(board.contains('1'), "{board}");
    let report = otklik(&world, &["report", "nps", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).expect("JSON");
    assert_eq!(report["total"]["n"], 1);
    assert_eq!(report["total"]["detractors"], 1);
}

#[tokio::test]
async fn a_purchase_becomes_a_letter_an_answer_a_solved_complaint_and_a_figure() {
    an_answer_on(PHONE).await;
}

#[tokio::test]
async fn the_form_needs_no_script() {
    an_answer_on(PHONE_WITHOUT_SCRIPTS).await;
}
