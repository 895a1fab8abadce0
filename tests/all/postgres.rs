//! The private database: made, shared, left, killed, found again.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use otklik::postgres::{Cluster, ClusterError, DATABASE, Options};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// Outlives its test by nothing: fast, but not tied to the process, unlike `Options::for_tests`.
fn lasting() -> Options {
    Options { durable: false, ..Options::lasting() }
}

fn data() -> TempDir {
    tempfile::Builder::new().prefix("отклик's ").tempdir().unwrap()
}

/// What one query on the program's database answers.
fn ask(cluster: &Cluster, query: &str) -> String {
    let url = cluster.url(DATABASE);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let answer = client.query_one(query, &[]).await.unwrap().get(0);
        drop(client);
        connection.await.unwrap().unwrap();
        answer
    })
}

fn pid_file(data: &Path) -> PathBuf {
    data.join("postgres/postmaster.pid")
}

fn server_pid(data: &Path) -> String {
    fs::read_to_string(pid_file(data)).unwrap().lines().next().unwrap().to_owned()
}

fn runs(pid: &str) -> bool {
    Command::new("/bin/sh").args(["-c", "kill -0 \"$0\" 2>/dev/null", pid]).status().unwrap().success()
}

/// The server removes its file as its last deed; the process is gone a moment later.
fn assert_stopped(data: &Path, pid: &str) {
    assert!(!pid_file(data).exists(), "the server was not stopped");
    soon("the process ends", || !runs(pid));
}

