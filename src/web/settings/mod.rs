//! Settings: `/settings/…`, for administrators.

mod brand;
mod letters;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service.configure(letters::routes).configure(brand::routes);
}
