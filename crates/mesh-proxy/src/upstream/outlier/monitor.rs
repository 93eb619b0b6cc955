//! What outlier detection remembers of one host (`DetectorHostMonitorImpl`).

use crate::time::Time;

/// Requests of one interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) success: u64,
    pub(crate) total: u64,
}

/// Requests of the running interval and of the one before it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SuccessRate {
    pub(crate) current: Bucket,
    pub(crate) previous: Bucket,
}

impl SuccessRate {
    /// The interval is over.
    pub(crate) fn next_interval(&mut self) {
        self.previous = std::mem::take(&mut self.current);
    }
}

/// The state of one host.
#[derive(Clone, Debug, Default)]
pub(crate) struct Monitor {
    /// Whether the slot is in use.
    pub(crate) present: bool,
    /// The host's position among the endpoints.
    pub(crate) number: u32,
    pub(crate) consecutive_5xx: u32,
    pub(crate) consecutive_gateway_failure: u32,
    pub(crate) consecutive_local_origin_failure: u32,
    pub(crate) external: SuccessRate,
    pub(crate) local: SuccessRate,
    pub(crate) ejected: bool,
    /// The multiplier of the base ejection time that the last ejection had.
    pub(crate) backoff: u32,
    /// In nanoseconds.
    pub(crate) jitter: u64,
    pub(crate) last_ejection: Time,
    pub(crate) last_unejection: Option<Time>,
    /// How often a detector found it bad; tells draws apart.
    pub(crate) detections: u32,
    pub(crate) degraded: bool,
    pub(crate) degraded_backoff: u32,
    pub(crate) degraded_jitter: u64,
    pub(crate) last_degraded: Time,
    pub(crate) last_undegraded: Option<Time>,
}

impl Monitor {
    /// All counters of failures in a row start again.
    pub(crate) fn reset_counters(&mut self) {
        self.consecutive_5xx = 0;
        self.consecutive_gateway_failure = 0;
        self.consecutive_local_origin_failure = 0;
    }
}
