//! Sheets to print: what stands on them, that their codes are the addresses, and that ten thousand need no more memory.

use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
};

use otklik::web::sheet;
use qrcode::{Color, EcLevel, QrCode};

use super::otklik;
use crate::support::{World, make};

async fn invitations(world: &World, count: usize) {
    world
        .sql(&format!(
            "INSERT INTO customers (external_id, consent, language)
             SELECT 'k' || n, true, CASE WHEN n % 2 = 0 THEN 'en' END FROM generate_series(1, {count}) n;
             INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, expires_at)
             SELECT 'purchase', c.id, q.current_version_id, now(), now(), now() + interval '30 days'
             FROM customers c, questionnaires q WHERE q.kind = 'purchase'"
        ))
        .await;
}

/// The dark modules of a picture, by its own path.
fn dark(svg: &str) -> BTreeSet<(usize, usize)> {
    let path = svg.split("crispEdges\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a path");
    let mut found = BTreeSet::new();
    for run in path.split('M').skip(1) {
        let (x, rest) = run.split_once(' ').expect("a place");
        let (y, rest) = rest.split_once('h').expect("a row");
        let (length, _) = rest.split_once('v').expect("a length");
        let (x, y): (usize, usize) = (x.parse().expect("a number"), y.parse().expect("a number"));
        let length: usize = length.parse().expect("a number");
        found.extend((x..x + length).map(|x| (x, y)));
    }
    found
}

#[test]
fn a_picture_is_the_code_of_its_address() {
    for address in ["https://o.shop.ru/q/3k7f2m9qx8t4v1", "https://отклик.рф/o/1", "A"] {
        let code = QrCode::with_error_correction_level(address, EcLevel::M).expect("a code");
        let wanted: BTreeSet<(usize, usize)> = code
            .to_colors()
            .iter()
            .enumerate()
            .filter(|(_, colour)| **colour == Color::Dark)
            .map(|(at, _)| (at % code.width() + 4, at / code.width() + 4))
            .collect();
        let svg = sheet::svg(address).expect("a picture");
        assert_eq!(dark(&svg), wanted);
        assert!(svg.contains(&format!("viewBox=\"0 0 {0} {0}\"", code.width() + 8)));
    }
    assert!(sheet::svg(&"a".repeat(5_000)).is_err());
}

#[tokio::test]
async fn a_sheet_says_who_asks_where_and_about_which_order() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    let bought = make::purchase(&world, buyer, "=<b>A-1</b>", 4).await;
    let invitation = make::invitation(&world, buyer, bought).await;
    let path = world.shared.config.data.join("sheet.html");
    let arguments = [
        "links",
        "--kind",
        "purchase",
        "--format",
        "qr",
        "--cut-marks",
        "--out",
        path.to_str().expect("a path"),
    ];
    let settings = [("OTKLIK_SHORT_URL", "https://o.shop.ru"), ("OTKLIK_COMPANY", "Чай & Ко")];
    let output = otklik(&world, &arguments, &settings);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(&path).expect("the sheet");
    let page = scraper::Html::parse_document(&text);
    let texts = |css: &str| -> Vec<String> {
        page.select(&scraper::Selector::parse(css).expect("a selector"))
            .map(|one| one.text().collect())
            .collect()
    };
    assert_eq!(texts(".label .brand"), ["Чай & Ко"]);
    assert_eq!(texts(".label .order"), ["Заказ № =<b>A-1</b>"]);
    assert_eq!(texts(".label p:nth-child(2)"), ["Расскажите, как всё прошло"]);
    let code = world.shared.keys.short_code(otklik::domain::token::ShortLink::Invitation, invitation);
    assert_eq!(texts(".label .address"), [format!("o.shop.ru/q/{code}")]);
    assert_eq!(texts(".page.marks").len(), 1);
    let svg = sheet::svg(&format!("https://o.shop.ru/q/{code}")).expect("a picture");
    assert_eq!(dark(&text), dark(&svg));
    assert_ne!(world.value("SELECT coalesce(handed_out_at::text, '') FROM invitations").await, "");
    // Handed out once: the next sheet is empty, and still a page.
    let second = otklik(&world, &["links", "--kind", "purchase", "--format", "qr"], &[]);
    assert!(second.status.success());
    let text = String::from_utf8(second.stdout).expect("text");
    assert!(text.ends_with("</body></html>\n") && !text.contains("class=\"label\""));
}

