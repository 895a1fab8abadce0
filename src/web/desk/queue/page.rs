//! A list of complaints as a page: what else there is, what is filtered, a line a complaint.

use maud::{Markup, html};

use super::{
    fields,
    line::Rows,
    lists::{Asked, List, address},
    saved::{First, Saved, Tabs},
};
use crate::{
    domain::{
        complaint_filter::{Filter, Scope, Sort},
        complaint_search::Sought,
        language::Language,
    },
    store::{
        complaint_lists::{COUNTED, FOUND_COUNTED, Found, FoundText, Reader},
        complaint_presence::Present,
    },
    t,
    web::{
        desk::{bulk::Bulk, live, wording::Titles},
        links,
        ui::{self, Frame, Tone},
        visitor::Person,
    },
    words::format,
};

/// What is said above a list about what was just tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    NoneLeft,
    Nameless,
    TooMany,
}

pub struct QueuePage<'a> {
    pub person: &'a Person,
    pub reader: Reader,
    /// Which of the lists that everybody has it is.
    pub list: Option<List>,
    pub sought: Option<&'a Sought>,
    pub asked: &'a Asked,
    pub found: &'a Found,
    pub texts: &'a [FoundText],
    pub first: Option<String>,
    pub next: Option<String>,
    pub tabs: &'a Tabs,
    pub titles: &'a Titles,
    pub workers: &'a [(i64, String)],
    pub common: &'a [String],
    pub compact: bool,
    pub notice: Option<Notice>,
    /// What is done to many at once.
    pub bulk: &'a Bulk,
    /// Who else is at any of the lines.
    pub present: &'a [Present],
    /// The newest entry of all histories, read before the lines.
    pub newest: i64,
    /// Letters of people that wait to be sorted.
    pub to_sort: i64,
}

