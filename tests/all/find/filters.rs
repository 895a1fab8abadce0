//! Every field of a filter, alone and together; the address is the view.

use otklik::domain::role::Role;

use super::{numbers, set};
use crate::support::{World, make};

#[tokio::test]
async fn each_field_chooses_by_what_a_complaint_is() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    let two = make::complaint(&world, "two", -3).await;
    let over = make::complaint(&world, "over", 1).await;
    let handler = world.value("SELECT id FROM staff WHERE role = 'handler'").await;
    world
        .sql(&format!(
            "UPDATE customers SET segment = 'VIP', manager = 'Анна', channel = 'web', value_class = 'A'
             WHERE id = (SELECT customer_id FROM complaints WHERE id = {one});
             UPDATE complaints SET facets = '{{}}' WHERE id = {one};
             UPDATE complaints SET state = 'in_progress', owner_id = {handler}, severity = 3, legal_due = now(), source = 'phone',
                    facets = '{{}}', first_answered_at = now(), remedy_sought = 'refund', snoozed_until = now() - interval '1 hour'
             WHERE id = {two};
             UPDATE complaints SET state = 'resolved', resolved_at = now(), root_cause = 'delivery.late', resolution = 'upheld',
                    remedy_given = 'refund', compensation = 500, compensation_currency = 'RUB', reopened = 1 WHERE id = {over}"
        ))
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    let today = world.value("SELECT (now() AT TIME ZONE 'Europe/Moscow')::date").await;
    for (query, shown) in [
        ("", vec![one, two]),
        ("state=any", vec![one, two, over]),
        ("state=over", vec![over]),
        ("state=in_progress", vec![two]),
        ("state=in_progress&state=resolved", vec![two, over]),
        ("severity=high", vec![two]),
        ("severity=high&severity=critical", vec![one, two]),
        ("owner=me", vec![two]),
        ("owner=nobody", vec![one]),
        ("owner=me&owner=nobody", vec![one, two]),
        ("source=phone", vec![two]),
        ("kind=purchase&state=any", vec![one, two, over]),
        ("kind=exit&state=any", vec![]),
        ("store=%D0%A6%D0%B5%D0%BD%D1%82%D1%80", vec![one, two]),
        ("store=x", vec![]),
        ("category=%D0%A7%D0%B0%D0%B9", vec![one, two]),
        ("segment=VIP", vec![one]),
        ("class=A", vec![one]),
        ("manager=%D0%90%D0%BD%D0%BD%D0%B0", vec![one]),
        ("channel=web", vec![one]),
        ("language=ru", vec![one, two]),
        ("signal=parameter%3Adelivery", vec![one, two]),
        // Either level of a cause.
        ("cause=delivery&state=over", vec![over]),
        ("cause=delivery.late&state=over", vec![over]),
        ("cause=delivery.lost&state=over", vec![]),
        ("resolution=upheld&state=over", vec![over]),
        ("sought=refund", vec![two]),
        ("given=refund&state=any", vec![over]),
        ("reopened=yes&state=any", vec![over]),
        ("reopened=no&state=any", vec![one, two]),
        ("legal=yes", vec![two]),
        ("unanswered=yes", vec![one]),
        ("compensated=yes&state=any", vec![over]),
        ("due=overdue", vec![two]),
        ("due=4h", vec![one, two]),
        ("due=week&owner=nobody", vec![one]),
        ("merged=yes&state=any", vec![]),
        ("snoozed=yes", vec![]),
        ("opened_to=2020-01-01&state=any", vec![]),
        ("resolved_from=2020-01-01&state=over", vec![over]),
    ] {
        let page = visitor.get(&format!("/desk/complaints?{query}")).await;
        assert_eq!(set(&page), shown.into_iter().collect(), "{query}");
        assert!(!page.has(".alert-warning"), "{query}");
    }
    let page =
        visitor.get(&format!("/desk/complaints?opened_from={today}&opened_to={today}&sort=opened")).await;
    assert_eq!(numbers(&page), [two, one]);
}

#[tokio::test]
async fn what_is_put_off_is_hidden_until_its_time_and_what_the_customer_wrote_is_news() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    let two = make::complaint(&world, "two", 3).await;
    let visitor = world.signed_in(Role::Handler).await;
    world
        .sql(&format!("UPDATE complaints SET snoozed_until = now() + interval '1 day' WHERE id = {one}"))
        .await;
    assert_eq!(numbers(&visitor.get("/desk/complaints").await), [two]);
    let page = visitor.get("/desk/complaints?snoozed=yes").await;
    assert_eq!(numbers(&page), [one]);
    assert!(page.texts(".q-state")[1].contains("отложена"), "{:?}", page.texts(".q-state"));
    // The customer writes: it is news until somebody does something.
    world
        .sql(&format!("UPDATE complaints SET last_in_at = now(), version = version + 1 WHERE id = {two}"))
        .await;
    let page = visitor.get("/desk/complaints?news=yes").await;
    assert_eq!(numbers(&page), [two]);
    assert!(page.texts(".q-state")[1].contains("новое от клиента"));
    world.sql(&format!("UPDATE complaints SET clocks_version = 7 WHERE id = {two}")).await;
    assert_eq!(numbers(&visitor.get("/desk/complaints?news=yes").await), [two]);
    world.sql(&format!("UPDATE complaints SET version = version + 1 WHERE id = {two}")).await;
    assert!(numbers(&visitor.get("/desk/complaints?news=yes").await).is_empty());
}

