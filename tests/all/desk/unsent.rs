//! A tab of yesterday: its session is over, and what was typed in it is given back.

use otklik::domain::role::Role;
use reqwest::Method;

use super::{card, does};
use crate::support::{World, make};

const WORDS: &str = "Здравствуйте, Анна! <b>Деньги</b> вернём завтра.";

#[tokio::test]
async fn words_of_a_session_that_is_over_are_shown_with_the_way_in_and_back() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "take", &[]).await;
    let page = card(&handler, number).await;
    world.sql("DELETE FROM sessions").await;
    for deed in ["reply", "note"] {
        let address = format!("/desk/complaints/{number}/{deed}");
        let typed = [("body", WORDS)];
        let kept = match deed {
            "reply" => handler.submit_files(&page, &address, &typed, &[]).await,
            _ => handler.submit(&page, &address, &typed).await,
        };
        assert_eq!(kept.status, 403, "{deed}");
        assert_eq!(kept.texts("textarea"), [WORDS], "{deed}");
        assert_eq!(kept.texts("h1"), ["Сеанс закончился"]);
        assert!(kept.attributes("a.btn", "href")[0].starts_with("/sign-in?back="));
    }
    // Nothing was typed: straight to the way in.
    let taken = handler.submit(&page, &format!("/desk/complaints/{number}/note"), &[("body", "")]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'note'").await, 0);
}

#[tokio::test]
async fn words_of_a_page_drawn_for_another_session_are_given_back_and_not_believed() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let yesterday = world.signed_in(Role::Handler).await;
    does(&yesterday, number, "take", &[]).await;
    let old = card(&yesterday, number).await;
    let csrf = old.attributes("input[name=csrf]", "value").remove(0);
    let today = world.signed_in(Role::Handler).await;
    let address = format!("/desk/complaints/{number}/note");
    let fields = [("csrf", csrf.as_str()), ("version", "2"), ("seen", "1"), ("body", WORDS)];
    let from = format!("{}/desk/complaints/{number}", world.base);
    let kept = today.send(Method::POST, &address, Some(&fields), &[("referer", &from)]).await;
    assert_eq!(kept.status, 403);
    assert_eq!(kept.texts("textarea"), [WORDS]);
    assert!(!kept.has("textarea b"));
    assert_eq!(kept.attributes("a.btn", "href"), [format!("/desk/complaints/{number}")]);
    // Another site's words are not shown as somebody's own.
    let foreign =
        today.send(Method::POST, &address, Some(&fields), &[("sec-fetch-site", "cross-site")]).await;
    assert!(foreign.status == 403 && !foreign.has("textarea"), "{}", foreign.body);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'note'").await, 0);
}
