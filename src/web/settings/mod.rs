//! Settings: `/settings/…`, for administrators.

mod letters;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service.configure(letters::routes);
}
