//! What a customer's page is told: as decided, or as the rules say now.

use chrono_tz::Tz;
use otklik::{
    actions::tell_asking::{About, tell_asking},
    domain::{
        invitation::{Decision, Why},
        questionnaire::SurveyKind::{self, Inactive, Purchase, Relationship},
    },
};

use super::{customer, days, noon, plan, purchase};
use crate::support::World;

async fn told(world: &World, customer: i64, purchases: &[i64]) -> Vec<About> {
    let mut connection = world.connection().await;
    tell_asking(&mut connection, customer, purchases, Tz::Europe__Moscow, noon()).await.expect("told")
}

fn about(all: &[About], kind: SurveyKind) -> Vec<&About> {
    all.iter().filter(|one| one.kind == kind).collect()
}

#[tokio::test]
async fn what_was_decided_is_told_with_its_invitation_and_the_rest_by_the_rules() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    let asked = purchase(&world, buyer, "z-1", noon() - days(3)).await;
    plan(&world, noon()).await;
    let undecided = purchase(&world, buyer, "z-2", noon() - days(1)).await;
    let all = told(&world, buyer, &[undecided, asked]).await;
    let purchases = about(&all, Purchase);
    assert_eq!(purchases.iter().map(|one| one.subject_id).collect::<Vec<_>>(), [undecided, asked]);
    assert_eq!(purchases[0].by_rules, Some(Decision::Wait { until: noon() + days(1), why: Why::TooEarly }));
    let first = &purchases[1].told;
    assert_eq!((first.decision.as_deref(), first.letter_state.as_deref()), (Some("ask"), Some("queued")));
    assert!(first.send_at.is_some() && purchases[1].by_rules.is_none());
    // When they will be asked again: ninety days after the first purchase, and after the last one.
    let later = |days_on| Some(Decision::Wait { until: noon() + days(days_on), why: Why::TooEarly });
    assert_eq!(about(&all, Relationship)[0].by_rules, later(87));
    assert_eq!(about(&all, Inactive)[0].by_rules, later(89));
    assert_eq!(all.len(), 4, "no complaint and no departure to tell of");
}

#[tokio::test]
async fn who_never_bought_has_nothing_to_be_told() {
    let world = World::new().await;
    let nobody = customer(&world, "k-1", "").await;
    let all = told(&world, nobody, &[]).await;
    assert!(all.iter().all(|one| one.by_rules.is_none() && one.told.decision.is_none()), "{all:?}");
}
