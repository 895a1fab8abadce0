//! The database of the measurement: a private cluster that keeps its promises (fsync on), filled with people who were
//! asked, of whom the first have answered: the planner is to see tables as they are after some weeks, not empty ones.

use std::{fs, path::PathBuf, process::Command};

use otklik::{
    actions::sync_presets::sync_presets,
    postgres::{Cluster, Options},
    store::{
        pool, schema_version,
        submissions::{CONTENT, DISCONTENT},
    },
};

use crate::cpu;

/// Answers from before, every fifth of them with a complaint.
pub const HISTORY: usize = 20_000;

pub struct Database {
    cluster: Cluster,
    folder: tempfile::TempDir,
    pgbench: PathBuf,
    version: i64,
}

impl Database {
    pub async fn new(people: usize) -> Self {
        let pgbench = find_pgbench();
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { durable: true, connections: 200, fleeting: true, ..Options::lasting() };
        let cluster = Cluster::open_with(&folder.path().join("data"), options).expect("a PostgreSQL");
        let mut database = Self { cluster, folder, pgbench, version: 0 };
        schema_version::migrate(&database.url()).await.expect("migrations");
        sync_presets(&mut pool::connect(&database.url()).await.expect("a connection"))
            .await
            .expect("presets");
        let (client, connection) =
            tokio_postgres::connect(&database.url(), tokio_postgres::NoTls).await.expect("a connection");
        let driver = tokio::spawn(connection);
        client
            .batch_execute(&format!(
                "INSERT INTO customers (external_id, name, email, language, consent)
                 SELECT 'c' || n, 'Customer ' || n, 'c' || n || '@customer.example', 'ru', true
                 FROM generate_series(1, {people}) n;
                 INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store)
                 SELECT 'p' || id, id, now() - interval '3 days', 2500, 'RUB', 'Store ' || id % 7 FROM customers;
                 INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at)
                 SELECT 'purchase', id, id, (SELECT current_version_id FROM questionnaires WHERE kind = 'purchase'),
                        now(), now(), now() + interval '30 days' FROM customers;
                 INSERT INTO responses (invitation_id, kind, customer_id, purchase_id, version_id, answered_at,
                        changed_at, nps, satisfaction, ratings, comment, language, store)
                 SELECT id, kind, customer_id, purchase_id, version_id, now(), now(), CASE id % 5 WHEN 0 THEN 3 ELSE 9 END,
                        90, '{{8,8,8,8,8,8}}', 'Words', 'ru', 'Store 1' FROM invitations WHERE id <= {HISTORY};
                 UPDATE invitations SET answered_at = now() WHERE id <= {HISTORY};
                 INSERT INTO complaints (customer_id, purchase_id, response_id, state, severity, signals, opened_at,
                        first_answer_due, resolution_due, next_deadline)
                 SELECT customer_id, purchase_id, id, 'new', 3, '{{nps}}', now(), now(), now(), now()
                 FROM responses WHERE nps < 7;
                 INSERT INTO complaint_events (complaint_id, at, kind, new_value, response_id)
                 SELECT id, opened_at, 'opened', 'nps', response_id FROM complaints"
            ))
            .await
            .expect("people");
        client.batch_execute("VACUUM ANALYZE").await.expect("figures for the planner");
        let current = "SELECT current_version_id FROM questionnaires WHERE kind = 'purchase'";
        database.version = client.query_one(current, &[]).await.expect("a version").get(0);
        drop(client);
        let _ = driver.await;
        database
    }

    pub fn url(&self) -> String {
        self.cluster.url(otklik::postgres::DATABASE)
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// CPU seconds of the server and all its children so far.
    pub fn cpu(&self) -> f64 {
        cpu::of_database(&self.folder.path().join("data"))
    }

    /// The very statement of the form by pgbench: prepared, one a transaction, each for another invitation from `first` on;
    /// one in `every` answers is discontent.
    pub fn pgbench(&self, clients: usize, answers: usize, first: usize, every: usize) -> f64 {
        let mut command = Command::new(&self.pgbench);
        for (name, content, weight) in [("unhappy", false, 1), ("happy", true, every - 1)] {
            let script = self.folder.path().join(format!("{name}.sql"));
            fs::write(&script, script_of(content)).expect("a script");
            command.arg(format!("--file={}@{weight}", script.display()));
        }
        let now = chrono::Utc::now();
        let due = (now + chrono::Duration::hours(8)).to_rfc3339();
        for (name, value) in [
            ("first", first.to_string()),
            ("clients", clients.to_string()),
            ("n", "-1".to_owned()),
            ("version", self.version.to_string()),
            ("at", now.to_rfc3339()),
            ("due", due),
            ("comment", "The courier was late, please call before delivery.".to_owned()),
            ("happy", "{8,8,8,8,8,8}".to_owned()),
            ("unhappy", "{8,8,2,8,8,8}".to_owned()),
            ("none", "{}".to_owned()),
            ("signals", "{nps,parameter:delivery}".to_owned()),
            ("language", "ru".to_owned()),
        ] {
            command.arg(format!("--define={name}={value}"));
        }
        let output = command
            .args(["--no-vacuum", "--protocol=prepared"])
            .arg(format!("--client={clients}"))
            .arg(format!("--jobs={}", clients.min(2)))
            .arg(format!("--transactions={}", answers / clients))
            .arg(self.url())
            .output()
            .expect("pgbench runs");
        let said = String::from_utf8_lossy(&output.stdout);
        let tps = said
            .lines()
            .find_map(|line| line.strip_prefix("tps = "))
            .and_then(|rest| rest.split(' ').next())
            .and_then(|number| number.parse().ok());
        tps.unwrap_or_else(|| panic!("pgbench: {said}{}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// The statement with pgbench's variables for its parameters, the last number first: `$1` begins `$13`, and `$2` `$22`.
fn script_of(content: bool) -> String {
    let (nps, ratings, signals, severity) =
        if content { ("9", ":happy", ":none", "1") } else { ("3", ":unhappy", ":signals", "3") };
    let text = if content { CONTENT } else { DISCONTENT };
    // What a survey about a purchase does not ask.
    let unasked = ["text[]", "text", "text[]", "text", "text", "text", "smallint", "boolean"];
    let unasked = (14..).zip(unasked).map(|(number, kind)| (number, format!("NULL::{kind}")));
    let statement = unasked.chain([(22, "false".to_owned())]).collect::<Vec<_>>();
    let asked = [
        (13, "(:due)::timestamptz".to_owned()),
        (12, "(:due)::timestamptz".to_owned()),
        (11, "(:language)::text".to_owned()),
        (10, format!("{severity}::smallint")),
        (9, format!("({signals})::text[]")),
        (8, "false".to_owned()),
        (7, "(:comment)::text".to_owned()),
        (6, format!("({ratings})::smallint[]")),
        (5, "90::smallint".to_owned()),
        (4, format!("{nps}::smallint")),
        (3, "(:at)::timestamptz".to_owned()),
        (2, "(:version)::bigint".to_owned()),
        (1, "(:id)::bigint".to_owned()),
    ];
    let statement = statement
        .iter()
        .rev()
        .chain(&asked)
        .fold(text.to_owned(), |text, (number, value)| text.replace(&format!("${number}"), value));
    format!("\\set n :n + 1\n\\set id :first + :n * :clients + :client_id\nWITH {statement};\n")
}

/// pgbench beside the other programs of PostgreSQL, or in PATH; without it there is nothing to compare with.
fn find_pgbench() -> PathBuf {
    let mut folders: Vec<PathBuf> =
        std::env::var_os("OTKLIK_PG_BIN").map(PathBuf::from).into_iter().collect();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions.flatten().map(|entry| entry.path().join("bin")).collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders
        .into_iter()
        .map(|folder| folder.join("pgbench"))
        .find(|program| program.is_file())
        .expect("pgbench beside the programs of PostgreSQL (OTKLIK_PG_BIN) or in PATH; Debian has it in postgresql-contrib")
}
