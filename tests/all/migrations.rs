//! The schema: made, unmade and made again the same; commented, indexed, and what the program believes it is.

use std::collections::{BTreeMap, BTreeSet};

use diesel_async::{AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::MigrationHarness as _;
use otklik::store::schema_version::{self, MIGRATIONS};
use tokio_postgres::{Client, NoTls};

use super::support::World;

/// Everything that a schema is made of, a line each: columns, constraints, indexes, triggers, functions, views, comments.
const INVENTORY: &str = "
    SELECT line FROM (
        SELECT format('column %s.%s %s %s %s %s', table_name, column_name, udt_name, is_nullable,
                      column_default, identity_generation) AS line
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT 'function ' || pg_get_functiondef(p.oid) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT format('view %s %s', viewname, definition) FROM pg_views WHERE schemaname = 'public'
        UNION ALL
        SELECT format('comment %s %s %s', objoid::regclass, objsubid, description)
        FROM pg_description d JOIN pg_class c ON c.oid = d.objoid
        WHERE d.classoid = 'pg_class'::regclass AND c.relnamespace = 'public'::regnamespace
    ) all_of_it WHERE line NOT LIKE '%__diesel%' ORDER BY line";

/// Foreign keys that no index serves: their parents are never deleted and nobody asks from that side.
const UNINDEXED: &[(&str, &str)] = &[
    ("attachments.staff_id", "staff are never deleted"),
    ("complaint_intakes.complaint_id", "read by its key; complaints are never deleted"),
    ("bulk_results.complaint_id", "read by deed; complaints are never deleted"),
    ("canned_answers.owner_id", "some hundreds of rows"),
    ("complaint_events.incoming_letter_id", "found by complaint; letters that came in are never deleted"),
    ("complaint_links.staff_id", "staff are never deleted"),
    ("legal_claims.staff_id", "staff are never deleted"),
    ("legal_terms.confirmed_by", "staff are never deleted"),
    ("root_causes.parent_code", "some dozens of rows"),
    ("questionnaires.current_version_id", "six rows"),
    (
        "invitations.version_id",
        "versions are never deleted; a handful of them, so an index would choose nothing",
    ),
    (
        "responses.version_id",
        "versions are never deleted; a handful of them, so an index would choose nothing",
    ),
    (
        "invitation_decisions.invitation_id",
        "invitations are never deleted; the decision is found by its purchase",
    ),
    ("complaints.purchase_id", "purchases are never deleted; complaints are found by their customer"),
    ("complaints.response_id", "answers are never deleted; complaints are found by their customer"),
    ("complaint_events.staff_id", "staff are deactivated, never deleted; history is read by complaint"),
    ("complaint_events.response_id", "answers are never deleted; history is read by complaint"),
    ("complaint_events.letter_id", "letters are never deleted; history is read by complaint"),
    ("letters.staff_id", "staff are deactivated, never deleted"),
    ("departures.category", "reasons are never deleted"),
    ("departures.staff_id", "staff are deactivated, never deleted"),
    ("departure_edits.staff_id", "staff are deactivated, never deleted; history is read by customer"),
    ("partial_answers.version_id", "versions are never deleted; a handful of them"),
    ("complaint_events.invitation_id", "invitations are never deleted; history is read by complaint"),
    ("suppressions.staff_id", "staff are deactivated, never deleted"),
    ("incoming_letters.seen_by", "staff are deactivated, never deleted"),
    ("audit_events.staff_id", "staff are deactivated, never deleted; the audit is read by time"),
];

/// Columns whose type says nothing of what is in them, and whose name does not need a comment.
const PLAIN: &[&str] = &[
    "settings.value",
    "audit_events.detail",
    "response_edits.ratings",
    "response_edits.reasons",
    "response_edits.reasons_shown",
];

async fn lines(client: &Client, query: &str) -> Vec<String> {
    client.query(query, &[]).await.expect("rows").iter().map(|row| row.get(0)).collect()
}

async fn revert(url: &str) {
    let connection = AsyncPgConnection::establish(url).await.expect("a connection");
    tokio::task::spawn_blocking(move || {
        AsyncMigrationHarness::new(connection)
            .revert_all_migrations(MIGRATIONS)
            .map(|_| ())
            .map_err(|problem| problem.to_string())
    })
    .await
    .expect("a thread")
    .expect("every migration goes down");
}

#[tokio::test]
async fn the_schema_goes_up_down_and_up_the_same() {
    let world = World::new().await;
    let name = world.value("SELECT current_database()").await;
    let empty = format!("{name}_updown");
    world.sql(&format!("CREATE DATABASE {empty} TEMPLATE template0")).await;
    let url = world.url.replace(&name, &empty);
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("a connection");
    let driver = tokio::spawn(connection);

    let bare = lines(&client, INVENTORY).await;
    schema_version::migrate(&url).await.expect("up");
    let first = lines(&client, INVENTORY).await;
    assert!(first.len() > 100, "{first:?}");
    revert(&url).await;
    assert_eq!(lines(&client, INVENTORY).await, bare, "down leaves something behind");
    schema_version::migrate(&url).await.expect("up again");
    assert_eq!(lines(&client, INVENTORY).await, first);

    drop(client);
    let _ = driver.await;
    world.sql(&format!("DROP DATABASE {empty} WITH (FORCE)")).await;
}

#[tokio::test]
async fn tables_and_unclear_columns_say_what_they_hold() {
    let world = World::new().await;
    let silent = lines(
        &world.client,
        "SELECT relname::text FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm')
           AND relname NOT LIKE '\\_\\_diesel%' AND obj_description(oid, 'pg_class') IS NULL",
    )
    .await;
    assert!(silent.is_empty(), "tables without a COMMENT: {silent:?}");
    let unclear: Vec<String> = lines(
        &world.client,
        "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_type t ON t.oid = a.atttypid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
           AND (t.typcategory = 'A' OR t.typname IN ('jsonb', 'bytea'))
           AND col_description(c.oid, a.attnum) IS NULL ORDER BY 1",
    )
    .await
    .into_iter()
    .filter(|column| !PLAIN.contains(&column.as_str()))
    .collect();
    assert!(unclear.is_empty(), "arrays, JSON and bytes without a COMMENT: {unclear:?}");
}

#[tokio::test]
async fn every_foreign_key_has_an_index_or_a_reason() {
    let world = World::new().await;
    let bare: BTreeSet<String> = lines(
        &world.client,
        "SELECT conrelid::regclass || '.' || a.attname
         FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
           AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1])",
    )
    .await
    .into_iter()
    .collect();
    let stated: BTreeSet<String> = UNINDEXED.iter().map(|(column, _)| (*column).to_owned()).collect();
    assert_eq!(bare, stated, "foreign keys without an index, and those that have a reason for it");
}

