//! The queue as a page: one line a complaint, the next deadline first.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    bulk::Bulk,
    wording::{self, Clock, Titles},
};
use crate::{
    domain::{clock::NEVER, complaint::State, language::Language, text},
    store::complaints::{COUNTED, Counts, Line},
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// The lists of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Open,
    Mine,
    Nobodys,
    Finished,
}

impl List {
    const ALL: [Self; 4] = [Self::Open, Self::Mine, Self::Nobodys, Self::Finished];

    pub fn parse(code: &str) -> Option<Self> {
        if code.is_empty() {
            Some(Self::Open)
        } else {
            Self::ALL.into_iter().find(|list| list.code() == code)
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mine => "mine",
            Self::Nobodys => "nobodys",
            Self::Finished => "finished",
        }
    }
}

pub struct QueuePage<'a> {
    pub me: i64,
    pub now: DateTime<Utc>,
    pub zone: Tz,
    pub list: List,
    /// Whether this is the first page of the list.
    pub first: bool,
    pub lines: &'a [Line],
    /// Where the next page begins.
    pub next: Option<String>,
    pub counts: Counts,
    pub titles: &'a Titles,
    /// Letters of people that wait to be sorted.
    pub to_sort: i64,
    /// Whether somebody asked for the next one and none was free.
    pub none_left: bool,
    /// What is done to many at once.
    pub bulk: &'a Bulk,
}

