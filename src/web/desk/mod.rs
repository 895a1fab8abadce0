//! The desk: `/desk/…`, for complaint staff.

mod alerts;
mod card;
pub mod customers;
mod queue;
mod queue_page;
mod wording;

use actix_web::web;
pub use card::{length, titled};

use super::links;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::DESK, web::get().to(queue::show))
        .route(links::TAKE_NEXT, web::post().to(queue::take_next))
        .route("/desk/complaints/{number}", web::get().to(card::show))
        .configure(card::deeds::routes)
        .configure(alerts::routes)
        .configure(customers::routes);
}
