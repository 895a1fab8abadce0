//! Every kind of survey from its link to its thank-you page, in a real browser: both languages, with scripts and without.

use otklik::domain::questionnaire::SurveyKind;

use crate::support::{
    World, axe,
    browser::{Browser, PHONE, PHONE_WITHOUT_SCRIPTS, Screen},
    make,
};

/// What a person does on a form.
enum Deed {
    Press(&'static str),
    Type(&'static str, &'static str),
    Choose(&'static str, &'static str),
}
use Deed::{Choose, Press, Type};

/// What is done on the form of a kind, and what is stored of it.
struct Journey {
    kind: SurveyKind,
    deeds: &'static [Deed],
    /// The button that sends it.
    sends: &'static str,
    /// A row of `responses` as one text.
    stored: (&'static str, &'static str),
}

const SEND: &str = "form[method=post] button[type=submit]:not([name])";

const JOURNEYS: [Journey; 6] = [
    Journey {
        kind: SurveyKind::Purchase,
        deeds: &[
            Press("input[name=nps][value='9']"),
            Press("input[name=satisfaction][value='80']"),
            Choose("select[name='rating[delivery]']", "7"),
            Type("textarea[name=comment]", "Хороший чай."),
        ],
        sends: SEND,
        stored: ("nps || '/' || satisfaction || '/' || ratings[3] || '/' || comment", "9/80/7/Хороший чай."),
    },
    Journey {
        kind: SurveyKind::Relationship,
        deeds: &[
            Press("input[name=nps][value='10']"),
            Press("input[name=wallet_share][value='60']"),
            Choose("select[name=heard_from]", "friends"),
        ],
        sends: SEND,
        stored: ("nps || '/' || wallet_share || '/' || heard_from", "10/60/friends"),
    },
    Journey {
        kind: SurveyKind::Inactive,
        deeds: &[],
        sends: "button[name=still_here]",
        stored: ("still_here::text", "true"),
    },
    Journey {
        kind: SurveyKind::Exit,
        deeds: &[
            Press("input[name=reason][value=slow]"),
            Press("input[name=reason][value=too_dear]"),
            Choose("select[name=main_reason]", "too_dear"),
            Type("[name=competitor]", "Чайная гавань"),
            Type("textarea[name=bring_back]", "Цены как раньше."),
        ],
        sends: SEND,
        stored: (
            "array_to_string(reasons, '+') || '/' || main_reason || '/' || competitor || '/' || bring_back || '/' ||
             cardinality(reasons_shown)",
            "slow+too_dear/too_dear/Чайная гавань/Цены как раньше./25",
        ),
    },
    Journey {
        kind: SurveyKind::Resolution,
        deeds: &[Press("input[name=solved][value=yes]"), Press("input[name='rating[handling]'][value='5']")],
        sends: SEND,
        stored: ("solved || '/' || ratings[1]", "true/5"),
    },
    Journey {
        kind: SurveyKind::Staff,
        deeds: &[
            Press("input[name=nps][value='8']"),
            Choose("select[name='rating[service]']", "6"),
            Choose("select[name='rating[personal]']", "10"),
        ],
        sends: SEND,
        stored: ("nps || '/' || ratings[5] || '/' || ratings[8]", "8/6/10"),
    },
];

/// Somebody who is asked, with what the kind is about; answers the invitation.
async fn asked(world: &World, kind: SurveyKind, language: &str) -> i64 {
    let name = format!("{kind}-{language}");
    let customer = make::customer(world, &name).await;
    world.sql(&format!("UPDATE customers SET language = '{language}' WHERE id = {customer}")).await;
    let mut about = "NULL, NULL, NULL".to_owned();
    match kind {
        SurveyKind::Purchase => {
            about = format!("{}, NULL, NULL", make::purchase(world, customer, &name, 3).await);
        }
        SurveyKind::Exit => {
            let left = format!(
                "INSERT INTO departures (customer_id, left_at, source)
                 VALUES ({customer}, now() - interval '15 days', 'staff') RETURNING id"
            );
            about = format!("NULL, NULL, {}", world.value(&left).await);
        }
        SurveyKind::Resolution => {
            let complaint = make::complaint(world, &format!("complaint of {name}"), 5).await;
            world
                .sql(&format!(
                    "UPDATE complaints SET customer_id = {customer}, state = 'resolved', resolved_at = now() - interval '1 day',
                            first_answered_at = now() - interval '2 days' WHERE id = {complaint}"
                ))
                .await;
            about = format!("NULL, {complaint}, NULL");
        }
        SurveyKind::Relationship | SurveyKind::Inactive | SurveyKind::Staff => {}
    }
    let invited = format!(
        "INSERT INTO invitations (kind, customer_id, purchase_id, complaint_id, departure_id, version_id, planned_at,
                                  send_at, sent_at, expires_at)
         SELECT kind, {customer}, {about}, current_version_id, now(), now(), now(), now() + interval '30 days'
         FROM questionnaires WHERE kind = '{kind}' RETURNING id"
    );
    world.value(&invited).await.parse().expect("an id")
}

async fn fill(browser: &Browser, deeds: &[Deed]) {
    for deed in deeds {
        match deed {
            Press(css) => browser.press(css).await,
            Type(css, words) => browser.type_into(css, words).await,
            Choose(css, value) => browser.press(&format!("{css} option[value='{value}']")).await,
        }
    }
}

async fn every_kind_on(screen: Screen) {
    let world = World::new().await;
    let browser = Browser::open(screen).await;
    for journey in &JOURNEYS {
        for language in ["ru", "en"] {
            let invitation = asked(&world, journey.kind, language).await;
            let path = format!("/s/{}", world.shared.keys.sign(invitation));
            let page = format!("{} {language}", journey.kind);
            browser.go(&format!("{}{path}", world.base)).await;
            assert_eq!(browser.attribute("html", "lang").await, language, "{page}");
            if screen.scripts {
                assert!(browser.fits_its_width().await, "{page} is wider than the screen");
                axe::passes(&browser, &format!("the form of {page}")).await;
            }
            fill(&browser, journey.deeds).await;
            browser.press(journey.sends).await;
            browser.arrives_at(&format!("{path}/thanks")).await;
            let (said, expected) = journey.stored;
            let stored = format!("SELECT {said} FROM responses WHERE invitation_id = {invitation}");
            assert_eq!(world.value(&stored).await, expected, "{page}");
            if screen.scripts {
                axe::passes(&browser, &format!("the thanks of {page}")).await;
                browser.go(&format!("{}{path}", world.base)).await;
                assert!(browser.fits_its_width().await, "{page} afterwards is wider than the screen");
                axe::passes(&browser, &format!("what stands behind the link of {page} afterwards")).await;
            }
        }
    }
}

#[tokio::test]
async fn every_kind_is_answered_on_a_phone_and_passes_axe() {
    every_kind_on(PHONE).await;
}

#[tokio::test]
async fn every_kind_is_answered_without_a_script() {
    every_kind_on(PHONE_WITHOUT_SCRIPTS).await;
}
