//! `envoy.config.cluster.v3.OutlierDetection`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Origin;
use super::json::{duration, is_default};

/// When hosts are ejected; defaults are those of Envoy's outlier_detection_impl.h.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutlierDetection {
    /// Answers of 5xx in a row (and failures to get one); absent means 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consecutive_5xx: Option<u32>,
    /// Time between sweeps; absent means 10 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub interval: Option<Duration>,
    /// Times the number of ejections is how long one lasts; absent means 30 s.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub base_ejection_time: Option<Duration>,
    /// How many hosts may be ejected, in percent; absent means 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_ejection_percent: Option<u32>,
    /// In percent; absent means 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcing_consecutive_5xx: Option<u32>,
    /// In percent; absent means 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcing_success_rate: Option<u32>,
    /// Hosts that must have enough requests; absent means 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_rate_minimum_hosts: Option<u32>,
    /// Requests that are enough; absent means 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_rate_request_volume: Option<u32>,
    /// Thousandths of a standard deviation; absent means 1900.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_rate_stdev_factor: Option<u32>,
    /// Answers of 502, 503, 504 in a row; absent means 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consecutive_gateway_failure: Option<u32>,
    /// In percent; absent means 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcing_consecutive_gateway_failure: Option<u32>,
    /// Whether failures to get an answer are counted apart.
    #[serde(skip_serializing_if = "is_default")]
    pub split_external_local_origin_errors: bool,
    /// Failures to get an answer in a row, when counted apart; absent means 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consecutive_local_origin_failure: Option<u32>,
    /// In percent; absent means 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcing_consecutive_local_origin_failure: Option<u32>,
    /// In percent; absent means 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcing_local_origin_success_rate: Option<u32>,
    /// In percent; absent means 85.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_percentage_threshold: Option<u32>,
    /// In percent; absent means 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcing_failure_percentage: Option<u32>,
    /// In percent; absent means 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforcing_failure_percentage_local_origin: Option<u32>,
    /// Hosts that must have enough requests; absent means 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_percentage_minimum_hosts: Option<u32>,
    /// Requests that are enough; absent means 50.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_percentage_request_volume: Option<u32>,
    /// The longest ejection; absent means 300 s, or the base if that is longer.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_ejection_time: Option<Duration>,
    /// The most that is added to an ejection at random; absent means 0.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_ejection_time_jitter: Option<Duration>,
    /// Whether a passed health check ends an ejection; absent means yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successful_active_health_check_uneject_host: Option<bool>,
    /// Whether one host may be ejected whatever the percentage; absent means no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always_eject_one_host: Option<bool>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}
