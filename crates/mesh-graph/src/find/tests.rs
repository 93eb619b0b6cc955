use std::sync::Arc;

use super::*;
use crate::{
    Badges, Endpoint, EndpointKind, Flow, GraphOptions, GraphType, Met, Protocol, Response, ResponseTimes,
    ServiceFacts, Traffic, WorkloadFacts, build_for,
};

fn workload(app: &str, version: &str) -> Endpoint {
    let kind = if app == "gateway" { EndpointKind::Gateway } else { EndpointKind::Workload };
    let namespace = if app == "gateway" { "istio-system" } else { "shop" };
    Endpoint { kind, namespace: namespace.into(), app: app.into(), version: version.into(), workload: app.into() }
}

fn flow(from: Endpoint, to: Endpoint, counts: &[(u16, u64)], p95: f64) -> Flow {
    Flow {
        service: to.app.clone(),
        service_namespace: "shop".into(),
        responses: counts
            .iter()
            .map(|(status, count)| Response {
                status: *status,
                flags: "-".into(),
                count: *count,
                ..Response::default()
            })
            .collect(),
        attempts: counts.iter().map(|(_, count)| count).sum(),
        response_times: Some(ResponseTimes { mean: p95, p50: p95, p95, p99: p95 }),
        destination: Some(to),
        source: from,
        ..Flow::default()
    }
}

/// gateway -> web -> cart (slow, failing) and web -> stock (v1, v2); ledger is asked by nobody.
fn shop() -> Traffic {
    let service = |name: &str, badges| ServiceFacts {
        name: name.into(),
        namespace: "shop".into(),
        badges,
        apps: vec![name.into()],
        ..ServiceFacts::default()
    };
    let mut calls = flow(workload("gateway", ""), workload("web", "v1"), &[(200, 100)], 20.0);
    calls.responses[0].protocol = Protocol::Grpc;
    let secured = flow(workload("web", "v1"), workload("stock", "v1"), &[(200, 90)], 10.0);
    let facts =
        |endpoint, badges| WorkloadFacts { endpoint, badges, pods_ready: 1, pods_total: 1, ..WorkloadFacts::default() };
    let labelled = |facts: WorkloadFacts, label: &str| {
        let pair = label.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
        WorkloadFacts { labels: Arc::new(pair.into_iter().collect()), ..facts }
    };
    Traffic {
        window: 10.0,
        flows: vec![
            calls,
            flow(workload("web", "v1"), workload("cart", "v1"), &[(200, 80), (503, 20)], 1_500.0),
            Flow { mutual_tls: 90, ..secured },
            flow(workload("web", "v1"), workload("stock", "v2"), &[(200, 10)], 10.0),
        ],
        services: vec![
            service("web", Badges { virtual_service: true, ..Badges::default() }),
            service("cart", Badges { circuit_breaker: true, ..Badges::default() }),
            service("stock", Badges { virtual_service: true, traffic_shifting: true, ..Badges::default() }),
        ],
        workloads: vec![
            labelled(
                facts(workload("cart", "v1"), Badges { circuit_breaker: true, ..Badges::default() }),
                "tier=Front",
            ),
            labelled(
                facts(workload("ledger", "v1"), Badges { missing_sidecar: true, ..Badges::default() }),
                "tier=back",
            ),
        ],
        ..Traffic::default()
    }
}

fn found(find: &str) -> Vec<String> {
    let options = GraphOptions { find: find.into(), ..GraphOptions::default() };
    let shown = build_for(&shop(), GraphType::VersionedApp, &options);
    let nodes = shown.graph.nodes.iter().filter(|node| node.found == Some(true)).map(|node| node.id.clone());
    let edges = shown.graph.edges.iter().filter(|edge| edge.found == Some(true)).map(|edge| edge.id.clone());
    let mut ids: Vec<String> = nodes.chain(edges).map(|id| id.replace("shop/", "")).collect();
    let met = shown.found.unwrap();
    assert_eq!((met.nodes + met.edges) as usize, ids.len(), "{find}");
    // In which order they stand is another matter.
    ids.sort();
    ids
}

const CART: &str = "app:cart/v1";
const TO_CART: &str = "app:web/v1>service:cart";
const IN_CART: &str = "service:cart>app:cart/v1";

