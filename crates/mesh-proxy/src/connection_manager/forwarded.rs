//! `x-forwarded-for` (`Http::Utility::getLastAddressFromXFF`, `appendXff`).

use std::net::IpAddr;

use crate::config::HttpConnectionManager;
use crate::route::HeaderMap;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address as the proxies before this one told it; `None` where the connection's own counts.
pub(super) fn trusted_address(manager: &HttpConnectionManager, headers: &HeaderMap) -> Option<IpAddr> {
    let hops = manager.xff_num_trusted_hops as usize;
    let skipped = if manager.use_remote_address == Some(true) { hops.checked_sub(1)? } else { hops };
    last_address(&joined(headers)?, skipped)
}

/// Appends the client's address; values of several headers become one.
pub(super) fn append_address(headers: &mut HeaderMap, address: Option<IpAddr>) {
    let Some(address) = address else { return };
    let value = match joined(headers) {
        Some(known) if !known.is_empty() => format!("{known},{address}"),
        _ => address.to_string(),
    };
    headers.set(FORWARDED_FOR, &value);
}

/// The values of several headers are one list.
fn joined(headers: &HeaderMap) -> Option<String> {
    headers.get_all(FORWARDED_FOR).map(str::to_owned).reduce(|list, value| format!("{list},{value}"))
}

/// The last address of a list before so many others.
fn last_address(list: &str, skipped: usize) -> Option<IpAddr> {
    list.rsplit(',').nth(skipped)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_counted_from_the_end() {
        // list | how many are passed over | the address
        for (list, skipped, address) in [
            ("1.2.3.4", 0, Some("1.2.3.4")),
            ("1.2.3.4", 1, None),
            ("1.2.3.4, 5.6.7.8", 0, Some("5.6.7.8")),
            ("1.2.3.4,5.6.7.8", 1, Some("1.2.3.4")),
            ("bogus, 1.2.3.4", 1, None),
            ("bogus, 1.2.3.4", 0, Some("1.2.3.4")),
            ("fd00::1", 0, Some("fd00::1")),
            ("1.2.3.4:80", 0, None),
            ("", 0, None),
        ] {
            assert_eq!(last_address(list, skipped), address.map(|it| it.parse().unwrap()), "{list:?} {skipped}");
        }
    }
}
