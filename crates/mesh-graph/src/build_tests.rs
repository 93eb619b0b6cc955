use crate::*;

fn workload(app: &str, version: &str) -> Endpoint {
    Endpoint {
        kind: EndpointKind::Workload,
        namespace: "default".into(),
        app: app.into(),
        version: version.into(),
        workload: format!("{app}{}{version}", if version.is_empty() { "" } else { "-" }),
    }
}

fn flow(source: Endpoint, destination: Option<Endpoint>, service: &str, responses: &[(u16, &str, u64)]) -> Flow {
    let response = |(status, flags, count): &(u16, &str, u64)| Response {
        status: *status,
        flags: (*flags).into(),
        count: *count,
        ..Response::default()
    };
    let responses: Vec<Response> = responses.iter().map(response).collect();
    Flow {
        attempts: responses.iter().map(|response| response.count).sum(),
        source,
        destination,
        service: service.into(),
        service_namespace: if service.is_empty() { String::new() } else { "default".into() },
        responses,
        response_times: Some(ResponseTimes { mean: 12.0, p50: 10.0, p95: 20.0, p99: 30.0 }),
        ..Flow::default()
    }
}

fn canary() -> Traffic {
    let gateway = workload("api-gateway", "");
    Traffic {
        window: 10.0,
        flows: vec![
            flow(gateway.clone(), Some(workload("staff", "safe")), "staff", &[(200, "-", 90)]),
            flow(gateway, Some(workload("staff", "risky")), "staff", &[(200, "-", 8), (502, "-", 2)]),
        ],
        services: vec![ServiceFacts {
            name: "staff".into(),
            namespace: "default".into(),
            badges: Badges { virtual_service: true, ..Badges::default() },
            apps: vec!["staff".into()],
            weights: vec![("staff".into(), "safe".into(), 90.0), ("staff".into(), "risky".into(), 10.0)],
            ..ServiceFacts::default()
        }],
        workloads: Vec::new(),
        ..Traffic::default()
    }
}

#[test]
fn an_edge_says_what_it_carries_by_protocol_and_how_much_of_it_in_mutual_tls() {
    let mut mixed = flow(workload("a", ""), Some(workload("b", "")), "b", &[(200, "-", 60), (503, "UF", 20)]);
    mixed.responses[1].protocol = Protocol::Grpc;
    mixed.responses.push(Response { status: 200, flags: "-".into(), protocol: Protocol::Tcp, count: 20 });
    mixed.mutual_tls = 80;
    let plain = flow(workload("a", ""), Some(workload("c", "")), "c", &[(200, "-", 10)]);
    let traffic = Traffic { window: 10.0, flows: vec![mixed, plain], ..Traffic::default() };
    let graph = build(&traffic, GraphType::VersionedApp);
    for (id, protocols, mutual_tls) in [
        (
            "app:default/a>service:default/b",
            &[(Protocol::Http, 6.0), (Protocol::Grpc, 2.0), (Protocol::Tcp, 2.0)][..],
            80.0,
        ),
        (
            "service:default/b>app:default/b",
            &[(Protocol::Http, 6.0), (Protocol::Grpc, 2.0), (Protocol::Tcp, 2.0)],
            80.0,
        ),
        ("service:default/c>app:default/c", &[(Protocol::Http, 1.0)], 0.0),
    ] {
        let edge = graph.edge(id).unwrap();
        let found: Vec<_> = edge.by_protocol().map(|of| (of.protocol, of.rates.total())).collect();
        assert_eq!((found.as_slice(), edge.mutual_tls), (protocols, mutual_tls), "{id}");
    }
    // Of HTTP alone nothing is said twice.
    assert!(graph.edge("service:default/c>app:default/c").unwrap().protocols.is_empty());
}

#[test]
fn a_split_reads_source_service_versions_in_a_box() {
    let graph = build(&canary(), GraphType::VersionedApp);
    let ids: Vec<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(
        ids,
        ["app:default/api-gateway", "service:default/staff", "app:default/staff/risky", "app:default/staff/safe"]
    );
    let risky = graph.node("app:default/staff/risky").unwrap();
    assert_eq!((risky.label.as_str(), risky.parent.as_deref()), ("risky", Some("box:default/staff")));
    assert_eq!(risky.health, Health::Failure, "2 of 10 are 5xx");
    let edge = graph.edge("service:default/staff>app:default/staff/risky").unwrap();
    assert_eq!((edge.share, edge.weight), (Some(10.0), Some(10.0)));
    assert_eq!(edge.rates.error_percent(), 20.0);
    assert_eq!(edge.flags[0], FlagShare { status: 200, flags: "-".into(), protocol: Protocol::Http, percent: 80.0 });
    let into_service = graph.edge("app:default/api-gateway>service:default/staff").unwrap();
    assert_eq!((into_service.response_times, into_service.rates.total()), (None, 10.0));
    assert!(graph.node("service:default/staff").unwrap().badges.virtual_service);
    assert!(graph.node("app:default/api-gateway").unwrap().badges.traffic_source);
}

