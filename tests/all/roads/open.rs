//! An open link: what it shows, whose the answer is, and what a robot, a hurried hand and a second press come to.

use reqwest::Method;

use super::{NOTHING, answer, open_link, send, stamp, traces};
use crate::support::World;

#[tokio::test]
async fn looking_writes_nothing_and_keeps_nothing_in_the_browser() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", Some("Арбат <script>")).await;
    let page = world.stranger().get(&link.path).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Магазин «Арбат &lt;script&gt;»"), "{}", page.body);
    assert!(page.has("input[name=order_number]") && page.has("input[name=contact]"));
    assert!(page.has("[aria-hidden=true] input[name=homepage][tabindex='-1']"));
    assert_eq!(page.header("set-cookie"), "");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(page.header("x-robots-tag").contains("noindex"));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-"));
    let head = world.stranger().send(Method::HEAD, &link.path, None, &[]).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn it_speaks_the_visitors_language() {
    let world = World::new().await;
    let link = open_link(&world, "relationship", None).await;
    for (accepted, spoken) in [("en-GB,ru;q=0.5", "en"), ("de,en;q=0.8", "en"), ("ru", "ru"), ("de", "ru")] {
        let page =
            world.stranger().send(Method::GET, &link.path, None, &[("Accept-Language", accepted)]).await;
        assert_eq!(page.attributes("html", "lang"), [spoken], "{accepted}");
    }
    let page = world.stranger().get(&format!("{}?l=en", link.path)).await;
    assert_eq!(page.attributes("html", "lang"), ["en"]);
    assert!(!page.has("input[name=order_number]"), "no order is asked about a company");
}

#[tokio::test]
async fn a_guest_answers_and_corrects_and_is_nobody_elses_customer() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", Some("Арбат")).await;
    let fields = [
        ("nps", "2"),
        ("comment", "Чай мокрый <b>"),
        ("contact_me", "1"),
        ("contact", "Vera@Customer.example"),
        ("order_number", "Z-404"),
        ("language", "en"),
    ];
    let page = answer(&world, &link, "phone", &fields).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let thanks = world.stranger().get(page.location()).await;
    assert_eq!((thanks.status, thanks.attributes("html", "lang")), (200, vec!["en".to_owned()]));
    assert!(thanks.body.contains("Чай мокрый &lt;b&gt;") && thanks.body.contains("Complaint no."));
    assert_eq!(
        world
            .value(
                "SELECT concat_ws('|', c.external_id = 'guest:' || c.id, c.standing, c.email, c.consent, c.language,
                        i.road, i.order_number, i.open_link_id, r.store, r.kind, r.purchase_id IS NULL, r.contact_me)
                 FROM responses r JOIN customers c ON c.id = r.customer_id JOIN invitations i ON i.id = r.invitation_id",
            )
            .await,
        format!("t|guest|Vera@customer.example|f|en|store|Z-404|{}|Арбат|purchase|t|t", link.id)
    );
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'acknowledgement'").await, 1);
    let form = page.location().trim_end_matches("/thanks").to_owned();
    assert_eq!(world.stranger().post(&form, &[("nps", "9")]).await.status, 303);
    assert_eq!(world.value("SELECT nps || ' ' || revision FROM responses").await, "9 2");
}

