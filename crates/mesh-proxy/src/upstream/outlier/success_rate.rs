//! Detection by success rate and failure percentage (`DetectorImpl::processSuccessRateEjections`).

use super::monitor::Bucket;
use super::{Decision, Detector, EjectionType};
use crate::draw::Draws;
use crate::proxy::HostSlot;
use crate::time::Time;

/// A host's success rate in the last interval, in percent.
#[derive(Clone, Copy, Debug)]
struct Rate {
    slot: HostSlot,
    percent: f64,
}

impl Detector {
    /// Compares the hosts' last interval: their answers, or (`local`) whether there was one at all.
    pub(super) fn detect_by_rate<D: Draws>(
        &mut self,
        now: Time,
        local: bool,
        draws: &mut D,
        decisions: &mut Vec<Decision>,
    ) {
        let settings = &self.settings;
        let hosts = u64::from(self.hosts);
        let (rate_hosts, percentage_hosts) =
            (u64::from(settings.success_rate_minimum_hosts), u64::from(settings.failure_percentage_minimum_hosts));
        if hosts < rate_hosts && hosts < percentage_hosts {
            return;
        }
        let by_rate = self.rates(local, u64::from(settings.success_rate_request_volume));
        let by_percentage = self.rates(local, u64::from(settings.failure_percentage_request_volume));
        let threshold_percentage = f64::from(settings.failure_percentage_threshold);
        if !by_rate.is_empty() && by_rate.len() as u64 >= rate_hosts {
            let threshold = ejection_threshold(&by_rate, f64::from(settings.success_rate_stdev_factor) / 1000.0);
            let reason = if local { EjectionType::SuccessRateLocalOrigin } else { EjectionType::SuccessRate };
            for rate in by_rate.iter().filter(|rate| rate.percent < threshold) {
                self.eject(now, rate.slot, reason, draws, decisions);
            }
        }
        if !by_percentage.is_empty() && by_percentage.len() as u64 >= percentage_hosts {
            let reason =
                if local { EjectionType::FailurePercentageLocalOrigin } else { EjectionType::FailurePercentage };
            // As in Envoy, a host that the success rate just put out is not left out here.
            for rate in by_percentage.iter().filter(|rate| 100.0 - rate.percent >= threshold_percentage) {
                self.eject(now, rate.slot, reason, draws, decisions);
            }
        }
    }

    /// The rates of the hosts that are in and had enough requests.
    fn rates(&self, local: bool, volume: u64) -> Vec<Rate> {
        self.order
            .iter()
            .filter_map(|slot| {
                let monitor = self.monitor(*slot).filter(|monitor| !monitor.ejected)?;
                let Bucket { success, total } = if local { monitor.local.previous } else { monitor.external.previous };
                (total > 0 && total >= volume)
                    .then(|| Rate { slot: *slot, percent: success as f64 * 100.0 / total as f64 })
            })
            .collect()
    }
}

/// Mean minus factor times the (population) standard deviation.
fn ejection_threshold(rates: &[Rate], factor: f64) -> f64 {
    let count = rates.len() as f64;
    let mean = rates.iter().map(|rate| rate.percent).sum::<f64>() / count;
    let variance = rates.iter().map(|rate| (rate.percent - mean) * (rate.percent - mean)).sum::<f64>() / count;
    mean - factor * libm::sqrt(variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threshold_of_one_bad_host_in_five() {
        let rates: Vec<Rate> =
            [50.0, 100.0, 100.0, 100.0, 100.0].into_iter().map(|percent| Rate { slot: HostSlot(0), percent }).collect();
        assert_eq!(ejection_threshold(&rates, 1.9), 52.0);
    }
}
