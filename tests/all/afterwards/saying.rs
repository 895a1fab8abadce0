//! What was said, when, until when it can be changed, and the form again.

use super::answered;
use crate::{form::traces, support::World};

#[tokio::test]
async fn the_link_shows_what_was_said_instead_of_the_form() {
    let world = World::new().await;
    let words = "Чай <b>хорош</b> & коробка";
    let one = answered(&world, "k1", &[("nps", "9"), ("rating[delivery]", "8"), ("comment", words)]).await;
    let before = traces(&world).await;
    let page = world.stranger().get(&one.link).await;
    assert_eq!((page.status, page.texts("h1")), (200, vec!["Ваш ответ у нас".to_owned()]));
    assert!(page.texts("dd").iter().any(|said| said == words), "{}", page.body);
    assert!(page.texts("dd").contains(&"9 из 10".to_owned()) && !page.body.contains("<b>хорош"));
    assert!(
        !page.has("input[name=nps]") && !page.has("form"),
        "nothing to fill in, and no complaint to add to"
    );
    assert_eq!(
        page.attributes("a.btn", "href"),
        [format!("{}?edit=1", one.link), format!("{}/withdraw", one.link)]
    );
    assert!(page.texts("p.u")[0].starts_with("Исправить или отозвать ответ можно до "));
    assert_eq!(traces(&world).await, before, "looking writes nothing");
}

#[tokio::test]
async fn correcting_and_a_score_of_the_letter_show_the_form() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "9"), ("comment", "Хорошо")]).await;
    let visitor = world.stranger();
    let form = visitor.get(&format!("{}?edit=1", one.link)).await;
    assert_eq!(form.attributes("input[name=nps][checked]", "value"), ["9"]);
    assert_eq!(form.texts("textarea"), ["Хорошо"]);
    let clicked = visitor.get(&format!("{}?nps=3", one.link)).await;
    assert_eq!(clicked.attributes("input[name=nps][checked]", "value"), ["3"]);
    // What is no score asks for nothing.
    assert!(!visitor.get(&format!("{}?nps=77", one.link)).await.has("input[name=nps]"));
    world.sql("UPDATE responses SET answered_at = answered_at - interval '1 hour'").await;
    assert_eq!(visitor.submit(&form, &one.link, &[("nps", "10")]).await.status, 303);
    let page = visitor.get(&one.link).await;
    assert!(page.texts("dd").contains(&"10 из 10".to_owned()));
    assert!(page.texts("p.m")[0].contains("и исправили ответ"), "{:?}", page.texts("p.m"));
    let thanks = visitor.get(&format!("{}/thanks", one.link)).await;
    assert_eq!(thanks.attributes("a.btn", "href"), [format!("{}?edit=1", one.link)]);
}

#[tokio::test]
async fn what_was_typed_since_is_gone_on_with() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "9")]).await;
    let visitor = world.stranger();
    let keep = |sign: &str, at: &str| {
        format!(
            "DELETE FROM partial_answers;
             INSERT INTO partial_answers (invitation_id, version_id, started_at, saved_at, sign, body)
             SELECT id, version_id, now(), {at}, '{sign}', 'nps=3' FROM invitations WHERE id = {}",
            one.invitation
        )
    };
    world.sql(&keep("touched", "now() - interval '1 hour'")).await;
    assert!(!visitor.get(&one.link).await.has("input[name=nps]"), "older than the answer");
    world.sql(&keep("seen", "now()")).await;
    assert!(!visitor.get(&one.link).await.has("input[name=nps]"), "only looked at");
    world.sql(&keep("touched", "now()")).await;
    assert!(visitor.get(&one.link).await.has("input[name=nps]"));
    world.sql("UPDATE partial_answers SET discarded_at = now(), discarded_why = 'burst'").await;
    assert!(!visitor.get(&one.link).await.has("input[name=nps]"), "a robot's");
}

#[tokio::test]
async fn after_expiry_it_can_be_read_and_nothing_can_be_pressed() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2"), ("comment", "Не приехало")]).await;
    let visitor = world.stranger();
    let before_expiry = visitor.get(&one.link).await;
    world.sql("UPDATE invitations SET expires_at = now()").await;
    let before = traces(&world).await;
    for address in [one.link.clone(), format!("{}?nps=3", one.link), format!("{}?edit=1", one.link)] {
        let page = visitor.get(&address).await;
        assert_eq!((page.status, page.texts("h1")), (200, vec!["Ваш ответ у нас".to_owned()]), "{address}");
        assert!(page.body.contains("Не приехало") && page.body.contains("Обращение № 1001"));
        assert!(!page.has("form") && !page.has("button") && !page.has("a.btn"), "{address}");
        assert!(page.body.contains("Изменить ответ уже нельзя"));
    }
    assert_eq!(visitor.post(&one.link, &[("nps", "9")]).await.status, 410);
    assert_eq!(visitor.get(&format!("{}/withdraw", one.link)).await.location(), one.link);
    assert_eq!(visitor.post(&format!("{}/withdraw", one.link), &[]).await.location(), one.link);
    // Written in time, sent too late: refused, and the words are there to be copied.
    let late = visitor
        .submit(
            &before_expiry,
            &format!("{}/add", one.link),
            &[("words", "Ещё и <i>помято</i>"), ("do", "add")],
        )
        .await;
    assert_eq!(late.status, 410);
    assert!(
        late.texts("[role=alert]")[0].ends_with("Ещё и <i>помято</i>"),
        "{:?}",
        late.texts("[role=alert]")
    );
    assert_eq!(traces(&world).await, before);
}

#[tokio::test]
async fn in_english_too() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    world.sql("UPDATE customers SET language = 'en'").await;
    let page = world.stranger().get(&one.link).await;
    assert_eq!(page.texts("h1"), ["We have your answer"]);
    assert_eq!(page.attributes("html", "lang"), ["en"]);
    assert!(!page.texts("main")[0].contains("afterwards-") && !page.texts("main")[0].contains("ответ"));
}
