//! The page of the rules: shown, changed, refused with what was typed, restored; and who did it.

use otklik::domain::{questionnaire::SurveyKind, role::Role};

use crate::support::{
    Page, Visitor, World,
    browser::{Browser, DESK, PHONE, Screen},
};

const PAGE: &str = "/settings/surveys";
const PURCHASE: &str = "/settings/surveys/purchase";
const GOOD: [(&str, &str); 5] =
    [("on", "on"), ("delay_days", "3"), ("window_days", "9"), ("reminder_days", "4"), ("expiry_days", "20")];

/// What the fields of a card show.
fn shown(page: &Page, card: &str) -> Vec<String> {
    page.attributes(&format!("#{card} input.form-control"), "value")
}

async fn admin(world: &World) -> (Visitor, Page) {
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    assert_eq!(page.status, 200, "{}", page.body);
    (admin, page)
}

#[tokio::test]
async fn the_page_shows_what_every_survey_asks_and_when() {
    let world = World::new().await;
    let (_, page) = admin(&world).await;
    let titles = page.texts("h2");
    assert_eq!(titles.len(), 1 + SurveyKind::all().len(), "{titles:?}");
    assert_eq!(titles[0], "Правила для всех опросов");
    assert_eq!(shown(&page, "shared"), ["30", "10", "20"]);
    assert_eq!(page.attributes("#shared input[checked]", "name").len(), 7);
    assert_eq!(shown(&page, "purchase"), ["2", "6", "3", "30"]);
    assert_eq!(shown(&page, "relationship"), ["90", "3", "30"]);
    assert_eq!(shown(&page, "inactive"), ["3", "30"]);
    assert_eq!(shown(&page, "exit"), ["14", "60", "3", "30"]);
    assert_eq!(shown(&page, "resolution"), ["1", "14", "3", "30"]);
    assert_eq!(shown(&page, "staff"), ["3", "30"]);
    let exit = page.texts("#exit").remove(0);
    for words in
        ["причины ухода, к кому ушли", "через 14 дней после ухода", "через 3 дня получит", "исходные правила"]
    {
        assert!(exit.contains(words), "{words}: {exit}");
    }
    // Who is inactive is set in one place, and this page says where.
    let inactive = page.texts("#inactive").remove(0);
    assert!(inactive.contains("если 90 дней нет покупок. После 180 дней"), "{inactive}");
    assert!(page.has("#inactive a[href='/settings/churn']"));
    assert!(page.has("nav a[href='/settings/surveys'][aria-current=page]"));
}

#[tokio::test]
async fn every_page_of_settings_hangs_in_one_bar_and_lights_itself() {
    let world = World::new().await;
    let (admin, page) = admin(&world).await;
    let pages = page.attributes(".settings-bar a", "href");
    assert_eq!(pages.len(), 13, "{pages:?}");
    assert_eq!(page.attributes("header nav a[href^='/settings/']", "href").len(), 1);
    for address in &pages {
        let page = admin.get(address).await;
        assert_eq!(&page.attributes(".settings-bar a", "href"), &pages, "{address}");
        assert_eq!(page.attributes(".settings-bar [aria-current=page]", "href"), [address.as_str()]);
        assert!(page.has("header nav a[aria-current]"), "{address} is in no section");
    }
}

#[tokio::test]
async fn the_bar_unfolds_on_a_phone_and_stands_open_where_there_is_room() {
    let world = World::new().await;
    let seen = "document.querySelector('.settings-bar a').checkVisibility()";
    for (screen, open) in [(PHONE, false), (Screen { width: 1024, ..DESK }, true), (DESK, true)] {
        let browser = Browser::open(screen).await;
        browser.go(&format!("{}/sign-in", world.base)).await;
        browser.type_into("#email", "admin@otklik.example").await;
        browser.type_into("#password", crate::support::world::PASSWORD).await;
        browser.press("button[type=submit]").await;
        browser.waits_for("document.querySelector('header nav')").await;
        browser.go(&format!("{}{PAGE}", world.base)).await;
        assert!(browser.fits_its_width().await, "{} px are too few", screen.width);
        if !open {
            browser.waits_for(&format!("!({seen})")).await;
            browser.press(".settings-bar summary").await;
        }
        browser.waits_for(seen).await;
    }
}

#[tokio::test]
async fn changed_rules_are_kept_shown_and_signed() {
    let world = World::new().await;
    let (admin, page) = admin(&world).await;
    let done = admin.submit(&page, PURCHASE, &GOOD).await;
    assert_eq!((done.status, done.location()), (303, "/settings/surveys?done=saved#purchase"));
    let page = admin.get("/settings/surveys?done=saved").await;
    assert_eq!(shown(&page, "purchase"), ["3", "9", "4", "20"]);
    let card = page.texts("#purchase").remove(0);
    assert!(card.contains("Анна Соколова") && card.contains("через 3 дня после доставки"), "{card}");
    assert_eq!(page.texts(".alert-success"), ["Правила сохранены."]);
    assert_eq!(
        world
            .value("SELECT concat_ws(' ', s.email, a.action, a.subject, a.detail->>'window_days') FROM audit_events a JOIN staff s ON s.id = a.staff_id WHERE action = 'settings.put'")
            .await,
        "admin@otklik.example settings.put planning.purchase 9"
    );
    // And back.
    let done = admin.submit(&page, PURCHASE, &[]).await;
    assert_eq!(done.status, 422, "a form without fields changes nothing");
    let proof = page.attributes(&format!("form[action='{PURCHASE}'] input[name=csrf]"), "value").remove(0);
    let done = admin.post("/settings/surveys/purchase/defaults", &[("csrf", &proof)]).await;
    assert_eq!(done.location(), "/settings/surveys?done=restored#purchase");
    assert_eq!(shown(&admin.get(PAGE).await, "purchase"), ["2", "6", "3", "30"]);
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 0);
}

