//! Counting the ends of attempts (`DetectorHostMonitorImpl::putResult`).

use super::{Decision, Detector, EjectionType};
use crate::draw::Draws;
use crate::proxy::HostSlot;
use crate::time::Time;

/// How an attempt went, as the router reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptResult {
    /// It got a connection.
    LocalOriginConnectSuccess,
    /// It got an answer, and nothing more will be reported of it (TCP).
    #[cfg_attr(not(test), expect(dead_code, reason = "reported by TCP proxies only"))]
    LocalOriginConnectSuccessFinal,
    /// It got no connection, or was reset.
    LocalOriginConnectFailed,
    /// It took too long.
    LocalOriginTimeout,
    /// The host answered with an error.
    ExtOriginRequestFailed,
    /// The host answered well.
    ExtOriginRequestSuccess,
    /// The host answered well and calls itself degraded.
    ExtOriginRequestDegraded,
}

impl AttemptResult {
    /// The status that it counts as, with the one that goes with it where there is one.
    pub(crate) fn counts_as(self, code: Option<u16>) -> Option<u16> {
        code.or_else(|| implied_code(self))
    }
}

impl Detector {
    /// Counts one result, with the status that goes with it where there is one.
    pub(crate) fn record<D: Draws>(
        &mut self,
        now: Time,
        slot: HostSlot,
        result: AttemptResult,
        code: Option<u16>,
        draws: &mut D,
        decisions: &mut Vec<Decision>,
    ) {
        if self.monitor(slot).is_none_or(|monitor| !monitor.present) {
            return;
        }
        self.skip_quiet_intervals(now);
        if result == AttemptResult::ExtOriginRequestDegraded && self.settings.detect_degraded_hosts {
            self.degrade(now, slot, draws, decisions);
        }
        if self.settings.split_external_local_origin_errors {
            self.record_split(now, slot, result, code, draws, decisions);
        } else if let Some(code) = result.counts_as(code) {
            self.record_code(now, slot, code, draws, decisions);
        }
    }

    fn record_split<D: Draws>(
        &mut self,
        now: Time,
        slot: HostSlot,
        result: AttemptResult,
        code: Option<u16>,
        draws: &mut D,
        decisions: &mut Vec<Decision>,
    ) {
        match result {
            AttemptResult::LocalOriginConnectSuccess | AttemptResult::LocalOriginConnectSuccessFinal => {
                let volume = self.volume();
                let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
                monitor.local.current.total += 1;
                monitor.local.current.success += 1;
                self.has_volume |= monitor.local.current.total >= volume;
                monitor.consecutive_local_origin_failure = 0;
            }
            AttemptResult::LocalOriginConnectFailed | AttemptResult::LocalOriginTimeout => {
                let volume = self.volume();
                let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
                monitor.local.current.total += 1;
                self.has_volume |= monitor.local.current.total >= volume;
                monitor.consecutive_local_origin_failure = monitor.consecutive_local_origin_failure.saturating_add(1);
                if monitor.consecutive_local_origin_failure == self.settings.consecutive_local_origin_failure {
                    let reason = EjectionType::ConsecutiveLocalOriginFailure;
                    self.detect_consecutive(now, slot, reason, draws, decisions);
                }
            }
            AttemptResult::ExtOriginRequestFailed => {
                self.record_code(now, slot, code.unwrap_or(503), draws, decisions);
            }
            AttemptResult::ExtOriginRequestSuccess | AttemptResult::ExtOriginRequestDegraded => {
                self.record_code(now, slot, code.unwrap_or(200), draws, decisions);
            }
        }
    }

    /// Requests from which on a host's rates count.
    fn volume(&self) -> u64 {
        let settings = &self.settings;
        u64::from(settings.success_rate_request_volume.min(settings.failure_percentage_request_volume))
    }

    /// Counts a status. Gateway failures are detected before 5xx of the same answer.
    fn record_code<D: Draws>(
        &mut self,
        now: Time,
        slot: HostSlot,
        code: u16,
        draws: &mut D,
        decisions: &mut Vec<Decision>,
    ) {
        let volume = self.volume();
        let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
        monitor.external.current.total += 1;
        self.has_volume |= monitor.external.current.total >= volume;
        if !(500..600).contains(&code) {
            monitor.external.current.success += 1;
            monitor.consecutive_5xx = 0;
            monitor.consecutive_gateway_failure = 0;
            return;
        }
        if matches!(code, 502..=504) {
            monitor.consecutive_gateway_failure = monitor.consecutive_gateway_failure.saturating_add(1);
            if monitor.consecutive_gateway_failure == self.settings.consecutive_gateway_failure {
                self.detect_consecutive(now, slot, EjectionType::ConsecutiveGatewayFailure, draws, decisions);
            }
        } else {
            monitor.consecutive_gateway_failure = 0;
        }
        let Some(monitor) = self.monitors.get_mut(slot.index()) else { return };
        monitor.consecutive_5xx = monitor.consecutive_5xx.saturating_add(1);
        if monitor.consecutive_5xx == self.settings.consecutive_5xx {
            self.detect_consecutive(now, slot, EjectionType::Consecutive5xx, draws, decisions);
        }
    }
}

/// The status that a result without one counts as, where failures are not split.
fn implied_code(result: AttemptResult) -> Option<u16> {
    match result {
        AttemptResult::LocalOriginConnectSuccess => None,
        AttemptResult::LocalOriginConnectFailed => Some(503),
        AttemptResult::LocalOriginTimeout => Some(504),
        AttemptResult::ExtOriginRequestFailed => Some(500),
        AttemptResult::LocalOriginConnectSuccessFinal
        | AttemptResult::ExtOriginRequestSuccess
        | AttemptResult::ExtOriginRequestDegraded => Some(200),
    }
}
