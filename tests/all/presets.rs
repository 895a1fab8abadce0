//! Questionnaire presets: sound, and written once as one version however often they are synced.

use otklik::{
    actions::sync_presets::{causes, presets, sync_presets},
    domain::questionnaire::SurveyKind,
    store::questionnaires,
};

use crate::support::World;

#[test]
fn every_preset_is_sound_and_the_purchase_one_asks_the_six_parameters() {
    let all = presets().expect("sound presets");
    let purchase = all.iter().find(|one| one.kind == SurveyKind::Purchase).expect("a purchase preset");
    let codes: Vec<&str> = purchase.parameters.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["price", "assortment", "delivery", "payment", "service", "extras"]);
}

#[tokio::test]
async fn syncing_twice_writes_one_version_and_a_change_writes_the_next() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    sync_presets(&mut connection).await.expect("synced");
    let purchase = "questionnaire_versions v JOIN questionnaires q ON q.id = v.questionnaire_id WHERE q.kind = 'purchase'";
    assert_eq!(world.count(&format!("SELECT count(*) FROM {purchase}")).await, 1);
    let current =
        questionnaires::current(&mut connection, SurveyKind::Purchase).await.expect("read").expect("one");
    let mut changed = current.definition.clone();
    changed.parameters.truncate(2);
    let next = questionnaires::put_version(&mut connection, &changed).await.expect("written");
    assert_ne!(next, current.id);
    assert_eq!(world.count(&format!("SELECT max(version) FROM {purchase}")).await, 2);
    // A version that is only written is not yet shown.
    let still =
        questionnaires::current(&mut connection, SurveyKind::Purchase).await.expect("read").expect("one");
    assert_eq!(still.id, current.id);
    assert_eq!(questionnaires::put_version(&mut connection, &changed).await.expect("found"), next);
}

#[tokio::test]
async fn two_writers_of_the_same_version_write_one() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let current =
        questionnaires::current(&mut connection, SurveyKind::Purchase).await.expect("read").expect("one");
    let mut changed = current.definition;
    changed.parameters.truncate(3);
    let mut writers = Vec::new();
    for _ in 0..8 {
        let mut connection = world.connection().await;
        let changed = changed.clone();
        writers
            .push(tokio::spawn(async move { questionnaires::put_version(&mut connection, &changed).await }));
    }
    let mut ids = Vec::new();
    for writer in writers {
        ids.push(writer.await.expect("ran").expect("written"));
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
}

#[test]
fn root_causes_begin_with_the_parameters_and_have_two_levels() {
    let heads = causes().expect("sound presets");
    let codes: Vec<&str> = heads.iter().map(|head| head.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "price",
            "assortment",
            "delivery",
            "payment",
            "service",
            "extras",
            "quality",
            "website",
            "information",
            "other"
        ]
    );
    for head in heads.iter().filter(|head| head.code != "other") {
        assert!((3..=6).contains(&head.causes.len()), "{}", head.code);
    }
}
