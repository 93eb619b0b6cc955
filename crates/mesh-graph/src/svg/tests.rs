use super::describe::describe;
use super::label::{pills, second_line};
use super::theme::Palette;
use crate::*;

fn sample() -> Graph {
    let endpoint = |app: &str, version: &str| Endpoint {
        namespace: "default".into(),
        app: app.into(),
        version: version.into(),
        workload: format!("{app}-{version}"),
        ..Endpoint::default()
    };
    let flow = |version: &str, status: u16, count: u64| Flow {
        source: endpoint("api-gateway", ""),
        destination: Some(endpoint("staff", version)),
        service: "staff".into(),
        service_namespace: "default".into(),
        responses: vec![Response { status, flags: "-".into(), count, ..Response::default() }],
        ..Flow::default()
    };
    let traffic = Traffic {
        window: 10.0,
        flows: vec![flow("safe", 200, 97), flow("risky & <new>", 502, 3)],
        services: vec![ServiceFacts {
            name: "staff".into(),
            namespace: "default".into(),
            badges: Badges { virtual_service: true, circuit_breaker: true, ..Badges::default() },
            apps: vec!["staff".into()],
            weights: vec![("staff".into(), "safe".into(), 90.0)],
            ..ServiceFacts::default()
        }],
        ..Traffic::default()
    };
    build(&traffic, GraphType::VersionedApp)
}

fn draw_graph(graph: &Graph, theme: Theme) -> String {
    svg(graph, &layout(graph, Stage::default(), None), theme, "Canary \"by\" weight")
}

fn draw(theme: Theme) -> String {
    draw_graph(&sample(), theme)
}

fn node(id: &str, kind: NodeKind) -> Node {
    Node { id: id.into(), kind, label: id.into(), app: id.into(), ..Node::default() }
}

/// One node by itself, as it is drawn.
fn draw_node(node: Node) -> String {
    draw_graph(&Graph { nodes: vec![node], ..Graph::default() }, Theme::Light)
}

fn edge(ok: f64, client_error: f64, server_error: f64) -> Edge {
    let rates = Rates { ok, client_error, server_error, ..Rates::default() };
    Edge {
        id: "a>b".into(),
        source: "a".into(),
        target: "b".into(),
        rates,
        health: health::of_rates(&rates),
        idle: rates.total() <= 0.0,
        ..Edge::default()
    }
}

/// Two apps and what is between them.
fn between(edge: Edge) -> Graph {
    let nodes = ["a", "b"].map(|id| node(id, NodeKind::App)).to_vec();
    Graph { nodes, edges: vec![edge], ..Graph::default() }
}

#[test]
fn a_drawing_needs_nothing_from_outside() {
    for theme in [Theme::Light, Theme::Dark] {
        let text = draw(theme);
        assert!(!text.contains("var(") && !text.contains("url(") && !text.contains("class="), "{text}");
    }
}

