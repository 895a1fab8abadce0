//! The demo company: believable, the same each time, and true to the rules of the house.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use otklik::{
    actions::{
        found_company::{self, FoundError, Founding},
        seed_volume,
        sync_presets::{causes, presets},
    },
    demo::{self, Ground, Volumes, Words},
    domain::{
        calendar::Calendar,
        clock::{Clockwork, Deadlines, NEVER, Targets, next_deadline},
        complaint::{Resolution, State},
        invitation::Why,
        questionnaire::{Definition, SurveyKind},
        remedy::{Compensation, Remedy},
        severity::Severity,
    },
    store::seeds::ComplaintRow,
};

use super::support::World;

fn moment() -> DateTime<Utc> {
    "2026-11-21T15:30:00Z".parse().expect("a moment")
}

fn definition() -> Definition {
    toml::from_str(include_str!("../../templates/questionnaires/purchase.toml")).expect("the preset")
}

fn company(seed: u64, customers: usize) -> demo::Company {
    let definition = definition();
    let presets = presets().expect("sound presets");
    let others = presets
        .into_iter()
        .filter(|one| one.kind != SurveyKind::Purchase)
        .map(|one| (one.kind, (2, one)))
        .collect();
    let clockwork = Clockwork {
        targets: Targets::default(),
        calendar: Calendar::office(chrono_tz::Europe::Moscow),
        version: 1,
    };
    let ground = Ground {
        seed,
        now: moment(),
        definition: &definition,
        version_id: 1,
        others: &others,
        handlers: &[3, 4],
        clockwork: &clockwork,
        customers,
    };
    demo::make_up(&ground, &Words::load().expect("words")).expect("a company")
}

#[test]
fn one_seed_is_one_company() {
    assert_eq!(company(7, 300), company(7, 300));
    assert_ne!(company(7, 300).purchases, company(8, 300).purchases);
}

#[test]
fn nothing_happens_in_the_future() {
    let company = company(5, 1_500);
    let now = moment();
    assert!(company.purchases.iter().all(|row| row.purchased_at <= now && row.delivered_at <= Some(now)));
    assert!(company.invitations.iter().all(|row| row.planned_at <= now && row.sent_at <= Some(now)));
    assert!(company.responses.iter().all(|row| row.answered_at <= now && row.changed_at <= now));
    assert!(
        company.events.iter().all(|row| row.at <= now),
        "{:?}",
        company.events.iter().map(|row| row.at).max()
    );
    assert!(company.letters.iter().all(|row| row.sent_at <= Some(now)));
}

#[test]
fn complaints_are_true_to_their_states() {
    let company = company(5, 4_000);
    let now = moment();
    let presets = causes().expect("sound presets");
    let below = presets
        .iter()
        .flat_map(|head| head.causes.iter().map(move |leaf| format!("{}.{}", head.code, leaf.code)));
    let alone = presets.iter().filter(|head| head.causes.is_empty()).map(|head| head.code.clone());
    let leaves: BTreeSet<String> = below.chain(alone).collect();
    for row in &company.complaints {
        let state = State::parse(row.state).expect("a state");
        let deadlines = Deadlines { first_answer: row.first_answer_due, resolution: row.resolution_due };
        assert_eq!(
            row.next_deadline,
            next_deadline(state, row.first_answered_at, deadlines, NEVER),
            "{row:?}"
        );
        assert_eq!(row.owner_id.is_none(), state == State::New, "{row:?}");
        assert_eq!(row.resolved_at.is_some(), !state.is_open(), "{row:?}");
        let coded = matches!(state, State::Resolved | State::Closed | State::Rejected);
        assert_eq!(row.root_cause.is_some_and(|cause| leaves.contains(cause)), coded, "{row:?}");
        let resolution = row.resolution.and_then(Resolution::parse);
        assert_eq!(resolution.is_some(), coded, "{row:?}");
        assert_eq!(resolution == Some(Resolution::Rejected), state == State::Rejected, "{row:?}");
        let given = row.remedy_given.and_then(Remedy::parse);
        assert_eq!(given.is_some(), coded && state != State::Rejected, "{row:?}");
        let paid = row.compensation.as_deref().zip(row.compensation_currency);
        let paid = paid.and_then(|(amount, currency)| Compensation::parse(amount, currency).ok().flatten());
        assert_eq!(paid.is_some(), given.is_some_and(Remedy::is_money), "{row:?}");
        assert!(Severity::from_rank(row.severity).is_some() && !row.signals.is_empty(), "{row:?}");
    }
    for state in State::all() {
        assert!(company.complaints.iter().any(|row| row.state == state.code()), "none is {state}");
    }
    let open = |row: &&ComplaintRow| State::parse(row.state).is_some_and(State::is_open);
    let backlog = company.complaints.iter().filter(open).count();
    assert!((15..=90).contains(&backlog), "{backlog} open complaints");
    assert!(company.complaints.iter().any(|row| row.next_deadline < now), "none is overdue");
    // A Saturday evening: what is due next is due on Monday.
    let monday = now + chrono::TimeDelta::days(2);
    assert!(company.complaints.iter().any(|row| row.next_deadline > now && row.next_deadline < monday));
    assert!(company.complaints.iter().any(|row| row.reopened > 0));
}

