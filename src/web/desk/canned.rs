//! `/desk/canned`: words that are ready to be sent, everybody's and one's own.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{
        complaint_step::Doer,
        put_canned::{self, NotPut, may_change, put_canned, remove_canned},
    },
    domain::{
        canned::{Changes, Field, Flaw, LONGEST_TITLE},
        language::Language,
        text,
    },
    store::canned_answers::{self, Canned},
    t,
    web::{
        desk::{
            card::deeds::bad_money,
            macros::{self, Named},
        },
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::{Handler, Person},
    },
    words::format,
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::CANNED, web::get().to(show))
        .route(links::CANNED, web::post().to(put))
        .route(links::CANNED_REMOVE, web::post().to(remove));
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    /// The one to be changed.
    edit: Option<i64>,
    /// The one that was just removed.
    removed: Option<i64>,
}

/// The form as it was typed; empty numbers and languages are none.
#[derive(Deserialize, Default)]
struct Typed {
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    whose: String,
    #[serde(flatten)]
    changes: macros::Typed,
}

impl Typed {
    fn of(speaks: Language, canned: Canned) -> Self {
        let changes = Changes::kept(canned.changes.as_ref()).unwrap_or_default();
        Self {
            changes: macros::Typed::of(speaks, &changes),
            id: canned.id.to_string(),
            whose: if canned.owner_id.is_none() { "everybody" } else { "own" }.to_owned(),
            title: canned.title,
            body: canned.body,
            language: canned.language.unwrap_or_default(),
        }
    }
}

fn doer(person: &Person) -> Doer {
    Doer { id: person.id, role: person.role }
}

async fn show(visitor: Handler, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let search = text::one_line(&asked.q, 100);
    let typed = match asked.edit {
        Some(id) => {
            let found = canned_answers::find(&mut connection, id, visitor.id).await?;
            let found = found.filter(|canned| !canned.removed && may_change(canned, doer(&visitor)));
            Typed::of(visitor.language, found.ok_or(Failure::NotFound)?)
        }
        None => Typed::default(),
    };
    let list = canned_answers::of_staff(&mut connection, visitor.id, &search).await?;
    let named = Named::read(&mut connection).await?;
    let page = Page {
        visitor: &visitor,
        typed: &typed,
        named: &named,
        search: &search,
        removed: asked.removed,
        problem: None,
    };
    Ok(page.respond(&house, &list))
}

async fn put(visitor: Handler, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let typed = form.0;
    let id = match typed.id.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Failure::BadRequest("id is not a number".to_owned()))?),
    };
    let mut connection = house.connection().await?;
    let given = put_canned::Typed {
        id,
        everybodys: typed.whose == "everybody",
        language: Language::parse(&typed.language),
        title: &typed.title,
        body: &typed.body,
        changes: typed.changes.written(),
    };
    match put_canned(&mut connection, doer(&visitor), given, house.now()).await {
        Ok(_) => Ok(see_other(links::CANNED)),
        Err(NotPut::Unknown) => Err(Failure::NotFound),
        Err(NotPut::Store(error)) => Err(error.into()),
        Err(problem) => {
            let list = canned_answers::of_staff(&mut connection, visitor.id, "").await?;
            let named = Named::read(&mut connection).await?;
            let page = Page {
                visitor: &visitor,
                typed: &typed,
                named: &named,
                search: "",
                removed: None,
                problem: Some(&problem),
            };
            Ok(page.respond(&house, &list))
        }
    }
}

#[derive(Deserialize)]
struct Remove {
    #[serde(default)]
    id: i64,
    #[serde(default)]
    back: bool,
}

async fn remove(
    visitor: Handler,
    house: Data<House>,
    form: Guarded<Remove>,
) -> Result<HttpResponse, Failure> {
    let Remove { id, back } = form.0;
    let mut connection = house.connection().await?;
    match remove_canned(&mut connection, doer(&visitor), id, back, house.now()).await {
        Ok(()) if back => Ok(see_other(links::CANNED)),
        Ok(()) => Ok(see_other(&links::canned(&[("removed", &id.to_string())]))),
        Err(NotPut::LeadsOnly) => Err(Failure::Forbidden),
        Err(NotPut::Store(error)) => Err(error.into()),
        Err(NotPut::Unknown | NotPut::Flaw(_)) => Err(Failure::NotFound),
    }
}

