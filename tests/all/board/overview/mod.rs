//! The overview, what is saved of the board, the letter on Mondays, and rows as files.

mod accessible;
mod agree;
mod customers;
mod days;
pub mod joined;
pub mod letters;
mod page;
mod rows;
mod views;

use super::{Told, preset_version, tell, times};
use crate::support::World;

/// The first week of October is good, the second is bad in one store alone.
pub async fn two_weeks(world: &World) {
    let version = preset_version(world).await;
    let told = |at, nps, store| Told {
        at,
        nps: Some(nps),
        satisfaction: Some(nps * 10),
        ratings: vec![Some(nps), Some(8)],
        store: Some(store),
        ..Told::default()
    };
    let (before, now) = ("2026-09-30T10:00:00Z", "2026-10-07T10:00:00Z");
    let mut all = times(80, &told(before, 10, "Центр"));
    all.extend(times(60, &told(before, 10, "Север")));
    all.extend(times(20, &told(before, 6, "Север")));
    all.extend(times(20, &told(now, 10, "Центр")));
    all.extend(times(60, &told(now, 2, "Центр")));
    all.extend(times(60, &told(now, 10, "Север")));
    all.extend(times(20, &told(now, 6, "Север")));
    tell(world, version, &all).await;
}

/// That week.
pub const WEEK: &str = "from=2026-10-05&to=2026-10-12";
