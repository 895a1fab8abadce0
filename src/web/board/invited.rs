//! The very invitations that a figure counted: what became of each, and no names.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::{
        cut::{Cut, Dimension},
        facts::{Condition, Subject, Test},
        language::Language,
        report::Stage,
    },
    store::invited::Invited,
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

use super::{ask, parts};

/// A page of invitations.
pub struct List<'a> {
    pub cut: &'a Cut,
    pub conditions: &'a [Condition],
    pub count: u64,
    pub rows: &'a [Invited],
    /// Which page, and whether another follows.
    pub page: usize,
    pub more: bool,
    /// Whether the reader works complaints, and so may know customers.
    pub may_open: bool,
    pub zone: Tz,
}

impl List<'_> {
    pub fn draw(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let first = (self.page > 1).then(|| ask::rows(Subject::Invitations, self.cut, self.conditions, 1));
        let next =
            self.more.then(|| ask::rows(Subject::Invitations, self.cut, self.conditions, self.page + 1));
        frame.page(
            &t!(language, "board-invitations-title"),
            &parts::rows_files(language, Subject::Invitations, self.cut, self.conditions),
            &html! {
                (parts::reports(language, None, &self.cut.pairs()))
                p.board-days {
                    @for condition in self.conditions { strong { (condition_words(language, condition)) } " · " }
                    (parts::days(language, self.cut.period)) (parts::cut_words(language, self.cut))
                }
                p.text-secondary data-count=(self.count) {
                    (t!(language, "board-invitations-count", count = self.count))
                    @if self.page > 1 { " · " (t!(language, "board-rows-page", page = self.page)) }
                }
                @if self.rows.is_empty() {
                    div.card { (ui::empty(&t!(language, "board-invitations-none"), &t!(language, "board-answers-none-words"), None)) }
                } @else {
                    div.card { div.list-group.list-group-flush { @for row in self.rows { (self.row(language, row)) } } }
                }
                (ui::pages(language, first.as_deref(), next.as_deref()))
            },
        )
    }

    fn row(&self, language: Language, row: &Invited) -> Markup {
        let asked = matches!(row.road.as_str(), "letter" | "link");
        let steps: [(&str, Option<DateTime<Utc>>); 6] = [
            ("board-stage-sent", row.sent_at.filter(|_| asked)),
            ("board-beside-reminded", row.reminded_at),
            ("board-stage-opened", row.opened_at),
            ("board-stage-started", row.started_at),
            ("board-stage-completed", row.answered_at),
            ("board-beside-withdrawn", row.withdrawn_at),
        ];
        html! {
            article.list-group-item.board-answer data-invitation=(row.id) {
                div.board-answer-head {
                    strong { (parts::value_words(language, Dimension::Kind, &row.kind)) }
                    @if row.bounced { (ui::badge(Tone::Bad, &t!(language, "board-beside-bounced"))) }
                    @if row.revoked_at.is_some() { (ui::badge(Tone::Plain, &t!(language, "board-beside-revoked"))) }
                    span.text-secondary {
                        (t!(language, "board-invitations-planned", moment = format::moment(language, row.send_at, self.zone)))
                        " · " (t!(language, &format!("board-road-{}", row.road)))
                        @for (dimension, word) in [(Dimension::Store, &row.store), (Dimension::Segment, &row.segment), (Dimension::ValueClass, &row.value_class)] {
                            @if let Some(word) = word { " · " (parts::value_words(language, dimension, word)) }
                        }
                    }
                    @if self.may_open {
                        span.board-answer-links { a href=(links::customer(&row.customer)) { (t!(language, "board-customer")) } }
                    }
                }
                dl.board-ratings {
                    @for (name, at) in steps {
                        @if let Some(at) = at {
                            div { dt { (t!(language, name)) } dd.figure { (format::moment(language, at, self.zone)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A condition in words: `Открыли`, `Письмо: Отправлено`, `Письмо вернулось`.
fn condition_words(language: Language, condition: &Condition) -> String {
    let field = condition.field.as_str();
    let stage = |low: i64| {
        Stage::all()
            .iter()
            .find(|stage| stage.number() == low)
            .map_or_else(String::new, |stage| t!(language, &format!("board-stage-{stage}")).into_owned())
    };
    match (field, &condition.test) {
        ("stage", Test::Between(low, _)) => stage(*low),
        ("stage:letter" | "stage:link", Test::Between(low, _)) => {
            let road = field.strip_prefix("stage:").unwrap_or_default();
            format!("{}: {}", t!(language, &format!("board-road-{road}")), stage(*low))
        }
        ("open_until", Test::Between(0, _)) => t!(language, "board-beside-expired").into_owned(),
        ("open_until", _) => t!(language, "board-beside-waiting").into_owned(),
        ("own", Test::Between(1, 1)) => t!(language, "board-beside-own-completed").into_owned(),
        ("own", _) => t!(language, "board-beside-own").into_owned(),
        ("bounced" | "reminded" | "unsubscribed" | "revoked" | "withdrawn" | "robots", Test::Present) => {
            t!(language, &format!("board-beside-{field}")).into_owned()
        }
        _ => condition.to_string(),
    }
}
