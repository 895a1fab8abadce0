//! A tab from yesterday: what is over or merged refuses every deed, says why, and keeps what was typed.

use otklik::domain::role::Role;

use super::{another, does};
use crate::support::{World, make};

const DEEDS: [(&str, &[(&str, &str)]); 9] = [
    ("take", &[]),
    ("reply", &[("body", "Здравствуйте, это я")]),
    (
        "resolve",
        &[
            ("cause", "delivery.late"),
            ("resolution", "upheld"),
            ("sought", "apology"),
            ("given", "apology"),
            ("body", "Здравствуйте, это я"),
        ],
    ),
    ("assign", &[("to", "nobody"), ("body", "Здравствуйте, это я")]),
    ("snooze", &[("when", "week"), ("body", "Здравствуйте, это я")]),
    ("wake", &[]),
    ("merge", &[("target", "TARGET")]),
    ("link", &[("other", "TARGET"), ("kind", "related")]),
    ("reopen", &[("body", "Здравствуйте, это я")]),
];

#[tokio::test]
async fn a_merged_one_refuses_every_deed_and_shows_the_way() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 5).await;
    let (two, three) = (another(&world, one, 9).await, another(&world, one, 19).await);
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, one, "take", &[]).await;
    let stale = visitor.get(&format!("/desk/complaints/{one}")).await;
    let csrf = stale.attributes("input[name=csrf]", "value").remove(0);
    does(&visitor, one, "merge", &[("target", &two.to_string())]).await;
    let before = world.value("SELECT string_agg(version::text, ' ' ORDER BY id) FROM complaints").await;
    let target = three.to_string();
    for (deed, typed) in DEEDS {
        let mut fields = vec![("csrf", &*csrf), ("version", "2"), ("seen", "1")];
        fields.extend(
            typed.iter().map(|(name, value)| (*name, if *value == "TARGET" { &*target } else { value })),
        );
        let page = visitor.post(&format!("/desk/complaints/{one}/{deed}"), &fields).await;
        if deed == "take" {
            // Having it already is no error, and changes nothing.
            assert!([303, 409].contains(&page.status));
            continue;
        }
        assert_eq!(page.status, 409, "{deed}: {}", page.body);
        assert_eq!(page.attributes(".standing a", "href"), [format!("/desk/complaints/{two}")], "{deed}");
        assert!(page.has("#problem"), "{deed}");
        if typed.iter().any(|(name, _)| *name == "body") {
            assert!(page.body.contains("Здравствуйте, это я"), "{deed}");
        }
    }
    assert_eq!(
        world.value("SELECT string_agg(version::text, ' ' ORDER BY id) FROM complaints").await,
        before
    );
    let page = visitor.get(&format!("/desk/complaints/{one}")).await;
    for deed in ["take", "reply", "resolve", "assign", "snooze", "merge", "link", "reopen"] {
        assert!(!page.has(&format!("form[action$='/{deed}']")), "{deed}");
    }
}

#[tokio::test]
async fn a_finished_one_refuses_what_is_done_to_open_ones() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 5).await;
    let two = another(&world, one, 9).await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, one, "take", &[]).await;
    let stale = visitor.get(&format!("/desk/complaints/{one}")).await;
    does(
        &visitor,
        one,
        "resolve",
        &[("cause", "delivery.late"), ("resolution", "upheld"), ("sought", "apology"), ("given", "apology")],
    )
    .await;
    for deed in ["assign", "snooze", "merge"] {
        let typed = [("to", "nobody"), ("when", "week"), ("target", &*two.to_string())];
        let page = visitor.submit(&stale, &format!("/desk/complaints/{one}/{deed}"), &typed).await;
        assert_eq!(page.status, 409, "{deed}");
        assert!(page.texts("#problem")[0].contains("решена"), "{:?}", page.texts("#problem"));
    }
}
