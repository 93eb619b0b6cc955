//! Taking new endpoints: hosts are kept by their address (`BaseDynamicClusterImpl::updateDynamicHostList`).

use std::sync::Arc;

use super::asked_hosts::number_of;
use super::cluster::ClusterState;
use super::load_balancer::Baseline;
use super::settings::{ClusterEndpoints, HostSettings};
use crate::proxy::{Action, Connections, HostSlot, PushedCluster};
use crate::sparse_index::SparseIndex;
use crate::time::Time;

impl ClusterState {
    /// A push gave the cluster other endpoints.
    pub(crate) fn update_endpoints(
        &mut self,
        now: Time,
        pushed: &PushedCluster,
        baseline: Arc<Baseline>,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        let same = Arc::ptr_eq(&self.endpoints, &pushed.endpoints) || self.endpoints == pushed.endpoints;
        if same || self.takes_any_address() {
            return;
        }
        let before = std::mem::replace(&mut self.endpoints, pushed.endpoints.clone());
        self.joined = pushed.joined.clone();
        self.baseline = baseline;
        if before.has_hosts_of(&self.endpoints) {
            if before.hosts.iter().zip(&self.endpoints.hosts).any(|(one, other)| attributes(one) != attributes(other)) {
                let priorities = self.endpoints.hosts.iter().map(|host| host.priority).max().unwrap_or(0);
                for priority in 0..=priorities {
                    self.health_changed(now, priority, actions);
                }
            }
            return;
        }
        self.keep_hosts();
        for slot in (0..self.hosts.len() as u32).map(HostSlot) {
            if self.hosts.get(slot.index()).is_some_and(|host| host.removed) {
                self.close_unused(Some(slot), connections, actions);
            }
        }
        for merge in &mut self.merge_windows {
            merge.delivered(now);
        }
        self.refresh_all(now);
    }

    /// Finds the hosts of before among the endpoints of now by their addresses; what is gone is forgotten once its last
    /// request is over.
    pub(super) fn keep_hosts(&mut self) {
        self.slots = SparseIndex::default();
        self.free.clear();
        let (asked, baseline) = (&self.asked, &self.baseline);
        for (slot, host) in (0..).map(HostSlot).zip(&mut self.hosts) {
            if host.removed {
                if host.is_unused() {
                    self.free.push(slot);
                }
                continue;
            }
            let number = number_of(asked.as_deref(), baseline, host.address);
            match number.and_then(|number| Some((number, self.endpoints.hosts.get(number as usize)?))) {
                Some((number, settings)) => {
                    (host.number, host.priority) = (number, settings.priority);
                    self.slots.set(number, slot.0);
                }
                None => (host.removed, host.ejected) = (true, false),
            }
        }
        if let Some(detector) = &mut self.detector {
            detector.set_host_count(self.endpoints.hosts.len() as u32);
            detector.keep(self.hosts.iter().map(|host| (!host.removed).then_some(host.number)));
        }
    }
}

impl ClusterEndpoints {
    /// Whether both have the same hosts at the same priorities, in the same order.
    pub(crate) fn has_hosts_of(&self, other: &Self) -> bool {
        let same = |(one, other): (&HostSettings, &HostSettings)| {
            (one.address, one.priority) == (other.address, other.priority)
        };
        self.hosts.len() == other.hosts.len() && self.hosts.iter().zip(&other.hosts).all(same)
    }
}

/// What may change about a host that stays.
fn attributes(host: &HostSettings) -> (u32, super::settings::EndpointHealth) {
    (host.weight, host.health)
}
