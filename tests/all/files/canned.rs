//! Words that are ready to be sent: kept by whom they concern, filled in by each complaint, read before they leave.

use otklik::domain::role::Role;

use crate::{
    post::make::{card, taken},
    support::World,
};

const PAGE: &str = "/desk/canned";

#[tokio::test]
async fn ready_words_are_filled_in_after_what_was_typed_and_are_not_sent_by_that() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let empty = visitor.get(PAGE).await;
    assert!(empty.texts(".canned-list")[0].contains("Готовых ответов пока нет"));
    let wrong = visitor.submit(&empty, PAGE, &[("title", "Чек"), ("body", "{{customer.nam}} <b>")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.texts("#problem")[0].contains("{{customer.nam}}"), "{}", wrong.body);
    assert_eq!(wrong.texts("#body").join("").trim(), "{{customer.nam}} <b>");
    let body = "№ {{complaint.number}}, покупка {{purchase.number}}. {{me.name}}";
    assert_eq!(visitor.submit(&wrong, PAGE, &[("title", "Чек"), ("body", body)]).await.status, 303);
    let id = world.value("SELECT id::text FROM canned_answers").await;
    let page = card(&visitor, number).await;
    let put = format!("/desk/complaints/{number}/canned");
    let reply = format!("/desk/complaints/{number}/reply");
    let proof = |name: &str| {
        page.attributes(&format!("form[action='{reply}'] input[name={name}]"), "value").remove(0)
    };
    let (csrf, version, seen) = (proof("csrf"), proof("version"), proof("seen"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("seen", &seen),
        ("body", "Здравствуйте!"),
        ("canned", &id),
        ("wait", "yes"),
    ];
    let filled = visitor.post(&put, &fields).await;
    assert_eq!(filled.status, 200, "{}", filled.body);
    let words = format!("Здравствуйте!\n\n№ {number}, покупка purchase of one. Иван Петров");
    assert_eq!(filled.texts("#reply-body").join("").trim(), words.replace("\n\n", " "));
    assert!(filled.has("input[name=wait][checked]"));
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'reply'").await, 0);
    assert_eq!(world.count("SELECT used::bigint FROM canned_answers").await, 1);
    let sent = visitor.submit(&filled, &reply, &[("body", &words)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    // What a complaint has nothing for is a gap, and told.
    world.sql("UPDATE complaints SET purchase_id = NULL").await;
    let gaps = visitor.post(&put, &fields).await;
    assert!(gaps.texts("#reply-body")[0].contains("«…»"));
    assert!(gaps.texts("[role=status]").join(" ").contains("номер покупки"), "{}", gaps.body);
}

#[tokio::test]
async fn everybodys_words_are_a_leads_and_ones_own_are_nobody_elses() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let lead = world.signed_in(Role::Lead).await;
    let page = lead.get(PAGE).await;
    let everybodys = [("title", "Общий"), ("body", "Для всех"), ("whose", "everybody")];
    assert_eq!(lead.submit(&page, PAGE, &everybodys).await.status, 303);
    let page = lead.get(PAGE).await;
    assert_eq!(lead.submit(&page, PAGE, &[("title", "Свой"), ("body", "Для меня")]).await.status, 303);
    let page = handler.get(PAGE).await;
    assert_eq!(page.texts(".canned-list summary strong"), ["Общий"]);
    assert_eq!(handler.submit(&page, PAGE, &everybodys).await.status, 422);
    let own = world.value("SELECT id::text FROM canned_answers WHERE owner_id IS NOT NULL").await;
    let shared = world.value("SELECT id::text FROM canned_answers WHERE owner_id IS NULL").await;
    let proof = page.attributes("input[name=csrf]", "value").remove(0);
    let remove = |id: String| [("csrf", proof.clone()), ("id", id)];
    for (id, status) in [(own.clone(), 404), (shared.clone(), 403)] {
        let fields = remove(id);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(handler.post("/desk/canned/remove", &fields).await.status, status);
    }
    assert_eq!(handler.get(&format!("{PAGE}?edit={shared}")).await.status, 404);
    // Removed and put back by one press each.
    let page = lead.get(PAGE).await;
    let done = lead.submit(&page, "/desk/canned/remove", &[("id", &shared)]).await;
    let undo = lead.get(done.location()).await;
    assert_eq!(undo.texts(".canned-list summary strong"), ["Свой"]);
    lead.submit(&undo, "/desk/canned/remove", &[("id", &shared), ("back", "true")]).await;
    assert_eq!(lead.get(&format!("{PAGE}?q=всех")).await.texts(".canned-list summary strong"), ["Общий"]);
}
