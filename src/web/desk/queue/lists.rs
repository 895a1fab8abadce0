//! The lists that everybody has, and the address of any other.

use crate::{
    domain::{
        complaint::State,
        complaint_filter::{Due, Filter, Owner},
    },
    web::links,
};

/// The lists that are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Open,
    Mine,
    Nobodys,
    Overdue,
    Waiting,
    Finished,
}

impl List {
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Mine, Self::Nobodys, Self::Overdue, Self::Waiting, Self::Finished];

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.code() == code)
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mine => "mine",
            Self::Nobodys => "nobodys",
            Self::Overdue => "overdue",
            Self::Waiting => "waiting",
            Self::Finished => "finished",
        }
    }

    /// What it shows.
    pub fn filter(self) -> Filter {
        let mut filter = Filter::default();
        match self {
            Self::Open => {}
            Self::Mine => filter.owners = [Owner::Me].into(),
            Self::Nobodys => filter.owners = [Owner::Nobody].into(),
            Self::Overdue => filter.due = Some(Due::Overdue),
            Self::Waiting => filter.states = [State::WaitingForCustomer].into(),
            Self::Finished => {
                filter.states = State::all().iter().copied().filter(|state| !state.is_open()).collect();
            }
        }
        filter
    }

    /// The list that shows just this, in its usual order or another.
    pub fn of(filter: &Filter) -> Option<Self> {
        let usual = Filter { sort: None, ..filter.clone() };
        Self::ALL.into_iter().find(|list| list.filter() == usual)
    }

    /// Whether it is counted: nobody works down the finished ones.
    pub fn counted(self) -> bool {
        self != Self::Finished
    }
}

/// Where a filter is shown, from a place on. A saved list stays in the address, so that what was changed of it can be kept.
pub fn address(filter: &Filter, view: Option<i64>, after: Option<&str>) -> String {
    match List::of(filter) {
        Some(list) if filter.sort.is_none() && view.is_none() => links::queue(list.code(), after),
        _ => {
            let mut pairs = filter.pairs();
            pairs.extend(view.map(|view| ("view", view.to_string())));
            pairs.extend(after.map(|after| ("after", after.to_owned())));
            links::filtered(&pairs)
        }
    }
}

/// The filter of a query, what in it is not understood, and what is not the filter's.
pub struct Asked {
    pub filter: Filter,
    pub unknown: Vec<String>,
    /// The saved list that it was made from.
    pub view: Option<i64>,
    pub after: Option<String>,
    /// Whether the form with all fields is wanted.
    pub fields: bool,
    /// The name of a view that was just removed.
    pub removed: Option<String>,
}

impl Asked {
    /// None where a list is named that there is not.
    pub fn read(query: &str) -> Option<Self> {
        let mut pairs = Vec::new();
        let (mut view, mut after, mut fields, mut removed) = (None, None, false, None);
        // A form of all fields has some hundred; more is nobody's list.
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()).into_owned().take(500) {
            match name.as_str() {
                "list" if value.is_empty() => {}
                "list" => {
                    let list = List::parse(&value)?;
                    pairs.extend(
                        list.filter().pairs().into_iter().map(|(name, value)| (name.to_owned(), value)),
                    );
                }
                "view" => view = value.parse().ok(),
                "after" => after = Some(value).filter(|value| !value.is_empty()),
                "fields" => fields = true,
                "removed" => removed = Some(value),
                _ => pairs.push((name, value)),
            }
        }
        let (filter, unknown) = Filter::read(pairs);
        Some(Self { filter, unknown, view, after, fields, removed })
    }

    /// Where its filter, or one made from it, is shown.
    pub fn address(&self, filter: &Filter, after: Option<&str>) -> String {
        address(filter, self.view, after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_found_by_its_filter_and_its_address() {
        for list in List::ALL {
            assert_eq!(List::of(&list.filter()), Some(list));
            let address = address(&list.filter(), None, None);
            let query = address.split_once('?').map_or("", |(_, query)| query);
            let asked = Asked::read(query).expect("a list");
            assert_eq!((asked.filter, asked.unknown), (list.filter(), vec![]), "{address}");
        }
        assert!(Asked::read("list=other").is_none());
    }

    #[test]
    fn an_address_is_the_view() {
        let asked =
            Asked::read("q=%22%D1%81%22&store=A%26B&owner=7&legal=no&view=5&after=1.2").expect("a list");
        let address = asked.address(&asked.filter, None);
        let again = Asked::read(address.split_once('?').expect("a query").1).expect("a list");
        assert_eq!((again.filter, again.view, again.after), (asked.filter, Some(5), None));
    }
}
