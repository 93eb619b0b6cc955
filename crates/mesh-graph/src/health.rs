//! Kiali's health thresholds (`config/config.go` AddHealthDefault, `business/health_calculator.go`).

use mesh_view::{Health, Rates};

/// Judges answers: 5xx and silence degrade from above 0 % and fail from 10 %, 4xx degrade from 10 % and
/// fail from 20 %; each is judged alone and the worst wins.
#[must_use]
pub fn of_rates(rates: &Rates) -> Health {
    let total = rates.total();
    if total <= 0.0 {
        return Health::None;
    }
    let percent = |part: f64| 100.0 * part / total;
    tolerance(percent(rates.server_error), 0.0, 10.0)
        .max(tolerance(percent(rates.client_error), 10.0, 20.0))
        .max(tolerance(percent(rates.no_response), 0.0, 10.0))
}

/// Judges a workload's pods (Kiali, `WorkloadStatus`).
#[must_use]
pub fn of_pods(ready: u32, total: u32) -> Health {
    match (ready, total) {
        (_, 0) => Health::NotReady,
        (0, _) => Health::Failure,
        (ready, total) if ready < total => Health::Degraded,
        _ => Health::Healthy,
    }
}

fn tolerance(percent: f64, degraded: f64, failure: f64) -> Health {
    if percent <= 0.0 {
        Health::Healthy
    } else if percent >= failure {
        Health::Failure
    } else if percent >= degraded {
        Health::Degraded
    } else {
        Health::Healthy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn health(ok: f64, client_error: f64, server_error: f64) -> Health {
        of_rates(&Rates { ok, client_error, server_error, ..Rates::default() })
    }

    #[test]
    fn each_tolerance_is_judged_alone() {
        assert_eq!(health(0.0, 0.0, 0.0), Health::None);
        assert_eq!(health(100.0, 0.0, 0.0), Health::Healthy);
        assert_eq!(health(99.9, 0.0, 0.1), Health::Degraded);
        assert_eq!(health(90.0, 0.0, 10.0), Health::Failure);
        assert_eq!(health(90.5, 9.5, 0.0), Health::Healthy);
        assert_eq!(health(90.0, 10.0, 0.0), Health::Degraded);
        assert_eq!(health(80.0, 20.0, 0.0), Health::Failure);
        assert_eq!(health(72.0, 19.0, 9.0), Health::Degraded);
    }

    #[test]
    fn pods_that_are_missing_show() {
        assert_eq!(of_pods(0, 0), Health::NotReady);
        assert_eq!(of_pods(0, 2), Health::Failure);
        assert_eq!(of_pods(1, 2), Health::Degraded);
        assert_eq!(of_pods(2, 2), Health::Healthy);
    }
}
