//! The forms of a card: take, write to the customer, note, resolve, reopen; and what stopped the last one.

use actix_web::http::StatusCode;
use maud::{Markup, html};

use super::{card_history, card_page::CardPage, wording};
use crate::{
    actions::complaint_step::{NoAddress, Refusal, Seen, reachable},
    domain::complaint::{Resolution, RootCause, State, Step, next},
    t,
    web::{links, ui},
};

/// Which form of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    None,
    Take,
    Reply,
    Note,
    Resolve,
    Reopen,
}

/// What somebody typed into a form that was refused.
#[derive(Debug, Default)]
pub struct Typed {
    pub body: String,
    pub checked: bool,
    pub cause: String,
    pub resolution: String,
}

/// What stopped a step.
#[derive(Debug)]
pub enum Problem {
    Refusal(Refusal),
    /// Cause or resolution not chosen.
    NoCodes,
}

/// A step that was not taken, to be shown with all its words.
pub struct Refused {
    pub panel: Panel,
    pub problem: Problem,
    pub seen: Option<Seen>,
    pub typed: Typed,
}

impl Refused {
    /// 422 where the form can be mended, 409 where somebody or something was quicker.
    pub const fn status(&self) -> StatusCode {
        match self.problem {
            Problem::NoCodes
            | Problem::Refusal(Refusal::Empty | Refusal::TooLong(_) | Refusal::NoAddress(_)) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Problem::Refusal(_) => StatusCode::CONFLICT,
        }
    }
}

