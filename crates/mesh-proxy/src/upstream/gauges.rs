//! Reading a cluster's state.

use mesh_ordered::sort;

use super::cluster::ClusterState;
use super::host::Host;
use crate::proxy::{BreakerGauges, ClusterGauges, HostGauges, HostSlot, HostView};
use crate::time::Time;

/// Of a cluster with more hosts, those that something was sent to are shown, and the first others up to so many.
const MOST_SHOWN: usize = 50;

impl ClusterState {
    pub(crate) fn gauges(&self, now: Time) -> ClusterGauges {
        let breakers = [&self.breakers[0], &self.breakers[1]].map(|breaker| BreakerGauges {
            connections: breaker.connections,
            pending_requests: breaker.pending_requests,
            requests: breaker.requests,
            retries: breaker.retries,
            maximum_retries: breaker.maximum_retries(),
            limits: breaker.settings,
        });
        let gauges = |number: u32| {
            let pools = self.state(number).into_iter().flat_map(|(_, host)| host.pools.iter());
            Some(HostGauges {
                view: self.view(number)?,
                connections: pools.clone().map(|pool| pool.connections()).sum(),
                pending: pools.map(|pool| pool.pending.len() as u32).sum(),
            })
        };
        ClusterGauges {
            cluster: self.cluster,
            name: self.settings.name.clone(),
            breakers,
            hosts: self.shown().into_iter().filter_map(gauges).collect(),
            host_count: self.host_count(),
            active_ejections: self.detector.as_ref().map_or(0, |detector| detector.active_ejections()),
            next_tick: self.detector.as_ref().map(|detector| detector.next_tick(now)),
            panic: !self.takes_any_address() && self.balancer.is_panicking(0),
        }
    }

    /// The hosts as load balancer and outlier detection see them, for an observer: all, or those that are worth showing.
    pub(crate) fn views(&self) -> Vec<HostView> {
        self.shown().into_iter().filter_map(|number| self.view(number)).collect()
    }

    /// How many hosts there are.
    pub(crate) fn host_count(&self) -> u32 {
        self.endpoints.hosts.len() as u32
    }

    /// One host by its slot.
    pub(crate) fn view_of(&self, slot: HostSlot) -> Option<HostView> {
        self.view(self.hosts.get(slot.index()).filter(|host| !host.removed)?.number)
    }

    /// The numbers of the hosts that are shown, in order.
    fn shown(&self) -> Vec<u32> {
        let count = self.endpoints.hosts.len();
        if count <= MOST_SHOWN {
            return (0..count as u32).collect();
        }
        let mut shown: Vec<u32> = self.hosts.iter().filter(|host| !host.removed).map(|host| host.number).collect();
        let others = (0..MOST_SHOWN as u32).filter(|number| self.slots.get(*number).is_none());
        shown.extend(others.take(MOST_SHOWN.saturating_sub(shown.len())));
        sort(&mut shown);
        shown
    }

    fn state(&self, number: u32) -> Option<(HostSlot, &Host)> {
        let slot = HostSlot(self.slots.get(number)?);
        Some((slot, self.hosts.get(slot.index())?))
    }

    fn view(&self, number: u32) -> Option<HostView> {
        let settings = self.endpoints.hosts.get(number as usize)?;
        let (slot, host) = self.state(number).unzip();
        let of_detector = self.detector.as_ref().zip(slot);
        let monitor = of_detector.and_then(|(detector, slot)| detector.monitor(slot));
        Some(HostView {
            address: settings.address,
            weight: settings.weight.max(1),
            priority: settings.priority,
            active: host.map_or(0, |host| host.active),
            ejected: host.is_some_and(|host| host.ejected),
            eligible: self.takes_any_address() || self.balancer.is_eligible(settings.priority, number),
            consecutive_5xx: monitor.map_or(0, |monitor| monitor.consecutive_5xx),
            consecutive_gateway_failure: monitor.map_or(0, |monitor| monitor.consecutive_gateway_failure),
            consecutive_local_origin_failure: monitor.map_or(0, |monitor| monitor.consecutive_local_origin_failure),
            ejected_at: monitor.filter(|monitor| monitor.ejected).map(|monitor| monitor.last_ejection),
            ejected_until: of_detector.and_then(|(detector, slot)| detector.ejected_until(slot)),
            backoff: monitor.map_or(0, |monitor| monitor.backoff),
        })
    }
}
