//! Circuit breakers and pools, as measured on Envoy 1.40 and in `circuit_breakers_integration_test.cc`.

use crate::proxy::tests::{Does, Rig};
use crate::proxy::{ClusterEventKind, ClusterIndex, UpstreamReset};
use crate::router::{MirrorPolicy, RoutePolicy};
use crate::time::{Duration, Time};
use crate::upstream::{BreakerSettings, ClusterSettings, OutlierSettings, Overflow, UpstreamProtocol};

/// A cluster described in words: `h1`, `h2` or `both`, `connections=`, `pending=`, `requests=`, `streams=`, `per_connection=`.
fn cluster(words: &str) -> ClusterSettings {
    let mut settings = ClusterSettings::new("c");
    let mut breaker = BreakerSettings::default();
    for word in words.split_whitespace() {
        let (name, value) = word.split_once('=').unwrap_or((word, "0"));
        let value = value.parse().unwrap();
        match name {
            "h1" => {}
            "both" => settings.pool.protocol = UpstreamProtocol::Downstream,
            "h2" => settings.pool.protocol = UpstreamProtocol::Http2,
            "connections" => breaker.maximum_connections = value,
            "pending" => breaker.maximum_pending_requests = value,
            "requests" => breaker.maximum_requests = value,
            "streams" => settings.pool.maximum_concurrent_streams = value,
            "per_connection" => settings.pool.maximum_requests_per_connection = value,
            _ => panic!("{word}"),
        }
    }
    settings.breakers[0] = breaker;
    settings
}

fn overflows(rig: &Rig, breaker: Overflow) -> usize {
    rig.events.iter().filter(|(_, event)| event.kind == ClusterEventKind::Overflow { breaker }).count()
}

#[test]
#[rustfmt::skip]
fn at_once() {
    // cluster | hosts | requests, 1 ms apart | answered 200 | UO | connections
    let rows = [
        ("h1 connections=1 pending=1", 1, 5, 2, 3, 1),
        ("h1 connections=2 pending=1", 1, 5, 3, 2, 2),
        ("h1 requests=3", 1, 6, 3, 3, 4),
        ("h2 requests=3", 1, 6, 3, 3, 1),
        ("h2 connections=1 pending=1", 1, 5, 5, 0, 1),
        ("h2 streams=2 connections=1 pending=1", 1, 5, 3, 2, 1),
        ("h2 streams=2 requests=1", 1, 2, 1, 1, 1),
        ("h1 connections=0", 2, 4, 4, 0, 2),
        ("h1 connections=1", 3, 4, 4, 0, 3),
        ("h1 pending=0", 1, 1, 0, 1, 0),
    ];
    for (words, hosts, requests, good, overflown, connections) in rows {
        let hosts: Vec<String> = (0..hosts).map(|host| format!("h{host}:1")).collect();
        let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
        let mut rig = Rig::new(cluster(words), &hosts, RoutePolicy::default(), |_, _| Does::after(200, 100));
        for _ in 0..requests {
            rig.request();
            rig.run_for(1);
        }
        rig.run_for(1_000);
        let count = |answer: &str| rig.answers().iter().filter(|other| *other == answer).count();
        assert_eq!((count("200 -"), count("503 UO")), (good, overflown), "{words}");
        assert_eq!(rig.connects, connections, "{words}");
        rig.assert_idle();
    }
}

#[test]
fn an_overflow_says_so() {
    let mut rig = Rig::new(cluster("requests=0"), &["a:1"], RoutePolicy::default(), |_, _| Does::status(200));
    rig.request();
    rig.run_for(10);
    let response = rig.responses[0].2;
    assert!(response.overloaded);
    assert_eq!(response.details.to_string(), "upstream_reset_before_response_started{overflow}");
    assert_eq!(overflows(&rig, Overflow::Requests), 1);
}

#[test]
fn which_breaker_overflows() {
    let mut rig = Rig::new(cluster("connections=1 pending=1"), &["a:1"], RoutePolicy::default(), |_, _| Does::Hang);
    for _ in 0..5 {
        rig.request();
        rig.run_for(1);
    }
    assert_eq!(overflows(&rig, Overflow::PendingRequests), 3);
    assert_eq!(overflows(&rig, Overflow::Connections), 1);
}

#[test]
fn a_request_that_waited_may_overflow() {
    let mut rig = Rig::new(cluster("h1 connections=1 requests=1"), &["a:1", "b:1"], RoutePolicy::default(), |_, _| {
        Does::after(200, 50)
    });
    rig.connect_time = Duration::from_millis(10);
    rig.request();
    rig.request();
    rig.run_for(1_000);
    assert_eq!(rig.answers(), ["503 UO", "200 -"]);
    rig.assert_idle();
}

