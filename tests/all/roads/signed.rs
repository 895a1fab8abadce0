//! A link that a shop signs: it opens a form, binds the answer to customer and order, and nothing else passes.

use std::process::{Command, Stdio};

use chrono::Utc;
use otklik::domain::{questionnaire::SurveyKind, role::Role, snippet::Signed};
use reqwest::Method;

use super::{NOTHING, otklik, traces};
use crate::support::{World, make};

fn link(world: &World, customer: &str, order: &str, kind: SurveyKind, seconds: i64) -> String {
    let signed = Signed {
        customer: customer.to_owned(),
        order: order.to_owned(),
        expires: Utc::now().timestamp() + seconds,
        kind,
    };
    format!("/p?{}", signed.query(&world.shared.keys.shared_key()))
}

fn purchase(world: &World, customer: &str, order: &str) -> String {
    link(world, customer, order, SurveyKind::Purchase, 600)
}

#[tokio::test]
async fn looking_writes_nothing_and_forgeries_open_nothing() {
    let world = World::new().await;
    let good = purchase(&world, "C-1", "A-7");
    let page = world.stranger().get(&good).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("set-cookie"), "");
    assert!(!page.has("input[name=contact]") && !page.has("input[name=order_number]"));
    assert_eq!(world.stranger().send(Method::HEAD, &good, None, &[]).await.status, 200);
    for (bad, status) in [
        (good.replace("A-7", "A-8"), 404),
        (good.replace("&s=", "&s=0"), 404),
        ("/p".to_owned(), 404),
        (link(&world, "C-1", "A-7", SurveyKind::Purchase, -1), 410),
        (link(&world, "C-1", "A-7", SurveyKind::Purchase, 31 * 86_400), 404),
        (link(&world, "C-1", "A-7", SurveyKind::Staff, 600), 404),
        (link(&world, "C-1", "", SurveyKind::Purchase, 600), 404),
    ] {
        assert_eq!(world.stranger().get(&bad).await.status, status, "{bad}");
        assert_eq!(world.stranger().post(&bad, &[("nps", "9")]).await.status, status, "{bad}");
    }
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn an_unknown_customer_is_made_bare_and_answers_once_however_often() {
    let world = World::new().await;
    let link = purchase(&world, "<b>C&1</b>", "A 7");
    let drawn = world.stranger().get(&link).await;
    assert_eq!(drawn.attributes("form", "action"), [link.as_str()]);
    let presses = (0..6).map(|_| world.stranger());
    let pages = futures_util::future::join_all(presses.map(|visitor| {
        let link = link.as_str();
        async move { visitor.post(link, &[("nps", "9")]).await }
    }))
    .await;
    assert!(pages.iter().all(|page| page.status == 303 && page.location() == pages[0].location()));
    assert_eq!(
        world
            .value(
                "SELECT concat_ws('|', c.external_id, c.standing, c.consent, i.road, i.order_number, i.purchase_id IS NULL)
                 FROM invitations i JOIN customers c ON c.id = i.customer_id",
            )
            .await,
        "<b>C&1</b>|customer|f|page|A 7|t"
    );
    assert_eq!(traces(&world).await, "1 1 1 0 0 0 0");
    // Looked at again, it is the invitation's own form; sent again, the same answer is corrected.
    let again = world.stranger().get(&link).await;
    assert_eq!(again.status, 302);
    assert_eq!(format!("{}/thanks", again.location()), pages[0].location());
    assert!(
        world
            .stranger()
            .get(&format!("{}?edit=1", again.location()))
            .await
            .has("input[name=nps][value='9'][checked]")
    );
    let changed = world.stranger().post(&link, &[("nps", "2")]).await;
    assert_eq!(changed.location(), pages[0].location());
    assert_eq!(traces(&world).await, "1 1 1 1 1 0 0");
}

#[tokio::test]
async fn a_known_order_is_bound_and_a_letters_invitation_is_used() {
    let world = World::new().await;
    let buyer = make::customer(&world, "C-1").await;
    let first = make::purchase(&world, buyer, "A-1", 3).await;
    let second = make::purchase(&world, buyer, "A-2", 3).await;
    let invitation = make::invitation(&world, buyer, second).await;
    for (order, purchase_id) in [("A-1", first), ("A-2", second)] {
        let page = world.stranger().post(&purchase(&world, "C-1", order), &[("nps", "9")]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        assert_eq!(
            world.count(&format!("SELECT count(*) FROM responses WHERE purchase_id = {purchase_id}")).await,
            1
        );
    }
    assert_eq!(
        world.count(&format!("SELECT count(*) FROM responses WHERE invitation_id = {invitation}")).await,
        1
    );
    // Another customer's order is not theirs, whatever the shop signs.
    let page = world.stranger().post(&purchase(&world, "C-2", "A-1"), &[("nps", "1")]).await;
    assert_eq!(page.status, 303);
    assert_eq!(world.value("SELECT order_number FROM invitations ORDER BY id DESC LIMIT 1").await, "A-1");
    assert_eq!(world.count(&format!("SELECT count(*) FROM responses WHERE purchase_id = {first}")).await, 1);
}

#[tokio::test]
async fn an_answer_given_in_a_shop_is_not_shown_to_the_orders_owner() {
    let world = World::new().await;
    let buyer = make::customer(&world, "C-1").await;
    make::purchase(&world, buyer, "A-1", 3).await;
    let shop = super::open_link(&world, "purchase", None).await;
    let fields = [("nps", "0"), ("comment", "Чужие слова"), ("order_number", "A-1")];
    assert_eq!(super::answer(&world, &shop, "one", &fields).await.status, 303);
    let link = purchase(&world, "C-1", "A-1");
    let page = world.stranger().get(&link).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("Чужие слова"));
    assert_eq!(world.stranger().post(&link, &[("nps", "9")]).await.status, 303);
    assert_eq!(world.value("SELECT string_agg(nps::text, ',' ORDER BY id) FROM responses").await, "0,9");
}

