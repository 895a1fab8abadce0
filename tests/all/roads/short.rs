//! Short addresses: they lead on, write nothing, and guessing at them ends soon.

use otklik::domain::token::ShortLink;
use reqwest::Method;

use super::{NOTHING, traces};
use crate::{form::asked, support::World};

fn short(world: &World, invitation: i64) -> String {
    format!("/q/{}", world.shared.keys.short_code(ShortLink::Invitation, invitation))
}

#[tokio::test]
async fn a_short_address_leads_to_the_form() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let before = traces(&world).await;
    let path = short(&world, one.invitation);
    for method in [Method::GET, Method::HEAD] {
        let page = world.stranger().send(method, &path, None, &[]).await;
        assert_eq!(page.status, 302);
        assert_eq!(page.location(), format!("{}{}", world.base, one.link));
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("set-cookie"), "");
    }
    // As somebody types it from a receipt.
    let typed = path.replace("/q/", "").to_uppercase().replace('0', "O").replace('1', "l");
    let page = world.stranger().get(&format!("/q/{}-{}", &typed[..4], &typed[4..])).await;
    assert_eq!(page.location(), format!("{}{}", world.base, one.link));
    assert_eq!(traces(&world).await, before);
}

#[tokio::test]
async fn guessing_is_over_after_thirty_wrong_codes_and_right_ones_go_on() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let mut answers = Vec::new();
    for at in 0..32 {
        answers.push(visitor.get(&format!("/q/{at:014}")).await);
    }
    assert!(answers[..30].iter().all(|page| page.status == 404));
    let last = &answers[31];
    assert_eq!(last.status, 429);
    assert!(last.body.contains("Подождите минуту"), "{}", last.body);
    assert_eq!(last.header("referrer-policy"), "no-referrer");
    assert_eq!(visitor.get(&short(&world, one.invitation)).await.status, 302);
}

#[tokio::test]
async fn nobody_is_behind_what_is_no_code() {
    let world = World::new().await;
    for path in ["/q/0", "/q/%00", "/q/абв", &format!("/q/{}", "a".repeat(5_000)), "/q/-----------"] {
        assert_eq!(world.stranger().get(path).await.status, 404, "{path}");
    }
    assert_eq!(world.stranger().post("/q/0", &[]).await.status, 405);
    assert_eq!(traces(&world).await, NOTHING);
}
