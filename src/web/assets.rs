//! Embedded files of the pages: named by their content, compressed once, kept by browsers for a year.

use std::{collections::HashMap, io::Write as _, sync::LazyLock};

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use flate2::{Compression, write::GzEncoder};
use rust_embed::RustEmbed;

use super::failure::Failure;

#[derive(RustEmbed)]
#[folder = "templates/assets"]
struct Files;

struct Asset {
    path: String,
    kind: &'static str,
    plain: Vec<u8>,
    gzip: Vec<u8>,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let digest: String =
                file.metadata.sha256_hash().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
            let kind = match name.rsplit('.').next() {
                Some("css") => "text/css; charset=utf-8",
                Some("js") => "text/javascript; charset=utf-8",
                Some("svg") => "image/svg+xml",
                // Licences and lists lie beside the files, but are not served.
                _ => return None,
            };
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&file.data).ok()?;
            let gzip = encoder.finish().ok()?;
            let path = format!("/assets/{digest}/{name}");
            Some((name.into_owned(), Asset { path, kind, plain: file.data.into_owned(), gzip }))
        })
        .collect()
});

/// The address of an embedded file, with the digest of its content in it.
#[must_use]
pub fn path(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", |asset| asset.path.as_str())
}

pub fn routes(service: &mut web::ServiceConfig) {
    service.route("/assets/{digest}/{name}", web::get().to(show));
}

async fn show(request: HttpRequest, at: web::Path<(String, String)>) -> Result<HttpResponse, Failure> {
    let (_, name) = at.into_inner();
    let asset = ASSETS.get(&name).ok_or(Failure::NotFound)?;
    // An old digest would be cached under the new content's name.
    if asset.path != request.path() {
        return Err(Failure::NotFound);
    }
    let takes_gzip = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.kind)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header(("X-Content-Type-Options", "nosniff"));
    if takes_gzip {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
        Ok(response.body(asset.gzip.as_slice()))
    } else {
        Ok(response.body(asset.plain.as_slice()))
    }
}
