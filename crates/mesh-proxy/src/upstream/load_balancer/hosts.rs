//! The hosts of a cluster as one proxy sees them now: what discovery says of all, what is remembered of some.

use std::sync::Arc;

use crate::sparse_index::SparseIndex;
use crate::time::Time;
use crate::upstream::host::{Host, HostHealth, health};
use crate::upstream::{EndpointHealth, HostSettings, LocalitySettings};

/// A look at hosts by their numbers, which are their positions in the configuration.
#[derive(Clone, Copy)]
pub(crate) struct Hosts<'a> {
    /// What discovery says, by number.
    pub(crate) settings: &'a [HostSettings],
    /// When each appeared, by number.
    pub(crate) joined: &'a [Time],
    pub(crate) localities: &'a [LocalitySettings],
    /// What each is hashed by, by number; empty where nothing is hashed.
    pub(crate) keys: &'a [Arc<str>],
    /// Bytes that rings and tables may take.
    pub(crate) allowance: u64,
    /// Those that something was sent to, by slot.
    pub(crate) states: &'a [Host],
    /// Their slots, by number.
    pub(crate) slots: &'a SparseIndex,
}

impl<'a> Hosts<'a> {
    pub(super) fn settings(&self, number: u32) -> Option<&'a HostSettings> {
        self.settings.get(number as usize)
    }

    fn state(&self, number: u32) -> Option<&'a Host> {
        self.states.get(self.slots.get(number)? as usize)
    }

    /// Attempts in flight.
    pub(super) fn active(&self, number: u32) -> u32 {
        self.state(number).map_or(0, |host| host.active)
    }

    /// Load-balancing weight, from 1.
    pub(super) fn weight(&self, number: u32) -> u32 {
        self.settings(number).map_or(1, |settings| settings.weight.max(1))
    }

    /// When it appeared, for slow start.
    pub(super) fn joined(&self, number: u32) -> Time {
        self.joined.get(number as usize).copied().unwrap_or(Time::ZERO)
    }

    /// Its health: ejection and discovery together.
    pub(super) fn health(&self, number: u32) -> HostHealth {
        let discovered = self.settings(number).map_or(EndpointHealth::Unhealthy, |settings| settings.health);
        self.state(number).map_or_else(|| health(false, discovered), |host| host.health(discovered))
    }

    /// What it is hashed by.
    pub(super) fn key(&self, number: u32) -> &'a str {
        self.keys.get(number as usize).map_or("", |key| key)
    }

    /// Whether outlier detection put any host of a priority out or back.
    pub(super) fn has_marks(&self, priority: u32) -> bool {
        self.states.iter().any(|host| host.priority == priority && host.is_marked())
    }
}
