//! Ejection of failing hosts.

use std::time::Duration;

use crate::Spanned;
use crate::schema::message;

message! {
    /// Takes failing hosts out for a while.
    OutlierDetection = "OutlierDetection", "destination-rule/#OutlierDetection" {
        /// Errors in a row, whatever they are. Deprecated and without effect: use consecutive5xxErrors.
        consecutive_errors: Option<Spanned<i32>> = "consecutiveErrors", checked;
        /// Answers of 5xx in a row that eject a host; 0 switches it off.
        consecutive_5xx_errors: Option<Spanned<u32>> = "consecutive5xxErrors" or "5";
        /// Answers of 502, 503 or 504 in a row that eject a host; 0 switches it off.
        consecutive_gateway_errors: Option<Spanned<u32>> = "consecutiveGatewayErrors" or "off";
        /// Whether failed connections and timeouts are counted apart.
        split_external_local_origin_errors: Option<Spanned<bool>> = "splitExternalLocalOriginErrors" or "false";
        /// Failed connections and timeouts in a row that eject a host, when counted apart.
        consecutive_local_origin_failures: Option<Spanned<u32>> = "consecutiveLocalOriginFailures" or "5";
        /// How often hosts whose time is up are let in again.
        interval: Option<Spanned<Duration>> = "interval" or "10s";
        /// How long a host is out, times how often it was ejected in a row.
        base_ejection_time: Option<Spanned<Duration>> = "baseEjectionTime" or "30s";
        /// The share of hosts that may be out at once; 0 counts as 10.
        max_ejection_percent: Option<Spanned<i32>> = "maxEjectionPercent" or "10";
        /// Below this share of healthy hosts ejection is ignored.
        min_health_percent: Option<Spanned<i32>> = "minHealthPercent" or "0";
        /// The statuses that count as errors, in place of 5xx.
        http_error_codes: Vec<Spanned<u32>> = "outlierDetectionHttpErrorCodes", not_simulated;
    }
}
