//! A world of its own for each test: a database copied from a migrated template, and a server on a free port.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use actix_web::dev::ServerHandle;
use otklik::{
    actions::{put_staff, roll_up, sync_presets},
    config::Config,
    domain::{role::Role, token::Keys},
    postgres::Cluster,
    store,
    web::{house::Shared, server},
};
use tokio::sync::OnceCell;

use super::Visitor;

/// Everybody's password in these worlds; hashing it once keeps the suite quick.
pub const PASSWORD: &str = "correct horse battery";

/// Worked round the clock; 4 and 24 hours for the critical, up to 48 hours and ten days for the low.
const CLOCKS: &str = r#"INSERT INTO settings (key, value) VALUES
    ('complaints.calendar', json_build_object('zone', 'Europe/Moscow', 'week',
        array_fill(json_build_array(json_build_object('opens', 0, 'closes', 1440)), ARRAY[7]))),
    ('complaints.targets', '{"critical": {"first_answer_minutes": 240, "resolution_minutes": 1440},
        "high": {"first_answer_minutes": 480, "resolution_minutes": 2880},
        "normal": {"first_answer_minutes": 1440, "resolution_minutes": 7200},
        "low": {"first_answer_minutes": 2880, "resolution_minutes": 14400}}')"#;

/// One server for all tests of this process; its watcher stops it when the process ends, in whatever way.
fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        // A thousand databases come and go: in memory, where the system has a folder there, no disk is in the way.
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = place.join(format!("otklik-tests-{}", std::process::id()));
        Cluster::for_tests(&folder).expect("a PostgreSQL for tests")
    })
}

/// The migrated database that each world is copied from.
async fn template() -> &'static str {
    static TEMPLATE: OnceCell<()> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            sql(&cluster().url("postgres"), "CREATE DATABASE template_world").await;
            let url = cluster().url("template_world");
            store::schema_version::migrate(&url).await.expect("migrations run");
            let mut connection = store::pool::connect(&url).await.expect("the template answers");
            sync_presets::sync_presets(&mut connection).await.expect("presets are written");
            // Day and night, so that no test depends on the hour at which it runs.
            sql(&url, CLOCKS).await;
            for role in Role::all().iter().copied() {
                let email = format!("{}@otklik.example", role.code());
                let name = match role {
                    Role::Admin => "Анна Соколова",
                    Role::Lead => "Мария Лебедева",
                    Role::Handler => "Иван Петров",
                    Role::Executive => "Олег Орлов",
                };
                let now = chrono::Utc::now();
                put_staff::put_staff(&mut connection, &email, name, role, PASSWORD, now)
                    .await
                    .expect("staff");
            }
        })
        .await;
    "template_world"
}

/// Runs the server on a thread of its own, so that it can be stopped while the test's runtime ends.
fn run_server(listener: TcpListener, shared: Arc<Shared>, url: String) -> ServerHandle {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let running = server::serve(listener, shared, &url).await.expect("a server");
            tell.send(running.handle()).expect("the test waits");
            running.await.expect("the server ends well");
        });
    });
    told.recv().expect("a running server")
}

/// Runs statements on a connection of their own, closed afterwards.
pub async fn sql(url: &str, statements: &str) {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("a connection");
    let driver = tokio::spawn(connection);
    client.batch_execute(statements).await.unwrap_or_else(|error| panic!("{statements}: {error:?}"));
    drop(client);
    let _ = driver.await;
}

/// A database and a server that one test has for itself.
pub struct World {
    pub name: String,
    pub url: String,
    pub base: String,
    pub shared: Arc<Shared>,
    /// The settings, as the environment of a command in this world.
    pub settings: BTreeMap<String, String>,
    server: ServerHandle,
    pub client: tokio_postgres::Client,
    _folder: tempfile::TempDir,
}

