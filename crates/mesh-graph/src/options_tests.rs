use crate::*;

fn endpoint(app: &str, version: &str) -> Endpoint {
    Endpoint {
        namespace: "n".into(),
        app: app.into(),
        version: version.into(),
        workload: app.into(),
        ..Endpoint::default()
    }
}

fn flow(from: &str, to: Option<(&str, &str)>, count: u64) -> Flow {
    let responses = vec![Response { status: 200, flags: "-".into(), count, ..Response::default() }];
    Flow {
        source: endpoint(from, ""),
        destination: to.map(|(app, version)| endpoint(app, version)),
        service: to.map_or("gone", |(app, _)| app).into(),
        service_namespace: "n".into(),
        responses: responses.into_iter().filter(|response| response.count > 0).collect(),
        attempts: count,
        ..Flow::default()
    }
}

/// a -> b (v1, v2) -> c; a -> a service without workloads; d -> c once; e is there.
fn traffic() -> Traffic {
    let facts = |app: &str| WorkloadFacts { endpoint: endpoint(app, ""), ..WorkloadFacts::default() };
    Traffic {
        window: 1.0,
        flows: vec![
            flow("a", Some(("b", "v1")), 9),
            flow("a", Some(("b", "v2")), 1),
            flow("b", Some(("c", "")), 10),
            flow("a", None, 1),
            flow("d", Some(("c", "")), 0),
        ],
        workloads: vec![facts("d"), facts("e")],
        ..Traffic::default()
    }
}

fn ids(change: impl Fn(&mut GraphOptions)) -> String {
    let mut options = GraphOptions::default();
    change(&mut options);
    let graph = build_for(&traffic(), GraphType::VersionedApp, &options).graph;
    let mut ids: Vec<String> = graph.nodes.iter().map(|node| node.id.replace("n/", "")).collect();
    ids.sort();
    ids.join(" ")
}

#[test]
fn each_choice_of_the_display_menu_leaves_what_it_should() {
    let all = "app:a app:b app:b/v1 app:b/v2 app:c app:d app:e service:b service:c service:gone";
    assert_eq!(ids(|_| {}), all);
    // A service that nobody answers for stays: it is where requests end.
    let without = "app:a app:b app:b/v1 app:b/v2 app:c app:d app:e service:gone";
    assert_eq!(ids(|options| options.service_nodes = false), without);
    assert_eq!(ids(|options| options.idle_nodes = false), all.replace(" app:e", ""));
    let no_idle = all.replace(" app:d app:e", "");
    assert_eq!(ids(|options| (options.idle_nodes, options.idle_edges) = (false, false)), no_idle);
    assert_eq!(ids(|options| options.focus = Some("app:n/c".into())), "app:b app:c app:d service:c");
    assert_eq!(ids(|options| options.focus = Some("app:n/gone".into())), all);
}

#[test]
fn without_boxes_versions_bear_the_name_of_their_app() {
    let label = |app_boxes| {
        let options = GraphOptions { app_boxes, ..GraphOptions::default() };
        let shown = build_for(&traffic(), GraphType::VersionedApp, &options);
        let node = shown.graph.node("app:n/b/v1").unwrap().clone();
        (node.label, node.parent.is_some())
    };
    assert_eq!((label(true), label(false)), (("v1".into(), true), ("b v1".into(), false)));
}

#[test]
fn without_service_nodes_an_edge_carries_its_response_times_and_share() {
    let options = GraphOptions { service_nodes: false, ..GraphOptions::default() };
    let shown = build_for(&traffic(), GraphType::VersionedApp, &options);
    let edge = shown.graph.edge("app:n/a>app:n/b/v1").unwrap();
    assert_eq!((edge.rates.total(), edge.share.map(|share| share.round())), (9.0, Some(82.0)));
    // A service graph is made of services, whatever is asked.
    let services = build_for(&traffic(), GraphType::Service, &options).graph;
    assert!(services.node("service:n/b").is_some());
}
