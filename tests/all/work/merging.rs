//! Merging and parting: nothing is lost, whatever happens at once.

use chrono::Utc;
use otklik::{
    actions::{complaint_step::Refusal, hindrance::Hindrance, merge_complaints::merge_complaints},
    domain::role::Role,
    store::complaints,
};

use super::{another, does, of_role, presses, told};
use crate::{
    form::asked,
    post::make as post,
    support::{World, make},
};

fn row(number: i64) -> String {
    format!(
        "SELECT concat_ws(' ', state, severity, array_to_string(signals, ','), coalesce(merged_into_id::text, '-'))
         FROM complaints WHERE id = {number}"
    )
}

// chatwoot#9264, chatwoot#5414, freescout#226, osTicket#5379: there was no merging, or none that could be taken back.
#[tokio::test]
async fn one_goes_into_the_other_with_all_it_has_and_comes_back() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    let two = another(&world, one, 30).await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, one, "take", &[]).await;
    does(&visitor, one, "snooze", &[("when", "week")]).await;
    world
        .sql(&format!(
            "INSERT INTO legal_terms (code, title_ru, title_en, law, article, amount, unit, source, certainty)
             VALUES ('x', 'x', 'x', 'x', 'x', 10, 'calendar_days', 'x', 'seen') ON CONFLICT DO NOTHING;
             INSERT INTO legal_claims (complaint_id, term_code, demanded_on, amount, unit, due_at, noted_at)
             VALUES ({one}, 'x', '2026-11-20', 10, 'calendar_days', now() + interval '10 days', now()),
                    ({one}, 'x', '2026-11-10', 10, 'calendar_days', now() + interval '3 days', now());
             INSERT INTO legal_claims (complaint_id, term_code, demanded_on, amount, unit, due_at, noted_at)
             VALUES ({two}, 'x', '2026-11-20', 10, 'calendar_days', now() + interval '10 days', now());
             INSERT INTO complaint_drafts (complaint_id, staff_id, panel, fields, seen_entry, saved_at)
             SELECT {one}, id, 'reply', '{{\"body\": \"Не потеряйте\"}}', 0, now() FROM staff WHERE role = 'handler'"
        ))
        .await;
    let due = world.value(&format!("SELECT first_answer_due::text FROM complaints WHERE id = {one}")).await;
    does(&visitor, one, "merge", &[("target", &two.to_string())]).await;
    assert_eq!(world.value(&row(one)).await, format!("duplicate 4 nps,parameter:delivery {two}"));
    assert_eq!(world.value(&row(two)).await, "new 4 contact_me,nps,parameter:delivery -");
    // The sooner deadline, and the legal one, are the target's now.
    let earlier = format!("SELECT first_answer_due <= '{due}' FROM complaints WHERE id = {two}");
    assert_eq!(world.value(&earlier).await, "t");
    let legal = "SELECT legal_due < now() + interval '4 days' FROM complaints WHERE id";
    assert_eq!(world.value(&format!("{legal} = {two}")).await, "t");
    assert_eq!(world.value(&format!("{legal} = {one}")).await, "f");
    let claims = "SELECT string_agg(concat_ws(' ', complaint_id, demanded_on, withdrawn_at IS NOT NULL), ', ' ORDER BY demanded_on, complaint_id)
                  FROM legal_claims";
    assert_eq!(
        world.value(claims).await,
        format!("{two} 2026-11-10 f, {one} 2026-11-20 t, {two} 2026-11-20 f")
    );
    assert_eq!(world.count("SELECT count(*) FROM complaint_reminders").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE snoozed_until IS NOT NULL").await, 0);
    // zammad#702: a draft of what was merged was lost.
    assert_eq!(world.value("SELECT fields ->> 'body' FROM complaint_drafts").await, "Не потеряйте");
    assert_eq!(told(&world, one, "merged").await, [format!("merged_into - {two}")]);
    assert_eq!(told(&world, two, "merged").await, [format!("merged_from - {one}")]);
    let card = visitor.get(&format!("/desk/complaints/{one}")).await;
    assert_eq!(card.attributes(".standing a", "href"), [format!("/desk/complaints/{two}")]);
    let card = visitor.get(&format!("/desk/complaints/{two}")).await;
    assert!(card.texts("section li").iter().any(|words| words.contains("влита в эту")));
    // Pressed twice it is done once.
    let mut connection = world.connection().await;
    let me = of_role(&world, Role::Handler).await;
    merge_complaints(&mut connection, one, two, me, false, Utc::now()).await.expect("done before");
    assert_eq!(told(&world, one, "merged").await.len(), 1);

    does(&visitor, one, "unmerge", &[]).await;
    assert_eq!(world.value(&row(one)).await, "in_progress 4 nps,parameter:delivery -");
    assert_eq!(
        world.value("SELECT complaint_id FROM legal_claims WHERE demanded_on = '2026-11-10'").await,
        one.to_string()
    );
    assert_eq!(world.value(&format!("{legal} = {one}")).await, "t");
    assert_eq!(world.value(&format!("{legal} = {two}")).await, "f");
    // The demand that both had runs on both again.
    assert_eq!(
        world.value(claims).await,
        format!("{one} 2026-11-10 f, {one} 2026-11-20 f, {two} 2026-11-20 f")
    );
    assert_eq!(told(&world, one, "unmerged").await, [format!("merged_into {two} -")]);
    assert_eq!(told(&world, two, "unmerged").await, [format!("merged_from {one} -")]);
    assert_eq!(world.count(&format!("SELECT reopened FROM complaints WHERE id = {one}")).await, 0);
}

