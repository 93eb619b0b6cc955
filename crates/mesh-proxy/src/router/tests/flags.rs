//! How each response flag comes about, and the status that goes with it.

use std::collections::BTreeSet;
use std::time::Duration;

use super::retries::retrying;
use crate::config::FractionalPercent;
use crate::flags::{ResponseFlag, UNRAISED_FLAGS};
use crate::proxy::tests::{Does, Rig};
use crate::proxy::{ClusterIndex, Generation, Input, RouteIndex, StreamId, StreamIndex, UpstreamReset};
use crate::router::{FaultAbort, FaultPolicy, RouteDecision, RouteOutcome, RoutePolicy};
use crate::upstream::{BreakerSettings, ClusterSettings};

/// What goes wrong.
enum Wrong {
    Outcome(RouteOutcome),
    NoHost,
    Refused,
    Silent,
    NoRoom,
    Does(Does, &'static str),
    Timeout,
    Fault(bool),
    Leaves,
}

fn answer(wrong: &Wrong) -> String {
    let mut settings = ClusterSettings::new("c");
    let mut policy = RoutePolicy::default();
    let mut does = Does::status(200);
    match wrong {
        Wrong::NoRoom => {
            settings.breakers[0] = BreakerSettings { maximum_pending_requests: 0, ..BreakerSettings::default() };
        }
        Wrong::Does(what, retry_on) => (policy, does) = (retrying(retry_on, 1), *what),
        Wrong::Timeout => (policy.timeout, does) = (Duration::from_millis(50), Does::Hang),
        Wrong::Fault(both) => {
            policy.fault = Some(FaultPolicy {
                delay: Some((Duration::from_millis(5), FractionalPercent::ALWAYS)),
                abort: both.then_some((FaultAbort::Http(418), FractionalPercent::ALWAYS)),
                max_active_faults: None,
            });
        }
        Wrong::Leaves => does = Does::Hang,
        Wrong::Outcome(_) | Wrong::NoHost | Wrong::Refused | Wrong::Silent => {}
    }
    let hosts: &[&str] = if matches!(wrong, Wrong::NoHost) { &[] } else { &["a:1"] };
    let mut rig = Rig::new(settings, hosts, policy, move |_, _| does);
    match wrong {
        Wrong::Refused => rig.refuses.push("a:1".to_owned()),
        Wrong::Silent => rig.silent.push("a:1".to_owned()),
        _ => {}
    }
    let outcome = match wrong {
        Wrong::Outcome(outcome) => *outcome,
        _ => RouteOutcome::Cluster(ClusterIndex(0)),
    };
    rig.request_with(RouteDecision { outcome, route: RouteIndex(0), hash: None });
    rig.run_for(10);
    if matches!(wrong, Wrong::Leaves) {
        rig.input(Input::DownstreamReset(StreamId { index: StreamIndex(0), generation: Generation(0) }));
    }
    rig.run_for(10_000);
    rig.answers().join(" ")
}

#[test]
#[rustfmt::skip]
fn each_flag_with_its_status() {
    let stream = |reset| Does::Reset(reset, Duration::ZERO);
    // the first flag | what goes wrong | status and flags
    let rows = [
        ("NR", Wrong::Outcome(RouteOutcome::NotFound), "404 NR"),
        ("NC", Wrong::Outcome(RouteOutcome::ClusterNotFound(503)), "503 NC"),
        ("NC", Wrong::Outcome(RouteOutcome::Cluster(ClusterIndex(9))), "503 NC"),
        ("UH", Wrong::NoHost, "503 UH"),
        ("UF", Wrong::Refused, "503 UF"),
        ("UF", Wrong::Silent, "503 UF"),
        ("UO", Wrong::NoRoom, "503 UO"),
        ("UR", Wrong::Does(stream(UpstreamReset::Remote), ""), "503 UR"),
        ("UR", Wrong::Does(stream(UpstreamReset::RefusedStream), ""), "503 UR"),
        ("UC", Wrong::Does(stream(UpstreamReset::ConnectionTermination), ""), "503 UC"),
        ("UPE", Wrong::Does(stream(UpstreamReset::ProtocolError), ""), "502 UPE"),
        ("UT", Wrong::Timeout, "504 UT"),
        ("URX", Wrong::Does(Does::status(500), "5xx"), "500 URX"),
        ("URX", Wrong::Does(stream(UpstreamReset::Remote), "reset"), "503 URX,UR"),
        ("DI", Wrong::Fault(false), "200 DI"),
        ("FI", Wrong::Fault(true), "418 DI,FI"),
        ("DC", Wrong::Leaves, "0 DC"),
    ];
    for (flag, wrong, expected) in &rows {
        assert_eq!(answer(wrong), *expected, "{flag}");
        assert!(expected.contains(flag), "{flag}");
    }
    // A connection that carries no HTTP never comes to the router.
    let unraised = |flag: &ResponseFlag| {
        *flag == ResponseFlag::DownstreamProtocolError
            || UNRAISED_FLAGS.iter().any(|unraised| unraised.code == flag.code())
    };
    let all: BTreeSet<&str> =
        ResponseFlag::ALL.into_iter().filter(|flag| !unraised(flag)).map(ResponseFlag::code).collect();
    assert_eq!(rows.iter().map(|(flag, ..)| *flag).collect::<BTreeSet<_>>(), all, "every flag has a row");
}
