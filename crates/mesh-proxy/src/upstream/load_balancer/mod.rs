//! Load balancers: which host takes a request (`source/extensions/load_balancing_policies`).

mod edf;
mod maglev;
mod pick;
mod previous_priorities;
mod priority;
mod refresh;
mod ring_hash;
mod source;
mod weight;

#[cfg(test)]
mod tests;

pub(crate) use pick::Pick;
pub(crate) use previous_priorities::PreviousPriorities;
pub(crate) use refresh::Hosts;

use maglev::Table;
use priority::{Health, PriorityLoads};
use ring_hash::Ring;
use source::PriorityHosts;

use crate::time::Time;

/// The load balancer of one cluster in one proxy. It sees the hosts as they were at the last refresh.
#[derive(Clone, Debug)]
pub(crate) struct LoadBalancer {
    /// One number per load balancer: where round robin begins.
    seed: u64,
    priorities: Vec<PriorityHosts>,
    loads: PriorityLoads,
    /// Ring hash and Maglev, by priority.
    hashed: Vec<Hashed>,
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
        LoadBalancer {
            seed,
            priorities: Vec::new(),
            loads: PriorityLoads::default(),
            hashed: Vec::new(),
            latest_joined: Time::ZERO,
        }
    }

    /// The hosts of each priority, counted.
    fn health(&self) -> Vec<Health> {
        let count = |lists: &PriorityHosts| Health {
            total: lists.all.hosts.len() as u32,
            healthy: lists.healthy.hosts.len() as u32,
            degraded: lists.degraded.hosts.len() as u32,
        };
        self.priorities.iter().map(count).collect()
    }

    /// Whether a host is among those that may be picked.
    pub(crate) fn is_eligible(&self, priority: u32, slot: u32) -> bool {
        let panic = self.loads.panic.get(priority as usize).copied().unwrap_or(false);
        self.priorities.get(priority as usize).is_some_and(|hosts| {
            if panic {
                hosts.all.hosts.contains(&slot)
            } else {
                hosts.healthy.hosts.contains(&slot) || hosts.degraded.hosts.contains(&slot)
            }
        })
    }

    /// Whether a priority balances over all its hosts because too few are healthy.
    pub(crate) fn is_panicking(&self, priority: u32) -> bool {
        self.loads.panic.get(priority as usize).copied().unwrap_or(false)
    }
}
