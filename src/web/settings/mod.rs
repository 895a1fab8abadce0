//! Settings: `/settings/…`, for administrators.

mod assigning;
mod brand;
mod churn;
mod incoming;
mod letters;
mod links;
mod suppressions;
mod surveys;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .configure(assigning::routes)
        .configure(brand::routes)
        .configure(churn::routes)
        .configure(letters::routes)
        .configure(links::routes)
        .configure(surveys::routes)
        .configure(incoming::routes)
        .configure(suppressions::routes);
}
