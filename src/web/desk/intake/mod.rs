//! `/desk/complaints/new`: a complaint taken in by telephone, at the counter, from a letter.

mod form;
mod people;
mod read;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};

use self::{
    form::IntakePage,
    people::{Chosen, People},
    read::{Flaw, Said, read},
};
use super::{bulk, card::deeds::Typed};
use crate::{
    actions::{
        complaint_step::Doer,
        open_complaint::{NotOpened, Whose, open_complaint},
    },
    store::{
        Connection, StoreError,
        customers::lookup::{self, Asked, Candidate},
        legal_terms,
    },
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame},
        visitor::{Handler, Person},
    },
};

/// Telephones and addresses that are looked up before a newcomer is written down.
const CONTACTS: [&str; 2] = ["phone", "email"];

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::NEW_COMPLAINT, web::get().to(show))
        .route(links::NEW_COMPLAINT, web::post().to(post))
        .route(links::NEW_COMPLAINT_PEOPLE, web::get().to(fragment));
}

type Fields = Vec<(String, String)>;

async fn show(visitor: Handler, house: Data<House>, asked: Query<Fields>) -> Result<HttpResponse, Failure> {
    draw(&house, &visitor, StatusCode::OK, &Typed::new(asked.into_inner()), &[]).await
}

/// A part of the page for its script: who may be meant, or what is known of whom somebody chose.
async fn fragment(
    visitor: Handler,
    house: Data<House>,
    asked: Query<Fields>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(asked.into_inner());
    let mut connection = house.connection().await?;
    let (language, zone) = (visitor.language, house.config().time_zone);
    let markup = if typed.has("customer") {
        let chosen = chosen(&mut connection, &typed).await?;
        chosen.map(|chosen| chosen.render(language, zone, &typed)).unwrap_or_default()
    } else {
        found(&mut connection, &typed).await?.render(language, zone, &typed)
    };
    Ok(ui::ok(markup))
}

async fn post(visitor: Handler, house: Data<House>, form: Guarded<Fields>) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let key = typed.get("key");
    if key.is_empty() || key.len() > 64 {
        return Err(Failure::BadRequest("key".to_owned()));
    }
    if matches!(typed.get("do"), "find" | "choose") {
        return draw(&house, &visitor, StatusCode::OK, &typed, &[]).await;
    }
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    let said = match read(&typed, visitor.language) {
        Ok(said) => said,
        Err(flaws) => return draw(&house, &visitor, unfit, &typed, &flaws).await,
    };
    let language = house.language();
    let mut connection = house.connection().await?;
    let intake = said.intake(&typed, language);
    if let Some((status, flaw)) = first_look(&mut connection, &said, &typed, intake.whose).await? {
        drop(connection);
        return draw(&house, &visitor, status, &typed, &[flaw]).await;
    }
    let doer = Doer { id: visitor.id, role: visitor.role };
    let done = open_complaint(&mut connection, doer, &intake, house.now()).await;
    drop(connection);
    let (status, flaw) = match done {
        Ok(number) => return Ok(see_other(&links::complaint(number))),
        Err(NotOpened::Store(error)) => return Err(error.into()),
        Err(NotOpened::Nobody) => (unfit, ("customer", "intake-flaw-gone")),
        Err(NotOpened::Purchase) => (unfit, ("purchase", "intake-flaw-purchase")),
        Err(NotOpened::NoAddress(_)) => (unfit, ("told", "intake-flaw-address")),
        Err(NotOpened::Open { .. }) => (StatusCode::CONFLICT, ("purchase", "intake-flaw-open")),
        Err(NotOpened::NotJoined { .. }) => (StatusCode::CONFLICT, ("purchase", "intake-flaw-join")),
        Err(NotOpened::Refused(_)) => (unfit, ("claim", "intake-flaw-claim")),
    };
    draw(&house, &visitor, status, &typed, &[Flaw::new(flaw.0, t!(visitor.language, flaw.1))]).await
}

/// What must be seen before anything is opened: what is open of a customer chosen without a script, and customers whom a
/// newcomer seems to be.
async fn first_look(
    connection: &mut Connection,
    said: &Said,
    typed: &Typed,
    whose: Whose<'_>,
) -> Result<Option<(StatusCode, Flaw)>, StoreError> {
    match whose {
        Whose::Known(customer) if said.joins.is_none() && typed.get("shown") != customer.to_string() => {
            let seen = Chosen::read(connection, customer, typed).await?;
            let more = seen.is_some_and(|chosen| !chosen.bought.is_empty() || !chosen.open.is_empty());
            Ok(more.then(|| (StatusCode::OK, Flaw::new("purchase", t!(said.language, "intake-check")))))
        }
        Whose::New(_) if typed.get("customer") != "new" && !known(connection, typed).await?.is_empty() => {
            Ok(Some((StatusCode::CONFLICT, Flaw::new("customer", t!(said.language, "intake-flaw-known")))))
        }
        _ => Ok(None),
    }
}

/// Customers whom a newcomer seems to be.
async fn known(connection: &mut Connection, typed: &Typed) -> Result<Vec<Candidate>, StoreError> {
    let mut people: Vec<Candidate> = Vec::new();
    for contact in CONTACTS {
        if let Some(asked) = Asked::read(typed.get(contact)) {
            let more = lookup::candidates(connection, &asked).await?;
            let news: Vec<_> =
                more.into_iter().filter(|one| people.iter().all(|known| known.id != one.id)).collect();
            people.extend(news);
        }
    }
    Ok(people)
}

async fn chosen(connection: &mut Connection, typed: &Typed) -> Result<Option<Chosen>, StoreError> {
    match typed.get("customer").parse() {
        Ok(customer) => Chosen::read(connection, customer, typed).await,
        Err(_) => Ok(None),
    }
}

/// Who was looked for, or seems to be meant.
async fn found(connection: &mut Connection, typed: &Typed) -> Result<People, StoreError> {
    let asked = Asked::read(typed.get("q"));
    let mut people = match &asked {
        Some(asked) => lookup::candidates(connection, asked).await?,
        None => Vec::new(),
    };
    if people.is_empty() {
        people = known(connection, typed).await?;
    }
    Ok(People::new(people, asked.is_some()))
}

async fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    typed: &Typed,
    flaws: &[Flaw],
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let chosen = chosen(&mut connection, typed).await?;
    let mut people = found(&mut connection, typed).await?;
    if let Some(chosen) = &chosen {
        people.put_first(&chosen.customer);
    }
    let terms = legal_terms::all(&mut connection).await?;
    drop(connection);
    let frame = Frame::new(house, person, links::DESK);
    let key = match typed.get("key") {
        "" => bulk::key(),
        key => key.to_owned(),
    };
    let page = IntakePage {
        frame: &frame,
        zone: house.config().time_zone,
        typed,
        flaws,
        check: status == StatusCode::OK,
        people: &people,
        chosen: chosen.as_ref(),
        terms: &terms,
        key,
    };
    Ok(ui::respond(status, page.render()))
}
