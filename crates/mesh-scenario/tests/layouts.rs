//! Nothing on the stage covers anything else, and what stands there has its name.

use std::fmt::Write as _;

use mesh_graph::{Cover, Folding, Graph, Layout, NameSide, NodeKind, Part, Stage, covers};
use mesh_scenario::{Frame, Scenario, Session, SourceFile, Time, Work, presets};

/// What the page gives its stage at 1440x900, 390x844 and 2200x1200, with its panels and the card open and folded, and what its
/// details lie over.
const STAGES: [(f64, f64, f64); 8] = [
    (978.0, 462.0, 0.0),
    (978.0, 572.0, 0.0),
    (978.0, 572.0, 428.0),
    (1_424.0, 640.0, 0.0),
    (1_424.0, 640.0, 428.0),
    (374.0, 480.0, 0.0),
    (1_234.0, 872.0, 0.0),
    (2_184.0, 872.0, 0.0),
];

fn frames(scenario: &Scenario, folding: &Folding) -> impl Iterator<Item = (Stage, Frame)> {
    STAGES.into_iter().map(move |(width, height, covered)| {
        let stage = Stage { width, height };
        // Laid out as one that opens the page sees it.
        let mut session = Session::open(scenario.clone());
        session.seek(Time(20_000_000_000), &mut Work::unlimited()).expect("the work is unlimited");
        session.set_stage(stage);
        session.set_covered(covered);
        session.set_folding(folding.clone());
        (stage, session.frame())
    })
}

/// Pairs of what may lie over each other: parts of one node, and a triangle on what it is attached to.
fn may_meet(graph: &Graph, one: &Cover, other: &Cover) -> bool {
    let sits = |upper: &Cover, lower: &Cover| {
        let lower_node = graph.node(&lower.id);
        let on = graph.node(&upper.id).and_then(|node| node.sits_on.as_ref());
        let is_on = |on: &String| lower_node.is_some_and(|node| node.id == *on);
        on.is_some_and(is_on) && upper.part != Part::Name && lower.part != Part::Name
    };
    one.id == other.id || sits(one, other) || sits(other, one)
}

fn overlaps(graph: &Graph, layout: &Layout) -> Vec<String> {
    let covers = covers(graph, layout);
    let mut found = Vec::new();
    for (nth, one) in covers.iter().enumerate() {
        for other in covers.iter().skip(nth + 1) {
            if one.meets(other) && !may_meet(graph, one, other) {
                found.push(format!("{:?} of {} and {:?} of {}", one.part, one.id, other.part, other.id));
            }
        }
    }
    found
}

/// What stands where the page has its buttons, of a drawing that is not pushed about below them.
fn below_buttons(graph: &Graph, layout: &Layout) -> Vec<String> {
    let Stage { width, height } = layout.stage;
    let is_pushed = layout.width > width - layout.covered || layout.height > height;
    let meets = |cover: &Cover| cover.from.x < 114.0 && cover.to.y > height - 38.0;
    let all = covers(graph, layout).into_iter().filter(|cover| !is_pushed && meets(cover));
    all.map(|cover| format!("{:?} of {}", cover.part, cover.id)).collect()
}

fn judge(name: &str, scenario: &Scenario) {
    for folding in [Folding::default(), Folding { namespace_boxes: true, ..Folding::default() }] {
        judge_folded(name, scenario, &folding);
    }
}

fn judge_folded(name: &str, scenario: &Scenario, folding: &Folding) {
    for (stage, frame) in frames(scenario, folding) {
        let Frame { graph, layout, .. } = &frame;
        assert_eq!(overlaps(graph, layout), [""; 0], "{name} at {} x {}", stage.width, stage.height);
        assert_eq!(below_buttons(graph, layout), [""; 0], "{name} at {} x {}", stage.width, stage.height);
        let apps = graph.nodes.iter().filter(|node| node.kind == NodeKind::App).count();
        if apps > 25 {
            continue;
        }
        let shown = graph.nodes.iter().zip(&layout.nodes).filter(|(_, place)| place.side != NameSide::Nowhere);
        let named = |lines: &[String]| !lines.is_empty() && !lines.concat().ends_with('…');
        let (count, with_name) = shown
            .fold((0, 0), |(count, with_name), (_, place)| (count + 1, with_name + usize::from(named(&place.lines))));
        let nameless: Vec<_> = graph
            .nodes
            .iter()
            .zip(&layout.nodes)
            .filter(|(_, place)| place.side != NameSide::Nowhere && !named(&place.lines))
            .map(|(node, place)| (&node.id, &place.lines))
            .collect();
        assert!(
            10 * with_name >= 9 * count,
            "{name} at {} x {}: {with_name} of {count}, not {nameless:?}",
            stage.width,
            stage.height
        );
    }
}

