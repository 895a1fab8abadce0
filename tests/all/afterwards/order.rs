//! Two tabs, clocks that disagree, and answers that change without end.

use chrono::{Duration, Utc};
use otklik::{
    actions::{
        clockwork::clockwork,
        submit_answer::{Given, Outcome, submit_answer},
        withdraw_answer::{Withdrawal, withdraw_answer},
    },
    domain::{answer::Answer, language::Language, questionnaire::Definition, text::Text},
    store::questionnaires,
};

use super::answered;
use crate::{form::asked, support::World};

#[tokio::test]
async fn of_two_tabs_the_last_press_wins_and_both_are_kept() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let (left, right) = (world.stranger(), world.stranger());
    let (tab, other) = (left.get(&one.link).await, right.get(&one.link).await);
    let sent = left.submit(&tab, &one.link, &[("nps", "9"), ("comment", "С телефона")]).await;
    assert_eq!(sent.status, 303);
    // The other tab was opened before, and knows nothing of it.
    let sent = right.submit(&other, &one.link, &[("nps", "3"), ("comment", "С работы")]).await;
    assert_eq!(sent.status, 303);
    assert_eq!(
        world.value("SELECT concat_ws(' ', revision, nps, comment) FROM responses").await,
        "2 3 С работы"
    );
    assert_eq!(
        world.value("SELECT concat_ws(' ', revision, nps, comment) FROM response_edits").await,
        "1 9 С телефона"
    );
    for visitor in [left, right] {
        assert!(visitor.get(&one.link).await.texts("dd").contains(&"С работы".to_owned()));
    }
}

#[tokio::test]
async fn a_clock_that_goes_back_never_takes_an_answer_back_in_time() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let mut connection = world.connection().await;
    let version =
        world.count(&format!("SELECT version_id FROM invitations WHERE id = {}", one.invitation)).await;
    let definition: Definition = questionnaires::version(&mut connection, version)
        .await
        .expect("an answer")
        .expect("a version")
        .definition;
    let now = Utc::now();
    let clockwork = clockwork(&mut connection).await.expect("the clocks");
    for (words, late) in [("Первое", 0), ("Второе", -3600), ("Третье", 60)] {
        let answer = Answer { comment: Text::parse(words).expect("short"), ..Answer::default() };
        let given = Given {
            invitation_id: one.invitation,
            version_id: version,
            definition: &definition,
            answer: &answer,
            language: Language::Russian,
            clockwork: &clockwork,
        };
        let outcome =
            submit_answer(&mut connection, given, now + Duration::seconds(late)).await.expect("stored");
        assert!(matches!(outcome, Outcome::Stored | Outcome::Changed), "{outcome:?}");
    }
    let done =
        withdraw_answer(&mut connection, one.invitation, now - Duration::hours(2)).await.expect("done");
    assert_eq!(done, Withdrawal::Withdrawn);
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', revision, comment, extract(epoch FROM changed_at - answered_at)::int)
                 FROM responses"
            )
            .await,
        "4 Третье 60"
    );
    assert_eq!(
        world
            .value("SELECT string_agg(comment, ' ' ORDER BY replaced_at, revision) FROM response_edits")
            .await,
        "Первое Второе Третье"
    );
}

#[tokio::test]
async fn fifty_corrections_a_day_are_kept_and_the_next_comes_back_to_its_author() {
    let world = World::with(&[("OTKLIK_PROXY", "yes")]).await;
    let one = answered(&world, "k1", &[("comment", "Слово 0")]).await;
    let visitor = world.stranger();
    for nth in 1..=50 {
        let sent = visitor.post(&one.link, &[("comment", &format!("Слово {nth}"))]).await;
        assert_eq!(sent.status, 303, "{nth}");
    }
    let page = visitor.post(&one.link, &[("comment", "Слово 51"), ("nps", "9")]).await;
    assert_eq!((page.status, page.texts("textarea")), (429, vec!["Слово 51".to_owned()]));
    assert_eq!(page.attributes("input[name=nps][checked]", "value"), ["9"]);
    assert_eq!(page.header("retry-after"), "3600");
    assert_eq!(world.count("SELECT count(*) FROM response_edits").await, 50);
    // Sent again as it is, the last one is no correction.
    assert_eq!(visitor.post(&one.link, &[("comment", "Слово 50")]).await.status, 303);
    // Taking it back always goes, and tomorrow is another day.
    visitor.post(&format!("{}/withdraw", one.link), &[]).await;
    assert_eq!(world.count("SELECT count(*) FROM responses WHERE withdrawn_at IS NOT NULL").await, 1);
    world.sql("UPDATE response_edits SET replaced_at = replaced_at - interval '25 hours'").await;
    assert_eq!(visitor.post(&one.link, &[("comment", "Слово 51")]).await.status, 303);
}
