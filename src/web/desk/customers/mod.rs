//! Customers: the list, and one of them with all that passed between them and the company.

mod asking;
mod departing;
mod kinds;
mod leaving;
mod list;
mod load;
mod page;
mod said;

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use self::load::Places;
use crate::web::{
    failure::Failure,
    house::House,
    links, place,
    ui::{self, Frame},
    visitor::Handler,
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::CUSTOMERS, web::get().to(list::show))
        .route("/desk/customers/{external_id}", web::get().to(show))
        .route("/desk/customers/{external_id}/departures", web::post().to(departing::record))
        .route(
            "/desk/customers/{external_id}/departures/{id}/take-back",
            web::post().to(departing::take_back),
        );
}

/// Where each list of the page goes on, as its address carries it. `after` is the place of purchases.
#[derive(Default, Deserialize)]
struct Asked {
    after: Option<String>,
    purchases: Option<String>,
    answers: Option<String>,
    letters: Option<String>,
    complaints: Option<String>,
    departures: Option<String>,
}

impl Asked {
    fn places(&self) -> Result<Places, Failure> {
        let read = |name: &str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => place::read(text).map(Some).ok_or_else(|| Failure::BadRequest(name.to_owned())),
        };
        Ok(Places {
            purchases: read("after", &self.after)?.or(read("purchases", &self.purchases)?),
            answers: read("answers", &self.answers)?,
            letters: read("letters", &self.letters)?,
            complaints: read("complaints", &self.complaints)?,
            departures: read("departures", &self.departures)?,
        })
    }
}

async fn show(
    visitor: Handler,
    house: Data<House>,
    external_id: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let places = asked.places()?;
    let mut connection = house.connection().await?;
    let page = load::page(&mut connection, &house, &external_id, places, None).await?;
    Ok(ui::ok(page.render(&Frame::new(&house, &visitor, links::CUSTOMERS))))
}