#[tokio::test]
async fn a_telephone_is_taken_too_and_means_contact_me() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let page = answer(&world, &link, "phone", &[("nps", "10"), ("contact", " +7 (900) 000-00-00 ")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(world.value("SELECT phone || coalesce(email, '') FROM customers").await, "+7 (900) 000-00-00");
    assert_eq!(world.value("SELECT contact_me::text FROM responses").await, "true");
}

#[tokio::test]
async fn who_cannot_be_reached_is_asked_how_and_loses_nothing() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    for (contact, words) in
        [("", "укажите почту или телефон"), ("вера \"><b>", "Проверьте почту или телефон")]
    {
        let fields =
            [("nps", "3"), ("comment", "Долго </textarea>"), ("contact_me", "1"), ("contact", contact)];
        let page = answer(&world, &link, "phone", &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains(words), "{}", page.body);
        assert_eq!(page.texts("textarea"), ["Долго </textarea>"]);
        assert!(
            page.has("input[name=nps][value='3'][checked]") && page.has("input[name=contact_me][checked]")
        );
        assert_eq!(page.attributes("input[name=contact]", "value"), [contact]);
        assert!(page.has("a[href='#contact']") && !page.has("b"));
    }
    let page = answer(&world, &link, "phone", &[("nps", "11")]).await;
    assert_eq!(page.status, 422);
    let empty = answer(&world, &link, "phone", &[]).await;
    assert_eq!(empty.status, 422);
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn a_robot_in_the_trap_is_thanked_and_not_heard() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let fields = [("nps", "10"), ("comment", "buy pills"), ("homepage", "https://pills.example")];
    let page = answer(&world, &link, "robot", &fields).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Спасибо") && !page.has("main a"), "{}", page.body);
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn a_press_too_soon_or_too_late_keeps_every_word_and_passes_next_time() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let typed = [("nps", "4"), ("comment", "Очередь & жара"), ("order_number", "A-7"), ("contact", "12345")];
    let other = open_link(&world, "purchase", None).await;
    let forged = stamp(&world, &other, 60);
    for late in [stamp(&world, &link, 86_500), forged, "1.2.3".to_owned(), String::new()] {
        let mut fields = vec![("stamp", late.as_str())];
        fields.extend_from_slice(&typed);
        let page = send(&world, &link, "phone", &fields).await;
        assert_eq!(page.status, 422, "{late}");
        assert!(page.body.contains("Нажмите кнопку ещё раз"));
        assert_eq!(page.texts("textarea"), ["Очередь & жара"]);
        assert_eq!(page.attributes("input[name=order_number]", "value"), ["A-7"]);
        assert_eq!(page.attributes("input[name=contact]", "value"), ["12345"]);
    }
    assert_eq!(traces(&world).await, NOTHING);
    // Drawn a moment ago, by the real page.
    let drawn = world.stranger().get(&link.path).await;
    let hurried = world.stranger().submit(&drawn, &link.path, &typed).await;
    assert_eq!(hurried.status, 422);
    assert_eq!(
        hurried.attributes("input[name=stamp]", "value"),
        drawn.attributes("input[name=stamp]", "value"),
        "who waited need not wait again"
    );
    assert_eq!(traces(&world).await, NOTHING);
    // A form from yesterday passes at the second press, at once.
    let late = stamp(&world, &link, 86_500);
    let mut fields = vec![("stamp", late.as_str())];
    fields.extend_from_slice(&typed);
    let again = send(&world, &link, "phone", &fields).await;
    let next = again.attributes("input[name=stamp]", "value").remove(0);
    fields[0] = ("stamp", &next);
    assert_eq!(send(&world, &link, "phone", &fields).await.status, 303);
}

#[tokio::test]
async fn a_device_answers_once_a_day_and_sees_nobody_elses_words() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let first = answer(&world, &link, "phone", &[("nps", "9"), ("comment", "Слова первого")]).await;
    assert_eq!(first.status, 303);
    let second = answer(&world, &link, "phone", &[("nps", "1"), ("comment", "Слова второго")]).await;
    assert_eq!(second.status, 409);
    assert!(second.body.contains("уже отвечали") && !second.body.contains("Слова первого"));
    assert_eq!(second.texts("textarea"), ["Слова второго"]);
    assert!(!second.body.contains(first.location().trim_end_matches("/thanks")));
    assert_eq!(world.count("SELECT count(*) FROM responses").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM customers").await, 1, "no guest is left without an answer");
    // Another device, and this one by another link.
    assert_eq!(answer(&world, &link, "tablet", &[("nps", "1")]).await.status, 303);
    let other = open_link(&world, "relationship", None).await;
    assert_eq!(answer(&world, &other, "phone", &[("nps", "5")]).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM responses").await, 3);
    // Another day is another device, and the day before yesterday is forgotten.
    world.sql("UPDATE open_link_answers SET answered_on = answered_on - 3 WHERE open_link_id = 1").await;
    let mut connection = world.connection().await;
    otklik::store::open_links::sweep(&mut connection, chrono::Utc::now()).await.expect("swept");
    assert_eq!(
        world.value("SELECT string_agg(open_link_id::text, ',') FROM open_link_answers").await,
        other.id.to_string()
    );
}

#[tokio::test]
async fn of_many_presses_at_once_one_counts() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let presses = (0..8).map(|at| {
        let comment = format!("Нажатие {at}");
        let (world, link) = (&world, &link);
        async move { answer(world, link, "phone", &[("nps", "9"), ("comment", &comment)]).await.status }
    });
    let mut answered = futures_util::future::join_all(presses).await;
    answered.sort_unstable();
    assert_eq!(answered, [303, 409, 409, 409, 409, 409, 409, 409]);
    assert_eq!(traces(&world).await, "1 1 1 0 0 0 1");
}

