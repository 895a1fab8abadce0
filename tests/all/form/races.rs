//! Many at once: double clicks, two devices, two surveys of one purchase.

use futures_util::future::join_all;

use super::{asked, link, traces};
use crate::support::World;

#[tokio::test]
async fn twenty_identical_presses_are_one_answer() {
    let world = World::with(&[("OTKLIK_WORKERS", "2")]).await;
    let one = asked(&world, "k1").await;
    let visitors: Vec<_> = (0..20).map(|_| world.stranger()).collect();
    let typed = [("nps", "2"), ("comment", "Один раз"), ("contact_me", "1")];
    let pages = join_all(visitors.iter().map(|visitor| visitor.post(&one.link, &typed))).await;
    assert!(
        pages.iter().all(|page| page.status == 303),
        "{:?}",
        pages.iter().map(|p| p.status).collect::<Vec<_>>()
    );
    // One response, no edit, one complaint, one event, one letter, one answered invitation; revision 1, version 1.
    assert_eq!(traces(&world).await, "1 0 1 1 1 1 1 1");
}

#[tokio::test]
async fn different_answers_at_once_all_leave_their_trace() {
    let world = World::with(&[("OTKLIK_WORKERS", "2")]).await;
    let one = asked(&world, "k1").await;
    let visitors: Vec<_> = (0..20).map(|nth| (world.stranger(), format!("Ответ {nth}"))).collect();
    let pages = join_all(visitors.iter().map(async |(visitor, words)| {
        visitor.post(&one.link, &[("nps", "5"), ("comment", words)]).await.status
    }))
    .await;
    assert!(pages.iter().all(|status| *status == 303), "{pages:?}");
    // Each of twenty was the answer once: nineteen are kept as edits; one complaint heard them all.
    assert_eq!(traces(&world).await, "1 19 1 20 0 1 20 20");
}

#[tokio::test]
async fn two_surveys_of_one_purchase_open_one_complaint() {
    let world = World::with(&[("OTKLIK_WORKERS", "2")]).await;
    for round in 0..10 {
        let one = asked(&world, &format!("k{round}")).await;
        world
            .sql(&format!(
                "INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at)
                 SELECT 'resolution', customer_id, purchase_id, version_id, planned_at, send_at, expires_at
                 FROM invitations WHERE id = {}",
                one.invitation
            ))
            .await;
        let other = link(&world, world.count("SELECT max(id) FROM invitations").await);
        let (left, right) = (world.stranger(), world.stranger());
        let typed = [("nps", "1")];
        let (a, b) = tokio::join!(left.post(&one.link, &typed), right.post(&other, &typed));
        assert_eq!((a.status, b.status), (303, 303));
        let kinds = world
            .value(&format!(
                "SELECT string_agg(e.kind, ' ' ORDER BY e.id) FROM complaint_events e
                 JOIN complaints c ON c.id = e.complaint_id WHERE c.customer_id = {}",
                one.customer
            ))
            .await;
        assert_eq!(kinds, "opened signal");
    }
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 10);
}
