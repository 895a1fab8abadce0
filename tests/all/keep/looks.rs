//! Looks at links: who is taken for a robot, what is written of it, and that none is an answer.

use reqwest::Method;

use super::{KEPT, PHONE, keep, look};
use crate::{
    form::{NOTHING, asked, traces},
    support::{Visitor, World},
};

const VISITS: &str =
    "SELECT coalesce(string_agg(concat_ws(' ', verdict, score), '; ' ORDER BY id), 'none') FROM link_visits";
const OPENED: &str = "SELECT opened_at IS NOT NULL FROM invitations";

async fn send(visitor: &Visitor, method: Method, address: &str, headers: &[(&str, &str)]) {
    let page = visitor.send(method, address, None, headers).await;
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn the_first_open_by_a_person_is_noted_once() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    look(&visitor, &one.link).await;
    world.becomes(OPENED, "t").await;
    world.becomes(VISITS, "person").await;
    let first = world.value("SELECT opened_at FROM invitations").await;
    look(&visitor, &one.link).await;
    look(&visitor, &format!("{}?nps=7", one.link)).await;
    world.becomes(VISITS, "person; person nps=7").await;
    assert_eq!(world.value("SELECT opened_at FROM invitations").await, first);
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn robots_are_known_by_what_they_say() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let address = format!("{}?nps=3", one.link);
    let mut wanted = Vec::new();
    for (method, header, value, verdict) in [
        (Method::HEAD, "X-Any", "1", "head"),
        (Method::GET, "Sec-Purpose", "prefetch;prerender", "prefetch"),
        (Method::GET, "Purpose", "prefetch", "prefetch"),
        (Method::GET, "X-Moz", "prefetch", "prefetch"),
        (Method::GET, "X-Purpose", "preview", "prefetch"),
    ] {
        send(&visitor, method, &address, &[("User-Agent", PHONE), (header, value)]).await;
        wanted.push(format!("{verdict} nps=3"));
        world.becomes(VISITS, &wanted.join("; ")).await;
    }
    for name in
        ["", "curl/8.5.0", "Mozilla/5.0 (compatible; Barracuda Sentinel)", "Mozilla/5.0 HeadlessChrome/130.0"]
    {
        send(&visitor, Method::GET, &address, &[("User-Agent", name)]).await;
        wanted.push("scanner nps=3".to_owned());
        world.becomes(VISITS, &wanted.join("; ")).await;
    }
    assert_eq!(world.value(OPENED).await, "f");
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn several_scores_at_once_are_taken_back() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    look(&visitor, &format!("{}?nps=1", one.link)).await;
    world.becomes(OPENED, "t").await;
    keep(&visitor, &one.link, "seen", &[("nps", "1")]).await;
    assert_eq!(world.value(KEPT).await, "seen 1 1 nps=1");
    look(&visitor, &format!("{}?nps=2", one.link)).await;
    world.becomes(VISITS, "burst nps=1; burst nps=2").await;
    world.becomes(OPENED, "f").await;
    assert_eq!(world.value(KEPT).await, "seen 1 burst 1 nps=1");
    // What was discarded is never shown again.
    let page = look(&visitor, &one.link).await;
    assert_eq!(page.attributes("input[name=nps][checked]", "value"), Vec::<String>::new());
    assert!(!page.body.contains("Мы сохранили"));
    // A hand on the page says more than all of that.
    keep(&visitor, &one.link, "touched", &[("nps", "8")]).await;
    look(&visitor, &format!("{}?nps=3", one.link)).await;
    world.becomes("SELECT count(*) FROM link_visits WHERE verdict = 'burst' AND score = 'nps=3'", "1").await;
    assert_eq!(world.value(KEPT).await, "touched 8 2 nps=8");
}

#[tokio::test]
async fn a_second_thought_is_no_burst() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    look(&visitor, &format!("{}?nps=1", one.link)).await;
    world.becomes(VISITS, "person nps=1").await;
    world.sql("UPDATE link_visits SET at = at - interval '9 seconds'").await;
    look(&visitor, &format!("{}?nps=8", one.link)).await;
    world.becomes(VISITS, "person nps=1; person nps=8").await;
    keep(&visitor, &one.link, "seen", &[("nps", "8")]).await;
    assert_eq!(world.value(KEPT).await, "seen 8 1 nps=8");
    assert_eq!(world.value(OPENED).await, "t");
}

#[tokio::test]
async fn provisional_scores_that_differ_at_once_are_a_burst_too() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    look(&visitor, &format!("{}?nps=1", one.link)).await;
    world.becomes(VISITS, "person nps=1").await;
    // The pages of two scores, side by side.
    assert_eq!(keep(&visitor, &one.link, "seen", &[("nps", "9")]).await.status, 204);
    assert_eq!(world.value(KEPT).await, "seen 9 burst 1 nps=9");
    assert_eq!(world.value(VISITS).await, "burst nps=1");
}

#[tokio::test]
async fn a_robots_provisional_score_is_discarded_and_its_hand_is_not_denied() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let headless = [("User-Agent", "Mozilla/5.0 HeadlessChrome/130.0")];
    let address = format!("{}/keep", one.link);
    visitor.send(Method::POST, &address, Some(&[("nps", "2"), ("sign", "seen")]), &headless).await;
    assert_eq!(world.value(KEPT).await, "seen 2 scanner 1 nps=2");
    visitor.send(Method::POST, &address, Some(&[("nps", "2"), ("sign", "touched")]), &headless).await;
    assert_eq!(world.value(KEPT).await, "touched 2 2 nps=2");
}

#[tokio::test]
async fn a_link_has_thirty_rows_a_day_at_most() {
    let world = World::with(&[("OTKLIK_WORKERS", "2")]).await;
    let one = asked(&world, "k1").await;
    for round in 0..4 {
        let visitors: Vec<_> =
            (0..11).map(|score| (world.stranger(), format!("{}?nps={score}", one.link))).collect();
        futures_util::future::join_all(visitors.iter().map(|(visitor, address)| look(visitor, address)))
            .await;
        let rows = (11 * (round + 1)).min(30);
        world.becomes("SELECT count(*) FROM link_visits", &rows.to_string()).await;
    }
    world.becomes("SELECT count(*) FROM link_visits WHERE verdict = 'burst'", "30").await;
    assert_eq!(world.value(OPENED).await, "f");
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn a_closed_or_forged_link_leaves_no_trace() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    world.sql("UPDATE invitations SET revoked_at = now()").await;
    let visitor = world.stranger();
    look(&visitor, &format!("{}?nps=1", one.link)).await;
    look(&visitor, "/s/none?nps=1").await;
    let open = asked(&world, "k2").await;
    look(&visitor, &open.link).await;
    world.becomes("SELECT count(*) FROM link_visits", "1").await;
    assert_eq!(world.count("SELECT invitation_id FROM link_visits").await, open.invitation);
}
