//! Links for other channels: what the file says, that its tokens open, and that nobody is asked twice.

use chrono::Utc;

use super::{customer, days, otklik, plan, purchase};
use crate::support::{World, make};

struct Line(csv::StringRecord);

impl Line {
    fn of(&self, column: usize) -> &str {
        &self.0[column]
    }
}

fn lines(world: &World, arguments: &[&str]) -> Vec<Line> {
    let output = otklik(world, &[&["links", "--kind", "purchase"], arguments].concat(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut table = csv::Reader::from_reader(output.stdout.as_slice());
    assert_eq!(
        table.headers().expect("a header").iter().collect::<Vec<_>>().join(","),
        "invitation,kind,customer_external_id,purchase_external_id,token,url,expires_at,short_url"
    );
    table.records().map(|line| Line(line.expect("a line"))).collect()
}

#[tokio::test]
async fn a_link_is_handed_out_once_and_its_letter_stays() {
    let world = World::new().await;
    let buyer = customer(&world, "клиент, \"1\"", "").await;
    let now = Utc::now();
    purchase(&world, buyer, "z-1", now - days(3)).await;
    plan(&world, now).await;
    let given = lines(&world, &[]);
    assert_eq!(given.len(), 1);
    let line = &given[0];
    let id = world.count("SELECT id FROM invitations").await;
    assert_eq!(line.of(0), id.to_string());
    assert_eq!((line.of(1), line.of(2), line.of(3)), ("purchase", "клиент, \"1\"", "z-1"));
    assert_eq!(world.shared.keys.verify(line.of(4)), Ok(id));
    assert_eq!(line.of(5), format!("https://otklik.example/s/{}", line.of(4)));
    let expires = world.value("SELECT to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM invitations").await;
    assert_eq!(line.of(6), expires);
    assert_eq!(world.value("SELECT state FROM letters").await, "cancelled");
    let handed_out = world.value("SELECT handed_out_at::text FROM invitations").await;
    assert_ne!(handed_out, "");
    assert!(lines(&world, &[]).is_empty());
    let again = lines(&world, &["--again"]);
    assert_eq!((again.len(), again[0].of(4)), (1, line.of(4)));
    assert_eq!(world.value("SELECT handed_out_at::text FROM invitations").await, handed_out);
    // It counts as asked: another purchase is not asked about.
    purchase(&world, buyer, "z-2", now - days(2)).await;
    assert_eq!(plan(&world, now).await.asked, 0);
}

#[tokio::test]
async fn only_open_invitations_of_willing_customers_are_handed_out() {
    let world = World::new().await;
    for (name, change, of_customer) in [
        ("open", "sent_at = now()", "name = 'x'"),
        ("answered", "answered_at = now()", "name = 'x'"),
        ("revoked", "revoked_at = now()", "name = 'x'"),
        ("expired", "planned_at = '2026-01-01', expires_at = '2026-02-01'", "name = 'x'"),
        ("unsubscribed", "sent_at = NULL", "unsubscribed_at = now()"),
        ("erased", "sent_at = NULL", "erased_at = now()"),
        ("unsent", "sent_at = NULL", "name = 'x'"),
    ] {
        let buyer = customer(&world, name, of_customer).await;
        let bought = make::purchase(&world, buyer, name, 4).await;
        let id = make::invitation(&world, buyer, bought).await;
        world.sql(&format!("UPDATE invitations SET {change} WHERE id = {id}")).await;
    }
    let unsent: Vec<_> = lines(&world, &["--unsent"]).iter().map(|line| line.of(2).to_owned()).collect();
    assert_eq!(unsent, ["unsent"]);
    let all: Vec<_> = lines(&world, &["--again"]).iter().map(|line| line.of(2).to_owned()).collect();
    assert_eq!(all, ["open", "unsent"]);
}

#[tokio::test]
async fn buyers_whom_no_letter_reaches_get_a_link_by_the_same_rules() {
    let world = World::new().await;
    let now = Utc::now();
    for (name, change, ago) in [
        ("phone", "email = NULL, phone = '+7 900 000-00-00'", 3),
        ("bounced", "bounced_at = now(), phone = '+7 900 000-00-01'", 3),
        ("nothing", "email = NULL", 3),
        ("unwilling", "email = NULL, phone = '1', consent = false", 3),
        ("unsubscribed", "email = NULL, phone = '1', unsubscribed_at = now()", 3),
        ("early", "email = NULL, phone = '1'", 1),
    ] {
        let buyer = customer(&world, name, change).await;
        purchase(&world, buyer, name, now - days(ago)).await;
    }
    assert_eq!(plan(&world, now).await.asked, 0);
    let names: Vec<_> = lines(&world, &[]).iter().map(|line| line.of(2).to_owned()).collect();
    assert_eq!(names, ["phone", "bounced"]);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    assert_eq!(
        world.value("SELECT string_agg(decision || ' ' || reason, ', ' ORDER BY purchase_id) FROM invitation_decisions").await,
        "ask asked, ask asked, refuse no_address, refuse no_consent, refuse unsubscribed, refuse no_address"
    );
    assert!(lines(&world, &[]).is_empty());
}

#[tokio::test]
async fn many_links_come_whole_into_a_file_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, consent) SELECT 'k' || n, true FROM generate_series(1, 2500) n;
             INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, expires_at)
             SELECT 'purchase', c.id, q.current_version_id, now(), now(), now() + interval '30 days'
             FROM customers c, questionnaires q WHERE q.kind = 'purchase'",
        )
        .await;
    let path = world.shared.config.data.join("links.csv");
    let output = otklik(
        &world,
        &["links", "--kind", "purchase", "--json", "--out", path.to_str().expect("a path")],
        &[],
    );
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&output.stdout).expect("JSON"),
        serde_json::json!({"links": 2500, "made": 0, "letters_cancelled": 0})
    );
    let text = std::fs::read_to_string(&path).expect("the file");
    assert_eq!(text.lines().count(), 2501);
    assert_eq!(std::fs::metadata(&path).expect("the file").permissions().mode() & 0o777, 0o600);
    assert!(!path.with_file_name("links.csv.part").exists());
}

#[tokio::test]
async fn links_that_could_not_be_written_are_not_marked() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    let now = Utc::now();
    purchase(&world, buyer, "z-1", now - days(3)).await;
    plan(&world, now).await;
    let output = otklik(&world, &["links", "--kind", "purchase", "--out", "/no/such/folder/links.csv"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let mut connection = world.connection().await;
    let failing = otklik::actions::hand_out_links::hand_out_links(
        &mut connection,
        otklik::domain::questionnaire::SurveyKind::Purchase,
        world.shared.config.time_zone,
        otklik::store::invitations::Which { handed_out: false, sent: true },
        now,
        |_| Err(std::io::Error::other("the disk is full")),
    )
    .await;
    assert!(failing.is_err_and(|error| error.to_string().contains("the disk is full")));
    assert_eq!(world.value("SELECT state FROM letters").await, "queued");
    assert_eq!(world.count("SELECT count(*) FROM invitations WHERE handed_out_at IS NOT NULL").await, 0);
    assert_eq!(lines(&world, &[]).len(), 1);
}
