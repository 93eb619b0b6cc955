//! Names, uids and addresses that nobody has written.

use std::sync::Arc;

use super::Machine;
use super::settings::{Addresses, Suffixes};
use crate::names;
use mesh_ordered::Lookup;

/// What has been given out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naming {
    uids: u64,
    /// Those of what the control plane makes for itself.
    own_uids: u64,
    prefixes: Lookup<Arc<str>, u64>,
    ips: u64,
    node_ips: Lookup<Arc<str>, u64>,
    cluster_ips: u64,
}

impl Machine {
    /// A new uid, of the form of a random UUID.
    pub(super) fn new_uid(&mut self) -> String {
        self.naming.uids += 1;
        self.uid_of("uid", self.naming.uids)
    }

    /// A new uid of something that the control plane makes for itself: what people make has the same uids without it.
    pub(super) fn own_uid(&mut self) -> String {
        self.naming.own_uids += 1;
        self.uid_of("own", self.naming.own_uids)
    }

    fn uid_of(&self, stream: &str, number: u64) -> String {
        let hex = |part: &str, length: usize| -> String {
            let text = names::suffix(&[stream, &self.seed().to_string(), &number.to_string(), part], length);
            let digits = b"0123456789abcdef0123456789a";
            let digit = |letter: u8| b"bcdfghjklmnpqrstvwxz2456789".iter().position(|known| *known == letter);
            text.bytes()
                .map(|letter| digit(letter).and_then(|at| digits.get(at)).map_or('0', |d| char::from(*d)))
                .collect()
        };
        format!("{}-{}-4{}-8{}-{}", hex("a", 8), hex("b", 4), hex("c", 3), hex("d", 3), hex("e", 12))
    }

    fn seed(&self) -> u64 {
        match self.settings.suffixes {
            Suffixes::Keyed(seed) | Suffixes::Ordinal(seed) => seed,
        }
    }

    /// A number that depends on the seed and on what it is for alone.
    pub(super) fn draw(&self, parts: &[&str]) -> u64 {
        let seed = self.seed().to_string();
        let text = names::suffix(&[&[seed.as_str()], parts].concat(), 12);
        text.bytes().fold(0_u64, |state, byte| state.wrapping_mul(31).wrapping_add(u64::from(byte)))
    }

    /// The random end of a pod's name.
    pub(super) fn pod_suffix(&mut self, prefix: &str) -> String {
        let count = self.naming.prefixes.entry(prefix.into());
        *count += 1;
        let number = *count;
        match self.settings.suffixes {
            Suffixes::Ordinal(_) => format!("~{number:04}"),
            Suffixes::Keyed(_) => self.letters(prefix, number),
        }
    }

    /// The random end of another object's name.
    pub(super) fn suffix(&mut self, prefix: &str) -> String {
        let count = self.naming.prefixes.entry(prefix.into());
        *count += 1;
        let number = *count;
        self.letters(prefix, number)
    }

    fn letters(&self, prefix: &str, number: u64) -> String {
        names::suffix(&[&self.seed().to_string(), prefix, &number.to_string()], 5)
    }

    /// An address for a pod on a node.
    pub(super) fn pod_address(&mut self, node: &str) -> String {
        match self.settings.addresses {
            Addresses::Flat(first) => {
                let number = first + self.naming.ips;
                self.naming.ips += 1;
                let (x, y) = (number / 250, number % 250 + 1);
                format!("10.{}.{}.{y}", 1 + x / 256, x % 256)
            }
            Addresses::PerNode => {
                let third = 10 + ordinal(node);
                let count = self.naming.node_ips.entry(node.into());
                *count += 1;
                let number = *count + 1;
                format!("10.{}.{}.{}", 244 + number / 250, third % 256, number % 250)
            }
        }
    }

    /// An address for a Service.
    pub(super) fn cluster_address(&mut self, name: &str) -> String {
        self.naming.cluster_ips += 1;
        let number = self.naming.cluster_ips;
        match self.settings.addresses {
            Addresses::Flat(_) => format!("10.96.{}.{}", number / 250, number % 250 + 1),
            Addresses::PerNode => {
                let draw = self.draw(&["cluster address", name, &number.to_string()]);
                format!("10.{}.{}.{}", 96 + draw % 16, draw / 16 % 250 + 1, draw / 4000 % 250 + 1)
            }
        }
    }

    /// The address of a node.
    pub(super) fn node_address(node: &str) -> String {
        format!("172.18.0.{}", 10 + ordinal(node))
    }
}

/// The last digit of a node's name.
fn ordinal(node: &str) -> u64 {
    node.bytes().rev().find(u8::is_ascii_digit).map_or(0, |digit| u64::from(digit - b'0'))
}
