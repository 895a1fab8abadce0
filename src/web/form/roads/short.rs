//! Short addresses: `/q/{code}` leads on to the form and writes nothing.

use std::{net::IpAddr, num::NonZeroU32};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use maud::html;

use super::{super::frame, language_of, nothing};
use crate::{
    domain::token::ShortLink,
    t,
    web::{failure::Failure, house::House, server::address_of},
};

/// Wrong codes that one address may try in a minute.
const WRONG_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// Addresses remembered before those that have been quiet are forgotten.
const MOST_ADDRESSES: usize = 10_000;

/// How often wrong codes were tried, by address. In memory: the arithmetic of the codes leaves room for every process
/// having its own.
pub struct Guesses(DefaultKeyedRateLimiter<Option<IpAddr>>);

impl Guesses {
    pub fn new() -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(WRONG_A_MINUTE)))
    }

    /// Counts a wrong code; answers whether more may be tried.
    fn wrong(&self, address: &str) -> bool {
        if self.0.len() > MOST_ADDRESSES {
            self.0.retain_recent();
        }
        self.0.check_key(&address.parse().ok()).is_ok()
    }
}

pub async fn lead_on(
    request: HttpRequest,
    house: Data<House>,
    guesses: Data<Guesses>,
    code: Path<String>,
) -> Result<HttpResponse, Failure> {
    let Ok(invitation) = house.shared.keys.read_short_code(ShortLink::Invitation, &code) else {
        let language = language_of(&request, &house);
        if guesses.wrong(&address_of(&request, house.config().behind_proxy)) {
            return Ok(nothing(&house, language));
        }
        let title = t!(language, "roads-wait");
        let page = html! { h1 { (title) } p { (t!(language, "roads-wait-body")) } };
        let page = frame::document(language, &house.brand(), &title, &page);
        return Ok(frame::answer(StatusCode::TOO_MANY_REQUESTS, page));
    };
    let token = house.shared.keys.sign(invitation);
    Ok(HttpResponse::Found()
        .insert_header((header::LOCATION, house.config().form_url(token.as_str()).as_str()))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Robots-Tag", "noindex, nofollow"))
        .finish())
}