#[tokio::test]
async fn the_company_is_asked_about_without_an_order() {
    let world = World::new().await;
    let link = link(&world, "C-1", "", SurveyKind::Relationship, 600);
    let page = world.stranger().post(&link, &[("nps", "9")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let again = world.stranger().post(&link, &[("nps", "8")]).await;
    assert_eq!(again.location(), page.location());
    assert_eq!(world.value("SELECT kind || ' ' || nps FROM responses").await, "relationship 8");
    // Who asked to be forgotten is not remembered by an old link.
    world.sql("UPDATE customers SET erased_at = now()").await;
    assert_eq!(world.stranger().post(&link, &[("nps", "1")]).await.status, 410);
}

#[tokio::test]
async fn wrong_fields_come_back_with_every_word() {
    let world = World::new().await;
    let link = purchase(&world, "C-1", "A-7");
    let page = world.stranger().post(&link, &[("nps", "11"), ("comment", "Чай </textarea>")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.texts("textarea"), ["Чай </textarea>"]);
    assert_eq!(page.attributes("form", "action"), [link]);
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn the_command_prints_html_whose_link_opens() {
    let world = World::new().await;
    let output = otklik(
        &world,
        &["snippet", "--customer", "C\"><script>", "--order", "A-7", "--language", "en"],
        &[("OTKLIK_BASE_URL", &world.base), ("OTKLIK_COMPANY", "Лавка & <сыновья>")],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let html = String::from_utf8(output.stdout).expect("text");
    let page = scraper::Html::parse_fragment(&html);
    let anchor = scraper::Selector::parse("p > a").expect("a selector");
    let href = page.select(&anchor).next().and_then(|link| link.attr("href")).expect("a link").to_owned();
    assert!(!html.contains("<script") && !html.contains("<сыновья"), "{html}");
    let opened = world.stranger().get(href.strip_prefix(&world.base).expect("this server")).await;
    assert_eq!((opened.status, opened.attributes("html", "lang")), (200, vec!["en".to_owned()]));
    for arguments in [
        &["snippet", "--customer", "C-1"][..],
        &["snippet", "--customer", "C-1", "--order", "A", "--days", "31"],
        &["snippet", "--customer", "C-1", "--order", "A", "--kind", "staff"],
        &["snippet", "--customer", "C\n1", "--order", "A"],
    ] {
        assert_eq!(otklik(&world, arguments, &[]).status.code(), Some(1), "{arguments:?}");
    }
}

/// Runs a sample of the page as a shop would, and answers the link it made.
fn run(program: &str, arguments: &[&str], code: &str, key: &str) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .env("OTKLIK_PAGE_KEY", key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    std::io::Write::write_all(child.stdin.as_mut().expect("its input"), code.as_bytes()).expect("the code");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{code}");
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

#[tokio::test]
async fn the_sample_on_the_page_signs_what_the_house_accepts() {
    let world = World::new().await;
    let page = world.signed_in(Role::Admin).await.get("/settings/links").await;
    let key = page.texts("#page-key").remove(0);
    let html = page.html();
    let selector = scraper::Selector::parse("pre").expect("a selector");
    let sample = |mark: &str| {
        html.select(&selector)
            .map(|element| element.text().collect::<String>())
            .find(|text| text.contains(mark))
            .unwrap_or_else(|| panic!("no sample with {mark}"))
    };
    let python = format!("customer, order = 'Ключ & 1', 'A 7'\n{}\nprint(link)", sample("hashlib"));
    let made = run("python3", &["-"], &python, &key);
    let path = made.strip_prefix(&world.base).unwrap_or_else(|| panic!("{made}"));
    assert_eq!(world.stranger().get(path).await.status, 200, "{made}");
    assert_eq!(world.stranger().post(path, &[("nps", "9")]).await.status, 303);
    assert_eq!(world.value("SELECT external_id FROM customers").await, "Ключ & 1");
    // The two others sign the same four lines.
    for mark in ["hash_hmac", "createHmac"] {
        let text = sample(mark);
        assert!(text.contains(&world.base) && text.contains("OTKLIK_PAGE_KEY"), "{text}");
    }
}
