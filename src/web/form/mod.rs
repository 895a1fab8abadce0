//! The form: `/s/{token}`, for customers.

use actix_web::web;

pub fn routes(_service: &mut web::ServiceConfig) {}
