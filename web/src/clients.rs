//! How many forms one client may send.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderMap;

/// How many addresses are remembered; above it those that may send everything again are forgotten.
const REMEMBERED: usize = 10_000;
/// The network of one household or hospital, in IPv6: the first four groups of an address.
const IPV6_NETWORK: u128 = !0 << 64;

/// A limit on how often each client may send something. Held in memory alone, and never logged.
pub struct Clients {
    at_once: u32,
    one_more_each: Duration,
    by_address: Mutex<HashMap<IpAddr, Spent>>,
}

/// What a client has used up: `full_at` is when it may send everything at once again.
struct Spent {
    full_at: Instant,
}

impl Clients {
    /// Each may send `at_once`, and one more after each `one_more_each`.
    #[must_use]
    pub fn new(at_once: u32, one_more_each: Duration) -> Self {
        Self { at_once, one_more_each, by_address: Mutex::default() }
    }

    /// Whether this client may send one more now; then it counts.
    pub fn allow(&self, client: IpAddr, now: Instant) -> bool {
        let mut by_address = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if by_address.len() >= REMEMBERED {
            by_address.retain(|_, spent| spent.full_at > now);
        }
        let spent = by_address.entry(network(client)).or_insert(Spent { full_at: now });
        let full_at = spent.full_at.max(now) + self.one_more_each;
        let allowed = full_at - now <= self.one_more_each * self.at_once;
        if allowed {
            spent.full_at = full_at;
        }
        allowed
    }
}

/// The client of a request: the machine at the other end or, if that is the proxy in front, the one the proxy names.
/// Nobody else's `X-Forwarded-For` is believed.
#[must_use]
pub fn client(peer: IpAddr, proxy: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
    let peer = peer.to_canonical();
    if proxy.map(|proxy| proxy.to_canonical()) != Some(peer) {
        return peer;
    }
    // The proxy writes the address it saw last.
    let last = headers.get_all("x-forwarded-for").iter().next_back().and_then(|line| line.to_str().ok());
    let named = last.and_then(|line| line.rsplit(',').next()).and_then(|name| name.trim().parse::<IpAddr>().ok());
    named.map_or(peer, |named| named.to_canonical())
}

fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & IPV6_NETWORK).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_client_has_an_allowance_that_comes_back() {
        let clients = Clients::new(3, Duration::from_secs(10));
        let now = Instant::now();
        let after = |seconds| now + Duration::from_secs(seconds);
        let asked: Vec<_> = (0..5).map(|_| clients.allow(ip("192.0.2.1"), now)).collect();
        assert_eq!(asked, [true, true, true, false, false]);
        assert!(clients.allow(ip("192.0.2.2"), now), "another client");
        assert!(!clients.allow(ip("192.0.2.1"), after(9)));
        assert!(clients.allow(ip("192.0.2.1"), after(10)));
        assert!(!clients.allow(ip("192.0.2.1"), after(10)));
        let much_later: Vec<_> = (0..4).map(|_| clients.allow(ip("192.0.2.1"), after(1000))).collect();
        assert_eq!(much_later, [true, true, true, false]);
        assert!(clients.allow(ip("2001:db8::1"), now));
        clients.allow(ip("2001:db8::2"), now);
        clients.allow(ip("2001:db8::3"), now);
        assert!(!clients.allow(ip("2001:db8::4"), now), "one network is one client");
    }

    #[test]
    fn only_the_named_proxy_says_who_the_client_is() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        let proxy = Some(ip("127.0.0.1"));
        for (peer, proxy, client_is) in [
            ("127.0.0.1", proxy, "198.51.100.7"),
            ("::ffff:127.0.0.1", proxy, "198.51.100.7"),
            ("192.0.2.1", proxy, "192.0.2.1"),
            ("127.0.0.1", None, "127.0.0.1"),
        ] {
            assert_eq!(client(ip(peer), proxy, &headers), ip(client_is), "{peer}");
        }
        assert_eq!(client(ip("127.0.0.1"), proxy, &HeaderMap::new()), ip("127.0.0.1"));
    }
}
