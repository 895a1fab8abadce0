//! The six kinds of survey: what each asks, what is stored of it, and what it says afterwards.

use otklik::domain::questionnaire::SurveyKind;

use super::{NOTHING, asked_by, traces};
use crate::support::World;

/// Everything that an answer can hold, with `-` for what was not said.
const STORED: &str = "SELECT concat_ws('|', coalesce(nps::text, '-'), coalesce(satisfaction::text, '-'), ratings::text,
    coalesce(reasons::text, '-'), coalesce(main_reason, '-'), coalesce(competitor, '-'), coalesce(bring_back, '-'),
    coalesce(heard_from, '-'), coalesce(wallet_share::text, '-'), coalesce(solved::text, '-'), still_here,
    coalesce(comment, '-'), contact_me) FROM responses WHERE invitation_id IS NOT NULL";

#[tokio::test]
async fn each_kind_asks_its_own_questions_in_their_order() {
    let world = World::new().await;
    for (kind, title, names) in [
        (SurveyKind::Purchase, "Как всё прошло?", "nps satisfaction rating* comment contact_me"),
        (
            SurveyKind::Relationship,
            "Как вам у нас?",
            "nps satisfaction rating* wallet_share heard_from comment contact_me",
        ),
        (SurveyKind::Inactive, "Давно вас не видели", "still_here satisfaction comment contact_me"),
        (
            SurveyKind::Exit,
            "Почему вы от нас ушли?",
            "reason main_reason competitor bring_back comment contact_me",
        ),
        (SurveyKind::Resolution, "Удалось ли нам помочь?", "solved rating* comment contact_me"),
        (SurveyKind::Staff, "Довольны ли нами клиенты?", "nps satisfaction rating* comment"),
    ] {
        let link = asked_by(&world, kind, kind.code()).await;
        let page = world.stranger().get(&link).await;
        assert_eq!((page.status, page.texts("h1")), (200, vec![title.to_owned()]));
        let fields = "#form :is(input:not([type=hidden]), select, textarea, button[name])";
        let mut asked: Vec<String> = page
            .attributes(fields, "name")
            .into_iter()
            .map(|name| name.split('[').next().unwrap_or_default().replace("rating", "rating*"))
            .collect();
        asked.dedup();
        assert_eq!(asked.join(" "), names, "{kind}");
        assert!(!page.has("#form [checked]"), "{kind}: nothing is chosen for anybody");
        // Nothing has to be answered, and nothing counts the same question twice.
        assert!(!page.has("[required]"), "{kind}");
        let steps = page.texts(".s");
        let numbered: Vec<String> =
            (1..=steps.len()).map(|nth| format!("Вопрос {nth} из {}", steps.len())).collect();
        assert_eq!(steps, numbered, "{kind}");
    }
    assert_eq!(
        traces(&world).await.split(' ').next(),
        Some("1"),
        "but for the answer that was complained of"
    );
}

#[tokio::test]
async fn long_forms_count_their_questions_and_short_ones_do_not() {
    let world = World::new().await;
    for (kind, count) in [
        (SurveyKind::Purchase, 4),
        (SurveyKind::Relationship, 6),
        (SurveyKind::Inactive, 0),
        (SurveyKind::Exit, 4),
        (SurveyKind::Resolution, 0),
        (SurveyKind::Staff, 4),
    ] {
        let link = asked_by(&world, kind, kind.code()).await;
        assert_eq!(world.stranger().get(&link).await.texts(".s").len(), count, "{kind}");
    }
}

#[tokio::test]
async fn a_relationship_survey_hears_of_the_share_and_where_they_heard_of_us() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Relationship, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&link).await;
    let typed = [
        ("nps", "9"),
        ("satisfaction", "80"),
        ("rating[service]", "10"),
        ("wallet_share", "60"),
        ("heard_from", "friends"),
        ("comment", "Больше сортов"),
    ];
    let answer = visitor.submit(&form, &link, &typed).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(
        world.value(STORED).await,
        "9|80|{NULL,NULL,NULL,NULL,10,NULL}|-|-|-|-|friends|60|-|f|Больше сортов|f"
    );
    let thanks = visitor.get(answer.location()).await;
    assert_eq!(thanks.texts("dd"), ["9 из 10", "80 %", "10 из 10", "60 %", "От знакомых", "Больше сортов"]);
    assert!(thanks.body.contains("что менять в первую очередь"));
    // Corrected, it is as it was left.
    let again = visitor.get(&format!("{link}?edit=1")).await;
    assert_eq!(again.texts("h1"), ["Ваш ответ можно исправить"]);
    assert_eq!(again.attributes("#heard_from [selected]", "value"), ["friends"]);
    assert_eq!(again.attributes("[name=wallet_share][checked]", "value"), ["60"]);
}

