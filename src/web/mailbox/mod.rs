//! The mailbox of the demo: `/mailbox`, every letter as its reader sees it. Open to everybody, because the demo's customers
//! have no sign-in; and so it exists nowhere but in the demo, and only where letters are files.

mod page;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Data, Path, Query},
};
use secrecy::ExposeSecret as _;
use serde::Deserialize;

use super::{
    failure::Failure,
    house::House,
    links, ui,
    visitor::{AnyStaff, language_of},
};
use crate::mail::{
    mailbox::{Mailbox, Opened},
    post::Post,
};

const LETTERS_A_PAGE: usize = 30;

/// For the letter in its frame: its own style, nothing from outside, and links that lead out by a click.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
                             form-action 'none'; frame-ancestors 'self'; \
                             sandbox allow-top-navigation-by-user-activation";

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::MAILBOX, web::get().to(list))
        .route("/mailbox/{name}", web::get().to(open))
        .route("/mailbox/{name}/html", web::get().to(html));
}

#[derive(Deserialize)]
struct From {
    before: Option<String>,
}

async fn list(
    request: HttpRequest,
    visitor: Option<AnyStaff>,
    house: Data<House>,
    query: Query<From>,
) -> Result<HttpResponse, Failure> {
    let listing =
        mailbox(&house)?.list(query.before.as_deref(), LETTERS_A_PAGE).await.map_err(Failure::fault)?;
    let language = visitor.as_ref().map_or_else(|| language_of(&request), |visitor| visitor.language);
    let view = page::List {
        language,
        zone: house.config().time_zone,
        listing: &listing,
        is_first: query.before.is_none(),
    };
    Ok(ui::ok(framed(&house, visitor.as_ref(), language, &view.title(), &maud::html! {}, &view.body())))
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    view: page::View,
}

async fn open(
    request: HttpRequest,
    visitor: Option<AnyStaff>,
    house: Data<House>,
    name: Path<String>,
    query: Query<Chosen>,
) -> Result<HttpResponse, Failure> {
    let opened = letter(&house, &name).await?;
    let language = visitor.as_ref().map_or_else(|| language_of(&request), |visitor| visitor.language);
    let view = page::Letter { language, zone: house.config().time_zone, opened: &opened, view: query.view };
    let body = view.body();
    Ok(ui::ok(framed(&house, visitor.as_ref(), language, &view.title(), &view.actions(), &body)))
}

async fn html(house: Data<House>, name: Path<String>) -> Result<HttpResponse, Failure> {
    let html = letter(&house, &name).await?.html.ok_or(Failure::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, LETTER_POLICY))
        .body(out_of_the_frame(&html)))
}

async fn letter(house: &House, name: &str) -> Result<Opened, Failure> {
    mailbox(house)?.open(name).await.map_err(Failure::fault)?.ok_or(Failure::NotFound)
}

/// The mailbox, where there is one.
fn mailbox(house: &House) -> Result<Mailbox, Failure> {
    if !house.shared.demo {
        return Err(Failure::NotFound);
    }
    let post = Post::from_url(house.config().smtp_url.expose_secret()).map_err(|_| Failure::NotFound)?;
    post.folder().map(Mailbox::new).ok_or(Failure::NotFound)
}

/// Links of a letter lead out of the frame that shows it, as they lead out of a mail program.
fn out_of_the_frame(html: &str) -> String {
    const BASE: &str = "<base target=\"_top\">";
    match html.split_once("<head>") {
        Some((before, after)) => format!("{before}<head>{BASE}{after}"),
        None => format!("{BASE}{html}"),
    }
}

fn framed(
    house: &House,
    visitor: Option<&AnyStaff>,
    language: crate::domain::language::Language,
    title: &str,
    actions: &maud::Markup,
    body: &maud::Markup,
) -> maud::Markup {
    match visitor {
        Some(visitor) => ui::Frame::new(house, visitor, links::MAILBOX).page(title, actions, body),
        None => ui::open_page(language, title, actions, body),
    }
}
