//! The administrator's pages: what came back and why, what came in, and the list of addresses.

use otklik::domain::role::Role;

use super::make::{listed, marks, post, sample, sent};
use crate::support::World;

#[tokio::test]
async fn letters_that_came_back_say_whether_the_address_is_to_blame() {
    let world = World::new().await;
    for (name, words) in [
        ("postfix_hard", "Такого адреса нет"),
        ("exchange_refused", "Сервер получателя отказался"),
        ("gmail_full", "Причина временная"),
    ] {
        let sent = sent(&world, name).await;
        world
            .sql(&format!(
                "INSERT INTO incoming_letters (received_at, raw, digest, handled_at, kind, outcome, letter_id)
                 SELECT now(), '', sha256(('{name}' || n)::bytea), now(), 'bounce', 'retried', {} FROM generate_series(1, 3) n",
                sent.letter
            ))
            .await;
        post(&world, sample(name, &sent, &[])).await;
        let page = world.signed_in(Role::Admin).await.get("/settings/letters").await;
        let row = page.texts(".letters-row").remove(0);
        for part in ["вернулось", words, "Ответ сервера:"] {
            assert!(row.contains(part), "{part}: {row}");
        }
    }
}

#[tokio::test]
async fn what_came_in_is_listed_opened_and_dealt_with() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    assert_eq!(admin.get("/settings/incoming").await.texts(".empty-title"), ["Пока ничего не пришло"]);
    let sent = sent(&world, "c1").await;
    world.sql("UPDATE customers SET name = '<script>Анна'").await;
    post(&world, sample("postfix_hard", &sent, &[])).await;
    let raw = b"From: <script>@x.ru\r\nSubject: <script>alert(1)</script>\r\n\r\n<script>alert(1)</script>"
        .to_vec();
    post(&world, raw.clone()).await;

    let page = admin.get("/settings/incoming").await;
    let rows = page.texts(".letters-row");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].contains("написал человек") && rows[0].contains("Посмотрите сами"), "{rows:?}");
    assert!(rows[1].contains("письмо вернулось") && rows[1].contains("5.1.1"), "{rows:?}");
    assert!(rows[1].contains("<script>Анна") && !page.body.contains("c1@"));
    let open = page.attributes(".letters-row .letters-steps a", "href").remove(0);
    let letter = admin.get(&open).await;
    assert_eq!((letter.status, letter.body.as_bytes()), (200, raw.as_slice()));
    assert_eq!(letter.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(letter.header("x-content-type-options"), "nosniff");
    assert_eq!(admin.get("/settings/incoming/999999").await.status, 404);

    let look = admin.get("/settings/incoming?list=look").await;
    assert_eq!(look.texts(".letters-row").len(), 1);
    let action = format!("{open}/seen");
    assert_eq!(admin.post(&action, &[]).await.status, 403, "a forged form");
    let done = admin.submit(&look, &action, &[]).await;
    assert_eq!((done.status, done.location()), (303, "/settings/incoming?list=look"));
    assert_eq!(admin.get(done.location()).await.texts(".empty-title"), ["Смотреть нечего"]);
    assert!(admin.get("/settings/incoming").await.texts(".letters-row")[0].contains("разобрано: "));
    assert_eq!(admin.get("/settings/incoming?list=none").await.status, 400);
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO incoming_letters (received_at, raw, digest, handled_at, kind, outcome)
             SELECT now(), 'x', sha256(n::text::bytea), now(), 'automatic', 'noted' FROM generate_series(1, 60) n;
             INSERT INTO suppressions (address, reason, surveys_only, created_at)
             SELECT 'a' || n || '@b.ru', 'hard_bounce', false, now() FROM generate_series(1, 60) n",
        )
        .await;
    let admin = world.signed_in(Role::Admin).await;
    for path in ["/settings/incoming", "/settings/suppressions?address=a"] {
        let first = admin.get(path).await;
        assert_eq!(first.texts(".letters-row").len(), 50, "{path}");
        let next = first.attributes("a[rel=next]", "href").remove(0);
        let second = admin.get(&next).await;
        assert_eq!((second.texts(".letters-row").len(), second.has("a[rel=next]")), (10, false), "{next}");
    }
}

