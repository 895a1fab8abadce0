//! Departures: reasons known and made, one a pause between purchases, and returns that purchases tell of.

use super::Desk;

const HEAD: &str = "customer_external_id,left_at,reason_category,reason,reason_label,preventable,competitor,comment,language\n";

/// Every departure, a word each: customer, day in Moscow, reason, source, day of return.
async fn all(desk: &Desk) -> String {
    desk.world
        .value(
            "SELECT coalesce(string_agg(concat_ws('|', c.external_id, to_char(left_at AT TIME ZONE 'Europe/Moscow', 'MM-DD'),
                 category || '/' || coalesce(reason, ''), source, to_char(returned_at AT TIME ZONE 'Europe/Moscow', 'MM-DD')),
                 ' ' ORDER BY c.external_id, left_at), '')
             FROM departures d JOIN customers c ON c.id = customer_id",
        )
        .await
}

#[tokio::test]
async fn known_reasons_are_taken_and_unknown_ones_rejected_or_made() {
    let desk = Desk::new().await;
    let file = format!(
        "{HEAD}c1,2026-03-01T12:00:00+03:00,price,too_dear,Other words,false,Рога и копыта,Дорого,ru
c2,2026-03-02,price,too_salty,Слишком солоно,partly,,,
c3,2026-03-03,weather,rain,Дождь,,,,
c4,2026-03-04,weather,,,,,,
"
    );
    let said = desk.import("departures", &file).await;
    assert_eq!((said.code, said.counts()), (2, [4, 1, 0, 0, 3]), "{}", said.err);
    let rejects = desk.rejects("file.csv").expect("rejects");
    let problems: Vec<(&str, &str)> =
        rejects[1..].iter().map(|row| (row[9].as_str(), row[10].as_str())).collect();
    assert_eq!(
        problems,
        [
            ("3", "reason: there is no reason `too_salty` in `price`; --create makes it"),
            ("4", "reason_category: there is no category `weather`; --create makes it"),
            ("5", "reason_category: there is no category `weather`; --create makes it"),
        ]
    );
    assert_eq!(
        desk.world.count("SELECT count(*) FROM customers").await,
        1,
        "a rejected row makes no customer"
    );

    let said = desk.run(&["departures", "file.csv", "--create", "--json"]).await;
    assert_eq!((said.code, said.counts()), (0, [4, 3, 0, 1, 0]), "{}", said.err);
    assert_eq!(
        all(&desk).await,
        "c1|03-01|price/too_dear|import c2|03-02|price/too_salty|import c3|03-03|weather/rain|import c4|03-04|weather/|import"
    );
    let made = "SELECT string_agg(concat_ws('|', category, code, title_ru, title_en, preventable), ' ' ORDER BY code)
                FROM reasons WHERE code IN ('too_dear', 'too_salty', 'rain')";
    assert_eq!(
        desk.world.value(made).await,
        "weather|rain|Дождь|Дождь|unknown price|too_dear|Слишком дорого|It was too expensive|yes price|too_salty|Слишком солоно|Слишком солоно|partly"
    );
    assert_eq!(
        desk.world
            .value("SELECT concat_ws('|', competitor, comment, language) FROM departures ORDER BY id LIMIT 1")
            .await,
        "Рога и копыта|Дорого|ru"
    );
    let again = desk.run(&["departures", "file.csv", "--create", "--json"]).await;
    assert_eq!(again.counts(), [4, 0, 0, 4, 0], "the same file twice changes nothing");
    assert_eq!(desk.world.count("SELECT count(*) FROM departure_edits").await, 0);
}

#[tokio::test]
async fn a_dry_run_makes_nothing_not_even_a_reason() {
    let desk = Desk::new().await;
    let before = desk
        .world
        .value("SELECT concat((SELECT count(*) FROM reasons), ' ', (SELECT count(*) FROM customers))")
        .await;
    desk.write("file.csv", format!("{HEAD}c1,2026-03-01,weather,rain,Дождь,,,,\n"));
    let said = desk.run(&["departures", "file.csv", "--create", "--dry-run", "--json"]).await;
    assert_eq!((said.code, said.counts()), (0, [1, 1, 0, 0, 0]), "{}", said.err);
    let after = desk
        .world
        .value("SELECT concat((SELECT count(*) FROM reasons), ' ', (SELECT count(*) FROM customers))")
        .await;
    assert_eq!((before, all(&desk).await.as_str()), (after, ""));
}

