//! Filling a database with synthetic rows for measurements: one transaction, by COPY.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    actions::clockwork::clockwork,
    demo::{Volume, Volumes},
    domain::questionnaire::SurveyKind,
    store::{
        Connection, StoreError, questionnaires,
        seeds::{Copier, Discontent, Table},
    },
};

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum SeedError {
    #[error("purchases need customers")]
    NoCustomers,
    #[error("{asked} responses and open invitations need as many purchases, and there are {purchases}")]
    TooFewPurchases { asked: usize, purchases: usize },
    #[error("{complaints} complaints need as many purchases, and there are {purchases}")]
    TooManyComplaints { complaints: usize, purchases: usize },
    #[error("there is no questionnaire for purchases; run: otklik migrate")]
    NoQuestionnaire,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes the rows; answers how many in all.
///
/// # Errors
/// When the numbers do not fit together, or the database does not answer.
pub async fn seed_volume(
    connection: &mut Connection,
    url: &str,
    seed: u64,
    volumes: Volumes,
    now: DateTime<Utc>,
) -> Result<u64, SeedError> {
    let asked = volumes.responses.saturating_add(volumes.invitations);
    if volumes.purchases > 0 && volumes.customers == 0 {
        return Err(SeedError::NoCustomers);
    }
    if asked > volumes.purchases {
        return Err(SeedError::TooFewPurchases { asked, purchases: volumes.purchases });
    }
    if volumes.complaints > volumes.purchases {
        let Volumes { complaints, purchases, .. } = volumes;
        return Err(SeedError::TooManyComplaints { complaints, purchases });
    }
    let clocks = clockwork(connection).await?;
    let version =
        questionnaires::current(connection, SurveyKind::Purchase).await?.ok_or(SeedError::NoQuestionnaire)?;
    let mut copier = Copier::connect(url).await?;
    let writer = copier.begin().await?;
    let volume = Volume {
        seed,
        now,
        volumes,
        first_customer: writer.reserve(Table::Customers, volumes.customers).await?,
        first_purchase: writer.reserve(Table::Purchases, volumes.purchases).await?,
        first_invitation: writer.reserve(Table::Invitations, asked).await?,
        first_response: writer.reserve(Table::Responses, volumes.responses).await?,
        version_id: version.id,
        parameters: version.definition.parameters.len(),
    };
    let mut written = writer.copy(volume.customers()).await?;
    written += writer.copy(volume.purchases()).await?;
    written += writer.copy(volume.invitations()).await?;
    written += writer.copy(volume.responses()).await?;
    if volumes.complaints > 0 {
        let complaints = Discontent {
            seed: i64::try_from(seed).unwrap_or(i64::MAX / 2).min(i64::MAX / 2),
            now,
            count: volumes.complaints,
            first_customer: volume.first_customer,
            first_purchase: volume.first_purchase,
            customers: volumes.customers,
            first_response: volume.first_response,
            responses: volumes.responses,
            clockwork: clocks.version,
        };
        written += writer.fill_complaints(complaints).await?;
    }
    writer.commit().await?;
    copier.analyze().await?;
    Ok(written)
}
