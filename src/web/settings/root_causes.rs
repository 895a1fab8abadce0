//! What lies behind complaints: `/settings/root-causes`. Words, order, and what can be chosen.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::put_root_cause::{Change, NotPut, add_root_cause, change_root_cause},
    domain::{
        questionnaire::Wording,
        root_cause::{LONGEST_TITLE, RootCause, RootCauses},
    },
    store::root_causes,
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::{Admin, Person},
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::ROOT_CAUSES, web::get().to(show))
        .route(links::ROOT_CAUSES, web::post().to(add))
        .route("/settings/root-causes/{code}", web::post().to(change));
}

#[derive(Deserialize)]
struct Asked {
    /// The first level that was worked on.
    open: Option<String>,
}

/// The words of a row, and what is to be done with it.
#[derive(Debug, Default, Deserialize)]
struct Typed {
    /// Of a new one, its first level; empty for a new first level.
    #[serde(default)]
    parent: String,
    #[serde(default)]
    ru: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    deed: String,
}

/// Words that were refused: of which row, and why.
struct Refused<'a> {
    /// The code of the row; of a new one, where it was to stand.
    row: Row<'a>,
    typed: &'a Typed,
    why: NotPut,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Row<'a> {
    There(&'a str),
    New(&'a str),
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    draw(&house, &visitor, asked.open.as_deref().unwrap_or_default(), None).await
}

async fn add(visitor: Admin, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let parent = Some(typed.parent.as_str()).filter(|parent| !parent.is_empty());
    let title = Wording { ru: typed.ru.clone(), en: typed.en.clone() };
    let mut connection = house.connection().await?;
    let added = add_root_cause(&mut connection, parent, &title, visitor.id, house.now()).await;
    drop(connection);
    match added {
        Ok(code) => Ok(see_other(&links::root_causes(parent.unwrap_or(&code)))),
        Err(NotPut::Store(error)) => Err(error.into()),
        Err(NotPut::Unknown | NotPut::TooDeep) => Err(Failure::NotFound),
        Err(why) => {
            let refused = Refused { row: Row::New(&typed.parent), typed: &typed, why };
            draw(&house, &visitor, &typed.parent, Some(&refused)).await
        }
    }
}

async fn change(
    visitor: Admin,
    house: Data<House>,
    code: Path<String>,
    form: Guarded<Typed>,
) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let change = match typed.deed.as_str() {
        "up" => Change::Move { up: true },
        "down" => Change::Move { up: false },
        "on" => Change::Switch { on: true },
        "off" => Change::Switch { on: false },
        _ => Change::Rename(Wording { ru: typed.ru.clone(), en: typed.en.clone() }),
    };
    let mut connection = house.connection().await?;
    let changed = change_root_cause(&mut connection, &code, &change, visitor.id, house.now()).await;
    let causes = root_causes::all(&connection).await?;
    drop(connection);
    let head = causes.get(&code).and_then(|cause| cause.parent.as_deref()).unwrap_or(&code);
    match changed {
        Ok(()) => Ok(see_other(&links::root_causes(head))),
        Err(NotPut::Store(error)) => Err(error.into()),
        Err(NotPut::Unknown | NotPut::TooDeep) => Err(Failure::NotFound),
        Err(why) => {
            let refused = Refused { row: Row::There(&code), typed: &typed, why };
            draw(&house, &visitor, head, Some(&refused)).await
        }
    }
}

async fn draw(
    house: &House,
    person: &Person,
    open: &str,
    refused: Option<&Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let connection = house.connection().await?;
    let causes = root_causes::all(&connection).await?;
    drop(connection);
    let page = Page { frame: &Frame::new(house, person, links::ROOT_CAUSES), causes: &causes, open, refused };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(ui::respond(status, page.render()))
}

struct Page<'a> {
    frame: &'a Frame<'a>,
    causes: &'a RootCauses,
    open: &'a str,
    refused: Option<&'a Refused<'a>>,
}

