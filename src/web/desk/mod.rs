//! The desk: `/desk/…`, for complaint staff.

mod answer;
mod card;
mod card_history;
mod card_page;
mod card_steps;
pub mod customers;
mod queue;
mod queue_page;
mod steps;
mod unfinished;
mod wording;

use actix_web::web;

use super::links;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::DESK, web::get().to(queue::show))
        .route(links::TAKE_NEXT, web::post().to(queue::take_next))
        .route("/desk/complaints/{number}", web::get().to(card::show))
        .route("/desk/complaints/{number}/take", web::post().to(steps::take))
        .route("/desk/complaints/{number}/reply", web::post().to(steps::reply))
        .route("/desk/complaints/{number}/note", web::post().to(steps::note))
        .route("/desk/complaints/{number}/resolve", web::post().to(steps::resolve))
        .route("/desk/complaints/{number}/reopen", web::post().to(steps::reopen))
        .configure(customers::routes);
}
