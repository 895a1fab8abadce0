//! Bad input gets a clear answer and loses nothing.

use super::{NOTHING, asked, traces};
use crate::support::World;

#[tokio::test]
async fn wrong_values_come_back_with_messages_and_every_word() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&one.link).await;
    let typed = [
        ("nps", "11"),
        ("satisfaction", "сто"),
        ("rating[price]", "12"),
        ("rating[delivery]", "7"),
        ("comment", "Первая строка\r\n\r\n<b>вторая</b>"),
        ("contact_me", "1"),
    ];
    let page = visitor.submit(&form, &one.link, &typed).await;
    assert_eq!(page.status, 422);
    let problems = page.texts("[role=alert] li");
    assert_eq!(problems.len(), 3);
    assert!(problems[0].contains("«11»") && problems[1].contains("«сто»") && problems[2].contains("Цены"));
    assert_eq!(page.attributes("[role=alert] a", "href"), ["#nps", "#satisfaction", "#r-price"]);
    for id in ["#nps", "#satisfaction", "#r-price"] {
        assert!(page.has(id), "{id}");
    }
    assert_eq!(page.texts("p.e").len(), 3);
    assert_eq!(page.attributes("select[aria-invalid]", "aria-describedby"), ["r-price-e"]);
    assert_eq!(page.texts("textarea"), ["Первая строка <b>вторая</b>"]);
    assert!(page.has("input[name=contact_me][checked]"));
    assert_eq!(page.attributes("#r-delivery option[selected]", "value"), ["7"]);
    assert!(page.texts("title")[0].starts_with("Ошибка"));
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn scores_that_are_none_are_named() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    for nps in ["11", "-1", "abc", "9.5", "0x9", "\u{0}", "99999999999999999999999"] {
        let page = world.stranger().post(&one.link, &[("nps", nps)]).await;
        assert_eq!(
            (page.status, page.attributes("[role=alert] a", "href")),
            (422, vec!["#nps".to_owned()]),
            "{nps:?}"
        );
    }
    for satisfaction in ["101", "-5", "50.5", "много"] {
        let page = world.stranger().post(&one.link, &[("satisfaction", satisfaction)]).await;
        assert_eq!(page.status, 422, "{satisfaction}");
    }
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn saying_nothing_is_refused_kindly() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    for typed in [
        &[][..],
        &[("comment", " \r\n\t\u{0}")],
        &[("nps", ""), ("rating[price]", "")],
        &[("contact_me", "0")],
    ] {
        let page = world.stranger().post(&one.link, typed).await;
        assert_eq!(page.status, 422);
        assert_eq!(
            page.texts("[role=alert] li"),
            ["Вы ещё ничего не ответили. Достаточно одной отметки или пары слов."]
        );
    }
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn a_megabyte_of_words_comes_back_with_the_limit() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let comment = "Ждал, ждал и не дождался. ".repeat(24_000);
    assert!(comment.len() > 1_000_000);
    let page = world.stranger().post(&one.link, &[("nps", "4"), ("comment", &comment)]).await;
    assert_eq!(page.status, 422);
    let problem = &page.texts("[role=alert] li")[0];
    assert!(problem.contains("20\u{a0}000") || problem.contains("20 000"), "{problem}");
    assert!(page.body.contains(&comment), "the text is kept");
    assert_eq!(page.attributes("input[name=nps][checked]", "value"), ["4"]);
    assert_eq!(traces(&world).await, NOTHING);
    // The limit itself, counted as people count.
    let most = "я".repeat(20_000);
    let answer = world.stranger().post(&one.link, &[("comment", &format!("{most}\r\n"))]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(world.count("SELECT length(comment) FROM responses").await, 20_000);
}

