//! Decision records.

use mesh_proxy::{Duration, Time};

use super::{STAFF, world};
use crate::{RequestId, Sender, Simulation, StepKind, Work};

const RULES: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: staff-service}
spec:
  hosts: [staff-service]
  http:
  - match: [{headers: {x-my-header: {exact: canary}}}]
    route: [{destination: {host: staff-service, subset: risky}}]
  - route:
    - {destination: {host: staff-service, subset: safe}, weight: 50}
    - {destination: {host: staff-service, subset: risky}, weight: 50}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: staff-service}
spec:
  host: staff-service
  subsets: [{name: safe, labels: {version: safe}}, {name: risky, labels: {version: risky}}]
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: users}
spec: {from: client, rate: 20, request: {url: 'http://staff-service:8080/'}}
";

#[test]
fn any_request_of_a_run_can_be_explained() {
    let mut simulation = Simulation::new(world(&[STAFF, RULES]), 1);
    simulation.run(Time(30_000_000_000), &mut Work::unlimited()).unwrap();
    let digest = simulation.digest();
    let dots = simulation.dots(Time(20_000_000_000), Time(21_000_000_000));
    assert!(dots.len() > 5);
    for number in [0, 17, 250, 500] {
        let id = RequestId { sender: Sender::Traffic(0), number };
        let record = simulation.decision(id, Duration::ZERO, &mut Work::unlimited()).unwrap();
        assert_eq!(record.hops.len(), 1);
        let hop = &record.hops[0];
        assert_eq!((hop.client.as_str(), hop.status), ("client", Some(200)));
        let has = |wanted: &dyn Fn(&StepKind) -> bool| hop.steps.iter().any(|step| wanted(&step.kind));
        assert!(has(&|kind| matches!(kind, StepKind::VirtualHost { name, .. } if !name.is_empty())));
        assert!(has(
            &|kind| matches!(kind, StepKind::Route { matched: false, reason, .. } if reason.contains("x-my-header"))
        ));
        assert!(has(&|kind| matches!(kind, StepKind::Weight { total: 100, weight: 50, .. })));
        assert!(has(&|kind| matches!(kind, StepKind::Hosts { picked: Some(_), .. })), "{:#?}", hop.steps);
        assert!(has(&|kind| matches!(kind, StepKind::AttemptEnd { status: Some(200), .. })));
        assert!(has(&|kind| matches!(kind, StepKind::App { status: Some(200), .. })));
        let paths: Vec<_> =
            hop.steps.iter().filter_map(|step| step.source.as_ref()).map(|it| it.path.as_str()).collect();
        assert!(paths.iter().any(|path| path.starts_with("spec.http[0]")), "{paths:?}");
        assert!(paths.iter().any(|path| path.starts_with("spec.http[1].route[")), "{paths:?}");
    }
    assert_eq!(simulation.digest(), digest, "asking changes nothing");
    let unsent = RequestId { sender: Sender::Traffic(0), number: 1_000_000 };
    assert!(simulation.decision(unsent, Duration::ZERO, &mut Work::unlimited()).is_none());
    assert_eq!(RequestId::unpack(RequestId { sender: Sender::Traffic(3), number: 9 }.pack()).number, 9);
}

#[test]
fn routes_are_counted_beside_their_lines() {
    let mut simulation = Simulation::new(world(&[STAFF, RULES]), 1);
    simulation.run(Time(30_000_000_000), &mut Work::unlimited()).unwrap();
    let routes = simulation.telemetry().routes(Time::ZERO, Time(30_000_000_000));
    assert_eq!(routes.len(), 1, "{routes:#?}");
    assert_eq!(routes[0].route.path, "spec.http[1]");
    assert_eq!(routes[0].requests, routes[0].of);
    assert_eq!(routes[0].destinations.iter().map(|(_, count)| count).sum::<u64>(), routes[0].requests);
    assert_eq!(routes[0].destinations.len(), 2);
    let line = simulation.log().pop().unwrap();
    assert_eq!((line.status, line.client.as_str(), line.path.as_str()), (200, "client", "/"));
    assert!(line.cluster.starts_with("outbound|8080|"), "{}", line.cluster);
}
