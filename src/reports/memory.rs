//! Reports that were counted are remembered while nothing they stand on has changed: who looks again, looks at the file of
//! a page, or is the second to look, waits for nothing, and many who look at once have it counted once.
//!
//! A remembered report is never older than the facts: it goes with the state of the facts that it was counted of, read
//! before it was counted. What hangs on the hour as well (what is overdue) is counted again after [`HOUR_HAND`].

use std::{
    collections::HashMap,
    sync::{Arc, Mutex as Lock, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use tokio::sync::Mutex;

use super::{Count, Setting, comments, counted, counted::Counted, overview};
use crate::{
    domain::{
        cut::View,
        facts::Subject,
        report::{Chosen, Report},
    },
    store::{
        Connection,
        facts::{months::Word, state},
        histories,
    },
};

/// Reports remembered at a time; of more, those that nobody looked at longest are forgotten.
const MOST: usize = 64;
/// How long a report that hangs on the hour is the same.
const HOUR_HAND: Duration = Duration::from_secs(30);

/// The memory of a process.
#[derive(Default)]
pub struct Memory {
    slots: Lock<Slots>,
    bought: Mutex<Option<(state::Standing, Vec<Word>)>>,
}

#[derive(Default)]
struct Slots {
    /// Counts the looks.
    looks: u64,
    known: HashMap<Key, Slot>,
}

/// A report and its view as addresses name them, and the clock they are told by.
type Key = (Report, String);

struct Slot {
    /// The last look at it.
    look: u64,
    /// Held while it is counted, so that whoever asks for the same meanwhile waits for that.
    remembered: Arc<Mutex<Option<Remembered>>>,
}

#[derive(Clone)]
struct Remembered {
    standing: state::Standing,
    at: DateTime<Utc>,
    counted: Arc<Counted>,
}

impl Memory {
    /// A report of a view, remembered or counted; none of comments.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(
        &self,
        connection: &mut Connection,
        report: Report,
        view: &View,
        setting: &Setting,
    ) -> Count<Option<Arc<Counted>>> {
        let key = (report, written(view, setting, &[]));
        self.remembered(connection, key, setting, async |connection| match report {
            Report::Overview => self.overview(connection, view, setting).await.map(Some),
            _ => counted::count(connection, report, view.clone(), setting).await,
        })
        .await
    }

    /// The overview, with the retention that may be remembered: answers come all day, purchases by the file.
    async fn overview(&self, connection: &mut Connection, view: &View, setting: &Setting) -> Count<Counted> {
        let view = overview::settled(view.clone(), setting.zone, setting.now);
        let kept = match overview::retention::of(connection, &view, setting.zone).await? {
            Some(of) => {
                let kept: LocalBoxFuture<'_, _> =
                    Box::pin(self.count(connection, Report::Retention, &of, setting));
                kept.await?
            }
            None => None,
        };
        let kept = match kept.as_deref() {
            Some(Counted::Retention(report)) => Some(report),
            _ => None,
        };
        let overview = overview::count_with(connection, view, setting.zone, setting.now, kept).await?;
        Ok(Counted::Overview(overview))
    }

    /// What stands out in the comments of a view, remembered or counted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn themes(
        &self,
        connection: &mut Connection,
        view: &View,
        chosen: &Chosen,
        setting: &Setting,
    ) -> Count<Option<Arc<Counted>>> {
        let of = [chosen.place.code(), chosen.group.map_or("", |group| group.code())];
        let key = (Report::Comments, written(view, setting, &of));
        self.remembered(connection, key, setting, async |connection| {
            comments::themes(connection, view, chosen, setting.zone)
                .await
                .map(|themes| Some(Counted::Themes(themes)))
        })
        .await
    }

    /// The values of dimensions that purchases and their customers have, of each at most `most`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bought(&self, connection: &mut Connection, most: usize) -> Count<Vec<Word>> {
        let mut bought = self.bought.lock().await;
        let standing = state::standing(connection, &[Subject::Customers]).await?;
        if let Some((_, words)) = bought.as_ref().filter(|(of, _)| *of == standing) {
            return Ok(words.clone());
        }
        let words = histories::words(connection, most).await?;
        *bought = Some((standing, words.clone()));
        Ok(words)
    }

    async fn remembered(
        &self,
        connection: &mut Connection,
        key: Key,
        setting: &Setting,
        count: impl AsyncFnOnce(&mut Connection) -> Count<Option<Counted>>,
    ) -> Count<Option<Arc<Counted>>> {
        let report = key.0;
        let slot = self.slot(key);
        let mut slot = slot.lock().await;
        let standing = state::standing(connection, report.stands_on()).await?;
        let is_of_hour = report.stands_on().contains(&Subject::Complaints) || report == Report::Response;
        let fits = |known: &&Remembered| {
            let age = setting.now.signed_duration_since(known.at).to_std();
            known.standing == standing && (!is_of_hour || age.is_ok_and(|age| age < HOUR_HAND))
        };
        if let Some(known) = slot.as_ref().filter(fits) {
            return Ok(Some(Arc::clone(&known.counted)));
        }
        let Some(counted) = count(connection).await? else { return Ok(None) };
        let counted = Arc::new(counted);
        *slot = Some(Remembered { standing, at: setting.now, counted: Arc::clone(&counted) });
        Ok(Some(counted))
    }

    fn slot(&self, key: Key) -> Arc<Mutex<Option<Remembered>>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.looks += 1;
        let look = slots.looks;
        let slot = slots.known.entry(key).or_insert_with(|| Slot { look, remembered: Arc::default() });
        slot.look = look;
        let remembered = Arc::clone(&slot.remembered);
        if slots.known.len() > MOST {
            let oldest = slots.known.iter().min_by_key(|(_, slot)| slot.look).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                slots.known.remove(&oldest);
            }
        }
        remembered
    }
}

