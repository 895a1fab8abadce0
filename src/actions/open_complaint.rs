//! Opening a complaint that somebody of the staff takes in: by telephone, at the counter, from a letter. All that is
//! opened by hand starts here.

use chrono::{DateTime, Utc};
use serde_json::json;
use thiserror::Error;

use super::{
    clockwork::clockwork,
    complaint_step::{Doer, NoAddress, Refusal, Work, reachable},
    legal_claims::note_claims,
};
use crate::{
    domain::{
        clock::Deadlines, complaint::Step, email::EmailAddress, language::Language, remedy::Remedy,
        severity::Severity, text::Text,
    },
    store::{
        Connection, StoreError, complaint_events,
        complaint_events::{Author, Entry},
        complaint_intakes,
        complaint_openings::{self, Correspondent, Opening},
        customers::lookup,
        transactions::transaction,
        walk_ins::{self, Guest},
    },
};

/// The signal of what somebody took in by hand.
const BY_HAND: &str = "by_hand";

/// What a complaint begins with.
pub(super) struct Start<'a> {
    pub customer: i64,
    pub purchase: Option<i64>,
    pub source: &'a str,
    pub subject: Option<&'a str>,
    pub remedy: Option<Remedy>,
    pub severity: Severity,
    pub signals: &'a [&'a str],
}

impl Start<'_> {
    /// Opens it: its number, or as an error that of the customer's open one about the same.
    pub async fn open(
        &self,
        connection: &mut Connection,
        now: DateTime<Utc>,
    ) -> Result<Result<i64, i64>, StoreError> {
        let due = Deadlines::new(now, self.severity, &clockwork(connection).await?);
        let opening = Opening {
            customer_id: self.customer,
            purchase_id: self.purchase,
            source: self.source,
            subject: self.subject,
            remedy_sought: self.remedy.map(Remedy::code),
            signals: self.signals,
            severity: self.severity.rank(),
            now,
            first_answer_due: due.first_answer,
            resolution_due: due.resolution,
        };
        loop {
            if let Some(number) = complaint_openings::open(connection, opening).await? {
                return Ok(Ok(number));
            }
            // None where it was finished in between: then there is room for a new one.
            if let Some(open) = complaint_openings::open_of(connection, self.customer, self.purchase).await? {
                return Ok(Err(open));
            }
        }
    }
}

/// Puts the letter into the outbox that tells the customer their number, or says why none can be written.
pub(super) async fn acknowledge(
    connection: &mut Connection,
    customer: &Correspondent,
    number: i64,
    answered: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Result<i64, NoAddress>, StoreError> {
    match reachable(customer.email.as_deref(), customer.bounced_at.is_some(), false) {
        Ok(()) => {
            Ok(Ok(complaint_openings::acknowledge(connection, customer.id, number, answered, now).await?))
        }
        Err(why) => Ok(Err(why)),
    }
}

/// By which road somebody complained to the staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Road {
    Phone,
    Counter,
    Letter,
    Other,
}

impl Road {
    pub const ALL: [Self; 4] = [Self::Phone, Self::Counter, Self::Letter, Self::Other];

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Counter => "counter",
            Self::Letter => "letter",
            Self::Other => "other",
        }
    }

    /// The way back.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|road| road.code() == code)
    }
}

/// How the customer learns the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Said there and then.
    Spot,
    /// By a letter of ours.
    Letter,
    /// Not yet.
    Later,
}

impl Told {
    pub const ALL: [Self; 3] = [Self::Spot, Self::Letter, Self::Later];

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Spot => "spot",
            Self::Letter => "letter",
            Self::Later => "later",
        }
    }

    /// The way back.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|told| told.code() == code)
    }
}

/// Somebody who is not known yet.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer<'a> {
    pub name: &'a str,
    pub phone: Option<&'a str>,
    pub email: Option<&'a EmailAddress>,
    pub language: Language,
}

/// Whose complaint it is.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// A customer's, by number.
    Known(i64),
    New(Newcomer<'a>),
}

/// What somebody of the staff took down.
#[derive(Debug, Clone)]
pub struct Intake<'a> {
    /// Of the form: sent twice it is one complaint.
    pub key: &'a str,
    pub whose: Whose<'a>,
    pub purchase: Option<i64>,
    pub road: Road,
    pub subject: Option<&'a str>,
    pub words: &'a Text,
    pub remedy: Option<Remedy>,
    pub severity: Severity,
    /// Codes of legal terms: demands of today.
    pub claims: &'a [String],
    pub told: Told,
    /// An open complaint of the same customer that these words belong to.
    pub joins: Option<i64>,
}

/// Why it was not taken in. Nothing was changed.
#[derive(Debug, Error)]
pub enum NotOpened {
    #[error("no such customer")]
    Nobody,
    #[error("the purchase is somebody else's")]
    Purchase,
    #[error("the customer can't be written to: {0:?}")]
    NoAddress(NoAddress),
    /// The customer's complaint about the same is open: the words belong there.
    #[error("complaint {number} about the same is open")]
    Open { number: i64 },
    /// The complaint that the words were to join is not open, or another customer's.
    #[error("complaint {number} can't be joined")]
    NotJoined { number: i64 },
    #[error(transparent)]
    Refused(Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for NotOpened {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Store(error) => Self::Store(error),
            other => Self::Refused(other),
        }
    }
}