#[test]
fn nothing_covers_anything_in_the_presets() {
    for preset in presets() {
        judge(preset.slug, &preset.scenario());
    }
}

/// Services by name and version with the calls of each, in a namespace.
fn mesh(services: &[(&str, &str, &[&str], &[&str])]) -> Scenario {
    let mut text = String::new();
    for (namespace, name, versions, calls) in services {
        let _ = write!(
            text,
            "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  selector: {{app: {name}}}\n  ports: [{{name: http, port: 80}}]\n---\n"
        );
        for version in *versions {
            let _ = write!(
                text,
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}-{version}, namespace: {namespace}}}\nspec:\n  selector: {{matchLabels: {{app: {name}, version: {version}}}}}\n  template:\n    metadata: {{labels: {{app: {name}, version: {version}}}}}\n    spec: {{containers: [{{name: app, image: app}}]}}\n---\n"
            );
        }
        let calls: Vec<String> = calls.iter().map(|call| format!("{{url: \"http://{call}/\"}}")).collect();
        let _ = write!(
            text,
            "apiVersion: playground.mesh/v1\nkind: App\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  selector: {{matchLabels: {{app: {name}}}}}\n  calls: [{}]\n---\n",
            calls.join(", ")
        );
    }
    if let Some((namespace, name, ..)) = services.first() {
        let _ = write!(
            text,
            "apiVersion: playground.mesh/v1\nkind: Traffic\nmetadata: {{name: visitors, namespace: {namespace}}}\nspec:\n  from: {name}-v1\n  request: {{url: \"http://{name}/\"}}\n  rate: 10\n"
        );
    }
    Scenario { files: vec![SourceFile { name: "mesh.yaml".into(), text }], seed: None }
}

#[test]
fn nothing_covers_anything_among_eleven_services() {
    let one = &["v1"][..];
    let all = [
        (
            "default",
            "frontend",
            one,
            &[
                "adservice",
                "recommendationservice",
                "productcatalogservice",
                "currencyservice",
                "cartservice",
                "shippingservice",
                "checkoutservice",
            ][..],
        ),
        ("default", "adservice", one, &[]),
        ("default", "recommendationservice", one, &["productcatalogservice"]),
        ("default", "productcatalogservice", &["v1", "v2"], &[]),
        ("default", "currencyservice", one, &[]),
        ("default", "cartservice", one, &["redis-cart"]),
        ("default", "redis-cart", one, &[]),
        ("default", "shippingservice", one, &[]),
        (
            "default",
            "checkoutservice",
            one,
            &[
                "productcatalogservice",
                "currencyservice",
                "cartservice",
                "shippingservice",
                "paymentservice",
                "emailservice",
            ],
        ),
        ("default", "paymentservice", one, &[]),
        ("default", "emailservice", one, &[]),
    ];
    let scenario = mesh(&all);
    judge("eleven services", &scenario);
    let (_, frame) = frames(&scenario, &Folding::default()).next().expect("a frame");
    let edges = frame.graph.edges.iter().filter(|edge| edge.target.starts_with("service:")).count();
    assert!(edges >= 15, "{edges}");
}

/// Sixty services in seven namespaces.
fn sixty() -> Scenario {
    let names: Vec<String> =
        (0..60).map(|at| format!("{}-service-{at}", ["orders", "users", "card-vault"][at % 3])).collect();
    let namespaces: Vec<String> = (0..60).map(|at| format!("team-{}", at / 9)).collect();
    let calls: Vec<Vec<String>> = (0..60)
        .map(|at| {
            let next = [2 * at + 1, 2 * at + 2, 3 * at + 4].into_iter().filter(|next| *next < 60);
            next.map(|next| format!("{}.{}", names[next], namespaces[next])).collect()
        })
        .collect();
    let calls: Vec<Vec<&str>> = calls.iter().map(|calls| calls.iter().map(String::as_str).collect()).collect();
    let service = |at: usize| {
        let versions: &[&str] = if at % 13 == 5 { &["v1", "v2"] } else { &["v1"] };
        (namespaces[at].as_str(), names[at].as_str(), versions, calls[at].as_slice())
    };
    let all: Vec<_> = (0..60).map(service).collect();
    mesh(&all)
}

