//! Letters of people that belong to no complaint yet: `/desk/sorting`, and what is done with each.

mod row;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use maud::html;
use serde::Deserialize;

pub use row::Row;

use crate::{
    actions::{
        complaint_step::Doer,
        sort_letter::{self, NotSorted, Sorter, Whose},
    },
    store::sorting::{self, Mail, PAGE, Suggested},
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::{Handler, Person},
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::SORTING, web::get().to(show))
        .route("/desk/sorting/{id}/put", web::post().to(put))
        .route("/desk/sorting/{id}/open", web::post().to(open))
        .route("/desk/sorting/{id}/aside", web::post().to(aside))
        .route("/desk/sorting/{id}/back", web::post().to(back))
        .route("/desk/sorting/{id}/out", web::post().to(out));
}

#[derive(Deserialize)]
pub struct Asked {
    before: Option<i64>,
    /// A letter that was just set aside.
    aside: Option<i64>,
}

/// A letter that was not sorted: which, the number typed for it, and why.
struct Refused<'a> {
    id: i64,
    typed: &'a str,
    why: NotSorted,
}

async fn show(visitor: Handler, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    draw(&house, &visitor, StatusCode::OK, &asked, None).await
}

async fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    asked: &Asked,
    refused: Option<&Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let mut letters = sorting::page(&mut connection, asked.before).await?;
    let room = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = letters.len() > room;
    letters.truncate(room);
    let senders: Vec<&str> = letters.iter().filter_map(|mail| mail.sender.as_deref()).collect();
    let suggested = sorting::suggestions(&mut connection, &senders).await?;
    let aside = match asked.aside {
        Some(id) => sorting::mail(&mut connection, id).await?.filter(|mail| mail.seen_at.is_some()),
        None => None,
    };
    drop(connection);
    let frame = Frame::new(house, person, links::DESK);
    let language = frame.language;
    let typed = refused.map(|refused| (refused.id, refused.typed));
    let row =
        |mail| Row { frame: &frame, zone: house.config().time_zone, mail, suggested: &suggested, typed };
    let first = asked.before.map(|_| links::SORTING);
    let next = letters.last().filter(|_| more).map(|mail: &Mail| links::sorting(Some(mail.id), None));
    let body = html! {
        nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
        @if let Some(refused) = refused { (told(&frame, &refused.why)) }
        @if let Some(mail) = &aside { div.alert.alert-success.leaving role="status" { (row(mail).undo()) } }
        @if letters.is_empty() {
            div.card { (ui::empty(&t!(language, "post-empty"), &t!(language, "post-empty-body"), None)) }
        }
        @for mail in &letters {
            section.card.mail.mb-3 {
                div.card-body { (row(mail).head()) (row(mail).said()) }
                (row(mail).deeds())
            }
        }
        (ui::pages(language, first, next.as_deref()))
    };
    Ok(ui::respond(status, frame.page(&t!(language, "post-title"), &html! {}, &body)))
}

fn told(frame: &Frame<'_>, problem: &NotSorted) -> maud::Markup {
    let language = frame.language;
    let (id, number) = match problem {
        NotSorted::Sorted { number } => ("post-problem-sorted", *number),
        NotSorted::NoComplaint { number: 0 } => {
            return ui::notice(Tone::Bad, &t!(language, "post-problem-number"));
        }
        NotSorted::NoComplaint { number } => {
            let words = t!(language, "post-problem-no-complaint", number = number.to_string());
            return ui::notice(Tone::Bad, &words);
        }
        NotSorted::Open { number } => ("post-problem-open", Some(*number)),
        NotSorted::Nobody => ("post-problem-nobody", None),
        NotSorted::Unknown | NotSorted::Store(_) => ("failure-fault", None),
    };
    html! {
        div.alert.alert-danger role="alert" {
            (t!(language, id))
            @if let Some(number) = number {
                " " a.alert-link href=(links::complaint(number)) { (t!(language, "desk-number", number = number.to_string())) }
            }
        }
    }
}

/// Done: where it leads. Not done: the list from that letter on, with the reason and what was typed.
async fn answer(
    house: &House,
    person: &Person,
    id: i64,
    typed: &str,
    done: Result<String, NotSorted>,
) -> Result<HttpResponse, Failure> {
    match done {
        Ok(address) => Ok(see_other(&address)),
        Err(NotSorted::Unknown) => Err(Failure::NotFound),
        Err(NotSorted::Store(error)) => Err(error.into()),
        Err(why) => {
            let status = match why {
                NotSorted::NoComplaint { .. } | NotSorted::Nobody => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::CONFLICT,
            };
            let asked = Asked { before: id.checked_add(1), aside: None };
            draw(house, person, status, &asked, Some(&Refused { id, typed, why })).await
        }
    }
}

const fn doer(person: &Person) -> Doer {
    Doer { id: person.id, role: person.role }
}

fn sorter(person: &Person) -> Sorter<'_> {
    Sorter { doer: doer(person), name: &person.name }
}

#[derive(Deserialize)]
struct Put {
    /// Typed.
    #[serde(default)]
    number: String,
    /// Pressed.
    suggested: Option<i64>,
}

async fn put(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    form: Guarded<Put>,
) -> Result<HttpResponse, Failure> {
    let typed = form.0.number.trim().trim_start_matches(['№', '#']).trim();
    let number = form.0.suggested.or_else(|| typed.parse().ok()).unwrap_or(0);
    let mut connection = house.connection().await?;
    let done =
        sort_letter::put_to_complaint(&mut connection, *id, number, sorter(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *id, &form.0.number, done.map(links::complaint)).await
}

#[derive(Deserialize)]
struct Open {
    /// The customer's number; none: the sender becomes one.
    customer: Option<i64>,
}

async fn open(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    form: Guarded<Open>,
) -> Result<HttpResponse, Failure> {
    let whose = form.0.customer.map_or(Whose::Sender, Whose::Customer);
    let mut connection = house.connection().await?;
    let language = house.language();
    let done =
        sort_letter::open_complaint(&mut connection, *id, whose, sorter(&visitor), language, house.now())
            .await;
    drop(connection);
    answer(&house, &visitor, *id, "", done.map(links::complaint)).await
}

#[derive(Deserialize)]
struct Nothing {}

async fn aside(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = sort_letter::set_aside(&mut connection, *id, false, doer(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *id, "", done.map(|()| links::sorting(None, Some(*id)))).await
}

async fn back(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = sort_letter::set_aside(&mut connection, *id, true, doer(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *id, "", done.map(|()| links::mail(*id))).await
}

async fn out(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = sort_letter::take_out(&mut connection, *id, doer(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *id, "", done.map(|()| links::mail(*id))).await
}

/// Suggestions for one address.
fn of_sender<'a>(suggested: &'a [Suggested], sender: &str) -> Vec<&'a Suggested> {
    suggested.iter().filter(|one| one.email.eq_ignore_ascii_case(sender)).collect()
}