#[test]
fn connections_serve_so_many_requests() {
    for (words, connections) in [("per_connection=1", 4), ("per_connection=2", 2), ("per_connection=3", 2), ("h1", 1)] {
        let mut rig = Rig::new(cluster(words), &["a:1"], RoutePolicy::default(), |_, _| Does::after(200, 5));
        for _ in 0..4 {
            rig.request();
            rig.run_for(10);
        }
        assert_eq!(rig.answers(), ["200 -"; 4], "{words}");
        assert_eq!(rig.connects, connections, "{words}");
    }
}

#[test]
#[rustfmt::skip]
fn a_cluster_that_speaks_what_its_clients_speak() {
    // cluster | in HTTP/2, by turns | requests, 1 ms apart | answered 200 | UO | connections
    let rows = [
        ("both", &[false][..], 4, 4, 0, 4),
        ("both", &[true], 4, 4, 0, 1),
        ("both", &[true, false], 4, 4, 0, 3),
        ("both streams=1", &[true], 4, 4, 0, 4),
        // One limit for both; a pool without any connection may always have one.
        ("both connections=1 pending=1", &[false, true], 4, 4, 0, 2),
        ("both connections=1 pending=0", &[false], 2, 0, 2, 0),
        ("both connections=2 pending=1", &[true, false], 8, 6, 2, 2),
        ("h2", &[false], 4, 4, 0, 1),
        ("h1", &[true], 4, 4, 0, 4),
    ];
    for (words, http2, requests, good, overflown, connections) in rows {
        let mut rig = Rig::new(cluster(words), &["a:1"], RoutePolicy::default(), |_, _| Does::after(200, 50));
        for turn in 0..requests {
            rig.came_in_http2 = http2[turn % http2.len()];
            rig.request();
            rig.run_for(1);
        }
        rig.run_for(1_000);
        let count = |answer: &str| rig.answers().iter().filter(|other| *other == answer).count();
        assert_eq!((count("200 -"), count("503 UO"), rig.connects), (good, overflown, connections), "{words} {http2:?}");
        rig.assert_idle();
    }
}

#[test]
fn a_mirrored_copy_comes_in_http1() {
    let fraction = None;
    let mirrors = vec![MirrorPolicy { cluster: Some(ClusterIndex(0)), fraction }];
    let policy = RoutePolicy { mirrors, ..RoutePolicy::default() };
    let mut rig = Rig::new(cluster("both"), &["a:1"], policy, |_, _| Does::after(200, 50));
    rig.came_in_http2 = true;
    for _ in 0..3 {
        rig.request();
        rig.run_for(1);
    }
    rig.run_for(1_000);
    assert_eq!((rig.mirrors, rig.connects), (3, 1 + 3));
}

#[test]
fn connections_live_so_long() {
    // protocol | connections over 10 s, a request each second
    for (words, connections) in [("h1", 3), ("h2", 3)] {
        let mut settings = cluster(words);
        settings.pool.maximum_connection_duration = Some(Duration::from_secs(3));
        let mut rig = Rig::new(settings, &["a:1"], RoutePolicy::default(), |_, _| Does::after(200, 500));
        for _ in 0..10 {
            rig.request();
            rig.run_for(1_000);
        }
        assert_eq!(rig.answers(), ["200 -"; 10], "{words}");
        assert_eq!(rig.connects, connections, "{words}");
        rig.run_for(10_000);
        assert_eq!((rig.gauges().breakers[0].connections, rig.closes), (0, connections), "{words}");
    }
    // A request that is under way when the time is over ends well, and the connection closes after it.
    let mut settings = cluster("h2");
    settings.pool.maximum_connection_duration = Some(Duration::from_secs(1));
    let mut rig = Rig::new(settings, &["a:1"], RoutePolicy::default(), |_, _| Does::after(200, 1_500));
    rig.request();
    rig.run_for(1_200);
    rig.request();
    rig.run_for(10);
    assert_eq!((rig.connects, rig.closes), (2, 0), "the first takes no more");
    rig.run_for(400);
    assert_eq!((rig.answers(), rig.closes), (vec!["200 -".to_owned()], 1));
    rig.run_for(3_000);
    assert_eq!((rig.answers().len(), rig.closes), (2, 2));
    rig.assert_idle();
}

#[test]
fn idle_connections_are_closed() {
    let mut settings = cluster("h1");
    settings.pool.idle_timeout = Some(Duration::from_secs(10));
    let mut rig = Rig::new(settings, &["a:1"], RoutePolicy::default(), |_, _| Does::status(200));
    rig.request();
    rig.run_for(6_000);
    rig.request();
    rig.run_for(9_000);
    assert_eq!((rig.closes, rig.gauges().breakers[0].connections), (0, 1), "used 9 s ago");
    rig.run_for(2_000);
    assert_eq!((rig.closes, rig.gauges().breakers[0].connections), (1, 0));
    rig.run_for(100_000);
    rig.request();
    rig.run_for(10);
    assert_eq!(rig.connects, 2);
}

