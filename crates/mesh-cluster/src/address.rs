//! Addresses: in document order at first, and for life.

use std::net::Ipv4Addr;

use mesh_ordered::{OrderedMap, OrderedSet};

use crate::{Cluster, ClusterAddress};

/// Second bytes of the addresses of pods, and of Services: 10.1.0.2 and 10.96.0.2 are the first ones.
const PODS: std::ops::Range<u32> = 1..96;
const SERVICES: std::ops::Range<u32> = 96..256;

/// Addresses of one second byte that are given out.
const OF_A_BYTE: u32 = 250 * 256;

/// The n-th address, from 1, of a range of second bytes. Wraps where all of them are used up.
fn nth(range: &std::ops::Range<u32>, n: u32) -> Ipv4Addr {
    let second = range.start + (n / OF_A_BYTE) % (range.end - range.start).max(1);
    Ipv4Addr::new(10, second as u8, ((n / 250) % 256) as u8, (n % 250 + 1) as u8)
}

/// Which of a range an address is.
fn number(range: &std::ops::Range<u32>, address: Ipv4Addr) -> Option<u32> {
    let [first, second, third, fourth] = address.octets().map(u32::from);
    let given = first == 10 && range.contains(&second) && (1..=250).contains(&fourth);
    given.then(|| (second - range.start) * OF_A_BYTE + third * 250 + fourth - 1)
}

/// Who has which address, and which was given out last: an address that is free again is not given to anybody else.
#[derive(Clone, Debug, Default)]
pub(crate) struct Addresses {
    pods: OrderedMap<(String, String), Ipv4Addr>,
    services: OrderedMap<(String, String), Ipv4Addr>,
    last_pod: u32,
    last_service: u32,
}

impl Addresses {
    /// Takes what lives now: its addresses stay, others are forgotten.
    pub(crate) fn live(&mut self, cluster: &Cluster) {
        let key = |namespace: &String, name: &String| (namespace.clone(), name.clone());
        self.pods = cluster.pods.iter().map(|pod| (key(&pod.namespace, &pod.name), pod.ip)).collect();
        let given = |service: &crate::Service| match service.address {
            ClusterAddress::Ip(ip) => Some((key(&service.namespace, &service.name), ip)),
            ClusterAddress::Headless | ClusterAddress::Name(_) => None,
        };
        self.services = cluster.services.iter().filter_map(given).collect();
        let last = |range, addresses: &OrderedMap<_, Ipv4Addr>| {
            addresses.values().filter_map(|address| number(range, *address)).max().unwrap_or(0)
        };
        self.last_pod = self.last_pod.max(last(&PODS, &self.pods));
        self.last_service = self.last_service.max(last(&SERVICES, &self.services));
    }
}

/// Gives out addresses for one cluster.
#[derive(Debug)]
pub(crate) struct Giver<'a> {
    known: &'a Addresses,
    /// Addresses that Services ask for.
    written: OrderedSet<Ipv4Addr>,
    /// Addresses that somebody keeps: a second one of its name gets another.
    kept: OrderedSet<Ipv4Addr>,
    last_pod: u32,
    last_service: u32,
}

impl<'a> Giver<'a> {
    /// Gives out addresses beside those that are known and those that somebody wrote down.
    pub(crate) fn new(known: &'a Addresses, written: OrderedSet<Ipv4Addr>) -> Self {
        Self { known, written, kept: OrderedSet::new(), last_pod: known.last_pod, last_service: known.last_service }
    }

    /// The address of a pod: its own, else the next one.
    pub(crate) fn pod(&mut self, namespace: &str, name: &str) -> Ipv4Addr {
        match self.known.pods.get(&(namespace.to_owned(), name.to_owned())) {
            Some(own) if self.kept.insert(*own) => *own,
            _ => next(&PODS, &mut self.last_pod, &self.written),
        }
    }

    /// The address of a Service that asks for none.
    pub(crate) fn service(&mut self, namespace: &str, name: &str) -> Ipv4Addr {
        let own = self.known.services.get(&(namespace.to_owned(), name.to_owned()));
        match own.filter(|own| number(&SERVICES, **own).is_some() && !self.written.contains(own)) {
            Some(own) if self.kept.insert(*own) => *own,
            _ => next(&SERVICES, &mut self.last_service, &self.written),
        }
    }

    /// A Service has the address that it asks for; in document order it counts all the same.
    pub(crate) fn skip_service(&mut self, namespace: &str, name: &str) {
        if !self.known.services.contains_key(&(namespace.to_owned(), name.to_owned())) {
            self.last_service += 1;
        }
    }
}

fn next(range: &std::ops::Range<u32>, last: &mut u32, written: &OrderedSet<Ipv4Addr>) -> Ipv4Addr {
    // One of so many and one more is not written down.
    for _ in 0..written.len() {
        *last = last.wrapping_add(1);
        let address = nth(range, *last);
        if !written.contains(&address) {
            return address;
        }
    }
    *last = last.wrapping_add(1);
    nth(range, *last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_two_and_the_249th_ends_a_row() {
        for (range, n, address) in [
            (PODS, 1, [10, 1, 0, 2]),
            (PODS, 249, [10, 1, 0, 250]),
            (PODS, 63_999, [10, 1, 255, 250]),
            (PODS, 64_000, [10, 2, 0, 1]),
            (PODS, 95 * 64_000 - 1, [10, 95, 255, 250]),
            (SERVICES, 250, [10, 96, 1, 1]),
        ] {
            let address = Ipv4Addr::from(address);
            assert_eq!(nth(&range, n), address);
            assert_eq!(number(&range, address), Some(n));
        }
        assert_eq!(number(&PODS, Ipv4Addr::new(10, 96, 0, 2)), None);
        assert_eq!(number(&PODS, Ipv4Addr::new(192, 168, 0, 2)), None);
    }

    #[test]
    fn what_a_service_asks_for_is_given_to_nobody_else() {
        let (known, written) = (Addresses::default(), [[10, 1, 0, 2], [10, 1, 0, 4], [10, 96, 0, 2]]);
        let mut giver = Giver::new(&known, written.map(Ipv4Addr::from).into());
        let given = ["a", "b", "c"].map(|name| giver.pod("default", name).to_string());
        assert_eq!(given, ["10.1.0.3", "10.1.0.5", "10.1.0.6"]);
        assert_eq!(giver.service("default", "a").to_string(), "10.96.0.3");
    }
}
