//! Settings: `/settings/…`, for administrators.

use actix_web::web;

pub fn routes(_service: &mut web::ServiceConfig) {}
