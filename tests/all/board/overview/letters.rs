//! The letter on Mondays: once a week and subscription, in the reader's language, only what changed, ended by one click.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{actions::post_digests::post_digests, domain::role::Role};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Told, preset_version, tell, times, two_weeks};
use crate::{
    mail::server::Server,
    outbox::make::{header, read, worker, worker_by},
    support::{Visitor, World},
};

/// Five past eight on the Monday after the week, in Moscow.
fn monday() -> DateTime<Utc> {
    "2026-10-12T05:05:00Z".parse().expect("a moment")
}

pub async fn subscribe(world: &World, visitor: &Visitor, address: &str, id: Option<i64>) {
    let page = visitor.get(&format!("/board/{address}")).await;
    let csrf = page.attributes("form input[name=csrf]", "value").pop().expect("a form");
    let id = id.map_or_else(String::new, |id| id.to_string());
    let mut fields = vec![("csrf", csrf.as_str()), ("wanted", "yes"), ("back", address)];
    if !id.is_empty() {
        fields.push(("view", &id));
    }
    let done = visitor.post("/board/letter", &fields).await;
    assert_eq!((done.status, done.location()), (303, format!("/board/{address}").as_str()));
    world.sql("UPDATE digest_subscriptions SET created_at = '2026-10-01 00:00Z'").await;
}

