//! Severity and priority by the rules: from what is stored, the same however often, with the clocks behind them.

use otklik::domain::{
    priority::{Facts, Why},
    role::Role,
    severity::Severity,
    value::ValueClass,
};
use proptest::prelude::*;
use serde_json::json;

use super::{card, settle, why};
use crate::support::{World, make};

#[tokio::test]
async fn a_complaint_is_weighed_with_reasons_and_twice_changes_nothing() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world.sql("UPDATE complaints SET severity = 3; UPDATE responses SET nps = 3; UPDATE customers SET value_class = 'A'").await;
    assert_eq!(settle(&world).await, 1);
    assert_eq!(
        why(&world, number).await,
        json!({
            "computed": "critical",
            "reasons": [{"code": "said", "nps": 3}, {"code": "class", "class": "A"}],
            "parts": [["severity", 40], ["score", 8], ["class", 5]],
        })
    );
    let told = "SELECT concat_ws(' ', severity, priority, version) FROM complaints";
    assert_eq!(world.value(told).await, "4 53 1");
    let entries = "SELECT count(*) FROM complaint_events";
    let before = world.count(entries).await;
    assert_eq!(
        world.value("SELECT concat_ws(' ', kind, field, old_value, new_value, staff_id) FROM complaint_events WHERE field = 'severity'").await,
        "field severity high critical"
    );
    for _ in 0..3 {
        world.sql("UPDATE complaints SET clocks_version = 0").await;
        assert_eq!(settle(&world).await, 1);
        assert_eq!(settle(&world).await, 0);
    }
    assert_eq!(world.count(entries).await, before);
    let page = card(&world.signed_in(Role::Handler).await, number).await;
    assert_eq!(page.texts(".weight-severity"), ["критическая оценка 3 из 10; клиент класса A"]);
    assert_eq!(page.texts(".weight-parts summary"), ["Приоритет 53 из 100"]);
    assert!(page.texts(".history-field").iter().any(|line| {
        line == "Важность: высокая → критическая (оценка 3 из 10; клиент класса A)"
    }));
}

#[tokio::test]
async fn a_second_complaint_in_thirty_days_is_a_step_worse_and_one_later_is_not() {
    let world = World::new().await;
    for name in ["before", "edge", "merged", "mistake", "now"] {
        make::complaint(&world, name, 5).await;
    }
    // All of one customer, on purchases of their own.
    world
        .sql(
            "UPDATE complaints SET severity = 2, customer_id = (SELECT min(id) FROM customers);
             UPDATE responses SET nps = 6;
             UPDATE complaints SET opened_at = now() - interval '60 days 1 second' WHERE id = 1001;
             UPDATE complaints SET opened_at = now() - interval '30 days' WHERE id = 1002;
             UPDATE complaints SET opened_at = now() - interval '2 days', state = 'duplicate' WHERE id = 1003;
             UPDATE complaints SET opened_at = now() - interval '1 day', state = 'closed', resolution = 'not_a_complaint'
             WHERE id = 1004;
             UPDATE complaints SET opened_at = (SELECT opened_at + interval '30 days' FROM complaints WHERE id = 1002)
             WHERE id = 1005",
        )
        .await;
    settle(&world).await;
    let nth = "SELECT string_agg(id || ':' || severity || coalesce(why -> 'reasons' -> 1 ->> 'nth', ''), ' ' ORDER BY id)
               FROM complaints WHERE state = 'new'";
    assert_eq!(world.value(nth).await, "1001:2 1002:2 1005:32");
    let page = card(&world.signed_in(Role::Handler).await, 1005).await;
    assert_eq!(page.texts(".weight-severity"), ["высокая оценка 6 из 10; вторая жалоба за 30 дней"]);
}

