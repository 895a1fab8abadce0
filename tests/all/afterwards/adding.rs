//! The customer adds words to their complaint, or says that it is not solved.

use futures_util::future::join_all;
use otklik::{actions::add_to_complaint::A_DAY, domain::role::Role};

use super::{adds, answered, complaint, history, resolve};
use crate::support::World;

#[tokio::test]
async fn words_are_added_once_however_often_they_are_sent() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    let visitor = world.stranger();
    let page = visitor.get(&one.link).await;
    let add = format!("{}/add", one.link);
    let typed = [("words", " Ещё и чашка <b>разбита</b>\r\n"), ("do", "add")];
    let sent = join_all((0..8).map(|_| visitor.submit(&page, &add, &typed))).await;
    assert!(sent.iter().all(|sent| sent.status == 303 && sent.location() == one.link));
    assert_eq!(complaint(&world, 1001).await, "new 0 2 nps");
    assert_eq!(
        history(&world, 1001).await,
        ["customer: opened - nps", "customer: customer - - Ещё и чашка <b>разбита</b>"]
    );
    let page = visitor.get(&one.link).await;
    assert!(page.texts("div.l")[0].starts_with("Вы написали"));
    assert!(page.texts("div.l")[0].ends_with("Ещё и чашка <b>разбита</b>"));
    // From the page that shows them, the same words are said again on purpose.
    adds(&visitor, &one.link, &typed).await;
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'customer'").await, 2);
}

#[tokio::test]
async fn staff_see_it_as_news_and_a_letter_written_past_it_is_stopped() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    let handler = world.signed_in(Role::Handler).await;
    let take = handler.get("/desk/complaints/1001").await;
    handler.submit(&take, "/desk/complaints/1001/take", &[]).await;
    let card = handler.get("/desk/complaints/1001").await;
    assert!(!handler.get("/desk/complaints").await.body.contains("новое от клиента"));
    adds(&world.stranger(), &one.link, &[("words", "Заказ уже пришёл"), ("do", "add")]).await;
    let late = handler.submit(&card, "/desk/complaints/1001/reply", &[("body", "Заказ скоро придёт")]).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("Клиент написал: Заказ уже пришёл"), "{}", late.body);
    assert!(late.body.contains("Заказ скоро придёт"));
    assert!(handler.get("/desk/complaints").await.body.contains("новое от клиента"));
    let card = handler.get("/desk/complaints/1001").await;
    assert_eq!(card.texts(".history .history-head strong")[0], "Клиент");
    assert!(card.texts(".said-customer")[0].ends_with("Заказ уже пришёл"));
    handler.submit(&card, "/desk/complaints/1001/note", &[("body", "Прочитал")]).await;
    assert!(!handler.get("/desk/complaints").await.body.contains("новое от клиента"));
}

#[tokio::test]
async fn a_complaint_that_waited_for_them_goes_on_with_its_clock() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    world
        .sql(
            "UPDATE complaints SET state = 'waiting_for_customer', next_deadline = '9999-01-01Z',
                    first_answered_at = now()",
        )
        .await;
    adds(&world.stranger(), &one.link, &[("words", "Отвечаю"), ("do", "add")]).await;
    assert_eq!(complaint(&world, 1001).await, "in_progress 0 2 nps");
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE next_deadline = resolution_due").await, 1);
    assert_eq!(
        history(&world, 1001).await[1..],
        ["customer: customer - - Отвечаю", "customer: field state waiting_for_customer in_progress"]
    );
}