#[test]
fn overflow_is_not_reported_to_outlier_detection() {
    let mut settings = cluster("requests=0");
    let outlier = OutlierSettings {
        consecutive_5xx: 1,
        consecutive_gateway_failure: 1,
        consecutive_local_origin_failure: 1,
        max_ejection_percent: 100,
        ..OutlierSettings::default()
    };
    settings.outlier = Some(outlier);
    let mut rig = Rig::new(settings, &["a:1"], super::retries::retrying("5xx", 2), |_, _| Does::status(200));
    for _ in 0..5 {
        rig.request();
        rig.run_for(10);
    }
    assert_eq!(rig.answers(), ["503 UO"; 5], "and is not retried");
    assert_eq!(rig.gauges().active_ejections, 0);
}

#[test]
fn refused_connections_eject() {
    // Measured: two hosts, consecutive_5xx 3: the one that refuses is out after its third UF.
    let mut settings = cluster("h1");
    let outlier = OutlierSettings { consecutive_5xx: 3, max_ejection_percent: 100, ..OutlierSettings::default() };
    settings.outlier = Some(outlier);
    settings.panic_threshold = 0;
    let mut rig = Rig::new(settings, &["a:1", "b:1"], RoutePolicy::default(), |_, _| Does::status(200));
    rig.refuses.push("b:1".to_owned());
    for _ in 0..20 {
        rig.request();
        rig.run_for(10);
    }
    let failures = rig.answers().iter().filter(|answer| *answer == "503 UF").count();
    assert_eq!(failures, 3);
}

#[test]
fn the_merge_window_lets_traffic_through() {
    // Measured: two hosts, consecutive_5xx 3, 20 requests at once one after the other, all answered 500.
    for (window, errors) in [(1_000, 20), (0, 6)] {
        let mut settings = cluster("h1");
        let outlier = OutlierSettings { consecutive_5xx: 3, max_ejection_percent: 100, ..OutlierSettings::default() };
        settings.outlier = Some(outlier);
        settings.panic_threshold = 0;
        settings.update_merge_window = Duration::from_millis(window);
        let mut rig = Rig::new(settings, &["a:1", "b:1"], RoutePolicy::default(), |_, _| Does::status(500));
        for _ in 0..20 {
            rig.request();
            rig.run_for(2);
        }
        let failed = rig.answers().iter().filter(|answer| *answer == "500 -").count();
        assert_eq!(failed, errors, "window {window} ms");
    }
}

#[test]
fn one_host_out_and_back() {
    // Measured: one host, base and interval 1 s, consecutive_5xx 2, a request each 100 ms: with the window, 11 failures
    // get through after each return; without it exactly 2.
    for (window, after_return) in [(1_000, 11), (0, 2)] {
        let mut settings = cluster("h1");
        let outlier = OutlierSettings {
            consecutive_5xx: 2,
            max_ejection_percent: 100,
            base_ejection_time: Duration::from_secs(1),
            interval: Duration::from_secs(1),
            ..OutlierSettings::default()
        };
        settings.outlier = Some(outlier);
        settings.panic_threshold = 0;
        settings.update_merge_window = Duration::from_millis(window);
        let mut rig = Rig::new(settings, &["a:1"], RoutePolicy::default(), |_, _| Does::status(500));
        rig.run_until(Time(50_000_000));
        for _ in 0..100 {
            rig.request();
            rig.run_for(100);
        }
        let returns: Vec<Time> = rig
            .events
            .iter()
            .filter(|(_, event)| matches!(event.kind, ClusterEventKind::Unejection { .. }))
            .map(|(at, _)| *at)
            .collect();
        assert!(returns.len() >= 2, "{returns:?}");
        let failed = |from: Time, to: Time| {
            rig.responses.iter().filter(|(at, _, response)| response.status == 500 && *at >= from && *at < to).count()
        };
        assert_eq!(failed(returns[0], returns[1]), after_return, "window {window} ms, returns {returns:?}");
    }
}

#[test]
fn a_cut_connection_takes_its_requests_along() {
    let mut rig = Rig::new(cluster("h2"), &["a:1"], RoutePolicy::default(), |_, _| Does::Hang);
    rig.request();
    rig.request();
    rig.run_for(10);
    let connection = rig.sends[0].1.connection;
    rig.input(crate::proxy::Input::Disconnected(connection));
    assert_eq!(rig.answers(), ["503 UC", "503 UC"]);
    assert_eq!(rig.gauges().breakers[0].connections, 0);
    rig.assert_idle();
}

#[test]
fn a_reset_leaves_an_http2_connection_open() {
    let mut rig = Rig::new(cluster("h2"), &["a:1"], RoutePolicy::default(), |_, _| {
        Does::Reset(UpstreamReset::Remote, Duration::from_millis(1))
    });
    rig.request();
    rig.run_for(10);
    assert_eq!(rig.answers(), ["503 UR"]);
    assert_eq!(rig.gauges().breakers[0].connections, 1);
}
