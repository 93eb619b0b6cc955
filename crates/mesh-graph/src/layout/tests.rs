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
            ..Edge::default()
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

/// The same with groups: each node in one of those, some of them within another.
fn grouped(mut graph: Graph, of: &[usize]) -> Graph {
    let group = |at: usize| Group {
        id: format!("namespace:{at}"),
        label: format!("team-{at}"),
        parent: (at % 3 == 2).then(|| format!("namespace:{}", at - 1)),
        apps: 2,
        ..Group::default()
    };
    graph.groups = (1..6).map(group).collect();
    for (at, node) in graph.nodes.iter_mut().enumerate() {
        let whole = node
            .parent
            .as_ref()
            .map_or(at, |parent| parent.len() + parent.as_bytes().last().map_or(0, |last| *last as usize));
        node.group = of.get(whole % of.len()).filter(|at| **at > 0).map(|at| format!("namespace:{at}"));
    }
    graph
}

proptest::proptest! {
    #[test]
    fn frames_hold_what_is_theirs_and_nothing_else(
        size in 1_usize..24,
        pairs in proptest::collection::vec((0_usize..24, 0_usize..24), 0..50),
        boxed in proptest::collection::vec(0_usize..5, 24),
        of in proptest::collection::vec(0_usize..6, 24),
        is_tall in proptest::bool::ANY,
    ) {
        let names: Vec<String> =
            (0..size).map(|index| if boxed[index] > 2 { format!("b{}/{index}", boxed[index]) } else { index.to_string() }).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let edges: Vec<(usize, usize)> = pairs.into_iter().filter(|(source, target)| *source < size && *target < size).collect();
        let graph = grouped(graph(&names, &edges), &of);
        let stage = if is_tall { Stage { width: 374.0, height: 480.0 } } else { Stage::default() };
        let layout = layout(&graph, stage, None);
        proptest::prop_assert_eq!(layout.nodes.len(), graph.nodes.len());
        let chain = |id: Option<&String>| std::iter::successors(id.cloned(), |id| graph.groups.iter().find(|group| group.id == *id)?.parent.clone()).collect::<Vec<_>>();
        for (node, place) in graph.nodes.iter().zip(&layout.nodes) {
            proptest::prop_assert_eq!(&node.id, &place.id);
            let around = chain(node.group.as_ref());
            for area in layout.boxes.iter().filter(|area| area.is_group()) {
                let (x, y) = (place.center.x - area.origin.x, place.center.y - area.origin.y);
                let is_inside = x >= 20.0 && y >= 20.0 && x <= area.width - 20.0 && y <= area.height - 20.0;
                let is_outside = x <= -20.0 || y <= -20.0 || x >= area.width + 20.0 || y >= area.height + 20.0;
                proptest::prop_assert!(if around.contains(&area.id) { is_inside } else { is_outside }, "{} and {}", place.id, area.id);
            }
        }
        for (edge, curve) in graph.edges.iter().zip(&layout.edges) {
            let near = |id: &str, point: Option<&Point>| {
                let (at, point) = (layout.nodes.iter().find(|place| place.id == id).unwrap().center, point.unwrap());
                (at.x - point.x).abs() < 60.0 && (at.y - point.y).abs() < 60.0
            };
            proptest::prop_assert!(near(&edge.source, curve.points.first()) && near(&edge.target, curve.points.last()), "{}: {:?}", edge.id, curve.points);
            proptest::prop_assert!(curve.points.len() % 3 == 1 && curve.points.iter().all(|point| point.x.is_finite() && point.y.is_finite()));
        }
    }
}

