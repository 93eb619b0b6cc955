//! Putting a host out (`DetectorImpl::ejectHost`).

use super::{Decision, Detector, EjectionType};
use crate::draw::{Draws, Purpose};
use crate::proxy::HostSlot;
use crate::time::{Duration, Time};

impl Detector {
    /// A detector of consecutive failures fired: acts on it and starts its counter again, whatever was decided.
    pub(super) fn detect_consecutive<D: Draws>(
        &mut self,
        now: Time,
        slot: HostSlot,
        reason: EjectionType,
        draws: &mut D,
        decisions: &mut Vec<Decision>,
    ) {
        if self.monitor(slot).is_none_or(|monitor| !monitor.present || monitor.ejected) {
            return;
        }
        self.eject(now, slot, reason, draws, decisions);
        let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
        match reason {
            EjectionType::Consecutive5xx => monitor.consecutive_5xx = 0,
            EjectionType::ConsecutiveGatewayFailure => monitor.consecutive_gateway_failure = 0,
            EjectionType::ConsecutiveLocalOriginFailure => monitor.consecutive_local_origin_failure = 0,
            _ => {}
        }
    }

    /// Puts a host out unless too many are out already or the detector is not enforced.
    pub(super) fn eject<D: Draws>(
        &mut self,
        now: Time,
        slot: HostSlot,
        reason: EjectionType,
        draws: &mut D,
        decisions: &mut Vec<Decision>,
    ) {
        if !self.may_eject_one_more() {
            decisions.push(Decision::Refused { slot, reason });
            return;
        }
        let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
        monitor.detections = monitor.detections.wrapping_add(1);
        let index = draw_index(monitor.number, monitor.detections);
        let enforced = match self.settings.enforcing(reason).min(100) {
            0 => false,
            100 => true,
            percent => draws.draw(self.subject, Purpose::Enforce, index) % 100 < u64::from(percent),
        };
        if !enforced {
            decisions.push(Decision::Ejected { slot, reason, enforced, backoff: 0, until: now });
            return;
        }
        self.active_ejections += 1;
        monitor.ejected = true;
        monitor.last_ejection = now;
        monitor.jitter =
            jitter(self.settings.max_ejection_time_jitter, draws, self.subject, Purpose::EjectionJitter, index);
        grow(&mut monitor.backoff, self.settings.base_ejection_time, self.settings.max_ejection_time);
        let (backoff, jitter) = (monitor.backoff, monitor.jitter);
        let until = now + self.ejection_time(backoff, jitter);
        decisions.push(Decision::Ejected { slot, reason, enforced, backoff, until });
    }

    /// Puts a host behind the others; any number of hosts may be (`detect_degraded_hosts`).
    pub(super) fn degrade<D: Draws>(
        &mut self,
        now: Time,
        slot: HostSlot,
        draws: &mut D,
        decisions: &mut Vec<Decision>,
    ) {
        let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
        if monitor.degraded || !monitor.present {
            return;
        }
        monitor.detections = monitor.detections.wrapping_add(1);
        let index = draw_index(monitor.number, monitor.detections);
        monitor.degraded = true;
        monitor.last_degraded = now;
        monitor.degraded_jitter =
            jitter(self.settings.max_ejection_time_jitter, draws, self.subject, Purpose::EjectionJitter, index);
        grow(&mut monitor.degraded_backoff, self.settings.base_ejection_time, self.settings.max_ejection_time);
        decisions.push(Decision::Degraded { slot, degraded: true });
    }

    /// Compares percentages as Envoy does, in floating point: 2 of 3 hosts are within 67 %, 1 of 3 is not within 33 %.
    fn may_eject_one_more(&self) -> bool {
        let hosts = f64::from(self.hosts);
        let percent = 100.0 * (f64::from(self.active_ejections) + 1.0) / hosts;
        percent <= f64::from(self.settings.max_ejection_percent.min(100))
            || self.settings.always_eject_one_host && self.active_ejections == 0
    }
}

fn draw_index(number: u32, detections: u32) -> u32 {
    (number << 16) ^ detections
}

/// The jitter in nanoseconds: whole milliseconds up to and including the most. Drawn even where there is none.
fn jitter<D: Draws>(most: Duration, draws: &mut D, subject: u64, purpose: Purpose, index: u32) -> u64 {
    let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
    let milliseconds = draws.draw(subject, purpose, index) % most.saturating_add(1);
    milliseconds.saturating_mul(1_000_000)
}

/// Counts the multiplier up unless the longest ejection is reached already.
fn grow(backoff: &mut u32, base: Duration, longest: Duration) {
    if base.saturating_mul(*backoff) < longest.saturating_add(base) {
        *backoff = backoff.saturating_add(1);
    }
}