#[tokio::test]
async fn a_survey_is_switched_off_and_its_reminder_taken_away() {
    let world = World::new().await;
    let (admin, page) = admin(&world).await;
    let off = [("delay_days", "2"), ("window_days", "6"), ("reminder_days", ""), ("expiry_days", "30")];
    assert_eq!(admin.submit(&page, PURCHASE, &off).await.status, 303);
    let page = admin.get(PAGE).await;
    assert!(page.texts("#purchase").remove(0).contains("Опрос выключен"));
    assert!(!page.has("#purchase input[name=on][checked]"));
    assert_eq!(
        world.value("SELECT concat_ws(' ', value->'on', value->'reminder_days') FROM settings WHERE key !~ '^complaints'").await,
        "false null"
    );
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_with_what_was_typed() {
    let world = World::new().await;
    let (admin, page) = admin(&world).await;
    for (name, value, words) in [
        ("delay_days", "два", "целое число от 0 до 1095"),
        ("delay_days", "-1", "целое число"),
        ("delay_days", "9", "больше, чем ожидание"),
        ("window_days", "", "целое число"),
        ("window_days", "99999999999999999999999", "целое число"),
        ("reminder_days", "20", "раньше, чем перестанет"),
        ("reminder_days", "0", "целое число"),
        ("expiry_days", "<b>", "целое число от 1 до 365"),
    ] {
        let mut fields: Vec<(&str, &str)> =
            GOOD.iter().copied().filter(|(field, _)| *field != name).collect();
        fields.push((name, value));
        let refused = admin.submit(&page, PURCHASE, &fields).await;
        assert_eq!(refused.status, 422, "{name}={value}");
        let errors = refused.texts(".invalid-feedback");
        assert!(errors.len() == 1 && errors[0].contains(words), "{name}={value}: {errors:?}");
        let typed: String = value.chars().take(20).collect();
        assert!(shown(&refused, "purchase").contains(&typed), "{name}={value}");
        // The other fields keep what was typed too, and other cards what is set.
        assert_eq!(refused.attributes("#purchase input[name=on]", "checked").len(), 1);
        assert_eq!(shown(&refused, "exit"), ["14", "60", "3", "30"]);
        let invalid = refused.attributes("[aria-invalid=true]", "aria-describedby");
        assert!(invalid.len() == 1 && invalid[0].contains("-error"), "{invalid:?}");
    }
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 0);
}

#[tokio::test]
async fn hours_and_days_of_all_surveys_are_set_once() {
    let world = World::new().await;
    let (admin, page) = admin(&world).await;
    let shared = "/settings/surveys/shared";
    let hours = [("quiet_days", "14"), ("sending_from", "9"), ("sending_to", "18")];
    let none = admin.submit(&page, shared, &hours).await;
    assert_eq!((none.status, none.texts("#shared-days-error").len()), (422, 1));
    let wrong = [("quiet_days", "14"), ("sending_from", "18"), ("sending_to", "9"), ("day_mon", "on")];
    let wrong = admin.submit(&page, shared, &wrong).await;
    assert_eq!(wrong.texts(".invalid-feedback"), ["Конец должен быть позже начала."]);
    assert_eq!(wrong.attributes("#shared input[checked]", "name"), ["day_mon"]);
    let good = [hours.as_slice(), &[("day_mon", "on"), ("day_fri", "on")]].concat();
    assert_eq!(admin.submit(&page, shared, &good).await.status, 303);
    assert_eq!(
        world.value("SELECT value::text FROM settings WHERE key !~ '^complaints'").await,
        r#"{"days": ["mon", "fri"], "quiet_days": 14, "sending_to": 18, "sending_from": 9}"#
    );
    let page = admin.get(PAGE).await;
    assert_eq!(page.attributes("#shared input[checked]", "name"), ["day_mon", "day_fri"]);
    assert!(page.texts("#staff").remove(0).contains("раз в 14 дней"));
}

#[tokio::test]
async fn a_setting_that_is_broken_is_told_and_can_be_mended() {
    let world = World::new().await;
    world.sql("INSERT INTO settings (key, value) VALUES ('planning.exit', '{\"delay\": 3}'), ('planning.shared', '[]')").await;
    let (admin, page) = admin(&world).await;
    let told = page.texts(".alert-danger");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("planning.shared") && told[1].contains("planning.exit"), "{told:?}");
    let good = [
        ("on", "on"),
        ("delay_days", "14"),
        ("window_days", "60"),
        ("reminder_days", "3"),
        ("expiry_days", "30"),
    ];
    assert_eq!(admin.submit(&page, "/settings/surveys/exit", &good).await.status, 303);
    assert_eq!(admin.get(PAGE).await.texts(".alert-danger").len(), 1);
}

#[tokio::test]
async fn a_kind_that_there_is_none_of_is_not_found() {
    let world = World::new().await;
    let (admin, page) = admin(&world).await;
    let proof = page.attributes("input[name=csrf]", "value").remove(0);
    for path in ["/settings/surveys/none", "/settings/surveys/none/defaults"] {
        assert_eq!(admin.post(path, &[("csrf", &proof)]).await.status, 404);
    }
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 0);
}
