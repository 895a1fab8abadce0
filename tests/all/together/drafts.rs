//! Words that were typed and not sent.

use super::{both, card, does, press, saves, text_of};
use crate::support::{World, make};

const WORDS: &str = "Здравствуйте!\n\n  <b>Отступ</b> & «кавычки»";

#[tokio::test]
async fn words_saved_by_the_button_are_there_again_for_their_author_alone() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    does(&ivan, number, "take", &[]).await;
    let page = card(&ivan, number).await;
    let done = saves(&ivan, &page, number, "reply", &[("body", WORDS), ("wait", "yes")]).await;
    assert_eq!((done.status, done.location()), (303, format!("/desk/complaints/{number}").as_str()));
    let again = card(&ivan, number).await;
    assert_eq!(text_of(&again, "reply"), WORDS);
    assert!(
        again.has("form[action$=reply] input[name=wait][checked]") && again.has("details.deed-reply[open]")
    );
    assert!(again.texts(".deed-reply .draft-status")[0].starts_with("Черновик от "));
    assert!(!again.has("textarea[autofocus]") && !again.has("#problem"));
    assert_eq!(text_of(&card(&maria, number).await, "reply"), "");
    // Thrown away, and nothing of it is left.
    let remove = again.attributes("form[action$=reply] button[name=remove]", "value");
    assert_eq!(saves(&ivan, &again, number, "reply", &[("remove", &remove[0])]).await.status, 303);
    assert_eq!(text_of(&card(&ivan, number).await, "reply"), "");
    assert_eq!(world.count("SELECT count(*) FROM complaint_drafts").await, 0);
}

#[tokio::test]
async fn a_draft_survives_another_owner_every_state_and_a_merge() {
    // zammad#5953: another agent takes over and the unsent words are gone; zammad#702: a merge drops them.
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let target = make::complaint(&world, "two", 5).await;
    let (ivan, maria) = both(&world).await;
    does(&ivan, number, "take", &[]).await;
    saves(&ivan, &card(&ivan, number).await, number, "reply", &[("body", WORDS)]).await;
    let owner = world.value("SELECT id FROM staff WHERE role = 'handler'").await;
    does(&maria, number, "take", &[("from", &owner)]).await;
    assert_eq!(text_of(&card(&ivan, number).await, "reply"), WORDS);
    for state in ["waiting_for_customer", "resolved", "closed", "rejected", "duplicate", "in_progress"] {
        let merged = if state == "duplicate" { target.to_string() } else { "NULL".to_owned() };
        world
            .sql(&format!(
                "UPDATE complaints SET state = '{state}', merged_into_id = {merged} WHERE id = {number}"
            ))
            .await;
        let page = card(&ivan, number).await;
        assert_eq!(text_of(&page, "reply"), WORDS, "{state}");
    }
    // Maria's history since then is named beside it.
    assert!(card(&ivan, number).await.texts(".deed-reply .draft-came")[0].contains("С тех пор в истории"));
}

#[tokio::test]
async fn what_is_sent_takes_its_own_draft_with_it_and_no_other() {
    // freescout#2873: the draft vanished while sending, and the letter before it was sent again.
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, _) = both(&world).await;
    does(&ivan, number, "take", &[]).await;
    let page = card(&ivan, number).await;
    saves(&ivan, &page, number, "reply", &[("body", "Первое")]).await;
    saves(&ivan, &page, number, "note", &[("body", "Заметка")]).await;
    let drafted = card(&ivan, number).await;
    // Typed on after the last save: what is sent is what stands in the form.
    assert_eq!(press(&ivan, &drafted, number, "reply", &[("body", "Первое и второе")]).await.status, 303);
    assert_eq!(world.value("SELECT string_agg(body, '|') FROM letters").await, "Первое и второе");
    assert_eq!(world.value("SELECT string_agg(panel, '|') FROM complaint_drafts").await, "note");
    // A deed that is refused keeps it: here something came since.
    let stale = card(&ivan, number).await;
    saves(&ivan, &stale, number, "reply", &[("body", "Третье")]).await;
    world.sql("INSERT INTO complaint_events (complaint_id, at, kind, body) SELECT min(id), now(), 'signal', 'Ещё хуже' FROM complaints").await;
    assert_eq!(press(&ivan, &stale, number, "reply", &[("body", "Третье")]).await.status, 409);
    assert_eq!(text_of(&card(&ivan, number).await, "reply"), "Третье");
}

