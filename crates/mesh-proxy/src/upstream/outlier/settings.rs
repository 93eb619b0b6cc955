//! The settings of outlier detection (`outlier_detection.proto`).

use std::time::Duration;

/// Outlier detection with Envoy's defaults filled in (`outlier_detection_impl.h`). Percentages are whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlierSettings {
    /// Time between two ticks.
    pub interval: Duration,
    /// The first ejection lasts this long.
    pub base_ejection_time: Duration,
    /// No ejection is longer, jitter apart.
    pub max_ejection_time: Duration,
    /// Most of what is drawn on top.
    pub max_ejection_time_jitter: Duration,
    /// Most hosts out at once, in percent.
    pub max_ejection_percent: u32,
    /// Whether one host may always be put out.
    pub always_eject_one_host: bool,
    /// 5xx answers in a row that put a host out; 0 is never.
    pub consecutive_5xx: u32,
    /// 502, 503 and 504 answers in a row; 0 is never.
    pub consecutive_gateway_failure: u32,
    /// Failures to get an answer in a row, in split mode; 0 is never.
    pub consecutive_local_origin_failure: u32,
    /// How often a detection is acted on, in percent.
    pub enforcing_consecutive_5xx: u32,
    /// As above.
    pub enforcing_consecutive_gateway_failure: u32,
    /// As above.
    pub enforcing_consecutive_local_origin_failure: u32,
    /// As above.
    pub enforcing_success_rate: u32,
    /// As above.
    pub enforcing_local_origin_success_rate: u32,
    /// As above.
    pub enforcing_failure_percentage: u32,
    /// As above.
    pub enforcing_failure_percentage_local_origin: u32,
    /// Hosts with enough requests that success rates need.
    pub success_rate_minimum_hosts: u32,
    /// Requests in an interval that a host needs.
    pub success_rate_request_volume: u32,
    /// Thousandths of a standard deviation below the mean.
    pub success_rate_stdev_factor: u32,
    /// Failures, in percent, that put a host out.
    pub failure_percentage_threshold: u32,
    /// Hosts with enough requests that failure percentages need.
    pub failure_percentage_minimum_hosts: u32,
    /// Requests in an interval that a host needs.
    pub failure_percentage_request_volume: u32,
    /// Whether failures of this side are counted apart from answers.
    pub split_external_local_origin_errors: bool,
    /// Whether `x-envoy-degraded` answers make a host degraded.
    pub detect_degraded_hosts: bool,
}

impl Default for OutlierSettings {
    fn default() -> Self {
        OutlierSettings {
            interval: Duration::from_secs(10),
            base_ejection_time: Duration::from_secs(30),
            max_ejection_time: Duration::from_secs(300),
            max_ejection_time_jitter: Duration::ZERO,
            max_ejection_percent: 10,
            always_eject_one_host: false,
            consecutive_5xx: 5,
            consecutive_gateway_failure: 5,
            consecutive_local_origin_failure: 5,
            enforcing_consecutive_5xx: 100,
            enforcing_consecutive_gateway_failure: 0,
            enforcing_consecutive_local_origin_failure: 100,
            enforcing_success_rate: 100,
            enforcing_local_origin_success_rate: 100,
            enforcing_failure_percentage: 0,
            enforcing_failure_percentage_local_origin: 0,
            success_rate_minimum_hosts: 5,
            success_rate_request_volume: 100,
            success_rate_stdev_factor: 1900,
            failure_percentage_threshold: 85,
            failure_percentage_minimum_hosts: 5,
            failure_percentage_request_volume: 50,
            split_external_local_origin_errors: false,
            detect_degraded_hosts: false,
        }
    }
}

impl OutlierSettings {
    /// How often a detection is acted on, in percent.
    pub(crate) fn enforcing(&self, reason: super::EjectionType) -> u32 {
        use super::EjectionType as Type;
        match reason {
            Type::Consecutive5xx => self.enforcing_consecutive_5xx,
            Type::ConsecutiveGatewayFailure => self.enforcing_consecutive_gateway_failure,
            Type::ConsecutiveLocalOriginFailure => self.enforcing_consecutive_local_origin_failure,
            Type::SuccessRate => self.enforcing_success_rate,
            Type::SuccessRateLocalOrigin => self.enforcing_local_origin_success_rate,
            Type::FailurePercentage => self.enforcing_failure_percentage,
            Type::FailurePercentageLocalOrigin => self.enforcing_failure_percentage_local_origin,
        }
    }
}
