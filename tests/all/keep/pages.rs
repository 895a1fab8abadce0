//! What staff see of it: unfinished words marked as such, robots with their number and kind, and no figure moved by them.

use otklik::domain::role::Role;

use super::{hours_pass, keep, look};
use crate::{form::asked, support::World};

#[tokio::test]
async fn a_complaint_shows_unfinished_words_as_unfinished() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let typed = [("nps", "2"), ("rating[delivery]", "1"), ("comment", "<script>alert(1)</script> битое")];
    keep(&visitor, &one.link, "touched", &typed).await;
    hours_pass(&world, 1).await;
    let desk = world.signed_in(Role::Handler).await;
    let queue = desk.get("/desk/complaints").await;
    assert!(queue.has("a[href='/desk/complaints/1001']"));
    assert_eq!(queue.texts("td.q-nps"), ["2"]);
    let card = desk.get("/desk/complaints/1001").await;
    assert_eq!(card.status, 200);
    assert_eq!(card.texts(".complaint-story .answer-head .badge")[0], "Не отправлено");
    assert_eq!(card.texts(".answer-words"), ["<script>alert(1)</script> битое"]);
    assert!(card.body.contains("не нажал «Отправить»") && !card.body.contains("Ответа на анкету"));
    assert!(
        card.texts("dl.facts").iter().any(|text| text.contains("1 из 10")),
        "{:?}",
        card.texts("dl.facts")
    );

    assert!(card.texts(".history").join("").contains("Жалоба заведена по неотправленному ответу"));

    // Once sent, it is an answer and nothing is unfinished.
    visitor.post(&one.link, &typed).await;
    let card = desk.get("/desk/complaints/1001").await;
    assert!(!card.body.contains("Не отправлено"));
    assert_eq!(card.texts(".answer-words").len(), 1);
}

#[tokio::test]
async fn an_answer_that_became_content_is_on_the_card_that_its_beginning_opened() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    keep(&visitor, &one.link, "touched", &[("nps", "0")]).await;
    hours_pass(&world, 1).await;
    visitor.post(&one.link, &[("nps", "10"), ("comment", "Уже всё решили")]).await;
    let card = world.signed_in(Role::Handler).await.get("/desk/complaints/1001").await;
    assert_eq!(card.texts(".answer-words"), ["Уже всё решили"]);
}

#[tokio::test]
async fn a_customers_page_tells_what_was_begun_and_how_many_robots_came() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let desk = world.signed_in(Role::Handler).await;
    assert!(!desk.get("/desk/customers/k1").await.has("#keep-title"));
    let visitor = world.stranger();
    keep(&visitor, &one.link, "touched", &[("nps", "8"), ("comment", "Начал писать")]).await;
    look(&visitor, &format!("{}?nps=1", one.link)).await;
    look(&visitor, &format!("{}?nps=9", one.link)).await;
    visitor.send(reqwest::Method::HEAD, &one.link, None, &[]).await;
    world.becomes("SELECT count(*) FROM link_visits WHERE verdict IN ('burst', 'head')", "3").await;
    let page = desk.get("/desk/customers/k1").await;
    let card = page.texts("section[aria-labelledby=keep-title]").join("");
    for words in [
        "Не отправлено",
        "Начал писать",
        "3 захода роботов не засчитаны",
        "несколько оценок сразу: 2",
        "запрос без страницы: 1",
    ] {
        assert!(card.contains(words), "{words}: {card}");
    }
    let report = desk.get("/board/nps?period=all").await;
    assert_eq!(report.status, 403, "handlers read no reports");
    world.roll_up().await;
    let board = world.signed_in(Role::Executive).await.get("/board/nps.csv?period=all").await;
    let total = board.body.lines().nth(1).unwrap_or_default();
    assert!(total.starts_with("total,") && total.contains(",0,0,0,0,"), "nothing is counted: {}", board.body);
}

#[tokio::test]
async fn provisional_and_discarded_scores_say_what_they_are() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let desk = world.signed_in(Role::Lead).await;
    keep(&world.stranger(), &one.link, "seen", &[("nps", "3")]).await;
    let page = desk.get("/desk/customers/k1").await;
    assert!(page.body.contains("Предварительная оценка"));
    for (why, words) in [("burst", "несколько разных оценок"), ("scanner", "проверяет ссылки")]
    {
        world.sql(&format!("UPDATE partial_answers SET discarded_at = now(), discarded_why = '{why}'")).await;
        let page = desk.get("/desk/customers/k1").await;
        assert!(page.body.contains("Отброшено") && page.body.contains(words), "{}", page.body);
    }
}