#[tokio::test]
async fn what_is_not_solved_is_taken_up_again_and_counted() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "6")]).await;
    resolve(&world, 1001).await;
    let visitor = world.stranger();
    let page = visitor.get(&one.link).await;
    let add = format!("{}/add", one.link);
    let typed = [("words", "Деньги не вернули"), ("do", "reopen")];
    let (a, b) = tokio::join!(visitor.submit(&page, &add, &typed), visitor.submit(&page, &add, &typed));
    assert_eq!((a.status, b.status), (303, 303));
    assert_eq!(complaint(&world, 1001).await, "in_progress 1 3 nps,not_solved");
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', next_deadline = resolution_due, resolution_due > now() + interval '47 hours',
                        resolution_due < now() + interval '49 hours', resolved_at IS NULL, resolution IS NULL,
                        root_cause IS NULL, severity, owner_id = (SELECT id FROM staff WHERE role = 'handler'))
                 FROM complaints"
            )
            .await,
        "t t t t t t 3 t"
    );
    let told = history(&world, 1001).await;
    assert_eq!(told[1], "customer: reopened - - Деньги не вернули");
    assert!(told.contains(&"customer: field reopened 0 1".to_owned()), "{told:?}");
    assert!(visitor.get(&one.link).await.body.contains("Деньги не вернули"));
    let card = world.signed_in(Role::Handler).await.get("/desk/complaints/1001").await;
    assert_eq!(card.texts(".history .history-head strong")[0], "Клиент");
    // Without a word it is as good.
    resolve(&world, 1001).await;
    assert_eq!(adds(&visitor, &one.link, &[("words", ""), ("do", "reopen")]).await.status, 303);
    assert!(complaint(&world, 1001).await.starts_with("in_progress 2 "));
}

#[tokio::test]
async fn where_another_of_the_purchase_is_open_the_words_go_there() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "3")]).await;
    resolve(&world, 1001).await;
    let visitor = world.stranger();
    let page = visitor.get(&one.link).await;
    visitor.post(&one.link, &[("nps", "1")]).await;
    let sent =
        visitor.submit(&page, &format!("{}/add", one.link), &[("words", "Всё ещё"), ("do", "reopen")]).await;
    assert_eq!(sent.status, 303);
    assert!(complaint(&world, 1001).await.starts_with("resolved 0 "));
    assert_eq!(complaint(&world, 1002).await, "new 0 2 nps,not_solved");
    assert_eq!(history(&world, 1002).await[1], "customer: customer - - Всё ещё");
}

#[tokio::test]
async fn nothing_typed_is_lost_when_it_is_refused() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    let visitor = world.stranger();
    let add = format!("{}/add", one.link);
    let empty = adds(&visitor, &one.link, &[("words", " \r\n\t"), ("do", "add")]).await;
    assert_eq!((empty.status, empty.texts("[role=alert]")[0].contains("ничего не написали")), (422, true));
    let long = format!("</textarea><script>{}", "я".repeat(20_000));
    let page = adds(&visitor, &one.link, &[("words", &long), ("do", "add")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.texts("textarea"), [long.as_str()]);
    assert!(page.texts("[role=alert]")[0].contains("знаков 20 019"), "{:?}", page.texts("[role=alert]"));
    assert!(!page.has("script"));
    // Finished while they wrote.
    let page = visitor.get(&one.link).await;
    resolve(&world, 1001).await;
    let page = visitor.submit(&page, &add, &[("words", "И ещё"), ("do", "add")]).await;
    assert_eq!(page.status, 409);
    assert_eq!(
        (page.texts("textarea"), page.texts("button")),
        (vec!["И ещё".to_owned()], vec!["Вопрос не решён".to_owned()])
    );
    let page = visitor.submit(&page, &add, &[("words", "И ещё"), ("do", "reopen")]).await;
    assert_eq!(page.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE body = 'И ещё'").await, 1);
}

#[tokio::test]
async fn so_many_additions_a_day_and_the_next_is_kept_for_tomorrow() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    let visitor = world.stranger();
    for nth in 0..A_DAY {
        let sent = adds(&visitor, &one.link, &[("words", &format!("Слово {nth}")), ("do", "add")]).await;
        assert_eq!(sent.status, 303);
    }
    let page = adds(&visitor, &one.link, &[("words", "Лишнее"), ("do", "add")]).await;
    assert_eq!((page.status, page.texts("textarea")), (429, vec!["Лишнее".to_owned()]));
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'customer'").await, A_DAY);
}

#[tokio::test]
async fn while_the_database_is_away_the_words_come_back() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    let visitor = world.stranger();
    let page = visitor.get(&one.link).await;
    world.lose_database().await;
    let add = format!("{}/add", one.link);
    let long = "Слова, которых так много, что их видно и без базы";
    let page = visitor.submit(&page, &add, &[("words", long), ("do", "add")]).await;
    assert_eq!((page.status, page.texts("textarea")), (503, vec![long.to_owned()]));
    assert_eq!(page.attributes(&format!("form[action='{add}'] input[name=complaint]"), "value"), ["1001"]);
    assert_eq!(page.attributes("input[name=do]", "value"), ["add"]);
}
