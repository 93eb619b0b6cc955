//! `envoy.config.route.v3.RetryPolicy`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::json::{duration, integer64, is_default};
use super::{HeaderMatcher, Origin};

/// When a request is tried again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetryPolicy {
    /// Conditions, separated by commas.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub retry_on: String,
    /// How many times; absent means 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_retries: Option<u32>,
    /// How long one try may take; absent means as long as the request.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub per_try_timeout: Option<Duration>,
    /// How long one try may be idle.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub per_try_idle_timeout: Option<Duration>,
    /// In which priority the hosts of a retry are sought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_priority: Option<RetryPriority>,
    /// Which hosts a retry avoids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retry_host_predicate: Vec<RetryHostPredicate>,
    /// How many further picks are made when a predicate refuses the host; 0 means 1.
    #[serde(with = "integer64", skip_serializing_if = "is_default")]
    pub host_selection_retry_max_attempts: i64,
    /// Statuses for `retriable-status-codes`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retriable_status_codes: Vec<u32>,
    /// Response headers for `retriable-headers`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retriable_headers: Vec<HeaderMatcher>,
    /// Request headers one of which must be there for a retry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retriable_request_headers: Vec<HeaderMatcher>,
    /// The wait before a retry; absent means from 25 ms to 250 ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_back_off: Option<RetryBackOff>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: Origin,
}

/// The wait before a retry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetryBackOff {
    /// The first retry waits a random time below it, each further one below twice the last.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub base_interval: Option<Duration>,
    /// The most; absent means ten times the base.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub max_interval: Option<Duration>,
}

/// A rule that refuses hosts to a retry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryHostPredicate {
    /// The extension's name.
    pub name: String,
    /// Which one.
    pub typed_config: RetryHostPredicateConfig,
}

impl RetryHostPredicate {
    /// Refuses hosts that were tried.
    #[must_use]
    pub fn previous_hosts() -> Self {
        Self {
            name: "envoy.retry_host_predicates.previous_hosts".to_owned(),
            typed_config: RetryHostPredicateConfig::PreviousHosts {},
        }
    }
}

/// The known rules that refuse hosts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "@type")]
pub enum RetryHostPredicateConfig {
    /// Hosts that were tried.
    #[serde(rename = "type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate")]
    PreviousHosts {},
    /// One that is not known here; refuses none.
    #[serde(other)]
    Unknown,
}

/// A rule that chooses the priority of a retry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryPriority {
    /// The extension's name.
    pub name: String,
    /// Which one.
    pub typed_config: RetryPriorityConfig,
}

impl RetryPriority {
    /// Leaves out priorities that were tried, looking again every so many tries.
    #[must_use]
    pub fn previous_priorities(update_frequency: i32) -> Self {
        Self {
            name: "envoy.retry_priorities.previous_priorities".to_owned(),
            typed_config: RetryPriorityConfig::PreviousPriorities { update_frequency },
        }
    }
}

/// The known rules that choose priorities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "@type")]
pub enum RetryPriorityConfig {
    /// Priorities that were not tried.
    #[serde(
        rename = "type.googleapis.com/envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig"
    )]
    PreviousPriorities {
        /// After how many tries the tried priorities are left out anew.
        update_frequency: i32,
    },
    /// One that is not known here; changes nothing.
    #[serde(other)]
    Unknown,
}