#[tokio::test]
async fn one_press_says_i_am_still_here_and_takes_along_what_was_typed() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Inactive, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&link).await;
    assert_eq!(form.texts("button[name=still_here][value='1']"), ["Я по-прежнему с вами"]);
    // Before any of the questions, and after the button that the Enter key presses: that one says nothing.
    assert_eq!(form.attributes("#form button", "aria-hidden"), ["true"]);
    let at = |piece: &str| form.body.find(piece).unwrap_or_else(|| panic!("no {piece}"));
    assert!(
        at("class=\"v\"") < at("id=\"still_here\"") && at("id=\"still_here\"") < at("id=\"satisfaction\"")
    );
    let answer = visitor.submit(&form, &link, &[("still_here", "1"), ("comment", "Жду новый сбор")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(world.value(STORED).await, "-|-|{}|-|-|-|-|-|-|-|t|Жду новый сбор|f");
    let thanks = visitor.get(answer.location()).await;
    assert_eq!(thanks.texts("h1"), ["Спасибо, что откликнулись"]);
    assert_eq!(thanks.texts("dt"), ["Я по-прежнему с вами", "Чего вам у нас не хватает?"]);
    assert_eq!(thanks.texts("dd"), ["Да", "Жду новый сбор"]);
    // The press is a tick now: it stays with other changes, and can be taken back.
    let again = visitor.get(&format!("{link}?edit=1")).await;
    assert!(
        again.has("input[type=checkbox][name=still_here][checked]") && !again.has("button[name=still_here]")
    );
    visitor.submit(&again, &link, &[("comment", "Передумал")]).await;
    assert_eq!(world.value("SELECT still_here FROM responses").await, "f");
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 0);
}

#[tokio::test]
async fn leavers_name_several_reasons_and_the_main_one() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Exit, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&link).await;
    let shown = form.attributes("input[name=reason]", "value");
    assert_eq!(shown.len(), 25);
    assert_eq!(shown.last().map(String::as_str), Some("other"));
    // The list of main reasons has the same order, after a first line that is none.
    let mains = form.attributes("#main_reason option", "value");
    assert_eq!((mains[0].as_str(), &mains[1..]), ("", shown.as_slice()));
    assert_eq!(form.attributes("#main_reason optgroup", "label"), form.texts("fieldset.g > legend"));
    let typed = [
        ("reason", "too_dear"),
        ("reason", "slow"),
        ("reason", "other"),
        ("main_reason", "slow"),
        ("competitor", "Чайный дом"),
        ("bring_back", "Быстрая доставка\r\nи цены"),
        ("comment", "Ждал неделю"),
    ];
    let answer = visitor.submit(&form, &link, &typed).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(
        world.value(STORED).await,
        "-|-|{}|{slow,too_dear,other}|slow|Чайный дом|Быстрая доставка\nи цены|-|-|-|f|Ждал неделю|f"
    );
    // What could be chosen is kept in the order in which this person saw it.
    assert_eq!(
        world.value("SELECT array_to_string(reasons_shown, ',') FROM responses").await,
        shown.join(",")
    );
    let thanks = visitor.get(answer.location()).await;
    assert_eq!(thanks.texts("h1"), ["Спасибо за честный ответ"]);
    assert_eq!(
        thanks.texts("dd li"),
        [
            "Всё делалось слишком долго (главная причина)",
            "Слишком дорого",
            "Другая причина, напишу о ней ниже"
        ]
    );
    assert_eq!(thanks.texts("dd").len(), 4);
    let again = visitor.get(&format!("{link}?edit=1")).await;
    assert_eq!(again.attributes("input[name=reason]", "value"), shown, "the same order for the same person");
    let mut ticked = again.attributes("input[name=reason][checked]", "value");
    ticked.sort();
    assert_eq!(ticked, ["other", "slow", "too_dear"]);
    assert_eq!(again.attributes("#main_reason [selected]", "value"), ["slow"]);
    // Taken back one by one; one reason left is the main one without being said to be.
    let left = [("reason", "moved"), ("main_reason", "")];
    assert_eq!(visitor.submit(&again, &link, &left).await.status, 303);
    assert_eq!(world.value(STORED).await, "-|-|{}|{moved}|moved|-|-|-|-|-|f|-|f");
}

#[tokio::test]
async fn two_people_see_reasons_in_orders_of_their_own() {
    let world = World::new().await;
    let mut orders = Vec::new();
    for nth in 0..4 {
        let link = asked_by(&world, SurveyKind::Exit, &format!("k{nth}")).await;
        let page = world.stranger().get(&link).await;
        assert_eq!(page.texts("fieldset.g > legend").last().map(String::as_str), Some("Другое"));
        orders.push(page.attributes("input[name=reason]", "value"));
    }
    orders.dedup();
    assert_eq!(orders.len(), 4);
}

