//! Reading a cluster's state.

use super::cluster::ClusterState;
use super::host::Host;
use crate::proxy::{BreakerGauges, ClusterGauges, HostGauges, HostView};
use crate::time::Time;

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
        let hosts = self.order.iter().filter_map(|slot| {
            let host = self.hosts.get(*slot as usize)?;
            Some(HostGauges {
                view: self.view(*slot, host),
                connections: host.pools.iter().map(|pool| pool.connections()).sum(),
                pending: host.pools.iter().map(|pool| pool.pending.len() as u32).sum(),
            })
        });
        ClusterGauges {
            cluster: self.cluster,
            name: self.settings.name.clone(),
            breakers,
            hosts: hosts.collect(),
            active_ejections: self.detector.as_ref().map_or(0, |detector| detector.active_ejections()),
            next_tick: self.detector.as_ref().map(|detector| detector.next_tick(now)),
            panic: self.balancer.is_panicking(0),
        }
    }

    /// All hosts as load balancer and outlier detection see them, for an observer.
    pub(crate) fn views(&self) -> Vec<HostView> {
        self.order.iter().filter_map(|slot| self.view_of(*slot)).collect()
    }

    /// One host by its slot.
    pub(crate) fn view_of(&self, slot: u32) -> Option<HostView> {
        Some(self.view(slot, self.hosts.get(slot as usize)?))
    }

    pub(crate) fn is_panicking(&self) -> bool {
        self.balancer.is_panicking(0)
    }

    fn view(&self, slot: u32, host: &Host) -> HostView {
        let monitor = self.detector.as_ref().and_then(|detector| detector.monitor(slot));
        HostView {
            address: host.address,
            weight: host.weight,
            priority: host.priority,
            active: host.active,
            ejected: host.ejected,
            eligible: self.balancer.is_eligible(host.priority, slot),
            consecutive_5xx: monitor.map_or(0, |monitor| monitor.consecutive_5xx),
            consecutive_gateway_failure: monitor.map_or(0, |monitor| monitor.consecutive_gateway_failure),
            consecutive_local_origin_failure: monitor.map_or(0, |monitor| monitor.consecutive_local_origin_failure),
            ejected_until: self.detector.as_ref().and_then(|detector| detector.ejected_until(slot)),
            backoff: monitor.map_or(0, |monitor| monitor.backoff),
        }
    }
}
