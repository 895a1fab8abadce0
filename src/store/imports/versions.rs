//! The questionnaire version that imported answers are read by; never the current one of new invitations.

use tokio_postgres::Client;

use super::Fault;
use crate::domain::questionnaire::Definition;

/// Finds the version or writes it, as `store::questionnaires::put_version` does, and notes its id by its kind.
///
/// One with the same codes in the same order on the same scale, all thresholds the worst score, is the same, even
/// if words changed since: the same file twice must not become two versions because somebody mended a title.
pub async fn put(client: &Client, definition: &Definition) -> Result<(), Fault> {
    let kind = definition.kind.code();
    let codes: Vec<&str> = definition.parameters.iter().map(|one| one.code.as_str()).collect();
    let (low, high) = (i16::from(definition.scale.low()), i16::from(definition.scale.high()));
    client.execute("INSERT INTO questionnaires (kind) VALUES ($1) ON CONFLICT DO NOTHING", &[&kind]).await?;
    // Locked, so that two writers do not take the same number.
    let questionnaire: i64 =
        client.query_one_scalar("SELECT id FROM questionnaires WHERE kind = $1 FOR UPDATE", &[&kind]).await?;
    let same: Option<i64> = client
        .query_opt_scalar(
            "SELECT id FROM questionnaire_versions v
             WHERE questionnaire_id = $1 AND scale_low = $2 AND scale_high = $3 AND parameters = $4
               AND NOT EXISTS (SELECT FROM jsonb_array_elements(v.definition -> 'parameters') AS p
                               WHERE (p ->> 'threshold')::integer <> v.scale_low)
             ORDER BY id LIMIT 1",
            &[&questionnaire, &low, &high, &codes],
        )
        .await?;
    let id = match same {
        Some(id) => id,
        None => {
            put_parameters(client, definition).await?;
            let content =
                serde_json::to_string(definition).map_err(|problem| Fault::Refused(problem.to_string()))?;
            client
                .query_one_scalar(
                    "INSERT INTO questionnaire_versions
                         (questionnaire_id, version, scale_low, scale_high, parameters, definition, digest)
                     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5::text::jsonb, $6
                     FROM questionnaire_versions WHERE questionnaire_id = $1
                     RETURNING id",
                    &[&questionnaire, &low, &high, &codes, &content, &definition.digest()],
                )
                .await?
        }
    };
    client.execute("INSERT INTO import_versions (kind, id) VALUES ($1, $2)", &[&kind, &id]).await?;
    Ok(())
}

/// Parameters that are new get a row at the end; known ones keep their words.
async fn put_parameters(client: &Client, definition: &Definition) -> Result<(), Fault> {
    for one in &definition.parameters {
        client
            .execute(
                "INSERT INTO parameters (code, title_ru, title_en, position)
                 SELECT $1, $2, $3, coalesce(max(position), 0) + 1 FROM parameters
                 ON CONFLICT (code) DO NOTHING",
                &[&one.code.as_str(), &one.title.ru, &one.title.en],
            )
            .await?;
    }
    Ok(())
}
