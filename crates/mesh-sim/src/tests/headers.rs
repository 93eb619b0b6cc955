//! Headers that proxies set, where they decide and where they arrive.

use std::collections::BTreeSet;
use std::sync::Arc;

use mesh_proxy::Time;

use super::{STAFF, answers, run, world};
use crate::{Request, RequestId, RouteAnswer, Sender, Simulation, StepKind, TrafficId, Work};

/// Requests whose id begins with one of eight digits of sixteen go to `safe`, the others to `risky`.
const BY_ID: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: staff-service}
spec:
  hosts: [staff-service]
  http:
  - match: [{headers: {x-request-id: {regex: '[0-7][0-9a-f]{7}-.*'}}}]
    route: [{destination: {host: staff-service, subset: safe}}]
  - route: [{destination: {host: staff-service, subset: risky}}]
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
spec: {from: client, rate: 100, request: {url: 'http://staff-service:8080/'}}
";

#[test]
fn each_request_has_an_id_of_its_own_that_can_decide() {
    let mut simulation = Simulation::new(world(&[STAFF, BY_ID]), 1);
    simulation.run(Time(20_000_000_000), &mut Work::unlimited()).unwrap();
    let (mut first, mut ids) = (0, BTreeSet::new());
    for number in 0..200 {
        let id = RequestId { sender: Sender::Traffic(TrafficId(0)), number };
        let record = simulation.decision(id, Default::default(), &mut Work::unlimited()).unwrap();
        let hop = &record.hops[0];
        let seen = hop.steps.iter().find_map(|step| match &step.kind {
            StepKind::Header { name, sent: None, seen } if name == "x-request-id" => seen.clone(),
            _ => None,
        });
        let seen = seen.expect("the id is told");
        let matched =
            hop.steps.iter().any(|step| matches!(step.kind, StepKind::Route { index: 0, mismatch: None, .. }));
        assert_eq!(matched, seen.starts_with(['0', '1', '2', '3', '4', '5', '6', '7']), "{seen}");
        let safe =
            hop.steps.iter().any(|step| matches!(&step.kind, StepKind::Attempt { host, .. } if host.contains("safe")));
        assert_eq!(matched, safe, "the run took the way that is told");
        assert!(hop.access_log.contains(&seen), "{}", hop.access_log);
        first += u32::from(matched);
        ids.insert(seen);
    }
    assert_eq!(ids.len(), 200);
    assert!((70..130).contains(&first), "{first} of 200");
}

const FRONT: &str = "
apiVersion: v1
kind: Service
metadata: {name: front}
spec: {selector: {app: front}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: front}
spec:
  selector: {matchLabels: {app: front}}
  template:
    metadata: {labels: {app: front}}
    spec: {containers: [{name: app, image: example/front, ports: [{containerPort: 8080}]}]}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {name: front}
spec:
  selector: {matchLabels: {app: front}}
  calls: [{url: 'http://staff-service:8080/'}]
";