#[test]
fn graph_types_merge_what_kiali_merges() {
    let traffic = canary();
    let ids = |graph_type| build(&traffic, graph_type).nodes.into_iter().map(|node| node.id).collect::<Vec<_>>();
    assert_eq!(ids(GraphType::App), ["app:default/api-gateway", "app:default/staff", "service:default/staff"]);
    assert_eq!(
        ids(GraphType::Workload),
        [
            "workload:default/api-gateway",
            "service:default/staff",
            "workload:default/staff-risky",
            "workload:default/staff-safe"
        ]
    );
    assert_eq!(ids(GraphType::Service), ["workload:default/api-gateway", "service:default/staff"]);
}

#[test]
fn what_reaches_no_host_passes_its_service_or_ends_beside_its_caller() {
    let client = Endpoint { kind: EndpointKind::Client, workload: "client".into(), ..Endpoint::default() };
    let traffic = Traffic {
        window: 1.0,
        flows: vec![flow(client.clone(), None, "staff", &[(503, "UH", 1)]), flow(client, None, "", &[(404, "NR", 1)])],
        ..Traffic::default()
    };
    let graph = build(&traffic, GraphType::VersionedApp);
    assert_eq!(graph.edge("client:/client>service:default/staff").unwrap().health, Health::Failure);
    assert_eq!(graph.edge("client:/client>end:client:/client/NR").unwrap().flags[0].flags, "NR");
    assert_eq!(graph.edge("service:default/staff>end:service:default/staff/UH").unwrap().flags[0].flags, "UH");
}

#[test]
fn idle_nodes_and_missing_pods_show() {
    let facts = |ready| WorkloadFacts {
        endpoint: workload("staff", "safe"),
        pods_ready: ready,
        pods_total: 2,
        ..WorkloadFacts::default()
    };
    let graph = build(&Traffic { workloads: vec![facts(2)], ..Traffic::default() }, GraphType::VersionedApp);
    assert!(graph.nodes[0].idle && graph.nodes[0].health == Health::Healthy && graph.nodes[0].parent.is_none());
    let graph = build(&Traffic { workloads: vec![facts(0)], ..Traffic::default() }, GraphType::VersionedApp);
    assert_eq!(graph.nodes[0].health, Health::Failure);
}

#[test]
fn a_branch_is_unused_once_nobody_may_pick_any_of_its_pods_or_no_request_came_for_its_weight() {
    let safe = "service:default/staff>app:default/staff/safe";
    let unused = |ready, barred| {
        let mut traffic = canary();
        let endpoint = workload("staff", "safe");
        let facts = WorkloadFacts { endpoint, pods_ready: ready, pods_barred: barred, ..WorkloadFacts::default() };
        traffic.workloads = vec![facts];
        build(&traffic, GraphType::VersionedApp).edge(safe).unwrap().unused
    };
    assert_eq!([(2, 2), (2, 1), (0, 0)].map(|(ready, barred)| unused(ready, barred)), [true, false, false]);
    let mut silent = canary();
    silent.flows.iter_mut().for_each(|flow| flow.responses.clear());
    assert!(build(&silent, GraphType::VersionedApp).edge(safe).unwrap().unused);
}

#[test]
fn mirrors_are_edges_of_their_own_and_part_of_no_share() {
    let mut traffic = canary();
    let mut mirror = flow(workload("api-gateway", ""), Some(workload("staff", "shadow")), "staff", &[(200, "-", 100)]);
    mirror.mirror = true;
    traffic.flows.push(mirror);
    let graph = build(&traffic, GraphType::VersionedApp);
    assert_eq!(graph.edge("service:default/staff>app:default/staff/safe").unwrap().share, Some(90.0));
    let mirror = graph.edge("service:default/staff>app:default/staff/shadow~mirror").unwrap();
    assert_eq!((mirror.kind, mirror.share, mirror.rates.total()), (EdgeKind::Mirror, None, 10.0));
}

