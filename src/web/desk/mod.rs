//! The desk: `/desk/…`, for complaint staff.

mod card;
pub mod customers;
mod mail;
mod queue;
mod queue_page;
mod sorting;
mod wording;

use actix_web::web;

use super::links;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::DESK, web::get().to(queue::show))
        .route(links::TAKE_NEXT, web::post().to(queue::take_next))
        .route("/desk/complaints/{number}", web::get().to(card::show))
        .configure(card::deeds::routes)
        .configure(sorting::routes)
        .configure(mail::routes)
        .configure(customers::routes);
}
