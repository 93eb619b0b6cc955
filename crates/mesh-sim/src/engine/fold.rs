//! What goes into the digest.

use mesh_proxy::proxy::{ClusterEventKind, Response};
use mesh_proxy::{Draws, Purpose, ResponseFlag};

use crate::digest::Digest;
use crate::draws::{KeyedDraws, mix};

/// The draws of a run, and its digest, in which each of them leaves its trace.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    draws: KeyedDraws,
    digest: Digest,
}

impl Trace {
    /// That of a run which has not begun.
    pub(super) fn new(seed: u64) -> Self {
        Self { draws: KeyedDraws::new(seed), digest: Digest(0) }
    }

    /// The fingerprint of all that was folded in so far.
    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }

    /// The draws alone, to draw once more what was drawn: these leave no trace.
    pub(super) fn untraced(&self) -> KeyedDraws {
        self.draws
    }

    /// Folds a number in.
    pub(super) fn fold(&mut self, value: u64) {
        self.digest.fold(value);
    }

    /// Folds a fact of a kind.
    pub(super) fn fact(&mut self, kind: Fact, value: u64) {
        self.digest.fold(value.rotate_left(8) ^ kind as u64);
    }
}

impl Draws for Trace {
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64 {
        let value = self.draws.draw(subject, purpose, index);
        self.digest.fold(value);
        value
    }
}

/// Kinds of facts, so that two of different kinds never look alike.
#[derive(Clone, Copy)]
pub(super) enum Fact {
    /// A host was picked.
    Pick,
    /// A call was answered.
    Answer,
    /// A cluster changed.
    Cluster,
    /// Configuration was pushed.
    Push,
    /// An app answers.
    App,
    /// A pod of a living cluster changed.
    Pod,
    /// Endpoints were patched.
    Endpoints,
}

/// An answer as a number.
pub(super) fn answer(response: &Response) -> u64 {
    let flags = response.flags.iter().fold(0, |bits: u64, flag: ResponseFlag| bits << 5 | (flag as u64 + 1));
    flags << 24 | u64::from(response.attempts & 0xff) << 16 | u64::from(response.status)
}

/// A cluster's event as a number; `address` gives the key of an address.
pub(super) fn cluster_event(kind: &ClusterEventKind, address: impl Fn(mesh_proxy::proxy::AddressId) -> u64) -> u64 {
    match *kind {
        ClusterEventKind::Ejection { address: host, reason, enforced, backoff, .. } => {
            mix(address(host), u64::from(backoff) << 8 | (reason as u64) << 2 | u64::from(enforced) << 1 | 1)
        }
        ClusterEventKind::EjectionRefused { address: host, reason } => mix(address(host), (reason as u64) << 2),
        ClusterEventKind::Unejection { address: host } => mix(address(host), u64::MAX),
        ClusterEventKind::Overflow { breaker } => breaker as u64,
    }
}