#[test]
fn an_app_that_passes_the_id_on_keeps_it_for_the_whole_tree() {
    let sends = "{apiVersion: playground.mesh/v1, kind: Traffic, metadata: {name: t}, \
                 spec: {from: client, rate: 10, request: {url: 'http://front/'}}}";
    for (propagate, same) in [("  propagateHeaders: [x-request-id]\n", true), ("", false)] {
        let front = format!("{FRONT}{propagate}");
        let mut simulation = Simulation::new(world(&[STAFF, &front, sends]), 1);
        simulation.run(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
        let id = RequestId { sender: Sender::Traffic(TrafficId(0)), number: 7 };
        let record = simulation.decision(id, Default::default(), &mut Work::unlimited()).unwrap();
        let ids: Vec<&str> = record.hops.iter().map(|hop| hop.access_log.split('"').nth(7).unwrap()).collect();
        assert_eq!(ids.len(), 2, "{record:#?}");
        assert!(ids.iter().all(|id| id.len() == 36), "{ids:?}");
        assert_eq!(ids[0] == ids[1], same, "{ids:?}");
    }
}

const EDGE: &str = "
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]
---
apiVersion: v1
kind: Service
metadata: {name: istio-ingressgateway, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  ports: [{name: http2, port: 80, targetPort: 8080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: istio-ingressgateway, namespace: istio-system}
spec:
  selector: {matchLabels: {istio: ingressgateway}}
  template:
    metadata:
      labels: {istio: ingressgateway}
      annotations: {inject.istio.io/templates: gateway, proxy.istio.io/config: 'CONFIG'}
    spec: {containers: [{name: istio-proxy, image: auto}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: edge}
spec:
  hosts: [staff.example.net]
  gateways: [istio-system/door]
  http:
  - match: [{headers: {x-envoy-external-address: {exact: 203.0.113.9}}}]
    fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
    route: [{destination: {host: staff-service}}]
  - match: [{headers: {x-envoy-external-address: {regex: '10\\..*'}}}]
    rewrite: {uri: /inside}
    timeout: 3s
    route: [{destination: {host: staff-service, port: {number: 8080}}}]
  - directResponse: {status: 404}
";

fn edge(config: &str) -> String {
    EDGE.replace("CONFIG", config)
}

#[test]
fn a_gateway_tells_clients_outside_from_pods() {
    let traffic = |from: &str, url: &str| {
        format!(
            "{{apiVersion: playground.mesh/v1, kind: Traffic, metadata: {{name: t}}, spec: {{from: {from}, rate: 10, \
             request: {{url: '{url}', headers: {{host: staff.example.net}}}}}}}}"
        )
    };
    for (from, url, status) in
        [("ingress", "http://staff.example.net/", "418"), ("safe", "http://istio-ingressgateway.istio-system/", "200")]
    {
        let report = run(&[STAFF, &edge("{}"), &traffic(from, url)], 1, 5);
        let at_edge = report.edges.iter().filter(|edge| edge.source == "istio-ingressgateway");
        let codes: BTreeSet<_> = at_edge.flat_map(|edge| edge.codes.keys()).map(String::as_str).collect();
        assert_eq!(codes, BTreeSet::from([status]), "{from}");
    }
    assert_eq!(answers(&run(&[STAFF, &edge("{}"), &traffic("ingress", "http://a/")], 1, 1), "staff-service", "200"), 0);
}

fn asked(config: &str, headers: &[(&str, &str)], address: &str) -> RouteAnswer {
    let mut request = Request::new("GET", "http://staff.example.net/", headers.iter().copied()).unwrap();
    request.connection.address = Some(address.parse().unwrap());
    let world = Arc::clone(&world(&[STAFF, &edge(config)]));
    crate::route(&world, "ingress", &request, 1, 1, &mut Work::unlimited()).unwrap()
}

#[test]
fn the_host_is_told_what_the_proxies_know() {
    let trusting = "gatewayTopology: {numTrustedProxies: 1}";
    let quiet = "proxyHeaders: {envoyDebugHeaders: {disabled: true}, attemptCount: {disabled: true}, requestId: {disabled: true}}";
    let decorator = ("x-envoy-decorator-operation", "staff-service.default.svc.cluster.local:8080/*");
    let own =
        [("x-envoy-expected-rq-timeout-ms", "3000"), ("x-envoy-original-path", "/"), ("x-envoy-attempt-count", "1")];
    // annotation | sent | address of the connection | what arrives
    for (config, sent, address, arrives) in [
        (
            "{}",
            &[][..],
            "10.2.3.4",
            [
                &[decorator][..],
                &own,
                &[
                    ("x-forwarded-for", "10.2.3.4"),
                    ("x-forwarded-proto", "http"),
                    ("x-envoy-external-address", "10.2.3.4"),
                ],
            ]
            .concat(),
        ),
        (
            trusting,
            &[("x-forwarded-for", "10.9.9.9"), ("x-forwarded-proto", "https")],
            "192.0.2.1",
            [
                &[decorator][..],
                &own,
                &[
                    ("x-forwarded-for", "10.9.9.9,192.0.2.1"),
                    ("x-forwarded-proto", "https"),
                    ("x-envoy-external-address", "10.9.9.9"),
                ],
            ]
            .concat(),
        ),
        (
            quiet,
            &[],
            "10.2.3.4",
            [
                &[decorator][..],
                &[
                    ("x-forwarded-for", "10.2.3.4"),
                    ("x-forwarded-proto", "http"),
                    ("x-envoy-external-address", "10.2.3.4"),
                ],
            ]
            .concat(),
        ),
    ] {
        let upstream = asked(config, sent, address).upstream.expect("something leaves");
        assert_eq!((upstream.path.as_str(), upstream.authority.as_str()), ("/inside", "staff.example.net"));
        let mut headers = upstream.headers;
        assert_eq!(headers.remove("x-request-id").map(|id| id.len()), (config != quiet).then_some(36), "{config}");
        let arrives = arrives.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(headers, arrives, "{config}");
    }
    assert!(asked("{}", &[], "203.0.113.9").upstream.is_none(), "what a fault answers does not leave");
}
