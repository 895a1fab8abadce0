//! Files as they come: packed, marked, in Windows-1251, with `;`, from a pipe.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

use super::Desk;

const CLIENTS: &str = "external_id;name;city\nc1;Пётр Ёлкин;Орёл\nc2;\"Ива; нов\";Тула\n";
const NAMES: &str = "SELECT string_agg(name || '/' || city, ' ' ORDER BY external_id) FROM customers";

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).expect("packed");
    encoder.finish().expect("packed")
}

fn windows(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1251.encode(text).0.into_owned()
}

#[tokio::test]
async fn the_same_words_come_out_of_every_encoding() {
    let marked = format!("\u{feff}{CLIENTS}");
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let crlf = CLIENTS.replace('\n', "\r\n");
    let tabs = CLIENTS.replace("; н", "\0").replace(';', "\t").replace('\0', "; н");
    for (name, content) in [
        ("plain", CLIENTS.as_bytes().to_vec()),
        ("mark", marked.into_bytes()),
        ("crlf", crlf.into_bytes()),
        ("cr", CLIENTS.replace('\n', "\r").into_bytes()),
        ("tabs", tabs.into_bytes()),
        ("windows", windows(CLIENTS)),
        ("utf16", utf16),
        ("packed", packed(CLIENTS.as_bytes())),
        ("packed windows", packed(&windows(CLIENTS))),
        ("two members", [packed(&CLIENTS.as_bytes()[..30]), packed(&CLIENTS.as_bytes()[30..])].concat()),
    ] {
        let desk = Desk::new().await;
        let said = desk.import("customers", content).await;
        assert_eq!((said.code, said.counts()), (0, [2, 2, 0, 0, 0]), "{name}: {}", said.err);
        assert_eq!(desk.world.value(NAMES).await, "Пётр Ёлкин/Орёл Ива; нов/Тула", "{name}");
    }
}

#[tokio::test]
async fn windows_letters_far_behind_plain_ones_are_still_read() {
    let desk = Desk::new().await;
    let mut file = "external_id,name\n".to_owned();
    for n in 0..9_000 {
        file.push_str(&format!("c{n},Customer number {n}\n"));
    }
    file.push_str("last,Щукин\n");
    assert!(file.len() > 2 * 64 * 1024);
    let said = desk.import("customers", windows(&file)).await;
    assert_eq!((said.code, said.counts()), (0, [9_001, 9_001, 0, 0, 0]));
    assert_eq!(desk.world.value("SELECT name FROM customers WHERE external_id = 'last'").await, "Щукин");
}

#[tokio::test]
async fn a_pipe_is_read_and_its_rejects_lie_in_the_working_folder() {
    let desk = Desk::new().await;
    let said = desk.pipe(&["customers", "-", "--json"], b"external_id,language\nc1,ru\nc2,xx\n").await;
    assert_eq!((said.code, said.counts()), (2, [2, 1, 0, 0, 1]), "{}", said.err);
    assert_eq!(desk.rejects("stdin").expect("rejects")[1][..3], ["c2", "xx", "3"]);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_figures_and_stores_nothing() {
    let desk = Desk::new().await;
    desk.write("old.csv", "external_id,customer_external_id,answered_at,nps,rating:speed\nr1,c1,2026-03-05,9,7\nr2,c2,2026-03-05,99,7\n");
    let state = "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM responses)
                     + (SELECT count(*) FROM questionnaire_versions) + (SELECT count(*) FROM parameters)
                     + (SELECT count(*) FROM audit_events)";
    let before = desk.world.count(state).await;
    let dry = desk.run(&["responses", "old.csv", "--create", "--dry-run", "--json"]).await;
    assert_eq!((dry.code, dry.counts()), (2, [2, 1, 0, 0, 1]), "{}", dry.err);
    assert_eq!(desk.world.count(state).await, before);
    let said = desk.run(&["responses", "old.csv", "--create", "--dry-run"]).await;
    assert!(
        said.out.starts_with(
            "dry run, nothing is stored: 2 responses: 1 created, 0 updated, 0 unchanged, 1 rejected"
        ),
        "{}",
        said.out
    );
    let wet = desk.run(&["responses", "old.csv", "--create", "--json"]).await;
    assert_eq!((wet.code, wet.counts()), (dry.code, dry.counts()));
    assert!(desk.world.count(state).await > before);
}

#[tokio::test]
async fn a_file_cut_off_in_its_packing_changes_nothing() {
    let desk = Desk::new().await;
    let whole =
        packed((0..50_000).fold("external_id\n".to_owned(), |file, n| file + &format!("c{n}\n")).as_bytes());
    let said = desk.import("customers", &whole[..whole.len() / 2]).await;
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert!(said.err.contains("behind line "), "{}", said.err);
    assert_eq!(desk.world.count("SELECT count(*) FROM customers").await, 0);
}

#[tokio::test]
async fn a_database_that_is_away_is_said_to_be_away() {
    let desk = Desk::new().await;
    desk.write("file.csv", CLIENTS);
    let mut command = desk.command(&["customers", "file.csv"]);
    command.env("DATABASE_URL", "postgres://nobody@127.0.0.1:9/otklik");
    let said: super::Said = tokio::task::spawn_blocking(move || command.output().expect("it runs"))
        .await
        .expect("it ends")
        .into();
    assert!(said.code == 1 && said.err.contains("the database does not answer"), "{}", said.err);
}
