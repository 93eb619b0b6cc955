//! Taking new endpoints: hosts are kept by their address (`BaseDynamicClusterImpl::updateDynamicHostList`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cluster::ClusterState;
use super::host::Host;
use super::pool::Connection;
use crate::proxy::{Action, AddressId, Push, PushedCluster};
use crate::slab::Slab;
use crate::time::Time;

/// What new endpoints changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Hosts came, went, or moved to another priority.
    membership: bool,
    /// Weights or health of hosts that stay.
    attributes: bool,
}

impl ClusterState {
    /// A push gave the cluster other endpoints.
    pub(crate) fn update_endpoints(
        &mut self,
        now: Time,
        pushed: &PushedCluster,
        push: &Push,
        connections: &mut Slab<Connection>,
        actions: &mut Vec<Action>,
    ) {
        if Arc::ptr_eq(&self.endpoints, &pushed.endpoints) || self.endpoints == pushed.endpoints {
            return;
        }
        let changes = self.take_endpoints(pushed, push);
        for slot in 0..self.hosts.len() {
            if self.hosts.get(slot).is_some_and(|host| host.removed) {
                self.close_unused(Some(slot as u32), connections, actions);
            }
        }
        if changes.membership {
            for merge in &mut self.merge_windows {
                merge.delivered(now);
            }
            self.refresh_all(now);
        } else if changes.attributes {
            let priorities = self.hosts.iter().map(|host| host.priority).max().unwrap_or(0);
            for priority in 0..=priorities {
                self.health_changed(now, priority, actions);
            }
        }
    }

    /// Takes hosts over from the configuration; the load balancer does not know of them yet.
    pub(super) fn take_endpoints(&mut self, pushed: &PushedCluster, push: &Push) -> Changes {
        let mut changes = Changes::default();
        let mut known: BTreeMap<AddressId, u32> = BTreeMap::new();
        for slot in &self.order {
            if let Some(host) = self.hosts.get(*slot as usize) {
                known.insert(host.address, *slot);
            }
        }
        let mut free: Vec<u32> = (0..self.hosts.len() as u32)
            .rev()
            .filter(|slot| self.hosts.get(*slot as usize).is_some_and(|host| host.removed && host.is_unused()))
            .collect();
        let order = std::mem::take(&mut self.order);
        for (settings, joined) in pushed.endpoints.hosts.iter().zip(pushed.joined.iter()) {
            if let Some(slot) = known.remove(&settings.address)
                && let Some(host) = self.hosts.get_mut(slot as usize)
            {
                let before = (host.priority, host.weight, host.discovered);
                host.update(settings);
                changes.membership |= before.0 != host.priority;
                changes.attributes |= (before.1, before.2) != (host.weight, host.discovered);
                self.order.push(slot);
                continue;
            }
            changes.membership = true;
            let host = Host::new(settings, push.addresses().shared(settings.address), *joined);
            let slot = free.pop().unwrap_or(self.hosts.len() as u32);
            match self.hosts.get_mut(slot as usize) {
                Some(unused) => *unused = host,
                None => self.hosts.push(host),
            }
            self.order.push(slot);
        }
        for slot in known.into_values() {
            changes.membership = true;
            if let Some(host) = self.hosts.get_mut(slot as usize) {
                host.removed = true;
                host.ejected = false;
            }
        }
        if changes == Changes::default() {
            // Another order of the same hosts is no change: the hosts stay in the order that they have.
            self.order = order;
        }
        if let Some(detector) = &mut self.detector {
            detector.set_hosts(&self.order);
        }
        self.endpoints = pushed.endpoints.clone();
        changes
    }
}
