//! The addresses that are never asked: this machine, its network, and what only looks public.
//!
//! Every resolution of a name goes through [`Guarded`], so that a name which changes its address between two requests
//! ("DNS rebinding") or a redirect gains nothing; addresses written as numbers are checked where an address is asked.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::endpoint;
use super::failure::{Failure, Kind};

/// Whether an address is not one of the public network.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => is_private_v6(address),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        // The metadata service of clouds, 169.254.169.254, is among these.
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || first == 0
        || first >= 240
        // Carriers' own networks, protocol assignments, benchmarks, the old 6to4 relays.
        || (first == 100 && (64..128).contains(&second))
        || (first == 192 && second == 0 && third == 0)
        || (first == 198 && matches!(second, 18 | 19))
        || (first == 192 && second == 88 && third == 99)
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let v4 = |high: u16, low: u16| is_private_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match s {
        // IPv4 in other clothes: mapped, translated, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        // IPv4 again, local NAT64, discard, Teredo and its kin, documentation.
        [0, 0, 0, 0, 0, 0, ..]
        | [0x64, 0xff9b, 1, ..]
        | [0x100, 0, 0, 0, ..]
        | [0x2001, 0..=0x1ff | 0xdb8, ..]
        | [0x3fff, 0..=0xfff, ..] => true,
        // Only 2000::/3 is given out: this leaves out unique-local, link-local, site-local and multicast addresses.
        _ => s[0] & 0xe000 != 0x2000,
    }
}

/// Whether an address may be asked, as far as it says by itself.
///
/// # Errors
/// When it is no address of the web, or one of this machine or its network, or of a site that forbids programs.
pub(super) fn check(url: &Url, allow_private: bool) -> Result<(), Failure> {
    let refused = |reason: String| Err(Failure::new(Kind::Unsafe, reason));
    if !matches!(url.scheme(), "http" | "https") {
        return refused(format!("only http and https are asked, not {}", url.scheme()));
    }
    if let Some(site) = url.host_str().and_then(endpoint::refused) {
        return Err(Failure::new(Kind::Refused, format!("it leads to {site}, which does not allow programs")));
    }
    let address = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        // By its name too, for a proxy would not resolve it here.
        Some(Host::Domain(host)) => {
            let name = host.trim_end_matches('.');
            let is_own = name == "localhost" || name.ends_with(".localhost");
            return if allow_private || !is_own { Ok(()) } else { refused(forbidden(host)) };
        }
        None => return refused("the address names no host".to_owned()),
    };
    if allow_private || !is_private(address) { Ok(()) } else { refused(forbidden(&address.to_string())) }
}

fn forbidden(host: &str) -> String {
    format!("{host} is an address of this machine or its network; --allow-private allows that")
}

/// How a name is resolved: by the system, except in tests.
pub(super) type Lookup = Arc<dyn Fn(&str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync>;

/// The system's way.
pub(super) fn system() -> Lookup {
    Arc::new(|host| {
        let host = host.to_owned();
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.collect()) })
    })
}

/// A resolver that leaves out the addresses that are not public. What it gives is what is connected to: there is no second
/// look at the name between the check and the connection.
pub(super) struct Guarded {
    pub(super) lookup: Lookup,
    pub(super) allow_private: bool,
    /// A host whose addresses are the person's own choice.
    pub(super) proxy: Option<String>,
}

/// What a name resolves to is not public; it is told from other failures by its type.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Forbidden(String);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let everything = self.allow_private || self.proxy.as_deref() == Some(&host);
        let looked_up = (self.lookup)(&host);
        Box::pin(async move { Ok(permitted(&host, &looked_up.await?, everything)?) })
    }
}

fn permitted(host: &str, found: &[SocketAddr], everything: bool) -> Result<Addrs, Forbidden> {
    let public: Vec<SocketAddr> = found.iter().copied().filter(|at| everything || !is_private(at.ip())).collect();
    if public.is_empty() && !found.is_empty() {
        return Err(Forbidden(forbidden(host)));
    }
    Ok(Box::new(public.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_public_is_known_in_all_its_clothes() {
        for private in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "192.88.99.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:0:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "5f00::1",
            "100::1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::",
        ] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn numbers_are_addresses_in_every_spelling() {
        for written in [
            "http://127.0.0.1/",
            "http://localhost:1/",
            "http://a.localhost/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/latest/meta-data",
            "http://[::ffff:169.254.169.254]/",
            "http://[64:ff9b::a00:1]/",
            "http://100.64.0.1/",
            "http://127.0.0.1./",
            "http://localhost./",
            "http://LOCALHOST/",
            "http://①②⑦.0.0.1/",
            "https://www.linkedin.com/jobs/",
            "file:///etc/passwd",
            "ftp://a.example/",
        ] {
            assert!(check(&Url::parse(written).unwrap(), false).is_err(), "{written}");
        }
        assert!(check(&Url::parse("http://127.0.0.1/").unwrap(), true).is_ok());
        assert!(check(&Url::parse("https://a.example/").unwrap(), false).is_ok());
    }

    #[tokio::test]
    async fn the_resolver_gives_no_address_of_this_machine() {
        let resolve = |allow_private, proxy: Option<&str>| {
            let guarded = Guarded { lookup: system(), allow_private, proxy: proxy.map(str::to_owned) };
            guarded.resolve("localhost".parse().unwrap())
        };
        assert!(resolve(false, None).await.is_err_and(|error| error.downcast_ref::<Forbidden>().is_some()));
        assert!(resolve(true, None).await.is_ok());
        assert!(resolve(false, Some("localhost")).await.is_ok());
    }

    #[test]
    fn a_name_keeps_only_its_public_addresses() {
        let at = |text: &str| SocketAddr::new(text.parse().unwrap(), 0);
        let both = [at("10.0.0.1"), at("1.1.1.1")];
        assert_eq!(permitted("a.example", &both, false).unwrap().collect::<Vec<_>>(), [at("1.1.1.1")]);
        assert!(permitted("a.example", &[at("10.0.0.1")], false).is_err());
        assert_eq!(permitted("a.example", &both, true).unwrap().count(), 2);
    }
}