#[test]
fn a_flow_knows_the_edges_that_it_runs_over() {
    let (graph, paths) = build_with_paths(&canary(), GraphType::VersionedApp);
    let names = |path: EdgePath| path.map(|edge| graph.edges[edge.unwrap().index()].target.clone());
    assert_eq!(names(paths[0]), ["service:default/staff", "app:default/staff/safe"]);
    assert_eq!(names(paths[1]), ["service:default/staff", "app:default/staff/risky"]);
}

#[test]
fn a_split_over_services_is_measured_by_its_route() {
    let sender = |version| workload("front", version);
    let sent = |source, service, count| flow(source, Some(workload(service, "")), service, &[(200, "-", count)]);
    let share = |source, service: &str, weight, requests, of| ServiceShare {
        source,
        service: service.into(),
        service_namespace: "default".into(),
        weight,
        requests,
        of,
    };
    let traffic = Traffic {
        window: 10.0,
        flows: vec![
            sent(sender("a"), "old", 60),
            sent(sender("a"), "new", 40),
            sent(sender("b"), "old", 30),
            sent(sender("b"), "new", 70),
            // What takes another route counts in no share of this one.
            sent(sender("a"), "other", 900),
        ],
        shares: vec![
            share(sender("a"), "old", 80.0, 60, 100),
            share(sender("a"), "new", 20.0, 40, 100),
            share(sender("b"), "old", 80.0, 30, 100),
            share(sender("b"), "new", 20.0, 70, 100),
        ],
        ..Traffic::default()
    };
    let graph = build(&traffic, GraphType::VersionedApp);
    let figures = |graph: &Graph, id: &str| graph.edge(id).map(|edge| (edge.share, edge.weight)).unwrap();
    assert_eq!(figures(&graph, "app:default/front/a>service:default/old"), (Some(60.0), Some(80.0)));
    assert_eq!(figures(&graph, "app:default/front/a>service:default/new"), (Some(40.0), Some(20.0)));
    assert_eq!(figures(&graph, "app:default/front/b>service:default/new"), (Some(70.0), Some(20.0)));
    assert_eq!(figures(&graph, "app:default/front/a>service:default/other"), (Some(90.0), None));
    let merged = build(&traffic, GraphType::App);
    assert_eq!(figures(&merged, "app:default/front>service:default/old"), (Some(45.0), Some(80.0)));
}

#[test]
fn ends_without_a_host_are_places_with_their_share() {
    let client = Endpoint { kind: EndpointKind::Client, workload: "client".into(), ..Endpoint::default() };
    let mut traffic = canary();
    traffic.flows.extend([
        flow(workload("api-gateway", ""), None, "staff", &[(503, "UO", 20), (503, "UH", 80)]),
        flow(client.clone(), None, "", &[(404, "NR", 5)]),
        flow(client, None, "", &[(0, "-", 1)]),
    ]);
    let (graph, paths) = build_with_paths(&traffic, GraphType::VersionedApp);
    let place = |id: &str| {
        let node = graph.node(id).unwrap();
        (node.label.as_str(), node.version.as_str(), node.kind, node.health)
    };
    let failing = |label, flag| (label, flag, NodeKind::Unknown, Health::Failure);
    assert_eq!(place("end:service:default/staff/UO"), failing("UO: overflow", "UO"));
    assert_eq!(place("end:service:default/staff/UH"), failing("UH: no healthy upstream", "UH"));
    assert_eq!(place("end:client:/client/NR").0, "NR: no route");
    assert_eq!(place("unknown").1, "", "what ended otherwise stays where it was");
    let share = |target: &str| graph.edges.iter().find(|edge| edge.target == target).unwrap().share.unwrap();
    assert_eq!(share("end:service:default/staff/UO"), 10.0);
    assert_eq!(share("end:service:default/staff/UH"), 40.0);
    // A request flies as far as it is known to go.
    let ids: Vec<Vec<&str>> = paths
        .iter()
        .map(|path| path.iter().flatten().map(|edge| graph.edges[edge.index()].target.as_str()).collect())
        .collect();
    assert_eq!(ids[2], ["service:default/staff"]);
    assert_eq!(ids[3], ["end:client:/client/NR"]);
    assert_eq!(graph.node("service:default/staff").unwrap().sits_on, None, "it stands alone where requests end at it");
}