#[tokio::test]
async fn what_an_address_gets_wrong_is_told_and_left_out() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    let visitor = world.signed_in(Role::Handler).await;
    for query in [
        "colour=red&store=%00",
        "owner=0&due=never&severity=huge",
        "opened_from=31.02.2026",
        "sort=resolved",
        "state=lost",
        "%3Cscript%3E=%3Cscript%3E",
        "owner=99999999999999999999",
    ] {
        let page = visitor.get(&format!("/desk/complaints?{query}")).await;
        assert_eq!(numbers(&page), [one], "{query}");
        assert_eq!(page.texts(".alert-warning").len(), 1, "{query}");
        assert!(!page.body.contains("<script>="), "{query}");
    }
    let long = "store=x&".repeat(400);
    assert_eq!(visitor.get(&format!("/desk/complaints?{long}")).await.status, 200);
    for query in ["after=x", "after=.5", "sort=priority&after=1.1", "state=any&after=9~1.1"] {
        assert_eq!(visitor.get(&format!("/desk/complaints?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn conditions_are_chips_that_can_be_dropped_one_by_one() {
    let world = World::new().await;
    make::complaint(&world, "one", 2).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page =
        visitor.get("/desk/complaints?severity=critical&store=%D0%A6%D0%B5%D0%BD%D1%82%D1%80&legal=no").await;
    assert_eq!(
        page.texts(".queue-chip span"),
        ["Важность: критическая", "Магазин: Центр", "Требование по закону: нет"]
    );
    let less = page.attributes(".queue-chip a", "href").remove(1);
    assert_eq!(visitor.get(&less).await.texts(".queue-chip").len(), 2);
    // The form of all fields holds them, and leads to the same address.
    let form = visitor.get(&page.attributes(".queue-filters > a", "href")[0].replace("#fields", "")).await;
    assert_eq!(form.attributes("#fields input[name=store]", "value"), ["Центр"]);
    assert_eq!(form.attributes("#fields input[name=severity][checked]", "value"), ["critical"]);
    assert_eq!(form.attributes("#field-legal option[selected]", "value"), ["no"]);
    // A list that nobody filtered has no chips.
    assert!(!visitor.get("/desk/complaints?owner=me").await.has(".queue-chip"));
}

#[tokio::test]
async fn lists_are_sorted_as_asked_and_paged_without_gaps() {
    let world = World::new().await;
    super::many(&world, 600).await;
    let visitor = world.signed_in(Role::Handler).await;
    for (query, order) in [
        ("", "state IN ('new','in_progress','waiting_for_customer') ORDER BY next_deadline, id"),
        (
            "sort=priority",
            "state IN ('new','in_progress','waiting_for_customer') ORDER BY -priority, next_deadline, id",
        ),
        (
            "sort=opened",
            "state IN ('new','in_progress','waiting_for_customer') ORDER BY opened_at DESC, id DESC",
        ),
        ("state=any", "TRUE ORDER BY opened_at DESC, id DESC"),
        ("state=any&cause=delivery", "root_cause LIKE 'delivery%' ORDER BY opened_at DESC, id DESC"),
        (
            "state=over&severity=high",
            "state IN ('resolved','closed') AND severity = 3 ORDER BY resolved_at DESC, id DESC",
        ),
    ] {
        let mut address = format!("/desk/complaints?{query}");
        let mut seen = Vec::new();
        loop {
            let page = visitor.get(&address).await;
            seen.extend(numbers(&page));
            let Some(next) = page.attributes("a[rel=next]", "href").pop() else { break };
            address = next;
        }
        let expected: Vec<i64> = world
            .client
            .query(&format!("SELECT id FROM complaints WHERE {order}"), &[])
            .await
            .expect("complaints")
            .iter()
            .map(|row| row.get(0))
            .collect();
        assert_eq!(seen, expected, "{query}");
    }
    let sorted = visitor.get("/desk/complaints?sort=priority").await;
    assert_eq!(sorted.attributes("th[aria-sort]", "aria-sort"), ["descending"]);
    assert_eq!(visitor.get("/desk/complaints").await.attributes("th[aria-sort]", "aria-sort"), ["ascending"]);
}
