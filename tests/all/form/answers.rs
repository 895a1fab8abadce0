//! Answering: what is stored is what was said, once, and every correction keeps what was said before.

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use super::{asked, traces};
use crate::support::World;

const CODES: [&str; 6] = ["price", "assortment", "delivery", "payment", "service", "extras"];
const STORED: &str =
    "SELECT concat_ws('|', coalesce(nps::text, '-'), coalesce(satisfaction::text, '-'), ratings::text,
    coalesce(comment, '-'), contact_me, revision) FROM responses";

#[tokio::test]
async fn an_answer_is_stored_and_thanked_for() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&one.link).await;
    let typed = [
        ("nps", "9"),
        ("satisfaction", "90"),
        ("rating[price]", "8"),
        ("rating[delivery]", "na"),
        ("rating[extras]", "10"),
        ("rating[unknown]", "3"),
        ("utm_source", "letter"),
        ("comment", "  Спасибо!\r\nПриду ещё.  "),
    ];
    let answer = visitor.submit(&form, &one.link, &typed).await;
    assert_eq!((answer.status, answer.location()), (303, format!("{}/thanks", one.link).as_str()));
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(
        world.value(STORED).await,
        "9|90|{8,NULL,-1,NULL,NULL,10}|Спасибо!\nПриду ещё.|false|1".replace("false", "f")
    );
    assert_eq!(
        world
            .value("SELECT concat_ws('|', kind, customer_id, purchase_id, language, store) FROM responses")
            .await,
        format!("purchase|{}|{}|ru|Центр", one.customer, one.purchase)
    );
    assert_eq!(
        world
            .value("SELECT (answered_at = (SELECT answered_at FROM responses))::text FROM invitations")
            .await,
        "true"
    );
    let thanks = visitor.get(answer.location()).await;
    assert_eq!(thanks.texts("h1"), ["Спасибо, ответ получен"]);
    let said = thanks.texts("dd");
    assert_eq!(said, ["9 из 10", "90 %", "8 из 10", "Не было", "10 из 10", "Спасибо! Приду ещё."]);
    assert_eq!(thanks.attributes("a.btn", "href"), [format!("{}?edit=1", one.link)]);
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 0);
}

#[tokio::test]
async fn the_same_again_changes_nothing() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let typed = [("nps", "3"), ("comment", "Долго ждал"), ("contact_me", "on")];
    visitor.post(&one.link, &typed).await;
    let before = traces(&world).await;
    let again = visitor.post(&one.link, &typed).await;
    assert_eq!((again.status, traces(&world).await), (303, before));
    // What the form shows as the answer is the answer: pressing its button without a change is none.
    let form = visitor.get(&format!("{}?edit=1", one.link)).await;
    assert_eq!(form.texts("textarea"), ["Долго ждал"]);
    assert_eq!(form.attributes("input[name=nps][checked]", "value"), ["3"]);
    assert!(form.has("input[name=contact_me][checked]"));
    assert_eq!(world.count("SELECT revision FROM responses").await, 1);
}

#[tokio::test]
async fn a_correction_keeps_what_was_said_before() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "9"), ("satisfaction", "87"), ("rating[price]", "7")]).await;
    let form = visitor.get(&format!("{}?edit=1", one.link)).await;
    // A value between two steps stays choosable.
    assert_eq!(form.attributes("input[name=satisfaction][checked]", "value"), ["87"]);
    assert_eq!(form.attributes("select option[selected]", "value"), ["7", "", "", "", "", ""]);
    visitor.submit(&form, &one.link, &[("nps", "8"), ("satisfaction", "87")]).await;
    assert_eq!(world.value(STORED).await, "8|87|{NULL,NULL,NULL,NULL,NULL,NULL}|-|f|2");
    assert_eq!(
        world.value("SELECT concat_ws('|', nps, satisfaction, ratings, revision) FROM response_edits").await,
        "9|87|{7,NULL,NULL,NULL,NULL,NULL}|1"
    );
    assert_eq!(world.count("SELECT count(*) FROM responses WHERE changed_at > answered_at").await, 1);
    assert_eq!(
        world.value("SELECT (i.answered_at = r.answered_at)::text FROM invitations i, responses r").await,
        "true"
    );
}

