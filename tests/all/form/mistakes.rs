//! Bad input in the questions that only some kinds ask: told beside the field and first on the page, nothing lost.

use otklik::domain::questionnaire::SurveyKind;

use super::{NOTHING, asked_by, traces};
use crate::support::{Page, World};

/// Where the summary leads; each of these fields exists and has its message beside it.
fn wrong(page: &Page) -> Vec<String> {
    assert_eq!(page.status, 422, "{}", page.body);
    assert!(page.texts("title")[0].starts_with("Ошибка"));
    assert!(page.has("[role=alert][autofocus][tabindex='-1']"), "the summary has the focus");
    let led = page.attributes("[role=alert] a", "href");
    assert!(led.iter().all(|id| page.has(id)), "{led:?}");
    assert_eq!(page.texts("[role=alert] li"), page.texts("#form .e"), "the same words beside the fields");
    for described in page.attributes("#form [aria-describedby]", "aria-describedby") {
        assert!(described.split(' ').all(|id| page.has(&format!("#{id}"))), "{described}");
    }
    led
}

#[tokio::test]
async fn every_field_of_a_leaver_over_its_limit_comes_back_whole() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&link).await;
    let (name, long) = ("Ж".repeat(201), "Ждал. ".repeat(3_400));
    let typed = [
        ("reason", "slow"),
        ("reason", "too_dear"),
        ("main_reason", "slow"),
        ("competitor", name.as_str()),
        ("bring_back", &long),
        ("comment", &long),
        ("contact_me", "1"),
    ];
    let page = visitor.submit(&form, &link, &typed).await;
    assert_eq!(wrong(&page), ["#competitor", "#bring_back", "#comment"]);
    assert!(
        page.texts("#competitor-e")[0].contains("знаков 201")
            && page.texts("#competitor-e")[0].contains("200")
    );
    assert!(page.texts("#bring_back-e")[0].contains("20 399"), "{:?}", page.texts("#bring_back-e"));
    assert_eq!(page.attributes("#competitor", "value"), [name.as_str()]);
    assert_eq!(page.body.matches(long.as_str()).count(), 2, "both texts are kept");
    assert!(!page.has("[maxlength]"), "a browser cuts nothing of it");
    let mut ticked = page.attributes("[name=reason][checked]", "value");
    ticked.sort();
    assert_eq!(ticked, ["slow", "too_dear"]);
    assert_eq!(page.attributes("#main_reason [selected]", "value"), ["slow"]);
    assert!(page.has("[name=contact_me][checked]"));
    assert_eq!(traces(&world).await, NOTHING);
    // At the limit, all of it is kept.
    let name = "Ж".repeat(200);
    assert_eq!(visitor.submit(&page, &link, &[("competitor", &name)]).await.status, 303);
    assert_eq!(world.value("SELECT competitor FROM responses").await, name);
}

