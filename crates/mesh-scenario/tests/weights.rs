//! Configured weights beside observed shares, on lines and on edges, whatever the dialect of the route.

use std::time::Duration;

use mesh_config::SourceFile;
use mesh_scenario::{Figure, Frame, GraphType, Scenario, Session, Work};

/// Two services, their pods, and who asks for them.
const WORLD: &str = "
apiVersion: v1
kind: Service
metadata: {name: red}
spec: {selector: {app: red}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: blue}
spec: {selector: {app: blue}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: colours}
spec: {selector: {app: colours}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: red}
spec: {selector: {matchLabels: {app: red}}, template: {metadata: {labels: {app: red}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: blue}
spec: {selector: {matchLabels: {app: blue}}, template: {metadata: {labels: {app: blue}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: painter}
spec: {selector: {matchLabels: {app: painter}}, template: {metadata: {labels: {app: painter}}}}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: paint}
spec: {from: painter, rate: 20, request: {url: 'http://colours/'}}
";

const VIRTUAL_SERVICE: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: colours}
spec:
  hosts: [colours]
  http:
  - route:
    - {destination: {host: red, port: {number: 80}}, weight: RED}
    - {destination: {host: blue, port: {number: 80}}, weight: BLUE}
";

const HTTP_ROUTE: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: colours}
spec:
  parentRefs: [{group: '', kind: Service, name: colours, port: 80}]
  rules:
  - backendRefs:
    - {name: red, port: 80, weight: RED}
    - {name: blue, port: 80, weight: BLUE}
";

struct Seen {
    /// Text of the line's place, requests, of how many, configured share.
    figures: Vec<(String, u64, u64, Option<f64>)>,
    /// Target, observed share and configured share of what leaves the source.
    edges: Vec<(String, Option<f64>, Option<f64>)>,
}

fn open(texts: &[&str]) -> Session {
    let file = |(index, text): (usize, &&str)| SourceFile { name: format!("{index}.yaml"), text: (*text).to_owned() };
    Session::open(Scenario { files: texts.iter().enumerate().map(file).collect(), ..Scenario::default() })
}

fn seen(session: &mut Session, source: &str, seconds: u64) -> Seen {
    session.advance(Duration::from_secs(seconds), &mut Work::unlimited()).unwrap();
    let Frame { gutter, graph, .. } = session.frame();
    let texts = &session.scenario().files;
    let figures = gutter.iter().filter_map(|figure| {
        let Figure::Share { requests, of, weight, .. } = figure.figure else { return None };
        let place = figure.span.start as usize..figure.span.end as usize;
        Some((texts[figure.span.file as usize].text[place].to_owned(), requests, of, weight))
    });
    let edges = graph.edges.iter().filter(|edge| edge.source == source);
    Seen {
        figures: figures.collect(),
        edges: edges.map(|edge| (edge.target.clone(), edge.share, edge.weight)).collect(),
    }
}

fn of_dialect(route: &str, red: u32, blue: u32) -> Seen {
    let route = route.replace("RED", &red.to_string()).replace("BLUE", &blue.to_string());
    seen(&mut open(&[&route, WORLD]), "app:default/painter", 30)
}

#[test]
fn both_dialects_have_the_same_figures_beside_weights_and_on_edges() {
    for (red, blue) in [(80, 20), (1, 3)] {
        let seen = of_dialect(HTTP_ROUTE, red, blue);
        let configured = |weight: u32| Some(100.0 * f64::from(weight) / f64::from(red + blue));
        let [(one, to_red, of, weight), (other, to_blue, of_both, other_weight)] = &seen.figures[..] else {
            panic!("{:?}", seen.figures)
        };
        assert_eq!((one, weight), (&red.to_string(), &configured(red)));
        assert_eq!((other, other_weight), (&blue.to_string(), &configured(blue)));
        assert!(*of > 400 && of == of_both && to_red + to_blue == *of, "{:?}", seen.figures);
        let observed = |requests: &u64| Some(100.0 * *requests as f64 / *of as f64);
        assert!((observed(to_red).unwrap() - configured(red).unwrap()).abs() < 6.0, "{:?}", seen.figures);
        let edges = [
            ("service:default/blue".to_owned(), observed(to_blue), configured(blue)),
            ("service:default/red".to_owned(), observed(to_red), configured(red)),
        ];
        assert_eq!(seen.edges, edges);

        let virtual_service = of_dialect(VIRTUAL_SERVICE, red, blue);
        assert_eq!(virtual_service.edges, seen.edges);
        assert_eq!(virtual_service.figures, seen.figures);
    }
}

#[test]
fn what_alone_has_weight_is_said_to_get_everything() {
    for dialect in [HTTP_ROUTE, VIRTUAL_SERVICE] {
        let seen = of_dialect(dialect, 7, 0);
        let [(one, to_red, of, weight), (other, to_blue, _, other_weight)] = &seen.figures[..] else {
            panic!("{:?}", seen.figures)
        };
        assert_eq!((one.as_str(), *weight, other.as_str(), *other_weight), ("7", Some(100.0), "0", Some(0.0)));
        assert!(*of > 400 && to_red == of && *to_blue == 0, "{:?}", seen.figures);
        assert_eq!(seen.edges, [("service:default/red".to_owned(), Some(100.0), Some(100.0))]);
    }
}

#[test]
fn a_service_that_several_rules_lead_to_has_no_one_weight() {
    let further = "
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: red}
spec:
  parentRefs: [{group: '', kind: Service, name: red, port: 80}]
  rules: [{backendRefs: [{name: red, port: 80}]}]
";
    let seen = of_dialect(&format!("{HTTP_ROUTE}{further}"), 80, 20);
    let weights: Vec<_> = seen.edges.iter().map(|(target, _, weight)| (target.as_str(), *weight)).collect();
    assert_eq!(weights, [("service:default/blue", Some(20.0)), ("service:default/red", None)]);
}

