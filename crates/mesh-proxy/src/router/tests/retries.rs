//! Retries through the whole proxy.

use std::time::Duration;

use crate::draw::Purpose;
use crate::proxy::tests::{Does, Rig};
use crate::proxy::{UpstreamReset, UpstreamResponse};
use crate::router::{RetryOn, RetryPolicy, RoutePolicy};
use crate::time::Time;
use crate::upstream::{BreakerSettings, ClusterSettings, RetryBudgetSettings, UpstreamProtocol};

pub(super) fn retrying(retry_on: &str, maximum_retries: u32) -> RoutePolicy {
    let retry = RetryPolicy { retry_on: RetryOn::parse(retry_on), maximum_retries, ..RetryPolicy::default() };
    RoutePolicy { retry: Some(retry), ..RoutePolicy::default() }
}

#[test]
#[rustfmt::skip]
fn answers_and_attempts() {
    let codes = |list: &[u16]| {
        let mut policy = retrying("retriable-status-codes", 2);
        if let Some(retry) = &mut policy.retry { retry.retriable_status_codes = list.to_vec(); }
        policy
    };
    let answer = |status| Does::status(status);
    let stream = |reset| Does::Reset(reset, Duration::ZERO);
    // What each row shows was measured on Envoy 1.40 with two retries: policy | host does | answer | tries
    let rows: Vec<(&str, RoutePolicy, Does, &str, u32)> = vec![
        ("5xx on 500", retrying("5xx", 2), answer(500), "500 URX", 3),
        ("gateway-error on 500", retrying("gateway-error", 2), answer(500), "500 -", 1),
        ("gateway-error on 502", retrying("gateway-error", 2), answer(502), "502 URX", 3),
        ("connect-failure on 503", retrying("connect-failure", 2), answer(503), "503 -", 1),
        ("reset on 503", retrying("reset", 2), answer(503), "503 -", 1),
        ("retriable-4xx on 409", retrying("retriable-4xx", 2), answer(409), "409 URX", 3),
        ("retriable-4xx on 404", retrying("retriable-4xx", 2), answer(404), "404 -", 1),
        ("listed status", codes(&[418, 503]), answer(418), "418 URX", 3),
        ("no policy", RoutePolicy::default(), answer(500), "500 -", 1),
        ("no retries", retrying("5xx", 0), answer(500), "500 URX", 1),
        ("remote reset", retrying("reset", 2), stream(UpstreamReset::Remote), "503 URX,UR", 3),
        ("refused stream", retrying("refused-stream", 1), stream(UpstreamReset::RefusedStream), "503 URX,UR", 2),
        ("closed connection", retrying("connect-failure", 2), stream(UpstreamReset::ConnectionTermination), "503 UC", 1),
        ("protocol error", RoutePolicy::default(), stream(UpstreamReset::ProtocolError), "502 UPE", 1),
    ];
    for (name, policy, does, expected, attempts) in rows {
        let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], policy, move |_, _| does);
        rig.request();
        rig.run_for(5_000);
        assert_eq!(rig.answers(), [expected], "{name}");
        assert_eq!(rig.responses[0].2.attempts, attempts, "{name}");
        assert_eq!(rig.sends.len() as u32, attempts, "{name}");
        rig.assert_idle();
    }
}

#[test]
fn refused_connections_without_a_retry_to_spend() {
    // num_retries | breaker's max_retries | answer (retry_state_impl_test.cc: limit before overflow)
    for (retries, breaker, expected) in
        [(0, 3, "503 URX,UF"), (1, 0, "503 UO,UF"), (0, 0, "503 URX,UF"), (1, 3, "503 URX,UF")]
    {
        let mut settings = ClusterSettings::new("c");
        settings.breakers[0] = BreakerSettings { maximum_retries: breaker, ..BreakerSettings::default() };
        let mut rig = Rig::new(settings, &["a:1"], retrying("connect-failure", retries), |_, _| Does::Hang);
        rig.refuses.push("a:1".to_owned());
        rig.request();
        rig.run_for(5_000);
        assert_eq!(rig.answers(), [expected], "{retries} retries, {breaker} at once");
        rig.assert_idle();
    }
}

