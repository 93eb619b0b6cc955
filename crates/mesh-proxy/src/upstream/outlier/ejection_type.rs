//! The detectors by name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The detectors; printed as in Envoy's event log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EjectionType {
    /// 5xx answers in a row.
    #[serde(rename = "consecutive_5xx")]
    Consecutive5xx,
    /// 502, 503 and 504 answers in a row.
    ConsecutiveGatewayFailure,
    /// Failures to get an answer in a row.
    ConsecutiveLocalOriginFailure,
    /// Success rate too far below the other hosts'.
    SuccessRate,
    /// The same of failures to get an answer.
    SuccessRateLocalOrigin,
    /// Too many failures in an interval.
    FailurePercentage,
    /// The same of failures to get an answer.
    FailurePercentageLocalOrigin,
}

impl EjectionType {
    /// The name in events: `consecutive_5xx`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EjectionType::Consecutive5xx => "consecutive_5xx",
            EjectionType::ConsecutiveGatewayFailure => "consecutive_gateway_failure",
            EjectionType::ConsecutiveLocalOriginFailure => "consecutive_local_origin_failure",
            EjectionType::SuccessRate => "success_rate",
            EjectionType::SuccessRateLocalOrigin => "success_rate_local_origin",
            EjectionType::FailurePercentage => "failure_percentage",
            EjectionType::FailurePercentageLocalOrigin => "failure_percentage_local_origin",
        }
    }
}

impl fmt::Display for EjectionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