impl World {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// A world with settings of its own, as in the environment.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("world_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let template = template().await;
        sql(&cluster().url("postgres"), &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let url = cluster().url(&name);
        let folder = tempfile::tempdir().expect("a folder");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let mut values: BTreeMap<String, String> = [
            ("OTKLIK_DATA", folder.path().to_str().expect("a path")),
            ("OTKLIK_BASE_URL", base.as_str()),
            ("OTKLIK_SECRET", "a secret for tests, forty characters long"),
            ("OTKLIK_COMPANY", "Лавка"),
            ("OTKLIK_WORKERS", "1"),
        ]
        .into_iter()
        .chain(settings.iter().copied())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        values.insert("DATABASE_URL".to_owned(), url.clone());
        let config = Config::from_values(values.clone()).expect("settings");
        let keys = Keys::new(config.secret_bytes(), None);
        let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle();
        let shared = Arc::new(Shared::new(config, keys, metrics, true));
        let server = run_server(listener, Arc::clone(&shared), url.clone());
        let (client, connection) =
            tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("a connection");
        tokio::spawn(connection);
        Self { name, url, base, shared, settings: values, server, client, _folder: folder }
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.base)
    }

    /// Somebody of this role, signed in through the page.
    pub async fn signed_in(&self, role: Role) -> Visitor {
        let visitor = self.stranger();
        let email = format!("{}@otklik.example", role.code());
        let page = visitor.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        visitor
    }

    /// One value of one row, as text.
    pub async fn value(&self, query: &str) -> String {
        let rows = self.client.simple_query(query).await.unwrap_or_else(|error| panic!("{query}: {error:?}"));
        rows.iter()
            .find_map(|message| match message {
                tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or("").to_owned()),
                _ => None,
            })
            .unwrap_or_else(|| panic!("{query}: no row"))
    }

    /// Waits until a query answers this value, as it does once the server has done what a browser asked for.
    pub async fn becomes(&self, query: &str, value: &str) {
        let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        while self.value(query).await != value {
            assert!(tokio::time::Instant::now() < patience, "{query} never became {value}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// One number of one row.
    pub async fn count(&self, query: &str) -> i64 {
        self.value(query).await.parse().expect("a number")
    }

    /// Runs statements in this world.
    pub async fn sql(&self, statements: &str) {
        self.client.batch_execute(statements).await.unwrap_or_else(|error| panic!("{statements}: {error:?}"));
    }

    /// Takes the database away from under the server, as a crash of PostgreSQL would.
    pub async fn lose_database(&self) {
        let name = &self.name;
        sql(&cluster().url("postgres"), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }

    /// A connection to the server beside this world's database, from where that can be cut off.
    pub async fn elsewhere(&self) -> tokio_postgres::Client {
        let (client, connection) = tokio_postgres::connect(&cluster().url("postgres"), tokio_postgres::NoTls)
            .await
            .expect("a connection");
        tokio::spawn(connection);
        client
    }

    /// A second connection to this world's database, for what happens at the same time.
    pub async fn elsewhere_in(&self) -> tokio_postgres::Client {
        let (client, connection) =
            tokio_postgres::connect(&self.url, tokio_postgres::NoTls).await.expect("a connection");
        tokio::spawn(connection);
        client
    }

    /// Folds what was written into the facts that reports are counted from, as the worker does every second.
    pub async fn roll_up(&self) {
        let mut connection = self.connection().await;
        roll_up::roll_up(&mut connection, chrono_tz::Europe::Moscow, chrono::Utc::now())
            .await
            .expect("a roll-up");
    }

    /// A diesel connection to this world's database, for calling actions and store directly.
    pub async fn connection(&self) -> store::Connection {
        store::pool::connect(&self.url).await.expect("a connection")
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let server = self.server.clone();
        let drop_database = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let postgres = cluster().url("postgres");
        // A runtime apart: the test's own may be ending.
        let cleaning = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                server.stop(false).await;
                sql(&postgres, &drop_database).await;
            });
        });
        let _ = cleaning.join();
    }
}
