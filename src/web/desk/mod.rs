//! The desk: `/desk/…`, for complaint staff.

use actix_web::web;

pub fn routes(_service: &mut web::ServiceConfig) {}
