//! The deeds of a card: a form and its POST a file; here what they share, and what stopped the last one.

mod assign;
mod attach;
mod canned;
mod claim;
mod close;
mod correct;
pub mod edit;
mod hindered;
mod link;
mod macros;
mod merge;
mod note;
mod outcome;
pub mod recall;
mod reject;
mod reopen;
mod reply;
mod resolve;
mod severity;
mod snooze;
mod take;

use actix_web::{HttpResponse, http::StatusCode, web};
use maud::{Markup, html};

pub use self::outcome::bad_money;
use super::{drafts, history, page::CardPage};
use crate::{
    actions::{
        complaint_step::{Doer, NoAddress, Refusal, Seen},
        hindrance::Hindrance,
        keep_draft::{Form, forget_draft},
        legal_claims::ClaimRefused,
    },
    domain::{
        attachment,
        canned::Field,
        complaint::{State, Step, next},
        outcome::Flaw,
    },
    store::{Connection, transactions::transaction},
    t,
    web::{desk::wording, entry::see_other, failure::Failure, house::House, links, ui, visitor::Person},
};

/// Deeds that end the work on a complaint: the next one of the list follows.
const ENDS: [&str; 4] = ["resolve", "reject", "close", "merge"];
/// Deeds whose letter takes files.
const WITH_FILES: [&str; 3] = ["reply", "resolve", "reject"];

/// The addresses of all deeds.
pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/desk/complaints/{number}/draft", web::post().to(drafts::post))
        .route("/desk/complaints/{number}/edit", web::post().to(edit::post))
        .route("/desk/complaints/{number}/take", web::post().to(take::post))
        .route("/desk/complaints/{number}/assign", web::post().to(assign::post))
        .route("/desk/complaints/{number}/snooze", web::post().to(snooze::post))
        .route("/desk/complaints/{number}/wake", web::post().to(snooze::wake))
        .route("/desk/complaints/{number}/link", web::post().to(link::post))
        .route("/desk/complaints/{number}/unlink", web::post().to(link::unlink))
        .route("/desk/complaints/{number}/merge", web::post().to(merge::post))
        .route("/desk/complaints/{number}/unmerge", web::post().to(merge::unmerge))
        .service(
            web::resource("/desk/complaints/{number}/reply")
                .app_data(attach::LARGEST_BODY)
                .route(web::post().to(reply::post)),
        )
        .service(
            web::resource("/desk/complaints/{number}/canned")
                .app_data(attach::LARGEST_BODY)
                .route(web::post().to(canned::post)),
        )
        .service(
            web::resource("/desk/complaints/{number}/attach")
                .app_data(attach::LARGEST_BODY)
                .route(web::post().to(attach::post)),
        )
        .service(
            web::resource("/desk/complaints/{number}/resolve")
                .app_data(attach::LARGEST_BODY)
                .route(web::post().to(resolve::post)),
        )
        .service(
            web::resource("/desk/complaints/{number}/reject")
                .app_data(attach::LARGEST_BODY)
                .route(web::post().to(reject::post)),
        )
        .route("/desk/complaints/{number}/macro", web::post().to(macros::post))
        .route("/desk/complaints/{number}/detach", web::post().to(attach::detach))
        .route("/desk/complaints/{number}/claim", web::post().to(claim::post))
        .route("/desk/complaints/{number}/note", web::post().to(note::post))
        .route("/desk/complaints/{number}/reopen", web::post().to(reopen::post))
        .route("/desk/complaints/{number}/severity", web::post().to(severity::post))
        .route("/desk/complaints/{number}/recall", web::post().to(recall::post))
        .route("/desk/complaints/{number}/close", web::post().to(close::post))
        .route("/desk/complaints/{number}/correct", web::post().to(correct::post));
}

