//! Decision records.

use mesh_proxy::{Duration, Time};

use super::apps::{service, traffic};
use super::{STAFF, world};
use crate::{RequestId, Sender, Simulation, StepKind, TrafficId, Work};

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
    // Of each request four steps are told: it begins, is sent, is back, is answered.
    let steps = simulation.flights(Time(20_000_000_000), Time(21_000_000_000)).count();
    assert!((70..=90).contains(&steps), "{steps}");
    for number in [0, 17, 250, 500] {
        let id = RequestId { sender: Sender::Traffic(TrafficId(0)), number };
        let record = simulation.decision(id, Duration::ZERO, &mut Work::unlimited()).unwrap();
        assert_eq!(record.hops.len(), 1);
        let hop = &record.hops[0];
        assert_eq!((hop.client.as_str(), hop.status), ("client", Some(200)));
        let has = |wanted: &dyn Fn(&StepKind) -> bool| hop.steps.iter().any(|step| wanted(&step.kind));
        assert!(has(&|kind| matches!(kind, StepKind::VirtualHost { name, .. } if !name.is_empty())));
        assert!(has(
            &|kind| matches!(kind, StepKind::Route { mismatch: Some(reason), .. } if reason.to_string().contains("x-my-header"))
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
    let unsent = RequestId { sender: Sender::Traffic(TrafficId(0)), number: 1_000_000 };
    assert!(simulation.decision(unsent, Duration::ZERO, &mut Work::unlimited()).is_none());
    assert_eq!(RequestId::unpack(RequestId { sender: Sender::Traffic(TrafficId(3)), number: 9 }.pack()).number, 9);
}

/// What an app answered, by itself and because a call failed, at the first hop of the first request.
fn answers_of_front(files: &[&str]) -> Vec<(Option<u16>, Option<u16>)> {
    let mut simulation = Simulation::new(world(files), 1);
    simulation.run(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
    let id = RequestId { sender: Sender::Traffic(TrafficId(0)), number: 0 };
    let record = simulation.decision(id, Duration::ZERO, &mut Work::unlimited()).unwrap();
    let of = |kind: &StepKind| match kind {
        StepKind::App { status, failed_call, .. } => Some((*status, *failed_call)),
        _ => None,
    };
    record.hops[0].steps.iter().filter_map(|step| of(&step.kind)).collect()
}

#[test]
fn an_app_whose_call_fails_is_not_said_to_have_answered_well() {
    let front = service("front", "  calls: [{url: 'http://back/'}]");
    let back = service("back", "  status: 502");
    let sends = traffic("from: client, rate: 10, arrival: uniform, request: {url: 'http://front/'}");
    assert_eq!(answers_of_front(&[&front, &back, &sends]), [(Some(200), Some(500))]);
    let fine = service("back", "");
    assert_eq!(answers_of_front(&[&front, &fine, &sends]), [(Some(200), None)]);
    // Who gives up waiting answers by itself: the app has not.
    let impatient = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front}
spec: {hosts: [front], http: [{timeout: 5ms, route: [{destination: {host: front}}]}]}
";
    assert_eq!(answers_of_front(&[&front, &fine, &sends, impatient]), [(Some(200), None)]);
}

#[test]
fn routes_are_counted_beside_their_lines() {
    let mut simulation = Simulation::new(world(&[STAFF, RULES]), 1);
    simulation.run(Time(30_000_000_000), &mut Work::unlimited()).unwrap();
    let routes = simulation.telemetry().routes(Time::ZERO, Time(30_000_000_000));
    let mut taken: Vec<_> = routes
        .iter()
        .map(|row| {
            let chosen = row.destination.unwrap();
            assert_eq!((row.route.path.as_str(), row.client.app.as_str()), ("spec.http[1]", "client"));
            (chosen.path.as_str(), row.requests)
        })
        .collect();
    taken.sort_unstable();
    let [("spec.http[1].route[0]", one), ("spec.http[1].route[1]", other)] = taken[..] else { panic!("{routes:#?}") };
    let answered: u64 =
        simulation.telemetry().figures(Time::ZERO, Time(30_000_000_000)).iter().map(|edge| edge.requests).sum();
    assert!(one > 0 && other > 0 && one + other == answered, "{one} and {other} of {answered}");
    let later = simulation.telemetry().routes(Time(60_000_000_000), Time(90_000_000_000));
    assert!(later.len() == 2 && later.iter().all(|row| row.requests == 0), "{later:#?}");
    let line = simulation.log().pop().unwrap();
    assert_eq!((line.status, line.client.as_str(), line.path.as_str()), (200, "client", "/"));
    assert!(line.cluster.starts_with("outbound|8080|"), "{}", line.cluster);
}

/// What the explanation of a request to a URL says, with some headers.
fn told(files: &[&str], url: &str, headers: &[(&str, &str)]) -> String {
    let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: '{value}'")).collect();
    let traffic = format!(
        "apiVersion: playground.mesh/v1\nkind: Traffic\nmetadata: {{name: one}}\nspec: {{from: client, rate: 10, request: {{url: \
         '{url}', headers: {{{}}}}}}}\n",
        headers.join(", ")
    );
    let mut simulation = Simulation::new(world(&[files, &[traffic.as_str()]].concat()), 1);
    simulation.run(Time(2_000_000_000), &mut Work::unlimited()).unwrap();
    let id = RequestId { sender: Sender::Traffic(TrafficId(0)), number: 3 };
    simulation.decision(id, Duration::ZERO, &mut Work::unlimited()).unwrap().text().join("\n")
}

const CHANGES: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: staff-service}
spec:
  hosts: [staff-service]
  http:
  - match: [{uri: {prefix: /nowhere}}]
    route: [{destination: {host: staff-service, subset: gone}}]
  - match: [{uri: {prefix: /same}}]
    rewrite: {uri: /same}
    route: [{destination: {host: staff-service}}]
  - match: [{uri: {prefix: /}}]
    rewrite: {uri: /staff, authority: people.test}
    headers: {request: {set: {x-area: front}, remove: [x-secret]}}
    route: [{destination: {host: staff-service}}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: staff-service}
spec:
  host: staff-service
  trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-user}}}
  subsets: [{name: safe, labels: {version: safe}}]
";

#[test]
fn an_explanation_names_what_leaves_and_what_is_missing() {
    let changed = told(&[STAFF, CHANGES], "http://staff-service:8080/orders", &[("x-user", "ann"), ("x-secret", "1")]);
    let leaves = "leaves with the path /stafforders in place of /orders, the Host people.test in place of \
                  staff-service:8080, x-area: front, no x-secret";
    assert!(changed.contains(leaves), "{changed}");
    assert!(changed.contains("the hash of the header x-user (ann) chooses the host"), "{changed}");

    let same = told(&[STAFF, CHANGES], "http://staff-service:8080/same/x", &[]);
    assert!(same.contains("leaves with its path /same/x as it came"), "{same}");
    assert!(same.contains("the request has no header x-user to hash: its host is drawn"), "{same}");

    let missing = told(&[STAFF, CHANGES], "http://staff-service:8080/nowhere", &[]);
    let why = "DestinationRule default/staff-service has no subset gone, only safe";
    assert!(missing.contains("there is no cluster outbound|8080|gone|") && missing.contains(why), "{missing}");
    assert!(!missing.contains("picked"), "{missing}");

    let plain = told(&[STAFF], "http://staff-service:8080/", &[]);
    assert!(!plain.contains("leaves with") && !plain.contains("hash"), "{plain}");
}