#[tokio::test]
async fn of_two_tabs_neither_loses_its_words() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, _) = both(&world).await;
    let (one, other) = (card(&ivan, number).await, card(&ivan, number).await);
    saves(&ivan, &one, number, "note", &[("body", "Из первой вкладки")]).await;
    saves(&ivan, &other, number, "note", &[("body", "Из второй вкладки")]).await;
    let page = card(&ivan, number).await;
    assert_eq!(text_of(&page, "note"), "Из второй вкладки");
    assert!(page.texts(".deed-note .draft-other")[0].contains("Из первой вкладки"));
    // What knew the newest one goes on with it; sending it leaves the other.
    saves(&ivan, &page, number, "note", &[("body", "Из второй вкладки, дальше")]).await;
    assert_eq!(world.count("SELECT jsonb_array_length(fields) FROM complaint_drafts").await, 2);
    does(&ivan, number, "note", &[("body", "Из второй вкладки, дальше")]).await;
    assert_eq!(text_of(&card(&ivan, number).await, "note"), "Из первой вкладки");
    // The tab that began empty sends the very words of a draft: that was this text.
    assert_eq!(press(&ivan, &other, number, "note", &[("body", "Из первой вкладки")]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM complaint_drafts").await, 0);
}

#[tokio::test]
async fn the_script_is_told_by_which_moment_its_text_is_known() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, _) = both(&world).await;
    let page = card(&ivan, number).await;
    let hidden = page.hidden_fields(&format!("/desk/complaints/{number}/note"));
    let mut known = String::new();
    for body in ["а", "аб", "абв\0"] {
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        fields.retain(|(name, _)| *name != "draft");
        fields.extend([("draft", known.as_str()), ("body", body)]);
        let path = format!("/desk/complaints/{number}/draft");
        let told =
            ivan.send(reqwest::Method::POST, &path, Some(&fields), &[("accept", "application/json")]).await;
        assert_eq!(told.status, 200, "{}", told.body);
        let told: serde_json::Value = serde_json::from_str(&told.body).expect("JSON");
        known = told["draft"].as_str().expect("a moment").to_owned();
        assert!(told["said"].as_str().expect("words").starts_with("Черновик сохранён"));
    }
    assert_eq!(world.count("SELECT jsonb_array_length(fields) FROM complaint_drafts").await, 1);
    assert_eq!(text_of(&card(&ivan, number).await, "note"), "абв");
}

#[tokio::test]
async fn drafts_have_a_limit_an_end_and_a_form() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, _) = both(&world).await;
    let page = card(&ivan, number).await;
    let long = "ж".repeat(33_000);
    let refused = saves(&ivan, &page, number, "note", &[("body", &long)]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(text_of(&refused, "note"), long);
    assert_eq!(saves(&ivan, &page, number, "note", &[("body", "а"), ("panel", "../x")]).await.status, 400);
    assert_eq!(saves(&ivan, &page, number, "note", &[("body", " \r\n ")]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM complaint_drafts").await, 0);
    let nowhere = ivan.submit(&page, &format!("/desk/complaints/{number}/note"), &[("body", "")]).await;
    assert_eq!(nowhere.status, 422);
    saves(&ivan, &page, number, "note", &[("body", "Старое")]).await;
    saves(&ivan, &page, number, "edit", &[("subject", "Новое")]).await;
    assert_eq!(card(&ivan, number).await.attributes("#subject", "value"), ["Новое"]);
    world.sql("UPDATE complaint_drafts SET saved_at = now() - interval '91 days' WHERE panel = 'note'").await;
    let mut connection = world.connection().await;
    otklik::actions::keep_draft::sweep_drafts(&mut connection, chrono::Utc::now()).await.expect("a sweep");
    assert_eq!(world.value("SELECT string_agg(panel, '|') FROM complaint_drafts").await, "edit");
}