#[tokio::test]
async fn a_folder_holds_a_picture_for_each_invitation() {
    let world = World::new().await;
    invitations(&world, 30).await;
    let folder = world.shared.config.data.join("codes");
    let out = folder.to_str().expect("a path");
    let arguments = ["links", "--kind", "purchase", "--format", "svg", "--out", out];
    // A name that is taken hands nothing out.
    std::fs::create_dir(&folder).expect("a folder");
    assert_eq!(otklik(&world, &arguments, &[]).status.code(), Some(1));
    assert_eq!(world.count("SELECT count(handed_out_at) FROM invitations").await, 0);
    std::fs::remove_dir(&folder).expect("gone");
    let output = otklik(&world, &arguments, &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 30);
    let id = world.count("SELECT min(id) FROM invitations").await;
    let svg = std::fs::read_to_string(folder.join(format!("{id}.svg"))).expect("a picture");
    let code = world.shared.keys.short_code(otklik::domain::token::ShortLink::Invitation, id);
    assert_eq!(svg, sheet::svg(&format!("https://otklik.example/q/{code}")).expect("a picture"));
    assert_eq!(world.count("SELECT count(handed_out_at) FROM invitations").await, 30);
    let missing = otklik(&world, &["links", "--kind", "purchase", "--format", "svg"], &[]);
    assert_eq!(missing.status.code(), Some(1));
}

#[tokio::test]
async fn a_short_address_stands_in_the_table_and_fits_a_message() {
    let world = World::new().await;
    invitations(&world, 1).await;
    let settings = [("OTKLIK_SHORT_URL", "https://o.shop.ru")];
    let output = otklik(&world, &["links", "--kind", "purchase"], &settings);
    let mut table = csv::Reader::from_reader(output.stdout.as_slice());
    let line = table.records().next().expect("a line").expect("a line");
    assert!(line[7].starts_with("https://o.shop.ru/q/") && line[7].len() <= 40, "{}", &line[7]);
    let path = line[7].trim_start_matches("https://o.shop.ru");
    assert_eq!(world.stranger().get(path).await.location(), format!("{}/s/{}", world.base, &line[4]));
    assert_eq!(&line[5], format!("https://otklik.example/s/{}", &line[4]));
}

#[tokio::test]
async fn other_surveys_have_links_too() {
    let world = World::new().await;
    invitations(&world, 2).await;
    world.sql("UPDATE invitations SET kind = 'relationship' WHERE id = 1").await;
    for (kind, lines) in [("relationship", 2), ("purchase", 2), ("exit", 1)] {
        let output = otklik(&world, &["links", "--kind", kind], &[]);
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), lines, "{kind}");
    }
    assert_eq!(otklik(&world, &["links", "--kind", "all"], &[]).status.code(), Some(1));
}

#[tokio::test]
async fn ten_thousand_labels_take_no_more_memory_than_a_page_of_them() {
    let world = World::new().await;
    invitations(&world, 10_000).await;
    let path = world.shared.config.data.join("sheet.html");
    let mut child = Command::new(env!("CARGO_BIN_EXE_otklik"))
        .args(["links", "--kind", "purchase", "--format", "qr", "--out", path.to_str().expect("a path")])
        .envs(world.settings.iter())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let begun = std::time::Instant::now();
    let mut most = 0;
    let status = loop {
        let told = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(peak.unwrap_or(0));
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None => tokio::time::sleep(std::time::Duration::from_millis(5)).await,
        }
    };
    assert!(status.success());
    assert!((1..100_000).contains(&most), "{most} kB at most");
    let text = std::fs::read_to_string(&path).expect("the sheet");
    assert_eq!(text.matches("<div class=\"label\">").count(), 10_000);
    assert_eq!(text.matches("<section").count(), 417);
    assert_eq!(text.matches("</section>").count(), 417);
    println!("{most} kB at most, {} bytes, {:?}", text.len(), begun.elapsed());
}
