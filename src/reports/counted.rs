//! What a report comes to: the one value that its page, its files, its letter and the command are made of.

use super::{
    Count, Document, Setting, abc, complaints, drivers, nps, overview, reasons, response, retention, rfm,
    satisfaction,
};
use crate::{
    domain::{
        cut::View,
        report::{
            AbcReport, DriversReport, NpsReport, Overview, ReasonsReport, Report, ResponseReport,
            RetentionReport, RfmReport, SatisfactionReport, Themes,
        },
    },
    store::Connection,
};

/// A report with all that is said of it in its view.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one is made for a page, and kept on the heap")]
pub enum Counted {
    Overview(Overview),
    Nps(NpsReport),
    Satisfaction(SatisfactionReport),
    Drivers(DriversReport),
    Reasons(ReasonsReport),
    Complaints(complaints::Told),
    Response(ResponseReport),
    Retention(RetentionReport),
    Abc(AbcReport),
    Rfm(RfmReport),
    /// What stands out in comments; the comments themselves are found anew.
    Themes(Themes),
}

/// Counts a report; none of comments, which are found page by page.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    connection: &mut Connection,
    report: Report,
    view: View,
    setting: &Setting,
) -> Count<Option<Counted>> {
    let (zone, now) = (setting.zone, setting.now);
    Ok(Some(match report {
        Report::Overview => Counted::Overview(overview::count(connection, view, zone, now).await?),
        Report::Nps => Counted::Nps(nps::count(connection, view).await?),
        Report::Satisfaction => Counted::Satisfaction(satisfaction::count(connection, view).await?),
        Report::Drivers => Counted::Drivers(drivers::count(connection, view).await?),
        Report::Reasons => Counted::Reasons(reasons::count(connection, view).await?),
        Report::Complaints => Counted::Complaints(complaints::told(connection, view, zone, now).await?),
        Report::Response => Counted::Response(response::count(connection, view, zone, now).await?),
        Report::Retention => Counted::Retention(retention::count(connection, view, zone).await?),
        Report::Abc => Counted::Abc(abc::count(connection, view, zone).await?),
        Report::Rfm => Counted::Rfm(rfm::count(connection, view, zone).await?),
        Report::Comments => return Ok(None),
    }))
}

impl Counted {
    /// It as cells, for files, programs and the command; none of themes, which are a part of the comments' own.
    #[must_use]
    pub fn document(&self, setting: &Setting) -> Option<Document> {
        Some(match self {
            Self::Overview(report) => overview::document(report, setting),
            Self::Nps(report) => nps::document(report, setting),
            Self::Satisfaction(report) => satisfaction::document(report, setting),
            Self::Drivers(report) => drivers::document(report, setting),
            Self::Reasons(report) => reasons::document(report, setting),
            Self::Complaints(told) => complaints::document(told, setting),
            Self::Response(report) => response::document(report, setting),
            Self::Retention(report) => retention::document(report, setting),
            Self::Abc(report) => abc::document(report, setting),
            Self::Rfm(report) => rfm::document(report, setting),
            Self::Themes(_) => return None,
        })
    }
}