#[tokio::test]
async fn a_form_without_or_with_another_version_is_read_by_the_invitations_own() {
    let world = World::new().await;
    // A second version in another order, current now; the invitation still shows the first.
    let one = asked(&world, "k1").await;
    world
        .sql(
            "INSERT INTO questionnaire_versions
                 (questionnaire_id, version, scale_low, scale_high, parameters, definition, digest)
             SELECT questionnaire_id, 2, scale_low, scale_high, ARRAY['delivery'],
                    jsonb_set(definition, '{parameters}', jsonb_build_array(definition->'parameters'->2)), 'other'
             FROM questionnaire_versions
             WHERE version = 1 AND questionnaire_id = (SELECT id FROM questionnaires WHERE kind = 'purchase')",
        )
        .await;
    let other = world.value("SELECT id FROM questionnaire_versions WHERE version = 2").await;
    let visitor = world.stranger();
    for (nth, version) in ["", other.as_str(), "abc", "999", "-1", "99999999999999999999"].iter().enumerate()
    {
        let delivery = (4 + nth).to_string();
        let answer = visitor.post(&one.link, &[("version", version), ("rating[delivery]", &delivery)]).await;
        assert_eq!(answer.status, 303, "{version}: {}", answer.body);
        assert_eq!(
            world.value("SELECT ratings FROM responses").await,
            format!("{{NULL,NULL,{delivery},NULL,NULL,NULL}}")
        );
    }
    // Met before by this server, so the statement itself has to notice.
    let two = asked(&world, "k2").await;
    world.sql(&format!("UPDATE invitations SET version_id = {other} WHERE id = {}", two.invitation)).await;
    let form = visitor.get(&two.link).await;
    assert!(form.has("#r-delivery") && !form.has("#r-price"));
    let answer = visitor.post(&one.link, &[("version", &other), ("rating[price]", "6")]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(
        world.value(&format!("SELECT ratings FROM responses WHERE invitation_id = {}", one.invitation)).await,
        "{6,NULL,NULL,NULL,NULL,NULL}"
    );
}

#[tokio::test]
async fn whatever_is_said_is_what_is_stored() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let rating =
        || prop_oneof![Just(String::new()), Just("na".to_owned()), (0..=10).prop_map(|n: i32| n.to_string())];
    let said = (
        proptest::option::of(0..=10),
        proptest::option::of(0..=100),
        proptest::collection::vec(rating(), 6),
        "\\PC{0,80}",
        any::<bool>(),
    );
    let mut runner = TestRunner::deterministic();
    for _ in 0..40 {
        let (nps, satisfaction, ratings, comment, contact) =
            said.new_tree(&mut runner).expect("a value").current();
        let number = |value: Option<i32>| value.map(|number| number.to_string()).unwrap_or_default();
        let names: Vec<String> = CODES.iter().map(|code| format!("rating[{code}]")).collect();
        let (nps, satisfaction) = (number(nps), number(satisfaction));
        let mut typed = vec![("nps", nps.as_str()), ("satisfaction", &satisfaction), ("comment", &comment)];
        typed.extend(names.iter().map(String::as_str).zip(ratings.iter().map(String::as_str)));
        if contact {
            typed.push(("contact_me", "1"));
        }
        let form = visitor.get(&format!("{}?edit=1", one.link)).await;
        let answer = visitor.submit(&form, &one.link, &typed).await;
        let silent = nps.is_empty()
            && satisfaction.is_empty()
            && comment.trim().is_empty()
            && !contact
            && ratings.iter().all(String::is_empty);
        if silent {
            assert_eq!(answer.status, 422);
            continue;
        }
        assert_eq!(answer.status, 303, "{typed:?}: {}", answer.body);
        let dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
        let stored: Vec<&str> = ratings
            .iter()
            .map(|one| match one.as_str() {
                "" => "NULL",
                "na" => "-1",
                score => score,
            })
            .collect();
        let expected = format!(
            "{}|{}|{{{}}}|{}|{}|",
            dash(&nps),
            dash(&satisfaction),
            stored.join(","),
            dash(comment.trim()),
            if contact { "t" } else { "f" }
        );
        let found = world.value(STORED).await;
        assert!(found.starts_with(&expected), "{found} is not {expected}");
    }
}
