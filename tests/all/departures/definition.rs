//! `/settings/churn`: the definition of inactive and lost, set with a trace, refused with every word kept.

use otklik::domain::role::Role;

use crate::support::{Visitor, World, visitor::Page};

async fn save(visitor: &Visitor, change: &[(&str, &str)]) -> Page {
    let page = visitor.get("/settings/churn").await;
    let mut fields = vec![
        ("measure", "days"),
        ("inactive_days", "60"),
        ("lost_days", "120"),
        ("inactive_gaps", "3"),
        ("lost_gaps", "6"),
        ("least_gap_days", "14"),
    ];
    for (name, value) in change {
        fields.retain(|(other, _)| other != name);
        fields.push((name, value));
    }
    visitor.submit(&page, "/settings/churn", &fields).await
}

#[tokio::test]
async fn an_administrator_sets_who_counts_as_lost() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get("/settings/churn").await;
    assert_eq!(page.attributes("#lost_days", "value"), ["180"]);
    let saved = save(&admin, &[]).await;
    assert_eq!((saved.status, saved.location()), (303, "/settings/churn?done=yes"));
    let value = "SELECT value::text FROM settings WHERE key = 'churn.definition'";
    assert_eq!(world.value(value).await, r#"{"lost_days": 120, "inactive_days": 60}"#);
    save(&admin, &[("measure", "rhythm"), ("lost_gaps", "8")]).await;
    let page = admin.get(saved.location()).await;
    assert_eq!(page.attributes("#lost_gaps", "value"), ["8"]);
    assert_eq!(page.attributes("input[name=measure][checked]", "value"), ["rhythm"]);
    assert!(page.has(".alert-success"));
    let audit = "SELECT count(*) FROM audit_events WHERE action = 'settings.put' AND subject = 'churn.definition' AND staff_id IS NOT NULL";
    assert_eq!(world.count(audit).await, 2);
}

#[tokio::test]
async fn a_definition_that_cannot_be_followed_is_shown_again_as_typed() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    for (change, field, words) in [
        (&[("lost_days", "60")][..], "lost_days", "позже"),
        (&[("inactive_days", "много")], "inactive_days", "целое число"),
        (&[("lost_days", "9999")], "lost_days", "от 1 до 3650"),
        (&[("measure", "rhythm"), ("lost_gaps", "2")], "lost_gaps", "позже"),
        (&[("measure", "rhythm"), ("least_gap_days", "0")], "least_gap_days", "от 1 до 3650"),
    ] {
        let refused = save(&admin, change).await;
        assert_eq!(refused.status, 422, "{change:?}");
        assert!(refused.texts(".alert-danger")[0].contains(words), "{:?}", refused.texts(".alert-danger"));
        assert_eq!(refused.attributes(".is-invalid", "name"), [field]);
        for (name, value) in change.iter().filter(|(name, _)| *name != "measure") {
            assert_eq!(refused.attributes(&format!("#{name}"), "value"), [*value]);
        }
    }
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 0);
    world.sql("INSERT INTO settings (key, value) VALUES ('churn.definition', '[1]')").await;
    let page = admin.get("/settings/churn").await;
    assert!(page.texts(".alert-danger")[0].contains("не читается"));
}
