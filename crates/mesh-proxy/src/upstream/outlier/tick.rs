//! The interval: who returns, whose back-off shrinks (`DetectorImpl::onIntervalTimer`).

use super::{Decision, Detector};
use crate::draw::Draws;
use crate::proxy::HostSlot;
use crate::time::Time;

impl Detector {
    /// One tick of the interval. Hosts are taken in the order of the configuration, where Envoy takes a hash map's.
    pub(crate) fn tick<D: Draws>(&mut self, now: Time, draws: &mut D, decisions: &mut Vec<Decision>) {
        for position in 0..self.order.len() {
            let Some(slot) = self.order.get(position).copied() else { break };
            self.unejection(now, slot, decisions);
            self.undegradation(now, slot, decisions);
            if let Some(monitor) = self.monitors.get_mut(slot.index()) {
                monitor.external.next_interval();
                monitor.local.next_interval();
            }
        }
        self.detect_by_rate(now, false, draws, decisions);
        self.detect_by_rate(now, true, draws, decisions);
        self.decay(now);
        self.has_volume = false;
        // A tick that is told late does not shift those that follow.
        let end = if self.interval_end <= now { self.interval_end } else { now };
        self.interval_end = end + self.settings.interval;
    }

    /// Active health checking found the host well: it returns at once (`successful_active_health_check_uneject_host`).
    #[cfg(test)]
    pub(crate) fn health_check_passed(&mut self, now: Time, slot: HostSlot, decisions: &mut Vec<Decision>) {
        if self.monitor(slot).is_some_and(|monitor| monitor.ejected) {
            self.uneject(now, slot, decisions);
        }
    }

    fn unejection(&mut self, now: Time, slot: HostSlot, decisions: &mut Vec<Decision>) {
        if self.ejected_until(slot).is_some_and(|until| until <= now) {
            self.uneject(now, slot, decisions);
        }
    }

    fn uneject(&mut self, now: Time, slot: HostSlot, decisions: &mut Vec<Decision>) {
        let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
        monitor.ejected = false;
        monitor.reset_counters();
        monitor.last_unejection = Some(now);
        self.active_ejections = self.active_ejections.saturating_sub(1);
        decisions.push(Decision::Unejected { slot });
    }

    fn undegradation(&mut self, now: Time, slot: HostSlot, decisions: &mut Vec<Decision>) {
        let Some(monitor) = self.monitor(slot).filter(|monitor| monitor.degraded) else { return };
        let over = monitor.last_degraded + self.ejection_time(monitor.degraded_backoff, monitor.degraded_jitter) <= now;
        if over && let Some(monitor) = self.monitors.get_mut(slot.index()) {
            monitor.degraded = false;
            monitor.last_undegraded = Some(now);
            decisions.push(Decision::Degraded { slot, degraded: false });
        }
    }

    /// A host that has been back for an interval or longer gets its multiplier lowered by one.
    fn decay(&mut self, now: Time) {
        let interval = self.settings.interval;
        let since_long = |back: Option<Time>| back.is_some_and(|back| now.since(back) >= interval);
        for slot in &self.order {
            let Some(monitor) = self.monitors.get_mut(slot.index()) else { continue };
            if !monitor.ejected && since_long(monitor.last_unejection) {
                monitor.backoff = monitor.backoff.saturating_sub(1);
            }
            if !monitor.degraded && since_long(monitor.last_undegraded) {
                monitor.degraded_backoff = monitor.degraded_backoff.saturating_sub(1);
            }
        }
    }
}
