//! The desk: `/desk/…`, for complaint staff.

mod card;
pub mod customers;
pub mod live;
mod presence;
mod queue;
mod queue_page;
mod rows;
mod wording;

use actix_web::web;

use super::links;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::DESK, web::get().to(queue::show))
        .route(links::TAKE_NEXT, web::post().to(queue::take_next))
        .route(links::LIVE, web::get().to(live::show))
        .route(links::ROWS, web::get().to(rows::show))
        .route("/desk/complaints/{number}/presence", web::post().to(presence::post))
        .route("/desk/complaints/{number}", web::get().to(card::show))
        .configure(card::deeds::routes)
        .configure(customers::routes);
}