#[tokio::test]
async fn more_than_anybody_types_is_told_the_limit_in_their_language() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    world.sql("UPDATE customers SET language = 'en'").await;
    let page = world.stranger().post(&one.link, &[("comment", &"x".repeat(5_000_000))]).await;
    assert_eq!((page.status, page.texts("h1")), (413, vec!["The text is too long".to_owned()]));
    assert!(page.body.contains("20,000"));
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn control_characters_and_broken_bytes_do_no_harm() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let answer = world.stranger().post(&one.link, &[("comment", "нуль\u{0}байт\u{7}")]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(world.value("SELECT comment FROM responses").await, "нульбайт");
    let broken =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let answer = broken
        .post(format!("{}{}", world.base, one.link))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(b"comment=%FF%FE\xff ok&&=&rating[=5&rating[]=5".to_vec())
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 303);
    assert!(world.value("SELECT comment FROM responses").await.ends_with(" ok"));
}

#[tokio::test]
async fn markup_is_shown_and_never_run() {
    let world = World::with(&[("OTKLIK_COMPANY", "<script>c()</script>")]).await;
    let one = asked(&world, "k1").await;
    world
        .sql(
            "UPDATE customers SET name = '<script>n()</script>';
             UPDATE purchases SET store = '\"><script>s()</script>'",
        )
        .await;
    let visitor = world.stranger();
    let bad = "</textarea><script>alert(1)</script>";
    let form = visitor.get(&one.link).await;
    let refused = visitor.post(&one.link, &[("nps", "<script>x()</script>"), ("comment", bad)]).await;
    assert_eq!(refused.status, 422);
    visitor.post(&one.link, &[("nps", "1"), ("comment", bad)]).await;
    let thanks = visitor.get(&format!("{}/thanks", one.link)).await;
    let again = visitor.get(&one.link).await;
    for page in [form, refused, thanks, again] {
        // Its own script may be there, nobody else's.
        let foreign = page.texts("script").iter().any(|script| !script.starts_with("// Keeps what is typed"));
        assert!(!foreign, "{}", page.body);
        assert!(page.body.contains("&lt;script&gt;"));
    }
}

#[tokio::test]
async fn with_the_database_away_the_typed_text_stays_in_the_form() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    world.sql("UPDATE customers SET language = 'en'").await;
    let visitor = world.stranger();
    let form = visitor.get(&one.link).await;
    let cut = |allow: bool| {
        format!(
            "ALTER DATABASE {0} ALLOW_CONNECTIONS {allow};
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'",
            world.name
        )
    };
    let postgres = world.elsewhere().await;
    postgres.batch_execute(&cut(false)).await.expect("cut off");
    let typed =
        [("nps", "2"), ("rating[service]", "na"), ("comment", "Nobody came <twice>"), ("contact_me", "1")];
    let page = visitor.submit(&form, &one.link, &typed).await;
    assert_eq!((page.status, page.header("retry-after")), (503, "30"));
    assert_eq!(page.attributes("html", "lang"), ["en"]);
    assert_eq!(page.texts("textarea"), ["Nobody came <twice>"]);
    assert_eq!(page.attributes("input[name=nps][checked]", "value"), ["2"]);
    assert_eq!(page.attributes("#r-service option[selected]", "value"), ["na"]);
    let away = visitor.get(&one.link).await;
    assert_eq!((away.status, away.header("retry-after")), (503, "30"));
    // A version that this server never met: the embedded questionnaire stands in, the words stay.
    let unmet = visitor
        .post(&one.link, &[("version", "4242"), ("rating[price]", "3"), ("comment", "Still here")])
        .await;
    assert_eq!((unmet.status, unmet.texts("textarea")), (503, vec!["Still here".to_owned()]));
    assert_eq!(unmet.attributes("#r-price option[selected]", "value"), ["3"]);
    postgres.batch_execute(&cut(true)).await.expect("back again");
    // The button of that very page works once the database is back.
    let answer = visitor.submit(&page, &one.link, &typed).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(postgres_count(&world).await, 1);
}

async fn postgres_count(world: &World) -> i64 {
    let (client, connection) =
        tokio_postgres::connect(&world.url, tokio_postgres::NoTls).await.expect("back");
    tokio::spawn(connection);
    client.query_one("SELECT count(*) FROM responses", &[]).await.expect("a row").get(0)
}
