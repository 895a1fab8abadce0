//! Which complaints a list shows, as a value: read from an address and written back in one canonical way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{complaint::State, severity::Severity, text};

coded! {
    /// What a complaint carries as `name:value`; a filter names some of its values.
    pub enum Facet {
        /// The road on which it came.
        Source = "source",
        /// The kind of survey behind it.
        Kind = "kind",
        /// Where it was bought.
        Store = "store",
        /// What was bought.
        Category = "category",
        /// Of the customer.
        Segment = "segment",
        /// A, B or C.
        Class = "class",
        /// The customer's manager.
        Manager = "manager",
        /// Where the customer came from.
        Channel = "channel",
        /// The customer's language.
        Language = "language",
        /// What asked for a human being.
        Signal = "signal",
        /// What lay behind it, of either level.
        Cause = "cause",
        /// How it ended.
        Resolution = "resolution",
        /// What the customer asks for.
        Sought = "sought",
        /// What the customer got.
        Given = "given",
    }
}

coded! {
    /// What is so or is not.
    pub enum Flag {
        /// It was over before.
        Reopened = "reopened",
        /// The law gives a term.
        Legal = "legal",
        /// No person has answered yet.
        Unanswered = "unanswered",
        /// Money was given.
        Compensated = "compensated",
        /// The customer wrote last.
        News = "news",
        /// It went on in another one.
        Merged = "merged",
    }
}

coded! {
    /// By when something has to be done; each holds what is overdue too.
    pub enum Due {
        /// It is late already.
        Overdue = "overdue",
        /// Within four hours.
        Hours4 = "4h",
        /// Before midnight.
        Today = "today",
        /// Within a day and a night.
        Hours24 = "24h",
        /// Within seven days.
        Week = "week",
    }
}

coded! {
    /// In which order.
    pub enum Sort {
        /// The earliest deadline first.
        Deadline = "deadline",
        /// The most pressing first.
        Priority = "priority",
        /// The newest first.
        Opened = "opened",
        /// The last finished first.
        Resolved = "resolved",
    }
}

/// Whose a complaint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Of whoever looks.
    Me,
    /// Of nobody.
    Nobody,
    /// Of this member of staff.
    Staff(i64),
}

impl Owner {
    fn parse(code: &str) -> Option<Self> {
        match code {
            "me" => Some(Self::Me),
            "nobody" => Some(Self::Nobody),
            number => number.parse().ok().filter(|id| *id > 0).map(Self::Staff),
        }
    }

    /// As an address has it.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Me => "me".to_owned(),
            Self::Nobody => "nobody".to_owned(),
            Self::Staff(id) => id.to_string(),
        }
    }
}

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Whether the states of a filter are all open, all over, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Something is still to be done.
    Open,
    /// Nothing is.
    Over,
    /// Some of each.
    Both,
}

/// Which complaints: values of one field are any of them, fields hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Never empty.
    pub states: BTreeSet<State>,
    /// Any, where empty.
    pub severities: BTreeSet<Severity>,
    /// Anybody's, where empty.
    pub owners: BTreeSet<Owner>,
    /// Values by facet.
    pub facets: BTreeMap<Facet, BTreeSet<String>>,
    /// What must be so, or must not.
    pub flags: BTreeMap<Flag, bool>,
    /// Put off: only such, none such; not said, lists of open ones hide them.
    pub snoozed: Option<bool>,
    /// By when they are due.
    pub due: Option<Due>,
    /// When they were opened.
    pub opened: Days,
    /// When they were resolved.
    pub resolved: Days,
    /// What is looked for, as typed but for its blanks; may be empty.
    pub words: String,
    /// The order, where it is another than that of its states.
    pub sort: Option<Sort>,
}

impl Default for Filter {
    /// Everything that is open.
    fn default() -> Self {
        Self {
            states: open(),
            severities: BTreeSet::new(),
            owners: BTreeSet::new(),
            facets: BTreeMap::new(),
            flags: BTreeMap::new(),
            snoozed: None,
            due: None,
            opened: Days::default(),
            resolved: Days::default(),
            words: String::new(),
            sort: None,
        }
    }
}

fn open() -> BTreeSet<State> {
    State::all().iter().copied().filter(|state| state.is_open()).collect()
}

fn over() -> BTreeSet<State> {
    State::all().iter().copied().filter(|state| !state.is_open()).collect()
}

impl Filter {
    /// Values of one field that are read; more are as good as none.
    pub const VALUES: usize = 50;
    /// Characters of a value.
    pub const LONGEST: usize = 200;
    /// Characters of what is looked for; the rest is not read.
    pub const WORDS: usize = 300;

