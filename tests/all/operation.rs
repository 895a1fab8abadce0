//! What operators rely on: health, readiness, metrics, failure pages, quiet logs, a graceful stop.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{Visitor, World, make, world};

/// The program serving a world's database as its own process.
struct Served {
    child: Child,
    visitor: Visitor,
    log: tempfile::NamedTempFile,
}

async fn serve(world: &World, log: &str) -> Served {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let log_file = tempfile::NamedTempFile::new().expect("a file");
    let child = Command::new(env!("CARGO_BIN_EXE_otklik"))
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
        .envs(world.settings.iter())
        .env("OTKLIK_LOG", log)
        .stderr(log_file.reopen().expect("a file"))
        .spawn()
        .expect("the program runs");
    let visitor = Visitor::new(&format!("http://127.0.0.1:{port}"));
    let patience = Instant::now() + Duration::from_secs(20);
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(Instant::now() < patience, "it never listened");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Served { child, visitor, log: log_file }
}

impl Served {
    /// Asks it to stop as a service manager would; answers its exit code and what it logged.
    fn stop(mut self) -> (Option<i32>, String) {
        let killed =
            Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill");
        assert!(killed.success());
        let code = self.child.wait().expect("an end").code();
        (code, std::fs::read_to_string(self.log.path()).expect("its log"))
    }
}

#[tokio::test]
async fn a_served_house_is_healthy_ready_and_stops_gracefully() {
    let world = World::new().await;
    let served = serve(&world, "info").await;
    assert_eq!(served.visitor.get("/healthz").await.body, "ok\n");
    assert_eq!(served.visitor.get("/readyz").await.status, 200);
    let metrics = served.visitor.get("/metrics").await;
    assert_eq!(metrics.status, 200);
    assert!(metrics.header("content-type").starts_with("text/plain"));
    let (code, log) = served.stop();
    assert_eq!(code, Some(0), "{log}");
}

#[tokio::test]
async fn logs_hold_neither_tokens_nor_addresses() {
    let world = World::new().await;
    let customer = make::customer(&world, "secretive").await;
    let purchase = make::purchase(&world, customer, "P-1", 3).await;
    let invitation = make::invitation(&world, customer, purchase).await;
    let token = world.shared.keys.sign(invitation);
    let served = serve(&world, "debug").await;
    served.visitor.get(&format!("/s/{token}")).await;
    served.visitor.post(&format!("/s/{token}"), &[("nps", "3"), ("comment", "секрет")]).await;
    served.visitor.post("/sign-in", &[("email", "who@otklik.example"), ("password", "hunter2hunter2")]).await;
    let (_, log) = served.stop();
    assert!(log.contains("/s/{token}"), "the route is there: {log}");
    assert!(log.contains("request="), "so is the request's number: {log}");
    for secret in [token.as_str(), "secretive@", "who@otklik.example", "hunter2", "секрет", "127.0.0.1:5"]
    {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}

#[tokio::test]
async fn an_older_database_is_refused_by_name_of_the_command() {
    let world = World::new().await;
    world.sql("DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)").await;
    let output = Command::new(env!("CARGO_BIN_EXE_otklik"))
        .arg("serve")
        .envs(world.settings.iter())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("otklik migrate"), "{words}");
    assert_eq!(world.stranger().get("/readyz").await.status, 503);
}

#[tokio::test]
async fn a_lost_database_is_a_kind_page_that_says_when_to_come_back() {
    let world = World::new().await;
    let visitor = world.stranger();
    assert_eq!(visitor.get("/readyz").await.status, 200);
    world.lose_database().await;
    let page =
        visitor.post("/sign-in", &[("email", "lead@otklik.example"), ("password", world::PASSWORD)]).await;
    assert_eq!((page.status, page.header("retry-after")), (503, "30"));
    assert_eq!(page.texts("h1"), ["База данных сейчас не отвечает"]);
    assert_eq!(visitor.get("/healthz").await.status, 200);
    assert_eq!(visitor.get("/readyz").await.status, 503);
}

#[tokio::test]
async fn a_page_that_is_none_says_so_in_the_visitors_language() {
    let world = World::with(&[("OTKLIK_LANGUAGE", "en")]).await;
    let page = world.stranger().get("/no/such/page").await;
    assert_eq!(page.status, 404);
    assert_eq!(page.texts("h1"), ["There is no such page"]);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn assets_are_kept_for_a_year_and_only_by_their_own_digest() {
    let world = World::new().await;
    let visitor = world.stranger();
    let page = visitor.get("/sign-in").await;
    let styles = page.attributes("link[rel=stylesheet]", "href");
    assert_eq!(styles.len(), 2);
    for style in &styles {
        let file = visitor.get(style).await;
        assert_eq!(file.status, 200);
        assert!(file.header("cache-control").contains("immutable"));
        let digest = style.split('/').nth(2).expect("a digest");
        assert_eq!(visitor.get(&style.replace(digest, "000000000000")).await.status, 404);
    }
    assert_eq!(visitor.get("/assets/000000000000/VENDORED.md").await.status, 404);
}

#[tokio::test]
async fn a_command_whose_reader_has_gone_still_ends_well() {
    let world = World::new().await;
    for arguments in [&["work", "--once"][..], &["migrate"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_otklik"))
            .args(arguments)
            .envs(world.settings.iter())
            .env("OTKLIK_LOG", "debug")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop((child.stdout.take(), child.stderr.take()));
        assert!(child.wait().expect("it ends").success(), "{arguments:?}");
    }
}
