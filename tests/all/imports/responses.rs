//! Old answers: their ratings, their version, their purchase; history that stirs nothing.

use super::Desk;

const HEAD: &str = "external_id,customer_external_id,purchase_external_id,kind,answered_at,nps,satisfaction,comment,language,store";

#[tokio::test]
async fn answers_are_stored_with_ratings_in_the_order_of_the_file() {
    let desk = Desk::new().await;
    desk.import(
        "purchases",
        "external_id,customer_external_id,purchased_at,amount,store\np1,c1,2026-03-01,10,Центр\n",
    )
    .await;
    let file = format!(
        "rating:delivery,rating:price,{HEAD}\n\
         4,na,r1,c1,p1,purchase,2026-03-05,3,40%,\"Долго, «очень»\nдолго\",ru,\n\
         ,5,r2,c2,,relationship,2026-03-06,,,,,Юг\n"
    );
    desk.write("old.csv", &file);
    let arguments = ["responses", "old.csv", "--scale", "1-5", "--json"];
    let said = desk.run(&arguments).await;
    assert_eq!((said.code, said.counts()), (0, [2, 2, 0, 0, 0]), "{}", said.err);
    let row = |id: &str| {
        format!(
            "SELECT concat_ws('|', r.kind, nps, satisfaction, ratings, comment, language, store, revision, contact_me,
                 changed_at = answered_at, v.parameters, scale_low, scale_high, purchase_id IS NOT NULL)
             FROM responses r JOIN questionnaire_versions v ON v.id = version_id WHERE external_id = '{id}'"
        )
    };
    assert_eq!(
        desk.world.value(&row("r1")).await,
        "purchase|3|40|{4,-1}|Долго, «очень»\nдолго|ru|Центр|1|f|t|{delivery,price}|1|5|t"
    );
    assert_eq!(desk.world.value(&row("r2")).await, "relationship|{NULL,5}|Юг|1|f|t|{delivery,price}|1|5|f");
    let mean = "SELECT count(*) || ' ' || avg(rating) FILTER (WHERE rating >= 0) FROM response_ratings";
    assert_eq!(desk.world.value(mean).await, "3 4.5000000000000000");
    let versions = "SELECT count(*) FROM questionnaire_versions";
    let before = desk.world.count(versions).await;
    assert_eq!(desk.run(&arguments).await.counts(), [2, 0, 0, 2, 0]);
    desk.world.sql("UPDATE parameters SET title_ru = 'Цена' WHERE code = 'price'").await;
    assert_eq!(
        desk.run(&arguments).await.counts(),
        [2, 0, 0, 2, 0],
        "words may change, the file is the same"
    );
    assert_eq!(desk.world.count(versions).await, before);
}

#[tokio::test]
async fn history_opens_no_complaint_and_changes_no_questionnaire_in_use() {
    let desk = Desk::new().await;
    let current = "SELECT string_agg(kind || current_version_id, ',' ORDER BY kind) FROM questionnaires";
    let before = desk.world.value(current).await;
    desk.write("old.csv", format!("{HEAD},rating:speed\nr1,c1,,purchase,2026-03-05,0,0,Ужас,,,0\n"));
    let said = desk.run(&["responses", "old.csv", "--create", "--json"]).await;
    assert_eq!((said.code, said.counts()), (0, [1, 1, 0, 0, 0]), "{}", said.err);
    assert_eq!(desk.world.count("SELECT count(*) FROM complaints").await, 0);
    assert_eq!(desk.world.count("SELECT count(*) FROM letters").await, 0);
    assert_eq!(desk.world.count("SELECT count(*) FROM invitations").await, 0);
    assert_eq!(desk.world.value(current).await, before);
    assert_eq!(
        desk.world.value("SELECT title_ru || title_en FROM parameters WHERE code = 'speed'").await,
        "speedspeed"
    );
}