    /// Reads the pairs of an address. What is unknown or broken is left out, and answered beside as `name=value`.
    ///
    /// Where no state is named, words are looked for in all complaints, and lists without words show the open ones.
    #[must_use]
    pub fn read(pairs: impl IntoIterator<Item = (String, String)>) -> (Self, Vec<String>) {
        let mut filter = Self { states: BTreeSet::new(), ..Self::default() };
        let mut unknown = Vec::new();
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty() && !filter.take(&name, value) {
                unknown.push(text::one_line(&format!("{name}={value}"), 80));
            }
        }
        if filter.states.is_empty() {
            filter.states = filter.usual_states();
        }
        if filter.sort.is_some_and(|sort| !filter.allows(sort)) {
            unknown.extend(filter.sort.take().map(|sort| format!("sort={sort}")));
        }
        if filter.sort == Some(filter.usual_sort()) {
            filter.sort = None;
        }
        unknown.truncate(Self::VALUES);
        (filter, unknown)
    }

    /// Takes one pair in; whether it was understood.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let day = |value: &str| value.parse::<NaiveDate>().ok().filter(|day| plausible(*day));
        match name {
            "state" => self.take_state(value),
            "severity" => Severity::parse(value).map(|one| self.severities.insert(one)).is_some(),
            "owner" => {
                self.owners.len() < Self::VALUES
                    && Owner::parse(value).map(|one| self.owners.insert(one)).is_some()
            }
            "snoozed" => put(&mut self.snoozed, yes(value)),
            "due" => put(&mut self.due, Due::parse(value)),
            "sort" => put(&mut self.sort, Sort::parse(value)),
            "opened_from" => put(&mut self.opened.from, day(value)),
            "opened_to" => put(&mut self.opened.to, day(value)),
            "resolved_from" => put(&mut self.resolved.from, day(value)),
            "resolved_to" => put(&mut self.resolved.to, day(value)),
            "q" => {
                self.words = text::one_line(value, Self::WORDS);
                true
            }
            name => match (Facet::parse(name), Flag::parse(name)) {
                (Some(facet), _) => self.take_facet(facet, value),
                (None, Some(flag)) => yes(value).map(|is| self.flags.insert(flag, is)).is_some(),
                (None, None) => false,
            },
        }
    }

    fn take_state(&mut self, value: &str) -> bool {
        match (value, State::parse(value)) {
            ("open", _) => self.states.extend(open()),
            ("over", _) => self.states.extend(over()),
            ("any", _) => self.states.extend(State::all()),
            (_, Some(state)) => {
                self.states.insert(state);
            }
            (_, None) => return false,
        }
        true
    }

    fn take_facet(&mut self, facet: Facet, value: &str) -> bool {
        let plain = text::one_line(value, Self::LONGEST);
        let values = self.facets.entry(facet).or_default();
        let fits = values.len() < Self::VALUES && plain == value;
        if fits {
            values.insert(plain);
        }
        if values.is_empty() {
            self.facets.remove(&facet);
        }
        fits
    }

    fn usual_states(&self) -> BTreeSet<State> {
        if self.words.is_empty() { open() } else { State::all().iter().copied().collect() }
    }

    /// The pairs of its address, in one order: the same filter has the same address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        if self.states != self.usual_states() {
            let all: BTreeSet<State> = State::all().iter().copied().collect();
            match &self.states {
                states if *states == open() => pairs.push(("state", "open".to_owned())),
                states if *states == over() => pairs.push(("state", "over".to_owned())),
                states if *states == all => pairs.push(("state", "any".to_owned())),
                states => pairs.extend(states.iter().map(|state| ("state", state.code().to_owned()))),
            }
        }
        pairs.extend(self.severities.iter().map(|one| ("severity", one.code().to_owned())));
        pairs.extend(self.owners.iter().map(|one| ("owner", one.code())));
        for (facet, values) in &self.facets {
            pairs.extend(values.iter().map(|value| (facet.code(), value.clone())));
        }
        let no_or_yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
        pairs.extend(self.flags.iter().map(|(flag, is)| (flag.code(), no_or_yes(*is))));
        pairs.extend(self.snoozed.map(|is| ("snoozed", no_or_yes(is))));
        pairs.extend(self.due.map(|due| ("due", due.code().to_owned())));
        for (name, day) in [
            ("opened_from", self.opened.from),
            ("opened_to", self.opened.to),
            ("resolved_from", self.resolved.from),
            ("resolved_to", self.resolved.to),
        ] {
            pairs.extend(day.map(|day| (name, day.to_string())));
        }
        if !self.words.is_empty() {
            pairs.push(("q", self.words.clone()));
        }
        pairs.extend(self.sort.map(|sort| ("sort", sort.code().to_owned())));
        pairs
    }

    /// Whether its states are open, over, or both.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match (self.states.iter().any(|one| one.is_open()), self.states.iter().any(|one| !one.is_open())) {
            (true, true) => Scope::Both,
            (false, true) => Scope::Over,
            (_, false) => Scope::Open,
        }
    }

    /// Whether its states are all of its scope.
    #[must_use]
    pub fn whole_scope(&self) -> bool {
        match self.scope() {
            Scope::Open => self.states == open(),
            Scope::Over => self.states == over(),
            Scope::Both => self.states.len() == State::all().len(),
        }
    }

    /// Whether lists of these states have this order: only what an index carries is offered.
    #[must_use]
    pub fn allows(&self, sort: Sort) -> bool {
        match sort {
            Sort::Deadline | Sort::Priority => self.scope() == Scope::Open,
            Sort::Resolved => self.scope() == Scope::Over,
            Sort::Opened => true,
        }
    }

    fn usual_sort(&self) -> Sort {
        match self.scope() {
            Scope::Open => Sort::Deadline,
            Scope::Over => Sort::Resolved,
            Scope::Both => Sort::Opened,
        }
    }

    /// The order of its list.
    #[must_use]
    pub fn order(&self) -> Sort {
        self.sort.unwrap_or_else(|| self.usual_sort())
    }
}

fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    if understood {
        *place = value;
    }
    understood
}

fn yes(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Days that a database and a calendar can hold.
fn plausible(day: NaiveDate) -> bool {
    use chrono::Datelike as _;
    (1970..=9998).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(query: &[(&str, &str)]) -> (Filter, Vec<String>) {
        Filter::read(query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn an_address_without_a_word_is_the_open_ones() {
        let (filter, unknown) = read(&[("store", ""), ("q", "  ")]);
        assert_eq!((filter.clone(), unknown), (Filter::default(), vec![]));
        assert_eq!((filter.scope(), filter.order(), filter.pairs()), (Scope::Open, Sort::Deadline, vec![]));
    }

    #[test]
    fn fields_come_back_in_one_order_whatever_the_order_they_came_in() {
        let (one, _) = read(&[("store", "Б"), ("owner", "me"), ("store", "А"), ("severity", "high")]);
        let (other, _) = read(&[("severity", "high"), ("store", "А"), ("store", "Б"), ("owner", "me")]);
        assert_eq!(one, other);
        let pairs: Vec<_> = one.pairs().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["severity=high", "owner=me", "store=А", "store=Б"]);
    }

    #[test]
    fn what_is_unknown_is_told_and_left_out() {
        let (filter, unknown) = read(&[
            ("owner", "-1"),
            ("due", "soon"),
            ("colour", "red"),
            ("opened_from", "2026-13-40"),
            ("opened_to", "99999-01-01"),
            ("legal", "maybe"),
            ("state", "lost"),
            ("sort", "resolved"),
            ("severity", "high"),
        ]);
        assert_eq!(filter.pairs(), [("severity", "high".to_owned())]);
        assert_eq!(unknown.len(), 8, "{unknown:?}");
    }

    #[test]
    fn words_are_looked_for_in_all_states_unless_one_is_named() {
        let (filter, _) = read(&[("q", " поздно \u{0} \n привезли ")]);
        assert_eq!((filter.scope(), filter.words.as_str()), (Scope::Both, "поздно привезли"));
        let (filter, _) = read(&[("q", "поздно"), ("state", "open")]);
        assert_eq!(filter.scope(), Scope::Open);
        assert_eq!(filter.pairs().first(), Some(&("state", "open".to_owned())));
        let (long, _) = read(&[("q", &"слово ".repeat(2_000))]);
        assert_eq!(long.words.chars().count(), Filter::WORDS);
    }

    proptest! {
        #[test]
        fn whatever_is_read_leads_back_to_itself(pairs in prop::collection::vec(
            (prop::sample::select(vec!["state", "owner", "severity", "store", "q", "sort", "due", "legal", "snoozed",
                                       "opened_from", "cause", "xx"]),
             prop_oneof![".*", "open|over|any|new|closed", "me|nobody|7", "high|low", "yes|no", "2026-0[1-9]-1[0-9]",
                         "opened|priority|resolved", "overdue|4h"]), 0..12)) {
            let (once, _) = Filter::read(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)));
            let written = once.pairs();
            let (again, unknown) = Filter::read(written.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
            prop_assert_eq!(&unknown, &Vec::<String>::new());
            prop_assert_eq!(&again, &once);
            prop_assert_eq!(again.pairs(), written);
        }
    }
}
