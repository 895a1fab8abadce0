//! Customers: created, changed column by column, never taken back to life.

use super::Desk;

const FILE: &str = "external_id,name,email,phone,language,segment,manager,channel,city,consent,registered_at
c1,Анна Белова,Anna@Почта.рф,+7 900 000-00-01,ru,A,Иванов,сайт,Псков,да,2024-03-01
c2,\"Bob \"\"the <b>Builder</b>\"\"\",bob@shop.example,,en-GB,,,,,no,01.02.2024 10:30
c3,,,,,,,,,,
";

#[tokio::test]
async fn a_file_of_customers_is_stored_and_the_second_time_changes_nothing() {
    let desk = Desk::new().await;
    let said = desk.import("customers", FILE).await;
    assert_eq!((said.code, said.counts()), (0, [3, 3, 0, 0, 0]), "{}", said.err);
    let row = "SELECT concat_ws('|', name, email, phone, language, segment, manager, channel, city, consent,
                   registered_at AT TIME ZONE 'UTC') FROM customers WHERE external_id = ";
    assert_eq!(
        desk.world.value(&format!("{row}'c1'")).await,
        "Анна Белова|Anna@xn--80a1acny.xn--p1ai|+7 900 000-00-01|ru|A|Иванов|сайт|Псков|t|2024-02-29 21:00:00"
    );
    assert_eq!(
        desk.world.value(&format!("{row}'c2'")).await,
        "Bob \"the <b>Builder</b>\"|bob@shop.example|en|f|2024-02-01 07:30:00"
    );
    let written = "SELECT string_agg(xmin::text || ctid::text || updated_at, ',' ORDER BY id) FROM customers";
    let before = desk.world.value(written).await;
    let said = desk.import("customers", FILE).await;
    assert_eq!((said.code, said.counts()), (0, [3, 0, 0, 3, 0]));
    assert_eq!(desk.world.value(written).await, before, "unchanged rows are not even written");
    let audit = "SELECT count(*) FROM audit_events WHERE action = 'import' AND subject = 'customers'";
    assert_eq!(desk.world.count(audit).await, 2);
}

#[tokio::test]
async fn an_absent_column_is_left_alone_and_an_empty_cell_empties() {
    let desk = Desk::new().await;
    desk.import("customers", FILE).await;
    let said = desk.import("customers", "city,external_id,phone\nТверь,c1,\n").await;
    assert_eq!((said.code, said.counts()), (0, [1, 0, 1, 0, 0]));
    let row = "SELECT concat_ws('|', name, coalesce(phone, 'none'), segment, city, consent) FROM customers
               WHERE external_id = 'c1'";
    assert_eq!(desk.world.value(row).await, "Анна Белова|none|A|Тверь|t");
    let said = desk.import("customers", "external_id,name,consent\nc1,,\n").await;
    assert_eq!(said.counts(), [1, 0, 1, 0, 0]);
    assert_eq!(desk.world.value(row).await, "Анна Белова|none|A|Тверь|f", "an empty consent is a no");
    let said = desk.import("customers", "external_id\nc1\nc9\n").await;
    assert_eq!(said.counts(), [2, 1, 0, 1, 0]);
}

#[tokio::test]
async fn an_import_takes_back_neither_erasure_nor_unsubscribing_nor_a_bounce() {
    let desk = Desk::new().await;
    desk.world
        .sql(
            "INSERT INTO customers (external_id, erased_at) VALUES ('c1', now());
             INSERT INTO customers (external_id, unsubscribed_at, bounced_at) VALUES ('c2', now(), now())",
        )
        .await;
    let said = desk.import("customers", FILE).await;
    assert_eq!(said.counts(), [3, 1, 1, 1, 0]);
    let kept = "SELECT count(*) FROM customers WHERE external_id = 'c1' AND name = '' AND email IS NULL
                AND NOT consent AND city IS NULL AND erased_at IS NOT NULL";
    assert_eq!(desk.world.count(kept).await, 1);
    let kept = "SELECT count(*) FROM customers WHERE external_id = 'c2' AND email = 'bob@shop.example'
                AND unsubscribed_at IS NOT NULL AND bounced_at IS NOT NULL";
    assert_eq!(desk.world.count(kept).await, 1);
}

#[tokio::test]
async fn a_later_row_of_the_same_id_acts_like_a_later_file() {
    let desk = Desk::new().await;
    let file = "external_id,name\nc1,Анна\nc2,Борис\nc1,Анна Белова\nc1,Анна Белова\n";
    let said = desk.import("customers", file).await;
    assert_eq!((said.code, said.counts()), (0, [4, 2, 1, 1, 0]));
    assert_eq!(desk.world.value("SELECT name FROM customers WHERE external_id = 'c1'").await, "Анна Белова");
}

#[tokio::test]
async fn wrong_cells_are_told_all_at_once_and_the_good_rows_are_stored() {
    let desk = Desk::new().await;
    let file = "external_id,email,language,consent,registered_at
c1,not an address,de,perhaps,2024-02-30
,a@b.example,,,
c3,c3@shop.example,ru,1,2024-02-29
";
    let said = desk.import("customers", file).await;
    assert_eq!((said.code, said.counts()), (2, [3, 1, 0, 0, 2]));
    let rejects = desk.rejects("file.csv").expect("rejects");
    assert_eq!(
        rejects[0],
        ["external_id", "email", "language", "consent", "registered_at", "line", "problem"]
    );
    assert_eq!(rejects[1][..6], ["c1", "not an address", "de", "perhaps", "2024-02-30", "2"]);
    assert_eq!(
        rejects[1][6],
        "email: `not an address` has no name before an @; language: `de` is not ru or en; consent: `perhaps` is \
         not true, false, yes, no, 1, 0, да or нет; registered_at: there is no day 30 in month 2 of 2024"
    );
    assert_eq!(rejects[2][5..], ["3", "external_id: empty"]);
    assert_eq!(rejects.len(), 3);
    assert!(said.err.contains("file.csv.rejected.csv"), "{}", said.err);
    let about = std::fs::metadata(desk.path("file.csv.rejected.csv")).expect("rejects");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777, 0o600);
}

#[tokio::test]
async fn a_customer_may_live_in_a_time_zone_of_their_own() {
    let desk = Desk::new().await;
    let said = desk.import("customers", "external_id,time_zone\nc1,Asia/Omsk\nc2,\nc3,Omsk\n").await;
    assert_eq!((said.code, said.counts()), (2, [3, 2, 0, 0, 1]), "{}", said.err);
    let zones =
        "SELECT string_agg(concat_ws(' ', external_id, time_zone), ',' ORDER BY external_id) FROM customers";
    assert_eq!(desk.world.value(zones).await, "c1 Asia/Omsk,c2");
}