impl Page<'_> {
    fn render(&self) -> Markup {
        let language = self.frame.language;
        let body = html! {
            p.text-secondary { (t!(language, "outcomes-causes-lead")) }
            @if let Some(refused) = self.refused {
                @let words = match &refused.why {
                    NotPut::TooLong { length, .. } => t!(language, "outcomes-causes-bad-long", length = *length, limit = LONGEST_TITLE),
                    _ => t!(language, "outcomes-causes-bad-words"),
                };
                (ui::notice(Tone::Bad, &words))
            }
            div.card {
                @for head in self.causes.heads() { (self.group(head)) }
                div.card-body.causes-new { (self.newcomer(None, &t!(language, "outcomes-causes-add-head"))) }
            }
        };
        self.frame.page(&t!(language, "outcomes-causes-title"), &html! {}, &body)
    }

    fn group(&self, head: &RootCause) -> Markup {
        let language = self.frame.language;
        let count = self.causes.below(&head.code).filter(|leaf| leaf.active).count();
        html! {
            details.causes-group id=(head.code) open[self.open == head.code] {
                summary {
                    strong { (head.title.get(language)) }
                    span.text-secondary { (t!(language, "outcomes-causes-count", count = count)) }
                    @if !head.active { (ui::badge(Tone::Warning, &t!(language, "outcomes-causes-is-off"))) }
                }
                (self.row(head, None))
                ul.causes-leaves { @for leaf in self.causes.below(&head.code) { li { (self.row(leaf, Some(head))) } } }
                (self.newcomer(Some(head), &t!(language, "outcomes-causes-add")))
            }
        }
    }

    fn row(&self, cause: &RootCause, head: Option<&RootCause>) -> Markup {
        let language = self.frame.language;
        let refused = self.refused.filter(|refused| refused.row == Row::There(&cause.code));
        let (ru, en) =
            refused.map_or((&cause.title.ru, &cause.title.en), |one| (&one.typed.ru, &one.typed.en));
        let (switch, label) =
            if cause.active { ("off", "outcomes-causes-off") } else { ("on", "outcomes-causes-on") };
        let name = match head {
            Some(head) => t!(
                language,
                "outcomes-causes-of",
                head = head.title.get(language),
                cause = cause.title.get(language)
            )
            .into_owned(),
            None => cause.title.get(language).to_owned(),
        };
        html! {
            form.cause-row.cause-off[!cause.active] method="post" action=(links::root_cause(&cause.code)) aria-label=(name) {
                (self.frame.csrf())
                (self.words(&cause.code, ru, en, refused.map(|refused| &refused.why)))
                div.btn-list {
                    button.btn.btn-sm type="submit" name="deed" value="rename" { (t!(language, "outcomes-causes-save")) }
                    button.btn.btn-sm.btn-icon type="submit" name="deed" value="up" formnovalidate aria-label=(t!(language, "outcomes-causes-up")) title=(t!(language, "outcomes-causes-up")) { (ui::icon("up")) }
                    button.btn.btn-sm.btn-icon type="submit" name="deed" value="down" formnovalidate aria-label=(t!(language, "outcomes-causes-down")) title=(t!(language, "outcomes-causes-down")) { (ui::icon("down")) }
                    button.btn.btn-sm type="submit" name="deed" value=(switch) formnovalidate { (t!(language, label)) }
                }
                @if !cause.active && head.is_some() { (ui::badge(Tone::Warning, &t!(language, "outcomes-causes-is-off"))) }
            }
        }
    }

    fn newcomer(&self, head: Option<&RootCause>, label: &str) -> Markup {
        let parent = head.map_or("", |head| head.code.as_str());
        let group = head.map(|head| format!("{}: ", head.title.get(self.frame.language))).unwrap_or_default();
        let refused = self.refused.filter(|refused| refused.row == Row::New(parent));
        let (ru, en) = refused.map_or(("", ""), |one| (one.typed.ru.as_str(), one.typed.en.as_str()));
        html! {
            form.cause-row.cause-new method="post" action=(links::ROOT_CAUSES) aria-label={ (group) (label) } {
                (self.frame.csrf())
                input type="hidden" name="parent" value=(parent);
                (self.words(&format!("new-{parent}"), ru, en, refused.map(|refused| &refused.why)))
                div.btn-list { button.btn.btn-sm.btn-outline-primary type="submit" { (label) } }
            }
        }
    }

    fn words(&self, id: &str, ru: &str, en: &str, why: Option<&NotPut>) -> Markup {
        let language = self.frame.language;
        let blamed = match why {
            Some(NotPut::NoWords(name) | NotPut::TooLong { language: name, .. }) => name,
            _ => "",
        };
        html! {
            @for (name, value, label) in [("ru", ru, "outcomes-causes-ru"), ("en", en, "outcomes-causes-en")] {
                @let wrong = blamed == name;
                label.cause-words {
                    span.form-label { (t!(language, label)) }
                    input.form-control.form-control-sm.is-invalid[wrong] id=(format!("{id}-{name}")) name=(name) type="text" lang=(name)
                        required autocomplete="off" value=(value) autofocus[wrong] aria-invalid=[wrong.then_some("true")];
                }
            }
        }
    }
}
