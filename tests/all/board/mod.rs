//! The board as its readers see it: figures against a count of their own, files, addresses, roles.

mod command;
mod comments;
mod complaints;
mod drivers;
mod eyes;
mod figures;
mod hostile;
mod intervals;
mod links;
mod memory;
mod overview;
mod pages;
mod reasons;
mod response;
mod retention;
mod rolling;

use crate::support::World;

/// One answer as a test tells it.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub at: &'static str,
    pub nps: Option<i16>,
    pub satisfaction: Option<i16>,
    pub ratings: Vec<Option<i16>>,
    pub store: Option<&'static str>,
    pub kind: Option<&'static str>,
    pub comment: Option<&'static str>,
}

/// The version of the preset, whose scale is 0-10.
pub async fn preset_version(world: &World) -> i64 {
    world.count("SELECT current_version_id FROM questionnaires WHERE kind = 'purchase'").await
}

/// Another version of the same parameters on the scale 1-5.
pub async fn five_version(world: &World) -> i64 {
    world
        .count(
            "INSERT INTO questionnaire_versions
                 (questionnaire_id, version, scale_low, scale_high, parameters, definition, digest)
             SELECT id, 2, 1, 5, ARRAY['delivery', 'price'], '{}', 'five' FROM questionnaires
             WHERE kind = 'purchase' RETURNING id",
        )
        .await
}

/// Stores answers of one customer each, and has them counted.
pub async fn tell(world: &World, version: i64, answers: &[Told]) {
    for told in answers {
        world
            .client
            .execute(
                "WITH c AS (
                     INSERT INTO customers (external_id, name) VALUES (gen_random_uuid()::text, 'Вера Тайная')
                     RETURNING id)
                 INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, nps,
                                        satisfaction, ratings, store, comment)
                 SELECT gen_random_uuid()::text, $1, c.id, $2, $3::text::timestamptz, $3::text::timestamptz, $4, $5, $6, $7, $8 FROM c",
                &[
                    &told.kind.unwrap_or("purchase"),
                    &version,
                    &told.at,
                    &told.nps,
                    &told.satisfaction,
                    &told.ratings,
                    &told.store,
                    &told.comment,
                ],
            )
            .await
            .expect("an answer");
    }
    world.roll_up().await;
}

/// `count` equal answers.
pub fn times(count: usize, told: &Told) -> Vec<Told> {
    vec![told.clone(); count]
}

/// Rows of a CSV file by its head.
pub fn rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut file = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    file.deserialize().collect::<Result<_, _>>().expect("a CSV file")
}
