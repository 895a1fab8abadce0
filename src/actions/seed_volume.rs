//! Filling a database with synthetic rows for measurements: one transaction, by COPY.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    demo::{Volume, Volumes},
    domain::questionnaire::SurveyKind,
    store::{
        Connection, StoreError, questionnaires,
        seeds::{Copier, Table},
    },
};

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum SeedError {
    #[error("purchases need customers")]
    NoCustomers,
    #[error("{asked} responses and open invitations need as many purchases, and there are {purchases}")]
    TooFewPurchases { asked: usize, purchases: usize },
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
    writer.commit().await?;
    copier.analyze().await?;
    Ok(written)
}
