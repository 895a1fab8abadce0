//! The form of every kind on real screens: narrow ones, enlarged ones, dark ones, and without a pointer.

use fantoccini::{
    Locator,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use otklik::domain::questionnaire::SurveyKind;

use super::asked_by;
use crate::support::{
    World,
    browser::{Browser, DESK, PHONE, PHONE_WITHOUT_SCRIPTS, Screen},
};

/// The narrowest screen of WCAG 2.2 1.4.10, which is also a desk of 1280 px at 400 %.
const NARROW: Screen = Screen { width: 320, height: 640, ..PHONE };

/// Everything that may be pressed and is smaller than 24 by 24 px (2.5.8), or sticks out of the screen.
const TROUBLE: &str = "
    const wide = innerWidth, trouble = [];
    if (document.documentElement.scrollWidth > wide) trouble.push('the page is ' + document.documentElement.scrollWidth);
    for (const one of document.querySelectorAll('main *')) {
        const box = one.getBoundingClientRect(), style = getComputedStyle(one);
        if (!box.width || style.visibility === 'hidden' || one.matches('.v, option, optgroup')) continue;
        const name = one.tagName + ' ' + (one.name || one.id || one.textContent.slice(0, 40));
        if (box.right > wide + 0.5 || box.left < -0.5) trouble.push(name + ' sticks out');
        if (one.scrollWidth > one.clientWidth + 1 && style.display !== 'inline' && !one.matches('select, input'))
            trouble.push(name + ' is cut off');
        if (one.matches('a.btn, button, input, select, textarea, label.w') && (box.width < 24 || box.height < 24))
            trouble.push(name + ' is small: ' + box.width + 'x' + box.height);
    }
    return trouble;";

async fn trouble(browser: &Browser) -> Vec<String> {
    let found = browser.client.execute(TROUBLE, vec![]).await.expect("a measure");
    serde_json::from_value(found).expect("a list")
}

#[tokio::test]
async fn every_kind_fits_the_narrowest_screen() {
    let world = World::new().await;
    let phone = Browser::open(NARROW).await;
    for kind in SurveyKind::all().iter().copied() {
        let link = asked_by(&world, kind, kind.code()).await;
        let form_of = format!("{link}?edit=1");
        for language in ["ru", "en"] {
            world
                .sql(&format!(
                    "UPDATE customers SET language = '{language}', name = 'Константин-Александр Преображенский-Достопримечательный'"
                ))
                .await;
            phone.go(&format!("{}{form_of}", world.base)).await;
            assert_eq!(trouble(&phone).await, Vec::<String>::new(), "{kind} {language}");
            assert!(phone.fits_its_width().await, "{kind} {language}");
            // Refused, with its summary and messages, and then thanked for, with long words.
            let words = "Достопримечательность".repeat(20);
            let visitor = world.stranger();
            let form = visitor.get(&form_of).await;
            let answer =
                visitor.submit(&form, &link, &[("comment", &words), ("competitor", &words[..300])]).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            phone.go(&format!("{}{link}/thanks", world.base)).await;
            assert_eq!(trouble(&phone).await, Vec::<String>::new(), "thanks of {kind} {language}");
        }
    }
}

#[tokio::test]
async fn a_refused_form_fits_and_begins_with_what_is_wrong() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let phone = Browser::open(NARROW).await;
    phone.go(&format!("{}{link}", world.base)).await;
    // The main reason comes into sight with the first tick.
    assert!(
        !phone
            .client
            .find(Locator::Css("#main_reason"))
            .await
            .expect("it")
            .is_displayed()
            .await
            .expect("yes or no")
    );
    phone.press("input[name=reason][value=slow]").await;
    let main = phone.client.find(Locator::Css("#main_reason")).await.expect("it");
    assert!(main.is_displayed().await.expect("yes or no"));
    // The script offers only what is ticked; without it, or by a page from another time, more can be sent.
    phone
        .client
        .execute(
            "const main = document.getElementById('main_reason');
             main.querySelector('[value=too_dear]').disabled = false;
             main.value = 'too_dear';
             document.getElementById('form').requestSubmit();",
            vec![],
        )
        .await
        .expect("sent");
    assert!(phone.text("[role=alert] h2").await.contains("Проверьте"));
    assert_eq!(trouble(&phone).await, Vec::<String>::new());
    let focused =
        phone.client.execute("return document.activeElement.className", vec![]).await.expect("a name");
    assert_eq!(focused, "card sum");
    phone.press("[role=alert] a").await;
    let focused = phone.client.execute("return document.activeElement.id", vec![]).await.expect("a name");
    assert_eq!(focused, "main_reason");
    // Taken back as it was asked for.
    main_reason(&phone, "slow").await;
    phone.press("#form button[type=submit]").await;
    world.becomes("SELECT coalesce(max(main_reason), '') FROM responses", "slow").await;
}

