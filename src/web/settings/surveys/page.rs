//! The page of the rules: what all share, then a card for each kind.

use std::borrow::Cow;

use chrono_tz::Tz;
use maud::{Markup, Render, html};
use serde::Deserialize;

use super::typed::{Flaw, Typed};
use crate::{
    actions::planning_rules,
    domain::{
        departure::{LEAST_PURCHASES, Rhythm, Silence},
        invitation::{Rules, Sending, Weekdays},
        language::Language,
        questionnaire::{Definition, SurveyKind},
    },
    store::audit::Changed,
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// The name of the card of what all share.
pub const SHARED: &str = "shared";

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    Saved,
    Restored,
}

impl Done {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Restored => "restored",
        }
    }
}

/// One kind as it is set.
pub struct Card {
    pub kind: SurveyKind,
    pub rules: Rules,
    /// Why the setting can't be used.
    pub problem: Option<String>,
    pub definition: Option<Definition>,
}

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    pub sending: Sending,
    /// Who is inactive, and who is lost.
    pub silence: Silence,
    pub silence_problem: Option<String>,
    pub shared_problem: Option<String>,
    pub cards: Vec<Card>,
    pub changes: Vec<Changed>,
    pub done: Option<Done>,
    pub refused: Option<Typed>,
}

/// A field of a card: its name, its value as set.
struct Field<'a> {
    card: &'a str,
    name: &'static str,
    set: String,
    hint: Option<String>,
}

impl Render for Page<'_> {
    fn render(&self) -> Markup {
        let language = self.frame.language;
        let body = html! {
            @if let Some(done) = self.done {
                (ui::notice(Tone::Good, &t!(language, &format!("surveys-done-{}", done.code()))))
            }
            @if self.refused.is_some() { (ui::notice(Tone::Bad, &t!(language, "surveys-refused"))) }
            p.text-secondary { (t!(language, "surveys-lead")) }
            (self.shared())
            @for card in &self.cards { (self.card(card)) }
        };
        self.frame.page(&t!(language, "surveys-title"), &html! {}, &body)
    }
}