#[test]
fn nothing_covers_anything_among_sixty_services() {
    let scenario = sixty();
    judge("sixty services", &scenario);
    let open = |teams: &[usize]| Folding {
        chosen: teams.iter().map(|team| (format!("namespace:team-{team}"), true)).collect(),
        ..Folding::default()
    };
    for teams in [&[0][..], &[1, 4], &[0, 2, 3, 6]] {
        judge_folded(&format!("sixty services with {teams:?} open"), &scenario, &open(teams));
    }
    judge_folded("all of sixty services", &scenario, &Folding { unfolded: true, ..Folding::default() });
}

#[test]
fn sixty_services_are_seven_cards_until_one_is_opened() {
    let scenario = sixty();
    let (_, folded) = frames(&scenario, &Folding::default()).next().expect("a frame");
    let cards = folded.graph.nodes.iter().filter(|node| node.kind == NodeKind::Group);
    assert_eq!(cards.count(), 7);
    let open = Folding { chosen: vec![("namespace:team-0".into(), true)], ..Folding::default() };
    let (_, frame) = frames(&scenario, &open).next().expect("a frame");
    let rates = |frame: &Frame, source: &str, target: &str| -> f64 {
        let is_between = |edge: &&mesh_graph::Edge| edge.source.contains(source) && edge.target.contains(target);
        frame.graph.edges.iter().filter(is_between).map(|edge| edge.rates.total()).sum()
    };
    // What leaves the namespace as one edge leaves it as several once it is open.
    let sum = rates(&folded, "namespace:team-0", "namespace:team-1");
    assert!(sum > 0.0 && (rates(&frame, "app:team-0/", "namespace:team-1") - sum).abs() < 1e-9);
}

#[test]
fn beside_the_details_traffic_flows_as_before_and_a_phone_shows_whole_presets() {
    for preset in presets() {
        for (stage, frame) in frames(&preset.scenario(), &Folding::default()) {
            let Frame { graph, layout, .. } = &frame;
            let room = stage.width - layout.covered;
            let right = layout.nodes.iter().map(|place| place.center.x).fold(0.0, f64::max);
            assert!(right < layout.width, "{}", preset.slug);
            // The page draws what is hardly too wide a little closer; what is wider than that is cut at a side.
            if stage.width < 400.0 {
                assert!(0.93 * layout.width <= room, "{} takes {} of {room}", preset.slug, layout.width);
            }
            let flows = |source: &str, target: &str| {
                let at = |id: &str| layout.nodes.iter().find(|place| place.id == id).map(|place| place.center);
                at(source).zip(at(target)).map(|(from, to)| (to.x - from.x, to.y - from.y))
            };
            let along = |(x, y): (f64, f64)| if stage.flows_down() { y } else { x };
            let back =
                graph.edges.iter().filter_map(|edge| flows(&edge.source, &edge.target)).filter(|by| along(*by) <= 0.0);
            assert_eq!(back.count(), 0, "{} at {} x {}", preset.slug, stage.width, stage.height);
        }
    }
}

/// What the page gives its stage at 1440x900, 1024x768 and 390x844.
const CHAIN_STAGES: [(f64, f64); 4] = [(978.0, 462.0), (1_424.0, 640.0), (960.0, 440.0), (374.0, 480.0)];

/// So many services that call each the next one.
fn chain(count: usize) -> Scenario {
    let names: Vec<String> = (0..count).map(|at| format!("service-{}", (b'a' + at as u8) as char)).collect();
    let calls: Vec<Vec<&str>> =
        (1..=count).map(|next| names.get(next).map(String::as_str).into_iter().collect()).collect();
    let all: Vec<_> = names
        .iter()
        .zip(&calls)
        .map(|(name, calls)| ("default", name.as_str(), &["v1"][..], calls.as_slice()))
        .collect();
    mesh(&all)
}

#[test]
fn a_chain_is_read_whole_whatever_its_length() {
    for count in [6, 10, 20] {
        let scenario = chain(count);
        judge(&format!("a chain of {count}"), &scenario);
        for (width, height) in CHAIN_STAGES {
            let stage = Stage { width, height };
            let mut session = Session::open(scenario.clone());
            session.seek(Time(20_000_000_000), &mut Work::unlimited()).expect("the work is unlimited");
            session.set_stage(stage);
            let frame = session.frame();
            let Frame { graph, layout, .. } = &frame;
            let label = format!("a chain of {count} at {width} x {height}: {} x {}", layout.width, layout.height);
            assert_eq!(overlaps(graph, layout), [""; 0], "{label}");
            // What is hardly too large is drawn a little closer.
            let fits = (0.93 * layout.width <= width, 0.93 * layout.height <= height);
            // Twenty on a phone are one column, which is pushed up and down.
            assert_eq!(fits, (true, !(stage.flows_down() && count == 20)), "{label}");
        }
    }
}
