//! Calls that are given up: their streams are reset, and whoever works on them stops.

use mesh_proxy::Time;

use super::apps::{service, traffic};
use super::{answers, mesh, run};
use crate::{PodFigures, Simulation, Work, World};

/// A kiosk asks a printer that takes 200 ms, over one connection at most, and waits for 300 ms.
const ONE_CONNECTION: &str = "
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: printer}
spec: {host: printer, trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}}}
";

fn asks() -> String {
    traffic("from: client, rate: 20, arrival: uniform, request: {url: 'http://kiosk/'}")
}

/// As long as more is asked than one at a time can answer, whoever has its turn has waited for most of its time. After
/// that everybody is answered.
fn asks_less_after_ten_seconds() -> String {
    let first = traffic("from: client, rate: 20, arrival: uniform, count: 200, request: {url: 'http://kiosk/'}");
    let then = traffic("from: client, rate: 2, arrival: uniform, start: 11s, request: {url: 'http://kiosk/'}");
    format!("{first}\n---\n{}", then.replace("name: t", "name: then"))
}

/// A run that has come to a time.
fn running(texts: &[&str], seconds: u64) -> Simulation {
    let mut simulation = Simulation::one_way(World::new(mesh(texts)).into(), 1);
    simulation.run(Time(seconds * 1_000_000_000), &mut Work::unlimited()).unwrap();
    simulation
}

/// The first pod of a workload.
fn pod(simulation: &Simulation, workload: &str) -> PodFigures {
    let cluster = simulation.world().mesh().cluster();
    let (index, _) = cluster.workload(workload, None).unwrap();
    let pod = cluster.pods_of(index).next().unwrap();
    simulation.pod(&pod.namespace, &pod.name).unwrap()
}

#[test]
fn a_queue_before_one_connection_does_not_grow() {
    let kiosk = service("kiosk", "  calls: [{url: 'http://printer/', timeout: 300ms}]");
    let printer = service("printer", "").replace("latency: 10ms", "latency: 200ms");
    let (asks, less) = (asks(), asks_less_after_ten_seconds());
    let report = run(&[&kiosk, &printer, ONE_CONNECTION, &asks], 1, 30);
    let edge = report.edges.iter().find(|edge| edge.destination == "printer").unwrap();
    assert!(edge.requests > 590, "{} of 600 have an end", edge.requests);
    assert!(edge.p99 < 0.32, "nobody waits longer than 300 ms: {}", edge.p99);
    assert_eq!(edge.codes["200"] + edge.flags["DC"], edge.requests);

    let simulation = running(&[&kiosk, &printer, ONE_CONNECTION, &asks], 30);
    let gauges = simulation.gauges();
    let gauge = gauges.iter().find(|gauge| gauge.cluster.name.contains("printer")).unwrap();
    let waiting = gauge.cluster.breakers[0].pending_requests;
    assert!(waiting <= 6, "20 a second wait for 300 ms at most: {waiting}");
    assert!(pod(&simulation, "kiosk").active <= 7);
    assert!(pod(&simulation, "printer").active <= 1);

    let report = run(&[&kiosk, &printer, ONE_CONNECTION, &less], 1, 61);
    assert!(answers(&report, "printer", "200") >= 99, "the connection is free again");
}

#[test]
fn whoever_works_for_nobody_stops() {
    // How the front gives up: its own time, its route's, or that of its route's tries; with a proxy and without one.
    let own = "  calls: [{url: 'http://stock/', timeout: 100ms}]";
    let plain = "  calls: [{url: 'http://stock/'}]";
    let rule = |what: &str| {
        format!(
            "{{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {{name: stock}}, spec: \
             {{hosts: [stock], http: [{{{what}, route: [{{destination: {{host: stock}}}}]}}]}}}}"
        )
    };
    let stock = service("stock", "  calls: [{url: 'http://ledger/'}]");
    let ledger = service("ledger", "").replace("latency: 10ms", "latency: 1h");
    let asks = asks();
    for (calls, rule, sidecar) in [
        (own, String::new(), true),
        (own, String::new(), false),
        (plain, rule("timeout: 100ms"), true),
        (plain, rule("retries: {attempts: 1, perTryTimeout: 100ms}"), true),
    ] {
        let mut kiosk = service("kiosk", calls);
        if !sidecar {
            kiosk = kiosk.replace(
                "metadata: {labels: {",
                "metadata: {annotations: {sidecar.istio.io/inject: 'false'}, labels: {",
            );
        }
        let simulation = running(&[&kiosk, &stock, &ledger, &rule, &asks], 20);
        for name in ["kiosk", "stock", "ledger"] {
            let active = pod(&simulation, name).active;
            assert!(active <= 6, "{name} works on {active} requests, {calls} {rule} {sidecar}");
        }
        let report = run(&[&kiosk, &stock, &ledger, &rule, &asks], 1, 20);
        let edge = report.edges.iter().find(|edge| edge.destination == "ledger").unwrap();
        assert!(edge.flags["DC"] > 390, "{:?}", edge.flags);
        assert!(edge.p99 < 0.12, "{}", edge.p99);
    }
}

#[test]
fn who_is_gone_stands_in_no_line() {
    let kiosk = service("kiosk", "  calls: [{url: 'http://printer/', timeout: 300ms}]");
    let printer = service("printer", "  concurrency: 1").replace("latency: 10ms", "latency: 200ms");
    let (asks, less) = (asks(), asks_less_after_ten_seconds());
    let figures = pod(&running(&[&kiosk, &printer, &asks], 30), "printer");
    assert!(figures.waiting <= 6, "{figures:?}");
    assert_eq!(figures.active, 1);
    let figures = pod(&running(&[&kiosk, &printer, &less], 61), "printer");
    assert!(figures.answered >= 99, "{figures:?}");
    // An app that hangs notices nothing: what it hangs on is lost to it.
    let hangs = printer.replace("concurrency: 1", "hang: 100");
    let simulation = running(&[&kiosk, &hangs, &asks], 10);
    assert!(pod(&simulation, "printer").active > 190);
}

#[test]
fn an_answer_that_comes_in_time_is_as_it_was() {
    let kiosk = service("kiosk", "  calls: [{url: 'http://printer/', timeout: 300ms}]");
    let report = run(&[&kiosk, &service("printer", ""), &asks()], 1, 10);
    assert_eq!(answers(&report, "printer", "200"), report.requests);
    assert!(report.edges.iter().all(|edge| edge.flags.is_empty()));
}
