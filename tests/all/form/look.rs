//! The page itself: what it asks, how it is labelled, how much it weighs.

use std::io::Write as _;

use otklik::domain::questionnaire::SurveyKind;

use super::{asked, asked_by};
use crate::support::World;

#[tokio::test]
async fn it_says_who_asks_and_about_what() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    world.sql("UPDATE purchases SET purchased_at = '2026-11-03 22:30+00'").await;
    let page = world.stranger().get(&one.link).await;
    assert_eq!(page.texts("p.co"), ["Лавка"]);
    assert!(page.body.contains("Здравствуйте, Пётр Волков!"));
    // Already the next day in Moscow.
    assert!(page.body.contains("4\u{a0}ноября 2026 в магазине «Центр»"), "{}", page.body);
    world.sql("UPDATE customers SET language = 'en'").await;
    let page = world.stranger().get(&one.link).await;
    assert_eq!(page.attributes("html", "lang"), ["en"]);
    assert_eq!(page.texts("button"), ["Send"]);
    assert!(!page.texts("main")[0].contains("форм") && !page.body.contains("form-"), "no key shows itself");
}

#[tokio::test]
async fn a_customer_without_a_language_is_spoken_to_in_the_companys() {
    let world = World::with(&[("OTKLIK_LANGUAGE", "en")]).await;
    let one = asked(&world, "k1").await;
    world.sql("UPDATE customers SET language = NULL").await;
    let visitor = world.stranger();
    assert_eq!(visitor.get(&one.link).await.attributes("html", "lang"), ["en"]);
    visitor.post(&one.link, &[("nps", "9")]).await;
    assert_eq!(world.value("SELECT language FROM responses").await, "en");
}

#[tokio::test]
async fn every_field_has_its_label() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let page = world.stranger().get(&one.link).await;
    assert_eq!(page.texts("fieldset > legend").len(), 3);
    assert_eq!(page.attributes("input[name=nps]", "value").len(), 12);
    assert_eq!(page.texts("label > input[name=nps] + span").len(), 12);
    assert_eq!(page.attributes("input[name=satisfaction]", "value").len(), 12);
    assert_eq!(page.attributes("select", "id"), page.attributes(".q > label", "for"));
    assert_eq!(page.attributes("select", "id").len(), 6);
    assert!(page.has("label[for=comment]") && page.has("textarea#comment[maxlength='20000']"));
    assert!(page.has("label > input[type=checkbox][name=contact_me]"));
    assert_eq!(page.texts("button").len(), 1);
    assert_eq!(page.attributes("form", "autocomplete"), ["off"]);
    let described = page.attributes("[aria-describedby]", "aria-describedby");
    assert!(described.iter().all(|id| page.has(&format!("#{id}"))), "{described:?}");
}

/// Bytes of a page as it travels.
fn packed(body: &str) -> usize {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(body.as_bytes()).expect("written");
    gzip.finish().expect("packed").len()
}

/// One round trip of a fresh connection brings 14 KB (RFC 6928: ten segments).
#[tokio::test]
async fn every_kind_fits_the_first_round_trip() {
    let world = World::new().await;
    for kind in SurveyKind::all().iter().copied() {
        let link = asked_by(&world, kind, kind.code()).await;
        for language in ["ru", "en"] {
            world.sql(&format!("UPDATE customers SET language = '{language}'")).await;
            let body = world.stranger().get(&link).await.body;
            let (size, packed) = (body.len(), packed(&body));
            println!("{kind} {language}: {packed} bytes packed, {size} unpacked");
            assert!(packed <= 7 * 1024, "{kind} {language}: {packed} bytes");
        }
    }
}