#[tokio::test]
async fn the_program_believes_what_the_database_is() {
    let world = World::new().await;
    let believed = tables(include_str!("../../src/store/schema.rs"));
    let mut true_ones: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines(
        &world.client,
        "SELECT c.table_name || ' ' || c.column_name || ' ' || c.udt_name || ' ' || c.is_nullable
         FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE '\\_\\_diesel%'
         ORDER BY c.table_name, c.ordinal_position",
    )
    .await
    {
        let (table, column) = line.split_once(' ').expect("a table");
        true_ones.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    for (table, columns) in &true_ones {
        // diesel knows no tsvector; these are written and read in SQL.
        if table == "complaint_words" || table == "said_words" {
            continue;
        }
        let given = believed.get(table).unwrap_or_else(|| panic!("src/store/schema.rs lacks {table}"));
        assert_eq!(given, columns, "src/store/schema.rs on {table}: run diesel print-schema");
    }
}

/// The tables of schema.rs, with each column as `name type nullable` in PostgreSQL's words.
fn tables(source: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut table = String::new();
    for line in source.lines().map(str::trim).filter(|line| !line.starts_with("diesel::")) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        } else if let Some((name, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let nullable = kind.starts_with("Nullable<");
            let kind = kind.replace("Nullable<", "").replace('>', "");
            let (array, kind) = kind.strip_prefix("Array<").map_or(("", kind.as_str()), |inner| ("_", inner));
            let kind = kind.to_lowercase();
            let nullable = if nullable { "YES" } else { "NO" };
            let name = name.trim_start_matches("r#");
            found.entry(table.clone()).or_default().push(format!("{name} {array}{kind} {nullable}"));
        }
    }
    found
}
