//! `/desk/complaints/{number}/dossier`: a complaint as a file to print, with everything for a claim.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode},
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Loaded, Shown, answer::answer, history, unfinished};
use crate::{
    domain::language::Language,
    store::{
        audit,
        complaint_events::{self, Event},
        dossiers::{self, Claim, File, Letter},
    },
    t,
    web::{desk::wording, failure::Failure, house::House, links, ui, visitor::Handler},
    words::format,
};

/// Entries that only colleagues read.
const INNER_KINDS: &[&str] = &["note", "alert", "linked", "unlinked", "snoozed", "woken"];
/// Fields that say how we weigh and work, not what was done for the customer.
const INNER_FIELDS: &[&str] = &["severity", "severity_by_hand", "priority", "snoozed_until", "root_cause"];

#[derive(Deserialize)]
pub struct Wanted {
    /// `yes`: with notes and all that only colleagues read.
    #[serde(default)]
    notes: String,
}

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    request: HttpRequest,
    number: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let inner = wanted.notes == "yes";
    let now = house.now();
    let mut connection = house.connection().await?;
    let mut loaded = Loaded::find(&mut connection, *number, visitor.id, Shown::default(), now).await?;
    loaded.events = complaint_events::all(&mut connection, *number).await?;
    let letters = dossiers::letters(&mut connection, *number).await?;
    let claims = dossiers::claims(&mut connection, *number).await?;
    let files = dossiers::files(&mut connection, *number).await?;
    if request.method() == Method::GET {
        let deed = if inner { "complaint.dossier_inner" } else { "complaint.dossier" };
        audit::record(&mut connection, Some(visitor.id), deed, &number.to_string(), now).await?;
    }
    drop(connection);
    let dossier = Dossier {
        language: visitor.language,
        zone: house.config().time_zone,
        company: &house.brand().name,
        by: &visitor.name,
        inner,
        loaded: &loaded,
        letters: &letters,
        claims: &claims,
        files: &files,
    };
    Ok(ui::respond(StatusCode::OK, dossier.render()))
}

struct Dossier<'a> {
    language: Language,
    zone: Tz,
    company: &'a str,
    /// Who has it made.
    by: &'a str,
    inner: bool,
    loaded: &'a Loaded,
    letters: &'a [Letter],
    claims: &'a [Claim],
    files: &'a [File],
}

