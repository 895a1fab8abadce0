//! The way of somebody who comes back to their link, in a real browser, with scripts and without.

use super::resolve;
use crate::{
    form::asked,
    support::{
        World,
        browser::{Browser, PHONE, PHONE_WITHOUT_SCRIPTS},
    },
};

#[tokio::test]
async fn somebody_comes_back_adds_objects_and_takes_their_answer_back() {
    for screen in [PHONE, PHONE_WITHOUT_SCRIPTS] {
        let world = World::new().await;
        let one = asked(&world, "k1").await;
        let browser = Browser::open(screen).await;
        let home = format!("{}{}", world.base, one.link);
        browser.go(&format!("{home}?nps=2")).await;
        browser.type_into("textarea[name=comment]", "Не довезли").await;
        browser.press("button[type=submit]").await;
        browser.arrives_at(&format!("{}/thanks", one.link)).await;
        browser.press(".card p a").await;
        browser.arrives_at(&one.link).await;
        assert!(browser.text("main").await.contains("Обращение № 1001"));
        assert!(browser.fits_its_width().await);
        browser.type_into("#words", "И не позвонили").await;
        browser.press("section button").await;
        world.becomes("SELECT count(*) FROM complaint_events WHERE kind = 'customer'", "1").await;
        browser.go(&home).await;
        assert!(browser.text("div.l").await.contains("И не позвонили"));
        resolve(&world, 1001).await;
        browser.go(&home).await;
        assert_eq!(browser.text("section button").await, "Вопрос не решён");
        browser.press("section button").await;
        world.becomes("SELECT state || reopened FROM complaints", "in_progress1").await;
        browser.go(&home).await;
        assert!(browser.text("section").await.contains("Мы снова занимаемся вашим вопросом"));
        browser.press("a.b2").await;
        browser.arrives_at(&format!("{}/withdraw", one.link)).await;
        assert!(browser.fits_its_width().await);
        browser.press("button[type=submit]").await;
        browser.arrives_at(&one.link).await;
        assert_eq!(browser.text("h1").await, "Вы отозвали ответ");
        browser.press("a.btn").await;
        browser.press("button[type=submit]").await;
        browser.arrives_at(&format!("{}/thanks", one.link)).await;
        assert_eq!(
            world.value("SELECT concat_ws(' ', revision, withdrawn_at IS NULL) FROM responses").await,
            "3 t"
        );
    }
}
