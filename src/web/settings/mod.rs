//! Settings: `/settings/…`, for administrators.

mod incoming;
mod letters;
mod mail_tabs;
mod suppressions;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service.configure(letters::routes).configure(incoming::routes).configure(suppressions::routes);
}
