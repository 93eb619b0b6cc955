//! What routes do, as Envoy's configuration states it, with every default filled in.

use std::time::Duration;

use mesh_ordered::sort;

use super::policy::{FaultAbort, FaultPolicy, MirrorPolicy, RetryPolicy, RoutePolicy};
use super::retry_on::RetryOn;
use crate::config::{
    self, Action, HttpFault, RequestMirrorPolicy, RetryHostPredicateConfig, RetryPriorityConfig, Route,
    RoutingPriority, VirtualHost,
};
use crate::proxy::ClusterIndex;

/// Envoy's timeout of a route that states none (`RouteEntryImplBase`).
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// The first bound of the back-off that Envoy takes if none is stated.
const DEFAULT_BASE_INTERVAL: Duration = Duration::from_millis(25);

impl RoutePolicy {
    /// What a route does; `cluster` finds clusters by name.
    pub(crate) fn from_config(
        route: &Route,
        virtual_host: &VirtualHost,
        cluster: impl Fn(&str) -> Option<ClusterIndex>,
    ) -> Self {
        let closest = route.typed_per_filter_config.fault.as_deref();
        let fault = closest.or(virtual_host.typed_per_filter_config.fault.as_deref());
        let mut policy = RoutePolicy { fault: fault.and_then(FaultPolicy::from_config), ..RoutePolicy::default() };
        if let Action::Route(action) = &route.action {
            policy.timeout = action.timeout.unwrap_or(DEFAULT_TIMEOUT);
            policy.max_grpc_timeout = action.max_grpc_timeout;
            policy.retry = action.retry_policy.as_ref().and_then(RetryPolicy::from_config);
            policy.high_priority = action.priority == RoutingPriority::High;
            let mirror = |mirror: &RequestMirrorPolicy| MirrorPolicy {
                cluster: cluster(&mirror.cluster),
                fraction: mirror.runtime_fraction.as_ref().map(config::RuntimeFractionalPercent::share),
            };
            policy.mirrors = action.request_mirror_policies.iter().map(mirror).collect();
        }
        policy
    }
}

impl RetryPolicy {
    /// `None` where the policy asks for nothing.
    fn from_config(retry: &config::RetryPolicy) -> Option<Self> {
        let base = retry.retry_back_off.as_ref().and_then(|back_off| back_off.base_interval);
        let base = base.filter(|base| !base.is_zero()).unwrap_or(DEFAULT_BASE_INTERVAL);
        let longest = retry.retry_back_off.as_ref().and_then(|back_off| back_off.max_interval);
        let mut codes: Vec<u16> =
            retry.retriable_status_codes.iter().filter_map(|code| u16::try_from(*code).ok()).collect();
        sort(&mut codes);
        let policy = RetryPolicy {
            retry_on: RetryOn::parse(&retry.retry_on),
            maximum_retries: retry.num_retries.unwrap_or(1),
            per_try_timeout: retry.per_try_timeout.unwrap_or_default(),
            retriable_status_codes: codes,
            base_interval: base,
            maximum_interval: longest.unwrap_or(base.saturating_mul(10)).max(base),
            previous_hosts: retry
                .retry_host_predicate
                .iter()
                .any(|predicate| predicate.typed_config == RetryHostPredicateConfig::PreviousHosts {}),
            previous_priorities: match retry.retry_priority.as_ref().map(|priority| &priority.typed_config) {
                Some(RetryPriorityConfig::PreviousPriorities { update_frequency }) => {
                    Some(u32::try_from(*update_frequency).unwrap_or(1))
                }
                Some(RetryPriorityConfig::Unknown) | None => None,
            },
            host_selection_retry_maximum_attempts: match retry.host_selection_retry_max_attempts {
                0 => 1,
                attempts => u32::try_from(attempts).unwrap_or(0).min(MOST_PICKS),
            },
            rate_limited_maximum_interval: None,
        };
        // Without any condition the per-try timeout still holds.
        (!policy.retry_on.is_empty() || !policy.per_try_timeout.is_zero()).then_some(policy)
    }
}

/// More picks of one try than this would only keep the engine busy.
const MOST_PICKS: u32 = 250;

impl FaultPolicy {
    /// `None` where the fault does nothing.
    fn from_config(fault: &HttpFault) -> Option<Self> {
        let delay = fault.delay.as_ref().and_then(|delay| Some((delay.fixed_delay?, delay.percentage?)));
        let abort = fault.abort.as_ref().and_then(|abort| {
            let answer = match (abort.http_status, abort.grpc_status) {
                (Some(status), _) => FaultAbort::Http(u16::try_from(status).ok()?),
                (None, Some(status)) => FaultAbort::Grpc(status),
                (None, None) => return None,
            };
            Some((answer, abort.percentage?))
        });
        (delay.is_some() || abort.is_some()).then_some(FaultPolicy {
            delay,
            abort,
            max_active_faults: fault.max_active_faults,
        })
    }
}
