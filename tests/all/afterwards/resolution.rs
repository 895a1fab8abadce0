//! The survey after a complaint: 'not solved' takes up that very complaint, and opens none.

use super::{answered, complaint, history, resolve};
use crate::{form::link, support::World};

/// A finished complaint and the link of the survey about it.
async fn surveyed(world: &World) -> String {
    answered(world, "k1", &[("nps", "6")]).await;
    resolve(world, 1001).await;
    survey(world, 1001).await
}

async fn survey(world: &World, number: i64) -> String {
    world
        .sql(&format!(
            "INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, sent_at,
                                      expires_at, complaint_id)
             SELECT 'resolution', c.customer_id, c.purchase_id, q.current_version_id, now(), now(), now(),
                    now() + interval '14 days', c.id
             FROM complaints c, questionnaires q WHERE c.id = {number} AND q.kind = 'resolution'"
        ))
        .await;
    link(world, world.count("SELECT max(id) FROM invitations").await)
}

// zammad#303, zammad#834: customers were not asked how their complaint was handled.
#[tokio::test]
async fn solved_is_stored_and_touches_nothing() {
    let world = World::new().await;
    let link = surveyed(&world).await;
    let visitor = world.stranger();
    let sent =
        visitor.post(&link, &[("solved", "yes"), ("rating[handling]", "5"), ("comment", "Спасибо")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(complaint(&world, 1001).await, "resolved 0 2 nps");
    assert_eq!(history(&world, 1001).await.len(), 1);
    assert_eq!(world.value("SELECT solved FROM responses WHERE kind = 'resolution'").await, "t");
    let thanks = visitor.get(&format!("{link}/thanks")).await;
    assert!(!thanks.body.contains("1001"));
    // The complaint it is about is theirs to see.
    assert!(visitor.get(&link).await.body.contains("Обращение № 1001"));
}

#[tokio::test]
async fn not_solved_takes_up_that_very_complaint() {
    let world = World::new().await;
    let link = surveyed(&world).await;
    let visitor = world.stranger();
    let typed = [("solved", "no"), ("comment", "Деньги не вернули")];
    let (a, b) = tokio::join!(visitor.post(&link, &typed), visitor.post(&link, &typed));
    assert_eq!((a.status, b.status), (303, 303));
    assert_eq!(complaint(&world, 1001).await, "in_progress 1 3 nps,not_solved");
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 1);
    let told = history(&world, 1001).await;
    assert_eq!(told[1], "customer: reopened - not_solved");
    assert!(told.contains(&"customer: field state resolved in_progress".to_owned()), "{told:?}");
    assert!(told.contains(&"customer: field reopened 0 1".to_owned()), "{told:?}");
    assert!(told.contains(&"customer: field severity normal high".to_owned()), "{told:?}");
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', e.response_id = r.id, c.next_deadline = c.resolution_due,
                        c.resolution_due > now() + interval '47 hours')
                 FROM complaint_events e, responses r, complaints c
                 WHERE e.kind = 'reopened' AND r.kind = 'resolution'"
            )
            .await,
        "t t t"
    );
    let thanks = visitor.get(&format!("{link}/thanks")).await;
    assert_eq!(thanks.texts("h2")[0], "Обращение № 1001 снова в работе");
}

#[tokio::test]
async fn an_open_one_hears_it_as_a_signal() {
    let world = World::new().await;
    let link = surveyed(&world).await;
    world.sql("UPDATE complaints SET state = 'waiting_for_customer', resolved_at = NULL").await;
    world.stranger().post(&link, &[("solved", "no"), ("contact_me", "1")]).await;
    assert_eq!(complaint(&world, 1001).await, "in_progress 0 3 nps,not_solved,contact_me");
    assert_eq!(history(&world, 1001).await[1], "customer: signal - not_solved,contact_me");
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 1);
}

#[tokio::test]
async fn an_open_twin_hears_it_instead() {
    let world = World::new().await;
    let link = surveyed(&world).await;
    // The purchase's own survey, corrected, has opened another meanwhile.
    let own = crate::form::link(&world, world.count("SELECT min(id) FROM invitations").await);
    let visitor = world.stranger();
    visitor.post(&own, &[("nps", "5")]).await;
    assert!(complaint(&world, 1002).await.starts_with("new "));
    visitor.post(&link, &[("solved", "no")]).await;
    assert_eq!(complaint(&world, 1001).await, "resolved 0 2 nps");
    assert_eq!(complaint(&world, 1002).await, "new 0 2 nps,not_solved");
    assert_eq!(history(&world, 1002).await[1], "customer: signal - not_solved");
    let thanks = visitor.get(&format!("{link}/thanks")).await;
    assert_eq!(thanks.texts("h2")[0], "Обращение № 1002 снова в работе");
}

#[tokio::test]
async fn contact_me_brings_it_back_and_low_marks_alone_are_only_told() {
    let world = World::new().await;
    let link = surveyed(&world).await;
    let visitor = world.stranger();
    visitor.post(&link, &[("solved", "yes"), ("rating[handling]", "1")]).await;
    assert_eq!(complaint(&world, 1001).await, "resolved 0 3 nps");
    assert_eq!(history(&world, 1001).await[1], "customer: signal - parameter:handling");
    visitor.post(&link, &[("solved", "yes"), ("contact_me", "1")]).await;
    assert_eq!(complaint(&world, 1001).await, "in_progress 1 4 nps,contact_me");
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 1);
}

#[tokio::test]
async fn a_correction_to_solved_is_told_and_closes_nothing() {
    let world = World::new().await;
    let link = surveyed(&world).await;
    let visitor = world.stranger();
    visitor.post(&link, &[("solved", "no")]).await;
    visitor.post(&link, &[("solved", "no"), ("comment", "Уточняю")]).await;
    visitor.post(&link, &[("solved", "yes")]).await;
    assert!(complaint(&world, 1001).await.starts_with("in_progress 1 "));
    let told = history(&world, 1001).await;
    let own: Vec<_> =
        told.iter().filter(|entry| !entry.contains(" field ") || entry.contains("signals")).collect();
    assert_eq!(
        own,
        [
            "customer: opened - nps",
            "customer: reopened - not_solved",
            "customer: signal - not_solved",
            "customer: field signals not_solved -"
        ]
    );
    // Told once: a later word about something else does not tell it again.
    visitor.post(&link, &[("solved", "yes"), ("comment", "Спасибо")]).await;
    assert_eq!(history(&world, 1001).await.len(), told.len());
}

#[tokio::test]
async fn a_survey_about_no_complaint_still_finds_somebody() {
    let world = World::new().await;
    let link = surveyed(&world).await;
    world.sql("UPDATE invitations SET complaint_id = NULL").await;
    world.stranger().post(&link, &[("solved", "no")]).await;
    assert_eq!(complaint(&world, 1002).await, "new 0 1 not_solved");
}
