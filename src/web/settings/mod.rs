//! Settings: `/settings/…`, for administrators.

mod churn;
mod letters;
mod surveys;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service.configure(churn::routes).configure(letters::routes).configure(surveys::routes);
}
