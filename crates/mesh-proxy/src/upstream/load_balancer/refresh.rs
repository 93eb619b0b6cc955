//! Learning the hosts and their health.

use std::sync::Arc;

use super::baseline::Baseline;
use super::hosts::Hosts;
use super::maglev::Table;
use super::priority::PriorityLoads;
use super::ring_hash::{Ring, WeightedHost};
use super::source::{Lists, Locality, PriorityHosts, Source};
use super::{Hashed, LoadBalancer};
use crate::time::Time;
use crate::upstream::host::HostHealth;
use crate::upstream::{ClusterSettings, LoadBalancerSettings};

impl LoadBalancer {
    /// Learns the hosts of all priorities.
    pub(crate) fn refresh_all(&mut self, settings: &ClusterSettings, hosts: Hosts<'_>, baseline: &Baseline, now: Time) {
        self.latest_joined = self.latest_joined.max(baseline.latest_joined);
        let count = baseline.lists.priorities.len() as u32;
        let learned = (0..count).map(|priority| learn(settings, hosts, baseline, priority)).collect();
        self.take(settings, hosts, baseline, learned);
        for priority in 0..count {
            self.restart_turns(settings, hosts, priority, now);
        }
    }

    /// Learns the health of one priority's hosts.
    pub(crate) fn refresh(
        &mut self,
        settings: &ClusterSettings,
        hosts: Hosts<'_>,
        baseline: &Baseline,
        priority: u32,
        now: Time,
    ) {
        let mut learned = self.lists.priorities.clone();
        if let Some(lists) = learned.get_mut(priority as usize) {
            *lists = learn(settings, hosts, baseline, priority);
        }
        self.take(settings, hosts, baseline, learned);
        self.restart_turns(settings, hosts, priority, now);
    }

    /// Takes lists: those of the baseline where they are the same, which all proxies share.
    fn take(
        &mut self,
        settings: &ClusterSettings,
        hosts: Hosts<'_>,
        baseline: &Baseline,
        learned: Vec<Arc<PriorityHosts>>,
    ) {
        let shared = learned.len() == baseline.lists.priorities.len()
            && learned.iter().zip(&baseline.lists.priorities).all(|(one, other)| Arc::ptr_eq(one, other));
        self.lists = if shared { baseline.lists.clone() } else { Arc::new(Lists::new(settings, hosts, learned)) };
    }

    fn restart_turns(&mut self, settings: &ClusterSettings, hosts: Hosts<'_>, priority: u32, now: Time) {
        let count = self.lists.priorities.len();
        self.turns.resize_with(count, Default::default);
        let time = (self.latest_joined, now);
        if let (Some(turns), Some(lists)) =
            (self.turns.get_mut(priority as usize), self.lists.priorities.get(priority as usize))
        {
            turns.restart(settings, hosts, lists, self.seed, time);
        }
    }
}

/// The lists of one priority: the baseline's where no host of it is put out.
fn learn(settings: &ClusterSettings, hosts: Hosts<'_>, baseline: &Baseline, priority: u32) -> Arc<PriorityHosts> {
    match baseline.lists.priorities.get(priority as usize) {
        Some(shared) if !hosts.has_marks(priority) => shared.clone(),
        _ => Arc::new(PriorityHosts::new(settings, hosts, priority)),
    }
}

impl PriorityHosts {
    /// Sorts the hosts of a priority by their health.
    pub(super) fn new(settings: &ClusterSettings, hosts: Hosts<'_>, priority: u32) -> Self {
        let mut lists = PriorityHosts::default();
        if settings.locality_weighted {
            let weight = |weight: u32, of: u32| if of == priority { weight } else { 0 };
            let localities = hosts.localities.iter();
            lists.localities = localities
                .map(|it| Locality { weight: weight(it.weight, it.priority), ..Locality::default() })
                .collect();
        }
        for (number, host) in (0..).zip(hosts.settings) {
            if host.priority != priority {
                continue;
            }
            lists.all.push(hosts, number);
            let mut locality = lists.localities.get_mut(host.locality as usize);
            if let Some(locality) = &mut locality {
                locality.total += 1;
            }
            match hosts.health(number) {
                HostHealth::Healthy => {
                    lists.healthy.push(hosts, number);
                    locality.into_iter().for_each(|locality| locality.healthy.push(hosts, number));
                }
                HostHealth::Degraded => {
                    lists.degraded.push(hosts, number);
                    locality.into_iter().for_each(|locality| locality.degraded.push(hosts, number));
                }
                HostHealth::Unhealthy => {}
            }
        }
        lists
    }
}

