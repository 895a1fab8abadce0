//! The figures at the head of the page.

use maud::{Markup, html};

use super::{Drawn, More, counted, days, moved, passed, percent, percents, told, worked};
use crate::{
    domain::{
        cut::Cut,
        facts::{Condition, Subject},
        nps::Base,
        quantile::{Quantile, Sample},
        report::{
            Change, Changes, Timing,
            complaint_fields::{self as fields, ANSWER, ClockFields, SOLVING},
        },
    },
    t,
    web::board::{ask, parts},
    words::format,
};

impl Drawn<'_> {
    pub(super) fn opened(&self) -> Markup {
        let cut = &self.report.view.cut;
        let count = self.report.total.opened;
        self.number(
            "board-complaints-opened",
            &self.count_opened(count, cut, &[]),
            self.report.changes.opened,
            More::Worse,
        )
    }

    pub(super) fn ended(&self) -> Markup {
        let cut = &self.report.view.cut;
        let count = self.report.total.ended;
        self.number(
            "board-complaints-ended",
            &self.count_ended(count, cut, &[]),
            self.report.changes.ended,
            More::Neither,
        )
    }

    fn number(&self, title: &str, count: &Markup, change: Option<Change>, more: More) -> Markup {
        let language = self.language();
        let change = change.filter(|_| self.compares());
        html! {
            section.card.h-100 { div.card-body {
                h2.subheader { (t!(language, title)) }
                p.board-figure.figure { (count) }
                (moved(language, change, more, |difference| format::signed(language, difference, 0)))
            } }
        }
    }

    /// Whether the period compared with has any complaints that could have been counted.
    fn compares(&self) -> bool {
        let before = self.report.view.before();
        before.is_some_and(|before| self.room.span.is_none_or(|span| before.period.to() > span.from()))
    }

    pub(super) fn open(&self) -> Markup {
        let language = self.language();
        let cut = &self.report.view.cut;
        let ages = &self.report.backlog.ages;
        html! {
            section.card.h-100 { div.card-body {
                h2.subheader { (t!(language, "board-complaints-open")) }
                p.board-figure.figure { (self.count_open(self.report.total.open, cut, &[])) }
                @if let (Some(median), Some(tenth)) = (ages.median(), ages.quantile(0.9)) {
                    p.mb-0 { (t!(language, "board-complaints-age", median = days(language, median.value), tenth = days(language, tenth.value))) }
                }
            } }
        }
    }

    pub(super) fn reopened(&self) -> Markup {
        let language = self.language();
        let cut = &self.report.view.cut;
        let share = self.report.total.reopened;
        let again = Condition::present(fields::REOPENED);
        html! {
            section.card.h-100 { div.card-body {
                h2.subheader { (t!(language, "board-complaints-reopened")) }
                @match share.value().filter(|_| Base::of(share.of()).shows_score()) {
                    Some(value) => {
                        p.board-figure.figure { (format::percent(language, value, 1)) }
                        p.mb-1 { (parts::figure_interval(language, percents(share.interval()), 1, &percent(language))) " " (super::base(language, Base::of(share.of()))) }
                    }
                    None => p.board-figure-none { (t!(language, "board-complaints-none")) }
                }
                p.mb-1 { (self.count_opened(share.count(), cut, &[again])) " " (t!(language, "board-complaints-of")) " " (self.count_opened(share.of(), cut, &[])) }
                @if self.compares() { (parts::untested(language, Changes::REOPENED)) }
            } }
        }
    }

    pub(super) fn answer(&self) -> Markup {
        let cut = &self.report.view.cut;
        let changes = self.report.changes;
        self.clock(
            "answer",
            &self.report.total.answer,
            ANSWER,
            cut,
            &[],
            changes.answer,
            changes.answer_in_time,
        )
    }

    pub(super) fn solving(&self) -> Markup {
        let (cut, ended) = self.report.ended(&self.report.view.cut);
        let changes = self.report.changes;
        self.clock(
            "solving",
            &self.report.total.solving,
            SOLVING,
            &cut,
            &[ended],
            changes.solving,
            changes.solving_in_time,
        )
    }

    fn points(&self, points: f64) -> String {
        let language = self.language();
        t!(language, "board-complaints-points", count = format::signed(language, points, 1)).into_owned()
    }

    #[expect(clippy::too_many_arguments, reason = "one card for both clocks, which differ in all of these")]
    fn clock(
        &self,
        name: &str,
        timing: &Timing,
        clock: ClockFields,
        cut: &Cut,
        conditions: &[Condition],
        change: Option<Change>,
        change_in_time: Option<Change>,
    ) -> Markup {
        let language = self.language();
        let rows = |more: Condition| ask::rows(Subject::Complaints, cut, &[conditions, &[more]].concat(), 1);
        let base = Base::of(timing.worked.n());
        let (change, change_in_time) =
            (change.filter(|_| self.compares()), change_in_time.filter(|_| self.compares()));
        let longer = |difference: f64| {
            let sign = if difference > 0.0 { "+" } else { "" };
            format!("{sign}{}", worked(language, difference))
        };
        html! {
            section.card.h-100 { div.card-body {
                h2.subheader { (t!(language, &format!("board-complaints-{name}"))) }
                @match timing.worked.median().filter(|_| base.shows_score()) {
                    Some(median) => {
                        p.board-figure.figure { (worked(language, median.value)) }
                        p.mb-1 { (self.reach(median)) " " (super::base(language, base)) }
                        (moved(language, change, More::Worse, longer))
                        dl.board-complaint-times {
                            (self.tenth("board-complaints-tenth", &timing.worked, worked))
                            @if let Some(wall) = timing.passed.median() {
                                div { dt { (t!(language, "board-complaints-wall")) } dd.figure { (passed(language, wall.value)) } }
                            }
                            (self.tenth("board-complaints-wall-tenth", &timing.passed, passed))
                        }
                    }
                    None => p.board-figure-none { (t!(language, "board-complaints-none")) }
                }
                p.mb-1 {
                    (t!(language, &format!("board-complaints-{name}-counted"))) " "
                    (counted(language, timing.worked.n(), &rows(Condition::present(clock.worked))))
                }
                p.mb-1 {
                    (t!(language, "board-complaints-in-time")) ": " (told(language, timing.in_time)) " "
                    (counted(language, timing.in_time.count(), &rows(Condition::between(clock.in_time, 1, 1))))
                    " " (t!(language, "board-complaints-of")) " "
                    (counted(language, timing.in_time.of(), &rows(self.report.judged(clock))))
                }
                (moved(language, change_in_time, More::Better, |points| self.points(points)))
            } }
        }
    }

    fn reach(&self, median: Quantile) -> String {
        let language = self.language();
        median.interval.map_or_else(
            || t!(language, "board-complaints-no-interval").into_owned(),
            |(low, high)| {
                let ends = t!(
                    language,
                    "board-interval",
                    low = worked(language, low),
                    high = worked(language, high)
                );
                t!(language, "board-complaints-median", interval = ends.into_owned()).into_owned()
            },
        )
    }

    fn tenth(
        &self,
        title: &str,
        sample: &Sample,
        words: impl Fn(crate::domain::language::Language, f64) -> String,
    ) -> Markup {
        let language = self.language();
        html! {
            @if let Some(tenth) = sample.quantile(0.9) {
                div {
                    dt { (t!(language, title)) }
                    dd.figure {
                        (words(language, tenth.value))
                        @if let Some((low, high)) = tenth.interval {
                            " " small.text-secondary { (t!(language, "board-interval", low = words(language, low), high = words(language, high))) }
                        }
                    }
                }
            }
        }
    }
}
