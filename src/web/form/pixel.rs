//! The picture of a letter: `/s/{token}/o.gif`, one transparent point. Its loading says that a letter was perhaps opened:
//! mail programs load pictures by themselves or not at all, so pages call it an estimate.

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Data, Path},
};

use crate::{actions::note_opening::note_opening, web::house::House};

/// A GIF89a of one transparent point.
const POINT: &[u8] =
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00\x21\xf9\x04\x01\x00\x00\x00\x00\
                       \x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";

pub fn routes(service: &mut web::ServiceConfig) {
    service.route("/s/{token}/o.gif", web::get().to(point));
}

/// The same picture whatever the token, so that it tells nobody which tokens are true.
async fn point(house: Data<House>, token: Path<String>) -> HttpResponse {
    if let Ok(invitation) = house.shared.keys.verify(&token)
        && let Err(cause) = note(&house, invitation).await
    {
        tracing::warn!(%cause, "an opening was not noted");
    }
    HttpResponse::Ok()
        .content_type("image/gif")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header(("X-Robots-Tag", "noindex, nofollow"))
        .body(POINT)
}

async fn note(house: &House, invitation: i64) -> Result<(), crate::store::StoreError> {
    let mut connection = house.connection().await?;
    note_opening(&mut connection, invitation, house.now()).await.map(|_| ())
}