#[tokio::test]
async fn a_running_claim_makes_it_high_until_it_is_met_and_the_clocks_follow() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world
        .sql(
            "UPDATE complaints SET severity = 2; UPDATE responses SET nps = NULL;
             INSERT INTO legal_terms (code, title_ru, title_en, law, article, amount, unit, source, certainty)
             VALUES ('t', 'Возврат денег', 'Refund', 'ЗоЗПП', 'ст. 22', 10, 'calendar_days', 's', 'seen')",
        )
        .await;
    settle(&world).await;
    let due = "SELECT extract(epoch FROM resolution_due - opened_at)::bigint / 3600 FROM complaints";
    assert_eq!(world.count(due).await, 120);
    world
        .sql(
            "INSERT INTO legal_claims (complaint_id, term_code, demanded_on, amount, unit, due_at, noted_at)
             SELECT id, 't', current_date, 10, 'calendar_days', now() + interval '10 days', now() FROM complaints;
             UPDATE complaints SET clocks_version = 0",
        )
        .await;
    settle(&world).await;
    assert_eq!(world.value("SELECT severity || ' ' || priority FROM complaints").await, "3 47");
    assert_eq!(world.count(due).await, 48);
    assert_eq!(why(&world, number).await["reasons"][1], json!({"code": "claim"}));
    world.sql("UPDATE legal_claims SET met_at = now(); UPDATE complaints SET clocks_version = 0").await;
    settle(&world).await;
    assert_eq!(world.value("SELECT severity || ' ' || priority FROM complaints").await, "2 13");
    assert_eq!(world.count(due).await, 120);
}

// A note within the seconds before it is weighed does not count as weighing.
#[tokio::test]
async fn what_waits_to_be_weighed_still_waits_after_a_step() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".weight .text-secondary"), ["правила ещё не применены"]);
    let noted =
        visitor.submit(&page, &format!("/desk/complaints/{number}/note"), &[("body", "Смотрю")]).await;
    assert_eq!(noted.status, 303, "{}", noted.body);
    assert_eq!(settle(&world).await, 1);
    assert_eq!(why(&world, number).await["computed"], "critical");
}

#[tokio::test]
async fn what_the_rules_settled_does_not_stop_a_reply() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let take = format!("/desk/complaints/{number}/take");
    visitor.submit(&card(&visitor, number).await, &take, &[]).await;
    let page = card(&visitor, number).await;
    world.sql("UPDATE complaints SET severity = 3; UPDATE customers SET value_class = 'A'").await;
    settle(&world).await;
    let reply = format!("/desk/complaints/{number}/reply");
    let sent = visitor.submit(&page, &reply, &[("body", "Здравствуйте!")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
}

fn facts() -> impl Strategy<Value = (i16, Option<u8>, Option<u8>, u32, bool, bool)> {
    (
        1..=4_i16,
        proptest::option::of(0..=10_u8),
        proptest::option::of(0..3_u8),
        0..20_u32,
        any::<bool>(),
        any::<bool>(),
    )
}

proptest! {
    #[test]
    fn no_fact_makes_it_lighter_and_the_points_stay_on_their_scale((rank, nps, class, earlier, claim, left) in facts()) {
        let heard = Severity::from_rank(rank).expect("a rank");
        let class = class.and_then(|class| ValueClass::all().get(usize::from(class)).copied());
        let signals = if left { vec!["reason:slow".to_owned()] } else { Vec::new() };
        let all = Facts { heard, signals: &signals, nps, class, earlier, claim };
        let why = Why::of(&all, None);
        prop_assert!(why.computed >= heard);
        prop_assert!((0..=100).contains(&why.priority()));
        prop_assert_eq!(&Why::of(&all, None), &why);
        for less in [
            Facts { class: None, ..all },
            Facts { earlier: 0, ..all },
            Facts { claim: false, ..all },
            Facts { nps: None, ..all },
            Facts { signals: &[], ..all },
        ] {
            let less = Why::of(&less, None);
            prop_assert!(less.computed <= why.computed && less.priority() <= why.priority());
        }
    }
}
