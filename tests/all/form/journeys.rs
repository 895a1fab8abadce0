//! A form of every kind as people fill it in, in a real browser: with scripts and without, in both languages.

use fantoccini::Locator;
use otklik::domain::questionnaire::SurveyKind;

use super::asked_by;
use crate::support::{
    World,
    browser::{Browser, PHONE, PHONE_WITHOUT_SCRIPTS, Screen},
};

/// What somebody does on the form, one thing after the other.
enum Deed {
    Press(&'static str),
    Choose(&'static str, &'static str),
    Type(&'static str, &'static str),
}
use Deed::{Choose, Press, Type};

/// What is done on a form of each kind, and what is then stored.
fn deeds(kind: SurveyKind) -> (Vec<Deed>, &'static str) {
    match kind {
        SurveyKind::Purchase => (
            vec![
                Press("input[name=nps][value='9']"),
                Press("input[name=satisfaction][value='80']"),
                Choose("#r-delivery", "7"),
                Choose("#r-extras", "na"),
                Type("#comment", "Спасибо"),
            ],
            "9|80|{NULL,NULL,7,NULL,NULL,-1}||||||||f|Спасибо|f",
        ),
        SurveyKind::Relationship => (
            vec![
                Press("input[name=nps][value='10']"),
                // Taken back.
                Press("input[name=satisfaction][value='10']"),
                Press("input[name=satisfaction][value='']"),
                Press("input[name=wallet_share][value='30']"),
                Choose("#heard_from", "search"),
                Press("input[name=contact_me]"),
            ],
            "10||{NULL,NULL,NULL,NULL,NULL,NULL}|||||search|30||f||t",
        ),
        SurveyKind::Inactive => {
            (vec![Type("#comment", "Уезжал"), Press("button[name=still_here]")], "||{}||||||||t|Уезжал|f")
        }
        SurveyKind::Exit => (
            vec![
                Press("input[name=reason][value=moved]"),
                Press("input[name=reason][value=slow]"),
                Press("input[name=reason][value=too_dear]"),
                Press("input[name=reason][value=moved]"),
                Choose("#main_reason", "slow"),
                Type("#competitor", "Чайный дом"),
                Type("#bring_back", "Скидка"),
            ],
            "||{}|{slow,too_dear}|slow|Чайный дом|Скидка||||f||f",
        ),
        SurveyKind::Resolution => (
            vec![Press("input[name=solved][value=yes]"), Press("#r-handling input[value='4']")],
            "||{4}|||||||true|f||f",
        ),
        SurveyKind::Staff => (
            vec![
                Press("input[name=nps][value='6']"),
                Choose("#r-personal", "8"),
                Type("#comment", "Очереди"),
            ],
            "6||{NULL,NULL,NULL,NULL,NULL,NULL,NULL,8}||||||||f|Очереди|f",
        ),
    }
}

async fn every_kind_is_answered_on(screen: Screen) {
    let world = World::new().await;
    let phone = Browser::open(screen).await;
    for kind in SurveyKind::all().iter().copied() {
        for language in ["ru", "en"] {
            let link = asked_by(&world, kind, &format!("{kind} {language}")).await;
            world.sql(&format!("UPDATE customers SET language = '{language}'")).await;
            phone.go(&format!("{}{link}", world.base)).await;
            assert_eq!(phone.attribute("html", "lang").await, language);
            let (deeds, stored) = deeds(kind);
            for deed in &deeds {
                match deed {
                    Press(css) => phone.press(css).await,
                    Type(css, words) => phone.type_into(css, words).await,
                    Choose(css, value) => {
                        let select =
                            phone.client.wait().for_element(Locator::Css(css)).await.expect("a select");
                        select.select_by_value(value).await.expect("chosen");
                    }
                }
            }
            // The one press of who is still here has sent it.
            if kind != SurveyKind::Inactive {
                phone.press("#form > button[type=submit]").await;
            }
            phone.arrives_at(&format!("{link}/thanks")).await;
            let found = world
                .value(
                    "SELECT concat_ws('|', coalesce(nps::text, ''), coalesce(satisfaction::text, ''), ratings::text,
                            coalesce(reasons::text, ''), coalesce(main_reason, ''), coalesce(competitor, ''),
                            coalesce(bring_back, ''), coalesce(heard_from, ''), coalesce(wallet_share::text, ''),
                            coalesce(solved::text, ''), still_here, coalesce(comment, ''), contact_me)
                     FROM responses WHERE invitation_id IS NOT NULL ORDER BY id DESC LIMIT 1",
                )
                .await;
            assert_eq!(found, stored, "{kind} {language}");
        }
    }
}

#[tokio::test]
async fn every_kind_is_answered_with_scripts() {
    every_kind_is_answered_on(PHONE).await;
}

#[tokio::test]
async fn every_kind_is_answered_without_scripts() {
    every_kind_is_answered_on(PHONE_WITHOUT_SCRIPTS).await;
}
