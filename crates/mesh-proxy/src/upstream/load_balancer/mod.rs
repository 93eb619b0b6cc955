//! Load balancers: which host takes a request (`source/extensions/load_balancing_policies`).

mod baseline;
mod edf;
mod hosts;
mod maglev;
mod pick;
mod previous_priorities;
mod priority;
mod refresh;
mod ring_hash;
mod source;
mod turns;
mod weight;

#[cfg(test)]
mod tests;

pub(crate) use baseline::Baseline;
pub(crate) use hosts::Hosts;
pub(crate) use pick::Pick;
pub(crate) use previous_priorities::PreviousPriorities;

use std::sync::Arc;

use maglev::Table;
use refresh::refresh_lists;
use ring_hash::Ring;
use source::Lists;
use turns::PriorityTurns;

use crate::time::Time;

/// The load balancer of one cluster in one proxy. It sees the hosts as they were at the last refresh.
#[derive(Clone, Debug)]
pub(crate) struct LoadBalancer {
    /// One number per load balancer: where round robin begins.
    seed: u64,
    /// What it picks from; shared with other proxies as long as no host is put out.
    lists: Arc<Lists>,
    /// Whose turn it is, by priority.
    turns: Vec<PriorityTurns>,
    /// When the newest host joined, for slow start.
    latest_joined: Time,
}

/// The structure of a hashing load balancer at one priority.
#[derive(Clone, Debug)]
enum Hashed {
    Ring(Ring),
    Table(Table),
}

impl LoadBalancer {
    /// A load balancer without hosts.
    pub(crate) fn new(seed: u64) -> Self {
        LoadBalancer { seed, lists: Arc::default(), turns: Vec::new(), latest_joined: Time::ZERO }
    }

    /// Whether a host is among those that may be picked.
    pub(crate) fn is_eligible(&self, priority: u32, number: u32) -> bool {
        let panic = self.is_panicking(priority);
        self.lists.priorities.get(priority as usize).is_some_and(|hosts| {
            if panic { hosts.all.has(number) } else { hosts.healthy.has(number) || hosts.degraded.has(number) }
        })
    }

    /// Whether a priority balances over all its hosts because too few are healthy.
    pub(crate) fn is_panicking(&self, priority: u32) -> bool {
        self.lists.loads.panic.get(priority as usize).copied().unwrap_or(false)
    }

    /// Whether a ring or a table is missing because there is no memory for it.
    pub(crate) fn is_refused(&self) -> bool {
        self.lists.is_refused
    }

    /// Bytes on the heap, without what is shared with the baseline.
    pub(crate) fn bytes(&self, baseline: &Baseline) -> usize {
        let lists = if Arc::ptr_eq(&self.lists, &baseline.lists) { 0 } else { self.lists.bytes(Some(&baseline.lists)) };
        lists
            + self.turns.capacity() * size_of::<PriorityTurns>()
            + self.turns.iter().map(PriorityTurns::bytes).sum::<usize>()
    }
}