#[tokio::test]
async fn an_address_is_entered_found_and_taken_off_with_a_reason() {
    const PAGE: &str = "/settings/suppressions";
    let world = World::new().await;
    let customer = crate::support::make::customer(&world, "c1").await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    assert_eq!(page.texts(".empty-title"), ["Стоп-лист пуст"]);
    for (address, why, error) in [
        ("not an address", "просил", "Это не адрес почты."),
        ("c1@customer.example", " ", "Напишите причину: её увидят коллеги."),
    ] {
        let refused =
            admin.submit(&page, PAGE, &[("address", address), ("scope", "all"), ("why", why)]).await;
        assert_eq!((refused.status, refused.texts(".invalid-feedback")), (422, vec![error.to_owned()]));
        assert_eq!(refused.attributes("#address", "value"), [address], "what was typed stays");
        assert!(refused.has("input[value=all][checked]"));
    }
    let entry = [("address", "C1@Customer.example"), ("scope", "all"), ("why", "просил <b>по телефону")];
    let done = admin.submit(&page, PAGE, &entry).await;
    assert_eq!((done.status, done.location()), (303, "/settings/suppressions?done=added"));
    assert_eq!(marks(&world, customer).await, "bounced");
    let again = admin.submit(&page, PAGE, &entry).await;
    assert_eq!(again.texts(".invalid-feedback"), ["Этот адрес уже внесён вручную."]);

    assert_eq!(
        admin.get("/settings/suppressions?address=x").await.texts(".empty-title"),
        ["Такого адреса в списке нет"]
    );
    assert_eq!(
        admin.get("/settings/suppressions?address=%25").await.texts(".letters-row").len(),
        0,
        "no wildcard"
    );
    let found = admin.get("/settings/suppressions?address=C1%40").await;
    let row = found.texts(".letters-row").remove(0);
    for part in ["c1@customer.example", "вручную", "не слать ничего", "просил <b>по телефону"]
    {
        assert!(row.contains(part), "{part}: {row}");
    }
    let id = world.count("SELECT id FROM suppressions").await;
    let action = format!("{PAGE}/{id}/remove");
    assert_eq!(admin.post(&action, &[("why", "x")]).await.status, 403, "a forged form");
    let silent = admin.submit(&found, &action, &[("why", "")]).await;
    assert_eq!(silent.status, 422);
    assert!(silent.texts(".alert").join("").contains("напишите, почему"));
    assert_eq!(listed(&world).await, "c1@customer.example staff");
    let done = admin.submit(&found, &action, &[("why", "передумал")]).await;
    assert_eq!(done.location(), "/settings/suppressions?done=removed");
    assert_eq!((marks(&world, customer).await.as_str(), listed(&world).await.as_str()), ("", ""));
    let gone = admin.submit(&found, &action, &[("why", "ещё раз")]).await;
    assert_eq!(gone.location(), "/settings/suppressions?done=gone");
    let audited = world
        .value(
            "SELECT string_agg(action || ' ' || (detail->>'why') || ' ' || (detail->>'address'), ', ' ORDER BY id)
             FROM audit_events WHERE subject LIKE 'suppression:%' AND staff_id IS NOT NULL",
        )
        .await;
    assert_eq!(
        audited,
        "suppression.added просил <b>по телефону C***@customer.example, suppression.removed передумал c***@customer.example"
    );
}

#[tokio::test]
async fn operators_see_what_came_in() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    post(&world, sample("postfix_hard", &sent, &[])).await;
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let mut connection = world.connection().await;
    let counts = otklik::store::incoming_letters::counts(&mut connection).await.expect("counts");
    let _guard = metrics::set_default_local_recorder(&recorder);
    otklik::jobs::show_incoming(&counts, 0);
    let page = handle.render();
    assert!(
        page.contains("otklik_incoming_letters_total{kind=\"bounce\",outcome=\"suppressed\"} 1"),
        "{page}"
    );
    assert!(page.contains("otklik_incoming_letters_to_look_at 0"), "{page}");
    assert!(!page.contains('@'));
}
