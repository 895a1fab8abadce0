//! The desk: `/desk/…`, for complaint staff.

mod bulk;
mod bulk_result;
mod card;
pub mod customers;
mod handover;
mod queue;
mod queue_page;
mod reminders;
mod wording;

use actix_web::web;

use super::links;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::DESK, web::get().to(queue::show))
        .route(links::TAKE_NEXT, web::post().to(queue::take_next))
        .route("/desk/complaints/{number}", web::get().to(card::show))
        .configure(card::deeds::routes)
        .configure(bulk::routes)
        .configure(bulk_result::routes)
        .configure(handover::routes)
        .configure(reminders::routes)
        .configure(customers::routes);
}
