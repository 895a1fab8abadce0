//! Rows that are broken as rows: cells, quotes, bytes and sizes. The good ones around them are stored.

use super::{Desk, rows};

#[tokio::test]
async fn lines_are_told_as_an_editor_shows_them() {
    for end in ["\n", "\r\n", "\r"] {
        let desk = Desk::new().await;
        let file =
            "external_id,name,language\nc1,\"Анна\nБелова\",ru\n\n\nc2,\"x\n\ny\",xx\nc3,z,yy\n,,\nc4,z,zz"
                .replace('\n', end);
        let said = desk.import("customers", file).await;
        assert_eq!((said.code, said.counts()), (2, [4, 1, 0, 0, 3]), "{}", said.err);
        let rejects = desk.rejects("file.csv").expect("rejects");
        let lines: Vec<(&str, &str)> =
            rejects[1..].iter().map(|row| (row[0].as_str(), row[3].as_str())).collect();
        assert_eq!(lines, [("c2", "6"), ("c3", "9"), ("c4", "11")], "{end:?}");
        assert_eq!(rejects[1][1], "x\n\ny", "the cell is kept with its line breaks");
        assert_eq!(desk.world.value("SELECT name FROM customers").await, "Анна Белова");
    }
}

#[tokio::test]
async fn cells_too_few_or_too_many_are_rejected_and_none_is_lost() {
    let desk = Desk::new().await;
    let said = desk.import("customers", "external_id,name\nc1\nc2,a,b,c\nc3,d\n").await;
    assert_eq!((said.code, said.counts()), (2, [3, 1, 0, 0, 2]));
    let rejects = desk.rejects("file.csv").expect("rejects");
    assert_eq!(rejects[1], ["c1", "", "2", "1 cells, the header has 2"]);
    assert_eq!(rejects[2], ["c2", "a", "3", "4 cells, the header has 2", "b", "c"]);
}

#[tokio::test]
async fn nul_and_broken_bytes_are_rejected_with_their_cell() {
    let desk = Desk::new().await;
    let file = b"external_id,name\nc1,\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0 \xd0\x91\xd0\xb5\xd0\xbb\nc2,a\0b\nc3,\xd0\xff\nc4,ok\n";
    let said = desk.import("customers", file).await;
    assert_eq!((said.code, said.counts()), (2, [4, 2, 0, 0, 2]));
    let rejects = desk.rejects("file.csv").expect("rejects");
    assert_eq!(rejects[1][1..], ["a\0b", "3", "cell 2 holds a NUL character"]);
    assert_eq!(rejects[2][2..], ["4", "cell 2 holds bytes that are not UTF-8"]);
    let kept = std::fs::read(desk.path("file.csv.rejected.csv")).expect("rejects");
    assert!(kept.windows(2).any(|bytes| bytes == b"\xd0\xff"), "the bytes are given back as they were");
}

#[tokio::test]
async fn a_comment_of_a_megabyte_is_refused_with_the_limit_and_kept() {
    let desk = Desk::new().await;
    let long = "долго ".repeat(90_000);
    let head = "external_id,customer_external_id,answered_at,nps,comment\n";
    let said =
        desk.import("responses", format!("{head}r1,c1,2026-03-05,3,{long}\nr2,c2,2026-03-05,9,x\n")).await;
    assert_eq!((said.code, said.counts()), (2, [2, 1, 0, 0, 1]), "{}", said.err);
    let rejects = desk.rejects("file.csv").expect("rejects");
    assert!(long.len() > 900_000 && rejects[1][4] == long, "the words are kept whole");
    assert_eq!(rejects[1][6], "comment: 539999 characters, 20000 are allowed");
}

#[tokio::test]
async fn an_id_that_no_index_could_hold_is_refused() {
    let desk = Desk::new().await;
    let file = format!(
        "external_id,name\n{},a\n\"c\n2\",b\n{},c\nc4,{}\n",
        "i".repeat(201),
        "й".repeat(200),
        "n".repeat(501)
    );
    let said = desk.import("customers", file).await;
    assert_eq!((said.code, said.counts()), (2, [4, 1, 0, 0, 3]));
    let rejects = desk.rejects("file.csv").expect("rejects");
    let problems: Vec<&str> = rejects[1..].iter().map(|row| row[3].as_str()).collect();
    assert_eq!(
        problems,
        [
            "external_id: 201 characters, 200 are allowed",
            "external_id: an id can't hold line breaks or other control characters",
            "name: 501 characters, 500 are allowed"
        ]
    );
}

