//! The board: `/board/…`, reports for executives.

use actix_web::web;

pub fn routes(_service: &mut web::ServiceConfig) {}
