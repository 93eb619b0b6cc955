//! Connection pools: one per host, priority and protocol (`conn_pool_base.cc`).

mod connection;
mod duration;
mod key;
mod operations;

pub(crate) use connection::{Connection, Phase};
pub(crate) use key::{PoolKey, Pools};
pub(crate) use operations::{Admission, Attached};

use std::collections::VecDeque;

use crate::proxy::{ConnectionIndex, StreamIndex};

/// The connections to one host at one priority with one protocol, and the requests that wait for one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    /// Can take a request; the last was used last and is used next.
    pub(crate) ready: Vec<ConnectionIndex>,
    pub(crate) connecting: Vec<ConnectionIndex>,
    /// How many are full, or used up and waiting for their last request.
    pub(crate) busy: u32,
    /// Streams, the oldest first.
    pub(crate) pending: VecDeque<StreamIndex>,
    /// How many requests the connections that are being made will take.
    pub(crate) connecting_capacity: u64,
}

impl Pool {
    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        (self.ready.capacity() + self.connecting.capacity()) * size_of::<ConnectionIndex>()
            + self.pending.capacity() * size_of::<StreamIndex>()
    }

    pub(crate) fn is_unused(&self) -> bool {
        self.pending.is_empty() && !self.has_connections()
    }

    pub(crate) fn has_connections(&self) -> bool {
        self.connections() > 0
    }

    pub(crate) fn connections(&self) -> u32 {
        (self.ready.len() + self.connecting.len()) as u32 + self.busy
    }
}

/// Takes a connection out of a short list. The order of the others does not change.
pub(crate) fn take(list: &mut Vec<ConnectionIndex>, wanted: ConnectionIndex) -> bool {
    // Searched from the end: the connection used last is there.
    if list.last() == Some(&wanted) {
        list.pop();
        return true;
    }
    match list.iter().rposition(|entry| *entry == wanted) {
        Some(position) => {
            list.remove(position);
            true
        }
        None => false,
    }
}
