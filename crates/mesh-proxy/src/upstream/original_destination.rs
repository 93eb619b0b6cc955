//! Clusters that take any address: a host is made for the address that a client asked for, and dropped once it is of no
//! use (`source/extensions/clusters/original_dst/original_dst_cluster.cc`).

use std::sync::Arc;

use super::asked_hosts::{CLEANUP_INTERVAL, number_of};
use super::cluster::ClusterState;
use super::host::Host;
use super::settings::HostSettings;
use crate::proxy::{Action, AddressId, HostSlot, Timer};
use crate::time::Time;

impl ClusterState {
    /// Whether the cluster takes whatever address a client asked for.
    pub(crate) fn takes_any_address(&self) -> bool {
        self.asked.is_some()
    }

    /// The number of a host by its address.
    pub(super) fn number_of(&self, address: AddressId) -> Option<u32> {
        number_of(self.asked.as_deref(), &self.baseline, address)
    }

    /// The slot of the host at an address, which is made now if it is not there. Its health does not matter: there is no
    /// other.
    pub(crate) fn host_asked_for(
        &mut self,
        now: Time,
        address: AddressId,
        actions: &mut Vec<Action>,
    ) -> Option<HostSlot> {
        let asked = self.asked.as_mut()?;
        if let Some(number) = asked.numbers.get(&address).copied() {
            if let Some(chosen) = asked.chosen.get_mut(number as usize) {
                *chosen = now;
            }
            return self.slot(number);
        }
        let number = u32::try_from(asked.chosen.len()).ok()?;
        asked.numbers.insert(address, number);
        asked.chosen.push(now);
        Arc::make_mut(&mut self.endpoints).hosts.push(HostSettings::new(address));
        if let Some(detector) = &mut self.detector {
            detector.set_host_count(number + 1);
        }
        self.watch_hosts(now, actions);
        self.slot(number)
    }

    /// Asks for the next round of cleaning up, unless it is asked for.
    pub(crate) fn watch_hosts(&mut self, now: Time, actions: &mut Vec<Action>) {
        let Some(asked) = self.asked.as_mut().filter(|asked| !asked.armed) else { return };
        asked.armed = true;
        let at = asked.next_round(now);
        actions.push(Action::Arm { timer: Timer::HostCleanup { cluster: self.id }, at });
    }

    /// Forgets the hosts that have no connection and that nobody chose since the round before. One that has connections
    /// is looked at again once it has none.
    pub(crate) fn clean_up_hosts(&mut self, now: Time, actions: &mut Vec<Action>) {
        let Some(asked) = &mut self.asked else { return };
        asked.armed = false;
        if self.retired {
            return;
        }
        let (hosts, slots) = (&self.hosts, &self.slots);
        let is_unused =
            |number: u32| slots.get(number).and_then(|slot| hosts.get(slot as usize)).is_none_or(|it| it.is_unused());
        let is_stale = |(number, chosen): (u32, &Time)| *chosen + CLEANUP_INTERVAL < now && is_unused(number);
        let kept: Vec<bool> = (0..).zip(&asked.chosen).map(|host| !is_stale(host)).collect();
        let waits = (0..).zip(&kept).any(|(number, kept)| *kept && is_unused(number));
        if kept.contains(&false) {
            let mut of_chosen = kept.iter().copied();
            asked.chosen.retain(|_| of_chosen.next().unwrap_or(true));
            let mut of_hosts = kept.iter().copied();
            Arc::make_mut(&mut self.endpoints).hosts.retain(|_| of_hosts.next().unwrap_or(true));
            asked.numbers = self.endpoints.hosts.iter().map(|host| host.address).zip(0..).collect();
            self.keep_hosts();
            let gone = |host: &Host| host.removed && host.is_unused();
            self.free =
                (0..).map(HostSlot).zip(&self.hosts).filter(|(_, host)| gone(host)).map(|(slot, _)| slot).collect();
        }
        if waits {
            self.watch_hosts(now, actions);
        }
    }
}
