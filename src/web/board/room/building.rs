//! The page of a report whose facts are being built for the first time: that it is so, and how far it has come.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{AsOf, Room, strip};
use crate::{
    domain::{facts::Subject, share::real},
    store::{
        Connection, StoreError,
        facts::{self, state::State},
    },
    t,
    words::format,
};

/// How far the first building has come; none where there is nothing to build of.
pub(super) async fn begun(
    connection: &mut Connection,
    subject: Subject,
    zone: Tz,
    state: Option<State>,
) -> Result<Option<AsOf>, StoreError> {
    let Some((first, last)) = facts::span(connection, subject).await? else { return Ok(None) };
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let days = |to: NaiveDate| u64::try_from(to.signed_duration_since(day(first)).num_days()).unwrap_or(0);
    // Histories of customers are built all at once.
    let done = (subject != Subject::Customers).then(|| {
        let next = state.and_then(|state| state.rebuilt_to).map_or(0, days);
        (real(next) / real(days(day(last)) + 1)).min(1.0)
    });
    Ok(Some(AsOf::Begun(done)))
}

impl Room<'_> {
    /// What is shown instead of a report that cannot be counted yet.
    #[must_use]
    pub fn waiting(&self) -> Option<Markup> {
        let AsOf::Begun(done) = self.as_of else { return None };
        let language = self.language();
        let body = html! {
            (strip(language, self.report, &self.query))
            div.card.board-waiting data-done=[done] { div.card-body {
                h2 { (t!(language, "board-waiting")) }
                p role="status" {
                    (t!(language, "board-waiting-words"))
                    @if let Some(done) = done { " " (t!(language, "board-waiting-done", share = format::percent(language, done, 0))) }
                }
                @if let Some(done) = done { span.meter aria-hidden="true" { span style=(format!("width:{:.2}%", done * 100.0)) {} } }
            } }
        };
        let title = t!(language, &format!("board-{}-title", self.report));
        Some(self.frame.page(&title, &html! {}, &body))
    }
}
