//! Words, numbers, telephones and addresses; what is found, where, and what never is.

use otklik::domain::role::Role;

use super::{numbers, set};
use crate::support::{Visitor, World, make};

async fn find(visitor: &Visitor, words: &str) -> crate::support::Page {
    let query: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    visitor.get(&format!("/desk/complaints?q={query}")).await
}

async fn note(world: &World, number: i64, kind: &str, words: &str) {
    world
        .client
        .execute(
            "INSERT INTO complaint_events (complaint_id, at, kind, body) VALUES ($1, now(), $2, $3)",
            &[&number, &kind, &words],
        )
        .await
        .expect("an entry");
}

#[tokio::test]
async fn words_are_found_in_every_form_wherever_they_were_said() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    let two = make::complaint(&world, "two", 3).await;
    note(&world, one, "note", "Звонили курьеру: зелёная лампа разбита").await;
    note(&world, one, "letter", "We delivered the replacement yesterday").await;
    note(&world, two, "customer", "Лампу так и не заменили").await;
    world.sql(&format!("UPDATE complaints SET subject = 'Самовар с вмятиной' WHERE id = {two}")).await;
    world
        .sql(&format!(
            "UPDATE customers SET name = 'Алёна Ёлкина', phone = '8 (916) 123-45-67', email = 'Alena@Mail.example'
             WHERE id = (SELECT customer_id FROM complaints WHERE id = {one})"
        ))
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    for (words, shown) in [
        ("лампы", vec![one, two]),
        ("курьер", vec![one]),
        ("зеленую", vec![one]),
        ("delivering replacements", vec![one]),
        ("\"зелёная лампа\"", vec![one]),
        ("\"лампа зелёная\"", vec![]),
        ("лампа -курьер", vec![two]),
        ("курьер OR вмятина", vec![one, two]),
        ("замен", vec![two]),
        ("самовары", vec![two]),
        ("елкина", vec![one]),
        ("Алёна", vec![one]),
        ("Ёлк", vec![one]),
        ("+7 916 123 45 67", vec![one]),
        ("9161234567", vec![one]),
        ("alena@mail.EXAMPLE", vec![one]),
        ("purchase of two", vec![two]),
        ("диван", vec![one, two]),
        ("гиппопотам", vec![]),
    ] {
        assert_eq!(set(&find(&visitor, words).await), shown.into_iter().collect(), "{words}");
    }
    let page = find(&visitor, "лампой").await;
    // The newest first.
    assert_eq!(page.texts("mark"), ["Лампу", "лампа"]);
    assert!(page.texts(".q-found")[1].starts_with("Заметка:"), "{:?}", page.texts(".q-found"));
    // By its number it is found whatever its state, and comes first.
    world.sql(&format!("UPDATE complaints SET state = 'closed', resolved_at = now() WHERE id = {two}")).await;
    assert_eq!(numbers(&find(&visitor, &format!("№{two}")).await)[0], two);
    // Words and fields together.
    let page = visitor.get("/desk/complaints?q=%D0%BB%D0%B0%D0%BC%D0%BF%D0%B0&state=open").await;
    assert_eq!(numbers(&page), [one]);
}

#[tokio::test]
async fn what_was_taken_back_or_forgotten_is_not_found() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    let two = make::complaint(&world, "two", 3).await;
    let visitor = world.signed_in(Role::Handler).await;
    assert_eq!(set(&find(&visitor, "диван").await), [one, two].into());
    world
        .sql(&format!(
            "UPDATE responses SET withdrawn_at = now() WHERE id = (SELECT response_id FROM complaints WHERE id = {one});
             UPDATE customers SET erased_at = now(), name = '', email = NULL
             WHERE id = (SELECT customer_id FROM complaints WHERE id = {two})"
        ))
        .await;
    assert!(numbers(&find(&visitor, "диван").await).is_empty());
    assert!(numbers(&find(&visitor, "two@customer.example").await).is_empty());
    assert_eq!(numbers(&find(&visitor, &two.to_string()).await), [two]);
    // A corrected comment is found by its new words alone.
    let three = make::complaint(&world, "three", 3).await;
    world
        .sql(&format!(
            "UPDATE responses SET comment = 'Кресло скрипит' WHERE id = (SELECT response_id FROM complaints WHERE id = {three})"
        ))
        .await;
    assert!(numbers(&find(&visitor, "диван").await).is_empty());
    assert_eq!(numbers(&find(&visitor, "кресла").await), [three]);
}

#[tokio::test]
async fn whatever_is_typed_is_answered_in_words() {
    let world = World::new().await;
    make::complaint(&world, "one", 2).await;
    let visitor = world.signed_in(Role::Handler).await;
    let long = "поздно ".repeat(1_430);
    for words in [
        long.as_str(),
        "\"\"\"\"",
        "\"",
        "'; DROP TABLE complaints; --",
        "%_\\",
        "\\' | !x & <->",
        "и в на",
        "-диван",
        "!диван",
        "\0\0",
        "🙂",
        "a:*",
        "о'нил\\",
        "((((",
        "№",
        "<script>alert(1)</script>",
        "9223372036854775807",
        "99999999999999999999999",
        "OR OR OR",
        "диван:B*",
        "\u{202e}диван",
    ] {
        let page = find(&visitor, words).await;
        assert_eq!(page.status, 200, "{words:?} {}", page.body);
        assert!(page.has("tbody tr") || page.has(".empty-subtitle"), "{words:?}");
        assert!(!page.body.contains("<script>alert"), "{words:?}");
    }
    for (words, told) in [
        ("\"\"", "ни букв, ни цифр"),
        ("и в на", "слишком общие"),
        ("-диван", "слишком общие"),
        ("гиппопотам", "Проверьте написание"),
    ] {
        let page = find(&visitor, words).await;
        assert!(
            page.texts(".empty-subtitle")[0].contains(told),
            "{words} {:?}",
            page.texts(".empty-subtitle")
        );
    }
}

#[tokio::test]
async fn a_history_of_any_length_can_still_be_written() {
    let world = World::new().await;
    let one = make::complaint(&world, "one", 2).await;
    // Every word another: a vector of words has an end, and the history must not notice.
    for round in 0..12 {
        let words: String = (0..3_000).map(|n| format!("слово{round}x{n} ")).collect();
        note(&world, one, "note", &words).await;
    }
    let visitor = world.signed_in(Role::Handler).await;
    assert_eq!(numbers(&find(&visitor, "слово0x7").await), [one]);
    assert_eq!(visitor.get(&format!("/desk/complaints/{one}")).await.status, 200);
}

#[tokio::test]
async fn a_common_word_shows_the_newest_and_says_so() {
    let world = World::new().await;
    super::many(&world, 1_000).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = find(&visitor, "диваны").await;
    let shown = numbers(&page);
    assert_eq!(shown.len(), 50);
    assert!(page.texts(".queue-more")[0].contains("50"));
    assert!(page.texts(".q-found").iter().all(|words| words.contains("Диван")));
    let open = world
        .count(&format!(
            "SELECT count(*) FROM complaints WHERE id IN ({}) AND state IN ('new','in_progress','waiting_for_customer')",
            shown.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
        ))
        .await;
    assert_eq!(open, 50);
}
