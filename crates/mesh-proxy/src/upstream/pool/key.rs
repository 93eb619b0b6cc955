//! Which pools a host has (`ClusterManagerImpl::ThreadLocalClusterManagerImpl::ClusterEntry::httpConnPoolImpl`).

use super::Pool;
use crate::upstream::{PoolSettings, UpstreamProtocol};

/// One of the pools of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PoolKey {
    /// 0 is DEFAULT, 1 is HIGH: whose breakers count.
    pub(crate) priority: usize,
    /// Whether it is the one with HTTP/2 beside the one with HTTP/1.1.
    beside: bool,
}

impl PoolKey {
    /// The pool that takes a request, by its priority and the protocol that it came in
    /// (`ClusterInfoImpl::upstreamHttpProtocol`).
    pub(crate) fn new(settings: &PoolSettings, priority: usize, came_in_http2: bool) -> Self {
        PoolKey { priority, beside: came_in_http2 && settings.protocol == UpstreamProtocol::Downstream }
    }

    /// Whether its connections speak HTTP/2.
    pub(super) fn speaks_http2(self, settings: &PoolSettings) -> bool {
        self.beside || settings.protocol == UpstreamProtocol::Http2
    }
}

/// The pools of one host.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pools {
    /// For the DEFAULT and the HIGH priority.
    own: [Pool; 2],
    /// The same with HTTP/2, where the cluster speaks what its clients speak and one of them spoke it.
    beside: Option<Box<[Pool; 2]>>,
}

impl Pools {
    /// A pool by its key.
    pub(super) fn of(&mut self, key: PoolKey) -> &mut Pool {
        let pools = if key.beside { &mut **self.beside.get_or_insert_default() } else { &mut self.own };
        &mut pools[key.priority]
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Pool> + Clone {
        self.own.iter().chain(self.beside.iter().flat_map(|pools| pools.iter()))
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.beside.as_ref().map_or(0, |_| size_of::<[Pool; 2]>()) + self.iter().map(Pool::bytes).sum::<usize>()
    }
}
