//! gRPC calls: their deadline, the proxy's own answers to them, and their failures.

use std::time::Duration;

use super::retries::retrying;
use crate::config::FractionalPercent;
use crate::grpc::GrpcCall;
use crate::proxy::tests::{Does, Rig};
use crate::proxy::{ClusterIndex, RouteIndex, UpstreamReset, UpstreamResponse};
use crate::router::{FaultAbort, FaultPolicy, RouteDecision, RouteOutcome, RoutePolicy};
use crate::upstream::{ClusterSettings, OutlierSettings};

const TO_CLUSTER: RouteDecision =
    RouteDecision { outcome: RouteOutcome::Cluster(ClusterIndex(0)), route: RouteIndex(0), hash: None };

fn grpc(grpc_status: u32) -> Does {
    let response = UpstreamResponse { grpc_status: Some(grpc_status), ..UpstreamResponse::status(200) };
    Does::Answer(response, Duration::ZERO)
}

/// `200 grpc-status 14 (503 UF)`: on the wire, and what it stands for.
fn answers(rig: &Rig) -> Vec<String> {
    let text = |response: &crate::proxy::Response| {
        let grpc = response.grpc_status.map_or(String::new(), |status| format!(" grpc-status {status}"));
        format!("{}{grpc} ({} {})", response.http_status(), response.status, response.flags)
    };
    rig.responses.iter().map(|(_, _, response)| text(response)).collect()
}

#[test]
#[rustfmt::skip]
fn local_answers_are_200_with_a_grpc_status() {
    let policy = |fault: FaultAbort| RoutePolicy {
        fault: Some(FaultPolicy { abort: Some((fault, FractionalPercent::ALWAYS)), ..FaultPolicy::default() }),
        ..RoutePolicy::default()
    };
    let plain = RoutePolicy::default;
    let slow = || RoutePolicy { timeout: Duration::from_millis(50), ..RoutePolicy::default() };
    let cluster = RouteOutcome::Cluster(ClusterIndex(0));
    let reset = Does::Reset(UpstreamReset::ProtocolError, Duration::ZERO);
    // policy | route | host | answer to a gRPC call | answer to any other
    let rows = [
        (plain(), RouteOutcome::NotFound, Does::Hang, "200 grpc-status 12 (404 NR)", "404 (404 NR)"),
        (plain(), RouteOutcome::ClusterNotFound(503), Does::Hang, "200 grpc-status 14 (503 NC)", "503 (503 NC)"),
        (plain(), RouteOutcome::Direct(403), Does::Hang, "200 grpc-status 7 (403 -)", "403 (403 -)"),
        (slow(), cluster, Does::Hang, "200 grpc-status 14 (504 UT)", "504 (504 UT)"),
        (plain(), cluster, reset, "200 grpc-status 14 (502 UPE)", "502 (502 UPE)"),
        (policy(FaultAbort::Http(500)), cluster, Does::Hang, "200 grpc-status 2 (500 FI)", "500 (500 FI)"),
        (policy(FaultAbort::Grpc(8)), cluster, Does::Hang, "200 grpc-status 8 (429 FI)", "200 (200 FI)"),
        (plain(), cluster, grpc(5), "200 grpc-status 5 (404 -)", "200 grpc-status 5 (404 -)"),
        (plain(), cluster, grpc(0), "200 grpc-status 0 (200 -)", "200 grpc-status 0 (200 -)"),
        (plain(), cluster, Does::status(503), "503 (503 -)", "503 (503 -)"),
    ];
    for (policy, outcome, does, as_grpc, as_http) in rows {
        let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], policy, move |_, _| does);
        let decision = RouteDecision { outcome, ..TO_CLUSTER };
        for call in [Some(GrpcCall::default()), None] {
            rig.request_as(decision, call);
            rig.run_for(100);
        }
        assert_eq!(answers(&rig), [as_grpc, as_http], "{outcome:?}");
    }
}

#[test]
fn deadlines_take_the_place_of_the_timeout() {
    // grpc-timeout ms | max_grpc_timeout ms | route timeout ms | answered at ms, if at all (FinalTimeout tests)
    for (asked, longest, timeout, expected) in [
        (Some(100), None, 0, None),
        (Some(100), None, 70, Some(70)),
        (Some(100), Some(0), 70, Some(100)),
        (None, Some(0), 70, None),
        (Some(100), Some(80), 70, Some(80)),
        (Some(100), Some(120), 0, Some(100)),
        (None, Some(80), 0, Some(80)),
        (Some(0), Some(80), 0, Some(80)),
    ] {
        let policy = RoutePolicy {
            timeout: Duration::from_millis(timeout),
            max_grpc_timeout: longest.map(Duration::from_millis),
            ..RoutePolicy::default()
        };
        let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], policy, |_, _| Does::Hang);
        rig.request_as(TO_CLUSTER, Some(GrpcCall { timeout: asked.map(Duration::from_millis) }));
        rig.run_for(1_000);
        let at = rig.responses.first().map(|(at, ..)| at.0 / 1_000_000);
        assert_eq!(at, expected, "asked {asked:?}, at most {longest:?}, route {timeout}");
    }
}

#[test]
fn failures_are_retried_by_grpc_status() {
    // retry_on | grpc-status | tries | what it stands for
    for (retry_on, status, attempts, expected) in [
        ("unavailable", 14, 3, "503 URX"),
        ("cancelled", 1, 3, "499 URX"),
        ("deadline-exceeded", 4, 3, "504 URX"),
        ("internal", 13, 3, "500 URX"),
        ("resource-exhausted", 8, 3, "429 URX"),
        ("unavailable", 13, 1, "500 -"),
        ("5xx,gateway-error", 14, 1, "503 -"),
    ] {
        let mut rig = Rig::new(ClusterSettings::new("c"), &["a:1"], retrying(retry_on, 2), move |_, _| grpc(status));
        rig.request_as(TO_CLUSTER, Some(GrpcCall::default()));
        rig.run_for(5_000);
        assert_eq!((rig.answers(), rig.sends.len()), (vec![expected.to_owned()], attempts), "{retry_on} on {status}");
    }
}

#[test]
fn outlier_detection_counts_what_a_grpc_status_stands_for() {
    // grpc-status | whether three of them eject
    for (status, ejected) in [(0, false), (5, false), (8, false), (13, true), (14, true), (4, true), (2, true)] {
        let mut settings = ClusterSettings::new("c");
        settings.outlier =
            Some(OutlierSettings { consecutive_5xx: 3, max_ejection_percent: 100, ..OutlierSettings::default() });
        let mut rig = Rig::new(settings, &["a:1"], RoutePolicy::default(), move |_, _| grpc(status));
        for _ in 0..3 {
            rig.request_as(TO_CLUSTER, Some(GrpcCall::default()));
            rig.run_for(10);
        }
        assert_eq!(rig.gauges().active_ejections == 1, ejected, "grpc-status {status}");
    }
}
