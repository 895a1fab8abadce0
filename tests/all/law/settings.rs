//! The page of the law's terms: changed, confirmed, switched; and what that does to claims that run.

use chrono::Utc;
use chrono_tz::Europe::Moscow;
use otklik::{actions::sync_presets::sync_presets, domain::role::Role};

use super::{claim, moment, settle, taken};
use crate::support::{World, visitor::Page, visitor::Visitor};

const TERMS: &str = "/settings/legal-terms";

async fn save(admin: &Visitor, code: &str, typed: &[(&str, &str)]) -> Page {
    let page = admin.get(TERMS).await;
    let mut all = vec![
        ("title_ru", "Возврат денег"),
        ("title_en", "Refund"),
        ("law", "ЗоЗПП"),
        ("article", "ст. 22"),
        ("amount", "10"),
        ("unit", "calendar_days"),
        ("source", "юрист"),
    ];
    all.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    all.extend_from_slice(typed);
    let address = if code.is_empty() { TERMS.to_owned() } else { format!("{TERMS}/{code}") };
    admin.submit(&page, &address, &all).await
}

async fn step(admin: &Visitor, code: &str, what: &str, on: &str) {
    let page = admin.get(TERMS).await;
    let done = admin.submit(&page, &format!("{TERMS}/{code}/{what}"), &[("on", on)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn another_length_reckons_claims_that_run_anew_and_is_to_be_confirmed_again() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let today = Utc::now().with_timezone(&Moscow).date_naive().to_string();
    assert_eq!(claim(&visitor, number, &["goods_refund"], &today).await.status, 303);
    let ten = moment(&world, "legal_due").await;
    let version = world.value("SELECT version FROM complaints").await;
    let admin = world.signed_in(Role::Admin).await;
    let list = admin.get(TERMS).await;
    assert_eq!(list.texts(".law-term").len(), 21);
    assert!(list.texts("#term-goods_refund")[0].contains("нужно подтверждение юриста"));
    step(&admin, "goods_refund", "confirm", "yes").await;
    let confirmed = admin.get(TERMS).await.texts("#term-goods_refund")[0].clone();
    assert!(confirmed.contains("Подтверждено юристом") && confirmed.contains("Анна Соколова"), "{confirmed}");
    let done = save(&admin, "goods_refund", &[("amount", "30")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(admin.get(TERMS).await.texts("#term-goods_refund")[0].contains("нужно подтверждение юриста"));
    settle(&world).await;
    assert!(moment(&world, "legal_due").await > ten);
    assert_eq!(
        world.value("SELECT string_agg(detail ->> 'deed', ' ' ORDER BY id) FROM complaint_events WHERE kind = 'claim'").await,
        "added moved"
    );
    // Settled again nothing moves, and nobody's page is older by a rule.
    world.sql("UPDATE complaints SET clocks_version = 0").await;
    settle(&world).await;
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'claim'").await, 2);
    assert_eq!(world.value("SELECT version FROM complaints").await, version);
    assert_eq!(
        world
            .value(
                "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE subject = 'goods_refund'"
            )
            .await,
        "legal_term.confirm legal_term.change"
    );
    // What staff changed, no preset changes back.
    sync_presets(&mut world.connection().await).await.expect("synced");
    assert_eq!(world.value("SELECT amount FROM legal_terms WHERE code = 'goods_refund'").await, "30");
}

#[tokio::test]
async fn a_preset_that_nobody_changed_follows_the_program() {
    let world = World::new().await;
    let (number, visitor) = taken(&world, "one").await;
    let today = Utc::now().with_timezone(&Moscow).date_naive().to_string();
    world.sql("UPDATE legal_terms SET amount = 200 WHERE code = 'goods_refund'").await;
    assert_eq!(claim(&visitor, number, &["goods_refund"], &today).await.status, 303);
    let long = moment(&world, "legal_due").await;
    sync_presets(&mut world.connection().await).await.expect("synced");
    assert_eq!(world.value("SELECT amount FROM legal_terms WHERE code = 'goods_refund'").await, "10");
    settle(&world).await;
    assert!(moment(&world, "legal_due").await < long);
}

#[tokio::test]
async fn a_term_of_ones_own_is_added_once_and_bad_fields_are_named() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let own = [("title_ru", "Пеня <b>"), ("article", "ст. 23")];
    assert_eq!(save(&admin, "", &own).await.status, 303);
    let page = admin.get(TERMS).await;
    assert_eq!(page.texts(".law-term").len(), 22);
    assert!(page.body.contains("Пеня &lt;b&gt;"));
    let again = save(&admin, "", &own).await;
    assert_eq!(again.status, 422);
    assert!(again.texts("[role=alert]")[0].contains("уже есть"));
    let long = "щ".repeat(301);
    for (name, value) in
        [("amount", "0"), ("amount", "731"), ("amount", "десять"), ("title_ru", " "), ("law", &long)]
    {
        let page = save(&admin, "goods_refund", &[(name, value)]).await;
        assert_eq!(page.status, 422, "{name} {value}");
        assert_eq!(page.attributes("#term-goods_refund .is-invalid", "value"), [value]);
    }
    step(&admin, "goods_refund", "switch", "no").await;
    assert!(admin.get(TERMS).await.texts("#term-goods_refund")[0].contains("не предлагается"));
    let (number, visitor) = taken(&world, "one").await;
    assert!(!super::card(&visitor, number).await.has("[name=term][value=goods_refund]"));
}

#[tokio::test]
async fn how_early_deadlines_are_told_is_set_within_bounds() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let set = async |share: &str, minutes: &str, days: &str| {
        let page = admin.get(TERMS).await;
        let typed = [("share_percent", share), ("least_minutes", minutes), ("legal_working_days", days)];
        admin.submit(&page, &format!("{TERMS}/alerts"), &typed).await
    };
    for (share, minutes, days) in [("0", "30", "2"), ("95", "30", "2"), ("25", "", "2"), ("25", "30", "40")] {
        assert_eq!(set(share, minutes, days).await.status, 422, "{share} {minutes} {days}");
    }
    assert_eq!(set("50", "60", "5").await.status, 303);
    assert_eq!(
        world.value("SELECT value FROM settings WHERE key = 'complaints.alerts'").await,
        r#"{"least_minutes": 60, "share_percent": 50, "legal_working_days": 5}"#
    );
    assert_eq!(admin.get(TERMS).await.attributes("#share_percent", "value"), ["50"]);
}