/// A view as text: the address of it, and whatever else a report hangs on. Values are quoted: one that holds what looks
/// like another pair is still itself.
fn written(view: &View, setting: &Setting, of: &[&str]) -> String {
    let pairs = view.pairs().into_iter().map(|(name, value)| format!("{name}={value:?}"));
    let others = of.iter().map(|one| (*one).to_owned());
    // Of days that are still to come more have come tomorrow.
    let come = view.come().map_or_else(String::new, |come| come.to_string());
    let all: Vec<String> = pairs.chain(others).chain([come, setting.zone.name().to_owned()]).collect();
    all.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        cut::{Cut, Dimension},
        language::Language,
        period::Period,
    };

    #[test]
    fn days_that_are_yet_to_come_are_another_view_when_they_have() {
        let setting =
            Setting { zone: chrono_tz::Europe::Moscow, language: Language::Russian, now: Utc::now() };
        let of = |to, today: &str| {
            let cut = Cut::of(Period::parse("2026-11-01", to).unwrap());
            written(&View::of(cut).as_of(today.parse().unwrap()), &setting, &[])
        };
        assert_ne!(of("2026-12-01", "2026-11-10"), of("2026-12-01", "2026-11-11"));
        assert_eq!(of("2026-11-10", "2026-11-10"), of("2026-11-10", "2026-11-11"));
    }

    #[test]
    fn a_value_that_looks_like_more_of_an_address_is_another_view() {
        let cut = Cut::of(Period::parse("2026-10-01", "2026-11-01").unwrap());
        let setting =
            Setting { zone: chrono_tz::Europe::Moscow, language: Language::Russian, now: Utc::now() };
        let of = |cut| written(&View::of(cut), &setting, &[]);
        let both = of(cut.only(Dimension::Segment, "b").only(Dimension::Store, "a"));
        for value in ["a&segment=b", "a\"&segment=\"b", "b&store=a", "b\"&store=\"a"] {
            assert_ne!(of(cut.only(Dimension::Store, value)), both);
            assert_ne!(of(cut.only(Dimension::Segment, value)), both);
        }
        assert_eq!(both, of(cut.only(Dimension::Store, "a").only(Dimension::Segment, "b")));
    }
}
