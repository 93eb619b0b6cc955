//! Circuit breakers: the limits of a cluster at one priority (`resource_manager_impl.h`).

use serde::{Deserialize, Serialize};

use super::settings::BreakerSettings;

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// `max_connections`: no further connection was opened.
    Connections,
    /// `max_pending_requests`: a request failed with UO.
    PendingRequests,
    /// `max_requests`: a request failed with UO.
    Requests,
    /// `max_retries` or the retry budget: a retry was not made.
    Retries,
}

/// What a cluster has at once, and how much it may have.
#[derive(Clone, Debug)]
pub(crate) struct CircuitBreaker {
    pub(crate) settings: BreakerSettings,
    pub(crate) connections: u32,
    pub(crate) pending_requests: u32,
    pub(crate) requests: u32,
    pub(crate) retries: u32,
}

impl CircuitBreaker {
    pub(crate) fn new(settings: BreakerSettings) -> Self {
        CircuitBreaker { settings, connections: 0, pending_requests: 0, requests: 0, retries: 0 }
    }

    pub(crate) fn can_connect(&self) -> bool {
        self.connections < self.settings.maximum_connections
    }

    pub(crate) fn can_wait(&self) -> bool {
        self.pending_requests < self.settings.maximum_pending_requests
    }

    pub(crate) fn can_request(&self) -> bool {
        self.requests < self.settings.maximum_requests
    }

    pub(crate) fn can_retry(&self) -> bool {
        self.retries < self.maximum_retries()
    }

    /// The limit of retries right now: a retry budget follows the load, and replaces `max_retries`.
    pub(crate) fn maximum_retries(&self) -> u32 {
        match self.settings.retry_budget {
            None => self.settings.maximum_retries,
            Some(budget) => {
                let load = f64::from(self.requests) + f64::from(self.pending_requests);
                ((budget.percent / 100.0 * load) as u32).max(budget.minimum_concurrency)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::RetryBudgetSettings;

    #[test]
    fn limits_are_reached_at_equality() {
        let mut breaker = CircuitBreaker::new(BreakerSettings {
            maximum_requests: 1,
            maximum_pending_requests: 0,
            ..BreakerSettings::default()
        });
        assert!(breaker.can_request());
        assert!(!breaker.can_wait());
        breaker.requests = 1;
        assert!(!breaker.can_request());
    }

    #[test]
    fn retry_budgets() {
        // percent | minimum | active | pending | retries allowed (resource_manager_impl_test.cc)
        for (percent, minimum, active, pending, expected) in
            [(20.0, 3, 0, 0, 3), (20.0, 3, 15, 0, 3), (20.0, 3, 15, 5, 4), (20.0, 3, 20, 0, 4), (0.0, 0, 100, 0, 0)]
        {
            let mut breaker = CircuitBreaker::new(BreakerSettings {
                maximum_retries: 0,
                retry_budget: Some(RetryBudgetSettings { percent, minimum_concurrency: minimum }),
                ..BreakerSettings::default()
            });
            (breaker.requests, breaker.pending_requests) = (active, pending);
            assert_eq!(breaker.maximum_retries(), expected, "{percent} % of {active} + {pending}");
        }
    }
}
