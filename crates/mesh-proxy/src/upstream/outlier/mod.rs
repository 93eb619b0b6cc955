//! Outlier detection: which hosts answer badly, and for how long they are left alone
//! (`source/common/upstream/outlier_detection_impl.cc`).

mod eject;
mod ejection_type;
mod monitor;
mod record;
mod settings;
mod success_rate;
mod tick;

#[cfg(test)]
mod tests;

pub use ejection_type::EjectionType;
pub use settings::OutlierSettings;

use mesh_ordered::sort_by_key;
use monitor::Monitor;
pub(crate) use record::AttemptResult;

use std::time::Duration;

use monitor::Bucket;

use crate::proxy::HostSlot;
use crate::time::Time;

/// What the detector decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// A detector fired; `enforced` tells whether the host is out now, until then at least.
    Ejected { slot: HostSlot, reason: EjectionType, enforced: bool, backoff: u32, until: Time },
    /// `max_ejection_percent` kept the host in.
    Refused { slot: HostSlot, reason: EjectionType },
    /// The host is back.
    Unejected { slot: HostSlot },
    /// The host is behind the others from now on, or no longer.
    Degraded { slot: HostSlot, degraded: bool },
}

/// The outlier detector of one cluster in one proxy.
#[derive(Clone, Debug)]
pub(crate) struct Detector {
    settings: OutlierSettings,
    /// How many hosts the cluster has.
    hosts: u32,
    /// By slot: of the hosts that something was sent to.
    monitors: Vec<Monitor>,
    /// Their slots, in the order of the configuration.
    order: Vec<HostSlot>,
    /// How many are out. Kept as Envoy keeps it: a host that two detectors caught in one tick counts twice for ever.
    active_ejections: u32,
    /// The subject of the detector's own draws.
    subject: u64,
    /// When the running interval ends. Ticks that could change nothing are not made, so it is moved on when needed.
    interval_end: Time,
    /// Whether a host had enough requests in this interval for its rates to count.
    has_volume: bool,
}

impl Detector {
    /// A detector whose intervals count from the push that made its cluster.
    pub(crate) fn new(settings: OutlierSettings, subject: u64, created: Time) -> Self {
        let interval_end = created + settings.interval;
        let (monitors, order) = (Vec::new(), Vec::new());
        Detector { settings, hosts: 0, monitors, order, active_ejections: 0, subject, interval_end, has_volume: false }
    }

    pub(crate) fn settings(&self) -> &OutlierSettings {
        &self.settings
    }

    pub(crate) fn monitor(&self, slot: HostSlot) -> Option<&Monitor> {
        self.monitors.get(slot.index())
    }

    pub(crate) fn active_ejections(&self) -> u32 {
        self.active_ejections
    }

    /// Learns how many hosts the cluster has.
    pub(crate) fn set_host_count(&mut self, hosts: u32) {
        self.hosts = hosts;
    }

    /// Something is about to be sent to the host of this number for the first time.
    pub(crate) fn watch(&mut self, slot: HostSlot, number: u32) {
        if self.monitors.len() <= slot.index() {
            self.monitors.resize_with(slot.index() + 1, Monitor::default);
        }
        if let Some(monitor) = self.monitors.get_mut(slot.index()) {
            *monitor = Monitor { present: true, number, ..Monitor::default() };
        }
        let before = |other: &HostSlot| self.monitors.get(other.index()).is_some_and(|monitor| monitor.number < number);
        let place = self.order.partition_point(before);
        self.order.insert(place, slot);
    }

    /// Takes the numbers that the hosts have now, by slot; those without one are gone and forgotten.
    pub(crate) fn keep(&mut self, numbers: impl Iterator<Item = Option<u32>>) {
        for (monitor, number) in self.monitors.iter_mut().zip(numbers) {
            match number {
                Some(number) => monitor.number = number,
                None => {
                    if monitor.ejected {
                        self.active_ejections = self.active_ejections.saturating_sub(1);
                    }
                    *monitor = Monitor::default();
                }
            }
        }
        let monitors = &self.monitors;
        let monitor = |slot: &HostSlot| monitors.get(slot.index()).filter(|monitor| monitor.present);
        self.order.retain(|slot| monitor(slot).is_some());
        sort_by_key(&mut self.order, |slot| monitor(slot).map(|monitor| monitor.number));
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.monitors.capacity() * size_of::<Monitor>() + self.order.capacity() * size_of::<HostSlot>()
    }

    /// How long a host with this multiplier stays out at least.
    fn ejection_time(&self, backoff: u32, jitter: u64) -> Duration {
        let time = self.settings.base_ejection_time.saturating_mul(backoff).min(self.settings.max_ejection_time);
        time.saturating_add(Duration::from_nanos(jitter))
    }

    /// When a host that is out may return: on the first tick at or after it.
    pub(crate) fn ejected_until(&self, slot: HostSlot) -> Option<Time> {
        let monitor = self.monitor(slot).filter(|monitor| monitor.ejected)?;
        Some(monitor.last_ejection + self.ejection_time(monitor.backoff, monitor.jitter))
    }

    /// Whether a tick could change anything that is seen: the caller need not make one otherwise.
    pub(crate) fn needs_tick(&self) -> bool {
        self.active_ejections > 0
            || self.has_volume
            || self.monitors.iter().any(|monitor| {
                monitor.ejected || monitor.backoff > 0 || monitor.degraded || monitor.degraded_backoff > 0
            })
    }

    /// Whether some host's rates count in the running interval.
    pub(crate) fn has_volume(&self) -> bool {
        self.has_volume
    }

    /// The end of the interval that a time is in.
    pub(crate) fn next_tick(&self, now: Time) -> Time {
        if now <= self.interval_end {
            return self.interval_end;
        }
        let interval = u64::try_from(self.settings.interval.as_nanos()).unwrap_or(u64::MAX).max(1);
        let whole = (now.0 - self.interval_end.0).div_ceil(interval);
        Time(self.interval_end.0.saturating_add(whole.saturating_mul(interval)))
    }

    /// Ends the intervals that passed without a tick: their requests were too few to count.
    fn skip_quiet_intervals(&mut self, now: Time) {
        if now <= self.interval_end {
            return;
        }
        self.interval_end = self.next_tick(now);
        for monitor in &mut self.monitors {
            monitor.external.current = Bucket::default();
            monitor.local.current = Bucket::default();
        }
        self.has_volume = false;
    }
}
