//! The desk: `/desk/…`, for complaint staff.

mod card;
pub mod customers;
mod queue;
mod wording;

use actix_web::web;

use super::links;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::DESK, web::get().to(queue::show))
        .route(links::TAKE_NEXT, web::post().to(queue::take_next))
        .route(links::VIEWS, web::post().to(queue::views::save))
        .route("/desk/views/{id}", web::post().to(queue::views::change))
        .route(links::DENSITY, web::post().to(queue::views::density))
        .route("/desk/complaints/{number}", web::get().to(card::show))
        .configure(card::deeds::routes)
        .configure(customers::routes);
}