async fn main_reason(browser: &Browser, code: &str) {
    let main = browser.client.find(Locator::Css("#main_reason")).await.expect("it");
    main.select_by_value(code).await.expect("chosen");
}

/// Presses keys where the focus is.
async fn keys(browser: &Browser, keys: &[char]) {
    let presses = keys.iter().fold(KeyActions::new("keys".to_owned()), |all, key| {
        all.then(KeyAction::Down { value: *key }).then(KeyAction::Up { value: *key })
    });
    browser.client.perform_actions(presses).await.expect("keys");
}

async fn focused(browser: &Browser) -> String {
    let name =
        "const one = document.activeElement; return one.name ? one.name + '=' + one.value : one.tagName";
    browser.client.execute(name, vec![]).await.expect("a name").as_str().expect("text").to_owned()
}

#[tokio::test]
async fn a_resolution_survey_is_answered_by_keyboard_alone() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Resolution, "k1").await;
    let desk = Browser::open(DESK).await;
    desk.go(&format!("{}{link}", world.base)).await;
    let (tab, space, right, left) =
        (char::from(Key::Tab), ' ', char::from(Key::Right), char::from(Key::Left));
    keys(&desk, &[tab]).await;
    assert_eq!(focused(&desk).await, "solved=yes");
    keys(&desk, &[right]).await;
    assert!(desk.has("input[name=solved][value=no]:checked").await);
    // The focus is seen: a ring around the button whose field is itself transparent.
    let ring = "return getComputedStyle(document.activeElement.nextElementSibling).outlineStyle";
    assert_eq!(desk.client.execute(ring, vec![]).await.expect("a style"), "solid");
    keys(&desk, &[tab]).await;
    assert_eq!(focused(&desk).await, "rating[handling]=1");
    keys(&desk, &[space, left]).await;
    // One step back from the first is the way to take it back.
    assert_eq!(focused(&desk).await, "rating[handling]=");
    keys(&desk, &[right, right]).await;
    assert_eq!(focused(&desk).await, "rating[handling]=2");
    keys(&desk, &[tab]).await;
    keys(&desk, &['N', 'o', tab]).await;
    keys(&desk, &[space, tab, char::from(Key::Enter)]).await;
    desk.arrives_at(&format!("{link}/thanks")).await;
    assert_eq!(
        world.value("SELECT concat_ws('|', solved, ratings, comment, contact_me) FROM responses WHERE invitation_id IS NOT NULL").await,
        "f|{2}|No|t"
    );
}

#[tokio::test]
async fn the_enter_key_does_not_press_what_was_not_meant() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Inactive, "k1").await;
    let desk = Browser::open(DESK).await;
    desk.go(&format!("{}{link}", world.base)).await;
    desk.press("input[name=satisfaction][value='20']").await;
    keys(&desk, &[char::from(Key::Enter)]).await;
    desk.arrives_at(&format!("{link}/thanks")).await;
    assert_eq!(world.value("SELECT concat_ws('|', satisfaction, still_here) FROM responses").await, "20|f");
}

#[tokio::test]
async fn one_press_of_a_thumb_is_the_whole_answer() {
    for screen in [PHONE, PHONE_WITHOUT_SCRIPTS] {
        let world = World::new().await;
        let link = asked_by(&world, SurveyKind::Inactive, "k1").await;
        let phone = Browser::open(screen).await;
        phone.go(&format!("{}{link}", world.base)).await;
        phone.press("button[name=still_here]").await;
        phone.arrives_at(&format!("{link}/thanks")).await;
        assert_eq!(world.value("SELECT still_here FROM responses").await, "t");
    }
}