impl CardPage<'_> {
    /// Everything that can be done now, and what was typed even where it can't.
    pub fn steps(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let state = State::parse(&card.state);
        let open = state.is_some_and(State::is_open);
        let mine = card.owner_id == Some(self.me.id);
        let answers = open && card.owner_id.is_some() && (mine || self.me.role.may_take_over());
        let resolves = answers && state.is_some_and(|state| next(state, Step::Resolve).is_ok());
        html! {
            section.card.deeds #steps aria-label=(t!(language, "desk-steps")) {
                @if let Some(refused) = self.refused { (self.problem(refused)) }
                @if open && !mine { (self.take()) }
                @if answers || self.panel == Panel::Reply { (self.reply(mine)) }
                (self.note(open && !answers))
                @if resolves || self.panel == Panel::Resolve { (self.resolve()) }
                @if state.is_some_and(|state| next(state, Step::Reopen).is_ok()) || self.panel == Panel::Reopen { (self.reopen()) }
            }
        }
    }

    /// Hidden fields by which a step knows what its author had seen.
    fn seen(&self) -> Markup {
        html! {
            (self.frame.csrf())
            input type="hidden" name="version" value=(self.loaded.card.version);
            input type="hidden" name="seen" value=(self.loaded.events.first().map_or(0, |event| event.id));
        }
    }

    fn take(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let action = links::complaint_step(card.id, "take");
        html! {
            form.deeds-take method="post" action=(action) {
                (self.frame.csrf())
                @match (&card.owner, card.owner_id) {
                    (Some(owner), Some(id)) => {
                        p { (t!(language, "desk-has-owner", owner = owner.as_str())) }
                        @if self.me.role.may_take_over() {
                            input type="hidden" name="from" value=(id);
                            button.btn.btn-outline-primary type="submit" { (t!(language, "desk-take-over")) }
                        }
                    }
                    _ => {
                        p { (t!(language, "desk-has-no-owner")) }
                        button.btn.btn-primary type="submit" { (t!(language, "desk-take")) }
                    }
                }
            }
        }
    }

    fn reply(&self, mine: bool) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let reach = reachable(card.email.as_deref(), card.bounced, card.erased);
        let waits = card.state == State::WaitingForCustomer.code();
        let here = self.panel == Panel::Reply;
        let words = html! {
            @if let (Ok(()), Some(email)) = (&reach, &card.email) {
                p.form-hint { (t!(language, "desk-reply-to", email = email.as_str())) }
            }
            @if let Err(why) = reach { p.text-danger #reply-reach { (self.no_address(why)) } }
            (self.textarea(Panel::Reply, "reply", &t!(language, "desk-reply-words"), 7, reach.is_err() && !here))
            label.form-check {
                input.form-check-input type="checkbox" name="wait" value="yes" checked[(here && self.typed.checked) || waits] disabled[waits];
                span.form-check-label { (t!(language, if waits { "desk-reply-waits" } else { "desk-reply-wait" })) }
            }
            button.btn.btn-primary type="submit" disabled[reach.is_err()] { (ui::icon("mail")) (t!(language, "desk-reply-submit")) }
        };
        let open = here || (self.panel == Panel::None && mine);
        self.panel("reply", "reply", open, &t!(language, "desk-reply"), &words)
    }

    fn note(&self, alone: bool) -> Markup {
        let language = self.frame.language;
        let here = self.panel == Panel::Note;
        let words = html! {
            p.form-hint { (t!(language, "desk-note-hint")) }
            (self.textarea(Panel::Note, "note", &t!(language, "desk-note-words"), 4, false))
            @if self.loaded.card.state == State::WaitingForCustomer.code() {
                label.form-check {
                    input.form-check-input type="checkbox" name="replied" value="yes" checked[here && self.typed.checked];
                    span.form-check-label { (t!(language, "desk-note-replied")) }
                }
            }
            button.btn.btn-note type="submit" { (ui::icon("note")) (t!(language, "desk-note-submit")) }
        };
        let open = here || (alone && self.panel == Panel::None);
        self.panel("note", "note", open, &t!(language, "desk-note"), &words)
    }

    fn resolve(&self) -> Markup {
        let language = self.frame.language;
        let here = self.panel == Panel::Resolve;
        let causes: Vec<_> = RootCause::all().iter().map(|code| code.code()).collect();
        let ends: Vec<_> = Resolution::all().iter().map(|code| code.code()).collect();
        let card = &self.loaded.card;
        let reach = reachable(card.email.as_deref(), card.bounced, card.erased);
        let words = html! {
            div.row.g-3.mb-3 {
                div.col-md-6 { (self.choice("cause", &causes, &self.typed.cause)) }
                div.col-md-6 { (self.choice("resolution", &ends, &self.typed.resolution)) }
            }
            @if let Err(why) = reach { p.form-hint { (self.no_address(why)) } }
            (self.textarea(Panel::Resolve, "resolve", &t!(language, "desk-resolve-words"), 5, reach.is_err() && !here))
            button.btn.btn-success type="submit" { (ui::icon("check")) (t!(language, "desk-resolve-submit")) }
        };
        self.panel("resolve", "check", here, &t!(language, "desk-resolve"), &words)
    }

    fn reopen(&self) -> Markup {
        let language = self.frame.language;
        let here = self.panel == Panel::Reopen;
        let words = html! {
            (self.textarea(Panel::Reopen, "reopen", &t!(language, "desk-reopen-words"), 3, false))
            button.btn.btn-outline-primary type="submit" { (t!(language, "desk-reopen-submit")) }
        };
        self.panel("reopen", "up", here, &t!(language, "desk-reopen"), &words)
    }

    fn panel(&self, step: &str, picture: &str, open: bool, title: &str, words: &Markup) -> Markup {
        html! {
            details class=(format!("deed deed-{step}")) name="step" open[open] {
                summary { (ui::icon(picture)) (title) }
                form method="post" action=(links::complaint_step(self.loaded.card.id, step)) {
                    (self.seen())
                    (words)
                }
            }
        }
    }

    fn textarea(&self, panel: Panel, id: &str, label: &str, rows: u8, disabled: bool) -> Markup {
        let here = self.panel == panel;
        let wrong = here
            && matches!(
                self.refused.map(|refused| &refused.problem),
                Some(Problem::Refusal(Refusal::Empty | Refusal::TooLong(_)))
            );
        html! {
            div.mb-3 {
                label.form-label for=(format!("{id}-body")) { (label) }
                textarea.form-control.is-invalid[wrong] id=(format!("{id}-body")) name="body" rows=(rows) disabled[disabled] autofocus[here]
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[here.then_some("problem")] {
                    // A browser drops one line break at the very beginning.
                    "\n" @if here { (self.typed.body) }
                }
            }
        }
    }

    fn choice(&self, name: &str, codes: &[&str], chosen: &str) -> Markup {
        let language = self.frame.language;
        let family = format!("desk-{name}");
        let missing = matches!(self.refused.map(|refused| &refused.problem), Some(Problem::NoCodes))
            && !codes.contains(&chosen);
        html! {
            label.form-label for=(name) { (t!(language, &format!("desk-field-{}", if name == "cause" { "root_cause" } else { name }))) }
            select.form-select.is-invalid[missing] id=(name) name=(name) required autofocus[missing] aria-invalid=[missing.then_some("true")]
                aria-describedby=[missing.then_some("problem")] {
                option value="" { (t!(language, "desk-choose")) }
                @for code in codes {
                    option value=(code) selected[*code == chosen] { (wording::coded(language, &family, code)) }
                }
            }
        }
    }

    fn no_address(&self, why: NoAddress) -> String {
        let id = match why {
            NoAddress::Missing => "desk-no-address",
            NoAddress::Unreadable => "desk-no-address-unreadable",
            NoAddress::Bounced => "desk-no-address-bounced",
            NoAddress::Erased => "desk-no-address-erased",
        };
        t!(self.frame.language, id).into_owned()
    }

    fn problem(&self, refused: &Refused) -> Markup {
        let language = self.frame.language;
        let words = match &refused.problem {
            Problem::NoCodes => t!(language, "desk-problem-codes").into_owned(),
            Problem::Refusal(refusal) => self.refusal(refusal, refused.panel),
        };
        let changed = matches!(refused.problem, Problem::Refusal(Refusal::Changed));
        html! {
            div.alert.alert-danger #problem role="alert" {
                p.mb-0 { (ui::icon("alert")) strong { (words) } }
                @if let (true, Some(seen)) = (changed, refused.seen) {
                    ul.problem-news {
                        @for event in self.loaded.events.iter().filter(|event| event.id > seen.entry) {
                            li { (card_history::in_a_line(language, self.zone, event)) }
                        }
                    }
                    p.mb-0 { (t!(language, "desk-problem-changed-next")) }
                }
                @if let Problem::Refusal(Refusal::OpenTwin { number }) = &refused.problem {
                    p.mb-0 { a.alert-link href=(links::complaint(*number)) { (t!(language, "desk-number", number = number.to_string())) } }
                }
            }
        }
    }

    fn refusal(&self, refusal: &Refusal, panel: Panel) -> String {
        let language = self.frame.language;
        match refusal {
            Refusal::Impossible(why) => {
                let (_, state) = wording::state(language, why.state.code());
                t!(language, &format!("desk-problem-{}", why.step.code()), state = state)
            }
            Refusal::Over(state) => {
                let (_, state) = wording::state(language, state.code());
                t!(language, "desk-problem-over", state = state)
            }
            Refusal::TakenBy { owner } if panel == Panel::Take => {
                t!(language, "desk-problem-taken", owner = owner.as_str())
            }
            Refusal::TakenBy { owner } => t!(language, "desk-problem-owned", owner = owner.as_str()),
            Refusal::NotTaken => t!(language, "desk-problem-not-taken"),
            Refusal::Changed => t!(language, "desk-problem-changed"),
            Refusal::NoAddress(why) => return self.no_address(*why),
            Refusal::Empty => t!(language, "desk-problem-empty"),
            Refusal::TooLong(long) => {
                let (length, limit) = (long.length.to_string(), long.limit.to_string());
                t!(language, "desk-problem-long", length = length, limit = limit)
            }
            Refusal::OpenTwin { .. } => t!(language, "desk-problem-twin"),
            Refusal::Unknown | Refusal::Store(_) => t!(language, "failure-fault"),
        }
        .into_owned()
    }
}
