//! Whatever is done at the desk, no deed reads all complaints, all histories or all letters: PostgreSQL counts how often a
//! table is read from end to end, and that is asked after each deed.

use chrono::{Duration, Utc};
use otklik::{
    actions::{
        assigning::{hand_out, put_assigning},
        bulk::{Deed, Heir, do_to_many, hand_over, work_off_all},
        keep_draft::{Form, forget_draft, keep_draft},
        snooze_complaint::{snooze_complaint, wake_complaints},
        take_complaint::take_next_complaint,
        watch_clocks::watch_clocks,
    },
    domain::{assigning::Assigning, role::Role},
    store::{Connection, complaint_presence, deadline_alerts, live, reminders, team, workload},
};

use super::{handler, of_role};
use crate::{find::many, support::World};

/// How often the large tables were read from end to end.
async fn scans(world: &World) -> String {
    // What this connection did itself is told at once.
    world.sql("SELECT pg_stat_force_next_flush()").await;
    world
        .value(
            "SELECT string_agg(relname || ' ' || seq_scan, ', ' ORDER BY relname) FROM pg_stat_user_tables
             WHERE relname IN ('complaints', 'complaint_events', 'letters')",
        )
        .await
}

/// What a deed on a connection of its own added to that. A connection tells its counts when it ends.
async fn read_whole(world: &World, deed: impl AsyncFnOnce(&mut Connection)) -> (String, String) {
    const CONNECTED: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()";
    let (before, others) = (scans(world).await, world.count(CONNECTED).await);
    let mut connection = world.connection().await;
    deed(&mut connection).await;
    drop(connection);
    let mut looks = 0;
    while world.count(CONNECTED).await > others {
        looks += 1;
        assert!(looks < 500, "the connection does not end");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    (before, scans(world).await)
}

#[tokio::test]
async fn no_deed_reads_a_large_table_from_end_to_end() {
    let world = World::new().await;
    many(&world, 20_000).await;
    world
        .sql(
            "INSERT INTO letters (kind, customer_id, complaint_id, due_at, state, sent_at, attempts, recipient)
             SELECT 'reply', customer_id, id, now(), 'sent', now(), 1, 'one@customer.example' FROM complaints;
             ANALYZE",
        )
        .await;
    let (me, lead) = (of_role(&world, Role::Handler).await, of_role(&world, Role::Lead).await);
    let anna = handler(&world, "Анна").await;
    let now = Utc::now();
    let open = world
        .value("SELECT string_agg(id::text, ',') FROM (SELECT id FROM complaints WHERE state = 'new' AND owner_id IS NULL ORDER BY id DESC LIMIT 20) few")
        .await;
    let open: Vec<i64> = open.split(',').map(|number| number.parse().expect("a number")).collect();
    macro_rules! holds {
        ($name:literal, $deed:expr) => {
            let (before, after) = read_whole(&world, $deed).await;
            assert_eq!(after, before, $name);
        };
    }
    holds!("take the next", async |connection| {
        for _ in 0..3 {
            take_next_complaint(connection, me, now).await.expect("the next");
        }
    });
    holds!("hand out by load", async |connection| {
        put_assigning(connection, Assigning { on: true, capacity: 5 }, lead.id, now)
            .await
            .expect("a setting");
        assert!(hand_out(connection, now).await.expect("handed out") > 0);
    });
    holds!("many at once", async |connection| {
        let deed = Deed::Assign { to: Some(anna.id) };
        do_to_many(connection, lead, "key-1", deed, &open, now).await.expect("a deed");
        work_off_all(connection, now).await.expect("worked off");
    });
    holds!("hand over", async |connection| {
        hand_over(connection, lead, "key-2", anna.id, Heir::Spread, now).await.expect("a deed");
        work_off_all(connection, now).await.expect("worked off");
        workload::holders(connection, 100).await.expect("holders");
    });
    holds!("remind", async |connection| {
        for number in &open[..5] {
            snooze_complaint(connection, *number, lead, now + Duration::hours(1), "", now)
                .await
                .expect("put off");
        }
        reminders::of_staff(connection, lead.id).await.expect("reminders");
        assert_eq!(wake_complaints(connection, now + Duration::hours(2)).await.expect("woken"), 5);
    });
    holds!("watch the clocks", async |connection| {
        watch_clocks(connection, now).await.expect("a round");
        deadline_alerts::page(connection, lead.id, None).await.expect("alerts");
    });
    holds!("the team", async |connection| {
        team::holdings(connection, now, now + Duration::hours(8)).await.expect("holdings");
        team::due(connection, now, now + Duration::hours(8)).await.expect("due");
    });
    holds!("together", async |connection| {
        let form = Form { complaint: open[0], staff: me.id, panel: "note", known: None };
        let typed = vec![("body".to_owned(), "Слова".to_owned())];
        keep_draft(connection, form, typed, 0, now).await.expect("kept");
        forget_draft(connection, form, &[]).await.expect("forgotten");
        complaint_presence::note(connection, open[0], me.id, "page", true, now).await.expect("noted");
        complaint_presence::others(connection, &open, lead.id, now).await.expect("others");
        let newest = live::newest_entry(connection).await.expect("the newest");
        live::since(connection, newest - 50, None).await.expect("news");
        live::since(connection, newest - 50, Some(open[0])).await.expect("news");
    });
    // What is counted is seen: a query that does read all of them shows.
    let (before, after) = read_whole(&world, async |connection| {
        let filter = "UPDATE complaints SET subject = subject WHERE subject = 'none'";
        diesel_async::SimpleAsyncConnection::batch_execute(connection, filter).await.expect("a query");
    })
    .await;
    assert_ne!(after, before);
}
