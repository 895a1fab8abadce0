//! Files of complaints, given out: `/desk/attachments/{id}`. Always a download, never shown or run in place.

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Data, Path},
};

use crate::{
    store::attachments,
    web::{failure::Failure, house::House, links, visitor::Handler},
};

pub fn routes(service: &mut web::ServiceConfig) {
    service.route("/desk/attachments/{id}", web::get().to(download));
}

async fn download(_: Handler, house: Data<House>, id: Path<i64>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let file = attachments::whole(&mut connection, *id).await?.ok_or(Failure::NotFound)?;
    drop(connection);
    Ok(HttpResponse::Ok()
        .content_type(file.media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition(&file.name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .body(file.content))
}

/// By RFC 6266: a name in ASCII for old programs, and the true one (RFC 8187).
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || "-_. ()".contains(letter) { letter } else { '_' })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", links::encoded(name))
}