#[test]
fn routes_of_one_name_and_several_kinds_are_counted_apart() {
    let other = "---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: colours}
spec:
  hosts: [elsewhere.test]
  http:
  - match: [{uri: {prefix: /red}}]
    route: [{destination: {host: red}}]
  - route: [{destination: {host: blue}}]
";
    let seen = of_dialect(&format!("{HTTP_ROUTE}{other}"), 50, 50);
    let [(_, red, of, _), (_, blue, _, _), (_, 0, 0, _), (_, 0, 0, _)] = seen.figures[..] else {
        panic!("{:?}", seen.figures)
    };
    assert!(of > 400 && red + blue == of, "{:?}", seen.figures);
}

#[test]
fn at_a_gateway_what_takes_other_routes_is_no_part_of_the_share() {
    let gateway = "
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: door}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: colours}
spec:
  parentRefs: [{name: door}]
  rules:
  - matches: [{path: {value: /paint}}]
    backendRefs: [{name: red, port: 80, weight: 3}, {name: blue, port: 80}]
  - backendRefs: [{name: colours, port: 80}]
";
    let traffic = "
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: painting}
spec: {from: ingress, rate: 20, request: {url: 'http://any.test/paint'}}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: looking}
spec: {from: ingress, rate: 20, request: {url: 'http://any.test/'}}
";
    let mut session = open(&[gateway, WORLD, traffic]);
    session.set_graph_type(GraphType::VersionedApp);
    let source = "app:default/door-istio";
    let seen = seen(&mut session, source, 30);
    let texts: Vec<&str> = seen.figures.iter().map(|(text, ..)| text.as_str()).collect();
    let [(_, painting, all, None), (_, red, of, Some(75.0)), (_, blue, _, Some(25.0)), (_, looking, _, None)] =
        seen.figures[..]
    else {
        panic!("{:?}", seen.figures)
    };
    assert_eq!(texts[1], "3", "{texts:?}");
    assert!(painting == of && red + blue == of && painting + looking == all && looking > 400, "{:?}", seen.figures);
    let share = |requests: u64, of: u64| Some(100.0 * requests as f64 / of as f64);
    let edge = |target: &str, share, weight| (format!("service:default/{target}"), share, weight);
    assert_eq!(seen.edges[0], edge("blue", share(blue, of), Some(25.0)), "{:?}", seen.edges);
    assert_eq!(seen.edges[2], edge("red", share(red, of), Some(75.0)));
    assert_eq!((seen.edges[1].0.as_str(), seen.edges[1].2), ("service:default/colours", None));
    let panel = session.panel(source).unwrap();
    let rows = panel.outbound.iter().map(|row| (row.node.clone(), Some(row.share), row.weight));
    let weighted: Vec<_> = rows.filter(|(_, _, weight)| weight.is_some()).collect();
    assert_eq!(weighted, [seen.edges[0].clone(), seen.edges[2].clone()]);
}
