//! Whose turn it is: what one proxy's load balancer remembers beside the lists.

use super::edf::EdfScheduler;
use super::hosts::Hosts;
use super::source::{Locality, PriorityHosts, Source};
use super::weight::{biased_weight, is_warming, slow_start_factor};
use crate::time::Time;
use crate::upstream::host::HostHealth;
use crate::upstream::{ClusterSettings, LoadBalancerSettings};

/// The turns of one list of hosts.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    /// Picks in turn so far; kept when hosts come and go.
    pub(super) made: u64,
    /// Set where weights differ or a host is warmed up.
    pub(super) scheduler: Option<Box<EdfScheduler>>,
}

/// The turns of one priority's lists.
#[derive(Clone, Debug, Default)]
pub(super) struct PriorityTurns {
    pub(super) all: Turns,
    pub(super) healthy: Turns,
    pub(super) degraded: Turns,
    /// Of the healthy and of the degraded hosts of each locality.
    localities: Vec<[Turns; 2]>,
    /// Whose turn it is among localities with healthy, and with degraded hosts.
    by_locality: [Option<Box<EdfScheduler>>; 2],
}

impl PriorityTurns {
    /// Begins turns by weight anew for lists that were just learned (`EdfLoadBalancerBase::refresh`).
    pub(super) fn restart(
        &mut self,
        settings: &ClusterSettings,
        hosts: Hosts<'_>,
        lists: &PriorityHosts,
        seed: u64,
        (latest_joined, now): (Time, Time),
    ) {
        let restart = |turns: &mut Turns, source: &Source| {
            turns.scheduler = scheduler(settings, hosts, source, seed, latest_joined, now).map(Box::new);
        };
        restart(&mut self.all, &lists.all);
        restart(&mut self.healthy, &lists.healthy);
        restart(&mut self.degraded, &lists.degraded);
        self.localities.resize_with(lists.localities.len(), Default::default);
        for ([healthy, degraded], locality) in self.localities.iter_mut().zip(&lists.localities) {
            restart(healthy, &locality.healthy);
            restart(degraded, &locality.degraded);
        }
        self.by_locality = [false, true].map(|degraded| {
            by_locality(&lists.localities, degraded, settings.overprovisioning_factor, seed).map(Box::new)
        });
    }

    /// The turns of a locality's hosts; of all hosts where there is no such locality.
    pub(super) fn of_locality(&mut self, locality: u32, degraded: bool) -> &mut Turns {
        match self.localities.get_mut(locality as usize) {
            Some([_, turns]) if degraded => turns,
            Some([turns, _]) => turns,
            None => &mut self.all,
        }
    }

    /// The locality whose turn it is.
    pub(super) fn choose_locality(
        &mut self,
        lists: &PriorityHosts,
        degraded: bool,
        overprovisioning: u32,
    ) -> Option<u32> {
        let turns = self.by_locality.get_mut(usize::from(degraded))?.as_mut()?;
        turns.pick(|locality| lists.locality_weight(locality, degraded, overprovisioning))
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        let scheduler = |scheduler: &Option<Box<EdfScheduler>>| scheduler.as_ref().map_or(0, |it| it.bytes());
        let turns = |turns: &Turns| scheduler(&turns.scheduler);
        let localities = self.localities.iter().flatten().map(|it| size_of::<Turns>() + turns(it));
        let sources = turns(&self.all) + turns(&self.healthy) + turns(&self.degraded);
        sources + localities.sum::<usize>() + self.by_locality.iter().map(scheduler).sum::<usize>()
    }
}

/// Turns by weight, where they have to be.
fn scheduler(
    settings: &ClusterSettings,
    hosts: Hosts<'_>,
    source: &Source,
    seed: u64,
    latest_joined: Time,
    now: Time,
) -> Option<EdfScheduler> {
    let (LoadBalancerSettings::RoundRobin(slow_start) | LoadBalancerSettings::LeastRequest { slow_start, .. }) =
        settings.load_balancer
    else {
        return None;
    };
    let warming = || slow_start.is_some_and(|slow_start| is_warming(&slow_start, latest_joined, now));
    if source.hosts.len() <= 1 || !source.uneven && !warming() {
        return None;
    }
    let weight = |number: u32| current_weight(&settings.load_balancer, hosts, number, now);
    // The seed is cut to 32 bits where Envoy cuts it.
    Some(EdfScheduler::with_picks(&source.hosts, weight, seed as u32))
}

fn by_locality(localities: &[Locality], degraded: bool, overprovisioning: u32, seed: u64) -> Option<EdfScheduler> {
    let weight =
        |locality: &Locality| locality.effective_weight(locality.source(degraded).hosts.len(), overprovisioning);
    let weights: Vec<f64> = localities.iter().map(weight).collect();
    let items: Vec<u32> = (0..).zip(&weights).filter(|(_, weight)| **weight > 0.0).map(|(item, _)| item).collect();
    let of = |item: u32| weights.get(item as usize).copied().unwrap_or(1.0);
    (!items.is_empty()).then(|| EdfScheduler::with_picks(&items, of, seed as u32))
}

/// The weight of a host right now.
pub(super) fn current_weight(settings: &LoadBalancerSettings, hosts: Hosts<'_>, number: u32, now: Time) -> f64 {
    let weight = f64::from(hosts.weight(number));
    let (weight, slow_start) = match settings {
        LoadBalancerSettings::RoundRobin(slow_start) => (weight, slow_start),
        LoadBalancerSettings::LeastRequest { active_request_bias, slow_start, .. } => {
            (biased_weight(weight, hosts.active(number), *active_request_bias), slow_start)
        }
        _ => return weight,
    };
    match slow_start {
        Some(slow_start) if hosts.health(number) == HostHealth::Healthy => {
            weight * slow_start_factor(slow_start, hosts.joined(number), now)
        }
        _ => weight,
    }
}
