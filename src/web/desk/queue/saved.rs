//! The lists above the queue: those that everybody has and those that were saved, each with its count.

use crate::{
    domain::complaint_filter::Filter,
    store::{
        Connection, StoreError,
        complaint_lists::{self, Reader},
        saved_views::{self, View},
    },
};

use super::lists::{Asked, List};

/// Counters of one page: as many as one query counts without being felt.
const COUNTERS: usize = 12;
/// Saved lists that are shown.
const SHOWN: i64 = 60;

/// A saved list and what it shows.
pub struct Saved {
    pub view: View,
    pub filter: Filter,
    pub count: Option<i64>,
}

pub struct Tabs {
    pub lists: Vec<(List, Option<i64>)>,
    pub saved: Vec<Saved>,
    /// The one that is shown, by its place.
    pub here: Option<usize>,
}

impl Tabs {
    /// Reads them, and counts what fits into one query.
    pub async fn read(connection: &Connection, reader: Reader, shown: &Filter) -> Result<Self, StoreError> {
        let mut saved: Vec<Saved> = saved_views::seen_by(connection, reader.id, SHOWN)
            .await?
            .into_iter()
            .filter_map(|view| {
                let filter = Asked::read(&view.query)?.filter;
                Some(Saved { view, filter, count: None })
            })
            .collect();
        let mut filters: Vec<Filter> =
            List::ALL.into_iter().filter(|list| list.counted()).map(List::filter).collect();
        let counted: Vec<usize> = saved
            .iter()
            .enumerate()
            .filter(|(_, saved)| saved.filter.words.is_empty())
            .map(|(place, _)| place)
            .take(COUNTERS.saturating_sub(filters.len()))
            .collect();
        filters.extend(counted.iter().filter_map(|place| saved.get(*place)).map(|one| one.filter.clone()));
        let mut counts = complaint_lists::counts(connection, &filters, reader).await?.into_iter();
        let lists = List::ALL
            .into_iter()
            .map(|list| (list, list.counted().then(|| counts.next()).flatten()))
            .collect();
        for (place, count) in counted.into_iter().zip(counts) {
            if let Some(one) = saved.get_mut(place) {
                one.count = Some(count);
            }
        }
        let same = |one: &Saved| one.filter == *shown;
        let own = saved.iter().position(|one| same(one) && one.view.owner_id == reader.id);
        let here = own.or_else(|| saved.iter().position(same));
        Ok(Self { lists, saved, here })
    }

    pub fn count(&self, list: List) -> i64 {
        self.lists.iter().find(|(one, _)| *one == list).and_then(|(_, count)| *count).unwrap_or_default()
    }
}
