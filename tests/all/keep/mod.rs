//! What comes before an answer: fields kept as they are typed, provisional scores, robots, unfinished answers that fall silent.

mod considering;
mod looks;
mod pages;
mod saving;
mod scanners;
mod sweeping;
mod typing;

use crate::support::{Page, Visitor, World};

/// What a telephone calls itself.
pub const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                         Version/18.1 Mobile/15E148 Safari/604.1";

/// The newest row of what is kept of links, in one line.
pub const KEPT: &str =
    "SELECT coalesce(string_agg(concat_ws(' ', sign, nps, discarded_why, saves, nullif(body, '')), '; '), 'nothing')
    FROM partial_answers";

/// Saves fields as the script does.
pub async fn keep(visitor: &Visitor, link: &str, sign: &str, fields: &[(&str, &str)]) -> Page {
    let mut all = fields.to_vec();
    all.push(("sign", sign));
    let address = format!("{link}/keep");
    visitor.send(reqwest::Method::POST, &address, Some(&all), &[("User-Agent", PHONE)]).await
}

/// Looks at an address as a telephone does.
pub async fn look(visitor: &Visitor, address: &str) -> Page {
    visitor.send(reqwest::Method::GET, address, None, &[("User-Agent", PHONE)]).await
}

/// Carries out the job of silence as of some hours from now; answers how many complaints were opened or joined.
pub async fn hours_pass(world: &World, hours: i64) -> u64 {
    let now = chrono::Utc::now() + chrono::Duration::hours(hours);
    otklik::actions::consider_partials::consider_partials(&mut world.connection().await, now)
        .await
        .expect("the job runs")
}
