//! Picking a host.

use super::priority::{Availability, PriorityLoads};
use super::source::{Lists, PriorityHosts, Source};
use super::turns::{PriorityTurns, Turns, current_weight};
use super::{Hashed, Hosts, LoadBalancer};
use crate::draw::{Draws, Purpose};
use crate::time::Time;
use crate::upstream::{ClusterSettings, LoadBalancerSettings};

/// What a pick is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick<'a> {
    /// Whose draws are taken.
    pub(crate) subject: u64,
    /// The request's hash, where it has one.
    pub(crate) hash: Option<u64>,
    /// The number of the try, from 1.
    pub(crate) attempt: u32,
    /// How many hosts were rejected in this try.
    pub(crate) rejected: u32,
    /// When.
    pub(crate) now: Time,
    /// The shares of the priorities in place of the load balancer's own, where a retry has some.
    pub(crate) loads: Option<&'a PriorityLoads>,
}

impl Pick<'_> {
    /// The index of the n-th draw of this pick: no two draws of a request share one.
    fn index(&self, draw: u32) -> u32 {
        (self.attempt << 16) | ((self.rejected & 0xff) << 8) | (draw & 0xff)
    }
}

impl LoadBalancer {
    /// The number of the host that takes the request; `None` where there is nobody.
    pub(crate) fn pick<D: Draws>(
        &mut self,
        settings: &ClusterSettings,
        hosts: Hosts<'_>,
        pick: &Pick<'_>,
        draws: &mut D,
    ) -> Option<u32> {
        let LoadBalancer { lists, turns, seed, .. } = self;
        if !lists.hashed.is_empty() {
            return pick_hashed(lists, pick, draws);
        }
        let loads = pick.loads.unwrap_or(&lists.loads);
        let (priority, availability) = match loads.only {
            Some(only) => only,
            // Random takes the same number for the priority and the host.
            None if settings.load_balancer == LoadBalancerSettings::Random => {
                loads.choose(draws.draw(pick.subject, Purpose::Host, pick.index(0)))
            }
            None => loads.choose(draws.draw(pick.subject, Purpose::Locality, pick.index(0))),
        };
        let panic = lists.loads.panic.get(priority as usize).copied().unwrap_or(false);
        let of_priority = lists.priorities.get(priority as usize)?;
        let turns = turns.get_mut(priority as usize)?;
        let (source, turns) = if panic {
            if settings.fail_traffic_on_panic {
                return None;
            }
            (&of_priority.all, &mut turns.all)
        } else {
            chosen(settings, of_priority, turns, availability)
        };
        source.pick(settings, hosts, pick, *seed, turns, draws)
    }
}

fn pick_hashed<D: Draws>(lists: &Lists, pick: &Pick<'_>, draws: &mut D) -> Option<u32> {
    // Without a hash Envoy takes a random one.
    let hash = match pick.hash {
        Some(hash) => hash,
        None => draws.draw(pick.subject, Purpose::Host, pick.attempt << 16),
    };
    let (priority, _) = lists.loads.only.unwrap_or_else(|| lists.loads.choose(hash));
    match lists.hashed.get(priority as usize)? {
        Hashed::Ring(ring) => ring.pick(hash, pick.rejected),
        Hashed::Table(table) => table.pick(hash, pick.rejected),
    }
}

/// The list of a priority that is picked from: that of the locality whose turn it is, where localities are weighted.
fn chosen<'a>(
    settings: &ClusterSettings,
    lists: &'a PriorityHosts,
    turns: &'a mut PriorityTurns,
    availability: Availability,
) -> (&'a Source, &'a mut Turns) {
    let degraded = availability == Availability::Degraded;
    if settings.locality_weighted
        && let Some(number) = turns.choose_locality(lists, degraded, settings.overprovisioning_factor)
        && let Some(locality) = lists.localities.get(number as usize)
    {
        return (locality.source(degraded), turns.of_locality(number, degraded));
    }
    if degraded { (&lists.degraded, &mut turns.degraded) } else { (&lists.healthy, &mut turns.healthy) }
}

impl Source {
    fn pick<D: Draws>(
        &self,
        settings: &ClusterSettings,
        hosts: Hosts<'_>,
        pick: &Pick<'_>,
        seed: u64,
        turns: &mut Turns,
        draws: &mut D,
    ) -> Option<u32> {
        if let Some(scheduler) = &mut turns.scheduler {
            return scheduler.pick(|number| current_weight(&settings.load_balancer, hosts, number, pick.now));
        }
        let count = self.hosts.len() as u64;
        if count == 0 {
            return None;
        }
        let at = |position: u64| self.hosts.get((position % count) as usize).copied();
        match settings.load_balancer {
            LoadBalancerSettings::LeastRequest { choice_count, .. } if count == 1 => {
                // Whatever is drawn, it is this one; what is drawn is told of all the same.
                for choice in 0..choice_count.max(2) {
                    draws.draw(pick.subject, Purpose::Host, pick.index(choice));
                }
                self.hosts.first().copied()
            }
            LoadBalancerSettings::LeastRequest { choice_count, .. } => {
                let mut best: Option<(u32, u32)> = None;
                for choice in 0..choice_count.max(2) {
                    let number = at(draws.draw(pick.subject, Purpose::Host, pick.index(choice)))?;
                    let load = hosts.active(number);
                    // The earlier of two equal ones stays.
                    if best.is_none_or(|(_, least)| load < least) {
                        best = Some((number, load));
                    }
                }
                best.map(|(number, _)| number)
            }
            LoadBalancerSettings::Random => at(draws.draw(pick.subject, Purpose::Host, pick.index(0))),
            _ => {
                let number = at(seed.wrapping_add(turns.made));
                turns.made = turns.made.wrapping_add(1);
                number
            }
        }
    }
}
