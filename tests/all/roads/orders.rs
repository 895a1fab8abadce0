//! An order number typed into an open link: to whom it binds the answer, and that it tells its typist nothing.

use super::{answer, open_link};
use crate::support::{Page, World, make};

/// The thank-you page after an answer with this order number, without what differs from one answer to any other.
async fn thanked(world: &World, page: &Page) -> String {
    assert_eq!(page.status, 303, "{}", page.body);
    let form = page.location().trim_end_matches("/thanks").to_owned();
    // A minute that passes between two answers tells nothing.
    world
        .sql("UPDATE responses SET answered_at = '2026-11-21 12:00Z', changed_at = '2026-11-21 12:00Z'")
        .await;
    let mut told = String::new();
    for path in [page.location(), form.as_str()] {
        let page = world.stranger().get(path).await;
        assert_eq!(page.status, 200);
        told.push_str(&page.body.replace(&form, "FORM"));
    }
    told
}

#[tokio::test]
async fn a_known_number_binds_and_says_no_more_than_an_unknown_one() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", Some("Арбат")).await;
    let buyer = make::customer(&world, "k-1").await;
    let bought = make::purchase(&world, buyer, "A-1", 3).await;
    let fields = |number| [("nps", "9"), ("comment", "Хороший чай"), ("order_number", number)];
    let known = answer(&world, &link, "one", &fields("A-1")).await;
    let unknown = answer(&world, &link, "two", &fields("A-2")).await;
    assert_eq!(
        world
            .value(
                "SELECT string_agg(concat_ws(' ', customer_id, coalesce(purchase_id, 0), store), '|' ORDER BY id)
                 FROM responses",
            )
            .await,
        format!("{buyer} {bought} Центр|{} 0 Арбат", buyer + 1)
    );
    let (known, unknown) = (thanked(&world, &known).await, thanked(&world, &unknown).await);
    assert_eq!(known, unknown);
    assert!(!known.contains("Волков") && !known.contains("Центр"), "{known}");
    // Nobody answers about it twice: the second is a guest's, with the number kept.
    let again = answer(&world, &link, "three", &fields("A-1")).await;
    assert_eq!(thanked(&world, &again).await, unknown);
    assert_eq!(world.count("SELECT count(*) FROM responses WHERE purchase_id IS NOT NULL").await, 1);
    assert_eq!(world.value("SELECT order_number FROM invitations ORDER BY id DESC LIMIT 1").await, "A-1");
    assert_eq!(
        world
            .count(&format!("SELECT count(*) FROM customers WHERE standing = 'customer' AND id = {buyer}"))
            .await,
        1
    );
}

#[tokio::test]
async fn an_invitation_whose_link_nobody_has_is_used_and_its_letter_stays() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let buyer = make::customer(&world, "k-1").await;
    let bought = make::purchase(&world, buyer, "A-1", 1).await;
    let invitation = make::invitation(&world, buyer, bought).await;
    world
        .sql(&format!(
            "UPDATE invitations SET sent_at = NULL, send_at = now() + interval '1 day';
             INSERT INTO letters (kind, customer_id, invitation_id, due_at)
             VALUES ('invitation', {buyer}, {invitation}, now() + interval '1 day')"
        ))
        .await;
    let page = answer(&world, &link, "one", &[("nps", "9"), ("order_number", "A-1")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(
        world.value("SELECT concat_ws(' ', invitation_id, customer_id, purchase_id) FROM responses").await,
        format!("{invitation} {buyer} {bought}")
    );
    assert_eq!(world.value("SELECT state FROM letters").await, "cancelled");
    assert_eq!(
        world.value("SELECT road || ' ' || open_link_id FROM invitations").await,
        format!("store {}", link.id)
    );
}

#[tokio::test]
async fn a_link_in_its_buyers_hands_is_left_to_them() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    for (at, change) in [
        "sent_at = now()",
        "sent_at = NULL, handed_out_at = now()",
        "sent_at = NULL, opened_at = now()",
        "sent_at = NULL, revoked_at = now()",
        "sent_at = NULL, planned_at = '2026-01-01', expires_at = '2026-02-01'",
    ]
    .into_iter()
    .enumerate()
    {
        let buyer = make::customer(&world, &format!("k-{at}")).await;
        let number = format!("A-{at}");
        let bought = make::purchase(&world, buyer, &number, 3).await;
        let invitation = make::invitation(&world, buyer, bought).await;
        world.sql(&format!("UPDATE invitations SET {change} WHERE id = {invitation}")).await;
        let device = format!("phone {at}");
        let page = answer(&world, &link, &device, &[("nps", "0"), ("order_number", &number)]).await;
        assert_eq!(page.status, 303, "{change}");
        assert_eq!(
            world.value("SELECT concat_ws(' ', c.standing, r.purchase_id IS NULL) FROM responses r JOIN customers c ON c.id = r.customer_id ORDER BY r.id DESC LIMIT 1").await,
            "guest t",
            "{change}"
        );
        assert_eq!(
            world.value(&format!("SELECT road FROM invitations WHERE id = {invitation}")).await,
            "letter"
        );
    }
}

#[tokio::test]
async fn an_old_purchase_and_a_forgotten_buyer_are_not_bound() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "old", 91).await;
    let erased = make::customer(&world, "k-2").await;
    make::purchase(&world, erased, "erased", 3).await;
    world.sql(&format!("UPDATE customers SET erased_at = now() WHERE id = {erased}")).await;
    for number in ["old", "erased", "'; DROP TABLE responses; --", "<b>№</b>", "%"] {
        let page = answer(&world, &link, number, &[("nps", "9"), ("order_number", number)]).await;
        assert_eq!(page.status, 303, "{number}");
        assert!(!world.stranger().get(page.location()).await.has("main b"));
    }
    assert_eq!(world.count("SELECT count(*) FROM responses WHERE purchase_id IS NULL").await, 5);
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE standing = 'guest'").await, 5);
}

#[tokio::test]
async fn a_known_customers_address_is_not_changed_and_the_typed_one_stands_in_the_complaint() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "A-1", 3).await;
    let fields =
        [("nps", "1"), ("order_number", "A-1"), ("contact_me", "1"), ("contact", "other@thief.example")];
    assert_eq!(answer(&world, &link, "one", &fields).await.status, 303);
    assert_eq!(
        world.value(&format!("SELECT email FROM customers WHERE id = {buyer}")).await,
        "k-1@customer.example"
    );
    assert_eq!(
        world.value("SELECT body FROM complaint_events WHERE kind = 'customer'").await,
        "other@thief.example"
    );
}

#[tokio::test]
async fn two_who_type_one_number_at_once_are_one_bound_and_one_guest() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "A-1", 3).await;
    let presses = (0..6).map(|at| {
        let (world, link) = (&world, &link);
        async move {
            answer(world, link, &format!("phone {at}"), &[("nps", "9"), ("order_number", "A-1")]).await.status
        }
    });
    assert_eq!(futures_util::future::join_all(presses).await, [303; 6]);
    assert_eq!(world.value("SELECT count(purchase_id) || ' ' || count(*) FROM responses").await, "1 6");
}
