//! Typing in a real browser: words survive a closed page, another device, a server that is gone; without scripts all works as ever.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::KEPT;
use crate::{
    form::{NOTHING, asked, traces},
    support::{
        World,
        browser::{Browser, DESK, PHONE, PHONE_WITHOUT_SCRIPTS},
    },
};

const COMMENT: &str = "textarea[name=comment]";

async fn value_of(browser: &Browser, css: &str) -> String {
    let script = format!("return document.querySelector(\"{css}\").value");
    browser.client.execute(&script, vec![]).await.expect("a value").as_str().unwrap_or_default().to_owned()
}

/// How many words of ours the browser remembers.
async fn remembered(browser: &Browser) -> i64 {
    browser
        .client
        .execute("return localStorage.length", vec![])
        .await
        .expect("a number")
        .as_i64()
        .expect("a number")
}

#[tokio::test]
async fn words_are_there_in_another_browser() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let address = format!("{}{}", world.base, one.link);
    let phone = Browser::open(PHONE).await;
    phone.go(&format!("{address}?nps=4")).await;
    phone.type_into(COMMENT, "Чай пришёл").await;
    world.becomes("SELECT max(concat_ws(' ', sign, nps, worded)) FROM partial_answers", "touched 4 t").await;
    // The address of the letter's score is done with: a reload keeps what the hand says.
    assert!(phone.client.current_url().await.expect("an address").query().is_none());
    // The last words go when the page is left, however quickly.
    phone.type_into(COMMENT, " мокрым").await;
    phone.go("about:blank").await;
    world
        .becomes(
            "SELECT body LIKE '%' || '%D0%BC%D0%BE%D0%BA%D1%80%D1%8B%D0%BC' || '%' FROM partial_answers",
            "t",
        )
        .await;
    drop(phone);

    let desk = Browser::open(DESK).await;
    desk.go(&address).await;
    assert_eq!(value_of(&desk, COMMENT).await, "Чай пришёл мокрым");
    assert!(desk.has("input[name=nps][value='4']:checked").await);
    assert!(desk.text("main").await.contains("Мы сохранили то, что вы уже отметили"));
    assert_eq!(traces(&world).await, NOTHING);
    desk.press("form[data-keep] button[type=submit]").await;
    desk.arrives_at(&format!("{}/thanks", one.link)).await;
    assert_eq!(world.value("SELECT comment FROM responses").await, "Чай пришёл мокрым");
    assert_eq!(remembered(&desk).await, 0, "nothing stays on the device after 'thank you'");
}

#[tokio::test]
async fn without_scripts_it_is_one_page_and_one_button() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let phone = Browser::open(PHONE_WITHOUT_SCRIPTS).await;
    phone.go(&format!("{}{}?nps=9", world.base, one.link)).await;
    phone.type_into(COMMENT, "Спасибо").await;
    phone.press("form[data-keep] button[type=submit]").await;
    phone.arrives_at(&format!("{}/thanks", one.link)).await;
    assert_eq!(world.value("SELECT concat_ws(' ', nps, comment) FROM responses").await, "9 Спасибо");
    assert_eq!(world.value(KEPT).await, "nothing");
}

#[tokio::test]
async fn what_is_wrong_is_shown_by_the_page_with_every_word() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let desk = Browser::open(DESK).await;
    desk.go(&format!("{}{}", world.base, one.link)).await;
    desk.press("form[data-keep] button[type=submit]").await;
    assert!(desk.text(".sum").await.contains("Вы ещё ничего не ответили"));
    desk.type_into(COMMENT, "Теперь есть").await;
    desk.press("form[data-keep] button[type=submit]").await;
    desk.arrives_at(&format!("{}/thanks", one.link)).await;
    assert_eq!(world.value("SELECT comment FROM responses").await, "Теперь есть");
}

/// The program itself, serving this world at an address of its own; it can be killed.
struct Program(Child);