/// Opens a complaint of what somebody told the staff, or puts it to the open one that it belongs to. Answers the number.
///
/// # Errors
/// Why not.
pub async fn open_complaint(
    connection: &mut Connection,
    doer: Doer,
    intake: &Intake<'_>,
    now: DateTime<Utc>,
) -> Result<i64, NotOpened> {
    transaction(connection, async |connection| {
        if let Some(number) = complaint_intakes::begin(connection, doer.id, intake.key, now).await? {
            return Ok(number);
        }
        let customer = match intake.whose {
            Whose::Known(customer) => customer,
            Whose::New(newcomer) => add_newcomer(connection, newcomer, now).await?,
        };
        let customer =
            complaint_openings::correspondent(connection, customer).await?.ok_or(NotOpened::Nobody)?;
        let number = match intake.joins {
            Some(number) => join(connection, number, &customer, doer, intake, now).await?,
            None => open(connection, &customer, doer, intake, now).await?,
        };
        if !intake.claims.is_empty() {
            let today = clockwork(connection).await?.calendar.date(now);
            note_claims(connection, number, doer, intake.claims, today, now).await?;
        }
        complaint_intakes::end(connection, doer.id, intake.key, number).await?;
        Ok(number)
    })
    .await
}

async fn open(
    connection: &mut Connection,
    customer: &Correspondent,
    doer: Doer,
    intake: &Intake<'_>,
    now: DateTime<Utc>,
) -> Result<i64, NotOpened> {
    if let Some(purchase) = intake.purchase
        && !lookup::is_theirs(connection, customer.id, purchase).await?
    {
        return Err(NotOpened::Purchase);
    }
    let start = Start {
        customer: customer.id,
        purchase: intake.purchase,
        source: intake.road.code(),
        subject: intake.subject,
        remedy: intake.remedy,
        severity: intake.severity,
        signals: &[BY_HAND],
    };
    let number = start.open(connection, now).await?.map_err(|number| NotOpened::Open { number })?;
    let letter_id = acknowledged(connection, customer, number, intake, now).await?;
    let detail = json!({ "told": intake.told.code() });
    let entries = [
        Entry { kind: "opened", letter_id, detail: Some(detail), ..Entry::default() },
        Entry { body: Some(intake.words.as_str()), ..said(intake) },
    ];
    complaint_events::write(connection, number, Author::Staff(doer.id), now, &entries).await?;
    Ok(number)
}

async fn join(
    connection: &mut Connection,
    number: i64,
    customer: &Correspondent,
    doer: Doer,
    intake: &Intake<'_>,
    now: DateTime<Utc>,
) -> Result<i64, NotOpened> {
    let mut work = Work::begin(connection, number, doer, now).await?;
    if work.held.customer_id != customer.id || !work.state.is_open() {
        return Err(NotOpened::NotJoined { number });
    }
    work.hear(&[BY_HAND.to_owned()], intake.severity);
    work.step(Step::CustomerReplied)?;
    let letter_id = acknowledged(connection, customer, number, intake, now).await?;
    let mut deeds = vec![(said(intake), Some(intake.words))];
    deeds.extend(
        letter_id.map(|id| (Entry { kind: "letter", letter_id: Some(id), ..Entry::default() }, None)),
    );
    work.end(connection, &deeds).await?;
    Ok(number)
}

/// The letter with the number, where one was asked for.
async fn acknowledged(
    connection: &mut Connection,
    customer: &Correspondent,
    number: i64,
    intake: &Intake<'_>,
    now: DateTime<Utc>,
) -> Result<Option<i64>, NotOpened> {
    if intake.told != Told::Letter {
        return Ok(None);
    }
    acknowledge(connection, customer, number, None, now).await?.map(Some).map_err(NotOpened::NoAddress)
}

/// The entry of the history that holds the customer's words; the severity is what they are weighed by.
fn said(intake: &Intake<'_>) -> Entry<'static> {
    Entry {
        kind: "customer",
        detail: Some(
            json!({ "source": intake.road.code(), "severity": intake.severity.code(), "subject": intake.subject }),
        ),
        ..Entry::default()
    }
}

async fn add_newcomer(
    connection: &mut Connection,
    newcomer: Newcomer<'_>,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let guest = Guest {
        standing: "guest",
        email: newcomer.email.map(EmailAddress::as_str),
        phone: newcomer.phone,
        language: newcomer.language.code(),
    };
    let id = walk_ins::add_guest(connection, &guest, now).await?;
    if !newcomer.name.is_empty() {
        complaint_openings::name_guest(connection, id, newcomer.name).await?;
    }
    Ok(id)
}
