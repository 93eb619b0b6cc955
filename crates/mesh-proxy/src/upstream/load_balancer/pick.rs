//! Picking a host.

use super::priority::{Availability, PriorityLoads};
use super::refresh::{Hosts, current_weight};
use super::source::{PriorityHosts, Source};
use super::{Hashed, LoadBalancer};
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
    /// The slot of the host that takes the request; `None` where there is nobody.
    pub(crate) fn pick<D: Draws>(
        &mut self,
        settings: &ClusterSettings,
        hosts: Hosts<'_>,
        pick: &Pick<'_>,
        draws: &mut D,
    ) -> Option<u32> {
        if !self.hashed.is_empty() {
            return self.pick_hashed(pick, draws);
        }
        let loads = pick.loads.unwrap_or(&self.loads);
        let (priority, availability) = match loads.only {
            Some(only) => only,
            // Random takes the same number for the priority and the host.
            None if settings.load_balancer == LoadBalancerSettings::Random => {
                loads.choose(draws.draw(pick.subject, Purpose::Host, pick.index(0)))
            }
            None => loads.choose(draws.draw(pick.subject, Purpose::Locality, pick.index(0))),
        };
        let panic = self.loads.panic.get(priority as usize).copied().unwrap_or(false);
        let lists = self.priorities.get_mut(priority as usize)?;
        let source = if panic {
            if settings.fail_traffic_on_panic {
                return None;
            }
            &mut lists.all
        } else {
            lists.source(settings, availability)
        };
        source.pick(settings, hosts, pick, self.seed, draws)
    }

    fn pick_hashed<D: Draws>(&self, pick: &Pick<'_>, draws: &mut D) -> Option<u32> {
        // Without a hash Envoy takes a random one.
        let hash = match pick.hash {
            Some(hash) => hash,
            None => draws.draw(pick.subject, Purpose::Host, pick.attempt << 16),
        };
        let (priority, _) = self.loads.only.unwrap_or_else(|| self.loads.choose(hash));
        match self.hashed.get(priority as usize)? {
            Hashed::Ring(ring) => ring.pick(hash, pick.rejected),
            Hashed::Table(table) => table.pick(hash, pick.rejected),
        }
    }
}

impl PriorityHosts {
    fn source(&mut self, settings: &ClusterSettings, availability: Availability) -> &mut Source {
        let degraded = availability == Availability::Degraded;
        if settings.locality_weighted
            && let Some(locality) = self.choose_locality(degraded, settings.overprovisioning_factor)
            && let Some(locality) = self.localities.get_mut(locality as usize)
        {
            return if degraded { &mut locality.degraded } else { &mut locality.healthy };
        }
        if degraded { &mut self.degraded } else { &mut self.healthy }
    }

    fn choose_locality(&mut self, degraded: bool, overprovisioning: u32) -> Option<u32> {
        let turns = if degraded { &mut self.degraded_localities } else { &mut self.healthy_localities };
        let mut scheduler = turns.take()?;
        let locality = scheduler.pick(|locality| self.locality_weight(locality, degraded, overprovisioning));
        let turns = if degraded { &mut self.degraded_localities } else { &mut self.healthy_localities };
        *turns = Some(scheduler);
        locality
    }
}

impl Source {
    fn pick<D: Draws>(
        &mut self,
        settings: &ClusterSettings,
        hosts: Hosts<'_>,
        pick: &Pick<'_>,
        seed: u64,
        draws: &mut D,
    ) -> Option<u32> {
        if let Some(scheduler) = &mut self.scheduler {
            return scheduler.pick(|slot| {
                hosts
                    .slots
                    .get(slot as usize)
                    .map_or(1.0, |host| current_weight(&settings.load_balancer, host, pick.now))
            });
        }
        let count = self.hosts.len() as u64;
        if count == 0 {
            return None;
        }
        let at = |position: u64| self.hosts.get((position % count) as usize).copied();
        match settings.load_balancer {
            LoadBalancerSettings::LeastRequest { choice_count, .. } => {
                let active = |slot: u32| hosts.slots.get(slot as usize).map_or(0, |host| host.active);
                let mut best: Option<(u32, u32)> = None;
                for choice in 0..choice_count.max(2) {
                    let slot = at(draws.draw(pick.subject, Purpose::Host, pick.index(choice)))?;
                    let load = active(slot);
                    // The earlier of two equal ones stays.
                    if best.is_none_or(|(_, least)| load < least) {
                        best = Some((slot, load));
                    }
                }
                best.map(|(slot, _)| slot)
            }
            LoadBalancerSettings::Random => at(draws.draw(pick.subject, Purpose::Host, pick.index(0))),
            _ => {
                let slot = at(seed.wrapping_add(self.turns));
                self.turns = self.turns.wrapping_add(1);
                slot
            }
        }
    }
}
