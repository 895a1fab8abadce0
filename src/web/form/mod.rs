//! The form: `/s/{token}`, for customers.

mod unsubscribe;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service.configure(unsubscribe::routes);
}
