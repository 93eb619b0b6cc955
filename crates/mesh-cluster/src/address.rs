//! Addresses in document order.

use std::net::Ipv4Addr;

/// The n-th address, from 1, of a range given by its first two bytes. Wraps where a range is used up.
pub(crate) fn nth(range: [u8; 2], n: u32) -> Ipv4Addr {
    let [first, second] = range;
    Ipv4Addr::new(first, second, ((n / 250) % 256) as u8, (n % 250 + 1) as u8)
}

/// Where pods live.
pub(crate) const PODS: [u8; 2] = [10, 1];
/// Where Services live.
pub(crate) const SERVICES: [u8; 2] = [10, 96];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_two_and_the_249th_ends_a_row() {
        assert_eq!(nth(PODS, 1), Ipv4Addr::new(10, 1, 0, 2));
        assert_eq!(nth(PODS, 249), Ipv4Addr::new(10, 1, 0, 250));
        assert_eq!(nth(SERVICES, 250), Ipv4Addr::new(10, 96, 1, 1));
    }
}