struct Page<'a> {
    visitor: &'a Person,
    typed: &'a Typed,
    named: &'a Named,
    search: &'a str,
    removed: Option<i64>,
    problem: Option<&'a NotPut>,
}

impl Page<'_> {
    fn respond(&self, house: &House, list: &[Canned]) -> HttpResponse {
        let frame = Frame::new(house, self.visitor, links::DESK);
        let language = frame.language;
        let body = html! {
            nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
            @if let Some(id) = self.removed {
                div.alert.alert-warning.canned-removed role="status" {
                    form method="post" action=(links::CANNED_REMOVE) {
                        (frame.csrf())
                        input type="hidden" name="id" value=(id);
                        input type="hidden" name="back" value="true";
                        (t!(language, "files-canned-removed")) " "
                        button.btn.btn-sm type="submit" { (t!(language, "files-restore")) }
                    }
                }
            }
            div.row.g-3 {
                div.col-lg-7 { (self.list(&frame, list)) }
                div.col-lg-5 { (self.form(&frame)) }
            }
        };
        let status = if self.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        ui::respond(status, frame.page(&t!(language, "files-canned-title"), &html! {}, &body))
    }

    fn list(&self, frame: &Frame<'_>, list: &[Canned]) -> Markup {
        let language = frame.language;
        html! {
            section.card.canned-list {
                div.card-body {
                    form.d-flex.gap-2 role="search" action=(links::CANNED) {
                        input.form-control type="search" name="q" value=(self.search) aria-label=(t!(language, "files-canned-search")) placeholder=(t!(language, "files-canned-search"));
                        button.btn type="submit" { (t!(language, "files-canned-find")) }
                    }
                }
                @if list.is_empty() {
                    @if self.search.is_empty() { (ui::empty(&t!(language, "files-canned-empty"), &t!(language, "files-canned-why"), None)) }
                    @else { (ui::empty(&t!(language, "files-canned-none"), "", Some((links::CANNED, &t!(language, "files-canned-all"))))) }
                }
                ul.list-group.list-group-flush { @for one in list { (self.one(frame, one)) } }
            }
        }
    }

    fn one(&self, frame: &Frame<'_>, one: &Canned) -> Markup {
        let language = frame.language;
        html! {
            li.list-group-item {
                details.unfolds {
                    summary {
                        strong.text-break { (one.title) } " "
                        @if let Some(code) = &one.language { (ui::badge(Tone::Plain, code)) " " }
                        @if one.changes.is_some() { (ui::badge(Tone::Good, &t!(language, "macros-badge"))) " " }
                        @if one.owner_id.is_some() { (ui::badge(Tone::Notice, &t!(language, "files-canned-own"))) " " }
                        span.text-secondary { (t!(language, "files-canned-used", count = one.used)) }
                    }
                    @if !one.body.is_empty() { div.prose.mt-2 { (one.body) } }
                    (self.does(language, one))
                    @if may_change(one, doer(self.visitor)) {
                        div.d-flex.gap-2.mt-2 {
                            a.btn.btn-sm href=(links::canned(&[("edit", &one.id.to_string())])) { (ui::icon("pencil")) (t!(language, "files-canned-edit")) }
                            form method="post" action=(links::CANNED_REMOVE) {
                                (frame.csrf())
                                input type="hidden" name="id" value=(one.id);
                                button.btn.btn-sm.btn-ghost-secondary type="submit" { (t!(language, "files-remove")) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What a macro does, and what is broken of it.
    fn does(&self, language: Language, one: &Canned) -> Markup {
        let (changes, broken) = match Changes::kept(one.changes.as_ref()) {
            Ok(changes) => (changes, None),
            Err(breach) => (Changes::default(), Some(breach)),
        };
        let broken: Vec<_> = broken.into_iter().chain(self.named.breaches(&changes)).collect();
        html! {
            @if !changes.is_empty() {
                ul.macro-parts.mt-2 { @for (_, words) in self.named.lines(language, &changes) { li.text-break { (words) } } }
            }
            @for breach in &broken { p.text-danger.mb-1.macro-broken { (ui::icon("alert")) (macros::breach(language, self.named, breach)) } }
        }
    }

    fn form(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let typed = self.typed;
        let new = typed.id.is_empty();
        let everybody = typed.whose == "everybody";
        html! {
            section.card #form {
                div.card-header { h2.card-title { (t!(language, if new { "files-canned-new" } else { "files-canned-change" })) } }
                form.card-body method="post" action=(links::CANNED) {
                    (frame.csrf())
                    input type="hidden" name="id" value=(typed.id);
                    @if let Some(problem) = self.problem {
                        div.alert.alert-danger #problem role="alert" { (problem_words(language, problem)) }
                    }
                    div.mb-3 {
                        label.form-label for="title" { (t!(language, "files-canned-name")) }
                        input.form-control #title name="title" value=(typed.title) required maxlength=(LONGEST_TITLE) autocomplete="off";
                    }
                    div.mb-3 {
                        label.form-label for="body" { (t!(language, "files-canned-words")) }
                        textarea.form-control #body name="body" rows="9" aria-describedby="fields" { "\n" (typed.body) }
                    }
                    dl.facts.canned-fields #fields {
                        @for field in Field::ALL {
                            dt { code { "{{" (field.code()) "}}" } }
                            dd { (field_words(language, field)) }
                        }
                    }
                    (macros::fieldset(language, self.named, &typed.changes))
                    div.mb-3 {
                        label.form-label for="language" { (t!(language, "files-canned-language")) }
                        select.form-select #language name="language" {
                            option value="" { (t!(language, "files-canned-any")) }
                            @for one in Language::all() {
                                option value=(one.code()) selected[typed.language == one.code()] { (t!(language, &format!("frame-language-{}", one.code()))) }
                            }
                        }
                    }
                    @if self.visitor.role.may_take_over() {
                        div.mb-3 {
                            label.form-label for="whose" { (t!(language, "files-canned-whose")) }
                            select.form-select #whose name="whose" {
                                option value="own" { (t!(language, "files-canned-mine")) }
                                option value="everybody" selected[everybody] { (t!(language, "files-canned-everybodys")) }
                            }
                        }
                    }
                    button.btn.btn-primary type="submit" { (t!(language, "files-canned-save")) }
                    @if !new { " " a.btn href=(links::CANNED) { (t!(language, "files-canned-leave")) } }
                }
            }
        }
    }
}

/// A field in words.
pub fn field_words(language: Language, field: Field) -> String {
    t!(language, &format!("files-canned-field-{}", field.code().replace('.', "-"))).into_owned()
}

fn problem_words(language: Language, problem: &NotPut) -> String {
    match problem {
        NotPut::LeadsOnly => t!(language, "files-canned-leads"),
        NotPut::Flaw(Flaw::Unknown(name)) => {
            t!(language, "files-canned-unknown", name = format!("{{{{{name}}}}}"))
        }
        NotPut::Flaw(Flaw::Unclosed) => t!(language, "files-canned-unclosed"),
        NotPut::Flaw(Flaw::TooLong(long)) => {
            let (length, limit) = (format::whole(language, long.length), format::whole(language, long.limit));
            t!(language, "desk-problem-long", length = length, limit = limit)
        }
        NotPut::Flaw(Flaw::Choice(part)) => t!(language, &format!("macros-bad-{}", part.code())),
        NotPut::Flaw(Flaw::Clash(one, other)) => {
            let (one, other) = (macros::part(language, *one), macros::part(language, *other));
            t!(language, "macros-bad-together", one = one, other = other)
        }
        NotPut::Flaw(Flaw::Money(why)) => return bad_money(language, why),
        NotPut::Flaw(Flaw::NoTitle | Flaw::NoWords) | NotPut::Unknown | NotPut::Store(_) => {
            t!(language, "files-canned-lacks")
        }
    }
    .into_owned()
}
