//! The mailbox of the demo: `/mailbox`, every letter as its reader sees it.

use actix_web::web;

pub fn routes(_service: &mut web::ServiceConfig) {}