#[tokio::test]
async fn a_resolution_survey_names_the_complaint_and_asks_whether_it_is_solved() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Resolution, "k1").await;
    let number = world.value("SELECT id FROM complaints").await;
    let visitor = world.stranger();
    let form = visitor.get(&link).await;
    assert!(form.body.contains(&format!("обращении №\u{a0}{number}")), "{}", form.body);
    assert!(!form.body.contains("покупке"));
    assert_eq!(form.texts("#solved label"), ["Да", "Нет", "✕"]);
    assert_eq!(form.attributes("#r-handling input", "value"), ["1", "2", "3", "4", "5", ""]);
    let answer = visitor.submit(&form, &link, &[("solved", "yes"), ("rating[handling]", "5")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(world.value(STORED).await, "-|-|{5}|-|-|-|-|-|-|true|f|-|f");
    let thanks = visitor.get(answer.location()).await;
    assert_eq!(thanks.texts("dt"), ["Ваш вопрос решён?", "Работа с обращением"]);
    assert_eq!(thanks.texts("dd"), ["Да", "5 из 5"]);
    assert!(!thanks.body.contains("зарегистрировано") && !thanks.body.contains("снова в работе"));
    let answer =
        visitor.submit(&visitor.get(&format!("{link}?edit=1")).await, &link, &[("solved", "no")]).await;
    let thanks = visitor.get(answer.location()).await;
    assert_eq!(thanks.texts(".card h2")[0], format!("Обращение № {number} снова в работе"));
    assert_eq!(thanks.texts("dd"), ["Нет"]);
}

#[tokio::test]
async fn what_employees_say_opens_no_complaint() {
    let world = World::new().await;
    let link = asked_by(&world, SurveyKind::Staff, "k1").await;
    let visitor = world.stranger();
    let form = visitor.get(&link).await;
    assert!(!form.has("[name=contact_me]"));
    // Parameters of the two sides of service have a scale of their own.
    assert_eq!(form.attributes("#r-personal option", "value").len(), 12);
    assert_eq!(form.attributes("#r-price option", "value").len(), 13);
    let typed = [("nps", "0"), ("rating[price]", "0"), ("rating[personal]", "1")];
    let answer = visitor.submit(&form, &link, &typed).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let thanks = visitor.get(answer.location()).await;
    assert_eq!(thanks.texts("dd"), ["0 из 10", "0 из 10", "1 из 10"]);
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 0);
}

#[tokio::test]
async fn a_letter_preselects_what_its_form_asks_and_writes_nothing() {
    let world = World::new().await;
    let visitor = world.stranger();
    let exit = asked_by(&world, SurveyKind::Exit, "k1").await;
    let page =
        visitor.get(&format!("{exit}?reason=slow&reason=nonsense&nps=3&solved=no&reason=too_dear")).await;
    let mut ticked = page.attributes("[name=reason][checked]", "value");
    ticked.sort();
    assert_eq!(ticked, ["slow", "too_dear"]);
    assert!(!page.body.contains("nonsense") && !page.has("[name=nps]") && !page.has("[name=solved]"));
    let purchase = asked_by(&world, SurveyKind::Purchase, "k2").await;
    let page = visitor.get(&format!("{purchase}?nps=8&reason=slow&solved=yes&still_here=1")).await;
    assert_eq!(page.attributes("#form [checked]", "value"), ["8"]);
    assert_eq!(traces(&world).await, NOTHING);
    let resolution = asked_by(&world, SurveyKind::Resolution, "k3").await;
    for (query, chosen) in [("solved=no", &["no"][..]), ("solved=yes", &["yes"]), ("solved=maybe", &[])] {
        let page = visitor.get(&format!("{resolution}?{query}")).await;
        assert_eq!(page.attributes("[name=solved][checked]", "value"), chosen, "{query}");
    }
    assert_eq!(world.count("SELECT count(*) FROM responses WHERE invitation_id IS NOT NULL").await, 0);
}

#[tokio::test]
async fn every_kind_speaks_english_and_shows_no_key() {
    let world = World::new().await;
    for kind in SurveyKind::all().iter().copied() {
        let link = asked_by(&world, kind, kind.code()).await;
        world
            .sql("UPDATE customers SET language = 'en', name = 'Ann'; UPDATE purchases SET store = NULL")
            .await;
        let page = world.stranger().get(&link).await;
        let words = page.texts("main")[0].replace("Лавка", "");
        assert!(!words.chars().any(|letter| matches!(letter, 'а'..='я' | 'А'..='Я')), "{kind}: {words}");
        assert!(!words.contains("form-"), "{kind}: {words}");
    }
}
