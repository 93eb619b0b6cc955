//! Generated schedules of retries, timeouts and circuit breakers.
//!
//! Nothing may fall together that only the real clock puts in order: back-offs take at most 275 ms in all, hosts answer
//! at once or after 800 ms, and requests come in quarters of a second that no answer comes at.

use end2end_envoy::random::Random;
use serde_json::{Value, json};

use crate::schedules::{Schedule, Step};

/// A schedule of any kind.
pub(crate) fn schedule(random: &mut Random) -> Schedule {
    match random.below(4) {
        0 => breakers(random),
        1 => breaker_of_retries(random),
        _ => retries(random),
    }
}

const CONDITIONS: &[&str] = &[
    "5xx",
    "gateway-error",
    "reset",
    "connect-failure",
    "retriable-4xx",
    "retriable-status-codes",
    "refused-stream",
    "reset-before-request",
    "nonsense",
];

fn retries(random: &mut Random) -> Schedule {
    let conditions: Vec<&str> = (0..1 + random.below(3)).map(|_| random.pick(CONDITIONS)).collect();
    let mut retry = json!({"retry_on": conditions.join(random.pick(&[",", ", "]))});
    if random.percent(80) {
        retry["num_retries"] = json!(random.below(4));
    }
    if random.percent(50) {
        let codes: Vec<u32> = (0..1 + random.below(2)).map(|_| random.pick(&[418, 503, 404, 200, 429])).collect();
        retry["retriable_status_codes"] = json!(codes);
    }
    let slow = random.percent(35);
    if slow {
        // More tries would end with the timeout.
        retry["num_retries"] = json!(random.below(3));
        if random.percent(60) {
            retry["per_try_timeout"] = json!("0.300s");
        }
    }
    let step = |random: &mut Random| -> Step {
        if slow && random.percent(50) {
            return (random.pick(&[200, 503]), 800);
        }
        (random.pick(&[200, 200, 503, 503, 500, 502, 504, 404, 409, 418, 429, 0, 0]), 0)
    };
    let script = (0..1 + random.below(4)).map(|_| step(random)).collect();
    let mut route = json!({"timeout": random.pick(&["0s", "1.500s"]), "retry_policy": retry});
    if random.percent(15) {
        route.as_object_mut().map(|route| route.remove("retry_policy"));
    }
    Schedule { route, cluster: json!({}), script, at: vec![0], refused: random.percent(10) }
}

fn thresholds(thresholds: Value) -> Value {
    json!({"circuit_breakers": {"thresholds": [thresholds]}})
}

fn breakers(random: &mut Random) -> Schedule {
    let mut limits = json!({});
    for (name, most) in [("max_connections", 3), ("max_pending_requests", 4), ("max_requests", 5)] {
        if random.percent(65) {
            // Envoy makes one connection even where none may be.
            let least = u64::from(name == "max_connections");
            limits[name] = json!(least + random.below(most));
        }
    }
    let times: &[u64] = &[0, 250, 500, 750, 1000, 1250, 1500, 3000, 3250, 3500];
    let at = times.iter().copied().filter(|_| random.percent(65)).collect::<Vec<_>>();
    let at = if at.is_empty() { vec![0, 250] } else { at };
    let status = random.pick(&[200, 200, 503]);
    let route = json!({"timeout": "0s"});
    Schedule { route, cluster: thresholds(limits), script: vec![(status, 2200)], at, refused: false }
}

fn breaker_of_retries(random: &mut Random) -> Schedule {
    let cluster = if random.percent(70) {
        thresholds(json!({"max_retries": random.below(4)}))
    } else {
        let budget = json!({"budget_percent": {"value": random.pick(&[0.0, 50.0, 100.0])}, "min_retry_concurrency": random.below(3)});
        thresholds(json!({"retry_budget": budget}))
    };
    let route = json!({"timeout": "0s", "retry_policy": {"retry_on": "5xx", "num_retries": 1 + random.below(2)}});
    let script = vec![(503, 1500), (503, 1500), (random.pick(&[200, 503]), 0)];
    let at = (0..2 + random.below(4)).map(|number| number * 250).collect();
    Schedule { route, cluster, script, at, refused: false }
}
