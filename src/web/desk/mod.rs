//! The desk: `/desk/…`, for complaint staff.

pub mod customers;

use actix_web::{
    HttpResponse,
    web::{self, Data},
};
use maud::html;

use super::{
    house::House,
    links,
    ui::{self, Frame},
    visitor::Handler,
};
use crate::t;

pub fn routes(service: &mut web::ServiceConfig) {
    service.route(links::DESK, web::get().to(queue)).configure(customers::routes);
}

async fn queue(visitor: Handler, house: Data<House>) -> HttpResponse {
    let frame = Frame::new(&house, &visitor, links::DESK);
    ui::ok(frame.page(&t!(frame.language, "frame-desk"), &html! {}, &html! {}))
}
