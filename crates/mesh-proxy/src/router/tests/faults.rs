//! Faults (`fault_filter_test.cc`).

use std::time::Duration;

use crate::config::FractionalPercent;
use crate::draw::Purpose;
use crate::proxy::tests::{ASKED, Does, Rig};
use crate::proxy::{AddressId, Generation, Input, StreamId, StreamIndex};
use crate::router::{FaultAbort, FaultPolicy, RoutePolicy};
use crate::time::Time;
use crate::upstream::ClusterSettings;

fn rig(fault: FaultPolicy, timeout: u64) -> Rig {
    let policy = RoutePolicy {
        fault: Some(fault),
        timeout: Duration::from_millis(timeout),
        ..super::retries::retrying("5xx", 3)
    };
    Rig::new(ClusterSettings::new("c"), &["a:1"], policy, |_, _| Does::status(200))
}

#[test]
#[rustfmt::skip]
fn what_a_fault_does() {
    let delay = |milliseconds| Some((Duration::from_millis(milliseconds), FractionalPercent::ALWAYS));
    let abort = |abort| Some((abort, FractionalPercent::ALWAYS));
    // delay | abort | faults at once | route timeout ms | answer | at ms
    let rows = [
        ("abort", None, abort(FaultAbort::Http(429)), None, 0, "429 FI", 0),
        ("grpc abort", None, abort(FaultAbort::Grpc(14)), None, 0, "200 FI", 0),
        ("delay", delay(200), None, None, 0, "200 DI", 200),
        ("delay of 0", delay(0), None, None, 0, "200 -", 0),
        ("both", delay(5000), abort(FaultAbort::Http(503)), None, 0, "503 DI,FI", 5000),
        ("no place for a fault", delay(5000), abort(FaultAbort::Http(503)), Some(0), 0, "200 -", 0),
        ("the delay is not in the route's timeout", delay(200), None, None, 50, "200 DI", 200),
        ("an abort is not retried", None, abort(FaultAbort::Http(503)), None, 0, "503 FI", 0),
    ];
    for (name, delay, abort, max_active_faults, timeout, expected, at) in rows {
        let mut rig = rig(FaultPolicy { delay, abort, max_active_faults }, timeout);
        rig.connect_time = Duration::ZERO;
        rig.request();
        rig.run_for(10_000);
        assert_eq!(rig.answers(), [expected], "{name}");
        assert_eq!(rig.responses[0].0, Time(at * 1_000_000), "{name}");
        let upstream = u32::from(!expected.contains("FI"));
        assert_eq!(rig.responses[0].2.attempts, upstream, "{name}");
        assert_eq!(rig.proxy.active_faults.0, 0, "{name}");
    }
}

#[test]
fn delay_and_abort_are_drawn_apart() {
    let half = FractionalPercent { numerator: 500_000, denominator: crate::config::Denominator::Million };
    let fault = FaultPolicy {
        delay: Some((Duration::from_millis(10), half)),
        abort: Some((FaultAbort::Http(500), half)),
        max_active_faults: None,
    };
    let mut rig = rig(fault, 0);
    for _ in 0..4_000 {
        rig.request();
        rig.run_for(20);
    }
    for kind in ["200 -", "200 DI", "500 FI", "500 DI,FI"] {
        let count = rig.answers().iter().filter(|answer| *answer == kind).count();
        // A quarter of 4,000, give or take four standard deviations.
        assert!((890..=1_110).contains(&count), "{kind}: {count}");
    }
}

#[test]
fn faults_at_once_are_counted_and_released() {
    let fault = FaultPolicy {
        delay: Some((Duration::from_millis(100), FractionalPercent::ALWAYS)),
        abort: None,
        max_active_faults: Some(2),
    };
    let mut rig = rig(fault, 0);
    for _ in 0..3 {
        rig.request();
    }
    assert_eq!(rig.proxy.active_faults.0, 2);
    rig.run_for(200);
    assert_eq!(rig.answers(), ["200 -", "200 DI", "200 DI"]);
    assert_eq!(rig.proxy.active_faults.0, 0);
    rig.request();
    rig.run_for(200);
    assert_eq!(rig.answers().last().map(String::as_str), Some("200 DI"));
}

#[test]
fn a_client_that_leaves_during_a_delay_stops_its_timer() {
    // DelayWithStreamReset: nothing is sent afterwards and the place among the faults is free again.
    let delay = Some((Duration::from_millis(100), FractionalPercent::ALWAYS));
    let mut rig = rig(FaultPolicy { delay, abort: None, max_active_faults: Some(1) }, 0);
    rig.request();
    rig.run_for(50);
    rig.input(Input::DownstreamReset(StreamId { index: StreamIndex(0), generation: Generation(0) }));
    assert_eq!((rig.answers(), rig.proxy.active_faults.0), (vec!["0 DI,DC".to_owned()], 0));
    rig.run_for(1_000);
    assert_eq!((rig.responses.len(), rig.sends.len()), (1, 0));
}

#[test]
fn shares_are_exact() {
    let fault = |numerator| FaultPolicy {
        abort: Some((FaultAbort::Http(500), FractionalPercent { numerator, ..FractionalPercent::ALWAYS })),
        ..FaultPolicy::default()
    };
    for (numerator, draw, expected) in [(50, 49, "500 FI"), (50, 50, "200 -"), (0, 0, "200 -"), (100, 99, "500 FI")] {
        let mut rig = rig(fault(numerator), 0);
        rig.draws.fixed.insert(Purpose::FaultAbort, draw);
        rig.request();
        rig.run_for(10);
        assert_eq!(rig.answers(), [expected], "{numerator} % with {draw}");
    }
}

#[test]
fn a_cluster_that_takes_any_address_has_faults_too() {
    let abort = Some((FaultAbort::Http(418), FractionalPercent::ALWAYS));
    let delay = Some((Duration::from_millis(50), FractionalPercent::ALWAYS));
    // delay | abort | answer | sent at ms
    for (delay, abort, answer, sent) in
        [(None, None, "200 -", &[0][..]), (delay, None, "200 DI", &[50]), (delay, abort, "418 DI,FI", &[])]
    {
        let policy = RoutePolicy {
            fault: Some(FaultPolicy { delay, abort, max_active_faults: None }),
            ..RoutePolicy::default()
        };
        let mut settings = ClusterSettings::new("c");
        settings.load_balancer = crate::upstream::LoadBalancerSettings::Passthrough;
        let mut rig = Rig::new(settings, &[], policy, |_, _| Does::status(200));
        rig.asked = Some(AddressId(ASKED));
        rig.request();
        rig.run_for(1_000);
        assert_eq!(rig.answers(), [answer]);
        assert_eq!(rig.sends.iter().map(|(at, _)| at.0 / 1_000_000).collect::<Vec<_>>(), sent);
        assert_eq!((rig.proxy.active_faults.0, rig.proxy.streams.iter().count()), (0, 0));
    }
}