/// Nodes that call each the next one.
fn chain(count: usize) -> Graph {
    let names: Vec<String> = (0..count).map(|at| format!("service-{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    graph(&names, &(1..count).map(|next| (next - 1, next)).collect::<Vec<_>>())
}

/// The places of nodes across traffic, each once.
fn lines(layout: &Layout) -> Vec<f64> {
    let down = layout.stage.flows_down();
    let mut across: Vec<f64> =
        layout.nodes.iter().map(|place| if down { place.center.x } else { place.center.y }).collect();
    across.dedup_by(|one, other| (*one - *other).abs() < 0.5);
    across
}

#[test]
fn a_chain_that_is_longer_than_its_stage_goes_on_in_further_lines_of_about_one_length() {
    for (count, width, height, expected) in [
        (6, 978.0, 462.0, 1),
        (10, 978.0, 462.0, 2),
        (20, 978.0, 462.0, 3),
        (20, 1_424.0, 640.0, 2),
        (10, 374.0, 480.0, 2),
        // No room for as many lines as it takes: it is pushed about.
        (20, 374.0, 480.0, 1),
        (20, 500.0, 200.0, 1),
    ] {
        let graph = chain(count);
        let stage = Stage { width, height };
        let layout = layout(&graph, stage, None);
        assert_eq!(
            lines(&layout).len(),
            expected,
            "{count} at {width} x {height}: {} x {}",
            layout.width,
            layout.height
        );
        let fits = layout.width <= width + 0.5 && layout.height <= height + 0.5;
        assert_eq!(fits, expected > 1 || count == 6, "{count} at {width} x {height}");
    }
}

#[test]
fn the_edge_to_the_next_line_runs_between_the_lines_and_enters_along_traffic() {
    let graph = chain(10);
    let layout = layout(&graph, Stage { width: 978.0, height: 462.0 }, None);
    let [above, below] = lines(&layout)[..] else { panic!("{:?}", lines(&layout)) };
    let turning: Vec<&EdgeCurve> = layout.edges.iter().filter(|curve| curve.points.len() > 4).collect();
    let [curve] = turning[..] else { panic!("{} turn", turning.len()) };
    let (first, last) = (curve.points[0], curve.points[curve.points.len() - 1]);
    assert!((first.y - above).abs() < 0.5 && (last.y - below).abs() < 0.5 && last.x < first.x);
    let middle = curve.point(0.5);
    assert!(middle.y > above + 60.0 && middle.y < below - 20.0, "{middle:?} between {above} and {below}");
    let before = curve.points[curve.points.len() - 2];
    assert!((before.y - last.y).abs() < 0.5 && before.x < last.x, "{before:?} to {last:?}");
    assert!(curve.points.iter().all(|point| point.x > 0.0 && point.x < layout.width));
    assert!(curve.room > 0.0, "its label has a place");
}

#[test]
fn what_would_be_torn_apart_stays_in_one_line() {
    // Two ways side by side, or one that runs back: no line may end between.
    for edges in [
        (1..10).flat_map(|next| [(next - 1, next), (next + 9, next + 10)]).collect::<Vec<_>>(),
        (1..10).map(|next| (next - 1, next)).chain([(9, 0)]).collect(),
    ] {
        let names: Vec<String> = (0..20).map(|at| format!("service-{at}")).collect();
        let count = if edges.len() > 10 { 20 } else { 10 };
        let names: Vec<&str> = names.iter().take(count).map(String::as_str).collect();
        let layout = layout(&graph(&names, &edges), Stage { width: 700.0, height: 462.0 }, None);
        assert!(layout.width > 700.0, "{}", layout.width);
    }
}

#[test]
fn what_lies_over_the_stage_breaks_no_line() {
    let graph = chain(6);
    let stage = Stage { width: 978.0, height: 462.0 };
    let beside = layout_beside(&graph, stage, 428.0, None);
    assert_eq!(lines(&beside).len(), 1, "it is one line on the whole stage");
    let graph = chain(10);
    let [whole, beside] = [0.0, 428.0].map(|covered| layout_beside(&graph, stage, covered, None));
    let breaks = |layout: &Layout| layout.edges.iter().map(|curve| curve.points.len() > 4).collect::<Vec<_>>();
    assert_eq!(breaks(&whole), breaks(&beside));
}
