//! Words to a customer are stopped when something came in since the page was opened.

use otklik::domain::role::Role;

use super::make::{answer, card, mails, pipe, taken, world};

#[tokio::test]
async fn a_letter_that_came_while_the_page_was_open_stops_the_reply_and_is_shown() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    let (code, said) =
        pipe(&world, answer(&world, number, "one", "t1", "Уже не нужно, диван починили сами.")).await;
    assert_eq!((code, said.ends_with(": words, joined\n")), (0, true), "{said}");
    let typed = "Завтра приедет мастер.\nС <любовью> & «кавычками»";
    let address = format!("/desk/complaints/{number}/reply");
    let refused = visitor.submit(&page, &address, &[("body", typed), ("wait", "yes")]).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.texts("[role=alert]")[0].contains("Уже не нужно, диван починили сами."),
        "{}",
        refused.body
    );
    let kept = refused.html();
    let selector =
        scraper::Selector::parse(&format!("form[action='{address}'] textarea")).expect("a selector");
    let kept: String = kept.select(&selector).next().expect("a field").text().collect();
    assert_eq!(kept.trim_start_matches('\n'), typed);
    assert!(refused.has(&format!("form[action='{address}'] input[name=wait][checked]")));
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    // Read, and sent again from the page that shows it.
    let sent = visitor.submit(&refused, &address, &[("body", typed)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    // The same holds for the last words.
    let page = card(&visitor, number).await;
    pipe(&world, answer(&world, number, "one", "t2", "А впрочем, приезжайте.")).await;
    let ending = [
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", "До свидания."),
    ];
    let refused = visitor.submit(&page, &format!("/desk/complaints/{number}/resolve"), &ending).await;
    assert_eq!(refused.status, 409);
    assert!(refused.texts("[role=alert]")[0].contains("А впрочем, приезжайте."));
    assert_eq!(mails(&world, number).await, 2);
}