#[test]
fn refused_connections() {
    // retry_on | answer | tries (measured)
    for (retry_on, expected, attempts) in
        [("", "503 UF", 1), ("connect-failure", "503 URX,UF", 3), ("retriable-status-codes", "503 UF", 1)]
    {
        let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], retrying(retry_on, 2), |_, _| Does::Hang);
        rig.refuses.push("a:1".to_owned());
        rig.request();
        rig.run_for(5_000);
        assert_eq!(rig.answers(), [expected], "{retry_on}");
        assert_eq!(rig.responses[0].2.attempts, attempts, "{retry_on}");
        assert_eq!(
            rig.responses[0].2.details.to_string(),
            "upstream_reset_before_response_started{remote_connection_failure}"
        );
        rig.assert_idle();
    }
}

#[test]
fn connect_timeouts_are_connect_failures() {
    let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], RoutePolicy::default(), |_, _| Does::Hang);
    rig.silent.push("a:1".to_owned());
    rig.request();
    rig.run_for(4_999);
    assert!(rig.responses.is_empty());
    rig.run_for(1);
    assert_eq!(rig.answers(), ["503 UF"]);
    assert_eq!(rig.closes, 1);
    rig.assert_idle();
}

#[test]
fn an_error_and_then_a_success_carries_no_flag() {
    let mut answers = vec![200, 503, 500].into_iter();
    let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], retrying("5xx", 2), move |_, _| {
        Does::status(answers.next_back().unwrap())
    });
    rig.request();
    rig.run_for(1_000);
    assert_eq!(rig.answers(), ["200 -"]);
    assert_eq!(rig.responses[0].2.attempts, 3);
    rig.assert_idle();
}

#[test]
fn back_off_follows_the_draws() {
    let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], retrying("5xx", 4), |_, _| Does::status(503));
    rig.draws.fixed.insert(Purpose::BackOff, 190);
    rig.connect_time = Duration::ZERO;
    rig.request();
    rig.run_for(1_000);
    let times: Vec<u64> = rig.sends.iter().map(|(at, _)| at.0 / 1_000_000).collect();
    assert_eq!(times, [0, 15, 15 + 40, 15 + 40 + 90, 15 + 40 + 90 + 190]);
}

#[test]
fn a_full_retry_breaker_lets_the_error_through() {
    // Measured on Envoy 1.40: max_retries 0 and a 500.
    let mut settings = ClusterSettings::new("c");
    settings.breakers[0] = BreakerSettings { maximum_retries: 0, ..BreakerSettings::default() };
    let mut rig = Rig::new(settings, &["a:1"], retrying("5xx", 2), |_, _| Does::status(500));
    rig.request();
    rig.run_for(1_000);
    assert_eq!(rig.answers(), ["500 UO"]);
    assert_eq!(rig.responses[0].2.attempts, 1);
    assert!(!rig.responses[0].2.overloaded);
    rig.assert_idle();
}

#[test]
fn a_retry_budget_replaces_the_limit() {
    // percent | minimum | requests at once | of them retried
    for (percent, minimum, requests, retried) in [(20.0, 3, 1, 1), (0.0, 0, 1, 0), (20.0, 3, 10, 3), (50.0, 0, 10, 5)] {
        let mut settings = ClusterSettings::new("c");
        settings.breakers[0] = BreakerSettings {
            maximum_retries: 0,
            retry_budget: Some(RetryBudgetSettings { percent, minimum_concurrency: minimum }),
            ..BreakerSettings::default()
        };
        settings.pool.protocol = UpstreamProtocol::Http2;
        let mut rig = Rig::new(settings, &["a:1"], retrying("5xx", 1), |_, now| {
            if now < Time(50_000_000) { Does::after(503, 10) } else { Does::Hang }
        });
        rig.draws.fixed.insert(Purpose::BackOff, u64::MAX);
        // The first answers come while all requests are still in flight; the later ones find the budget smaller.
        for _ in 0..requests {
            rig.request();
        }
        rig.run_for(10);
        rig.run_for(1);
        let now = rig.gauges().breakers[0].retries;
        assert!(now <= retried, "{percent} %, at least {minimum}, {requests} requests: {now} retries");
        assert_eq!(now.min(1), retried.min(1), "{percent} %, at least {minimum}, {requests} requests: {now} retries");
    }
}

