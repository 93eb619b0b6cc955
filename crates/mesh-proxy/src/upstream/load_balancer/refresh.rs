//! Learning the hosts and their health.

use super::edf::EdfScheduler;
use super::maglev::Table;
use super::priority::PriorityLoads;
use super::ring_hash::{Ring, WeightedHost};
use super::source::{Locality, PriorityHosts, Source};
use super::weight::{biased_weight, is_warming, slow_start_factor};
use super::{Hashed, LoadBalancer};
use crate::time::Time;
use crate::upstream::host::{Host, HostHealth};
use crate::upstream::{ClusterSettings, LoadBalancerSettings, LocalitySettings};

/// The hosts of a cluster as they are now.
#[derive(Clone, Copy)]
pub(crate) struct Hosts<'a> {
    /// By slot.
    pub(crate) slots: &'a [Host],
    /// The slots that are in use, in the order of the configuration.
    pub(crate) order: &'a [u32],
    pub(crate) localities: &'a [LocalitySettings],
}

impl LoadBalancer {
    /// Learns the hosts of all priorities.
    pub(crate) fn refresh_all(&mut self, settings: &ClusterSettings, hosts: Hosts<'_>, now: Time) {
        let count = hosts.order.iter().filter_map(|slot| hosts.slots.get(*slot as usize)).map(|host| host.priority + 1);
        let count = count.max().unwrap_or(1) as usize;
        self.priorities.resize_with(count, || PriorityHosts { all: Source::default(), ..PriorityHosts::default() });
        for host in hosts.order.iter().filter_map(|slot| hosts.slots.get(*slot as usize)) {
            self.latest_joined = self.latest_joined.max(host.joined);
        }
        for priority in 0..count {
            self.gather(settings, hosts, priority as u32, now);
        }
        self.settle(settings, hosts);
    }

    /// Learns the health of one priority's hosts.
    pub(crate) fn refresh(&mut self, settings: &ClusterSettings, hosts: Hosts<'_>, priority: u32, now: Time) {
        self.gather(settings, hosts, priority, now);
        self.settle(settings, hosts);
    }

    fn gather(&mut self, settings: &ClusterSettings, hosts: Hosts<'_>, priority: u32, now: Time) {
        let Some(lists) = self.priorities.get_mut(priority as usize) else { return };
        for source in lists.sources_mut() {
            source.hosts.clear();
            source.scheduler = None;
        }
        if settings.locality_weighted {
            lists.localities.resize_with(hosts.localities.len(), Locality::default);
            for (locality, settings) in lists.localities.iter_mut().zip(hosts.localities) {
                locality.total = 0;
                locality.weight = if settings.priority == priority { settings.weight } else { 0 };
            }
        }
        for slot in hosts.order {
            let Some(host) = hosts.slots.get(*slot as usize).filter(|host| host.priority == priority) else { continue };
            lists.all.hosts.push(*slot);
            let mut locality = lists.localities.get_mut(host.locality as usize);
            if let Some(locality) = &mut locality {
                locality.total += 1;
            }
            match host.health() {
                HostHealth::Healthy => {
                    lists.healthy.hosts.push(*slot);
                    locality.into_iter().for_each(|locality| locality.healthy.hosts.push(*slot));
                }
                HostHealth::Degraded => {
                    lists.degraded.hosts.push(*slot);
                    locality.into_iter().for_each(|locality| locality.degraded.hosts.push(*slot));
                }
                HostHealth::Unhealthy => {}
            }
        }
        let latest = self.latest_joined;
        for source in lists.sources_mut() {
            source.schedule(settings, hosts.slots, self.seed, latest, now);
        }
        lists.schedule_localities(settings.overprovisioning_factor, self.seed);
    }

    /// Shares out the load, and builds rings and tables.
    fn settle(&mut self, settings: &ClusterSettings, hosts: Hosts<'_>) {
        self.loads = PriorityLoads::new(&self.health(), settings.overprovisioning_factor, settings.panic_threshold);
        self.hashed.clear();
        if matches!(settings.load_balancer, LoadBalancerSettings::RingHash { .. } | LoadBalancerSettings::Maglev { .. })
        {
            for (lists, panic) in self.priorities.iter().zip(&self.loads.panic) {
                self.hashed.extend(hashed(settings, hosts, lists, *panic));
            }
        }
    }
}