impl QueuePage<'_> {
    pub fn render(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let take_next = html! {
            div.queue-actions { (self.bulk.aside(frame))
            a.btn.btn-outline-primary href=(links::NEW_COMPLAINT) data-do="new" { (t!(language, "intake-new")) }
            form method="post" action=(links::TAKE_NEXT) {
                (frame.csrf())
                button.btn.btn-primary type="submit" data-do="take_next" disabled[self.counts.nobodys == 0] { (t!(language, "desk-take-next")) }
            } }
        };
        let list = self.list.code();
        let first = (!self.first).then(|| links::queue(list, None));
        let next = self.next.as_deref().map(|after| links::queue(list, Some(after)));
        let body = html! {
            @if self.none_left { (ui::notice(Tone::Notice, &t!(language, "desk-none-left"))) }
            (self.lists(language))
            div.card {
                @if self.lines.is_empty() { (self.nothing(language)) } @else { (self.table(language)) }
            }
            @if !self.lines.is_empty() && self.list != List::Finished { (self.bulk.bar(frame, self.now, self.zone)) }
            (ui::pages(language, first.as_deref(), next.as_deref()))
        };
        frame.page(&t!(language, "desk-title"), &take_next, &body)
    }

    fn lists(&self, language: Language) -> Markup {
        html! {
            nav.queue-lists aria-label=(t!(language, "desk-lists")) {
                ul.nav.nav-underline {
                    @for list in List::ALL {
                        @let here = list == self.list;
                        @let count = match list {
                            List::Open => Some(self.counts.open),
                            List::Mine => Some(self.counts.mine),
                            List::Nobodys => Some(self.counts.nobodys),
                            List::Finished => None,
                        };
                        li.nav-item {
                            a.nav-link.active[here] href=(links::queue(list.code(), None)) aria-current=[here.then_some("page")] {
                                (t!(language, &format!("desk-list-{}", list.code())))
                                @if let Some(count) = count { " " span.queue-count { (capped(count)) } }
                            }
                        }
                    }
                }
                @if self.to_sort > 0 {
                    p.queue-sorting { a href=(links::SORTING) { (ui::icon("mail")) (t!(language, "post-to-sort", count = capped(self.to_sort))) } }
                }
                @if self.counts.overdue > 0 {
                    p.clock.clock-late {
                        (ui::icon("alert")) (t!(language, "desk-overdue", count = capped(self.counts.overdue)))
                    }
                }
            }
        }
    }

    fn nothing(&self, language: Language) -> Markup {
        let list = self.list.code();
        let title = t!(language, &format!("desk-empty-{list}"));
        let words = t!(language, &format!("desk-empty-{list}-body"));
        let nobodys = links::queue(List::Nobodys.code(), None);
        let label = t!(language, "desk-empty-mine-action");
        let action =
            (self.list == List::Mine && self.counts.nobodys > 0).then_some((nobodys.as_str(), &*label));
        ui::empty(&title, &words, action)
    }

    fn table(&self, language: Language) -> Markup {
        let list = t!(language, &format!("desk-list-{}", self.list.code()));
        let caption = t!(language, "desk-caption", list = &*list, count = self.lines.len());
        let clock = if self.list == List::Finished { "desk-column-finished" } else { "desk-column-clock" };
        html! {
            table.table.table-vcenter.card-table.queue {
                caption.visually-hidden { (caption) }
                thead { tr {
                    @if self.list != List::Finished { (self.bulk.head(language)) }
                    th.q-clock scope="col" { (t!(language, clock)) }
                    th.q-severity scope="col" { (t!(language, "desk-column-severity")) }
                    th.q-who scope="col" { (t!(language, "desk-column-customer")) }
                    th.q-what scope="col" { (t!(language, "desk-column-what")) }
                    th.q-nps.number scope="col" { "NPS" }
                    th.q-state scope="col" { (t!(language, "desk-column-state")) }
                } }
                tbody { @for line in self.lines { (self.line(language, line)) } }
            }
        }
    }

    fn line(&self, language: Language, line: &Line) -> Markup {
        let name = wording::customer(&line.customer, &line.customer_external_id);
        let (severity_tone, severity) = wording::severity(language, line.severity);
        let (state_tone, state) = wording::state(language, &line.state);
        let mine = line.owner_id == Some(self.me);
        let label = t!(language, "desk-row", number = line.id.to_string(), name = name);
        html! {
            tr.queue-mine[mine] id=(format!("c{}", line.id)) {
                @if self.list != List::Finished { (self.bulk.cell(language, line.id)) }
                td.q-clock { (self.clock(language, line)) }
                td.q-severity { (ui::badge(severity_tone, &severity)) }
                td.q-who {
                    a.row-link href=(links::complaint(line.id)) aria-label=(label) {
                        span.q-number { (line.id) } " " span.q-name { (name) }
                    }
                    @if let Some(store) = &line.store { div.q-under { (store) } }
                }
                td.q-what {
                    div.q-line { (self.titles.signals(language, &line.signals)) }
                    @if let Some(comment) = &line.comment { div.q-line.q-under { (text::one_line(comment, 160)) } }
                }
                td.q-nps.number { @if let Some(nps) = line.nps { span.score.score-low[nps <= 6] { (nps) } } @else { span.text-secondary { "—" } } }
                td.q-state {
                    (ui::badge(state_tone, &state))
                    @if line.reopened > 0 { " " (ui::badge(Tone::Warning, &t!(language, "desk-reopened"))) }
                    @if line.news { " " (ui::badge(Tone::Notice, &t!(language, "desk-news"))) }
                    @if let Some(resolution) = line.resolution.as_deref().filter(|_| self.list == List::Finished) {
                        div.q-under { (wording::coded(language, "desk-resolution", resolution)) }
                    }
                    (self.bulk.mark(language, line.id))
                    div.q-under {
                        @match &line.owner {
                            Some(_) if mine => (t!(language, "desk-owner-you")),
                            Some(owner) => (owner),
                            None => (t!(language, "desk-owner-nobody")),
                        }
                    }
                }
            }
        }
    }

    fn clock(&self, language: Language, line: &Line) -> Markup {
        if self.list == List::Finished {
            let at = line.resolved_at.map(|at| format::date(language, at, self.zone));
            return html! { span.clock { (at.as_deref().unwrap_or("—")) } };
        }
        let clock = Clock::next(language, self.now, State::parse(&line.state), line.next_deadline);
        let which = if line.first_answered_at.is_none() {
            "desk-clock-of-answer"
        } else {
            "desk-clock-of-resolution"
        };
        html! {
            span class=(clock.class()) { (ui::icon(clock.picture)) (clock.words) }
            @if line.next_deadline < NEVER { div.q-under { (t!(language, which)) } }
        }
    }
}

/// A counter that stops: `7`, `99+`.
fn capped(count: i64) -> String {
    if count > COUNTED { format!("{COUNTED}+") } else { count.to_string() }
}