// zammad#983: what a customer wrote to a merged one was lost on the way.
#[tokio::test]
async fn what_the_customer_says_to_it_is_heard_by_what_stands_for_it() {
    let world = World::new().await;
    let asked = asked(&world, "k1").await;
    assert_eq!(world.stranger().post(&asked.link, &[("nps", "2")]).await.status, 303);
    let one = world.count("SELECT id FROM complaints").await;
    let two = another(&world, one, 5).await;
    let three = another(&world, one, 50).await;
    let customer = world.stranger();
    let page = customer.get(&asked.link).await;
    let lead = world.signed_in(Role::Lead).await;
    does(&lead, one, "merge", &[("target", &two.to_string())]).await;
    does(&lead, two, "merge", &[("target", &three.to_string())]).await;
    let typed = [("words", "Так и не привезли"), ("do", "add")];
    for _ in 0..2 {
        assert_eq!(customer.submit(&page, &format!("{}/add", asked.link), &typed).await.status, 303);
    }
    assert_eq!(told(&world, three, "customer").await, ["- - Так и не привезли"]);
    assert!(told(&world, one, "customer").await.is_empty());
    let mut connection = world.connection().await;
    for number in [one, two, three] {
        assert_eq!(complaints::standing_for(&mut connection, number).await.expect("a number"), Some(three));
    }
    assert_eq!(complaints::standing_for(&mut connection, 424_242).await.expect("a number"), None);
    // Parted in the middle, the first stands by the second.
    does(&lead, two, "unmerge", &[]).await;
    assert_eq!(complaints::standing_for(&mut connection, one).await.expect("a number"), Some(two));
}

// zammad#1216: merged into each other at once, both were merged and nobody answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_merged_into_each_other_at_once_one_stands_and_the_other_presser_is_told() {
    let world = World::new().await;
    let lead = of_role(&world, Role::Lead).await;
    let (mut here, mut there) = (world.connection().await, world.connection().await);
    for round in 0..50 {
        let one = make::complaint(&world, &format!("round {round}"), 5).await;
        let two = another(&world, one, 9).await;
        let (a, b) = tokio::join!(
            merge_complaints(&mut here, one, two, lead, false, Utc::now()),
            merge_complaints(&mut there, two, one, lead, false, Utc::now()),
        );
        let (lost, into) = match (a, b) {
            (Ok(()), Err(lost)) => (lost, two),
            (Err(lost), Ok(())) => (lost, one),
            both => panic!("round {round}: {both:?}"),
        };
        assert!(
            matches!(lost, Refusal::Hindered(Hindrance::TargetMerged { into: end, .. }) if end == into),
            "{lost:?}"
        );
        let open = format!(
            "SELECT string_agg(id::text, ',') FROM complaints WHERE id IN ({one}, {two}) AND state = 'new'"
        );
        assert_eq!(world.value(&open).await, into.to_string());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_in_a_ring_never_close_it() {
    let world = World::new().await;
    let lead = of_role(&world, Role::Lead).await;
    let (mut first, mut second, mut third) =
        (world.connection().await, world.connection().await, world.connection().await);
    for round in 0..20 {
        let one = make::complaint(&world, &format!("ring {round}"), 5).await;
        let (two, three) = (another(&world, one, 9).await, another(&world, one, 10).await);
        let done: [Result<(), Refusal>; 3] = tokio::join!(
            merge_complaints(&mut first, one, two, lead, false, Utc::now()),
            merge_complaints(&mut second, two, three, lead, false, Utc::now()),
            merge_complaints(&mut third, three, one, lead, false, Utc::now()),
        )
        .into();
        let merged = done.iter().filter(|done| done.is_ok()).count();
        let open =
            format!("SELECT count(*) FROM complaints WHERE id IN ({one}, {two}, {three}) AND state = 'new'");
        assert_eq!(world.count(&open).await, 3 - i64::try_from(merged).expect("small"), "{done:?}");
        assert!(world.count(&open).await >= 1);
        for number in [one, two, three] {
            let standing =
                complaints::standing_for(&mut first, number).await.expect("a number").expect("one");
            assert_eq!(
                world.value(&format!("SELECT state FROM complaints WHERE id = {standing}")).await,
                "new"
            );
        }
    }
}

#[tokio::test]
async fn another_customers_takes_a_lead_who_says_so() {
    let world = World::new().await;
    let (one, other) = (make::complaint(&world, "one", 5).await, make::complaint(&world, "two", 9).await);
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let target = other.to_string();
    for said in [vec![("target", &*target)], vec![("target", &*target), ("other_customer", "yes")]] {
        assert_eq!(presses(&handler, one, "merge", &said).await.status, 409);
    }
    let warned = presses(&lead, one, "merge", &[("target", &target)]).await;
    assert_eq!(warned.status, 422);
    assert_eq!(warned.attributes("#merge-target", "value"), [target.as_str()]);
    let action = format!("/desk/complaints/{one}/merge");
    assert!(warned.has("input[name=other_customer]"));
    let typed = [("target", &*target), ("other_customer", "yes")];
    assert_eq!(lead.submit(&warned, &action, &typed).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE state = 'duplicate'").await, 1);
}

#[tokio::test]
async fn nothing_goes_into_what_is_over_or_merged_and_parting_minds_the_open_twin() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 5).await;
    let (two, three) = (another(&world, one, 9).await, another(&world, one, 12).await);
    let lead = world.signed_in(Role::Lead).await;
    does(&lead, two, "merge", &[("target", &three.to_string())]).await;
    let refused = presses(&lead, one, "merge", &[("target", &two.to_string())]).await;
    assert_eq!(refused.status, 409);
    assert_eq!(refused.attributes("#problem a", "href"), [format!("/desk/complaints/{three}")]);
    world
        .sql(&format!("UPDATE complaints SET state = 'resolved', resolved_at = now() WHERE id = {three}"))
        .await;
    let refused = presses(&lead, one, "merge", &[("target", &three.to_string())]).await;
    assert_eq!(refused.status, 409);
    // Another complaint of the same purchase was opened since.
    world
        .sql(&format!(
            "INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT customer_id, purchase_id, 'new', 2, '{{nps}}', now(), now(), now(), now() FROM complaints WHERE id = {two}"
        ))
        .await;
    let twin = world.count("SELECT max(id) FROM complaints").await;
    let refused = presses(&lead, two, "unmerge", &[]).await;
    assert_eq!(refused.status, 409);
    assert_eq!(refused.attributes("#problem a", "href"), [format!("/desk/complaints/{twin}")]);
    assert_eq!(world.value(&format!("SELECT state FROM complaints WHERE id = {two}")).await, "duplicate");
}