#[tokio::test]
async fn unknown_reasons_and_those_of_another_version_are_named() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let visitor = world.stranger();
    for code in ["gone_since_then", "Too_Dear", "цена", "<b>", "too_dear'--"] {
        let page = visitor.post(&link, &[("reason", "slow"), ("reason", code), ("comment", "Слова")]).await;
        assert_eq!(wrong(&page), ["#reasons"], "{code}");
        assert!(page.texts("#reasons-e")[0].contains(&format!("«{code}»")), "{code}");
        assert_eq!(page.attributes("[name=reason][checked]", "value"), ["slow"]);
        assert_eq!(page.texts("#comment"), ["Слова"]);
    }
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn a_main_reason_is_one_of_the_chosen() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let visitor = world.stranger();
    let page = visitor.post(&link, &[("reason", "slow"), ("main_reason", "too_dear")]).await;
    assert_eq!(wrong(&page), ["#main_reason"]);
    assert!(page.texts("#main_reason-e")[0].contains("«Слишком дорого» не отмечена"));
    assert_eq!(page.attributes("#main_reason [selected]", "value"), ["too_dear"]);
    assert_eq!(page.attributes("#main_reason", "aria-invalid"), ["true"]);
    let page = visitor.post(&link, &[("main_reason", "slow")]).await;
    assert_eq!(wrong(&page), ["#main_reason"]);
    let page = visitor.post(&link, &[("reason", "slow"), ("main_reason", "nonsense")]).await;
    assert!(page.texts("#main_reason-e")[0].contains("«nonsense» в списке нет"));
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn a_choice_that_is_none_is_refused_in_every_kind() {
    let world = World::new().await;
    let visitor = world.stranger();
    for (kind, name, value, id) in [
        (SurveyKind::Relationship, "heard_from", "dream", "#heard_from"),
        (SurveyKind::Relationship, "wallet_share", "120", "#wallet_share"),
        (SurveyKind::Relationship, "wallet_share", "всё", "#wallet_share"),
        (SurveyKind::Resolution, "solved", "maybe", "#solved"),
        (SurveyKind::Resolution, "rating[handling]", "6", "#r-handling"),
        (SurveyKind::Staff, "rating[personal]", "0", "#r-personal"),
        (SurveyKind::Inactive, "satisfaction", "-1", "#satisfaction"),
    ] {
        let link = asked_by(&world, kind, &format!("{name}-{value}")).await;
        let page = visitor.post(&link, &[(name, value), ("comment", "Слова остались")]).await;
        assert_eq!(wrong(&page), [id], "{kind} {name}={value}");
        assert!(page.texts("#form .e")[0].contains(&format!("«{value}»")), "{kind}");
        assert_eq!(page.texts("#comment"), ["Слова остались"], "{kind}");
    }
    assert_eq!(world.count("SELECT count(*) FROM responses WHERE invitation_id IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_press_of_still_here_with_something_wrong_stays_pressed() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Inactive, "k1").await;
    let visitor = world.stranger();
    let page = visitor.post(&link, &[("still_here", "1"), ("satisfaction", "101")]).await;
    assert_eq!(wrong(&page), ["#satisfaction"]);
    assert!(page.has("input[name=still_here][checked]"));
    assert_eq!(visitor.submit(&page, &link, &[("still_here", "1")]).await.status, 303);
}

#[tokio::test]
async fn saying_nothing_leads_to_the_first_question_of_every_kind() {
    let world = World::new().await;
    for (kind, first) in [
        (SurveyKind::Purchase, "#nps"),
        (SurveyKind::Relationship, "#nps"),
        (SurveyKind::Inactive, "#still_here"),
        (SurveyKind::Exit, "#reasons"),
        (SurveyKind::Resolution, "#solved"),
        (SurveyKind::Staff, "#nps"),
    ] {
        let link = asked_by(&world, kind, kind.code()).await;
        let visitor = world.stranger();
        let page = visitor.submit(&visitor.get(&link).await, &link, &[]).await;
        assert_eq!(
            (page.status, page.attributes("[role=alert] a", "href")),
            (422, vec![first.to_owned()]),
            "{kind}"
        );
        assert!(page.has(first), "{kind}");
    }
}

#[tokio::test]
async fn fields_of_another_kind_are_not_read_and_stored_nowhere() {
    let world = World::new().await;
    let visitor = world.stranger();
    let all = [
        ("nps", "1"),
        ("satisfaction", "10"),
        ("rating[price]", "0"),
        ("reason", "slow"),
        ("main_reason", "slow"),
        ("competitor", "Другая лавка"),
        ("bring_back", "Ничего"),
        ("heard_from", "friends"),
        ("wallet_share", "50"),
        ("solved", "no"),
        ("still_here", "1"),
        ("comment", "Только слова"),
    ];
    for (kind, stored) in [
        (SurveyKind::Purchase, "1|10|{0,NULL,NULL,NULL,NULL,NULL}|-|-|-|-|-|-|-|f"),
        (SurveyKind::Relationship, "1|10|{0,NULL,NULL,NULL,NULL,NULL}|-|-|-|-|friends|50|-|f"),
        (SurveyKind::Inactive, "-|10|{}|-|-|-|-|-|-|-|t"),
        (SurveyKind::Exit, "-|-|{}|{slow}|slow|Другая лавка|Ничего|-|-|-|f"),
        (SurveyKind::Resolution, "-|-|{NULL}|-|-|-|-|-|-|false|f"),
        (SurveyKind::Staff, "1|10|{0,NULL,NULL,NULL,NULL,NULL,NULL,NULL}|-|-|-|-|-|-|-|f"),
    ] {
        let link = asked_by(&world, kind, kind.code()).await;
        let answer = visitor.post(&link, &all).await;
        assert_eq!(answer.status, 303, "{kind}: {}", answer.body);
        let found = world
            .value(&format!(
                "SELECT concat_ws('|', coalesce(nps::text, '-'), coalesce(satisfaction::text, '-'), ratings::text,
                        coalesce(reasons::text, '-'), coalesce(main_reason, '-'), coalesce(competitor, '-'),
                        coalesce(bring_back, '-'), coalesce(heard_from, '-'), coalesce(wallet_share::text, '-'),
                        coalesce(solved::text, '-'), still_here)
                 FROM responses WHERE kind = '{kind}' AND comment = 'Только слова'"
            ))
            .await;
        assert_eq!(found, stored, "{kind}");
    }
}

#[tokio::test]
async fn wrong_values_in_fields_of_another_kind_disturb_nobody() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Inactive, "k1").await;
    let typed = [
        ("nps", "77"),
        ("reason", "nonsense"),
        ("main_reason", "x"),
        ("solved", "maybe"),
        ("satisfaction", "90"),
    ];
    assert_eq!(world.stranger().post(&link, &typed).await.status, 303);
}