#[tokio::test]
async fn a_quote_left_open_swallows_no_row_silently() {
    let desk = Desk::new().await;
    let said = desk.import("customers", "external_id,name\nc1,a\nc2,\"b\nc3,c\n").await;
    assert_eq!((said.code, said.counts()), (2, [2, 1, 0, 0, 1]));
    let rejects = desk.rejects("file.csv").expect("rejects");
    assert_eq!(rejects[1][..3], ["c2", "b\nc3,c\n", "3"]);
    assert!(rejects[1][3].starts_with("a quote opened in this row is never closed"), "{:?}", rejects[1]);
}

#[tokio::test]
async fn a_quote_open_for_too_long_stops_the_import() {
    let desk = Desk::new().await;
    let file = format!("external_id,name\nc1,\"{}", "all the rest of the file\n".repeat(800_000));
    let said = desk.import("customers", file).await;
    assert_eq!(said.code, 1);
    assert!(said.err.contains("a row of more than 16 MB: is a quote left open?"), "{}", said.err);
    assert_eq!(desk.world.count("SELECT count(*) FROM customers").await, 0);
}

#[tokio::test]
async fn mended_rejects_are_imported_as_they_are_and_old_ones_go_away() {
    let desk = Desk::new().await;
    desk.write("a.csv", "external_id;language\nc1;ru\nc2;xx\n");
    assert_eq!(desk.run(&["customers", "a.csv"]).await.code, 2);
    let path = desk.path("a.csv.rejected.csv");
    assert_eq!(rows(&path, b';')[1], ["c2", "xx", "3", "language: `xx` is not ru or en"]);
    let mended = std::fs::read_to_string(&path).expect("rejects").replace(";xx;", ";en;");
    desk.write("b.csv", mended);
    let said = desk.run(&["customers", "b.csv", "--json"]).await;
    assert_eq!((said.code, said.counts()), (0, [1, 1, 0, 0, 0]), "{}", said.err);
    desk.write("a.csv", "external_id;language\nc1;ru\nc2;en\n");
    assert_eq!(desk.run(&["customers", "a.csv"]).await.code, 0);
    assert!(!path.exists(), "nothing was rejected this time");
}

#[tokio::test]
async fn when_every_row_is_rejected_nothing_is_done_and_the_rows_are_told() {
    let desk = Desk::new().await;
    let said = desk
        .import("purchases", "external_id,customer_external_id,purchased_at,amount\np1,c1,never,1\n")
        .await;
    assert_eq!((said.code, said.counts()), (1, [1, 0, 0, 0, 1]));
    assert!(said.err.contains("every row was rejected, nothing is stored"), "{}", said.err);
    assert_eq!(desk.rejects("file.csv").expect("rejects").len(), 2);
    assert_eq!(desk.world.count("SELECT count(*) FROM audit_events WHERE action = 'import'").await, 0);
}

#[tokio::test]
async fn rejects_that_can_t_be_written_stop_the_import() {
    let desk = Desk::new().await;
    std::fs::create_dir(desk.path("file.csv.rejected.csv")).expect("a folder in the way");
    let said = desk.import("customers", "external_id,language\nc1,ru\nc2,xx\n").await;
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("can't write") && said.err.contains("file.csv.rejected.csv"), "{}", said.err);
    assert_eq!(desk.world.count("SELECT count(*) FROM customers").await, 0);
}

#[tokio::test]
async fn rejects_of_a_windows_file_open_rightly_in_a_spreadsheet() {
    let desk = Desk::new().await;
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("external_id;name;language\nc1;Щука;xx\nc2;Ёж;ru\n");
    let said = desk.import("customers", bytes).await;
    assert_eq!((said.code, said.counts()), (2, [2, 1, 0, 0, 1]));
    let kept = std::fs::read_to_string(desk.path("file.csv.rejected.csv")).expect("UTF-8");
    assert!(kept.starts_with("\u{feff}external_id;name;language;line;problem\nc1;Щука;xx;2;"), "{kept}");
}
