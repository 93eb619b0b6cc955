//! The weight that a host has right now.

use std::time::Duration;

use crate::time::Time;
use crate::upstream::SlowStartSettings;

/// The part of its weight that a host gets while it is warmed up (`applySlowStartFactor`): 1 afterwards.
pub(crate) fn slow_start_factor(settings: &SlowStartSettings, joined: Time, now: Time) -> f64 {
    let window = settings.window.as_millis();
    let age = now.since(joined).as_millis();
    if age >= window {
        return 1.0;
    }
    let part = (age.max(1) as f64) / window as f64;
    let grown = if settings.aggression == 1.0 || settings.aggression <= 0.0 || settings.aggression.is_nan() {
        part
    } else {
        libm::pow(part, 1.0 / settings.aggression)
    };
    grown.max(settings.minimum_weight_percent / 100.0)
}

/// A weight divided by the requests in flight (`LeastRequestLoadBalancer::hostWeight`).
pub(crate) fn biased_weight(weight: f64, active: u32, bias: f64) -> f64 {
    let active = f64::from(active) + 1.0;
    if bias == 1.0 {
        weight / active
    } else if bias == 0.0 {
        weight
    } else {
        weight / libm::pow(active, bias)
    }
}

/// Whether a host that joined then still counts as new: any such host makes the turns go by weight.
pub(crate) fn is_warming(settings: &SlowStartSettings, latest: Time, now: Time) -> bool {
    settings.window > Duration::ZERO && now.since(latest).as_millis() <= settings.window.as_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_host_grows_evenly() {
        let settings =
            SlowStartSettings { window: Duration::from_secs(60), aggression: 1.0, minimum_weight_percent: 10.0 };
        for (second, expected) in [(0, 0.1), (3, 0.1), (12, 0.2), (30, 0.5), (60, 1.0), (90, 1.0)] {
            let got = slow_start_factor(&settings, Time::ZERO, Time(second * 1_000_000_000));
            assert!((got - expected).abs() < 1e-12, "{second} s: {got}");
        }
    }

    #[test]
    fn aggression_bends_the_growth() {
        let settings =
            SlowStartSettings { window: Duration::from_secs(100), aggression: 2.0, minimum_weight_percent: 0.0 };
        let got = slow_start_factor(&settings, Time::ZERO, Time(25_000_000_000));
        assert!((got - 0.5).abs() < 1e-12, "{got}");
    }

    #[test]
    fn active_requests_divide_the_weight() {
        for (weight, active, bias, expected) in
            [(2.0, 0, 1.0, 2.0), (2.0, 1, 1.0, 1.0), (2.0, 9, 0.0, 2.0), (8.0, 3, 0.5, 4.0)]
        {
            assert_eq!(biased_weight(weight, active, bias), expected);
        }
    }
}
