//! What the answer to a resolution survey does to the very complaint it is about.

use chrono::{DateTime, Utc};

use super::complaint_step::{By, Refusal, Work};
use crate::{
    domain::{answer::Signal, complaint::Step, severity::Severity},
    store::{Connection, complaint_events, complaint_events::Entry, complaint_standings::Given},
};

/// Tells the complaint what was said of its resolution, inside the transaction that stored it.
///
/// - 'Not solved' and 'contact me' take a finished complaint up again. Where another of the same purchase is being worked
///   on, that one hears it instead; none is ever opened.
/// - An open complaint hears it as a signal, and goes on where it waited for the customer.
/// - Low ratings alone are told and change nothing: what is over may have been handled badly.
/// - What was said before and is not any more is told too, and closes nothing.
///
/// # Errors
/// When the database does not answer; a unique violation where another complaint was opened in this very moment.
pub(super) async fn object_to_resolution(
    connection: &mut Connection,
    given: &Given,
    complaint: i64,
    signals: &[Signal],
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let by = By::Customer { answer: given.response_id };
    let Some(severity) = Severity::of(signals) else {
        return take_back(connection, given, by, now).await;
    };
    let codes: Vec<String> = signals.iter().map(|signal| signal.code().into_owned()).collect();
    let calls = signals.iter().any(|signal| matches!(signal, Signal::NotSolved | Signal::ContactMe));
    let mut work = Work::begin_standing(connection, complaint, by, now).await?;
    if calls {
        work = work.or_open_twin(connection).await?;
    }
    let mut kind = "signal";
    if work.state.is_open() {
        work.step(Step::CustomerReplied)?;
        work.hear(&codes, severity);
    } else if calls {
        work.hear(&codes, severity);
        work.reopen(connection).await?;
        kind = "reopened";
    }
    let told = Entry { kind, new: Some(codes.join(",")), ..Entry::default() };
    work.end(connection, &[(told, None)]).await
}

/// 'Not solved' became 'solved': told where it had been heard.
async fn take_back(
    connection: &mut Connection,
    given: &Given,
    by: By,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    for called in complaint_events::called(connection, given.customer_id, given.response_id).await? {
        let work = Work::begin(connection, called.complaint_id, by, now).await?;
        let told = Entry { kind: "field", field: Some("signals"), old: called.signals, ..Entry::default() };
        work.end(connection, &[(told, None)]).await?;
    }
    Ok(())
}
