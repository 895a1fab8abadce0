//! The brake on what strangers send: so many POSTs by one network address and by one link, counted in this process.
//!
//! An answer takes one POST, and a form that is kept as it is typed some twenty. Many customers share one address: an
//! office, a shop's Wi-Fi, a mobile operator. So an address may send ten a second, six hundred at once; a link, which is one
//! person's, one a second, a hundred and twenty at once. A robot that fills the database is slowed to that; nobody who
//! types ever meets it. What must hold across processes (corrections and additions a day) is counted by the database.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use actix_web::{
    HttpMessage as _, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web::{self, Data},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::DefaultKeyedStateStore,
};

use super::{form, house::House, server};

/// Bits of an IPv6 address that one customer's connection has: the rest is theirs to vary.
const NETWORK: u128 = !0 << 64;
/// After so many checks, whoever has been quiet is forgotten.
const SWEEP: u32 = 4096;

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

/// What this process remembers of who sent how much; shared by its threads.
pub struct Limits {
    addresses: Keyed<Ipv6Addr>,
    links: Keyed<i64>,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl Default for Limits {
    fn default() -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = |a_second, at_once| Quota::per_second(number(a_second)).allow_burst(number(at_once));
        Self {
            addresses: RateLimiter::keyed(quota(10, 600)),
            links: RateLimiter::keyed(quota(1, 120)),
            clock: DefaultClock::default(),
            checks: AtomicU32::new(0),
        }
    }
}

/// Left on a request that comes too soon; its handler draws its form again with the words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooSoon {
    /// When the next one is taken.
    pub wait: Duration,
}

impl TooSoon {
    /// Whole seconds, for `Retry-After`.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.wait.as_secs() + 1
    }

    /// What the brake left on a request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().copied()
    }
}

impl Limits {
    /// Counts one POST.
    ///
    /// # Errors
    /// [`TooSoon`] when it is one too many.
    pub fn count(&self, address: Option<IpAddr>, invitation: Option<i64>) -> Result<(), TooSoon> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.sweep();
        }
        let now = self.clock.now();
        let too_soon = |not_until: governor::NotUntil<_>| TooSoon { wait: not_until.wait_time_from(now) };
        if let Some(network) = address.and_then(network) {
            self.addresses.check_key(&network).map_err(too_soon)?;
        }
        if let Some(invitation) = invitation {
            self.links.check_key(&invitation).map_err(too_soon)?;
        }
        Ok(())
    }

    /// Forgets whoever could send as much as a newcomer: after one POST within two seconds, after all that may come at
    /// once within some two minutes. So memory follows who sends now, not who ever did.
    pub fn sweep(&self) {
        self.addresses.retain_recent();
        self.addresses.shrink_to_fit();
        self.links.retain_recent();
        self.links.shrink_to_fit();
    }

    /// How many addresses and links are remembered.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.addresses.len() + self.links.len()
    }
}

/// What counts as one sender: an IPv4 address, or the /64 of an IPv6 one. None for this machine itself: that is the
/// operator, or a reverse proxy that the settings do not tell of, and braking it would lock everybody out at once.
fn network(address: IpAddr) -> Option<Ipv6Addr> {
    let address = address.to_canonical();
    if address.is_loopback() {
        return None;
    }
    Some(match address {
        IpAddr::V4(four) => four.to_ipv6_mapped(),
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() & NETWORK),
    })
}

/// Reads an address as proxies write it: alone or with a port.
fn read(address: &str) -> Option<IpAddr> {
    let address = address.trim();
    let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
    bare.parse().ok().or_else(|| address.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// Counts POSTs to customers' pages. Too many: the answer's own page draws the form again, any other address gets a page
/// that keeps what was sent.
///
/// # Errors
/// Those of the handler.
pub async fn brake<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if *request.method() == Method::POST
        && form::is_for_customers(request.path())
        && let Some(house) = request.app_data::<Data<House>>().cloned()
        && let Err(too_soon) = house.shared.limits.count(
            read(&server::address_of(request.request(), house.config().behind_proxy)),
            form::invitation_of(request.path(), &house.shared.keys),
        )
    {
        metrics::counter!("otklik_form_posts_braked_total").increment(1);
        if form::keeps_words_itself(request.path()) {
            request.extensions_mut().insert(too_soon);
        } else {
            let body = request.extract::<web::Payload>().await?;
            let action = request.path().to_owned();
            let page = form::too_soon(&house, &action, body, too_soon).await?;
            return Ok(request.into_response(page).map_into_boxed_body());
        }
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sender_is_an_ipv4_address_or_the_network_of_an_ipv6_one() {
        let of = |text| read(text).and_then(network);
        assert_eq!(of("198.51.100.7"), of("198.51.100.7:4711"));
        assert_eq!(of("198.51.100.7"), of("::ffff:198.51.100.7"));
        assert_ne!(of("198.51.100.7"), of("198.51.100.8"));
        assert_eq!(of("2001:db8:1:2::1"), of("[2001:db8:1:2:ffff::9]:443"));
        assert_eq!(of("2001:db8:1:2::1"), of("[2001:db8:1:2::3]"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        for nobody in ["", "unknown", "127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(of(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn whoever_is_quiet_is_forgotten() {
        let limits = Limits::default();
        for number in 0..50_000_u32 {
            let address = IpAddr::from(std::net::Ipv4Addr::from_bits(0x0a00_0000 + number));
            assert_eq!(limits.count(Some(address), Some(i64::from(number))), Ok(()));
        }
        // A link may send one a second, and is kept for one second more than it needs to be as good as new.
        std::thread::sleep(Duration::from_millis(2_100));
        limits.sweep();
        assert_eq!(limits.remembered(), 0);
    }

    #[test]
    fn a_link_is_slowed_and_others_are_not() {
        let limits = Limits::default();
        let taken = (0..200).filter(|_| limits.count(None, Some(7)).is_ok()).count();
        assert!((120..=130).contains(&taken), "{taken}");
        assert!(limits.count(None, Some(7)).is_err_and(|too_soon| too_soon.seconds() <= 2));
        assert_eq!(limits.count(None, Some(8)), Ok(()));
    }
}