#[test]
fn the_language_finds_what_kialis_does() {
    for (find, expected) in [
        ("", &[][..]),
        ("app = cart", &[CART]),
        ("app != cart AND node = app AND version = v2", &["app:stock/v2"]),
        ("name = cart", &[CART, "service:cart"]),
        ("name *= ar", &[CART, "service:cart"]),
        ("name contains ar", &[CART, "service:cart"]),
        ("NAME Contains ar", &[CART, "service:cart"]),
        ("name ^= gate", &["app:istio-system/gateway"]),
        ("name startswith gate", &["app:istio-system/gateway"]),
        ("name $= ck AND version = v1", &["app:stock/v1"]),
        ("app endswith ck and version = v1", &["app:stock/v1"]),
        ("node = app AND name !*= a AND version = v1", &["app:ledger/v1", "app:stock/v1", "app:web/v1"]),
        ("node = app AND name not contains a AND version = v1", &["app:ledger/v1", "app:stock/v1", "app:web/v1"]),
        ("app !^= s AND app !$= b AND version = v1", &[CART, "app:ledger/v1"]),
        ("namespace = istio-system", &["app:istio-system/gateway"]),
        ("ns = istio-system", &["app:istio-system/gateway"]),
        ("service = stock", &["service:stock"]),
        ("svc = stock OR app = ledger", &["app:ledger/v1", "service:stock"]),
        ("workload = web", &["app:web/v1"]),
        ("wl = web", &["app:web/v1"]),
        ("cb", &[CART, "service:cart"]),
        ("circuitbreaker", &[CART, "service:cart"]),
        ("has cb AND node = service", &["service:cart"]),
        ("vs", &["service:stock", "service:web"]),
        ("vs AND ! ts", &["service:web"]),
        ("vs AND not trafficshifting", &["service:web"]),
        ("!sidecar", &["app:ledger/v1"]),
        ("! is sc", &["app:ledger/v1"]),
        ("outofmesh", &["app:ledger/v1"]),
        ("idle", &["app:ledger/v1"]),
        ("! healthy", &[CART, "app:web/v1", "service:cart"]),
        ("is not healthy AND node = service", &["service:cart"]),
        ("trafficsource", &["app:istio-system/gateway"]),
        ("label:tier = Front", &[CART]),
        ("LABEL:tier *= a", &["app:ledger/v1"]),
        ("label:tier", &[CART, "app:ledger/v1"]),
        ("label:Tier", &[]),
        ("node = app AND ! label:tier AND version = v2", &["app:stock/v2"]),
        ("label:tier != Front AND idle", &["app:ledger/v1"]),
        ("httpin > 9.9 AND node = app", &[CART, "app:web/v1"]),
        ("httpin = NaN AND node = app", &["app:istio-system/gateway", "app:ledger/v1"]),
        ("httpout != NaN AND node = app", &["app:istio-system/gateway", "app:web/v1"]),
        ("rank = 1", &["app:web/v1", "service:stock"]),
        ("rt > 1000", &[IN_CART]),
        ("responsetime >= 1500", &[IN_CART]),
        ("grpc > 9", &["app:istio-system/gateway>service:web", "service:web>app:web/v1"]),
        ("protocol = grpc AND %grpcerr = 0", &["app:istio-system/gateway>service:web", "service:web>app:web/v1"]),
        ("http = NaN AND tcp = NaN", &["app:istio-system/gateway>service:web", "service:web>app:web/v1"]),
        ("mtls", &["app:web/v1>service:stock", "service:stock>app:stock/v1"]),
        ("%error > 10", &[TO_CART, IN_CART]),
        ("%httperr = 20", &[TO_CART, IN_CART]),
        ("http < 5", &["service:stock>app:stock/v2"]),
        ("rps <= 1", &["service:stock>app:stock/v2"]),
        ("%httptraffic > 60 AND %httptraffic < 100", &["service:stock>app:stock/v1"]),
        ("%error > 10 AND rt != NaN", &[IN_CART]),
        ("traffic AND rt > 1000", &[IN_CART]),
        ("rt > 1000 OR app = ledger", &["app:ledger/v1", IN_CART]),
        // AND binds tighter than OR, whatever Kiali's help says.
        ("app = cart AND version = v2 OR app = ledger", &["app:ledger/v1"]),
        ("name = brandy-and-oranges", &[]),
    ] {
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found(find), expected, "{find}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    use FindErrorKind::*;
    for (find, kind, text, at) in [
        ("hello world", NoOperator, "hello world", 1),
        ("hello", UnknownOperand, "hello", 1),
        ("app = cart OR nothing = x", UnknownOperand, "nothing = x", 15),
        ("rt", NoOperator, "rt", 1),
        ("rt > fast", NotANumber, "rt > fast", 1),
        ("rt > 1e999", NotANumber, "rt > 1e999", 1),
        ("rt *= 5", NotForFigures, "rt *= 5", 1),
        ("app > 5", NotForTexts, "app > 5", 1),
        ("healthy = true", TakesNoValue, "healthy = true", 1),
        ("app =", NoValue, "app =", 1),
        ("app = cart OR", Missing, "", 14),
        ("AND app = cart", Missing, "", 1),
        ("app = cart AND rt > 5", NodeAndEdge, "app = cart AND rt > 5", 1),
        ("가 OR app = cart AND rt > 5", UnknownOperand, "가", 1),
        ("cb OR 가", UnknownOperand, "가", 7),
        ("cluster = east", NotSimulated, "cluster = east", 1),
        ("label: = web", NoLabel, "label: = web", 1),
        ("label:tier > 3", NotForTexts, "label:tier > 3", 1),
        ("label:tier =", NoValue, "label:tier =", 1),
        ("label:tier AND rt > 5", NodeAndEdge, "label:tier AND rt > 5", 1),
        ("grpcin > 1", CountedAsRequests, "grpcin > 1", 1),
        ("!", NoOperator, "!", 1),
        ("= 5", UnknownOperand, "= 5", 1),
    ] {
        let error = Query::parse(find).unwrap_err();
        assert_eq!((error.kind, error.text.as_str(), error.at), (kind, text, at), "{find}");
    }
    assert_eq!(Query::parse(&"x".repeat(100_000)).unwrap_err().kind, TooLong);
}

#[test]
fn hiding_takes_edges_and_what_they_alone_held_and_wins_over_finding() {
    let shown = |find: &str, hide: &str| {
        let options = GraphOptions { find: find.into(), hide: hide.into(), ..GraphOptions::default() };
        build_for(&shop(), GraphType::VersionedApp, &options)
    };
    let ids = |shown: &Shown| shown.graph.nodes.iter().map(|node| node.id.replace("shop/", "")).collect::<Vec<_>>();
    type Shown = crate::Shown;
    let all = shown("", "");
    let hidden = shown("cb", "app = cart");
    // The service is left without an edge of its own behind it, but still asked.
    assert!(ids(&hidden).contains(&"service:cart".to_owned()) && !ids(&hidden).contains(&CART.to_owned()));
    assert_eq!(hidden.found, Ok(Met { nodes: 1, edges: 0 }));
    assert_eq!(hidden.hidden, Ok(Met { nodes: 1, edges: 0 }));
    assert!(hidden.graph.nodes.iter().all(|node| node.sits_on.as_deref() != Some("app:shop/cart/v1")));
    // Without its edges a service is gone; what never had one stays.
    let hidden = shown("", "app = cart OR %error > 1");
    assert!(!ids(&hidden).contains(&"service:cart".to_owned()) && ids(&hidden).contains(&"app:ledger/v1".to_owned()));
    // Each flow still knows its edges by their places.
    for (before, after) in all.paths.iter().zip(&hidden.paths) {
        for (before, after) in before.iter().zip(after) {
            let id =
                |shown: &Shown, at: &Option<crate::EdgeIndex>| at.map(|at| shown.graph.edges[at.index()].id.clone());
            let (before, after) = (id(&all, before), id(&hidden, after));
            assert!(after.is_none() || after == before);
            assert_eq!(after.is_none(), before.is_none_or(|id| id.contains("cart")));
        }
    }
    // A hide field that cannot be read hides nothing.
    let broken = shown("", "hello world");
    assert_eq!(ids(&broken), ids(&all));
    assert!(broken.hidden.is_err() && broken.found == Ok(Met::default()));
}

#[test]
fn a_service_of_a_service_entry_is_found_as_one() {
    let mut traffic = shop();
    traffic.flows.push(Flow {
        destination: None,
        service: "api.books.example".into(),
        service_namespace: String::new(),
        ..flow(workload("web", "v1"), Endpoint::default(), &[(200, 10)], 10.0)
    });
    traffic.services.push(ServiceFacts {
        name: "api.books.example".into(),
        badges: Badges { circuit_breaker: true, ..Badges::default() },
        is_service_entry: true,
        ..ServiceFacts::default()
    });
    for (find, expected) in [("se", 1), ("serviceentry AND cb", 1), ("! se AND name *= books", 0)] {
        let options = GraphOptions { find: find.into(), ..GraphOptions::default() };
        let met = build_for(&traffic, GraphType::VersionedApp, &options).found.unwrap();
        assert_eq!(met.nodes, expected, "{find}");
    }
    // Nobody asks for it: it is no part of the picture.
    traffic.flows.pop();
    let graph = crate::build(&traffic, GraphType::VersionedApp);
    assert!(graph.nodes.iter().all(|node| !node.is_service_entry));
}
