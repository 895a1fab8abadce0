//! Taking an answer back: kept, counted nowhere, shown to staff as withdrawn; and answering again.

use otklik::domain::role::Role;

use super::{answered, complaint, history};
use crate::{
    form::{forged, traces},
    support::World,
};

const ANSWER: &str = "SELECT concat_ws(' ', revision, withdrawn_at IS NOT NULL, nps) FROM responses";

#[tokio::test]
async fn an_answer_is_taken_back_and_given_again() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "9"), ("comment", "Передумаю")]).await;
    let visitor = world.stranger();
    let withdraw = format!("{}/withdraw", one.link);
    let asking = visitor.get(&withdraw).await;
    assert_eq!(asking.texts("h1"), ["Отозвать ответ?"]);
    assert_eq!(world.value(ANSWER).await, "1 f 9", "asking does nothing");
    let page = visitor.submit(&asking, &withdraw, &[]).await;
    assert_eq!((page.status, page.location()), (303, one.link.as_str()));
    assert_eq!(world.value(ANSWER).await, "2 t 9");
    assert_eq!(
        world
            .value("SELECT concat_ws(' ', revision, withdrawn_at IS NULL, comment) FROM response_edits")
            .await,
        "1 t Передумаю"
    );
    let page = visitor.get(&one.link).await;
    assert_eq!(page.texts("h1"), ["Вы отозвали ответ"]);
    assert!(!page.body.contains("Передумаю"));
    assert_eq!(page.attributes("a.btn", "href"), [format!("{}?edit=1", one.link)]);
    assert_eq!(visitor.get(&format!("{}/thanks", one.link)).await.location(), one.link);
    assert_eq!(visitor.get(&withdraw).await.location(), one.link);
    // Pressed twice is once.
    visitor.post(&withdraw, &[]).await;
    assert_eq!(world.value(ANSWER).await, "2 t 9");
    // One press undoes it: the form holds what had been said.
    let form = visitor.get(&format!("{}?edit=1", one.link)).await;
    assert_eq!(form.texts("textarea"), ["Передумаю"]);
    visitor.submit(&form, &one.link, &[("nps", "9"), ("comment", "Передумаю")]).await;
    assert_eq!(world.value(ANSWER).await, "3 f 9");
    assert_eq!(visitor.get(&one.link).await.texts("h1"), ["Ваш ответ у нас"]);
}

#[tokio::test]
async fn its_open_complaint_is_told_and_goes_on() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2"), ("comment", "Секретное слово")]).await;
    let visitor = world.stranger();
    let withdraw = format!("{}/withdraw", one.link);
    assert!(visitor.get(&withdraw).await.body.contains("Обращение № 1001 останется в работе"));
    visitor.post(&withdraw, &[]).await;
    assert_eq!(complaint(&world, 1001).await, "new 0 2 nps");
    assert_eq!(
        history(&world, 1001).await,
        ["customer: opened - nps", "customer: customer answer - withdrawn"]
    );
    let handler = world.signed_in(Role::Handler).await;
    let card = handler.get("/desk/complaints/1001").await;
    assert!(card.texts(".answer-head")[0].contains("отозван клиентом"), "{:?}", card.texts(".answer-head"));
    assert!(card.texts(".history")[0].contains("Клиент отозвал свой ответ"));
    let queue = handler.get("/desk/complaints").await;
    assert!(!queue.body.contains("Секретное слово"));
    assert!(queue.texts(".q-state")[1].contains("новое от клиента"), "{:?}", queue.texts(".q-state"));
    let customer = handler.get("/desk/customers/k1").await;
    assert!(customer.body.contains("Отозван ") && !customer.body.contains("Секретное слово"));
    // Their own complaint stays theirs to see.
    assert!(visitor.get(&one.link).await.body.contains("Обращение № 1001"));
}

#[tokio::test]
async fn it_is_counted_nowhere_and_executives_read_no_word_of_it() {
    let world = World::new().await;
    let one = answered(
        &world,
        "k1",
        &[("nps", "1"), ("satisfaction", "10"), ("rating[price]", "1"), ("comment", "Секрет")],
    )
    .await;
    answered(&world, "k2", &[("nps", "10"), ("satisfaction", "90"), ("rating[price]", "9")]).await;
    let executive = world.signed_in(Role::Executive).await;
    let pages = ["/board/nps", "/board/nps.csv", "/board/satisfaction", "/board/satisfaction.csv"];
    let mut before = Vec::new();
    world.roll_up().await;
    for page in pages {
        before.push(executive.get(page).await.body);
    }
    world.stranger().post(&format!("{}/withdraw", one.link), &[]).await;
    world.roll_up().await;
    for (page, before) in pages.into_iter().zip(before) {
        assert_ne!(executive.get(page).await.body, before, "{page} still counts it");
    }
    let list = executive.get("/board/rows/answers").await;
    assert!(!list.body.contains("Секрет"), "{}", list.body);
    assert_eq!(executive.get("/desk/customers/k1").await.status, 403);
    assert_eq!(world.count("SELECT count(*) FROM response_ratings").await, 1);
}

#[tokio::test]
async fn without_an_answer_there_is_nothing_to_take_back() {
    let world = World::new().await;
    let one = crate::form::asked(&world, "k1").await;
    let before = traces(&world).await;
    let visitor = world.stranger();
    for address in [format!("{}/withdraw", one.link), format!("{}/add", one.link)] {
        visitor.post(&address, &[("words", "Эй"), ("complaint", "1001"), ("do", "add")]).await;
        let page = visitor.post(&format!("{}/withdraw", forged(one.invitation)), &[]).await;
        assert_eq!(page.status, 404);
    }
    assert_eq!(visitor.get(&format!("{}/withdraw", one.link)).await.location(), one.link);
    assert_eq!(
        visitor.post(&format!("{}/add", forged(one.invitation)), &[("words", "Эй")]).await.status,
        404
    );
    world.sql("UPDATE invitations SET revoked_at = now()").await;
    assert_eq!(visitor.get(&format!("{}/withdraw", one.link)).await.status, 410);
    assert_eq!(traces(&world).await, before);
}