/// The lists of all priorities, from what is known of the hosts now.
pub(super) fn refresh_lists(settings: &ClusterSettings, hosts: Hosts<'_>) -> Lists {
    let count = hosts.settings.iter().map(|host| host.priority + 1).max().unwrap_or(1);
    let priorities = (0..count).map(|priority| Arc::new(PriorityHosts::new(settings, hosts, priority))).collect();
    Lists::new(settings, hosts, priorities)
}

impl Lists {
    /// Shares out the load, and builds rings and tables as far as there is memory for them.
    pub(super) fn new(settings: &ClusterSettings, hosts: Hosts<'_>, priorities: Vec<Arc<PriorityHosts>>) -> Self {
        let mut lists = Lists { priorities, ..Lists::default() };
        lists.loads = PriorityLoads::new(&lists.health(), settings.overprovisioning_factor, settings.panic_threshold);
        if !settings.load_balancer.is_hashing() {
            return lists;
        }
        for (of, panic) in lists.priorities.iter().zip(&lists.loads.panic) {
            let shares = shares(settings, hosts, of, *panic);
            let left = hosts.allowance.saturating_sub(lists.hashed.iter().map(Hashed::bytes).sum::<usize>() as u64);
            if Hashed::bytes_of(&settings.load_balancer, &shares) > left {
                lists.hashed.clear();
                lists.is_refused = true;
                break;
            }
            lists.hashed.extend(Hashed::new(&settings.load_balancer, &shares));
        }
        lists
    }
}

impl Hashed {
    fn new(settings: &LoadBalancerSettings, shares: &[WeightedHost<'_>]) -> Option<Self> {
        match *settings {
            LoadBalancerSettings::RingHash { minimum_ring_size, maximum_ring_size, .. } => {
                Some(Hashed::Ring(Ring::new(shares, minimum_ring_size, maximum_ring_size)))
            }
            LoadBalancerSettings::Maglev { table_size, .. } => Some(Hashed::Table(Table::new(shares, table_size))),
            _ => None,
        }
    }

    /// Bytes that it takes, also while it is made.
    fn bytes_of(settings: &LoadBalancerSettings, shares: &[WeightedHost<'_>]) -> u64 {
        match *settings {
            LoadBalancerSettings::RingHash { minimum_ring_size, maximum_ring_size, .. } => {
                Ring::bytes_of(shares, minimum_ring_size, maximum_ring_size)
            }
            LoadBalancerSettings::Maglev { table_size, .. } => Table::bytes_of(table_size),
            _ => 0,
        }
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Hashed::Ring(ring) => ring.bytes(),
            Hashed::Table(table) => table.bytes(),
        }
    }
}

/// The hosts that a ring or a table of a priority is made of, with their shares of it.
fn shares<'a>(
    settings: &ClusterSettings,
    hosts: Hosts<'a>,
    lists: &PriorityHosts,
    panic: bool,
) -> Vec<WeightedHost<'a>> {
    let nobody = Source::default();
    let source = match panic {
        true if settings.fail_traffic_on_panic => &nobody,
        true => &lists.all,
        false if lists.healthy.hosts.is_empty() => &lists.degraded,
        false => &lists.healthy,
    };
    let weighted: Vec<(u32, f64)> = source
        .hosts
        .iter()
        .map(|number| (*number, weight_in_table(settings, hosts, lists, *number, panic)))
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    let sum: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    let share =
        |(number, weight): &(u32, f64)| WeightedHost { number: *number, key: hosts.key(*number), share: weight / sum };
    weighted.iter().map(share).collect()
}

/// A host's weight, scaled by its locality's where localities are weighted (`normalizeWeights`).
fn weight_in_table(
    settings: &ClusterSettings,
    hosts: Hosts<'_>,
    lists: &PriorityHosts,
    number: u32,
    panic: bool,
) -> f64 {
    let weight = f64::from(hosts.weight(number));
    if !settings.locality_weighted || panic {
        return weight;
    }
    let locality = hosts.settings(number).and_then(|host| lists.localities.get(host.locality as usize));
    locality.map_or(weight, |locality| {
        let hosts = locality.healthy.hosts.len();
        if hosts == 0 {
            return 0.0;
        }
        weight * locality.effective_weight(hosts, settings.overprovisioning_factor) / hosts as f64
    })
}
