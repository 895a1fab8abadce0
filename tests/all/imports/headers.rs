//! Headers: a wrong one is told whole, before anything is stored.

use super::Desk;

#[tokio::test]
async fn a_wrong_column_is_named_with_the_one_meant() {
    let desk = Desk::new().await;
    let said = desk
        .import(
            "purchases",
            "external_id,customer_extrenal_id,purchase_at,amuont,colour\np1,c1,2026-03-01,5,red\n",
        )
        .await;
    assert_eq!(said.code, 1);
    for problem in [
        "unknown column `customer_extrenal_id`, did you mean `customer_external_id`?",
        "unknown column `purchase_at`, did you mean `purchased_at`?",
        "unknown column `amuont`, did you mean `amount`?",
        "unknown column `colour`;",
        "the column `amount` is missing",
    ] {
        assert!(said.err.contains(problem), "{problem}: {}", said.err);
    }
    assert_eq!(said.out, "");
    assert_eq!(desk.world.count("SELECT count(*) FROM purchases").await, 0);
    assert!(desk.rejects("file.csv").is_none());
}

#[tokio::test]
async fn doubled_unnamed_and_misspelt_rating_columns_are_refused() {
    let desk = Desk::new().await;
    for (header, problem) in [
        ("external_id,name,name", "the column `name` occurs twice"),
        ("external_id,,name", "column 2 has no name"),
        ("external_id,rating:price", "unknown column `rating:price`"),
    ] {
        let said = desk.import("customers", format!("{header}\nc1,2,3\n")).await;
        assert!(said.code == 1 && said.err.contains(problem), "{header}: {}", said.err);
    }
    for (column, problem) in [
        ("rating:Price", "`Price` is not a code"),
        ("rating:", "`` is not a code"),
        ("rating:price,rating:price", "the column `rating:price` occurs twice"),
    ] {
        let header = format!("external_id,customer_external_id,answered_at,{column}\n");
        let said = desk.import("responses", header).await;
        assert!(said.code == 1 && said.err.contains(problem), "{column}: {}", said.err);
    }
}

#[tokio::test]
async fn a_file_without_rows_is_nothing_to_do_and_one_without_a_header_is_an_error() {
    let desk = Desk::new().await;
    let said = desk.import("customers", "external_id,name\n").await;
    assert_eq!((said.code, said.counts()), (0, [0; 5]));
    for content in ["", "\u{feff}", "\n\r\n"] {
        let said = desk.import("customers", content).await;
        assert!(said.code == 1 && said.err.contains("is empty"), "{content:?}: {}", said.err);
    }
    let said = desk.run(&["customers", "nowhere.csv"]).await;
    assert!(said.code == 1 && said.err.contains("nowhere.csv"), "{}", said.err);
}