#[tokio::test]
async fn a_wrong_row_is_told_with_all_that_is_wrong() {
    let desk = Desk::new().await;
    let file = format!(
        "{HEAD},gestern,Price,too_dear,,maybe,,,de
c1,2026-03-01,,too_dear,,,,,
c2,2199-01-01,price,too_dear,,,,,
c3,2026-03-01,price,too_dear,,,,{},
c4,2026-03-01,price,too_dear,,,=cmd|' /C calc'!A0,<b>x</b>,en
",
        "х".repeat(20_001)
    );
    let said = desk.import("departures", &file).await;
    assert_eq!((said.code, said.counts()), (2, [5, 1, 0, 0, 4]), "{}", said.err);
    let problems: Vec<String> =
        desk.rejects("file.csv").expect("rejects")[1..].iter().map(|row| row[10].clone()).collect();
    for words in
        ["customer_external_id: empty", "left_at: `gestern`", "reason_category: `Price`", "`maybe`", "`de`"]
    {
        assert!(problems[0].contains(words), "{words}: {problems:?}");
    }
    assert_eq!(problems[1], "reason_category: empty, but a reason is given");
    assert_eq!(problems[2], "left_at: still to come");
    assert_eq!(problems[3], "comment: 20001 characters, 20000 are allowed");
    assert_eq!(
        desk.world.value("SELECT concat_ws('|', competitor, comment) FROM departures").await,
        "=cmd|' /C calc'!A0|<b>x</b>"
    );
}

#[tokio::test]
async fn who_buys_after_leaving_has_returned_whichever_file_comes_first() {
    let desk = Desk::new().await;
    let purchases = "external_id,customer_external_id,purchased_at,amount
p1,c1,2026-01-10,10
p2,c1,2026-03-10,10
p3,c1,2026-03-20,10
r1,c2,2026-03-10,-10
";
    let departures = "customer_external_id,left_at\nc1,2026-02-01\nc1,2026-04-01\nc2,2026-02-01\n";
    desk.import("departures", departures).await;
    // Nobody has bought yet, so both lines are one departure, the later of the two.
    assert_eq!(all(&desk).await, "c1|04-01|import c2|02-01|import");
    desk.import("purchases", purchases).await;
    // Now a purchase lies between: the file read again is two departures. A return of goods is no purchase.
    let said = desk.import("departures", departures).await;
    assert_eq!(said.counts(), [3, 1, 0, 2, 0], "{}", said.err);
    let both = "c1|02-01|import|03-10 c1|04-01|import c2|02-01|import";
    assert_eq!(all(&desk).await, both);
    assert_eq!(desk.import("departures", departures).await.counts(), [3, 0, 0, 3, 0]);

    let other = Desk::new().await;
    other.import("purchases", purchases).await;
    assert_eq!(other.import("departures", departures).await.counts(), [3, 3, 0, 0, 0]);
    assert_eq!(all(&other).await, both, "the order of files does not matter");

    // A purchase that comes later ends what was open, in the import itself.
    let later =
        "external_id,customer_external_id,purchased_at,amount\np4,c1,2026-04-05,10\np5,c1,2026-03-02,10\n";
    desk.import("purchases", later).await;
    assert_eq!(all(&desk).await, "c1|02-01|import|03-02 c1|04-01|import|04-05 c2|02-01|import");
    // And one that turns out to be of another day opens it again.
    desk.import("purchases", "external_id,customer_external_id,purchased_at,amount\np4,c1,2026-03-25,10\n")
        .await;
    assert_eq!(all(&desk).await, "c1|02-01|import|03-02 c1|04-01|import c2|02-01|import");
}

#[tokio::test]
async fn a_later_departure_of_the_same_pause_corrects_it_and_keeps_what_was_said() {
    let desk = Desk::new().await;
    desk.import("departures", format!("{HEAD}c1,2026-03-01,price,too_dear,,,,Говорит дорого,\n")).await;
    let said = desk.import("departures", format!("{HEAD}c1,2026-03-05,trust,deceived,,,,,\n")).await;
    assert_eq!(said.counts(), [1, 0, 1, 0, 0], "{}", said.err);
    assert_eq!(all(&desk).await, "c1|03-05|trust/deceived|import");
    assert_eq!(
        desk.world
            .value("SELECT concat_ws('|', deed, category, reason, comment, staff_id) FROM departure_edits")
            .await,
        "corrected|price|too_dear|Говорит дорого"
    );
    // The earlier one again is the same departure, and says nothing newer.
    let said =
        desk.import("departures", format!("{HEAD}c1,2026-03-01,price,too_dear,,,,Говорит дорого,\n")).await;
    assert_eq!(said.counts(), [1, 0, 0, 1, 0]);
    // A file without columns of reasons leaves them.
    desk.import("departures", "customer_external_id,left_at,competitor\nc1,2026-03-05,Ромашка\n").await;
    assert_eq!(all(&desk).await, "c1|03-05|trust/deceived|import");
    assert_eq!(desk.world.value("SELECT competitor FROM departures").await, "Ромашка");
}