impl Page<'_> {
    fn shared(&self) -> Markup {
        let language = self.frame.language;
        let sending = &self.sending;
        let field = |name, set: String| Field { card: SHARED, name, set, hint: None };
        let typed = self.typed(None);
        let no_day = typed.and_then(|typed| typed.flaw("days"));
        let fields = html! {
            div.row.g-3 {
                (self.number(&field("quiet_days", sending.quiet_days.to_string())))
                (self.number(&field("sending_from", sending.sending_from.to_string())))
                (self.number(&field("sending_to", sending.sending_to.to_string())))
            }
            fieldset.mt-3 aria-describedby=[no_day.map(|_| "shared-days-error")] {
                legend.form-label { (t!(language, "surveys-days-of-week")) }
                div.d-flex.flex-wrap.gap-3 {
                    @for code in Weekdays::all_codes() {
                        @let name = format!("day_{code}");
                        @let ticked = typed.map_or_else(|| sending.days.codes().any(|day| day == code), |typed| typed.is_ticked(&name));
                        label.form-check.form-check-inline.m-0 {
                            input.form-check-input type="checkbox" name=(name) value="on" checked[ticked];
                            span.form-check-label { (t!(language, &format!("surveys-day-{code}"))) }
                        }
                    }
                }
                @if let Some(flaw) = no_day {
                    div.text-danger #shared-days-error { (self.words(flaw)) }
                }
            }
            p.text-secondary.mt-3.mb-0 {
                (t!(language, "surveys-next-shared", quiet = days(language, sending.quiet_days),
                    zone = sending.zone.name()))
            }
        };
        self.frame_of(
            SHARED,
            planning_rules::SHARED,
            &t!(language, "surveys-shared"),
            self.shared_problem.as_deref(),
            &fields,
        )
    }

    fn card(&self, card: &Card) -> Markup {
        let language = self.frame.language;
        let (kind, rules) = (card.kind, &card.rules);
        let field = |name, set: Option<u16>| Field {
            card: kind.code(),
            name,
            set: set.map_or_else(String::new, |number| number.to_string()),
            hint: match (name, kind) {
                ("delay_days", _) => Some(t!(language, &format!("surveys-moment-{kind}")).into_owned()),
                ("reminder_days", _) => Some(t!(language, &format!("surveys-hint-{name}")).into_owned()),
                _ => None,
            },
        };
        let on = self.typed(Some(kind)).map_or(rules.on, |typed| typed.is_ticked("on"));
        let fields = html! {
            @if let Some(definition) = &card.definition {
                p.mb-2 { (t!(language, "surveys-asks", questions = self.questions(definition))) }
            }
            p.mb-3 { (self.next(kind, rules)) }
            @if let Some(problem) = self.silence_problem.as_deref().filter(|_| kind == SurveyKind::Inactive) {
                (ui::notice(Tone::Bad, &t!(language, "surveys-inactive-problem", problem = problem)))
            }
            @if kind == SurveyKind::Inactive {
                p.mb-3 { a href=(links::CHURN) { (t!(language, "surveys-inactive-where")) } }
            }
            label.form-check.form-switch {
                input.form-check-input type="checkbox" name="on" value="on" checked[on];
                span.form-check-label { (t!(language, "surveys-on")) }
            }
            div.row.g-3 {
                @if !matches!(kind, SurveyKind::Inactive | SurveyKind::Staff) { (self.number(&field("delay_days", Some(rules.delay_days)))) }
                @if let Some(window) = rules.window_days { (self.number(&field("window_days", Some(window)))) }
                (self.number(&field("reminder_days", rules.reminder_days)))
                (self.number(&field("expiry_days", Some(rules.expiry_days))))
            }
        };
        let title = t!(language, &format!("board-kind-{kind}"));
        self.frame_of(kind.code(), &planning_rules::key(kind), &title, card.problem.as_deref(), &fields)
    }

    /// A card around fields, with its buttons and who changed it last.
    fn frame_of(&self, name: &str, key: &str, title: &str, problem: Option<&str>, fields: &Markup) -> Markup {
        let language = self.frame.language;
        let heading = format!("{name}-title");
        html! {
            section.card.mt-3 #(name) aria-labelledby=(heading) {
                div.card-header { h2.card-title id=(heading) { (title) } }
                div.card-body {
                    @if let Some(problem) = problem {
                        (ui::notice(Tone::Bad, &t!(language, "surveys-problem", problem = problem)))
                    }
                    form method="post" action=(links::survey_rules(name)) novalidate {
                        (self.frame.csrf())
                        (fields)
                        div.d-flex.flex-wrap.gap-2.mt-3 {
                            button.btn.btn-primary type="submit" { (t!(language, "surveys-save")) }
                            button.btn.btn-outline-secondary type="submit" formaction=(links::survey_defaults(name)) {
                                (t!(language, "surveys-restore"))
                            }
                        }
                    }
                    (self.changed(key))
                }
            }
        }
    }

    fn changed(&self, key: &str) -> Markup {
        let language = self.frame.language;
        let Some(change) = self.changes.iter().find(|change| change.key == key) else {
            return html! { p.text-secondary.mt-3.mb-0 { (t!(language, "surveys-unchanged")) } };
        };
        let at = format::moment(language, change.at, self.zone);
        let words = match &change.staff_name {
            Some(who) => t!(language, "surveys-changed", at = at, who = who.as_str()),
            None => t!(language, "surveys-changed-by-command", at = at),
        };
        html! { p.text-secondary.mt-3.mb-0 { (words) } }
    }

    fn number(&self, field: &Field<'_>) -> Markup {
        let language = self.frame.language;
        let kind = SurveyKind::parse(field.card);
        let typed = self.typed(kind);
        let flaw = typed.and_then(|typed| typed.flaw(field.name));
        let value = typed.map_or(field.set.as_str(), |typed| typed.value(field.name));
        let id = format!("{}-{}", field.card, field.name);
        let (hint, error) = (format!("{id}-hint"), format!("{id}-error"));
        let described: Vec<&str> = [field.hint.as_ref().map(|_| hint.as_str()), flaw.map(|_| error.as_str())]
            .into_iter()
            .flatten()
            .collect();
        let described = Some(described.join(" ")).filter(|ids| !ids.is_empty());
        html! {
            div.col-12.col-sm-6.col-lg-4.col-xl-3 {
                label.form-label for=(id) { (t!(language, &format!("surveys-{}", field.name))) }
                input.form-control.is-invalid[flaw.is_some()] #(id) name=(field.name) value=(value) inputmode="numeric"
                    autocomplete="off" maxlength="4" aria-describedby=[described] aria-invalid=[flaw.map(|_| "true")];
                @if let Some(flaw) = flaw { div.invalid-feedback id=(error) { (self.words(flaw)) } }
                @if let Some(words) = &field.hint { div.form-hint id=(hint) { (words) } }
            }
        }
    }

    /// What was refused, where it was this card.
    fn typed(&self, kind: Option<SurveyKind>) -> Option<&Typed> {
        self.refused.as_ref().filter(|typed| typed.kind == kind)
    }

    fn words(&self, flaw: Flaw) -> String {
        let language = self.frame.language;
        match flaw {
            Flaw::Number { least, most } => t!(language, "surveys-error-number", least = least, most = most),
            Flaw::Window => t!(language, "surveys-error-window"),
            Flaw::Reminder => t!(language, "surveys-error-reminder"),
            Flaw::Hours => t!(language, "surveys-error-hours"),
            Flaw::NoDay => t!(language, "surveys-error-days"),
        }
        .into_owned()
    }

    fn questions(&self, definition: &Definition) -> String {
        let name = |code: &str| t!(self.frame.language, &format!("surveys-question-{code}")).into_owned();
        definition.questions.iter().map(|question| name(question.code())).collect::<Vec<_>>().join(", ")
    }

    /// What happens under the rules as they are set.
    fn next(&self, kind: SurveyKind, rules: &Rules) -> String {
        let language = self.frame.language;
        if !rules.on {
            return t!(language, "surveys-next-off").into_owned();
        }
        let days = |count| days(language, count);
        let (delay, window) = (days(rules.delay_days), days(rules.window_days.unwrap_or_default()));
        let first = match kind {
            SurveyKind::Relationship => t!(language, "surveys-next-relationship", delay = delay),
            SurveyKind::Inactive => self.next_inactive(),
            SurveyKind::Staff => {
                t!(language, "surveys-next-staff", quiet = days(self.sending.quiet_days))
            }
            kind => t!(language, &format!("surveys-next-{kind}"), delay = delay, window = window),
        };
        let expiry = days(rules.expiry_days);
        let then = match rules.reminder_days {
            Some(reminder) => {
                t!(language, "surveys-then-reminder", reminder = days(reminder), expiry = expiry)
            }
            None => t!(language, "surveys-then", expiry = expiry),
        };
        format!("{first} {then}")
    }

    fn next_inactive(&self) -> Cow<'static, str> {
        let language = self.frame.language;
        let Silence { inactive_days, lost_days, rhythm } = self.silence;
        let (inactive, lost) = (days(language, inactive_days), days(language, lost_days));
        match rhythm {
            None => t!(language, "surveys-next-inactive", inactive = inactive, lost = lost),
            Some(Rhythm { inactive_gaps, lost_gaps, .. }) => t!(
                language,
                "surveys-next-inactive-rhythm",
                inactive = inactive,
                lost = lost,
                inactive_gaps = inactive_gaps,
                lost_gaps = lost_gaps,
                least = LEAST_PURCHASES
            ),
        }
    }
}

/// A number of days in words.
fn days(language: Language, count: u16) -> String {
    t!(language, "surveys-days", count = count).into_owned()
}
