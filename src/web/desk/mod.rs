//! The desk: `/desk/…`, for complaint staff.

mod alerts;
mod attachments;
mod bulk;
mod bulk_result;
mod canned;
mod card;
pub mod customers;
mod handover;
mod intake;
mod keys;
pub mod live;
mod macros;
mod mail;
mod presence;
mod queue;
mod reminders;
mod rows;
mod sorting;
mod team;
mod weighing;
mod wording;

use actix_web::web;
pub use card::{length, titled};

use super::links;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::DESK, web::get().to(queue::show))
        .route(links::KEYS, web::get().to(keys::show))
        .route(links::KEYS, web::post().to(keys::change))
        .route(links::TAKE_NEXT, web::post().to(queue::take_next))
        .configure(intake::routes)
        .route(links::LIVE, web::get().to(live::show))
        .route(links::ROWS, web::get().to(rows::show))
        .route("/desk/complaints/{number}/presence", web::post().to(presence::post))
        .route(links::VIEWS, web::post().to(queue::views::save))
        .route("/desk/views/{id}", web::post().to(queue::views::change))
        .route(links::FIRST_LIST, web::post().to(queue::views::first))
        .route(links::DENSITY, web::post().to(queue::views::density))
        .route("/desk/complaints/{number}", web::get().to(card::show))
        .route("/desk/complaints/{number}/history", web::get().to(card::past::show))
        .route("/desk/complaints/{number}/dossier", web::get().to(card::dossier::show))
        .route(links::TEAM, web::get().to(team::show))
        .configure(card::deeds::routes)
        .configure(sorting::routes)
        .configure(mail::routes)
        .configure(attachments::routes)
        .configure(canned::routes)
        .configure(alerts::routes)
        .configure(bulk::routes)
        .configure(bulk_result::routes)
        .configure(handover::routes)
        .configure(reminders::routes)
        .configure(customers::routes);
}