#[tokio::test]
async fn the_same_form_pressed_twice_is_one_answer_with_one_thank_you() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let stamp = stamp(&world, &link, 60);
    let fields = [("stamp", stamp.as_str()), ("nps", "8")];
    let presses = (0..4).map(|_| send(&world, &link, "phone", &fields));
    let pages = futures_util::future::join_all(presses).await;
    assert!(pages.iter().all(|page| page.status == 303 && page.location() == pages[0].location()));
    assert_eq!(traces(&world).await, "1 1 1 0 0 0 1");
    // Back in the browser and changed: a correction of the same answer.
    let page = send(&world, &link, "phone", &[("stamp", &stamp), ("nps", "3")]).await;
    assert_eq!(page.location(), pages[0].location());
    assert_eq!(world.value("SELECT nps || ' ' || revision FROM responses").await, "3 2");
    // The same form in other hands is another device's.
    assert_eq!(send(&world, &link, "robot", &[("stamp", &stamp), ("nps", "0")]).await.status, 303);
    assert_eq!(world.value("SELECT string_agg(nps::text, ',' ORDER BY id) FROM responses").await, "3,0");
}

#[tokio::test]
async fn strangers_links_open_nothing_and_revoked_ones_say_so() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let invitation_code = world.shared.keys.short_code(otklik::domain::token::ShortLink::Invitation, link.id);
    for path in ["/o/1", "/o/none", &format!("/o/{invitation_code}"), &format!("{}0", link.path)] {
        let page = world.stranger().get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(world.stranger().post(path, &[("nps", "9")]).await.status, 404, "{path}");
    }
    world.sql("UPDATE open_links SET revoked_at = now()").await;
    assert_eq!(world.stranger().get(&link.path).await.status, 410);
    assert_eq!(answer(&world, &link, "phone", &[("nps", "9")]).await.status, 410);
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn staff_answer_as_staff_and_count_nowhere_else() {
    let world = World::new().await;
    let link = open_link(&world, "staff", None).await;
    let page = world.stranger().get(&link.path).await;
    assert!(!page.has("input[name=contact]") && !page.has("input[name=order_number]"));
    let page =
        answer(&world, &link, "phone", &[("comment", "Покупателям нравится чай"), ("order_number", "A-1")])
            .await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(
        world.value("SELECT kind || ' ' || (SELECT standing FROM customers) FROM responses").await,
        "staff employee"
    );
}

#[tokio::test]
async fn a_form_of_another_version_is_read_by_the_one_it_shows() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let shown = world.value("SELECT current_version_id FROM questionnaires WHERE kind = 'purchase'").await;
    world
        .sql(
            "INSERT INTO questionnaire_versions (questionnaire_id, version, scale_low, scale_high, parameters, definition, digest)
             SELECT questionnaire_id, 99, scale_low, scale_high, parameters[1:2],
                    jsonb_set(definition, '{parameters}', jsonb_build_array(definition->'parameters'->0, definition->'parameters'->1)),
                    'another'
             FROM questionnaire_versions v JOIN questionnaires q ON q.current_version_id = v.id WHERE q.kind = 'purchase';
             UPDATE questionnaires SET current_version_id =
                 (SELECT id FROM questionnaire_versions WHERE version = 99) WHERE kind = 'purchase'",
        )
        .await;
    let fields = [("version", shown.as_str()), ("rating[delivery]", "9")];
    assert_eq!(answer(&world, &link, "phone", &fields).await.status, 303);
    assert_eq!(world.value("SELECT version_id FROM responses").await, shown);
    // A version of another survey is none of this form.
    let other = world.value("SELECT current_version_id FROM questionnaires WHERE kind = 'staff'").await;
    assert_eq!(answer(&world, &link, "tablet", &[("version", &other), ("nps", "9")]).await.status, 303);
    assert_eq!(
        world.value("SELECT v.version FROM responses r JOIN questionnaire_versions v ON v.id = r.version_id ORDER BY r.id DESC LIMIT 1").await,
        "99"
    );
}

#[tokio::test]
async fn words_stay_while_the_database_is_away() {
    let world = World::new().await;
    let link = open_link(&world, "purchase", None).await;
    let drawn = world.stranger().get(&link.path).await;
    let version = drawn.attributes("input[name=version]", "value").remove(0);
    world.lose_database().await;
    let fields = [("version", version.as_str()), ("comment", "Не потеряйте"), ("contact", "12345")];
    let page = answer(&world, &link, "phone", &fields).await;
    assert_eq!(page.status, 503);
    assert_eq!(page.texts("textarea"), ["Не потеряйте"]);
    assert_eq!(page.attributes("input[name=contact]", "value"), ["12345"]);
    assert_eq!(page.attributes("form", "action"), [link.path]);
    assert!(page.has("input[name=stamp]"));
}
