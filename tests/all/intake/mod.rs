//! Complaints that staff take in by hand: looked up, opened once, or put to the one that is open.

mod looking;

use otklik::domain::role::Role;

use crate::support::{Page, Visitor, World, make};

const NEW: &str = "/desk/complaints/new";

async fn form(visitor: &Visitor, query: &str) -> Page {
    let page = visitor.get(&format!("{NEW}{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

#[tokio::test]
async fn a_customer_is_found_by_telephone_name_address_order_and_number() {
    let world = World::new().await;
    let customer = make::customer(&world, "C-77").await;
    make::purchase(&world, customer, "А-2026-1", 400).await;
    world.sql("UPDATE customers SET phone = '+79161234567'").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = form(&visitor, "").await;
    for typed in ["8 (916) 123-45-67", "916 123-45-67", "волк", "c-77@cust", "№ А-2026-1", "c-77"] {
        let found =
            visitor.submit(&page, NEW, &[("do", "find"), ("q", typed), ("body", "<b>Слова</b>")]).await;
        assert_eq!(
            found.attributes("input[name=customer]", "value"),
            [customer.to_string(), "new".to_owned()],
            "{typed}"
        );
        assert!(found.body.contains("&lt;b&gt;Слова"), "what was typed stays");
    }
}

#[tokio::test]
async fn two_presses_of_one_form_are_one_complaint_and_a_second_form_joins_it() {
    let world = World::new().await;
    let customer = make::customer(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = form(&visitor, &format!("?customer={customer}")).await;
    let id = customer.to_string();
    let words = "Я".repeat(10_000);
    let typed = [
        ("customer", id.as_str()),
        ("source", "phone"),
        ("subject", "Диван"),
        ("body", &words),
        ("told", "letter"),
    ];
    let (a, b) = tokio::join!(visitor.submit(&page, NEW, &typed), visitor.submit(&page, NEW, &typed));
    assert_eq!((a.status, b.status, a.location()), (303, 303, b.location()), "{}", a.body);
    assert_eq!(world.value("SELECT string_agg(source || subject, ',') FROM complaints").await, "phoneДиван");
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'acknowledgement'").await, 1);
    let card = visitor.get(a.location()).await;
    assert!(card.body.contains(&words));
    // About the same once more: nothing typed is lost, and the open one is offered.
    let page = form(&visitor, &format!("?customer={customer}")).await;
    let again = [("customer", id.as_str()), ("source", "counter"), ("body", "Снова"), ("told", "spot")];
    let refused = visitor.submit(&page, NEW, &again).await;
    assert_eq!((refused.status, refused.texts("textarea[name=body]")), (409, vec!["Снова".to_owned()]));
    let number = refused.attributes("button[name=join]", "value").remove(0);
    let joined = visitor.submit(&refused, NEW, &[&again[..], &[("join", number.as_str())]].concat()).await;
    assert_eq!((joined.status, joined.location()), (303, a.location()), "{}", joined.body);
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'customer'").await, 2);
}

#[tokio::test]
async fn a_newcomer_becomes_a_guest_and_nobody_is_refused_with_all_words() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = form(&visitor, "").await;
    let refused = visitor.submit(&page, NEW, &[("body", "Кто я?"), ("email", "no")]).await;
    assert_eq!((refused.status, refused.texts("textarea[name=body]")), (422, vec!["Кто я?".to_owned()]));
    let typed = [
        ("name", "Анна <i>"),
        ("phone", "8 916 000-00-01"),
        ("source", "counter"),
        ("body", "Диван"),
        ("told", "spot"),
    ];
    let done = visitor.submit(&page, NEW, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(
        world.value("SELECT standing || name FROM customers WHERE phone IS NOT NULL").await,
        "guestАнна <i>"
    );
}