/// Waits for what another process does in its own time.
fn soon(what: &str, happened: impl Fn() -> bool) {
    let since = Instant::now();
    while !happened() {
        assert!(since.elapsed() < Duration::from_secs(30), "not within 30 seconds: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A program of its own that has the cluster open until it is killed.
fn another_program(data: &Path, fleeting: bool) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "postgres::a_program_that_has_the_cluster_open", "--ignored", "--nocapture"])
        .env("OTKLIK_TEST_CLUSTER", data)
        .env("OTKLIK_TEST_FLEETING", fleeting.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let opened = lines.map_while(Result::ok).any(|line| line.contains("opened"));
    assert!(opened, "the other program did not open the cluster");
    child
}

#[test]
#[ignore = "the other program of the tests here, which run it by itself"]
fn a_program_that_has_the_cluster_open() {
    let data = PathBuf::from(std::env::var_os("OTKLIK_TEST_CLUSTER").unwrap());
    let fleeting = std::env::var("OTKLIK_TEST_FLEETING").unwrap() == "true";
    let options = if fleeting { Options::for_tests() } else { lasting() };
    let _cluster = Cluster::open_with(&data, options).unwrap();
    println!("opened");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn a_cluster_is_made_kept_and_stopped_with_its_last_user() {
    let data = data();
    let since = Instant::now();
    let first = Cluster::open_with(data.path(), lasting()).unwrap();
    let made = since.elapsed();
    assert_eq!(ask(&first, "SELECT current_database() || ' ' || current_user"), "otklik otklik");
    assert_eq!(ask(&first, "SHOW server_encoding"), "UTF8");
    assert_eq!(ask(&first, "SELECT upper('ёж')"), "ЁЖ");
    assert_eq!(ask(&first, "SHOW listen_addresses"), "");
    ask(&first, "SELECT pg_notify('x', '')::text; ".trim_end_matches("; "));
    let pid = server_pid(data.path());

    let second = Cluster::open_with(data.path(), lasting()).unwrap();
    assert_eq!(server_pid(data.path()), pid, "the second program uses the same server");
    first.close().unwrap();
    assert_eq!(ask(&second, "SELECT 'still here'"), "still here");
    drop(second);
    assert_stopped(data.path(), &pid);

    let since = Instant::now();
    let again = Cluster::open_with(data.path(), lasting()).unwrap();
    let started = since.elapsed();
    assert_ne!(server_pid(data.path()), pid);
    let since = Instant::now();
    let shared = Cluster::open_with(data.path(), lasting()).unwrap();
    let found = since.elapsed();
    drop(shared);
    let since = Instant::now();
    again.close().unwrap();
    let stopped = since.elapsed();
    println!("made {made:?}, started {started:?}, found {found:?}, stopped {stopped:?}");
}

#[test]
fn what_was_stored_is_there_the_next_time() {
    let data = data();
    let since = Instant::now();
    let cluster = Cluster::open(data.path()).unwrap();
    let made = since.elapsed();
    assert_eq!(ask(&cluster, "SHOW fsync"), "on");
    assert_eq!(ask(&cluster, "SELECT lo_from_bytea(4242, 'kept')::text"), "4242");
    let since = Instant::now();
    drop(cluster);
    let stopped = since.elapsed();
    let since = Instant::now();
    let cluster = Cluster::open(data.path()).unwrap();
    println!("durable: made {made:?}, stopped {stopped:?}, started {:?}", since.elapsed());
    assert_eq!(ask(&cluster, "SELECT convert_from(lo_get(4242), 'UTF8')"), "kept");
}

#[test]
fn ctrl_c_and_a_kill_leave_a_server_that_the_next_program_finds() {
    let data = data();
    let mut interrupted = another_program(data.path(), false);
    let pid = server_pid(data.path());
    // A terminal sends Ctrl-C to the whole group of the program in it.
    let group = format!("-{}", interrupted.id());
    assert!(
        Command::new("/bin/sh").args(["-c", "kill -s INT -- \"$0\"", &group]).status().unwrap().success()
    );
    assert!(!interrupted.wait().unwrap().success());

    let mut killed = another_program(data.path(), false);
    killed.kill().unwrap();
    killed.wait().unwrap();

    let cluster = Cluster::open_with(data.path(), lasting()).unwrap();
    assert_eq!(ask(&cluster, "SELECT 'alive'"), "alive");
    assert_eq!(server_pid(data.path()), pid, "it is the same server all along");
    drop(cluster);
    assert_stopped(data.path(), &pid);
}

#[test]
fn another_program_keeps_the_server_running() {
    let data = data();
    let mut other = another_program(data.path(), false);
    let pid = server_pid(data.path());
    drop(Cluster::open_with(data.path(), lasting()).unwrap());
    assert!(runs(&pid));
    drop(other.stdin.take());
    assert!(other.wait().unwrap().success());
    assert_stopped(data.path(), &pid);
}

#[test]
fn a_killed_server_and_a_pid_that_another_program_bears_now_are_no_obstacle() {
    let data = data();
    let cluster = Cluster::open_with(data.path(), lasting()).unwrap();
    let pid = server_pid(data.path());
    assert!(Command::new("/bin/sh").args(["-c", "kill -KILL \"$0\"", &pid]).status().unwrap().success());
    soon("the server is dead", || !runs(&pid));
    drop(cluster);

    // As after a restart of the machine: the file is there, and its number belongs to a program of the same account.
    let mut stranger = Command::new("sleep");
    stranger.arg("600");
    {
        use std::os::unix::fs::MetadataExt as _;
        let owner = fs::metadata(pid_file(data.path())).unwrap();
        stranger.uid(owner.uid()).gid(owner.gid());
    }
    let mut stranger = stranger.spawn().unwrap();
    let old = fs::read_to_string(pid_file(data.path())).unwrap();
    let stale = old.replacen(&pid, &stranger.id().to_string(), 1);
    fs::write(pid_file(data.path()), stale).unwrap();
    fs::write(data.path().join("postgres-socket/.s.PGSQL.5432.lock"), format!("{}\n", stranger.id()))
        .unwrap();

    let cluster = Cluster::open_with(data.path(), lasting());
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger is left alone");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    assert_eq!(ask(&cluster.unwrap(), "SELECT 'alive'"), "alive");
}

#[test]
fn a_server_that_is_stopping_is_waited_for() {
    let data = data();
    let cluster = Cluster::open_with(data.path(), lasting()).unwrap();
    let pid = server_pid(data.path());
    // Its clients may finish, so it stays in shutdown while this one is connected.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let url = cluster.url(DATABASE);
    let (client, connection) = runtime.block_on(tokio_postgres::connect(&url, NoTls)).unwrap();
    let connection = runtime.spawn(connection);
    assert!(Command::new("/bin/sh").args(["-c", "kill -TERM \"$0\"", &pid]).status().unwrap().success());
    soon("it is stopping", || {
        fs::read_to_string(pid_file(data.path())).is_ok_and(|text| text.contains("stopping"))
    });
    thread::scope(|scope| {
        let second = scope.spawn(|| Cluster::open_with(data.path(), lasting()));
        assert!(runs(&pid));
        drop(client);
        runtime.block_on(connection).unwrap().unwrap();
        let second = second.join().unwrap().unwrap();
        assert_ne!(server_pid(data.path()), pid);
        assert_eq!(ask(&second, "SELECT 'new'"), "new");
    });
}

#[test]
fn programs_that_start_at_once_share_one_server() {
    let data = data();
    let clusters: Vec<Cluster> = thread::scope(|scope| {
        let openings: Vec<_> =
            (0..4).map(|_| scope.spawn(|| Cluster::open_with(data.path(), lasting()).unwrap())).collect();
        openings.into_iter().map(|opening| opening.join().unwrap()).collect()
    });
    let started: Vec<String> =
        clusters.iter().map(|it| ask(it, "SELECT pg_postmaster_start_time()::text")).collect();
    assert!(started.iter().all(|it| *it == started[0]));
    let pid = server_pid(data.path());
    thread::scope(|scope| {
        for cluster in clusters {
            scope.spawn(move || cluster.close().unwrap());
        }
    });
    assert_stopped(data.path(), &pid);
}

#[test]
fn half_a_cluster_from_a_killed_start_is_made_anew() {
    let data = data();
    fs::create_dir_all(data.path().join("postgres.unfinished/base")).unwrap();
    let cluster = Cluster::open_with(data.path(), lasting()).unwrap();
    assert_eq!(ask(&cluster, "SELECT 'whole'"), "whole");
    assert!(!data.path().join("postgres.unfinished").exists());
}

#[test]
fn a_path_too_long_for_a_socket_gets_a_short_one() {
    let data = data();
    let deep = data.path().join("folder".repeat(20));
    let cluster = Cluster::for_tests(&deep).unwrap();
    assert!(cluster.url(DATABASE).contains("%2Ftmp%2Fotklik-"), "{}", cluster.url(DATABASE));
    assert_eq!(ask(&cluster, "SELECT 'answers'"), "answers");
}

#[test]
fn a_cluster_for_tests_goes_with_its_process_even_when_killed() {
    let data = data();
    let folder = data.path().join("world");
    let mut other = another_program(&folder, true);
    let pid = server_pid(&folder);
    other.kill().unwrap();
    other.wait().unwrap();
    soon("its server is stopped", || !runs(&pid));
    soon("its folder is removed", || !folder.exists());
}

#[test]
fn a_machine_without_postgresql_is_told_what_to_install() {
    let data = data();
    let empty = tempfile::tempdir().unwrap();
    let options = Options { binaries: Some(empty.path().to_owned()), ..lasting() };
    let error = Cluster::open_with(data.path(), options).unwrap_err();
    assert!(matches!(error, ClusterError::NoBinaries { .. }));
    let text = error.to_string();
    assert!(
        text.contains("OTKLIK_PG_BIN") && text.contains("DATABASE_URL") && text.contains("nstall"),
        "{text}"
    );
    assert!(!data.path().join("postgres").exists());
}

#[test]
fn a_cluster_of_another_version_is_named_and_left_alone() {
    let data = data();
    drop(Cluster::open_with(data.path(), lasting()).unwrap());
    let version = data.path().join("postgres/PG_VERSION");
    fs::write(&version, "99\n").unwrap();
    let error = Cluster::open_with(data.path(), lasting()).unwrap_err();
    assert!(matches!(error, ClusterError::OtherVersion { wanted: 99, .. }), "{error}");
    assert!(data.path().join("postgres/base").exists());
}

#[test]
fn a_folder_that_is_no_cluster_is_left_alone() {
    let data = data();
    let file = data.path().join("postgres/letter.txt");
    fs::create_dir(data.path().join("postgres")).unwrap();
    fs::write(&file, "mine").unwrap();
    let error = Cluster::open_with(data.path(), lasting()).unwrap_err();
    assert!(matches!(error, ClusterError::NotACluster { .. }), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_server_that_will_not_start_says_why() {
    let data = data();
    drop(Cluster::open_with(data.path(), lasting()).unwrap());
    fs::remove_file(data.path().join("postgres/global/pg_control")).unwrap();
    let error = Cluster::open_with(data.path(), lasting()).unwrap_err();
    assert!(matches!(error, ClusterError::NotStarted { .. }), "{error}");
    assert!(error.to_string().contains("pg_control"), "{error}");
}
