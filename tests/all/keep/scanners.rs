//! Mail scanners against the running server: whatever they fetch and wherever they click, nothing is an answer.

use fantoccini::Locator;
use reqwest::Method;

use super::{PHONE, hours_pass};
use crate::{
    form::{NOTHING, asked, traces},
    support::{
        World,
        browser::{Browser, DESK},
    },
};

#[tokio::test]
async fn a_storm_over_all_score_links_counts_nothing() {
    let world = World::with(&[("OTKLIK_WORKERS", "2")]).await;
    let mut links = Vec::new();
    for nth in 0..5 {
        links.push(asked(&world, &format!("k{nth}")).await.link);
    }
    let agents = [
        PHONE,
        "",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36",
        "curl/8.5.0",
        "BingPreview/1.0b",
    ];
    let visitor = world.stranger();
    let mut sent = 0;
    for link in &links {
        let requests = (0..=10).flat_map(|score| {
            let address = format!("{link}?nps={score}");
            agents.map(|agent| (address.clone(), agent))
        });
        let visitor = &visitor;
        let answers = futures_util::future::join_all(requests.map(async |(address, agent)| {
            let (method, ahead) =
                if address.ends_with('4') { (Method::HEAD, "none") } else { (Method::GET, "prefetch") };
            let headers =
                [("User-Agent", agent), ("Sec-Purpose", if agent.is_empty() { ahead } else { "none" })];
            visitor.send(method, &address, None, &headers).await.status
        }))
        .await;
        sent += answers.len();
        assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
        // Some scanners follow every other address of a page too.
        visitor.get(&format!("{link}/unsubscribe")).await;
        visitor.get(&format!("{link}/thanks")).await;
        visitor.get(&format!("{link}/keep")).await;
    }
    assert_eq!(sent, 275);
    world.becomes("SELECT count(DISTINCT invitation_id) FROM link_visits WHERE verdict = 'burst'", "5").await;
    world.becomes("SELECT count(*) FROM link_visits WHERE verdict = 'person'", "0").await;
    assert!(
        world
            .count("SELECT max(n) FROM (SELECT count(*) AS n FROM link_visits GROUP BY invitation_id) many")
            .await
            <= 30
    );
    assert_eq!(world.count("SELECT count(*) FROM partial_answers").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE unsubscribed_at IS NOT NULL").await, 0);
    assert_eq!(hours_pass(&world, 3).await, 0);
    assert_eq!(traces(&world).await, NOTHING);
}

/// Opens every score link, and on some clicks all that can be clicked but the button that sends.
async fn clicks_everywhere(browser: &Browser, world: &World, link: &str) {
    for score in 0..=10 {
        browser.go(&format!("{}{link}?nps={score}", world.base)).await;
        if score % 5 != 0 {
            continue;
        }
        let all = browser
            .client
            .find_all(Locator::Css("a, label, summary, select, textarea, input:not([type=hidden])"))
            .await
            .expect("elements");
        for element in all {
            // Some lie under others; a scanner does not mind either.
            let _ = element.click().await;
        }
    }
    // It stays a while, as those that look at pages do.
    browser.go(&format!("{}{link}?nps=0", world.base)).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    browser.go("about:blank").await;
}

#[tokio::test]
async fn a_browser_that_clicks_everything_but_the_button_counts_nothing() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let browser = Browser::open(DESK).await;
    clicks_everywhere(&browser, &world, &one.link).await;
    assert_eq!(traces(&world).await, NOTHING);
    assert_eq!(world.count("SELECT count(*) FROM link_visits WHERE verdict = 'person'").await, 0);
    assert!(world.count("SELECT count(*) FROM link_visits WHERE verdict = 'scanner'").await >= 11);
    assert_eq!(hours_pass(&world, 3).await, 0);
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 0);
    assert_eq!(world.value("SELECT opened_at IS NULL FROM invitations").await, "t");
}

#[tokio::test]
async fn nor_does_one_that_hides_that_it_is_a_robot() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let browser = Browser::open_in_hand(DESK).await;
    for score in [0, 3, 10] {
        browser.go(&format!("{}{}?nps={score}", world.base, one.link)).await;
    }
    world.becomes("SELECT count(*) FROM link_visits WHERE verdict = 'burst'", "3").await;
    clicks_everywhere(&browser, &world, &one.link).await;
    assert_eq!(traces(&world).await, NOTHING);
    // Clicks amid a burst are shown to staff and open nothing by themselves.
    assert_eq!(hours_pass(&world, 3).await, 0);
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 0);
}

#[tokio::test]
async fn a_score_before_somebodys_eyes_is_provisional_and_a_scanners_is_not() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let address = format!("{}{}?nps=3", world.base, one.link);
    // A browser that says that a program drives it gives no human sign.
    let robot = Browser::open(DESK).await;
    robot.go(&address).await;
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    assert_eq!(world.count("SELECT count(*) FROM partial_answers").await, 0);
    drop(robot);

    let person = Browser::open_in_hand(DESK).await;
    person.go(&address).await;
    world.becomes("SELECT count(*) FROM partial_answers WHERE sign = 'seen' AND nps = 3", "1").await;
    assert_eq!(traces(&world).await, NOTHING);
    assert_eq!(hours_pass(&world, 3).await, 0);
    // A hand on the page turns the provisional score into their own word.
    person.press("#satisfaction label:nth-of-type(3)").await;
    world.becomes("SELECT max(concat_ws(' ', sign, nps)) FROM partial_answers", "touched 3").await;
    assert_eq!(hours_pass(&world, 3).await, 1);
}
