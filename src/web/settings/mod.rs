//! Settings: `/settings/…`, for administrators.

mod letters;
mod links;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service.configure(letters::routes).configure(links::routes);
}
