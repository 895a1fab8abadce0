//! What the doctor says of a good world, and of broken ones.

use super::otklik;
use crate::support::World;

struct Said {
    code: Option<i32>,
    checks: Vec<(String, String, String)>,
}

impl Said {
    fn level(&self, check: &str) -> &str {
        &self.checks.iter().find(|(name, ..)| name == check).unwrap_or_else(|| panic!("no check {check}")).1
    }

    fn mend(&self, check: &str) -> &str {
        &self.checks.iter().find(|(name, ..)| name == check).unwrap_or_else(|| panic!("no check {check}")).2
    }
}

fn doctor(world: &World, settings: &[(&str, &str)]) -> Said {
    let output = otklik(world, &["doctor", "--json"], settings);
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks: Vec<_> = said["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            (text("check"), text("level"), text("mend"))
        })
        .collect();
    assert_eq!(said["healthy"].as_bool(), Some(output.status.code() == Some(0)));
    assert!(!String::from_utf8_lossy(&output.stdout).contains("forty characters"), "the secret is not shown");
    Said { code: output.status.code(), checks }
}

#[tokio::test]
async fn a_good_world_has_nothing_to_mend() {
    let world = World::new().await;
    let said = doctor(&world, &[("OTKLIK_MAIL_FROM", "Лавка <hello@shop.example>")]);
    assert_eq!(said.code, Some(0));
    let other: Vec<_> = said.checks.iter().filter(|(_, level, _)| level != "ok").collect();
    // Letters into a folder reach nobody, where the database is a real one.
    assert_eq!(other.len(), 1, "{other:?}");
    assert_eq!(other[0].0, "mail server");
    let text = otklik(&world, &["doctor"], &[]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("PostgreSQL"));
}

#[tokio::test]
async fn a_broken_world_is_named_line_by_line() {
    let world = World::new().await;
    world
        .sql(
            "UPDATE questionnaires SET current_version_id = NULL;
             INSERT INTO settings (key, value) VALUES ('planning.purchase', '{\"delay_days\": 60}');
             UPDATE staff SET deactivated_at = now();
             INSERT INTO customers (external_id) VALUES ('k');
             INSERT INTO letters (kind, customer_id, due_at, state)
             SELECT 'reply', id, now() - interval '2 hours', s FROM customers, unnest(ARRAY['failed', 'unknown', 'queued']) s",
        )
        .await;
    let said = doctor(
        &world,
        &[
            ("OTKLIK_BASE_URL", "http://localhost:8080"),
            ("OTKLIK_SMTP_URL", "smtp://127.0.0.1:9?timeout=2"),
            ("OTKLIK_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            ("OTKLIK_MAIL_FROM", "shop"),
        ],
    );
    assert_eq!(said.code, Some(1));
    for check in ["questionnaire", "planning", "base URL", "mail server"] {
        assert_eq!(said.level(check), "fail", "{check}");
    }
    for check in ["secret", "sender", "letters", "staff"] {
        assert_eq!(said.level(check), "warn", "{check}");
    }
    assert_eq!((said.level("database"), said.level("clock")), ("ok", "ok"));
    assert!(said.checks.iter().all(|(_, level, mend)| level == "ok" || !mend.is_empty()));
}

#[tokio::test]
async fn an_older_database_is_told_what_to_run() {
    let world = World::new().await;
    world.sql("DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)").await;
    let said = doctor(&world, &[]);
    assert_eq!((said.code, said.level("migrations")), (Some(1), "fail"));
    assert!(said.mend("migrations").contains("otklik migrate"));
}

#[tokio::test]
async fn a_database_that_is_away_fails_alone() {
    let world = World::new().await;
    let said = doctor(&world, &[("DATABASE_URL", "postgres://nobody@127.0.0.1:9/none")]);
    assert_eq!((said.code, said.level("database")), (Some(1), "fail"));
    assert_eq!(said.level("settings"), "ok");
}
