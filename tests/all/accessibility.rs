//! Every state of every page and letter that customers see, as axe-core finds it in a real browser, light and dark.

use otklik::{
    domain::{language::Language, questionnaire::SurveyKind},
    mail::compose,
};

use crate::{
    form::asked_by,
    mail::make as letters,
    roads,
    support::{
        World, axe,
        browser::{Browser, PHONE},
    },
};

const LANGUAGES: [&str; 2] = ["ru", "en"];

/// What somebody of a kind says who is not content.
fn said(kind: SurveyKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        SurveyKind::Purchase => {
            vec![("nps", "2"), ("satisfaction", "30"), ("rating[delivery]", "1"), ("comment", "Поздно")]
        }
        SurveyKind::Relationship => {
            vec![
                ("nps", "6"),
                ("rating[price]", "na"),
                ("heard_from", "friends"),
                ("wallet_share", "40"),
                ("contact_me", "1"),
            ]
        }
        SurveyKind::Inactive => vec![("still_here", "1"), ("comment", "Пока хватает")],
        SurveyKind::Exit => vec![
            ("reason", "slow"),
            ("reason", "too_dear"),
            ("main_reason", "slow"),
            ("competitor", "Чайная гавань"),
            ("bring_back", "Доставка в срок"),
        ],
        SurveyKind::Resolution => {
            vec![("solved", "no"), ("rating[handling]", "2"), ("comment", "Не перезвонили")]
        }
        SurveyKind::Staff => vec![("nps", "8"), ("rating[personal]", "9")],
    }
}

async fn speak(world: &World, language: &str) {
    world.sql(&format!("UPDATE customers SET language = '{language}'")).await;
}

#[tokio::test]
async fn forms_thanks_and_what_stands_behind_a_link_pass_axe() {
    let world = World::new().await;
    let browser = Browser::open(PHONE).await;
    let visitor = world.stranger();
    for kind in SurveyKind::all().iter().copied() {
        let link = asked_by(&world, kind, kind.code()).await;
        let page = format!("{}{link}", world.base);
        for language in LANGUAGES {
            speak(&world, language).await;
            browser.go(&page).await;
            assert!(browser.fits_its_width().await, "{kind} {language} is wider than the screen");
            axe::passes(&browser, &format!("the form of {kind} {language}")).await;
        }
        // Sent with nothing in it.
        browser.press("#form > button[type=submit]").await;
        browser.text("[role=alert]").await;
        axe::passes(&browser, &format!("the refused form of {kind}")).await;
        assert_eq!(visitor.post(&link, &said(kind)).await.status, 303, "{kind}");
        for language in LANGUAGES {
            speak(&world, language).await;
            for (state, address) in [("thanks", "/thanks"), ("afterwards", ""), ("correcting", "?edit=1")] {
                browser.go(&format!("{page}{address}")).await;
                assert!(
                    browser.fits_its_width().await,
                    "{state} of {kind} {language} is wider than the screen"
                );
                axe::passes(&browser, &format!("{state} of {kind} {language}")).await;
            }
        }
    }
}

#[tokio::test]
async fn every_other_state_of_a_link_passes_axe() {
    let world = World::new().await;
    let browser = Browser::open(PHONE).await;
    let link = asked_by(&world, SurveyKind::Purchase, "k1").await;
    let visitor = world.stranger();
    visitor.post(&link, &said(SurveyKind::Purchase)).await;
    let open = roads::open_link(&world, "purchase", Some("Арбат")).await;
    for language in LANGUAGES {
        speak(&world, language).await;
        for address in ["/withdraw", "/unsubscribe"] {
            browser.go(&format!("{}{link}{address}", world.base)).await;
            axe::passes(&browser, &format!("{address} {language}")).await;
        }
        browser.go(&format!("{}{}?l={language}", world.base, open.path)).await;
        assert!(browser.fits_its_width().await);
        axe::passes(&browser, &format!("an open link {language}")).await;
        browser.go(&format!("{}{}", world.base, crate::form::forged(1))).await;
        axe::passes(&browser, "a forged link").await;
    }
    visitor.post(&format!("{link}/unsubscribe"), &[]).await;
    visitor.post(&format!("{link}/withdraw"), &[]).await;
    browser.go(&format!("{}{link}", world.base)).await;
    axe::passes(&browser, "a withdrawn answer").await;
    browser.go(&format!("{}{link}/unsubscribe", world.base)).await;
    axe::passes(&browser, "who unsubscribed").await;
    world.sql("UPDATE invitations SET planned_at = '2026-01-01', expires_at = '2026-02-01'").await;
    browser.go(&format!("{}{link}", world.base)).await;
    axe::passes(&browser, "an expired link").await;
    world.sql("UPDATE invitations SET revoked_at = now()").await;
    browser.go(&format!("{}{link}", world.base)).await;
    axe::passes(&browser, "a revoked link").await;
}

#[tokio::test]
async fn letters_pass_axe() {
    let folder = tempfile::tempdir().expect("a folder");
    let browser = Browser::open(PHONE).await;
    for language in [Language::Russian, Language::English] {
        for (name, letter) in letters::letters() {
            let composed = compose(&letter, &letters::addressed(language)).expect("a letter");
            let file = folder.path().join("letter.html");
            std::fs::write(&file, composed.html).expect("written");
            browser.go(&format!("file://{}", file.display())).await;
            axe::passes(&browser, &format!("the letter {name} {language}")).await;
        }
    }
}