/// The fields of a deed's form as they were posted: what is read from them, and what is drawn again if it was refused.
#[derive(Debug, Default)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    pub const fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// One more field, as if it had been posted.
    pub fn put(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// A field's value, empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be there more than once.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All of them, in the form's order.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// Puts another value in the place of what was posted.
    pub fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value));
    }

    /// Whether a box was ticked.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// What the page had shown when this form was drawn.
    ///
    /// # Errors
    /// A form that was not drawn by us.
    pub fn seen(&self) -> Result<Seen, Failure> {
        let number = |name: &str| {
            self.get(name).parse().map_err(|_| Failure::BadRequest(format!("{name} is not a number")))
        };
        let version = i32::try_from(number("version")?)
            .map_err(|_| Failure::BadRequest("version is too large".to_owned()))?;
        Ok(Seen { version, entry: number("seen")? })
    }
}

/// What stopped a deed.
#[derive(Debug)]
pub enum Problem {
    Refusal(Refusal),
    /// These fields must be filled in or chosen.
    Missing(Vec<&'static str>),
    /// What is wrong with the outcome, in the order of the form.
    Flaws(Vec<Flaw>),
    /// These files are not taken; the others are kept.
    Files(Vec<(String, attachment::Refused)>),
    /// Nothing: somebody reads the words that were filled in first; these fields had nothing to be filled with.
    Filled(Vec<Field>),
    /// Nothing: somebody looks at the letter first.
    Preview(reject::Preview),
    /// A macro as somebody looks at it before it does anything, or why it did nothing.
    Macro(Box<macros::Preview>),
    /// The letter has left, or is leaving.
    Left,
    /// Somebody else wrote the letter.
    NotYours,
}

impl Problem {
    /// The complaint in which to go on instead.
    const fn points_at(&self) -> Option<i64> {
        match self {
            Self::Refusal(Refusal::OpenTwin { number }) => Some(*number),
            Self::Refusal(Refusal::Hindered(
                Hindrance::Merged { into } | Hindrance::TargetMerged { into, .. },
            )) => Some(*into),
            _ => None,
        }
    }

    /// What is wrong with the outcome.
    pub fn flaws(&self) -> Option<&[Flaw]> {
        match self {
            Self::Flaws(flaws) => Some(flaws),
            Self::Macro(preview) => Some(&preview.flaws),
            _ => None,
        }
    }
}

/// A deed that was not done, to be shown with all its words.
pub struct Refused {
    /// Its name, the last part of its address.
    pub deed: &'static str,
    pub problem: Problem,
    pub seen: Option<Seen>,
    pub typed: Typed,
}

impl Refused {
    /// 200 where nothing was to be done yet, 422 where the form can be mended, 409 where somebody or something was quicker.
    pub fn status(&self) -> StatusCode {
        match &self.problem {
            Problem::Preview(_) | Problem::Filled(_) => StatusCode::OK,
            Problem::Missing(_) | Problem::Flaws(_) | Problem::Files(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::Macro(preview) => preview.status(),
            Problem::Refusal(refusal) => refusal_status(refusal),
            Problem::Left | Problem::NotYours => StatusCode::CONFLICT,
        }
    }
}

const fn refusal_status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Empty | Refusal::TooLong(_) | Refusal::NoAddress(_) | Refusal::Claim(ClaimRefused::Date) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refusal::Hindered(why) if why.is_of_the_form() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    }
}

const fn doer(person: &Person) -> Doer {
    Doer { id: person.id, role: person.role }
}

/// Does a deed, and lets the draft of what it says go with it: both or neither.
async fn sending(
    house: &House,
    person: &Person,
    number: i64,
    deed: &'static str,
    typed: &Typed,
    work: impl AsyncFnOnce(&mut Connection) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let draft = Form { complaint: number, staff: person.id, panel: deed, known: drafts::known(typed) };
    let mut connection = house.connection().await?;
    transaction(&mut connection, async |connection| {
        work(connection).await?;
        Ok(forget_draft(connection, draft, &drafts::words(typed)).await?)
    })
    .await
}

/// Done: the card. Refused: the card with the reason and the words.
async fn answer(
    house: &House,
    person: &Person,
    number: i64,
    done: Result<(), Refusal>,
    deed: &'static str,
    seen: Option<Seen>,
    typed: Typed,
) -> Result<HttpResponse, Failure> {
    match done {
        Ok(()) => Ok(see_other(&links::complaint(number))),
        Err(Refusal::Unknown) => Err(Failure::NotFound),
        Err(Refusal::Store(error)) => Err(error.into()),
        Err(refusal) => {
            let refused = Refused { deed, problem: Problem::Refusal(refusal), seen, typed };
            super::refuse(house, person, number, refused).await
        }
    }
}