#[tokio::test]
async fn a_questionnaire_edited_while_the_form_is_open_changes_nothing_for_who_has_it() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&link).await;
    // The new version lost all categories but one, and is what new invitations show.
    world
        .sql(
            "WITH edited AS (
                 INSERT INTO questionnaire_versions
                     (questionnaire_id, version, scale_low, scale_high, parameters, definition, digest)
                 SELECT questionnaire_id, 2, scale_low, scale_high, parameters,
                        jsonb_set(definition, '{reasons}', jsonb_build_array(definition->'reasons'->0)), 'edited'
                 FROM questionnaire_versions v JOIN questionnaires q ON q.id = v.questionnaire_id AND q.kind = 'exit'
                 RETURNING id, questionnaire_id
             )
             UPDATE questionnaires SET current_version_id = edited.id FROM edited WHERE questionnaires.id = questionnaire_id",
        )
        .await;
    let newer = asked_by(&world, SurveyKind::Exit, "k2").await;
    let edited = visitor.get(&newer).await;
    assert_eq!(edited.attributes("[name=reason]", "value").len(), 3);
    let answer = visitor.submit(&form, &link, &[("reason", "slow"), ("reason", "moved")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(world.value("SELECT array_to_string(reasons, ',') FROM responses").await, "slow,moved");
    assert_eq!(visitor.get(&format!("{link}?edit=1")).await.attributes("[name=reason]", "value").len(), 25);
    assert_eq!(visitor.get(&format!("{link}/thanks")).await.texts("dd li").len(), 2);
    // A reason of the older version on the newer form is told, and what else was said stays.
    let page = visitor.submit(&edited, &newer, &[("reason", "slow"), ("reason", "quality")]).await;
    assert_eq!(wrong(&page), ["#reasons"]);
    assert_eq!(page.attributes("[name=reason][checked]", "value"), ["quality"]);
    // The older form pressed for the newer link is read by the link's own version.
    let older = form.attributes("[name=version]", "value").remove(0);
    let page = visitor.post(&newer, &[("version", &older), ("reason", "moved")]).await;
    assert_eq!(wrong(&page), ["#reasons"]);
    assert_eq!(world.count("SELECT count(*) FROM responses").await, 1);
}

#[tokio::test]
async fn a_customer_without_a_language_is_asked_by_every_kind_in_the_companys() {
    let world = World::with(&[("OTKLIK_LANGUAGE", "en")]).await;
    for kind in SurveyKind::all().iter().copied() {
        let link = asked_by(&world, kind, kind.code()).await;
        world.sql("UPDATE customers SET language = NULL").await;
        let visitor = world.stranger();
        let page = visitor.get(&link).await;
        assert_eq!(page.attributes("html", "lang"), ["en"], "{kind}");
        let answer = visitor.submit(&page, &link, &[("comment", "Words")]).await;
        assert_eq!(answer.status, 303, "{kind}");
        let language = format!("SELECT language FROM responses WHERE kind = '{kind}' AND comment = 'Words'");
        assert_eq!(world.value(&language).await, "en", "{kind}");
    }
}

#[tokio::test]
async fn with_the_database_away_the_form_of_its_kind_keeps_everything() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let form = world.stranger().get(&link).await;
    let order = form.attributes("[name=reason]", "value");
    world.lose_database().await;
    for version in ["", "4242"] {
        let typed = [
            ("version", version),
            ("reason", "slow"),
            ("reason", "moved"),
            ("main_reason", "moved"),
            ("competitor", "Чайный дом"),
            ("bring_back", "Ничего"),
        ];
        let page = world.stranger().submit(&form, &link, &typed).await;
        assert_eq!(page.status, 503, "{}", page.body);
        assert_eq!(page.attributes("[name=reason]", "value"), order);
        assert_eq!(page.attributes("[name=reason][checked]", "value").len(), 2);
        assert_eq!(page.attributes("#main_reason [selected]", "value"), ["moved"]);
        assert_eq!(page.attributes("#competitor", "value"), ["Чайный дом"]);
        assert_eq!(page.texts("#bring_back"), ["Ничего"]);
    }
}

#[tokio::test]
async fn the_name_of_a_competitor_has_one_line() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let typed = [("competitor", "  Чайный\r\nдом\u{0} =cmd|' /C calc'!A0 ")];
    assert_eq!(world.stranger().post(&link, &typed).await.status, 303);
    assert_eq!(world.value("SELECT competitor FROM responses").await, "Чайный дом =cmd|' /C calc'!A0");
}