#[test]
fn a_letter_of_each_kind_is_due_and_reminders_are_no_flood() {
    let company = company(5, 4_000);
    let now = moment();
    let kinds: BTreeMap<i64, &str> = company.invitations.iter().map(|row| (row.id, row.kind)).collect();
    let due: Vec<_> =
        company.letters.iter().filter(|row| row.state == "queued" && row.due_at <= now).collect();
    for kind in SurveyKind::all() {
        let some =
            due.iter().any(|row| row.invitation_id.is_some_and(|id| kinds.get(&id) == Some(&kind.code())));
        assert!(some, "no letter of the kind {kind} is due");
    }
    assert!(due.len() <= 24, "{} letters due", due.len());
    assert_eq!(due.iter().filter(|row| row.kind == "reminder").count(), 1);

    let reached: BTreeSet<i64> = company
        .customers
        .iter()
        .filter(|row| row.unsubscribed_at.is_none() && row.bounced_at.is_none())
        .map(|row| row.id)
        .collect();
    let forgotten = company.invitations.iter().filter(|row| {
        row.sent_at.is_some_and(|at| at < now - chrono::TimeDelta::days(4))
            && row.answered_at.is_none()
            && row.reminded_at.is_none()
            && reached.contains(&row.customer_id)
    });
    assert_eq!(forgotten.count(), 0, "left for the worker, all at once");
    let steps = || company.letters.iter().zip(company.letters.iter().skip(1));
    assert!(steps().all(|(one, next)| one.id < next.id && one.created_at <= next.created_at));
}

