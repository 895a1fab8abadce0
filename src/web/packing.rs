//! Pages packed for the wire: whole bodies at once, in place, by one packer a thread that is made once.
//!
//! The middleware of the web library makes a packer of 300 KB for each answer and hands larger pieces to another thread;
//! for pages of some kilobytes that costs several times the packing itself.

use std::cell::RefCell;

use actix_web::{
    Error,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderValue},
    middleware::Next,
};
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// Less than this fits into one packet as it is.
const SMALLEST: u64 = 1_024;

/// Of RFC 1952: deflate, no name, no time, an unknown system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

thread_local! {
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), false));
}

/// Packs the answer where the visitor takes gzip, and it is text and not packed yet.
///
/// # Errors
/// Those of the handler.
pub async fn pack<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let taken = takes_gzip(request.headers());
    let response = next.call(request).await?.map_into_boxed_body();
    if !taken || !is_worth_it(&response) {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (mut response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(plain) => match gzip(&plain) {
            Some(packed) => {
                let headers = response.headers_mut();
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
                BoxBody::new(packed)
            }
            None => BoxBody::new(plain),
        },
        Err(flowing) => flowing,
    };
    Ok(ServiceResponse::new(request, response.set_body(body)))
}

/// Whether gzip is named, and not only to be refused (`gzip;q=0`).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

fn is_worth_it(response: &ServiceResponse<BoxBody>) -> bool {
    let headers = response.headers();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let is_text = ["text/", "application/json", "image/svg"].iter().any(|start| kind.starts_with(start));
    let size = response.response().body().size();
    is_text
        && !headers.contains_key(header::CONTENT_ENCODING)
        && matches!(size, BodySize::Sized(bytes) if bytes >= SMALLEST)
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut packed = Vec::with_capacity(plain.len() / 2 + 64);
    packed.extend_from_slice(&HEAD);
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        loop {
            let done = usize::try_from(packer.total_in()).ok()?;
            match packer.compress_vec(plain.get(done..)?, &mut packed, FlushCompress::Finish).ok()? {
                Status::StreamEnd => return Some(()),
                Status::Ok | Status::BufError => packed.reserve(plain.len() / 2 + 64),
            }
        }
    })?;
    let mut sum = Crc::new();
    sum.update(plain);
    packed.extend_from_slice(&sum.sum().to_le_bytes());
    packed.extend_from_slice(&sum.amount().to_le_bytes());
    Some(packed)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use actix_web::http::header::{self, HeaderMap, HeaderValue};

    use super::{gzip, takes_gzip};

    #[test]
    fn what_was_packed_is_unpacked_the_same_one_after_the_other() {
        let noise: Vec<u8> =
            (0..25_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
        for plain in [b"".as_slice(), b"Thanks, thanks, thanks".as_slice(), &[b'a'; 50_000], &noise] {
            let packed = gzip(plain).unwrap();
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).unwrap();
            assert_eq!(unpacked, plain);
        }
    }

    #[test]
    fn gzip_is_taken_where_it_is_named_and_not_refused() {
        let takes = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            takes_gzip(&headers)
        };
        assert!(takes("gzip") && takes("br, GZIP;q=0.8, *;q=0.1") && takes("deflate,gzip"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("identity, gzip; q=0.0") && !takes(""));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
