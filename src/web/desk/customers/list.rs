//! `/desk/customers`: all customers, or those whose name, id, address or telephone begins so.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    domain::language::Language,
    store::customers::search::{self, Line, PAGE, Sought},
    t,
    web::{
        failure::Failure,
        house::House,
        links,
        ui::{self, Frame, Tone, badge},
        visitor::Handler,
    },
    words::format,
};

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    after: Option<i64>,
}

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let sought = Sought::read(&wanted.q);
    let mut connection = house.connection().await?;
    let mut lines = search::page(&mut connection, sought.as_ref(), wanted.after).await?;
    let room = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > room;
    lines.truncate(room);
    let next = lines.last().filter(|_| more).map(|last| links::customers(&wanted.q, Some(last.id)));
    let first = wanted.after.map(|_| links::customers(&wanted.q, None));
    let frame = Frame::new(&house, &visitor, links::CUSTOMERS);
    let language = frame.language;
    let day = |at| format::date(language, at, house.config().time_zone);
    let body = html! {
        (search_form(language, &wanted.q))
        div.card {
            @if lines.is_empty() {
                @if sought.is_some() {
                    (ui::empty(&t!(language, "customer-list-nobody"), &t!(language, "customer-list-nobody-body"), Some((links::CUSTOMERS, &t!(language, "customer-list-all")))))
                } @else {
                    (ui::empty(&t!(language, "customer-list-empty"), &t!(language, "customer-list-empty-body"), None))
                }
            } @else {
                div.list-group.list-group-flush {
                    @for line in &lines { (row(language, line, &day)) }
                }
            }
        }
        (ui::pages(language, first.as_deref(), next.as_deref()))
    };
    let actions = html! {
        @if visitor.role.may_administer() {
            a.btn.btn-outline-secondary href=(links::CHURN) { (t!(language, "customer-list-churn")) }
        }
    };
    Ok(ui::ok(frame.page(&t!(language, "customer-list-title"), &actions, &body)))
}

fn search_form(language: Language, typed: &str) -> Markup {
    html! {
        form.customer-search.mb-3 method="get" action=(links::CUSTOMERS) role="search" {
            label.visually-hidden for="q" { (t!(language, "customer-list-search")) }
            input.form-control #q name="q" type="search" value=(typed) maxlength="200" autocomplete="off"
                placeholder=(t!(language, "customer-list-search"));
            button.btn.btn-primary type="submit" { (t!(language, "customer-list-find")) }
        }
    }
}

fn row(language: Language, line: &Line, day: &dyn Fn(chrono::DateTime<chrono::Utc>) -> String) -> Markup {
    let name = match line.name.trim() {
        _ if line.erased => t!(language, "customers-forgotten").into_owned(),
        "" => t!(language, "customers-nameless", id = line.external_id.as_str()).into_owned(),
        name => name.to_owned(),
    };
    html! {
        a.list-group-item.list-group-item-action.customer-line href=(links::customer(&line.external_id)) {
            div {
                strong { (name) } " " span.text-secondary.whole { (line.external_id) }
                div.text-secondary {
                    @for (place, part) in [&line.email, &line.phone, &line.city].into_iter().flatten().enumerate() {
                        @if place > 0 { " · " } span.customer-part { (part) }
                    }
                }
            }
            div.customer-line-end {
                @if line.complains || line.left_at.is_some() || line.standing != "customer" {
                    span.badges-list {
                    @if line.complains { (badge(Tone::Warning, &t!(language, "customer-list-complains"))) }
                    @if let Some(at) = line.left_at { (badge(Tone::Bad, &t!(language, "customers-mark-left", at = day(at)))) }
                    @if line.standing == "guest" { (badge(Tone::Plain, &t!(language, "customers-mark-guest"))) }
                    @if line.standing == "employee" { (badge(Tone::Notice, &t!(language, "customers-mark-employee"))) }
                    }
                }
                @if let Some(at) = line.last_purchase {
                    span.text-secondary { (t!(language, "customer-list-last", at = day(at))) }
                }
            }
        }
    }
}