#[tokio::test]
async fn the_stored_version_reads_back_as_a_sound_definition() {
    use otklik::store::questionnaires;
    let desk = Desk::new().await;
    desk.write("old.csv", format!("{HEAD},rating:speed,rating:price\nr1,c1,,exit,2026-03-05,,,,,,2,1\n"));
    assert_eq!(desk.run(&["responses", "old.csv", "--create", "--scale", "1-5"]).await.code, 0);
    let id = desk.world.count("SELECT version_id FROM responses").await;
    let mut connection = desk.world.connection().await;
    let version = questionnaires::version(&mut connection, id).await.expect("an answer").expect("a version");
    assert_eq!(version.definition.validate(), Ok(()));
    let digest =
        desk.world.value(&format!("SELECT digest FROM questionnaire_versions WHERE id = {id}")).await;
    assert_eq!(version.definition.digest(), digest);
    let again = questionnaires::put_version(&mut connection, &version.definition).await.expect("a version");
    assert_eq!(again, id, "both ways of writing agree");
}

#[tokio::test]
async fn a_changed_answer_keeps_what_it_said() {
    let desk = Desk::new().await;
    let answer = |nps, comment| {
        format!("{HEAD},rating:price\nr1,c1,,purchase,2026-03-05,{nps},80,{comment},ru,Юг,7\n")
    };
    desk.import("responses", answer(9, "Хорошо")).await;
    let said = desk.import("responses", answer(2, "Плохо")).await;
    assert_eq!(said.counts(), [1, 0, 1, 0, 0]);
    assert_eq!(
        desk.world
            .value("SELECT concat(nps, comment, revision, changed_at > answered_at) FROM responses")
            .await,
        "2Плохо2t"
    );
    assert_eq!(
        desk.world.value("SELECT concat(nps, comment, revision, ratings) FROM response_edits").await,
        "9Хорошо1{7}"
    );
    let said =
        desk.import("responses", "external_id,customer_external_id,answered_at\nr1,c1,2026-03-05\n").await;
    assert_eq!(said.counts(), [1, 0, 0, 1, 0], "ratings that the file has not stay");
}

#[tokio::test]
async fn unknown_parameters_are_named_before_anything_is_stored() {
    let desk = Desk::new().await;
    let said = desk
        .import(
            "responses",
            format!("{HEAD},rating:pirce,rating:zzz\nr1,c1,,purchase,2026-03-05,9,,,,,7,7\n"),
        )
        .await;
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("unknown parameter `pirce`, did you mean `price`?; --create makes it"),
        "{}",
        said.err
    );
    assert!(said.err.contains("unknown parameter `zzz`; --create makes it"), "{}", said.err);
    assert_eq!(desk.world.count("SELECT count(*) FROM customers").await, 0);
}

#[tokio::test]
async fn wrong_answers_are_rejected_with_what_is_wrong() {
    let desk = Desk::new().await;
    desk.import("purchases", "external_id,customer_external_id,purchased_at,amount\np1,c1,2026-03-01,10\n")
        .await;
    let file = format!(
        "{HEAD},rating:price\n\
         r1,c1,,purchase,2026-03-05,11,101,,,,12\n\
         r2,c1,,purchase,2026-03-05,abc,,,,,good\n\
         r3,c1,p9,purchase,2026-03-05,9,,,,,\n\
         r4,c2,p1,purchase,2026-03-05,9,,,,,\n\
         r5,c3,,birthday,2026-03-05,9,,,,,\n\
         r6,c1,p1,purchase,2026-03-05,9,,,,,10\n"
    );
    let said = desk.import("responses", file).await;
    assert_eq!((said.code, said.counts()), (2, [6, 1, 0, 0, 5]), "{}", said.err);
    let rejects = desk.rejects("file.csv").expect("rejects");
    let problems: Vec<(&str, &str)> =
        rejects[1..].iter().map(|row| (row[11].as_str(), row[12].as_str())).collect();
    assert_eq!(
        problems,
        [
            (
                "2",
                "nps: 11 is not in 0..=10; satisfaction: 101 is not in 0..=100; rating:price: 12 is not on the scale 0-10"
            ),
            ("3", "nps: `abc` is not a whole number; rating:price: `good` is neither a whole number nor na"),
            ("4", "purchase_external_id: there is no purchase `p9`"),
            ("5", "purchase_external_id: the purchase `p1` is another customer's"),
            ("6", "kind: `birthday` is not one of purchase, relationship, inactive, exit, resolution, staff"),
        ]
    );
    assert_eq!(rejects[3][0], "r3", "a row that the database refused is kept as it was");
    assert_eq!(desk.world.count("SELECT count(*) FROM customers").await, 1);
}
