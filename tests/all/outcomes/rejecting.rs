//! Rejecting: the reason and the recourse told, in whatever way there is, and never the last word.

use otklik::domain::role::Role;

use super::{card, does, kept, outcome, press, taken, told};
use crate::{
    form::asked,
    support::{World, make},
};

const REASON: [(&str, &str); 2] =
    [("cause", "quality.not_as_described"), ("body", "Мы всё проверили: <b>товар</b> цел.")];

#[tokio::test]
async fn a_letter_tells_the_reason_and_what_the_customer_can_do() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    let page = card(&handler, number).await;
    let refused = press(&handler, &page, number, "reject", &[("body", "Причина")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.texts("[role=alert]"), ["Заполните или выберите: Причина"]);
    assert_eq!(kept(&refused, "reject"), "Причина");
    let silent = press(&handler, &page, number, "reject", &[("cause", "other"), ("body", " ")]).await;
    assert_eq!(silent.status, 422);
    let letter = "SELECT kind || ' ' || body FROM letters";
    let mut looked = REASON.to_vec();
    looked.push(("preview", "yes"));
    let preview = press(&handler, &page, number, "reject", &looked).await;
    assert_eq!(preview.status, 200);
    assert!(preview.texts("#preview")[0].contains("не можем его удовлетворить"));
    assert!(preview.texts("#preview")[0].contains("Роспотребнадзор") && !preview.has("#preview b"));
    assert_eq!(kept(&preview, "reject"), REASON[1].1);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    for _ in 0..2 {
        assert_eq!(press(&handler, &page, number, "reject", &REASON).await.status, 303);
    }
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1);
    let sent = world.value(letter).await;
    assert!(
        sent.starts_with("rejected Мы всё проверили: <b>товар</b> цел.\n\nЕсли вы не согласны"),
        "{sent}"
    );
    assert_eq!(outcome(&world, number).await, "rejected quality.not_as_described rejected - - -");
    assert_eq!(
        world
            .value("SELECT concat_ws(' ', resolved_at IS NOT NULL, first_answered_at IS NOT NULL, next_deadline = '9999-01-01Z') FROM complaints")
            .await,
        "t t t"
    );
    assert_eq!(told(&world, number, "kind IN ('letter', 'rejected')").await, ["letter - -", "rejected - -"]);
    let page = card(&handler, number).await;
    assert!(page.texts(".said-letter")[0].starts_with("Письмо об отказе"));
    assert!(page.texts(".history-deed").contains(&"Жалоба отклонена".to_owned()));
}

#[tokio::test]
async fn the_letter_is_in_the_language_of_the_customer() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    world.sql("UPDATE customers SET language = 'en'").await;
    does(&handler, number, "reject", &REASON).await;
    assert!(world.value("SELECT body FROM letters").await.contains("If you disagree"));
}

#[tokio::test]
async fn who_has_no_address_is_told_otherwise_and_it_is_noted_how() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    world.sql("UPDATE customers SET email = NULL").await;
    let page = card(&handler, number).await;
    assert!(page.texts("form[action$='/reject'] .outcome-recourse")[0].contains("Роспотребнадзор"));
    assert!(!page.has("form[action$='/reject'] button[name=preview]"));
    let refused = press(&handler, &page, number, "reject", &REASON).await;
    assert_eq!(refused.status, 422);
    assert_eq!(kept(&refused, "reject"), REASON[1].1);
    assert_eq!(world.value("SELECT state FROM complaints").await, "in_progress");
    let mut by_phone = REASON.to_vec();
    by_phone.push(("told", "phone"));
    for _ in 0..2 {
        assert_eq!(press(&handler, &page, number, "reject", &by_phone).await.status, 303);
    }
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', detail->>'told', body) FROM complaint_events WHERE kind = 'rejected'"
            )
            .await,
        "phone Мы всё проверили: <b>товар</b> цел."
    );
    let page = card(&handler, number).await;
    assert!(page.texts(".history-deed").contains(&"Жалоба отклонена: по телефону".to_owned()));
    assert_eq!(world.value("SELECT first_answered_at IS NOT NULL FROM complaints").await, "t");
}

#[tokio::test]
async fn a_new_one_goes_to_who_rejects_it_and_a_colleagues_stays_theirs() {
    let world = World::new().await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let number = make::complaint(&world, "one", 5).await;
    does(&handler, number, "reject", &REASON).await;
    assert_eq!(
        world.value("SELECT s.role FROM complaints c JOIN staff s ON s.id = c.owner_id").await,
        "handler"
    );
    let other = make::complaint(&world, "two", 5).await;
    let before = card(&handler, other).await;
    does(&lead, other, "take", &[]).await;
    let refused = press(&handler, &before, other, "reject", &REASON).await;
    assert_eq!(refused.status, 409);
    assert_eq!(kept(&refused, "reject"), REASON[1].1);
    assert!(!card(&handler, other).await.has("form[action$='/reject']"));
}

/// ISO 10002: a rejected complaint stays open to the customer, who is told so.
#[tokio::test]
async fn the_customer_sees_the_recourse_and_takes_it_up_again() {
    let world = World::new().await;
    let one = asked(&world, "one").await;
    let customer = world.stranger();
    let fields = [("nps", "1"), ("comment", "Сломано"), ("contact_me", "yes")];
    assert_eq!(customer.post(&one.link, &fields).await.status, 303);
    let number = world.count("SELECT id FROM complaints").await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "reject", &REASON).await;
    world.sql("UPDATE letters SET state = 'sent', sent_at = now() WHERE kind = 'rejected'").await;
    let page = customer.get(&one.link).await;
    assert!(page.body.contains("Мы не смогли согласиться с вами"), "{}", page.body);
    assert!(page.body.contains("Роспотребнадзор"));
    assert!(page.body.contains("&lt;b&gt;товар&lt;/b&gt;") && !page.has("b"));
    let seen = page.attributes("input[name=seen]", "value").remove(0);
    let number_text = number.to_string();
    let again = [
        ("complaint", number_text.as_str()),
        ("language", "ru"),
        ("seen", seen.as_str()),
        ("words", "Не согласен"),
        ("do", "reopen"),
    ];
    assert_eq!(customer.post(&format!("{}/add", one.link), &again).await.status, 303);
    assert_eq!(
        world.value("SELECT concat_ws(' ', state, reopened, resolution) FROM complaints").await,
        "in_progress 1"
    );
    assert_eq!(
        told(&world, number, "field = 'resolution'").await,
        ["field resolution - rejected", "field resolution rejected -"]
    );
}
