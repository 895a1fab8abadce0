//! A visitor with a telephone before a QR code: from the code to the thank-you page, in a real browser.

use otklik::domain::role::Role;

use crate::support::{
    World,
    browser::{Browser, PHONE, PHONE_WITHOUT_SCRIPTS, Screen},
};

async fn a_visitor_on(screen: Screen) {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get("/settings/links").await;
    let fields = [("name", "Касса"), ("store", "Арбат"), ("kind", "purchase")];
    assert_eq!(admin.submit(&page, "/settings/links", &fields).await.status, 303);
    let address = admin.get("/settings/links").await.attributes("a[rel=noreferrer]", "href").remove(0);

    let phone = Browser::open(screen).await;
    phone.go(&address).await;
    // A slow machine draws late: what counts is when the form came.
    let opened = tokio::time::Instant::now();
    if screen.scripts {
        assert!(phone.fits_its_width().await);
    }
    let trap = "const box = document.querySelector('.hp').getBoundingClientRect(); return box.right < 0";
    if screen.scripts {
        let hidden = phone.client.execute(trap, vec![]).await.expect("a measure");
        assert_eq!(hidden.as_bool(), Some(true), "nobody sees the trap");
    }
    phone.press("input[name=nps][value='3']").await;
    phone.type_into("textarea[name=comment]", "Долго стояли в очереди").await;
    phone.press("input[name=contact_me]").await;
    phone.type_into("input[name=contact]", "vera@customer.example").await;
    // A person takes longer than the trap for robots.
    tokio::time::sleep_until(opened + std::time::Duration::from_secs(5)).await;
    phone.press("form[method=post] button[type=submit]").await;
    world.becomes("SELECT count(*) FROM responses", "1").await;
    let invitation = world.count("SELECT invitation_id FROM responses").await;
    phone.arrives_at(&format!("/s/{}/thanks", world.shared.keys.sign(invitation))).await;
    assert!(phone.text("main").await.contains("Долго стояли в очереди"));
    assert_eq!(world.value("SELECT store || ' ' || nps FROM responses").await, "Арбат 3");
    assert_eq!(world.value("SELECT email FROM customers").await, "vera@customer.example");
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 1);
}

#[tokio::test]
async fn a_visitor_answers_from_a_qr_code() {
    a_visitor_on(PHONE).await;
}

#[tokio::test]
async fn a_visitor_answers_from_a_qr_code_without_scripts() {
    a_visitor_on(PHONE_WITHOUT_SCRIPTS).await;
}