impl Program {
    async fn start(world: &World, listen: &str) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_otklik"))
            .args(["serve", "--no-worker", "--listen", listen])
            .envs(world.settings.iter())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let patience = tokio::time::Instant::now() + Duration::from_secs(30);
        while reqwest::get(format!("http://{listen}/healthz")).await.is_err() {
            assert!(tokio::time::Instant::now() < patience, "it never listened");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Self(child)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until the line of the form says something, or nothing any more.
async fn line_says(browser: &Browser, words: &str) {
    let patience = tokio::time::Instant::now() + Duration::from_secs(30);
    loop {
        let line = browser.client.execute("return document.getElementById('kept').textContent", vec![]).await;
        let line = line.expect("the line").as_str().unwrap_or_default().to_owned();
        if (words.is_empty() && line.is_empty()) || (!words.is_empty() && line.contains(words)) {
            return;
        }
        assert!(tokio::time::Instant::now() < patience, "the line says {line:?} and never {words:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").to_string()
}

#[tokio::test]
async fn words_outlive_a_server_that_is_gone_and_go_when_it_returns() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let listen = free_address();
    let program = Program::start(&world, &listen).await;
    let phone = Browser::open(PHONE).await;
    phone.go(&format!("http://{listen}{}", one.link)).await;
    drop(program);
    phone.type_into(COMMENT, "Пока связи нет").await;
    line_says(&phone, "сохранено на этом устройстве").await;
    assert_eq!(phone.attribute("#kept", "role").await, "status");
    assert_eq!(remembered(&phone).await, 1);
    assert_eq!(world.value(KEPT).await, "nothing");

    // The press waits too, and says so.
    phone.press("form[data-keep] button[type=submit]").await;
    line_says(&phone, "уйдёт, как только связь вернётся").await;
    assert_eq!(value_of(&phone, COMMENT).await, "Пока связи нет");
    assert_eq!(traces(&world).await, NOTHING);
    let _program = Program::start(&world, &listen).await;
    phone.client.execute("dispatchEvent(new Event('online'))", vec![]).await.expect("an event");
    phone.arrives_at(&format!("{}/thanks", one.link)).await;
    assert_eq!(world.value("SELECT comment FROM responses").await, "Пока связи нет");
    assert_eq!(world.count("SELECT count(*) FROM responses").await, 1);
    assert_eq!(remembered(&phone).await, 0);
}

#[tokio::test]
async fn unsent_words_come_back_after_a_reload_and_discarded_visits_are_in_the_metrics() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let listen = free_address();
    let program = Program::start(&world, &listen).await;
    let address = format!("http://{listen}{}", one.link);
    let desk = Browser::open(DESK).await;
    desk.go(&address).await;
    drop(program);
    desk.press("#nps label:nth-of-type(3)").await;
    desk.type_into(COMMENT, "Не потерять").await;
    line_says(&desk, "сохранено на этом устройстве").await;
    desk.go("about:blank").await;
    let _program = Program::start(&world, &listen).await;
    desk.go(&address).await;
    assert_eq!(value_of(&desk, COMMENT).await, "Не потерять");
    assert!(desk.has("input[name=nps][value='2']:checked").await);
    world.becomes("SELECT max(concat_ws(' ', sign, nps, worded)) FROM partial_answers", "touched 2 t").await;
    assert_eq!(traces(&world).await, NOTHING);

    reqwest::Client::new().head(format!("{address}?nps=1")).send().await.expect("an answer");
    world.becomes("SELECT count(*) FROM link_visits WHERE verdict = 'head'", "1").await;
    let metrics =
        reqwest::get(format!("http://{listen}/metrics")).await.expect("metrics").text().await.expect("text");
    assert!(metrics.contains("otklik_visits_discarded_total{verdict=\"head\"} 1"), "{metrics}");
}

#[tokio::test]
async fn a_network_that_comes_back_by_itself_is_noticed() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let phone = Browser::open(PHONE).await;
    phone.go(&format!("{}{}", world.base, one.link)).await;
    phone.network(false).await;
    phone.type_into(COMMENT, "В метро").await;
    line_says(&phone, "Нет связи").await;
    phone.network(true).await;
    world.becomes("SELECT count(*) FROM partial_answers WHERE worded", "1").await;
    line_says(&phone, "").await;
    assert_eq!(remembered(&phone).await, 0);
}

#[tokio::test]
async fn the_main_reason_is_one_of_those_ticked() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let desk = Browser::open(DESK).await;
    desk.go(&format!("{}{}", world.base, one.link)).await;
    // The fields of an exit survey, put into this form.
    let fields = "document.querySelector('form[data-keep]').insertAdjacentHTML('afterbegin',
        '<input type=checkbox name=reason value=slow><input type=checkbox name=reason value=too_dear>' +
        '<select name=main_reason><option value=\"\"><option value=slow><option value=too_dear></select>')";
    desk.client.execute(fields, vec![]).await.expect("fields");
    let offered = "return [...document.querySelectorAll('[name=main_reason] option')]
        .filter(one => !one.disabled).map(one => one.value).join(' ')";
    for (box_, choice) in [("slow", " slow"), ("too_dear", " slow too_dear"), ("slow", " too_dear")] {
        desk.press(&format!("[name=reason][value={box_}]")).await;
        let found = desk.client.execute(offered, vec![]).await.expect("choices");
        assert_eq!(found.as_str(), Some(choice));
        if choice == " slow too_dear" {
            desk.press("[name=main_reason] option[value=slow]").await;
            assert_eq!(value_of(&desk, "[name=main_reason]").await, "slow");
        }
    }
    assert_eq!(value_of(&desk, "[name=main_reason]").await, "", "no longer ticked, no longer the main one");
}
