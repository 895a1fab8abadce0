//! Addresses as they stand in real files: sent rightly, or refused with a reason that staff can act on.

use otklik::domain::role::Role;
use serde_json::json;

use super::make::{self, failure, read, state, work, worker};
use crate::{mail::server::Server, support::World};

async fn addressed(world: &World, external_id: &str, email: &str, name: &str) -> i64 {
    let letter = make::invitation(world, external_id).await;
    world
        .client
        .execute(
            "UPDATE customers SET email = $2, name = $3 WHERE external_id = $1",
            &[&external_id, &email, &name],
        )
        .await
        .expect("a customer");
    letter
}

#[tokio::test]
async fn a_display_name_quotes_and_a_cyrillic_domain_are_sent_rightly() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let cases = [
        ("c1", "Анна <anna@customer.example>", "Иванова, Анна \"Аня\"", "anna@customer.example"),
        ("c2", "\"Петров, Иван\" <ivan@customer.example>", "Петров; Иван <x@y.z>", "ivan@customer.example"),
        ("c3", "info@Почта.рф", "Почта", "info@xn--80a1acny.xn--p1ai"),
        ("c4", " O'Neil+shop@Customer.EXAMPLE ", "O'Neil", "O'Neil+shop@customer.example"),
    ];
    for (id, email, name, _) in cases {
        addressed(&world, id, email, name).await;
    }
    let tally = work(&worker(&world, &server), 0).await;
    assert_eq!((tally.sent, tally.failed), (4, 0), "{tally:?}");
    for (id, _, _, expected) in cases {
        let kept = format!(
            "SELECT recipient FROM letters JOIN customers c ON c.id = customer_id WHERE external_id = '{id}'"
        );
        assert_eq!(world.value(&kept).await, expected, "the address it was handed over for");
    }
    let taken = server.taken();
    for (id, _, name, expected) in cases {
        let found = taken.iter().find(|one| one.about["recipients"] == json!([expected]));
        let found = found.unwrap_or_else(|| panic!("{id}: nothing for {expected}"));
        let message = read(found);
        let to = message.to().unwrap();
        assert_eq!(to.iter().count(), 1, "one reader, whatever stands in the name");
        let to = to.first().unwrap();
        assert_eq!((to.name(), to.address()), (Some(name), Some(expected)));
    }
}

#[tokio::test]
async fn what_is_no_address_fails_with_a_reason_on_the_page() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let bad =
        ["анна@customer.example", "a@b.ru, c@d.ru", "anna@localhost", "anna", "a@b.ru\r\nBcc: all@x.ru"];
    let mut letters = Vec::new();
    for (number, email) in bad.iter().enumerate() {
        letters.push(addressed(&world, &format!("c{number}"), email, "Анна").await);
    }
    let tally = work(&worker(&world, &server), 0).await;
    assert_eq!((tally.sent, tally.failed), (0, bad.len() as u64), "{tally:?}");
    for letter in letters {
        assert_eq!(
            (state(&world, letter).await, failure(&world, letter).await),
            ("failed".into(), "bad_address".into())
        );
    }
    let page = world.signed_in(Role::Admin).await.get("/settings/letters").await;
    let rows = page.texts(".letters-row");
    assert_eq!(rows.len(), bad.len());
    assert!(rows.iter().all(|row| row.contains("не адрес: исправьте его")), "{rows:?}");
    assert!(server.taken().is_empty());
}
