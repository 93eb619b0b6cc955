//! How long a retry waits (`backoff_strategy.cc`).

use super::policy::RetryPolicy;
use crate::time::Duration;

/// The bound of the back-off before a retry (1 for the first), in milliseconds: doubled each time up to the longest.
fn bound(policy: &RetryPolicy, retry: u32) -> u64 {
    let milliseconds = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let most = milliseconds(policy.maximum_interval).max(1);
    let mut interval = milliseconds(policy.base_interval).max(1);
    for _ in 1..retry {
        if interval == most {
            break;
        }
        interval = if interval < most / 2 { interval * 2 } else { most };
    }
    interval
}

/// The wait before a retry: the draw modulo the bound, in whole milliseconds; after an answer that says how long to
/// wait, that long and up to half of it more.
pub(crate) fn back_off(policy: &RetryPolicy, retry: u32, retry_after: Option<Duration>, draw: u64) -> Duration {
    if let (Some(most), Some(after)) = (policy.rate_limited_maximum_interval, retry_after)
        && after <= most
    {
        let after = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        return Duration::from_millis(after.saturating_add(draw % (after / 2).max(1)));
    }
    Duration::from_millis(draw % bound(policy, retry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_double_up_to_the_longest() {
        // base ms | longest ms | draws | waits ms (backoff_strategy_test.cc, retry_state_impl_test.cc)
        for (base, longest, draws, expected) in [
            (25, 250, &[190, 190, 190, 190, 190][..], &[15, 40, 90, 190, 190][..]),
            (100, 1200, &[149, 350, 751, 2399, 2399], &[49, 150, 351, 799, 1199]),
        ] {
            let policy = RetryPolicy {
                base_interval: Duration::from_millis(base),
                maximum_interval: Duration::from_millis(longest),
                ..RetryPolicy::default()
            };
            let waits: Vec<u128> =
                (1..).zip(draws).map(|(retry, draw)| back_off(&policy, retry, None, *draw).as_millis()).collect();
            assert_eq!(waits, expected, "base {base}");
        }
    }

    #[test]
    fn an_answer_may_say_how_long() {
        let policy =
            RetryPolicy { rate_limited_maximum_interval: Some(Duration::from_secs(300)), ..RetryPolicy::default() };
        let wait = back_off(&policy, 1, Some(Duration::from_secs(2)), 1_234);
        assert_eq!(wait, Duration::from_millis(2_234));
        let too_long = back_off(&policy, 1, Some(Duration::from_secs(301)), 30);
        assert_eq!(too_long, Duration::from_millis(5));
    }
}
