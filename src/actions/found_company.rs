//! Founding the demo company: once, in a database that nobody lives in, all of it or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;
use thiserror::Error;

use super::{
    clockwork::clockwork,
    complaint_step::{Doer, Refusal},
    legal_claims::add_claims,
    passwords::{self, PasswordError},
    put_open_link::{BadLink, NewLink, put_open_link},
};
use crate::{
    demo::{self, BadWords, FoundingError, Ground, Words},
    domain::{
        canned::{self, Flaw},
        complaint::State,
        questionnaire::SurveyKind,
        role::Role,
    },
    store::{
        Connection, StoreError, canned_answers, questionnaires,
        seeds::{AuditRow, Copier, StaffRow, Table, Writer},
        suppressions,
    },
};

/// Says that the company of this database is the demo's.
const MARK: &str = "demo";
/// How many customers it has.
pub const CUSTOMERS: usize = 4_000;

/// What customers of the demo demand by law, a complaint each.
const CLAIMED: [&[&str]; 3] =
    [&["goods_refund"], &["goods_replacement", "loan_on_replacement"], &["data_stop"]];

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Founding {
    /// The company was written now.
    Founded { responses: usize, complaints: usize },
    /// It was there already; everything is kept.
    WasThere,
}

/// One in so many customers may be asked about the relationship or their silence on the first day.
const DUE_AT_ONCE: i32 = 60;

