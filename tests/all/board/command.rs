//! The command `report` beside the page and the file of that name.

use otklik::domain::role::Role;
use serde_json::Value;
use tokio::process::Command;

use super::{Told, preset_version, rows, tell, times};
use crate::support::World;

pub async fn run(world: &World, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_otklik"))
        .arg("report")
        .args(arguments)
        .env("DATABASE_URL", &world.url)
        .env("OTKLIK_SECRET", "a secret for tests, forty characters long")
        .output()
        .await
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

pub async fn json(world: &World, arguments: &[&str]) -> Value {
    let (done, shown, problem) = run(world, arguments).await;
    assert!(done, "{problem}");
    serde_json::from_str(&shown).expect("JSON")
}

async fn two_months(world: &World) {
    let version = preset_version(world).await;
    let told = |at, nps: i16, store| Told {
        at,
        nps: Some(nps),
        satisfaction: Some(nps * 10 - 5),
        ratings: vec![Some(nps), Some(-1), None, Some(10 - nps)],
        store,
        ..Told::default()
    };
    tell(world, version, &times(20, &told("2026-09-10T10:00:00Z", 10, Some("Центр")))).await;
    tell(world, version, &times(7, &told("2026-10-10T10:00:00Z", 7, Some("-Склад")))).await;
    tell(world, version, &times(13, &told("2026-10-12T10:00:00Z", 2, None))).await;
}

#[tokio::test]
async fn nps_as_json() {
    let world = World::new().await;
    two_months(&world).await;
    let report = json(&world, &["nps"]).await;
    insta::assert_snapshot!("nps", serde_json::to_string_pretty(&report).unwrap());
    let stores = json(&world, &["nps", "--by", "store", "--from", "2026-10-01"]).await;
    let names: Vec<_> = stores["rows"].as_array().unwrap().iter().map(|row| &row["store"]).collect();
    assert_eq!(names, [&Value::Null, &Value::from("-Склад")]);
    assert_eq!(stores["total"]["n"], 20);
}

#[tokio::test]
async fn satisfaction_as_json() {
    let world = World::new().await;
    two_months(&world).await;
    let report = json(&world, &["satisfaction", "--where", "store=Центр", "--to", "2026-11-01"]).await;
    insta::assert_snapshot!("satisfaction", serde_json::to_string_pretty(&report).unwrap());
}

#[tokio::test]
async fn page_file_and_command_say_the_same() {
    let world = World::new().await;
    two_months(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let days = ["--from", "2026-09-01", "--to", "2026-11-01"];
    let page = visitor.get("/board/nps?from=2026-09-01&to=2026-11-01&grain=month").await;
    let file = rows(&visitor.get("/board/nps.csv?from=2026-09-01&to=2026-11-01&grain=month").await.body);
    let command = json(&world, &[&["nps"][..], &days].concat()).await;
    let (done, table, _) = run(&world, &[&["nps", "--format", "csv"][..], &days].concat()).await;
    assert!(done);
    let score = command["total"]["nps"].as_f64().unwrap();
    assert_eq!(page.texts(".board-figure"), [format!("{score:+.1}").replace('.', ",")]);
    assert_eq!(file[0]["nps"], score.to_string());
    // The page has stores beside the months, and so more columns.
    for (name, value) in &rows(&table)[0] {
        assert_eq!(&file[0][name], value, "{name}");
    }
    let months = |rows: &[std::collections::BTreeMap<String, String>]| {
        rows.iter().filter(|row| row["by"] == "month").cloned().collect::<Vec<_>>()
    };
    for (command, page) in months(&rows(&table)).iter().zip(months(&file)) {
        assert!(command.iter().all(|(name, value)| page[name] == *value), "{command:?} {page:?}");
    }
    assert_eq!(months(&file).len(), command["rows"].as_array().unwrap().len());
    for (row, object) in months(&file).iter().zip(command["rows"].as_array().unwrap()) {
        assert_eq!(row["name"], object["month"].as_str().unwrap());
        for name in ["n", "promoters", "passives", "detractors", "nps", "low", "high"] {
            let number: f64 = row[name].parse().unwrap();
            assert_eq!(Some(number), object[name].as_f64(), "{name}");
        }
    }

    let file =
        rows(&visitor.get("/board/satisfaction.csv?from=2026-09-01&to=2026-11-01&grain=month").await.body);
    let command = json(&world, &[&["satisfaction"][..], &days].concat()).await;
    let parameters: Vec<_> = file.iter().filter(|row| row["by"] == "parameter").collect();
    assert_eq!(parameters.len(), 3);
    for (row, object) in parameters.into_iter().zip(command["rows"].as_array().unwrap()) {
        assert_eq!(row["name"], object["parameter"].as_str().unwrap());
        for name in ["n", "not_applicable", "mean", "low", "high", "top_box", "top_box_low", "top_box_high"] {
            assert_eq!(row[name].parse::<f64>().ok(), object[name].as_f64(), "{name}");
        }
        for (score, count) in object["distribution"].as_object().unwrap() {
            assert_eq!(row[&format!("score_{score}")], count.to_string());
        }
    }
    let file_mean: f64 = file[0]["mean"].parse().unwrap();
    assert_eq!(Some(file_mean), command["total"]["mean"].as_f64());
}

#[tokio::test]
async fn a_wrong_request_says_what_is_wrong() {
    let world = World::new().await;
    for (arguments, words) in [
        (&["nps", "--from", "zzz"][..], "--from"),
        (&["nps", "--from", "2026-10-01", "--to", "2026-10-01"], "is not after"),
        (&["nps", "--where", "colour=red"], "`colour` is not known; known: kind, store"),
        (&["nps", "--where", "kind=zzz"], "not a kind of survey"),
        (&["zzz"], "satisfaction"),
    ] {
        let (done, shown, problem) = run(&world, arguments).await;
        assert!(!done && shown.is_empty(), "{arguments:?}");
        assert!(problem.contains(words), "{arguments:?}: {problem}");
    }
    let (done, shown, _) = run(&world, &["satisfaction"]).await;
    assert!(done && shown.contains("\"n\": 0"), "{shown}");
}