#[tokio::test]
async fn a_known_departure_goes_over_silence_and_over_staff_only_with_news() {
    let desk = Desk::new().await;
    desk.world
        .sql(
            "INSERT INTO customers (external_id, erased_at) VALUES ('c1', NULL), ('c2', NULL), ('c3', now());
             INSERT INTO departures (customer_id, left_at, source, category, reason, staff_id)
             SELECT c.id, '2026-03-05T12:00:00+03:00'::timestamptz, 'silence', NULL, NULL, NULL FROM customers c WHERE external_id = 'c1'
             UNION ALL SELECT c.id, '2026-03-05T12:00:00+03:00'::timestamptz, 'staff', 'price', 'too_dear', s.id
             FROM customers c, staff s WHERE external_id = 'c2' AND s.role = 'handler'",
        )
        .await;
    let file = format!(
        "{HEAD}c1,2026-02-01T12:00:00+03:00,price,too_dear,,,,,
c2,2026-03-05T12:00:00+03:00,price,too_dear,,,,,
c3,2026-03-05T12:00:00+03:00,price,too_dear,,,Ромашка,Меня зовут Пётр,ru
"
    );
    let said = desk.import("departures", &file).await;
    assert_eq!(said.counts(), [3, 1, 1, 1, 0], "{}", said.err);
    assert_eq!(
        all(&desk).await,
        "c1|02-01|price/too_dear|import c2|03-05|price/too_dear|staff c3|03-05|price/too_dear|import"
    );
    let spoken = "SELECT count(*) FROM departures WHERE comment IS NOT NULL OR competitor IS NOT NULL";
    assert_eq!(desk.world.count(spoken).await, 0, "who is forgotten keeps no words");
    assert_eq!(desk.import("departures", &file).await.counts(), [3, 0, 0, 3, 0]);
}

#[tokio::test]
async fn many_batches_with_returns_are_one_import() {
    let desk = Desk::new().await;
    desk.world
        .sql(
            "INSERT INTO customers (external_id) SELECT 'c' || n FROM generate_series(0, 19999) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'p' || id, id, '2026-02-15', 10, 'RUB' FROM customers",
        )
        .await;
    let mut file = "customer_external_id,left_at\n".to_owned();
    for month in ["01", "03"] {
        for n in 0..22_000 {
            file.push_str(&format!("c{n},2026-{month}-10\n"));
        }
    }
    let said = desk.import("departures", &file).await;
    // The 2,000 without a purchase leave once: their second line is the same departure.
    assert_eq!((said.code, said.counts()), (0, [44_000, 42_000, 2_000, 0, 0]), "{}", said.err);
    assert_eq!(
        desk.world.count("SELECT count(*) FROM departures WHERE returned_at IS NOT NULL").await,
        20_000
    );
    assert_eq!(desk.import("departures", &file).await.counts(), [44_000, 0, 0, 44_000, 0]);
}

#[tokio::test]
async fn a_reason_given_by_hand_outlives_a_file_that_says_other() {
    let desk = Desk::new().await;
    let file = |reason: &str, comment: &str| {
        format!("{HEAD}c1,2026-03-01T12:00:00+03:00,{reason},,,,{comment},ru\n")
    };
    desk.import("departures", &file("other,", "Слова")).await;
    desk.world.roll_up().await;
    let id = desk.world.count("SELECT id FROM departures").await;
    let lead = desk.world.signed_in(otklik::domain::role::Role::Lead).await;
    let list = lead.get("/board/rows/departures?from=2026-03-01&to=2026-04-01").await;
    let action = format!("/board/departures/{id}/reason");
    assert_eq!(lead.submit(&list, &action, &[("reason", "price/too_dear")]).await.status, 303);
    let history =
        "SELECT string_agg(concat_ws('|', category, comment, staff_id IS NOT NULL), ' ' ORDER BY id)
                   FROM departure_edits";
    assert_eq!(desk.world.value(history).await, "other|Слова|t");

    // The same file again, one without any reason, one with new words: the reason stays, and the words are taken.
    let again = desk.import("departures", &file("other,", "Слова")).await;
    assert_eq!(again.counts(), [1, 0, 0, 1, 0], "{}", again.err);
    let blank = desk.import("departures", &file(",", "Слова")).await;
    assert_eq!(blank.counts(), [1, 0, 0, 1, 0], "{}", blank.err);
    let words = desk.import("departures", &file("other,", "Иначе")).await;
    assert_eq!(words.counts(), [1, 0, 1, 0, 0], "{}", words.err);
    assert_eq!(all(&desk).await, "c1|03-01|price/too_dear|import");
    assert_eq!(desk.world.value("SELECT comment FROM departures").await, "Иначе");
    assert_eq!(desk.world.value(history).await, "other|Слова|t price|Слова|f");
    // Even after a file has corrected something, and as often as it comes.
    desk.import("departures", &file("other,", "Ещё иначе")).await;
    assert_eq!(all(&desk).await, "c1|03-01|price/too_dear|import");
    // A file that says something else knows better, and once its own word stands, 'other' is a correction as ever.
    desk.import("departures", &file("service,slow", "Слова")).await;
    assert_eq!(all(&desk).await, "c1|03-01|service/slow|import");
    desk.import("departures", &file("other,", "Слова")).await;
    assert_eq!(all(&desk).await, "c1|03-01|other/|import");
}