pub async fn send(world: &World, at: DateTime<Utc>) -> Vec<(String, String, String, String)> {
    let server = Server::start(&json!({}));
    worker(world, &server).once(&move || at, &CancellationToken::new()).await.expect("a round");
    server
        .taken()
        .iter()
        .map(read)
        // What waits on the desk is told to the staff by letters that cannot be ended so.
        .filter(|message| !header(message, "List-Unsubscribe").is_empty())
        .map(|message| {
            let text = message.body_text(0).unwrap().replace("\r\n", "\n");
            let html = message.body_html(0).unwrap().into_owned();
            assert_eq!(header(&message, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
            (message.subject().unwrap().to_owned(), text, html, header(&message, "List-Unsubscribe"))
        })
        .collect()
}

#[tokio::test]
async fn it_tells_the_week_in_the_language_of_its_reader_with_links_to_the_reports() {
    let world = World::new().await;
    two_weeks(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get("/board/overview").await;
    assert_eq!(page.texts(".page-header .board-monday button"), ["Присылать по понедельникам"]);
    subscribe(&world, &visitor, "overview", None).await;
    let page = visitor.get("/board/overview").await;
    assert_eq!(page.attributes(".page-header .board-monday button", "aria-pressed"), ["true"]);

    let taken = send(&world, monday()).await;
    let [(subject, text, html, _)] = taken.as_slice() else { panic!("one letter: {taken:?}") };
    assert_eq!(subject, "Итоги недели 5\u{a0}октября – 11\u{a0}октября: есть перемены");
    assert!(text.contains("NPS: 0,0\nNPS снизился на 75,0"), "{text}");
    assert!(text.contains("Сильнее всего — магазин «Центр» (−150,0)."), "{text}");
    assert!(text.contains("Стало хуже") && !text.contains("Стало лучше"), "{text}");
    assert!(!text.contains("Север"), "only what changed by more than chance: {text}");
    assert!(text.contains(&format!("{}/board/nps?from=2026-10-05&to=2026-10-12\n", world.base)), "{text}");
    assert!(html.contains("class=\"band\"") && !html.contains("<img") && !html.contains("<svg"), "{html}");
    // What the letter links to shows the same figure.
    let report = visitor.get("/board/nps?from=2026-10-05&to=2026-10-12").await;
    assert_eq!(report.texts(".board-figure"), ["0,0"]);

    world.sql("UPDATE staff SET language = 'en'; DELETE FROM digests").await;
    let taken = send(&world, monday()).await;
    assert_eq!(taken[0].0, "Week 5\u{a0}October – 11\u{a0}October: some figures moved");
    assert!(taken[0].1.contains("NPS fell by 75.0: more than chance."), "{}", taken[0].1);
}

#[tokio::test]
async fn a_calm_week_and_an_empty_one_are_short_letters() {
    let world = World::new().await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Lead).await;
    subscribe(&world, &visitor, "overview", None).await;
    let taken = send(&world, monday()).await;
    assert!(taken[0].0.ends_with("без заметных перемен"), "{}", taken[0].0);
    assert!(taken[0].1.contains("За эту неделю никто не ответил."), "{}", taken[0].1);
    let version = preset_version(&world).await;
    for at in ["2026-09-30T10:00:00Z", "2026-10-07T10:00:00Z"] {
        for nps in [9, 4] {
            tell(&world, version, &times(40, &Told { at, nps: Some(nps), ..Told::default() })).await;
        }
    }
    world.sql("DELETE FROM digests").await;
    let taken = send(&world, monday()).await;
    assert!(taken[0].1.contains("ничего не изменилось больше, чем бывает случайно"), "{}", taken[0].1);
    assert!(!taken[0].1.contains("Стало"), "{}", taken[0].1);
}

#[tokio::test]
async fn it_is_written_once_a_week_by_however_many_workers_and_only_when_due() {
    let world = World::new().await;
    two_weeks(&world).await;
    for role in [Role::Executive, Role::Lead] {
        subscribe(&world, &world.signed_in(role).await, "overview", None).await;
    }
    let count = "SELECT count(*) FROM letters WHERE kind = 'digest'";
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
    let mut one = world.connection().await;
    assert_eq!(post_digests(&mut one, Moscow, at("2026-10-12T04:59:00Z")).await.unwrap(), 0);
    assert_eq!(post_digests(&mut one, Moscow, at("2026-10-14T06:00:00Z")).await.unwrap(), 0);
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(world.connection().await);
    }
    let mut together = Vec::new();
    for mut other in others {
        together.push(tokio::spawn(async move { post_digests(&mut other, Moscow, monday()).await.unwrap() }));
    }
    let mut posted = 0;
    for one in together {
        posted += one.await.unwrap();
    }
    assert_eq!((posted, world.count(count).await), (2, 2));
    assert_eq!(post_digests(&mut one, Moscow, monday()).await.unwrap(), 0);
    assert_eq!(post_digests(&mut one, Moscow, at("2026-10-19T05:00:00Z")).await.unwrap(), 2);
    // Whoever subscribes on Monday after eight waits a week; whoever reads reports no more gets none.
    world.sql("UPDATE digest_subscriptions SET created_at = '2026-10-26 05:00Z'; DELETE FROM digests").await;
    assert_eq!(post_digests(&mut one, Moscow, at("2026-10-26T05:10:00Z")).await.unwrap(), 0);
    world.sql("UPDATE staff SET role = 'handler' WHERE role = 'executive'").await;
    assert_eq!(post_digests(&mut one, Moscow, at("2026-11-02T05:10:00Z")).await.unwrap(), 1);
}

#[tokio::test]
async fn one_click_ends_it_and_a_saved_view_has_its_own() {
    let world = World::new().await;
    two_weeks(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get("/board/nps?store=%D0%A6%D0%B5%D0%BD%D1%82%D1%80").await;
    visitor.submit(&page, "/board/views", &[("name", "Центр")]).await;
    let id = world.count("SELECT id FROM saved_views WHERE room = 'board'").await;
    subscribe(&world, &visitor, "overview", Some(id)).await;
    let taken = send(&world, monday()).await;
    let (_, text, _, unsubscribe) = &taken[0];
    assert!(text.contains("«Центр»") && text.contains("NPS: −50,0"), "{text}");
    assert!(text.contains("/board/nps?from=2026-10-05&to=2026-10-12&store="), "{text}");
    let path = unsubscribe.trim_matches(['<', '>']).strip_prefix(&world.base).expect("of this house");
    let stranger = world.stranger();
    let active = "SELECT count(*) FROM digest_subscriptions WHERE ended_at IS NULL";
    let page = stranger.get(path).await;
    assert_eq!((page.status, world.count(active).await), (200, 1), "looking ends nothing");
    let done = stranger.post(path, &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!((done.status, world.count(active).await), (200, 0));
    assert_eq!(stranger.get(path).await.texts("h1"), ["Больше не пришлём"]);
    let again = stranger.post(path, &[("do", "subscribe")]).await;
    assert_eq!((again.status, again.location(), world.count(active).await), (303, path, 1));
    stranger.post(path, &[("do", "unsubscribe")]).await;
    for forged in ["/u/x", "/u/AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAA", &path[..path.len() - 1]] {
        assert_eq!(stranger.get(forged).await.status, 404, "{forged}");
        assert_eq!(stranger.post(forged, &[]).await.status, 404, "{forged}");
    }
    // A letter that waits when its subscription ends does not leave.
    world.sql("DELETE FROM digests; UPDATE letters SET state = 'queued', sent_at = NULL WHERE false").await;
    world.sql("UPDATE digest_subscriptions SET ended_at = NULL, created_at = '2026-10-01 00:00Z'").await;
    post_digests(&mut world.connection().await, Moscow, monday()).await.unwrap();
    world.sql("UPDATE digest_subscriptions SET ended_at = now()").await;
    assert!(send(&world, monday()).await.is_empty());
    assert_eq!(
        world.value("SELECT state || ' ' || failure FROM letters ORDER BY id DESC LIMIT 1").await,
        "cancelled unsubscribed"
    );
}

#[tokio::test]
async fn the_demos_mailbox_shows_it() {
    let world = World::new().await;
    two_weeks(&world).await;
    subscribe(&world, &world.signed_in(Role::Executive).await, "overview", None).await;
    let folder = world.shared.config.data.join("mailbox");
    let worker = worker_by(&world, &format!("file:{}", folder.display()));
    worker.once(&monday, &CancellationToken::new()).await.expect("a round");
    let visitor = world.stranger();
    let link = visitor.get("/mailbox").await.attributes(".mailbox-row", "href").remove(0);
    let letter = visitor.get(&link).await;
    let inner = visitor.get(&letter.attributes("iframe", "src")[0]).await;
    assert!(inner.texts("td.card").join(" ").contains("NPS: 0,0"), "{}", inner.body);
    assert!(inner.attributes("td.foot a", "href")[0].contains("/u/"), "{}", inner.body);
}
