//! For operators: `/healthz` (the process lives), `/readyz` (it can work), `/metrics` (Prometheus text).

use actix_web::{
    HttpResponse,
    web::{self, Data},
};

use super::{failure::Failure, house::House};
use crate::store::schema_version;

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/healthz", web::get().to(healthy))
        .route("/readyz", web::get().to(ready))
        .route("/metrics", web::get().to(metrics));
}

async fn healthy() -> &'static str {
    "ok\n"
}

async fn ready(house: Data<House>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let pending = schema_version::pending(&mut connection).await?;
    Ok(if pending.is_empty() {
        HttpResponse::Ok().body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable()
            .body(format!("{} migrations to run: otklik migrate\n", pending.len()))
    })
}

async fn metrics(house: Data<House>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(house.shared.metrics.render())
}
