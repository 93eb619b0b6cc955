//! Timeouts of the route and of single tries.

use std::time::Duration;

use super::retries::retrying;
use crate::proxy::Input;
use crate::proxy::tests::{Does, Rig};
use crate::router::RoutePolicy;
use crate::upstream::{ClusterSettings, OutlierSettings};

fn policy(retry_on: &str, retries: u32, per_try: u64, route: u64) -> RoutePolicy {
    let mut policy = retrying(retry_on, retries);
    policy.timeout = Duration::from_millis(route);
    if let Some(retry) = &mut policy.retry {
        retry.per_try_timeout = Duration::from_millis(per_try);
    }
    policy
}

#[test]
#[rustfmt::skip]
fn who_times_out() {
    // Measured on Envoy 1.40, a host that never answers: retry_on | retries | per try ms | route ms | answer | tries | details
    let rows = [
        ("5xx", 2, 200, 0, "504 URX,UT", 3, "upstream_per_try_timeout"),
        ("connect-failure", 2, 200, 0, "504 UT", 1, "upstream_per_try_timeout"),
        ("reset", 2, 200, 0, "504 URX,UT", 3, "upstream_per_try_timeout"),
        ("gateway-error", 2, 200, 0, "504 URX,UT", 3, "upstream_per_try_timeout"),
        ("retriable-status-codes", 2, 200, 0, "504 UT", 1, "upstream_per_try_timeout"),
        ("5xx", 20, 200, 500, "504 UT", 3, "response_timeout"),
        ("5xx", 2, 500, 500, "504 UT", 1, "response_timeout"),
        ("5xx", 2, 0, 500, "504 UT", 1, "response_timeout"),
        ("", 0, 200, 0, "504 UT", 1, "upstream_per_try_timeout"),
    ];
    for (retry_on, retries, per_try, route, expected, attempts, details) in rows {
        let name = format!("{retry_on} per try {per_try} route {route}");
        let mut rig =
            Rig::new(ClusterSettings::new("c"), &["a:1"], policy(retry_on, retries, per_try, route), |_, _| Does::Hang);
        rig.request();
        rig.run_for(10_000);
        assert_eq!(rig.answers(), [expected], "{name}");
        assert_eq!(rig.responses[0].2.attempts, attempts, "{name}");
        assert_eq!(rig.responses[0].2.details.to_string(), details, "{name}");
        rig.assert_idle();
        assert_eq!(rig.gauges().breakers[0].connections, 0, "{name}: an abandoned HTTP/1.1 connection is closed");
    }
}

#[test]
fn the_route_timeout_covers_connecting() {
    let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], policy("", 0, 0, 300), |_, _| Does::Hang);
    rig.silent.push("a:1".to_owned());
    rig.request();
    rig.run_for(300);
    assert_eq!(rig.answers(), ["504 UT"]);
    rig.assert_idle();
}

#[test]
fn the_route_timeout_covers_back_off() {
    let mut policy = policy("5xx", 5, 0, 100);
    if let Some(retry) = &mut policy.retry {
        (retry.base_interval, retry.maximum_interval) = (Duration::from_secs(60), Duration::from_secs(600));
    }
    let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], policy, |_, _| Does::status(503));
    rig.draws.fixed.insert(crate::Purpose::BackOff, 59_999);
    rig.request();
    rig.run_for(100);
    assert_eq!(rig.answers(), ["504 UT"]);
    rig.run_for(100_000);
    assert_eq!(rig.sends.len(), 1);
    rig.assert_idle();
}

#[test]
fn timeouts_count_for_outlier_detection() {
    // Measured: two hosts, consecutive_5xx 3, a route timeout of 100 ms, nobody answers: both out after six requests.
    let mut settings = ClusterSettings::new("c");
    settings.panic_threshold = 0;
    settings.update_merge_window = Duration::ZERO;
    let outlier = OutlierSettings { consecutive_5xx: 3, max_ejection_percent: 100, ..OutlierSettings::default() };
    settings.outlier = Some(outlier);
    let mut rig = Rig::new(settings, &["a:1", "b:1"], policy("", 0, 0, 100), |_, _| Does::Hang);
    for _ in 0..7 {
        rig.request();
        rig.run_for(200);
    }
    let mut expected = vec!["504 UT"; 6];
    expected.push("503 UH");
    assert_eq!(rig.answers(), expected);
}

#[test]
fn a_client_that_goes_away_frees_everything() {
    let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], RoutePolicy::default(), |_, _| Does::Hang);
    rig.request();
    rig.run_for(10);
    let stream = rig.streams[0];
    assert_eq!(rig.sends[0].1.attempt.stream, stream, "the request has its name from the beginning");
    rig.input(Input::DownstreamReset(stream));
    assert_eq!(rig.answers(), ["0 DC"]);
    rig.assert_idle();
    rig.input(Input::DownstreamReset(stream));
    assert_eq!(rig.responses.len(), 1);
}

#[test]
fn clients_that_go_away_leave_no_queue_behind_one_connection() {
    let mut settings = ClusterSettings::new("c");
    settings.breakers[0].maximum_connections = 1;
    let mut rig = Rig::new(settings, &["a:1"], RoutePolicy::default(), |_, _| Does::Hang);
    for _ in 0..5 {
        rig.request();
        rig.run_for(10);
    }
    let held = |rig: &Rig| (rig.gauges().hosts[0].view.active, rig.gauges().hosts[0].pending);
    assert_eq!(held(&rig), (1, 4));
    for number in 1..4 {
        rig.input(Input::DownstreamReset(rig.streams[number]));
    }
    assert_eq!(held(&rig), (1, 1));
    // A connection that carried a request whose answer was not awaited is of no use: another one is opened.
    rig.input(Input::DownstreamReset(rig.streams[0]));
    rig.run_for(10);
    assert_eq!((held(&rig), rig.closes, rig.connects), ((1, 0), 1, 2));
    rig.input(Input::DownstreamReset(rig.streams[4]));
    rig.assert_idle();
}
