use crate::*;

/// A graph of nodes by name (`box/name` is boxed) and edges by index.
fn graph(names: &[&str], edges: &[(usize, usize)]) -> Graph {
    let flows: Vec<Flow> = Vec::new();
    let mut graph = build(&Traffic { flows, ..Traffic::default() }, GraphType::VersionedApp);
    for name in names {
        let facts = WorkloadFacts {
            endpoint: Endpoint { app: (*name).into(), namespace: "n".into(), ..Endpoint::default() },
            pods_ready: 1,
            pods_total: 1,
            ..WorkloadFacts::default()
        };
        let mut node = build(&Traffic { workloads: vec![facts], ..Traffic::default() }, GraphType::App).nodes.remove(0);
        node.parent = name.split_once('/').map(|(parent, _)| format!("box:{parent}"));
        graph.nodes.push(node);
    }
    for (source, target) in edges {
        let (source, target) = (&graph.nodes[*source].id, &graph.nodes[*target].id);
        graph.edges.push(Edge {
            id: format!("{source}>{target}"),
            source: source.clone(),
            target: target.clone(),
            kind: EdgeKind::Request,
            rates: Rates::default(),
            share: None,
            weight: None,
            retries: 0.0,
            response_times: None,
            health: Health::None,
            idle: false,
            flags: Vec::new(),
            is_cut: false,
            found: None,
        });
    }
    graph
}

fn order_of(layout: &Layout, ids: &[&str]) -> Vec<String> {
    let mut places: Vec<&NodePlace> =
        layout.nodes.iter().filter(|place| ids.iter().any(|id| place.id == format!("app:n/{id}"))).collect();
    places.sort_by(|a, b| a.center.y.total_cmp(&b.center.y));
    places.iter().map(|place| place.id.trim_start_matches("app:n/").to_owned()).collect()
}

#[test]
fn traffic_goes_from_left_to_right_also_around_a_cycle() {
    let graph = graph(&["a", "b", "c"], &[(0, 1), (1, 2), (2, 0), (1, 1)]);
    let layout = layout(&graph, Stage::default(), None);
    let x: Vec<f64> = layout.nodes.iter().map(|place| place.center.x).collect();
    assert!(x[0] < x[1] && x[1] < x[2]);
    let back = &layout.edges[2].points;
    assert!(back[0].x > back[back.len() - 1].x, "the edge that closes the cycle runs back");
    assert_eq!(layout.edges[3].points.len(), 4, "a loop");
}

#[test]
fn versions_share_a_column_and_their_box_holds_only_them() {
    let graph = graph(&["in", "s/v1", "s/v2", "other", "end"], &[(0, 1), (0, 2), (0, 3), (1, 4), (3, 4)]);
    let layout = layout(&graph, Stage::default(), None);
    let area = &layout.boxes[0];
    let inside = |place: &NodePlace| {
        (area.origin.x..area.origin.x + area.width).contains(&place.center.x)
            && (area.origin.y..area.origin.y + area.height).contains(&place.center.y)
    };
    assert_eq!(layout.nodes.iter().map(inside).collect::<Vec<_>>(), [false, true, true, false, false]);
    assert!(layout.width > area.origin.x + area.width && layout.height > area.origin.y + area.height);
}

#[test]
fn an_edit_keeps_the_order() {
    let before = graph(&["in", "x", "y", "z"], &[(0, 1), (0, 2), (0, 3)]);
    let first = layout(&before, Stage::default(), None);
    let order = order_of(&first, &["x", "y", "z"]);
    // The same nodes in another order of the file, and a new one.
    let after = graph(&["z", "new", "y", "x", "in"], &[(4, 0), (4, 1), (4, 2), (4, 3)]);
    let second = layout(&after, Stage::default(), Some(&first));
    assert_eq!(order_of(&second, &["x", "y", "z"]), order);
    assert_eq!(second, layout(&after, Stage::default(), Some(&first)), "deterministic");
}

#[test]
fn what_has_no_edges_makes_rows() {
    let names: Vec<String> = (0..9).map(|index| format!("n{index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let layout = layout(&graph(&names, &[]), Stage::default(), None);
    assert_eq!(layout.nodes.iter().map(|place| place.rank).max(), Some(2));
}

#[test]
fn nothing_is_laid_out_as_nothing() {
    assert_eq!(layout(&Graph::default(), Stage::default(), None), Layout::default());
    let mut dangling = graph(&["a"], &[(0, 0)]);
    dangling.edges[0].target = "gone".into();
    assert_eq!(layout(&dangling, Stage::default(), None).edges[0].points, []);
}

proptest::proptest! {
    #[test]
    fn any_graph_is_laid_out_without_overlap(
        size in 1_usize..30,
        pairs in proptest::collection::vec((0_usize..30, 0_usize..30), 0..60),
        boxed in proptest::collection::vec(0_usize..5, 30),
    ) {
        let names: Vec<String> =
            (0..size).map(|index| if boxed[index] > 0 { format!("b{}/{index}", boxed[index]) } else { index.to_string() }).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let edges: Vec<(usize, usize)> = pairs.into_iter().filter(|(source, target)| *source < size && *target < size).collect();
        let before = layout(&graph(&names[..size.div_ceil(2)], &[]), Stage::default(), None);
        let previous = edges.len().is_multiple_of(2).then_some(&before);
        let layout = layout(&graph(&names, &edges), Stage::default(), previous);
        for (index, place) in layout.nodes.iter().enumerate() {
            proptest::prop_assert!(place.center.x.is_finite() && place.center.y.is_finite());
            for other in &layout.nodes[..index] {
                let apart = (place.center.x - other.center.x).abs() >= 40.0 || (place.center.y - other.center.y).abs() >= 40.0;
                proptest::prop_assert!(apart, "{} and {} overlap", place.id, other.id);
            }
        }
    }
}
