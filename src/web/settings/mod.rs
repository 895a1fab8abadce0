//! Settings: `/settings/…`, for administrators.

mod assigning;
mod brand;
mod churn;
mod clocks;
mod incoming;
mod legal_terms;
mod letters;
mod links;
mod meanwhile;
mod outcomes;
mod reports;
mod root_causes;
mod suppressions;
mod surveys;

use actix_web::web;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .configure(assigning::routes)
        .configure(brand::routes)
        .configure(churn::routes)
        .configure(clocks::routes)
        .configure(outcomes::routes)
        .configure(reports::routes)
        .configure(root_causes::routes)
        .configure(legal_terms::routes)
        .configure(letters::routes)
        .configure(links::routes)
        .configure(surveys::routes)
        .configure(incoming::routes)
        .configure(suppressions::routes);
}