#[tokio::test]
async fn parted_from_one_that_went_on_into_another_it_gets_its_claims_back() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    let (two, three) = (another(&world, one, 30).await, another(&world, one, 40).await);
    world
        .sql(&format!(
            "INSERT INTO legal_terms (code, title_ru, title_en, law, article, amount, unit, source, certainty)
             VALUES ('x', 'x', 'x', 'x', 'x', 10, 'calendar_days', 'x', 'seen') ON CONFLICT DO NOTHING;
             INSERT INTO legal_claims (complaint_id, term_code, demanded_on, amount, unit, due_at, noted_at)
             VALUES ({one}, 'x', current_date, 10, 'calendar_days', now() + interval '10 days', now())"
        ))
        .await;
    let lead = world.signed_in(Role::Lead).await;
    does(&lead, one, "merge", &[("target", &two.to_string())]).await;
    does(&lead, two, "merge", &[("target", &three.to_string())]).await;
    let runs =
        "SELECT string_agg(id || ' ' || (legal_due < '9999-01-01Z'), ', ' ORDER BY id) FROM complaints";
    assert_eq!(world.value(runs).await, format!("{one} false, {two} false, {three} true"));
    does(&lead, one, "unmerge", &[]).await;
    assert_eq!(world.value(runs).await, format!("{one} true, {two} false, {three} false"));
    assert_eq!(world.count("SELECT complaint_id FROM legal_claims").await, one);
}

// zammad#983, the moment between: the letter was on its way to what is just being merged.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_letter_that_comes_during_a_merging_reaches_what_stands() {
    let world = post::world().await;
    let lead = of_role(&world, Role::Lead).await;
    let mut connection = world.connection().await;
    for round in 0..20 {
        let name = format!("k{round}");
        let one = make::complaint(&world, &name, 5).await;
        let two = another(&world, one, 9).await;
        let letter = post::answer(&world, one, &name, &format!("during{round}"), "Где мой заказ?");
        let (done, said) = tokio::join!(
            merge_complaints(&mut connection, one, two, lead, false, Utc::now()),
            post::post(&world, letter),
        );
        done.expect("merged");
        assert_eq!(said, "words, joined", "round {round}");
        let open = format!("SELECT state FROM complaints WHERE id = {two}");
        assert_eq!(world.value(&open).await, "new");
        assert_eq!(world.count(&format!("SELECT reopened FROM complaints WHERE id = {one}")).await, 0);
    }
}