#[test]
fn it_says_in_words_the_figures_that_it_shows() {
    let text = draw(Theme::Light);
    assert!(text.contains("<title>Canary &quot;by&quot; weight</title>"));
    assert!(text.contains(r#"role="img""#));
    for figures in [
        "api-gateway to staff: 10.0 rps, ▲ 3.0 % errors.",
        "staff to staff safe: 97.0 % (weight 90 %).",
        "staff to staff risky &amp; &lt;new&gt;: 0.30 rps, ◆ 100 % errors.",
    ] {
        assert!(text.contains(figures), "{figures} in {text}");
    }
    // Whatever is told stands in the picture.
    for drawn in ["10.0 rps", "▲ 3.0 %", "97.0 %", "90 %", "0.30 rps", "◆ 100 %"] {
        assert!(text.contains(&format!(">{drawn}</text>")), "{drawn} in {text}");
    }
    assert!(!text.contains("%err"));
}

#[test]
fn words_tell_of_empty_branches_cuts_mirrors_and_pods() {
    let said = |edge: Edge| describe(&between(edge));
    let unused = Edge { weight: Some(10.0), share: Some(0.0), ..edge(0.0, 0.0, 0.0) };
    assert!(said(unused).ends_with("2 nodes, 0 of them services, 1 edges. a to b: 0 % (weight 10 %)."));
    let cut = Edge { is_cut: true, ..edge(0.0, 0.0, 5.0) };
    assert!(said(cut).ends_with("a to b: 5.0 rps, ◆ 100 % errors, cut on purpose."));
    assert!(said(Edge { kind: EdgeKind::Mirror, ..edge(2.0, 0.0, 0.0) }).ends_with("a to b: mirrored, 2.0 rps."));
    assert!(said(edge(0.0, 0.0, 0.0)).ends_with("1 edges."));
    let missing = Node { pods_total: 1, ..node("a", NodeKind::App) };
    let graph = Graph { nodes: vec![missing], ..Graph::default() };
    assert!(describe(&graph).ends_with("a: 0 of 1 ready."));
}

#[test]
fn sign_and_colour_of_errors_agree() {
    let palette = Palette::of(Theme::Light);
    let (good, bad) = (palette.good, palette.bad);
    let amber = palette.warning_tag;
    for (client_error, server_error, sign, fill, ink) in [
        (5.0, 0.0, "", good, "#ffffff"),
        (11.0, 0.0, "▲ ", amber, "#241a00"),
        (25.0, 0.0, "◆ ", bad, "#ffffff"),
        (0.0, 5.0, "▲ ", amber, "#241a00"),
        (0.0, 11.0, "◆ ", bad, "#ffffff"),
        (0.0, 25.0, "◆ ", bad, "#ffffff"),
    ] {
        let text =
            draw_graph(&between(edge(100.0 - client_error - server_error, client_error, server_error)), Theme::Light);
        let lines: Vec<&str> = text.lines().collect();
        let figure = format!(">{sign}{:.1} %</text>", client_error + server_error);
        let at = lines.iter().position(|line| line.contains(&figure)).unwrap_or_else(|| panic!("{figure} in {text}"));
        assert!(lines[at].contains(&format!("fill=\"{ink}\"")), "{}", lines[at]);
        assert!(lines[at - 1].contains(&format!("fill=\"{fill}\"/>")), "{}", lines[at - 1]);
    }
}

#[test]
fn what_has_no_room_is_left_out_the_least_first() {
    let split = Edge { share: Some(9.83), weight: Some(10.0), ..edge(90.0, 0.0, 10.0) };
    let said =
        |edge: &Edge, is_dense, room| pills(edge, is_dense, room).into_iter().map(|pill| pill.text).collect::<Vec<_>>();
    assert_eq!(said(&split, false, 200.0), ["9.8 %", "10 %", "◆ 10.0 %"]);
    assert_eq!(said(&split, false, 130.0), ["9.8 %", "◆ 10.0 %"]);
    assert_eq!(said(&split, false, 80.0), ["◆ 10.0 %"]);
    assert_eq!(said(&split, false, 0.0), [""; 0]);
    let plain = edge(90.0, 0.0, 10.0);
    assert_eq!(said(&plain, false, 200.0), ["100 rps", "◆ 10.0 %"]);
    assert_eq!(said(&plain, true, 200.0), ["◆ 10.0 %"]);
}

#[test]
fn lines_tell_how_much_and_what_flows_on_them() {
    let drawn = |edge: Edge| draw_graph(&between(edge), Theme::Light);
    let (red, dashes) = (Palette::of(Theme::Light).bad, "stroke-dasharray=\"7 5\"");
    for (rate, width) in [(0.5, "2"), (3.0, "3"), (100.0, "5.5")] {
        let text = drawn(edge(rate, 0.0, 0.0));
        assert!(text.contains(&format!("stroke=\"#257a3e\" stroke-width=\"{width}\"/>")), "{rate} rps: {text}");
        assert!(!text.contains(dashes) && !text.contains(red));
    }
    assert!(drawn(Edge { kind: EdgeKind::Mirror, ..edge(1.0, 0.0, 0.0) }).contains(dashes));
    assert!(drawn(Edge { retries: 0.1, ..edge(1.0, 0.0, 0.0) }).contains(dashes));
    let strokes = format!("stroke=\"{red}\" stroke-width=\"2\"/>");
    let cross = format!("stroke=\"{red}\" stroke-width=\"3\" stroke-linecap=\"round\"/>");
    let unused = drawn(Edge { weight: Some(10.0), unused: true, ..edge(0.0, 0.0, 0.0) });
    assert!(unused.contains(&strokes) && unused.contains("stroke-width=\"1.5\"/>") && !unused.contains(&cross));
    assert!(!drawn(Edge { weight: Some(10.0), ..edge(1.0, 0.0, 0.0) }).contains(&strokes));
    // What came before its pods were put out is told still, on a thin grey line.
    let left = drawn(Edge { unused: true, ..edge(0.0, 0.0, 16.0) });
    assert!(left.contains(&strokes) && left.contains("stroke-width=\"1.5\"/>") && left.contains("16.0 rps"));
    let cut = drawn(Edge { is_cut: true, ..edge(1.0, 0.0, 0.0) });
    assert!(cut.contains(&cross) && !cut.contains(&strokes));
}

#[test]
fn nodes_carry_the_signs_that_the_page_draws() {
    let end = node("end:UH service:default/staff", NodeKind::Unknown);
    for node in [node("gateway", NodeKind::Gateway), node("client", NodeKind::Client), end] {
        let glyph = format!("<path d=\"{}\" fill=\"none\"", node.glyph());
        // What has a glyph has no dots.
        let text = draw_node(Node { pods_ready: 1, pods_total: u32::from(node.kind == NodeKind::Gateway), ..node });
        assert!(text.contains(&glyph) && !text.contains("r=\"3.5\""), "{text}");
    }
    let app = |health| Node { health, ..node("a", NodeKind::App) };
    for (health, colour) in [(Health::Degraded, "#b98412"), (Health::Failure, "#951212")] {
        let sign = format!("<path d=\"{}\" fill=\"{colour}\"", app(health).health_sign());
        assert!(draw_node(app(health)).contains(&sign));
    }
    assert!(!draw_node(app(Health::Healthy)).contains("paint-order"));
    assert!(draw_node(Node { fault: Some(mesh_view::Fault::Kill), ..app(Health::Healthy) }).contains("l-7 9h5"));
}

#[test]
fn a_service_entry_is_a_plate_and_tcp_has_a_colour_of_its_own_until_it_fails() {
    let service = node("books.example", NodeKind::Service);
    let plate = "M-20 -17L10 -17L20 0L10 17L-20 17Z";
    assert!(!draw_node(service.clone()).contains(plate));
    assert!(draw_node(Node { is_service_entry: true, ..service }).contains(plate));
    let tcp = |health| {
        let rates = Rates { ok: 2.0, ..Rates::default() };
        Edge { protocols: vec![ProtocolRates { protocol: Protocol::Tcp, rates }], health, ..edge(2.0, 0.0, 0.0) }
    };
    let line = |colour: &str| format!("fill=\"none\" stroke=\"{colour}\" stroke-width");
    for (edge, colour) in [
        (tcp(Health::None), "#0a58b5"),
        (tcp(Health::Failure), "#951212"),
        (Edge { idle: true, ..tcp(Health::None) }, "#8a929e"),
        (edge(2.0, 0.0, 0.0), "#257a3e"),
    ] {
        assert!(draw_graph(&between(edge), Theme::Light).contains(&line(colour)), "{colour}");
    }
}

#[test]
fn discs_are_those_of_the_page() {
    use mesh_view::Badge;
    let badges = Badges {
        circuit_breaker: true,
        virtual_service: true,
        tcp_traffic_shifting: true,
        request_timeout: true,
        fault_injection: true,
        gateway: true,
        ..Badges::default()
    };
    let text = draw_node(Node { badges, ..node("staff", NodeKind::Service) });
    let drawn = [Badge::CircuitBreaker, Badge::TcpTrafficShifting, Badge::FaultInjection, Badge::RequestTimeout];
    for badge in Badge::ALL {
        assert_eq!(text.contains(badge.path()), drawn.contains(&badge), "{badge:?} in {text}");
    }
    assert!(text.contains(&format!("<path d=\"{}\" fill=\"#ffffff\"/>", Badge::CircuitBreaker.path())));
    assert!(text.contains("<title>TCP traffic shifting</title>"));
}

#[test]
fn below_a_name_stands_what_is_wrong_before_a_rate() {
    let ejected = |seconds_left| EjectedPod { pod: "b-1".into(), client: "a".into(), seconds_left };
    let badges = Badges { ejected: vec![ejected(3.0), ejected(65.2)], ..Badges::default() };
    let pods = Node { pods_ready: 1, pods_total: 2, ..node("b", NodeKind::App) };
    let out = Node { badges, ..pods.clone() };
    let rates = Rates { ok: 9.0, server_error: 1.0, ..Rates::default() };
    let busy = Node { inbound: rates, health: Health::Failure, ..node("b", NodeKind::App) };
    let said = |node: &Node, is_dense| second_line(node, is_dense).map(|line| (line.text, line.is_bad));
    for (node, is_dense, expected) in [
        (&out, true, Some(("back in 66 s", true))),
        (&pods, false, Some(("1 of 2 ready", true))),
        (&busy, true, Some(("10.0 rps · ◆ 10.0 %", true))),
        (&busy, false, None),
    ] {
        assert_eq!(said(node, is_dense), expected.map(|(text, is_bad)| (text.to_owned(), is_bad)));
    }
    let calm = Node { inbound: Rates { ok: 0.25, ..Rates::default() }, ..node("b", NodeKind::App) };
    assert_eq!(said(&calm, true), Some(("0.25 rps".to_owned(), false)));
    let line = |words: &str| format!("fill=\"#951212\" font-size=\"11\" font-weight=\"600\">{words}</text>");
    assert!(draw_node(out).contains(&line("back in 66 s")));
    assert!(draw_node(Node { pods_ready: 0, pods_total: 1, ..pods }).contains(&line("0 of 1 ready")));
}

#[test]
fn what_is_wrong_is_red_and_what_is_fine_green() {
    let text = draw(Theme::Light);
    assert!(text.contains(r##"stroke="#951212""##) && text.contains(r##"stroke="#257a3e""##));
}
