//! The list of addresses: no import undoes an entry, a new address begins anew, and what staff take off is off.

use std::process::{Command, Stdio};

use otklik::{
    actions::suppress,
    domain::{incoming::Cause, role::Role},
    store::suppressions,
};
use serde_json::json;

use super::make::{listed, marks, post, sample, sent};
use crate::{
    mail::server::Server,
    support::{World, make},
};

async fn import(world: &World, rows: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("customers.csv");
    std::fs::write(&path, format!("external_id,name,email,consent\n{rows}")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
    command.args(["import", "customers"]).arg(&path).envs(&world.settings);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output =
        tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

async fn id(world: &World, external_id: &str) -> i64 {
    world.count(&format!("SELECT id FROM customers WHERE external_id = '{external_id}'")).await
}

#[tokio::test]
async fn no_import_brings_a_suppressed_address_back() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    post(&world, sample("postfix_hard", &sent, &[])).await;
    world
        .sql(
            "INSERT INTO suppressions (address, reason, surveys_only, created_at)
               VALUES ('b@customer.example', 'complaint', true, now())",
        )
        .await;
    import(
        &world,
        "c1,Анна,C1@customer.example,yes\nc2,Борис,c1@customer.example,yes\nc3,Вера,B@customer.example,yes\n",
    )
    .await;
    assert_eq!(marks(&world, id(&world, "c1").await).await, "bounced", "the same address in capitals");
    assert_eq!(marks(&world, id(&world, "c2").await).await, "bounced", "another customer of it");
    assert_eq!(marks(&world, id(&world, "c3").await).await, "unsubscribed");
    // A new address begins anew; back to the old one, and everything is as it was.
    import(&world, "c1,Анна,fresh@customer.example,yes\n").await;
    assert_eq!(marks(&world, sent.customer).await, "");
    import(&world, "c1,Анна,c1@customer.example,yes\n").await;
    assert_eq!(marks(&world, sent.customer).await, "bounced");
    import(&world, "c1,Анна,b@customer.example,yes\n").await;
    assert_eq!(marks(&world, sent.customer).await, "unsubscribed");
    assert_eq!(listed(&world).await, "c1@customer.example hard_bounce, b@customer.example complaint");
}

#[tokio::test]
async fn who_stopped_the_letters_has_stopped_them_at_any_address() {
    let world = World::new().await;
    let customer = make::customer(&world, "c1").await;
    let purchase = make::purchase(&world, customer, "p1", 3).await;
    let invitation = make::invitation(&world, customer, purchase).await;
    let path = format!("/s/{}/unsubscribe", world.shared.keys.sign(invitation));
    world.stranger().post(&path, &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(listed(&world).await, "c1@customer.example unsubscribed");
    import(&world, "c1,Анна,other@customer.example,yes\nc2,Борис,c1@customer.example,yes\n").await;
    assert_eq!(marks(&world, customer).await, "unsubscribed");
    assert_eq!(marks(&world, id(&world, "c2").await).await, "unsubscribed");
}

#[tokio::test]
async fn an_entry_taken_off_frees_its_customers_and_only_of_that_entry() {
    let world = World::new().await;
    let (one, two) = (make::customer(&world, "c1").await, make::customer(&world, "c2").await);
    world
        .sql(
            "UPDATE customers SET email = 'shared@customer.example';
               UPDATE customers SET unsubscribed_at = now() - interval '1 year' WHERE external_id = 'c2'",
        )
        .await;
    let mut connection = world.connection().await;
    let now = chrono::Utc::now();
    for cause in [Cause::HardBounce, Cause::Complaint, Cause::Staff] {
        let entry = suppressions::Entry::by_itself("Shared@customer.example", cause, None);
        assert!(suppressions::add(&mut connection, &entry, now).await.expect("stored").is_some());
        assert!(suppressions::add(&mut connection, &entry, now).await.expect("stored").is_none(), "once");
    }
    for customer in [one, two] {
        assert_eq!(marks(&world, customer).await, "bounced unsubscribed");
    }
    let staff = world.count("SELECT id FROM staff WHERE role = 'admin'").await;
    for (reason, after_one, after_two) in [
        ("hard_bounce", "bounced unsubscribed", "bounced unsubscribed"),
        ("staff", "unsubscribed", "unsubscribed"),
        ("complaint", "", "unsubscribed"),
    ] {
        let entry = world.count(&format!("SELECT id FROM suppressions WHERE reason = '{reason}'")).await;
        suppress::release(&mut connection, entry, "по звонку", staff, now).await.expect("off");
        assert_eq!(marks(&world, one).await, after_one, "{reason}");
        assert_eq!(marks(&world, two).await, after_two, "{reason}");
    }
}

#[tokio::test]
async fn an_entry_made_during_an_import_is_taken_on_soon_after() {
    let world = World::new().await;
    let mut importing = world.elsewhere_in().await;
    let open = importing.transaction().await.expect("a transaction");
    open.batch_execute("INSERT INTO customers (external_id, email) VALUES ('c1', 'c1@customer.example')")
        .await
        .expect("a customer");
    let mut connection = world.connection().await;
    let entry = suppressions::Entry::by_itself("c1@customer.example", Cause::HardBounce, None);
    suppressions::add(&mut connection, &entry, chrono::Utc::now()).await.expect("stored");
    open.commit().await.expect("committed");
    assert_eq!(marks(&world, id(&world, "c1").await).await, "", "neither saw the other");
    assert_eq!(suppress::settle(&mut connection, chrono::Utc::now()).await.expect("settled"), 1);
    assert_eq!(marks(&world, id(&world, "c1").await).await, "bounced");
    assert_eq!(suppress::settle(&mut connection, chrono::Utc::now()).await.expect("settled"), 0);
}

#[tokio::test]
async fn a_refusal_in_the_conversation_follows_the_same_rules() {
    for (answer, marked, list) in [
        ("550 5.1.1 <{address}> unknown", "bounced", "c1@customer.example hard_bounce"),
        ("550 no such user", "bounced", "c1@customer.example hard_bounce"),
        ("550 5.1.8 the domain of the sender is none", "", ""),
        ("550 5.7.1 not today", "", ""),
        ("552 5.2.2 full", "", ""),
    ] {
        let world = World::new().await;
        let sent = sent(&world, "c1").await;
        world.sql("UPDATE letters SET state = 'queued', recipient = NULL, attempts = 0").await;
        let server = Server::start(&json!({ "recipient": answer }));
        let worker = crate::mail_in::make::worker(&world, server.port);
        let tally = worker
            .once(
                &|| chrono::Utc::now() + chrono::Duration::minutes(1),
                &tokio_util::sync::CancellationToken::new(),
            )
            .await
            .expect("a round");
        assert_eq!(tally.failed, 1, "{answer}: {tally:?}");
        assert_eq!(
            (marks(&world, sent.customer).await.as_str(), listed(&world).await.as_str()),
            (marked, list),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn sending_again_trusts_the_address_again() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    post(&world, sample("postfix_hard", &sent, &[])).await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get("/settings/letters").await;
    let action = format!("/settings/letters/{}/retry", sent.letter);
    assert_eq!(admin.submit(&page, &action, &[]).await.location(), "/settings/letters?done=retried");
    assert_eq!((marks(&world, sent.customer).await.as_str(), listed(&world).await.as_str()), ("", ""));
    let audited =
        "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE subject LIKE 'letter:%'";
    assert_eq!(world.value(audited).await, "suppression.removed letter.retry");
}