fn hashed(settings: &ClusterSettings, hosts: Hosts<'_>, lists: &PriorityHosts, panic: bool) -> Option<Hashed> {
    let nobody = Source::default();
    let source = match panic {
        true if settings.fail_traffic_on_panic => &nobody,
        true => &lists.all,
        false if lists.healthy.hosts.is_empty() => &lists.degraded,
        false => &lists.healthy,
    };
    let use_hostname = matches!(
        settings.load_balancer,
        LoadBalancerSettings::RingHash { use_hostname_for_hashing: true, .. }
            | LoadBalancerSettings::Maglev { use_hostname_for_hashing: true, .. }
    );
    let weighted: Vec<(u32, &Host, f64)> = source
        .hosts
        .iter()
        .filter_map(|slot| Some((*slot, hosts.slots.get(*slot as usize)?)))
        .map(|(slot, host)| (slot, host, weight_in_table(settings, lists, host, panic)))
        .filter(|(_, _, weight)| *weight > 0.0)
        .collect();
    let sum: f64 = weighted.iter().map(|(_, _, weight)| weight).sum();
    let shares: Vec<WeightedHost<'_>> = weighted
        .iter()
        .map(|(slot, host, weight)| WeightedHost { slot: *slot, key: host.hash_key(use_hostname), share: weight / sum })
        .collect();
    match settings.load_balancer {
        LoadBalancerSettings::RingHash { minimum_ring_size, maximum_ring_size, .. } => {
            Some(Hashed::Ring(Ring::new(&shares, minimum_ring_size, maximum_ring_size)))
        }
        LoadBalancerSettings::Maglev { table_size, .. } => Some(Hashed::Table(Table::new(&shares, table_size))),
        _ => None,
    }
}

/// A host's weight, scaled by its locality's where localities are weighted (`normalizeWeights`).
fn weight_in_table(settings: &ClusterSettings, lists: &PriorityHosts, host: &Host, panic: bool) -> f64 {
    let weight = f64::from(host.weight);
    if !settings.locality_weighted || panic {
        return weight;
    }
    lists.localities.get(host.locality as usize).map_or(weight, |locality| {
        let hosts = locality.healthy.hosts.len();
        if hosts == 0 {
            return 0.0;
        }
        weight * locality.effective_weight(hosts, settings.overprovisioning_factor) / hosts as f64
    })
}

impl Source {
    /// Makes turns go by weight where they have to (`EdfLoadBalancerBase::refresh`).
    fn schedule(&mut self, settings: &ClusterSettings, slots: &[Host], seed: u64, latest: Time, now: Time) {
        let slow_start = match settings.load_balancer {
            LoadBalancerSettings::RoundRobin(slow_start) | LoadBalancerSettings::LeastRequest { slow_start, .. } => {
                slow_start
            }
            _ => return,
        };
        if self.hosts.len() <= 1 {
            return;
        }
        let weight = |slot: u32| slots.get(slot as usize).map_or(1, |host| host.weight);
        let equal = self.hosts.windows(2).all(|pair| matches!(pair, [a, b] if weight(*a) == weight(*b)));
        if equal && !slow_start.is_some_and(|slow_start| is_warming(&slow_start, latest, now)) {
            return;
        }
        // The seed is cut to 32 bits where Envoy cuts it.
        let picks = seed as u32;
        self.scheduler = Some(EdfScheduler::with_picks(
            &self.hosts,
            |slot| slots.get(slot as usize).map_or(1.0, |host| current_weight(&settings.load_balancer, host, now)),
            picks,
        ));
    }
}

impl PriorityHosts {
    fn schedule_localities(&mut self, overprovisioning: u32, seed: u64) {
        let scheduler = |weights: Vec<f64>| {
            let items: Vec<u32> = (0..weights.len() as u32).filter(|item| weights[*item as usize] > 0.0).collect();
            if items.is_empty() {
                return None;
            }
            Some(EdfScheduler::with_picks(
                &items,
                |item| weights.get(item as usize).copied().unwrap_or(1.0),
                seed as u32,
            ))
        };
        let weigh = |eligible: fn(&Locality) -> usize| -> Vec<f64> {
            self.localities
                .iter()
                .map(|locality| locality.effective_weight(eligible(locality), overprovisioning))
                .collect()
        };
        let healthy = weigh(|locality| locality.healthy.hosts.len());
        let degraded = weigh(|locality| locality.degraded.hosts.len());
        self.healthy_localities = scheduler(healthy);
        self.degraded_localities = scheduler(degraded);
    }

    /// The share of a locality that its turn is put back with.
    pub(super) fn locality_weight(&self, locality: u32, degraded: bool, overprovisioning: u32) -> f64 {
        self.localities.get(locality as usize).map_or(1.0, |locality| {
            let eligible = if degraded { locality.degraded.hosts.len() } else { locality.healthy.hosts.len() };
            locality.effective_weight(eligible, overprovisioning)
        })
    }
}

/// The weight of a host right now.
pub(super) fn current_weight(settings: &LoadBalancerSettings, host: &Host, now: Time) -> f64 {
    let (weight, slow_start) = match settings {
        LoadBalancerSettings::RoundRobin(slow_start) => (f64::from(host.weight), slow_start),
        LoadBalancerSettings::LeastRequest { active_request_bias, slow_start, .. } => {
            (biased_weight(f64::from(host.weight), host.active, *active_request_bias), slow_start)
        }
        _ => return f64::from(host.weight),
    };
    match slow_start {
        Some(slow_start) if host.health() == HostHealth::Healthy => {
            weight * slow_start_factor(slow_start, host.joined, now)
        }
        _ => weight,
    }
}