#[tokio::test]
async fn a_company_is_founded_once_and_keeps_every_rule_of_the_tables() {
    let world = World::new().await;
    world.sql("DELETE FROM staff").await;
    let mut connection = world.connection().await;
    let now = Utc::now();
    let founding =
        found_company::found_company(&mut connection, &world.url, 5, 600, "a long enough password", now)
            .await
            .expect("a company");
    let Founding::Founded { responses, complaints } = founding else { panic!("{founding:?}") };
    assert!(responses > 100 && complaints > 20, "{founding:?}");
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE standing = 'customer'").await, 600);

    // The house's own letters and plans go on from here.
    let due = world.count("SELECT count(*) FROM letters WHERE state = 'queued' AND due_at <= now()").await;
    assert!((1..=21).contains(&due), "{due} letters due at once");
    assert!(
        world
            .count("SELECT count(*) FROM purchases p WHERE NOT EXISTS (SELECT FROM invitation_decisions d WHERE d.purchase_id = p.id)")
            .await
            > 0
    );
    let known: Vec<String> = Why::all().iter().map(|why| format!("'{}'", why.code())).collect();
    let unknown =
        format!("SELECT count(*) FROM invitation_decisions WHERE reason NOT IN ({})", known.join(","));
    assert_eq!(world.count(&unknown).await, 0);
    // A new row takes the next id, and the history of each complaint runs forward.
    world
        .sql(
            "INSERT INTO customers (external_id) VALUES ('next');
              INSERT INTO letters (kind, customer_id, due_at) SELECT 'reply', max(id), now() FROM customers",
        )
        .await;
    assert_eq!(
        world
            .count("SELECT count(*) FROM (SELECT at < lag(at) OVER (PARTITION BY complaint_id ORDER BY id) AS back FROM complaint_events) e WHERE back")
            .await,
        0
    );
    assert_eq!(
        world
            .count("SELECT count(*) FROM complaint_events e JOIN letters l ON l.id = e.letter_id WHERE l.complaint_id <> e.complaint_id OR l.created_at <> e.at")
            .await,
        0
    );

    // Every kind was asked and answered, in the codes of its questionnaire.
    for kind in SurveyKind::all() {
        let answered =
            format!("SELECT count(*) FROM responses WHERE kind = '{kind}' AND invitation_id IS NOT NULL");
        assert!(world.count(&answered).await > 0, "no answer of the kind {kind}");
    }
    assert_eq!(world.count("SELECT count(*) FROM open_links WHERE revoked_at IS NULL").await, 1);
    let strange =
        "SELECT count(*) FROM responses, unnest(reasons) code WHERE code NOT IN (SELECT code FROM reasons)";
    assert_eq!(world.count(strange).await, 0);

    let again =
        found_company::found_company(&mut connection, &world.url, 5, 600, "a long enough password", now)
            .await
            .expect("nothing");
    assert_eq!(again, Founding::WasThere);
    assert_eq!(world.count("SELECT count(*) FROM customers").await, 617);
}

#[tokio::test]
async fn nobody_founds_a_demo_in_another_companys_house() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let refused = found_company::found_company(
        &mut connection,
        &world.url,
        5,
        10,
        "a long enough password",
        Utc::now(),
    )
    .await;
    assert!(matches!(refused, Err(FoundError::Inhabited)), "{refused:?}");
    assert_eq!(world.count("SELECT count(*) FROM customers").await, 0);
}

#[tokio::test]
async fn volume_is_added_beside_what_is_there() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let volumes = Volumes { customers: 50, purchases: 400, responses: 120, invitations: 30, complaints: 0 };
    for _ in 0..2 {
        let written = seed_volume::seed_volume(&mut connection, &world.url, 1, volumes, Utc::now())
            .await
            .expect("rows");
        assert_eq!(written, 50 + 400 + 150 + 120);
    }
    assert_eq!(world.count("SELECT count(*) FROM purchases").await, 800);
    assert_eq!(world.count("SELECT count(*) FROM responses WHERE nps IS NOT NULL").await, 240);
    assert_eq!(
        world
            .count("SELECT count(*) FROM invitations WHERE answered_at IS NULL AND expires_at > now()")
            .await,
        60
    );
    let few = Volumes { purchases: 10, ..volumes };
    assert!(seed_volume::seed_volume(&mut connection, &world.url, 1, few, Utc::now()).await.is_err());
}

#[tokio::test]
async fn complaints_are_added_in_any_number_and_found_by_their_words() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let volumes = Volumes { customers: 100, purchases: 400, responses: 100, invitations: 0, complaints: 400 };
    for _ in 0..2 {
        seed_volume::seed_volume(&mut connection, &world.url, 1, volumes, Utc::now()).await.expect("rows");
    }
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 800);
    let open = world
        .count(
            "SELECT count(*) FROM complaints WHERE state IN ('new', 'in_progress', 'waiting_for_customer')",
        )
        .await;
    assert!((80..=240).contains(&open), "{open}");
    assert_eq!(world.count("SELECT count(*) FROM complaint_words WHERE words <> ''").await, 800);
    assert_eq!(
        world.count("SELECT count(*) FROM complaints WHERE 'store:' = ANY (facets) OR facets = '{}'").await,
        0
    );
    let more = Volumes { complaints: 401, ..volumes };
    assert!(seed_volume::seed_volume(&mut connection, &world.url, 1, more, Utc::now()).await.is_err());
}