impl QueuePage<'_> {
    fn filter(&self) -> &Filter {
        &self.asked.filter
    }

    pub fn render(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let none_free = self.tabs.count(List::Nobodys) == 0;
        let take_next = html! {
            div.queue-actions {
                (self.bulk.aside(frame))
                a.btn.btn-outline-primary href=(links::NEW_COMPLAINT) data-do="new" { (t!(language, "intake-new")) }
                form method="post" action=(links::TAKE_NEXT) {
                    (frame.csrf())
                    button.btn.btn-primary type="submit" data-do="take_next" disabled[none_free] { (t!(language, "desk-take-next")) }
                }
            }
        };
        let body = html! {
            (self.notices(frame))
            (self.search(language))
            (self.lists(language))
            (self.filters(language))
            @if self.asked.fields { (fields::form(language, self.asked, self.workers, self.common, self.titles)) }
            @if self.sought.is_some() && !self.found.lines.is_empty() { (self.how_many(language)) }
            (live::bar(language, self.newest, self.person.id))
            div.card.queue-card {
                @if self.found.lines.is_empty() { (self.nothing(language)) } @else { (self.table(language)) }
            }
            @if !self.found.lines.is_empty() && self.filter().order() != Sort::Resolved {
                (self.bulk.bar(frame, self.reader.now, self.reader.zone))
            }
            (ui::pages(language, self.first.as_deref(), self.next.as_deref()))
            (self.foot(frame))
        };
        frame.page(&t!(language, "desk-title"), &take_next, &body)
    }

    fn notices(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        html! {
            @match self.notice {
                Some(Notice::NoneLeft) => (ui::notice(Tone::Notice, &t!(language, "desk-none-left"))),
                Some(Notice::Nameless) => (ui::notice(Tone::Warning, &t!(language, "find-view-nameless"))),
                Some(Notice::TooMany) => (ui::notice(Tone::Warning, &t!(language, "find-view-too-many"))),
                None => {},
            }
            @if !self.asked.unknown.is_empty() {
                (ui::notice(Tone::Warning, &t!(language, "find-unknown", parts = self.asked.unknown.join(", "))))
            }
            @if let Some(name) = &self.asked.removed {
                div.alert.alert-info.queue-undo role="status" {
                    span { (t!(language, "find-view-removed", name = name.as_str())) }
                    form method="post" action=(links::VIEWS) {
                        (frame.csrf())
                        input type="hidden" name="name" value=(name);
                        input type="hidden" name="query" value=(self.query());
                        button.btn.btn-sm.btn-outline-primary type="submit" { (t!(language, "find-view-restore")) }
                    }
                }
            }
        }
    }

    /// The query of this very list, and which saved one it was made from.
    fn query(&self) -> String {
        links::query_of(&self.pairs())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.filter().pairs();
        pairs.extend(self.asked.view.map(|view| ("view", view.to_string())));
        pairs
    }

    /// The saved list that is shown, with changes or without.
    fn saved(&self) -> Option<&Saved> {
        let saved = self.tabs.here.and_then(|here| self.tabs.saved.get(here))?;
        (self.list.is_none() || self.asked.view.is_some()).then_some(saved)
    }

    fn search(&self, language: Language) -> Markup {
        let filter = self.filter();
        // A search among what is found already narrows it; a first one looks at all complaints.
        let kept = if filter.words.is_empty() { Vec::new() } else { self.pairs() };
        html! {
            form.queue-search method="get" action=(links::DESK) role="search" {
                @for (name, value) in kept.iter().filter(|(name, _)| *name != "q") {
                    input type="hidden" name=(name) value=(value);
                }
                label.visually-hidden for="q" { (t!(language, "find-search")) }
                input.form-control #q name="q" type="search" data-do="search" value=(filter.words) maxlength=(Filter::WORDS) autocomplete="off"
                    placeholder=(t!(language, "find-search-hint"));
                button.btn.btn-outline-primary type="submit" { (t!(language, "find-search-submit")) }
            }
        }
    }

    fn lists(&self, language: Language) -> Markup {
        let first = First::of(self.person.desk.as_ref());
        // The one that opens first is marked where somebody chose.
        let mark = |which: First| {
            let chosen = which == first && first != First::List(List::Open);
            html! { @if chosen { " " span.queue-first title=(t!(language, "find-first")) { (ui::icon("star")) span.visually-hidden { (t!(language, "find-first")) } } } }
        };
        let here = self.saved().map(|saved| saved.view.id);
        html! {
            nav.queue-lists aria-label=(t!(language, "desk-lists")) {
                ul.nav.nav-underline {
                    @for (list, count) in &self.tabs.lists {
                        @let here = here.is_none() && Some(*list) == self.list;
                        @let late = *list == List::Overdue && count.is_some_and(|count| count > 0);
                        li.nav-item {
                            a.nav-link.active[here].clock-late[late] href=(links::queue(list.code(), None)) aria-current=[here.then_some("page")] {
                                @if late { (ui::icon("alert")) }
                                (t!(language, &format!("desk-list-{}", list.code())))
                                (mark(First::List(*list)))
                                @if let Some(count) = count { " " span.queue-count { (capped(*count)) } }
                            }
                        }
                    }
                    @for saved in &self.tabs.saved {
                        @let here = here == Some(saved.view.id);
                        li.nav-item {
                            a.nav-link.active[here] href=(address(&saved.filter, Some(saved.view.id), None)) aria-current=[here.then_some("page")] {
                                span.queue-view { (saved.view.name) }
                                (mark(First::View(saved.view.id)))
                                @if saved.view.shared { span.visually-hidden { " " (t!(language, "find-view-shared")) } }
                                @if let Some(count) = saved.count { " " span.queue-count { (capped(count)) } }
                            }
                        }
                    }
                }
                @if self.to_sort > 0 {
                    p.queue-sorting { a href=(links::SORTING) { (ui::icon("mail")) (t!(language, "post-to-sort", count = capped(self.to_sort))) } }
                }
            }
        }
    }

    /// The filter in chips, each with a way to drop it.
    fn filters(&self, language: Language) -> Markup {
        let pairs = self.pairs();
        let shown = |name: &str| !matches!(name, "q" | "sort" | "view");
        let any = self.list.is_none() && pairs.iter().any(|(name, _)| shown(name));
        let mut fields_open = pairs.clone();
        fields_open.push(("fields", "1".to_owned()));
        html! {
            div.queue-filters {
                @if any {
                    ul.queue-chips aria-label=(t!(language, "find-chips")) {
                        @for (place, (name, value)) in pairs.iter().enumerate().filter(|(_, (name, _))| shown(name)) {
                            @let words = fields::told(language, name, value, self.workers, self.titles);
                            li.queue-chip {
                                span { (words) }
                                a href=(without(&pairs, place)) aria-label=(t!(language, "find-chip-drop", words = words.as_str())) { "×" }
                            }
                        }
                        li { a href=(links::queue(List::Open.code(), None)) { (t!(language, "find-reset")) } }
                    }
                }
                @if !self.asked.fields {
                    a.btn.btn-sm.btn-outline-secondary href={ (links::filtered(&fields_open)) "#fields" } { (t!(language, "find-fields")) }
                }
            }
        }
    }

    fn nothing(&self, language: Language) -> Markup {
        if !self.filter().words.is_empty() {
            let body = match self.sought {
                None => "find-nothing-letters",
                Some(_) if !self.found.meaningful => "find-nothing-common",
                Some(_) => "find-nothing-body",
            };
            return ui::empty(&t!(language, "find-nothing"), &t!(language, body), None);
        }
        let Some(list) = self.list else {
            let label = t!(language, "find-reset");
            let open = links::queue(List::Open.code(), None);
            return ui::empty(
                &t!(language, "find-empty"),
                &t!(language, "find-empty-body"),
                Some((&open, &*label)),
            );
        };
        let code = list.code();
        let nobodys = links::queue(List::Nobodys.code(), None);
        let label = t!(language, "desk-empty-mine-action");
        let free = self.tabs.count(List::Nobodys) > 0;
        let action = (list == List::Mine && free).then_some((nobodys.as_str(), &*label));
        ui::empty(
            &t!(language, &format!("desk-empty-{code}")),
            &t!(language, &format!("desk-empty-{code}-body")),
            action,
        )
    }

    fn name(&self, language: Language) -> String {
        if !self.filter().words.is_empty() {
            return t!(language, "find-found").into_owned();
        }
        match (self.saved(), self.list) {
            (Some(saved), _) => saved.view.name.clone(),
            (None, Some(list)) => t!(language, &format!("desk-list-{}", list.code())).into_owned(),
            (None, None) => t!(language, "find-chosen").into_owned(),
        }
    }

    fn table(&self, language: Language) -> Markup {
        let name = self.name(language);
        let caption = t!(language, "desk-caption", list = name.as_str(), count = self.found.lines.len());
        let over = self.filter().order() == Sort::Resolved;
        let rows = Rows {
            language,
            me: self.person.id,
            now: self.reader.now,
            zone: self.reader.zone,
            titles: self.titles,
            stems: &self.found.stems,
            texts: self.texts,
            present: self.present,
            bulk: (!over).then_some(self.bulk),
        };
        let clock = if over { "desk-column-finished" } else { "desk-column-clock" };
        let by_clock = if over { Sort::Resolved } else { Sort::Deadline };
        html! {
            table.table.table-vcenter.card-table.queue.queue-compact[self.compact] {
                caption.visually-hidden { (caption) }
                thead { tr {
                    @if !over { (self.bulk.head(language)) }
                    (self.column(language, "q-clock", clock, Some(by_clock)))
                    (self.column(language, "q-severity", "desk-column-severity", Some(Sort::Priority)))
                    (self.column(language, "q-who", "desk-column-customer", None))
                    (self.column(language, "q-what", "desk-column-what", None))
                    (self.column(language, "q-nps number", "find-column-source", None))
                    (self.column(language, "q-state", "desk-column-state", None))
                    (self.column(language, "q-last", "find-column-last", Some(Sort::Opened)))
                } }
                tbody { @for line in &self.found.lines { (rows.line(line)) } }
            }
        }
    }

    /// The head of a column; a link where the list can be put in its order.
    fn column(&self, language: Language, class: &str, label: &str, sort: Option<Sort>) -> Markup {
        let filter = self.filter();
        let sorts = sort.filter(|sort| filter.allows(*sort) && self.sought.is_none());
        let here = sorts.is_some_and(|sort| sort == filter.order());
        let direction = match sort {
            Some(Sort::Deadline) => "ascending",
            _ => "descending",
        };
        html! {
            th class=(class) scope="col" aria-sort=[here.then_some(direction)] {
                @match sorts {
                    Some(sort) if !here => a.queue-sort href=(sorted(self.asked, sort)) title=(t!(language, &format!("find-sort-{sort}"))) { (t!(language, label)) },
                    Some(_) => span.queue-sorted { (t!(language, label)) (ui::icon(if direction == "ascending" { "up" } else { "down" })) },
                    None => (t!(language, label)),
                }
            }
        }
    }

    /// Saving the list, changing the saved one, how close its lines stand.
    fn foot(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let other = if self.compact { "comfortable" } else { "compact" };
        html! {
            div.queue-foot {
                @match self.saved() {
                    // A list that was just removed is brought back above.
                    None if self.list.is_some() || self.asked.removed.is_some() => {},
                    None => (self.save(frame)),
                    Some(saved) => {
                        @let own = saved.view.owner_id == self.person.id;
                        @let changed = saved.filter != *self.filter();
                        @if own && changed { (self.update(frame, saved)) }
                        @if own && !changed { (self.change(frame, saved)) } @else { (self.save(frame)) }
                    },
                }
                (self.first_choice(frame))
                form.queue-density method="post" action=(links::DENSITY) {
                    (frame.csrf())
                    input type="hidden" name="query" value=(self.query());
                    button.btn.btn-sm.btn-ghost-secondary name="density" value=(other) type="submit" { (t!(language, &format!("find-density-{other}"))) }
                }
            }
        }
    }

    /// Makes the list that is shown the one that opens first, or gives that up.
    fn first_choice(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let shown = match (self.saved(), self.list) {
            (Some(saved), _) if saved.filter == *self.filter() => First::View(saved.view.id),
            (None, Some(list)) => First::List(list),
            _ => return html! {},
        };
        let first = First::of(self.person.desk.as_ref());
        let (wanted, words) = match shown == first {
            true if shown == First::List(List::Open) => return html! {},
            true => (First::List(List::Open), "find-first-drop"),
            false => (shown, "find-first-choose"),
        };
        html! {
            form.queue-first-choice method="post" action=(links::FIRST_LIST) {
                (frame.csrf())
                @match wanted {
                    First::List(list) => input type="hidden" name="list" value=(list.code());,
                    First::View(id) => input type="hidden" name="view" value=(id);,
                }
                button.btn.btn-sm.btn-ghost-secondary type="submit" { (t!(language, words)) }
            }
        }
    }

    /// Puts what was changed of a saved list in the place of what it was.
    fn update(&self, frame: &Frame<'_>, saved: &Saved) -> Markup {
        html! {
            form.queue-update method="post" action=(links::view(saved.view.id)) {
                (frame.csrf())
                input type="hidden" name="query" value=(self.query());
                button.btn.btn-sm.btn-primary name="deed" value="update" type="submit" {
                    (t!(frame.language, "find-view-update", name = saved.view.name.as_str()))
                }
            }
        }
    }

    /// How many were found, and which stand first.
    fn how_many(&self, language: Language) -> Markup {
        let found = self.found;
        html! {
            p.queue-more role="status" {
                @if self.first.is_none() {
                    @let more = !found.whole || found.counted > FOUND_COUNTED;
                    @let count = format::whole(language, found.counted.min(FOUND_COUNTED));
                    (t!(language, "find-count", count = format!("{count}{}", if more { "+" } else { "" }))) " "
                }
                (t!(language, "find-newest-first"))
                @if self.filter().scope() == Scope::Both {
                    " " a href=(self.only_open()) { (t!(language, "find-only-open")) }
                }
            }
        }
    }

    /// The same words among open complaints.
    fn only_open(&self) -> String {
        let mut filter = self.filter().clone();
        filter.states = List::Open.filter().states;
        self.asked.address(&filter, None)
    }

    fn save(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        html! {
            details.queue-save open[self.notice == Some(Notice::Nameless)] {
                summary.btn.btn-sm.btn-outline-secondary { (t!(language, "find-view-save")) }
                form method="post" action=(links::VIEWS) {
                    (frame.csrf())
                    input type="hidden" name="query" value=(self.query());
                    label.form-label for="view-name" { (t!(language, "find-view-name")) }
                    input.form-control #view-name name="name" maxlength="60" required;
                    @if self.person.role.may_take_over() {
                        label.form-check { input.form-check-input type="checkbox" name="shared" value="yes"; span.form-check-label { (t!(language, "find-view-share-all")) } }
                    }
                    button.btn.btn-primary type="submit" { (t!(language, "find-view-save-submit")) }
                }
            }
        }
    }

    fn change(&self, frame: &Frame<'_>, saved: &Saved) -> Markup {
        let language = frame.language;
        let view = &saved.view;
        let deed = |deed: &str| {
            html! { button.btn.btn-sm.btn-outline-secondary name="deed" value=(deed) type="submit" formnovalidate { (t!(language, &format!("find-view-{deed}"))) } }
        };
        html! {
            details.queue-save {
                summary.btn.btn-sm.btn-outline-secondary { (t!(language, "find-view-change", name = view.name.as_str())) }
                form method="post" action=(links::view(view.id)) {
                    (frame.csrf())
                    label.form-label for="view-name" { (t!(language, "find-view-name")) }
                    input.form-control #view-name name="name" maxlength="60" required value=(view.name);
                    div.queue-deeds {
                        button.btn.btn-sm.btn-primary name="deed" value="rename" type="submit" { (t!(language, "find-view-rename")) }
                        (deed("earlier")) (deed("later"))
                        @if view.shared { (deed("keep")) } @else if self.person.role.may_take_over() { (deed("share")) }
                        (deed("remove"))
                    }
                }
            }
        }
    }
}

/// The list without one of its conditions.
fn without(pairs: &[(&'static str, String)], place: usize) -> String {
    let left: Vec<_> =
        pairs.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, pair)| pair.clone()).collect();
    links::filtered(&left)
}

/// The list in another order.
fn sorted(asked: &Asked, sort: Sort) -> String {
    let pairs = Filter { sort: Some(sort), ..asked.filter.clone() }.pairs();
    let (usual, _) = Filter::read(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)));
    asked.address(&usual, None)
}

/// A counter that stops: `7`, `99+`.
fn capped(count: i64) -> String {
    if count > COUNTED { format!("{COUNTED}+") } else { count.to_string() }
}
