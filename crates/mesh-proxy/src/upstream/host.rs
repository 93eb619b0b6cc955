//! One upstream host as a proxy knows it.

use std::sync::Arc;

use super::pool::Pool;
use super::settings::{EndpointHealth, HostSettings};
use crate::proxy::AddressId;
use crate::time::Time;

/// The health that counts for load balancing (`Host::Health`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostHealth {
    Healthy,
    Degraded,
    Unhealthy,
}

/// A host with its load and its connections.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    pub(crate) address: AddressId,
    pub(crate) weight: u32,
    pub(crate) priority: u32,
    pub(crate) locality: u32,
    /// What discovery says.
    pub(crate) discovered: EndpointHealth,
    /// Put out by outlier detection.
    pub(crate) ejected: bool,
    /// Behind the others by outlier detection.
    pub(crate) degraded: bool,
    /// Attempts in flight.
    pub(crate) active: u32,
    /// When it appeared, for slow start.
    pub(crate) joined: Time,
    /// No longer in the configuration; it stays until its last request is over.
    pub(crate) removed: bool,
    /// Connections for the DEFAULT and the HIGH priority.
    pub(crate) pools: [Pool; 2],
    hash_key: Option<Arc<str>>,
    hostname: Option<Arc<str>>,
    address_text: Arc<str>,
}

impl Host {
    /// A host that just appeared.
    pub(crate) fn new(settings: &HostSettings, address_text: Arc<str>, now: Time) -> Self {
        Host {
            address: settings.address,
            weight: settings.weight.max(1),
            priority: settings.priority,
            locality: settings.locality,
            discovered: settings.health,
            ejected: false,
            degraded: false,
            active: 0,
            joined: now,
            removed: false,
            pools: [Pool::default(), Pool::default()],
            hash_key: settings.hash_key.clone(),
            hostname: settings.hostname.clone(),
            address_text,
        }
    }

    /// Takes what discovery says now about a host that is kept.
    pub(crate) fn update(&mut self, settings: &HostSettings) {
        self.weight = settings.weight.max(1);
        self.priority = settings.priority;
        self.locality = settings.locality;
        self.discovered = settings.health;
        self.hash_key.clone_from(&settings.hash_key);
        self.hostname.clone_from(&settings.hostname);
    }

    /// Its health: ejection and discovery together.
    pub(crate) fn health(&self) -> HostHealth {
        if self.ejected || self.discovered == EndpointHealth::Unhealthy {
            HostHealth::Unhealthy
        } else if self.degraded || self.discovered == EndpointHealth::Degraded {
            HostHealth::Degraded
        } else {
            HostHealth::Healthy
        }
    }

    /// What it is hashed by in ring hash and Maglev.
    pub(crate) fn hash_key(&self, use_hostname: bool) -> &str {
        match (&self.hash_key, &self.hostname) {
            (Some(key), _) => key,
            (None, Some(hostname)) if use_hostname => hostname,
            _ => &self.address_text,
        }
    }

    /// Whether nothing is in flight, waiting or connected.
    pub(crate) fn is_unused(&self) -> bool {
        self.active == 0 && self.pools.iter().all(Pool::is_unused)
    }
}
