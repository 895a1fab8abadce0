//! The lists above the queue: those that everybody has and those that were saved, each with its count.

use serde_json::Value;

use crate::{
    domain::complaint_filter::Filter,
    store::{
        Connection, StoreError,
        complaint_lists::{self, Reader},
        saved_views::{self, View},
    },
};

use super::lists::{Asked, List, address};

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
    /// The one that is shown, or that the shown one was made from, by its place.
    pub here: Option<usize>,
}

/// The list that somebody wants first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    List(List),
    View(i64),
}

impl First {
    /// As it is kept with how somebody likes the desk.
    pub fn of(desk: Option<&Value>) -> Self {
        let kept = desk.and_then(|desk| desk.get("first"));
        let view = kept.and_then(Value::as_i64).map(Self::View);
        let list = || kept.and_then(Value::as_str).and_then(List::parse).map(Self::List);
        view.or_else(list).unwrap_or(Self::List(List::Open))
    }

    pub fn kept(self) -> Value {
        match self {
            Self::List(list) => list.code().into(),
            Self::View(id) => id.into(),
        }
    }

    /// Where it is; that of all open ones for one that is there no more, or nobody shares any longer.
    pub async fn address(self, connection: &mut Connection, reader: i64) -> Result<String, StoreError> {
        let list = match self {
            Self::List(list) => list,
            Self::View(id) => {
                let view = saved_views::seen(connection, id, reader).await?;
                if let Some(asked) = view.and_then(|view| Asked::read(&view.query)) {
                    return Ok(address(&asked.filter, Some(id), None));
                }
                List::Open
            }
        };
        Ok(address(&list.filter(), None, None))
    }
}

impl Tabs {
    /// Reads them, and counts what fits into one query.
    pub async fn read(connection: &Connection, reader: Reader, shown: &Asked) -> Result<Self, StoreError> {
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
        let same = |one: &Saved| one.filter == shown.filter;
        let here = saved
            .iter()
            .position(|one| Some(one.view.id) == shown.view)
            .or_else(|| saved.iter().position(|one| same(one) && one.view.owner_id == reader.id))
            .or_else(|| saved.iter().position(same));
        Ok(Self { lists, saved, here })
    }

    pub fn count(&self, list: List) -> i64 {
        self.lists.iter().find(|(one, _)| *one == list).and_then(|(_, count)| *count).unwrap_or_default()
    }
}