impl Dossier<'_> {
    fn moment(&self, at: DateTime<Utc>) -> String {
        format::moment(self.language, at, self.zone)
    }

    fn render(&self) -> Markup {
        let language = self.language;
        let number = self.loaded.card.id;
        let title = t!(language, "weight-dossier", number = number.to_string());
        let other = if self.inner { "weight-dossier-outer" } else { "weight-dossier-inner" };
        let actions = html! {
            div.btn-list {
                a.btn.btn-outline-secondary href=(links::complaint(number)) { (t!(language, "weight-dossier-back")) }
                a.btn.btn-outline-secondary href=(links::dossier(number, !self.inner)) { (t!(language, other)) }
            }
        };
        let made = t!(language, "weight-dossier-made", at = self.moment(self.loaded.now), by = self.by);
        let body = html! {
            p.dossier-hint.d-print-none { (t!(language, "weight-dossier-hint")) }
            article.dossier {
                p.dossier-title { (self.company) ". " (title) }
                p.dossier-made { (made) @if self.inner { " " strong { (t!(language, "weight-dossier-is-inner")) } } }
                (self.parties())
                (self.purchase())
                (self.said())
                (self.correspondence())
                (self.terms())
                (self.outcome())
                @if !self.files.is_empty() { (self.attachments()) }
                (self.history())
            }
        };
        ui::open_page(language, &title, &actions, &body)
    }

    fn section(&self, key: &str, body: &Markup) -> Markup {
        html! {
            section { h2 { (t!(self.language, &format!("weight-dossier-{key}"))) } (body) }
        }
    }

    fn parties(&self) -> Markup {
        let language = self.language;
        let card = &self.loaded.card;
        let facts = [
            ("desk-customer", Some(wording::customer(&card.name, &card.external_id).to_owned())),
            ("desk-email", card.email.clone()),
            ("desk-phone", card.phone.clone()),
            ("desk-city", card.city.clone()),
            ("weight-dossier-company", Some(self.company.to_owned())),
            ("desk-field-owner", card.owner.clone()),
            ("desk-opened", Some(self.moment(card.opened_at))),
            ("weight-dossier-source", Some(wording::coded(language, "weight-source", &card.source))),
        ];
        self.section("parties", &self.facts(&facts))
    }

    fn facts(&self, facts: &[(&str, Option<String>)]) -> Markup {
        html! {
            dl.facts {
                @for (key, value) in facts {
                    @if let Some(value) = value { dt { (t!(self.language, key)) } dd.text-break { (value) } }
                }
            }
        }
    }

    fn purchase(&self) -> Markup {
        let language = self.language;
        let about = self.loaded.card.purchase_id;
        let bought = self.loaded.purchases.iter().find(|bought| Some(bought.id) == about);
        let body = match bought {
            None => html! { p { (t!(language, "weight-dossier-no-purchase")) } },
            Some(bought) => self.facts(&[
                ("weight-dossier-order", Some(bought.external_id.clone())),
                ("weight-dossier-amount", Some(format::money(language, &bought.amount, &bought.currency))),
                ("weight-dossier-store", bought.store.clone()),
                ("weight-dossier-category", bought.category.clone()),
                ("weight-dossier-bought", Some(self.moment(bought.purchased_at))),
                ("weight-dossier-delivered", bought.delivered_at.map(|at| self.moment(at))),
            ]),
        };
        self.section("purchase", &body)
    }

    fn said(&self) -> Markup {
        let language = self.language;
        let card = &self.loaded.card;
        let signals = self.loaded.titles.signals(language, &card.signals);
        self.section(
            "said",
            &html! {
                @if let Some(subject) = &card.subject { p { strong { (subject) } } }
                @if !signals.is_empty() { p { (signals) } }
                @for one in &self.loaded.unfinished { div.dossier-piece { (unfinished::unfinished(language, self.zone, one)) } }
                @for one in &self.loaded.answers { div.dossier-piece { (answer(language, self.zone, one)) } }
            },
        )
    }

    /// Letters to the customer in full, and what the customer wrote, in the order of time.
    fn correspondence(&self) -> Markup {
        let language = self.language;
        let wrote = self.loaded.events.iter().filter_map(|event| {
            let body = event.body.as_deref().filter(|_| event.by_customer)?;
            let head = html! { (t!(language, "desk-by-customer")) ", " (self.moment(event.at)) };
            Some((event.at, head, html! { div.prose { (body) } }))
        });
        let sent = self.letters.iter().map(|letter| (letter.at, self.head(letter), self.words(letter)));
        let mut pieces: Vec<_> = wrote.chain(sent).collect();
        pieces.sort_by_key(|(at, _, _)| *at);
        self.section(
            "letters",
            &html! {
                @if pieces.is_empty() { p { (t!(language, "weight-dossier-no-letters")) } }
                @for (_, head, words) in &pieces {
                    div.dossier-piece { p.dossier-head { (head) } (words) }
                }
            },
        )
    }

    fn head(&self, letter: &Letter) -> Markup {
        let language = self.language;
        html! {
            strong { (wording::coded(language, "weight-letter", &letter.kind)) } ", " (self.moment(letter.at)) " · "
            (wording::coded(language, "desk-letter", &letter.state))
            @if let Some(at) = letter.bounced_at { ", " (t!(language, "weight-dossier-bounced", at = self.moment(at))) }
            @if let Some(failure) = &letter.failure { " (" (failure) ")" }
            @if let Some(to) = &letter.recipient { " · " (to) }
            @if let Some(from) = &letter.staff { " · " (from) }
        }
    }

    fn words(&self, letter: &Letter) -> Markup {
        html! {
            @if let Some(subject) = &letter.subject { p { strong { (subject) } } }
            @match &letter.body {
                Some(body) => div.prose { (body) },
                None => p.text-secondary { (t!(self.language, "weight-dossier-template")) },
            }
        }
    }

    fn terms(&self) -> Markup {
        let language = self.language;
        let card = &self.loaded.card;
        let clocks = [
            (t!(language, "desk-first-answer"), card.first_answer_due, card.first_answered_at),
            (t!(language, "desk-resolution-clock"), card.resolution_due, card.resolved_at),
        ];
        self.section(
            "terms",
            &html! {
                table.table {
                    thead { tr {
                        @for key in ["weight-dossier-term", "weight-dossier-due", "weight-dossier-kept"] { th scope="col" { (t!(language, key)) } }
                    } }
                    tbody {
                        @for (title, due, met) in clocks {
                            tr { th scope="row" { (title) } td { (self.moment(due)) } td { (self.kept(due, met)) } }
                        }
                        @for claim in self.claims {
                            tr {
                                th scope="row" {
                                    (if language == Language::Russian { &claim.title_ru } else { &claim.title_en })
                                    div.q-under {
                                        (claim.law) ", " (claim.article) " · "
                                        (t!(language, "weight-dossier-demanded", day = format::day(language, claim.demanded_on))) " · "
                                        (t!(language, "weight-dossier-amount-of", count = claim.amount, unit = claim.unit.as_str()))
                                    }
                                }
                                td { (self.moment(claim.due_at)) }
                                td {
                                    @match claim.withdrawn_at {
                                        Some(at) => (t!(language, "weight-dossier-withdrawn", at = self.moment(at))),
                                        None => (self.kept(claim.due_at, claim.met_at)),
                                    }
                                }
                            }
                        }
                    }
                }
            },
        )
    }

    fn kept(&self, due: DateTime<Utc>, met: Option<DateTime<Utc>>) -> String {
        let language = self.language;
        match met {
            Some(at) if at <= due => t!(language, "desk-clock-kept", at = self.moment(at)),
            Some(at) => t!(language, "desk-clock-kept-late", at = self.moment(at)),
            None if self.loaded.now > due => t!(language, "weight-dossier-missed"),
            None => t!(language, "weight-dossier-runs"),
        }
        .into_owned()
    }

    fn outcome(&self) -> Markup {
        let language = self.language;
        let card = &self.loaded.card;
        let way = &self.loaded.milestones;
        let (_, state) = wording::state(language, &card.state);
        let coded = |family: &str, code: &Option<String>| {
            code.as_deref().map(|code| wording::coded(language, family, code))
        };
        let compensation = card.compensation.as_ref().zip(card.compensation_currency.as_ref());
        let solved = way.solved.map(|solved| {
            t!(language, if solved { "customers-solved" } else { "customers-not-solved" }).into_owned()
        });
        let cause = if self.inner {
            card.root_cause.as_ref().map(|cause| self.loaded.causes.title(language, cause))
        } else {
            None
        };
        self.section(
            "outcome",
            &self.facts(&[
                ("desk-field-state", Some(state)),
                ("desk-field-resolution", coded("desk-resolution", &card.resolution)),
                ("desk-field-root_cause", cause),
                ("desk-field-remedy_sought", coded("desk-remedy", &card.remedy_sought)),
                ("desk-field-remedy_given", coded("desk-remedy", &card.remedy_given)),
                (
                    "desk-field-compensation",
                    compensation.map(|(amount, currency)| format::money(language, amount, currency)),
                ),
                ("desk-field-resolved_at", card.resolved_at.map(|at| self.moment(at))),
                ("weight-iso-word", solved),
            ]),
        )
    }

    fn attachments(&self) -> Markup {
        let language = self.language;
        self.section(
            "files",
            &html! {
                ul {
                    @for file in self.files {
                        li {
                            (file.name) " · " (file.media_type) " · " (t!(language, "weight-dossier-bytes", count = format::whole(language, file.bytes))) " · "
                            (self.moment(file.added_at)) " · " (file.staff.clone().unwrap_or_else(|| t!(language, "desk-by-customer").into_owned()))
                        }
                    }
                }
            },
        )
    }

    /// All entries, the oldest first. Words stand here only where they stand nowhere else.
    fn history(&self) -> Markup {
        let language = self.language;
        let shown: Vec<&Event> = self.loaded.events.iter().filter(|event| self.may_show(event)).collect();
        self.section(
            "history",
            &html! {
                table.table.dossier-history {
                    thead { tr {
                        @for key in ["weight-dossier-when", "weight-dossier-who", "weight-dossier-what"] { th scope="col" { (t!(language, key)) } }
                    } }
                    tbody {
                        @for event in shown {
                            tr {
                                td { (self.moment(event.at)) }
                                td { (history::who(language, event)) }
                                td {
                                    (history::in_words(language, self.zone, &self.loaded.causes, event))
                                    @let told = event.kind == "letter" || event.by_customer;
                                    @if let (Some(body), true) = (&event.body, self.inner && !told) { div.prose { (body) } }
                                }
                            }
                        }
                    }
                }
            },
        )
    }

    /// Whether an entry may be read outside, or nobody from outside will read this.
    fn may_show(&self, event: &Event) -> bool {
        let field = event.field.as_deref().unwrap_or("");
        self.inner || !INNER_KINDS.contains(&event.kind.as_str()) && !INNER_FIELDS.contains(&field)
    }
}