#[test]
fn previous_hosts_are_avoided() {
    // Measured on Envoy 1.40: three hosts, round robin, three tries go to three hosts.
    let mut policy = retrying("5xx", 2);
    if let Some(retry) = &mut policy.retry {
        retry.previous_hosts = true;
        retry.host_selection_retry_maximum_attempts = 5;
    }
    for seed in 0..20 {
        let mut settings = ClusterSettings::new("c");
        settings.load_balancer = crate::upstream::LoadBalancerSettings::Random;
        let mut rig = Rig::new(settings, &["a:1", "b:1", "c:1"], policy.clone(), |_, _| Does::status(500));
        rig.draws.seed = seed;
        rig.request();
        rig.run_for(1_000);
        let mut hosts: Vec<u32> = rig.sends.iter().map(|(_, send)| send.address.0).collect();
        assert_eq!(hosts.len(), 3);
        let (first, second) = (hosts[0], hosts[1]);
        assert_ne!(first, second, "seed {seed}");
        hosts.sort_unstable();
        hosts.dedup();
        // Six picks among three hosts may all fall on the two that were tried: (2/3)^6.
        assert!(hosts.len() >= 2);
    }
}

#[test]
fn limited_answers_are_retried_only_where_asked() {
    let limited = UpstreamResponse { rate_limited: true, ..UpstreamResponse::status(429) };
    for (retry_on, expected, attempts) in [("envoy-ratelimited", "429 URX", 2), ("5xx,retriable-4xx", "429 -", 1)] {
        let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], retrying(retry_on, 1), move |_, _| {
            Does::Answer(limited, Duration::ZERO)
        });
        rig.request();
        rig.run_for(1_000);
        assert_eq!((rig.answers(), rig.responses[0].2.attempts), (vec![expected.to_owned()], attempts), "{retry_on}");
    }
}

#[test]
fn a_retry_that_finds_nobody_is_answered_uh() {
    let mut settings = ClusterSettings::new("c");
    settings.panic_threshold = 0;
    settings.outlier = Some(crate::upstream::OutlierSettings {
        consecutive_5xx: 1,
        max_ejection_percent: 100,
        ..crate::upstream::OutlierSettings::default()
    });
    let mut rig = Rig::new(settings, &["a:1"], retrying("5xx", 2), |_, _| Does::status(500));
    rig.request();
    rig.run_for(1_000);
    assert_eq!(rig.answers(), ["503 UH"]);
    rig.assert_idle();
}

#[test]
fn previous_priorities_are_avoided() {
    // every so many tries | priorities of the tries' hosts, for three healthy priorities
    for (frequency, expected) in [(None, [0, 0, 0, 0, 0]), (Some(1), [0, 1, 2, 0, 1]), (Some(2), [0, 0, 1, 1, 2])] {
        let mut policy = retrying("5xx", 4);
        if let Some(retry) = &mut policy.retry {
            retry.previous_priorities = frequency;
        }
        let mut addresses = crate::proxy::Addresses::default();
        let mut endpoints = crate::proxy::tests::endpoints(&["a:1", "b:1", "c:1"], &mut addresses);
        for (priority, host) in (0..).zip(&mut endpoints.hosts) {
            host.priority = priority;
        }
        let clusters = vec![(ClusterSettings::new("c"), endpoints)];
        let push = crate::proxy::Push::new(Time::ZERO, None, std::sync::Arc::new(addresses), clusters, vec![policy]);
        let mut rig = Rig::with_push(push, |_, _| Does::status(500));
        rig.request();
        rig.run_for(5_000);
        let hosts: Vec<u32> = rig.sends.iter().map(|(_, send)| send.address.0).collect();
        assert_eq!(hosts, expected, "{frequency:?}");
    }
}