/// Why there is no demo company.
#[derive(Debug, Error)]
pub enum FoundError {
    #[error(
        "this database holds a company of its own; the demo needs an empty one (unset DATABASE_URL, or set OTKLIK_DATA to a new folder)"
    )]
    Inhabited,
    #[error("there is no questionnaire for purchases; run: otklik migrate")]
    NoQuestionnaire,
    #[error(transparent)]
    Words(#[from] BadWords),
    #[error(transparent)]
    MakeUp(#[from] FoundingError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Link(#[from] BadLink),
    #[error(transparent)]
    Canned(#[from] Flaw),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Founds the company unless it is there; everybody in it signs in with `password`.
///
/// # Errors
/// `Inhabited` where somebody else lives; otherwise a fault of the database.
pub async fn found_company(
    connection: &mut Connection,
    url: &str,
    seed: u64,
    customers: usize,
    password: &str,
    now: DateTime<Utc>,
) -> Result<Founding, FoundError> {
    let mut copier = Copier::connect(url).await?;
    let writer = copier.begin().await?;
    if writer.has_setting(MARK).await? {
        return Ok(Founding::WasThere);
    }
    if writer.is_inhabited().await? {
        return Err(FoundError::Inhabited);
    }
    let version = questionnaires::current(connection, SurveyKind::Purchase)
        .await?
        .ok_or(FoundError::NoQuestionnaire)?;
    let mut others = BTreeMap::new();
    for kind in SurveyKind::all().iter().copied().filter(|kind| *kind != SurveyKind::Purchase) {
        if let Some(version) = questionnaires::current(connection, kind).await? {
            others.insert(kind, (version.id, version.definition));
        }
    }
    let words = Words::load()?;
    let staff = staff(&words, &writer, password, now).await?;
    let handlers: Vec<i64> =
        staff.iter().filter(|row| row.role == Role::Handler.code()).map(|row| row.id).collect();
    let clockwork = clockwork(connection).await?;
    let ground = Ground {
        seed,
        now,
        definition: &version.definition,
        version_id: version.id,
        others: &others,
        handlers: &handlers,
        clockwork: &clockwork,
        customers,
    };
    let admin = staff.iter().find(|row| row.role == Role::Admin.code()).map(|row| row.id);
    let company = demo::make_up(&ground, &words)?;
    let founded =
        Founding::Founded { responses: company.responses.len(), complaints: company.complaints.len() };
    let claimed: Vec<_> = company
        .complaints
        .iter()
        .filter(|row| State::parse(row.state).is_some_and(State::is_open))
        .filter_map(|row| Some((row.id, row.owner_id?, row.opened_at)))
        .collect();
    writer.copy(staff).await?;
    write(&writer, company).await?;
    writer.spread_planning(now, DUE_AT_ONCE).await?;
    writer.put_setting(MARK, &now.to_rfc3339()).await?;
    writer.copy([AuditRow { at: now, action: "demo.founded", subject: words.company.name.clone() }]).await?;
    writer.commit().await?;
    suppressions::take_over(connection).await?;
    if let Some(admin) = admin {
        let link = NewLink::parse("purchase", &words.company.open_link.name, &words.company.open_link.store)?;
        put_open_link(connection, &link, admin, now).await?;
    }
    note_claims(connection, &claimed, now).await?;
    for ready in &words.ready {
        let (title, body) = canned::read(&ready.title, &ready.body, &ready.changes)?;
        let changes = (!ready.changes.is_empty()).then(|| json!(ready.changes));
        let language = Some(ready.language.as_str());
        let put = canned_answers::Put {
            owner_id: None,
            language,
            title: &title,
            body: &body,
            changes: changes.as_ref(),
        };
        canned_answers::add(connection, put, now).await?;
    }
    copier.analyze().await?;
    Ok(founded)
}

/// Notes what a few customers demand by law: of complaints that are being worked on, the newest first.
async fn note_claims(
    connection: &mut Connection,
    complaints: &[(i64, i64, DateTime<Utc>)],
    now: DateTime<Utc>,
) -> Result<(), FoundError> {
    for ((number, owner, opened_at), terms) in complaints.iter().rev().step_by(2).zip(CLAIMED) {
        let doer = Doer { id: *owner, role: Role::Handler };
        let codes: Vec<String> = terms.iter().map(|code| (*code).to_owned()).collect();
        let demanded = clockwork(connection).await?.calendar.date(*opened_at);
        match add_claims(connection, *number, doer, &codes, demanded, now).await {
            Err(Refusal::Store(cause)) => return Err(cause.into()),
            Err(cause) => tracing::warn!(number, %cause, "a claim of the demo was not noted"),
            Ok(()) => {}
        }
    }
    Ok(())
}

async fn staff(
    words: &Words,
    writer: &Writer<'_>,
    password: &str,
    now: DateTime<Utc>,
) -> Result<Vec<StaffRow>, FoundError> {
    let people = &words.company.staff;
    let first = writer.reserve(Table::Staff, people.len()).await?;
    people
        .iter()
        .zip(first..)
        .map(|(person, id)| {
            Ok(StaffRow {
                id,
                email: person.email.clone(),
                name: person.name.clone(),
                role: person.role.code(),
                password_hash: passwords::hash(password)?,
                created_at: now - chrono::TimeDelta::days(740),
            })
        })
        .collect()
}

/// Writes the rows in the order in which they refer to each other, and moves the sequences past them.
async fn write(writer: &Writer<'_>, company: demo::Company) -> Result<(), StoreError> {
    for (table, rows) in [
        (Table::Customers, company.customers.len()),
        (Table::Purchases, company.purchases.len()),
        (Table::Invitations, company.invitations.len()),
        (Table::Decisions, company.decisions.len()),
        (Table::Departures, company.departures.len()),
        (Table::Responses, company.responses.len()),
        (Table::Complaints, company.complaints.len()),
        (Table::Events, company.events.len()),
        (Table::Letters, company.letters.len()),
    ] {
        writer.restart_after(table, rows).await?;
    }
    writer.copy(company.customers).await?;
    writer.copy(company.purchases).await?;
    writer.copy(company.departures).await?;
    // An invitation may be about a complaint, which may be about the answer to an invitation: the complaint first stands between them.
    let (about_complaints, others): (Vec<_>, Vec<_>) =
        company.invitations.into_iter().partition(|row| row.complaint_id.is_some());
    let (late, early): (Vec<_>, Vec<_>) =
        company.responses.into_iter().partition(|row| row.kind == SurveyKind::Resolution.code());
    writer.copy(others).await?;
    writer.copy(company.decisions).await?;
    writer.copy(early).await?;
    writer.copy(company.edits).await?;
    writer.copy(company.complaints).await?;
    writer.copy(about_complaints).await?;
    writer.copy(late).await?;
    writer.copy(company.letters).await?;
    writer.copy(company.events).await?;
    Ok(())
}