/// Above the forms, in a line.
fn alert(words: &str) -> Markup {
    html! {
        div.alert.alert-danger #problem role="alert" { p.mb-0 { (ui::icon("alert")) strong { (words) } } }
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
        let may = |step: Step| state.is_some_and(|state| next(state, step).is_ok());
        let ends = card.owner_id.is_none() || mine || self.me.role.may_take_over();
        let over = matches!(state, Some(State::Resolved | State::Closed | State::Rejected));
        let merged = card.merged_into_id.is_some();
        let gives = open && (card.owner_id.is_none() || answers);
        html! {
            section.card.deeds #steps aria-label=(t!(language, "desk-steps")) {
                @if let Some(refused) = self.refused { (self.problem(refused)) }
                @if open { (self.data_hint()) }
                @if open && !mine { (self.take()) }
                @if answers || self.is_typed("reply") { (self.at("reply").reply(mine)) }
                @if !merged || self.deed == "macro" { (self.macros()) }
                (self.at("note").note(open && !answers))
                @if !merged { (self.at("edit").edit()) }
                @if open && (answers || card.owner_id.is_none()) || self.deed == "severity" { (self.severity()) }
                @if gives || self.deed == "assign" { (self.assign()) }
                @if answers || self.deed == "snooze" { (self.snooze()) }
                @if answers && may(Step::Resolve) || self.is_typed("resolve") { (self.at("resolve").resolve()) }
                @if ends && may(Step::Reject) || self.is_typed("reject") { (self.at("reject").reject()) }
                @if open || self.deed == "claim" { (self.claim()) }
                @if !merged || self.deed == "link" { (self.link()) }
                @if gives || self.deed == "merge" { (self.merge()) }
                @if !merged && may(Step::Reopen) || self.is_typed("reopen") { (self.at("reopen").reopen()) }
                @if ends && may(Step::Close) || self.deed == "close" { (self.close()) }
                @if over && card.owner_id.is_some() && ends || self.is_typed("correct") { (self.at("correct").correct()) }
            }
        }
    }

    /// Hidden fields by which a step knows what its author had seen.
    pub fn seen(&self) -> Markup {
        html! {
            (self.frame.csrf())
            input type="hidden" name="version" value=(self.loaded.card.version);
            input type="hidden" name="seen" value=(self.loaded.events.first().map_or(0, |event| event.id));
        }
    }

    fn panel(&self, step: &str, picture: &str, open: bool, title: &str, words: &Markup) -> Markup {
        // Of several forms with words in them, the refused one is read first.
        let open = self.refused.map_or(open, |refused| refused.deed == step);
        html! {
            details class=(format!("deed deed-{step}")) name="step" data-do=(step) data-ends[ENDS.contains(&step)] open[open] {
                summary { (ui::icon(picture)) (title) }
                form method="post" action=(links::complaint_step(self.loaded.card.id, step)) enctype=[WITH_FILES.contains(&step).then_some("multipart/form-data")] {
                    (self.seen())
                    (words)
                    (self.draft(step))
                }
            }
        }
    }

    fn textarea(&self, id: &str, label: &str, rows: u8, disabled: bool) -> Markup {
        let here = self.deed == id;
        let refused = self.is_refused(id);
        let problem = self.refused.map(|refused| &refused.problem);
        let fields = problem.and_then(Problem::flaws).is_some_and(|flaws| !flaws.is_empty());
        let wrong =
            refused && matches!(problem, Some(Problem::Refusal(Refusal::Empty | Refusal::TooLong(_))));
        html! {
            div.mb-3 {
                label.form-label for=(format!("{id}-body")) { (label) }
                textarea.form-control.is-invalid[wrong] id=(format!("{id}-body")) name="body" rows=(rows) disabled[disabled] autofocus[refused && !fields]
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[refused.then_some("problem")] {
                    // A browser drops one line break at the very beginning.
                    "\n" @if here { (self.typed.get("body")) }
                }
            }
        }
    }

    /// A select of codes; `family` leads to their words.
    fn choice(&self, name: &str, label: &str, codes: &[(String, String)], chosen: &str) -> Markup {
        let language = self.frame.language;
        let missing = self.lacks(name);
        html! {
            label.form-label for=(name) { (label) }
            select.form-select.is-invalid[missing] id=(name) name=(name) required autofocus[missing] aria-invalid=[missing.then_some("true")]
                aria-describedby=[missing.then_some("problem")] {
                option value="" { (t!(language, "desk-choose")) }
                @for (code, words) in codes {
                    option value=(code) selected[*code == chosen] { (words) }
                }
            }
        }
    }

    /// Whether the form was refused because this field is empty.
    pub fn lacks(&self, name: &str) -> bool {
        self.is_refused(self.deed)
            && matches!(self.refused.map(|refused| &refused.problem), Some(Problem::Missing(fields)) if fields.contains(&name))
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
        let refusal = match &refused.problem {
            Problem::Preview(_) | Problem::Filled(_) => return html! {},
            Problem::Flaws(flaws) => {
                return html! { div.alert.alert-danger #problem role="alert" { (self.flaws(refused.deed, flaws)) } };
            }
            Problem::Macro(preview) => return self.stopped(preview, refused.seen),
            Problem::Missing(_) => return alert(&t!(language, "desk-problem-lacking")),
            Problem::Files(files) => return self.refused_files(files),
            Problem::Left => return alert(&t!(language, "post-problem-left")),
            Problem::NotYours => return alert(&t!(language, "post-problem-not-yours")),
            Problem::Refusal(refusal) => refusal,
        };
        let words = self.refusal(refusal, refused.deed);
        let changed = matches!(refusal, Refusal::Changed);
        html! {
            div.alert.alert-danger #problem role="alert" {
                p.mb-0 { (ui::icon("alert")) strong { (words) } }
                @if let (true, Some(seen)) = (changed, refused.seen) { (self.news_since(seen)) }
                @if let Some(number) = refused.problem.points_at() {
                    p.mb-0 { a.alert-link href=(links::complaint(number)) { (t!(language, "desk-number", number = number.to_string())) } }
                }
            }
        }
    }

    /// What stopped somebody who had not read it.
    fn news_since(&self, seen: Seen) -> Markup {
        let language = self.frame.language;
        html! {
            ul.problem-news {
                @for event in self.loaded.events.iter().filter(|event| event.id > seen.entry) {
                    li { (history::in_a_line(language, self.zone, &self.loaded.causes, event)) }
                }
            }
            p.mb-0 { (t!(language, "desk-problem-changed-next")) }
        }
    }

    fn refusal(&self, refusal: &Refusal, deed: &str) -> String {
        let language = self.frame.language;
        match refusal {
            Refusal::Impossible(why) => {
                let (_, state) = wording::state(language, why.state.code());
                t!(language, &format!("desk-problem-{}", why.step.code()), state = state)
            }
            Refusal::Over(state) if deed == "severity" => {
                let (_, state) = wording::state(language, state.code());
                t!(language, "weight-problem-over", state = state)
            }
            Refusal::Over(state) if deed != "reply" => {
                let (_, state) = wording::state(language, state.code());
                t!(language, "work-problem-over", state = state)
            }
            Refusal::Over(state) => {
                let (_, state) = wording::state(language, state.code());
                t!(language, "desk-problem-over", state = state)
            }
            Refusal::NotOver(state) => {
                let (_, state) = wording::state(language, state.code());
                t!(language, "outcomes-not-over", state = state)
            }
            Refusal::TakenBy { owner } if deed == "take" => {
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
            Refusal::Conflicts(_) => t!(language, "together-problem-conflict"),
            Refusal::OpenTwin { .. } => t!(language, "desk-problem-twin"),
            Refusal::Claim(ClaimRefused::Over) => t!(language, "law-problem-over"),
            Refusal::Claim(ClaimRefused::Date) => t!(language, "law-problem-date"),
            Refusal::Claim(ClaimRefused::Unknown) => t!(language, "law-problem-unknown"),
            Refusal::Hindered(why) => return hindered::words(language, *why),
            Refusal::Unknown | Refusal::Store(_) => t!(language, "failure-fault"),
        }
        .into_owned()
    }
}
