use crate::*;

fn endpoint(namespace: &str, app: &str) -> Endpoint {
    Endpoint { namespace: namespace.into(), app: app.into(), workload: app.into(), ..Endpoint::default() }
}

/// Apps by namespace and name, and requests from one to another by their places with a status.
fn traffic(apps: &[(String, String)], calls: &[(usize, usize, u16)]) -> Traffic {
    let end = |at: usize| endpoint(&apps[at].0, &apps[at].1);
    let flow = |(source, target, status): &(usize, usize, u16)| Flow {
        source: end(*source),
        destination: Some(end(*target)),
        service: apps[*target].1.clone(),
        service_namespace: apps[*target].0.clone(),
        responses: vec![Response { status: *status, flags: "-".into(), count: 10, ..Response::default() }],
        attempts: 10,
        ..Flow::default()
    };
    let service = |(namespace, name): &(String, String)| ServiceFacts {
        name: name.clone(),
        namespace: namespace.clone(),
        apps: vec![name.clone()],
        ..ServiceFacts::default()
    };
    let workload = |(namespace, name): &(String, String)| WorkloadFacts {
        endpoint: endpoint(namespace, name),
        pods_ready: 1,
        pods_total: 1,
        ..WorkloadFacts::default()
    };
    Traffic {
        window: 1.0,
        flows: calls.iter().map(flow).collect(),
        services: apps.iter().map(service).collect(),
        workloads: apps.iter().map(workload).collect(),
        ..Traffic::default()
    }
}

fn teams(count: usize, each: usize) -> Vec<(String, String)> {
    (0..count * each).map(|at| (format!("team-{}", at / each), format!("app-{at:03}"))).collect()
}

fn folded(traffic: &Traffic, folding: &Folding) -> (Graph, Vec<EdgePath>) {
    let (graph, mut paths) = build_with_paths(traffic, GraphType::VersionedApp);
    let graph = fold(graph, &mut paths, folding, &mut None);
    (graph, paths)
}

fn ids(graph: &Graph) -> Vec<&str> {
    graph.nodes.iter().map(|node| node.id.as_str()).collect()
}

#[test]
fn few_apps_stand_one_by_one() {
    let traffic = traffic(&teams(5, 5), &[(0, 7, 200)]);
    let (whole, _) = build_with_paths(&traffic, GraphType::VersionedApp);
    assert_eq!(folded(&traffic, &Folding::default()).0, whole);
    let framed = folded(&traffic, &Folding { namespace_boxes: true, ..Folding::default() }).0;
    assert_eq!(framed.groups.len(), 5);
    assert!(framed.nodes.iter().all(|node| node.group.is_some()));
}

#[test]
fn edges_between_cards_are_sums_of_what_they_hold() {
    let apps = teams(3, 10);
    // Two from team 0 to team 1, one of them failing; one inside of team 1; team 2 calls nobody.
    let (graph, paths) = folded(
        &traffic(&apps, &[(0, 10, 200), (1, 11, 503), (10, 12, 200)]),
        &Folding {
            chosen: vec![("namespace:team-1".into(), false), ("namespace:team-0".into(), false)],
            ..Folding::default()
        },
    );
    assert_eq!(ids(&graph), ["namespace:team-0", "namespace:team-1", "namespace:team-2"]);
    let [edge] = graph.edges.as_slice() else { panic!("{:?}", graph.edges) };
    assert_eq!((edge.rates.ok, edge.rates.server_error, edge.health), (10.0, 10.0, Health::Failure));
    assert_eq!(
        edge.flags.iter().map(|flag| (flag.status, flag.percent)).collect::<Vec<_>>(),
        [(200, 50.0), (503, 50.0)]
    );
    // From the source to the service, and on to the app: the second half is inside of the card.
    assert_eq!(paths, [[Some(EdgeIndex(0)), None], [Some(EdgeIndex(0)), None], [None, None]]);
    let card = &graph.nodes[1];
    assert_eq!(
        (card.inbound.total(), card.health, card.card.as_ref().unwrap().apps.len()),
        (20.0, Health::Failure, 10)
    );
    assert!(!card.card.as_ref().unwrap().apps[0].is_unwell() && card.card.as_ref().unwrap().apps[1].is_unwell());
    assert!(graph.nodes[2].idle && !graph.nodes[0].idle);
}

#[test]
fn the_worst_opens_by_itself_and_stays_open() {
    let apps = teams(3, 10);
    let failing = traffic(&apps, &[(0, 10, 503), (1, 21, 200)]);
    let (graph, mut paths) = build_with_paths(&failing, GraphType::VersionedApp);
    let mut worst = None;
    let first = fold(graph, &mut paths, &Folding::default(), &mut worst);
    assert_eq!(worst.as_deref(), Some("namespace:team-1"));
    assert_eq!(
        first.groups.iter().map(|group| (group.id.as_str(), group.is_worst)).collect::<Vec<_>>(),
        [("namespace:team-1", true)]
    );
    assert!(first.node("app:team-1/app-010").is_some_and(|node| node.group.as_deref() == Some("namespace:team-1")));
    assert!(first.node("app:team-2/app-021").is_none());
    // It heals: nothing moves.
    let (graph, mut paths) = build_with_paths(&traffic(&apps, &[(0, 10, 200)]), GraphType::VersionedApp);
    let second = fold(graph, &mut paths, &Folding::default(), &mut worst);
    assert_eq!(second.groups, first.groups);
    // Folded by the reader it stays folded.
    let shut = Folding { chosen: vec![("namespace:team-1".into(), false)], ..Folding::default() };
    assert!(folded(&failing, &shut).0.groups.is_empty());
}

#[test]
fn what_must_be_seen_is_seen() {
    let names: Vec<(String, String)> = (0..300).map(|at| ("default".into(), format!("service-{at:04}"))).collect();
    let traffic = traffic(&names, &[(0, 1, 200)]);
    let (graph, _) = folded(&traffic, &Folding::default());
    assert!(graph.nodes.len() < 30 && graph.nodes.iter().all(|node| node.kind == NodeKind::Group), "{:?}", ids(&graph));
    for id in ["app:default/service-0123", "service:default/service-0123"] {
        let folding = Folding { revealed: vec![id.into()], ..Folding::default() };
        let (graph, _) = folded(&traffic, &folding);
        assert!(graph.node(id).is_some() && graph.nodes.len() < 120, "{:?}", ids(&graph));
    }
    let all = folded(&traffic, &Folding { unfolded: true, ..Folding::default() }).0;
    assert_eq!(all.nodes.len(), 600);
}

#[test]
fn every_request_runs_over_an_edge_that_is_there() {
    let apps = teams(4, 9);
    let calls: Vec<(usize, usize, u16)> =
        (0..36).map(|at| (at, (at * 7 + 5) % 36, if at % 9 == 4 { 503 } else { 200 })).collect();
    let traffic = traffic(&apps, &calls);
    let (whole, _) = build_with_paths(&traffic, GraphType::VersionedApp);
    let (graph, paths) = folded(&traffic, &Folding::default());
    for edge in paths.iter().flatten().flatten() {
        assert!(graph.edges.get(edge.index()).is_some());
    }
    for edge in &graph.edges {
        assert!(graph.node(&edge.source).is_some() && graph.node(&edge.target).is_some(), "{}", edge.id);
    }
    let apps: usize = graph
        .nodes
        .iter()
        .map(|node| node.card.as_ref().map_or(usize::from(node.kind == NodeKind::App), |card| card.apps.len()))
        .sum();
    assert_eq!(apps, whole.nodes.iter().filter(|node| node.kind == NodeKind::App).count());
}
