//! Purchases: amounts and dates as people write them, customers nobody knew.

use super::Desk;

#[tokio::test]
async fn amounts_and_dates_are_read_in_every_style() {
    let desk = Desk::new().await;
    let file = "external_id;customer_external_id;purchased_at;delivered_at;amount;currency;store;category
p1;c1;2026-03-01T10:00:00+05:00;;1 234,50;rub;Центр;Чай
p2;c1;2026-03-01 10:00;;-99.9;;;
p3;c2;01.03.2026 10:00;02.03.2026;0,1234;EUR;Центр;
";
    let said = desk.import("purchases", file).await;
    assert_eq!((said.code, said.counts()), (0, [3, 3, 0, 0, 0]), "{}", said.err);
    let all = "SELECT string_agg(concat_ws('|', p.external_id, c.external_id,
                   to_char(purchased_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI'), amount, currency, store), ' ' ORDER BY p.id)
               FROM purchases p JOIN customers c ON c.id = customer_id";
    assert_eq!(
        desk.world.value(all).await,
        "p1|c1|03-01 05:00|1234.5000|RUB|Центр p2|c1|03-01 07:00|-99.9000|RUB p3|c2|03-01 07:00|0.1234|EUR|Центр"
    );
    let bare = "SELECT count(*) FROM customers WHERE name = '' AND email IS NULL AND NOT consent";
    assert_eq!(desk.world.count(bare).await, 2, "unknown customers are created bare");
    assert_eq!(desk.import("purchases", file).await.counts(), [3, 0, 0, 3, 0]);
}

#[tokio::test]
async fn a_purchase_changes_only_in_what_the_file_says() {
    let desk = Desk::new().await;
    let head = "external_id,customer_external_id,purchased_at,amount";
    desk.import("purchases", format!("{head},currency,store\np1,c1,2026-03-01,10,USD,Центр\n")).await;
    let said = desk.import("purchases", format!("{head},currency\np1,c1,2026-03-01,10.00,\n")).await;
    assert_eq!(said.counts(), [1, 0, 0, 1, 0]);
    let said = desk.import("purchases", format!("{head}\np1,c2,2026-03-01,11\n")).await;
    assert_eq!(said.counts(), [1, 0, 1, 0, 0]);
    let row = "SELECT concat_ws('|', c.external_id, amount, currency, store) FROM purchases JOIN customers c ON c.id = customer_id";
    assert_eq!(desk.world.value(row).await, "c2|11.0000|USD|Центр");
}

#[tokio::test]
async fn a_purchase_without_what_it_needs_is_rejected() {
    let desk = Desk::new().await;
    let file = "external_id,customer_external_id,purchased_at,amount,currency
p1,,,\"1,234\",roubles
p2,c2,yesterday,12.34567,RUB
p3,c3,2026-03-01,5,RUB
";
    let said = desk.import("purchases", file).await;
    assert_eq!((said.code, said.counts()), (2, [3, 1, 0, 0, 2]));
    let rejects = desk.rejects("file.csv").expect("rejects");
    assert_eq!(
        rejects[1][6],
        "customer_external_id: empty; purchased_at: empty; amount: `1,234` may mean thousands or a decimal; \
         currency: `roubles` is not a currency code like RUB"
    );
    assert!(rejects[2][6].starts_with("purchased_at: `yesterday` is not a date"), "{:?}", rejects[2]);
    assert!(rejects[2][6].ends_with("amount: 5 decimals, 4 are kept"), "{:?}", rejects[2]);
    assert_eq!(
        desk.world.count("SELECT count(*) FROM customers").await,
        1,
        "a rejected row makes no customer"
    );
}

#[tokio::test]
async fn many_batches_are_one_import() {
    let desk = Desk::new().await;
    let mut file = "external_id,customer_external_id,purchased_at,amount\n".to_owned();
    for n in 0..45_000 {
        let amount = if n % 20_000 == 7 { "abc".to_owned() } else { n.to_string() };
        file.push_str(&format!("p{n},c{},2026-03-01,{amount}\n", n % 100));
    }
    file.push_str("p1,c1,2026-03-01,2\n");
    let said = desk.import("purchases", &file).await;
    assert_eq!((said.code, said.counts()), (2, [45_001, 44_997, 1, 0, 3]), "{}", said.err);
    let lines: Vec<String> =
        desk.rejects("file.csv").expect("rejects").iter().map(|row| row[4].clone()).collect();
    assert_eq!(lines, ["line", "9", "20009", "40009"]);
    assert_eq!(
        desk.world.count("SELECT count(DISTINCT xmin::text) FROM purchases").await,
        1,
        "one transaction"
    );
}

#[tokio::test]
async fn two_imports_at_once_wait_for_each_other() {
    let desk = Desk::new().await;
    let file = |order: &mut dyn Iterator<Item = u32>| {
        order.fold("external_id,customer_external_id,purchased_at,amount\n".to_owned(), |file, n| {
            file + &format!("p{n},c{n},2026-03-01,{n}\n")
        })
    };
    desk.write("up.csv", file(&mut (0..30_000)));
    desk.write("down.csv", file(&mut (0..30_000).rev()));
    let (up, down) = tokio::join!(
        desk.run(&["purchases", "up.csv", "--json"]),
        desk.run(&["purchases", "down.csv", "--json"])
    );
    assert_eq!((up.code, down.code), (0, 0), "{} {}", up.err, down.err);
    let mut both = [up.counts(), down.counts()];
    both.sort();
    assert_eq!(both, [[30_000, 0, 0, 30_000, 0], [30_000, 30_000, 0, 0, 0]]);
}
