//! Links: told in both histories, shown with the state, and taken away.

use otklik::domain::role::Role;

use super::{does, presses, told};
use crate::support::{World, make};

#[tokio::test]
async fn a_link_is_seen_from_both_sides_and_can_be_taken_away_from_either() {
    let world = World::new().await;
    let (one, other) = (make::complaint(&world, "one", 5).await, make::complaint(&world, "two", 9).await);
    let visitor = world.signed_in(Role::Handler).await;
    let number = format!(" № {other} ");
    for _ in 0..2 {
        does(&visitor, one, "link", &[("other", &number), ("kind", "caused_by")]).await;
    }
    // The other way round it is the same link.
    does(&visitor, other, "link", &[("other", &one.to_string()), ("kind", "related")]).await;
    assert_eq!(told(&world, one, "linked").await, [format!("link - {other}")]);
    assert_eq!(told(&world, other, "linked").await, [format!("link - {one}")]);
    let panel = |page: &crate::support::Page| page.texts("li:has(form[action$='/unlink'])");
    let here = panel(&visitor.get(&format!("/desk/complaints/{one}")).await);
    assert!(here[0].contains("возникла из-за той") && here[0].contains("новая"), "{here:?}");
    let there = panel(&visitor.get(&format!("/desk/complaints/{other}")).await);
    assert!(there[0].contains("возникла из-за этой") && there[0].contains("другой клиент"), "{there:?}");
    does(&visitor, other, "unlink", &[]).await;
    assert_eq!(told(&world, one, "unlinked").await, [format!("link {other} -")]);
    assert!(panel(&visitor.get(&format!("/desk/complaints/{one}")).await).is_empty());
}

#[tokio::test]
async fn numbers_that_lead_nowhere_are_told() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    for (typed, status) in [("999999", 422), (&*one.to_string(), 422), ("", 422), ("семь", 422), ("-5", 422)]
    {
        for step in ["link", "merge"] {
            let fields = [("other", typed), ("target", typed), ("kind", "related")];
            let page = presses(&visitor, one, step, &fields).await;
            assert_eq!(page.status, status, "{step} {typed}");
            assert!(page.has("#problem"));
        }
    }
    assert_eq!(world.count("SELECT version FROM complaints").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn both_linking_each_other_at_once_is_one_link() {
    let world = World::new().await;
    let (one, other) = (make::complaint(&world, "one", 5).await, make::complaint(&world, "two", 9).await);
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    for _ in 0..10 {
        let (to_other, to_one) = (other.to_string(), one.to_string());
        let with_other = [("other", &*to_other), ("kind", "related")];
        let with_one = [("other", &*to_one), ("kind", "related")];
        let (a, b) = tokio::join!(
            presses(&handler, one, "link", &with_other),
            presses(&lead, other, "link", &with_one),
        );
        assert_eq!((a.status, b.status), (303, 303));
        assert_eq!(world.count("SELECT count(*) FROM complaint_links").await, 1);
        does(&lead, one, "unlink", &[]).await;
    }
}
