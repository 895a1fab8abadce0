//! Words, numbers, telephones and addresses; what is found, where, and what never is.

use otklik::domain::role::Role;

use super::{numbers, set};
use crate::{
    form::asked,
    keep::{hours_pass, keep},
    support::{Visitor, World, make},
};

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
async fn what_was_found_is_counted_and_paged_from_the_newest_on_whatever_comes_meanwhile() {
    let world = World::new().await;
    super::many(&world, 1_000).await;
    let visitor = world.signed_in(Role::Handler).await;
    let all = "SELECT string_agg(c.id::text, ',' ORDER BY c.id DESC) FROM complaints c JOIN complaint_events e ON e.complaint_id = c.id
               WHERE e.body LIKE 'Диван%'";
    let wanted = world.value(all).await;
    let mut page = find(&visitor, "диваны").await;
    assert!(
        page.texts(".queue-more")[0].starts_with("Найдено: 333. Сначала новые."),
        "{:?}",
        page.texts(".queue-more")
    );
    let mut shown = Vec::new();
    loop {
        let numbers = numbers(&page);
        assert!(numbers.len() == 50 || numbers.len() == 33, "{}", numbers.len());
        assert!(page.texts(".q-found").iter().all(|words| words.contains("Диван")));
        shown.extend(numbers);
        // Another one is found first from now on, and moves no page.
        if shown.len() == 100 {
            let new = make::complaint(&world, "new", 2).await;
            note(&world, new, "note", "Диван сломан").await;
        }
        let Some(next) = page.attributes("a[rel=next]", "href").pop() else { break };
        page = visitor.get(&next).await;
        assert!(!page.texts(".queue-more")[0].contains("Найдено"));
    }
    assert_eq!(shown.iter().map(i64::to_string).collect::<Vec<_>>().join(","), wanted);
    assert_eq!(visitor.get("/desk/complaints?q=%D0%B4%D0%B8%D0%B2%D0%B0%D0%BD&after=x").await.status, 400);
    // Only open ones are a press away, and stay with the words.
    let page = find(&visitor, "диваны").await;
    let open = page.attributes(".queue-more a", "href").remove(0);
    let page = visitor.get(&open).await;
    assert_eq!(page.texts(".queue-more")[0].split('.').next(), Some("Найдено: 68"));
    assert!(!page.has(".queue-more a"));
}

#[tokio::test]
async fn words_of_an_unfinished_answer_are_found_until_it_is_taken_back() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let customer = world.stranger();
    let words =
        [("nps", "2"), ("comment", "Пришло битое & с браком, 100%"), ("bring_back", "Верните сервиз")];
    keep(&customer, &one.link, "touched", &words).await;
    let visitor = world.signed_in(Role::Handler).await;
    assert!(numbers(&find(&visitor, "битый").await).is_empty());
    assert_eq!(hours_pass(&world, 1).await, 1);
    let number: i64 = world.value("SELECT id FROM complaints").await.parse().expect("a number");
    for words in ["битый", "брак", "сервизы"] {
        assert_eq!(numbers(&find(&visitor, words).await), [number], "{words}");
    }
    assert!(find(&visitor, "браком").await.texts(".q-found")[0].starts_with("Незаконченный ответ:"));
    // What can't be read stops no save.
    world.sql("UPDATE partial_answers SET body = 'comment=%FF%00%'").await;
    assert!(numbers(&find(&visitor, "битый").await).is_empty());
    world
        .sql("UPDATE partial_answers SET body = 'nps=2&comment=%D0%A2%D1%80%D0%B5%D1%89%D0%B8%D0%BD%D0%B0'")
        .await;
    assert_eq!(numbers(&find(&visitor, "трещины").await), [number]);
    // Sent, and taken back: nobody sees the words any more.
    customer.post(&one.link, &[("nps", "2"), ("comment", "Трещина")]).await;
    assert_eq!(numbers(&find(&visitor, "трещины").await), [number]);
    world.sql("UPDATE responses SET withdrawn_at = now()").await;
    assert!(numbers(&find(&visitor, "трещины").await).is_empty());
}

#[tokio::test]
async fn what_a_customer_adds_to_their_complaint_is_found() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let customer = world.stranger();
    customer.post(&one.link, &[("nps", "2")]).await;
    let page = customer.get(&one.link).await;
    let action = format!("{}/add", one.link);
    let added = customer.submit(&page, &action, &[("words", "Курьер потерял крышку")]).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let visitor = world.signed_in(Role::Handler).await;
    let found = find(&visitor, "крышка").await;
    assert_eq!(numbers(&found).len(), 1);
    assert!(found.texts("mark").contains(&"крышку".to_owned()));
}
