use super::dot_grammar::read;
use crate::*;

/// What somebody may call a version to break out of a text.
const HOSTILE: [&str; 10] = [
    "v1\"]; evil -> more [label=\"",
    "\\",
    "--> n0\nclick n0 href \"javascript:alert(1)\"",
    "]\nend\nsubgraph x",
    "<script>alert(1)</script>",
    "&quot;]; a -> b",
    "`**bold**`",
    "%% comment\n%%{init: {}}%%",
    "#quot;](https://example.com)",
    "end",
];

fn endpoint(app: &str, version: &str) -> Endpoint {
    Endpoint {
        namespace: "default".into(),
        app: app.into(),
        version: version.into(),
        workload: format!("{app}-{version}"),
        ..Endpoint::default()
    }
}

fn flow(from: &str, to: &str, version: &str, answers: &[(u16, &str, u64)]) -> Flow {
    let responses = answers.iter().map(|(status, flags, count)| Response {
        status: *status,
        flags: (*flags).into(),
        count: *count,
        ..Response::default()
    });
    Flow {
        source: endpoint(from, ""),
        destination: Some(endpoint(to, version)),
        service: to.into(),
        service_namespace: "default".into(),
        responses: responses.collect(),
        ..Flow::default()
    }
}

fn graph(flows: Vec<Flow>) -> Graph {
    build(&Traffic { window: 10.0, flows, ..Traffic::default() }, GraphType::VersionedApp)
}

fn canary() -> Graph {
    let mut mirror = flow("web", "copy", "v1", &[(200, "-", 100)]);
    mirror.mirror = true;
    graph(vec![
        flow("web", "staff", "v1", &[(200, "-", 90)]),
        flow("web", "staff", "v2", &[(503, "UF,URX", 7), (0, "DC", 3)]),
        mirror,
    ])
}

fn hostile() -> Graph {
    graph(HOSTILE.iter().map(|name| flow("web", name, name, &[(503, "-", 5)])).collect())
}

/// So many services behind one client.
fn many(count: usize) -> Graph {
    graph((0..count).map(|at| flow("web", &format!("service-{at}"), "v1", &[(200, "-", at as u64 + 1)])).collect())
}

#[test]
fn dot_says_each_node_and_edge_once_and_keeps_to_its_grammar() {
    for (graph, title) in [(canary(), "Canary"), (hostile(), HOSTILE[0]), (Graph::default(), ""), (many(300), "many")] {
        let text = dot(&graph, title);
        let said = read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!((said.nodes, said.edges), (graph.nodes.len(), graph.edges.len()), "{text}");
    }
    let text = dot(&canary(), "Canary");
    assert!(
        text.contains("shape=triangle") && text.contains("subgraph cluster_0") && text.contains("style=dashed"),
        "{text}"
    );
    assert!(text.contains("[label=\"◆ staff v2\", shape=box, color=\"#951212\"]"), "{text}");
    let labels = read(&dot(&hostile(), "")).unwrap().labels;
    assert!(labels.iter().any(|label| label.contains("v1\"]; evil")), "{labels:?}");
}

/// A line of Mermaid's flowcharts as we write it: outside of quotes nothing but what the grammar has for it.
fn is_line(line: &str) -> bool {
    let (mut outside, mut quoted, mut is_inside) = (String::new(), String::new(), false);
    for character in line.chars() {
        match character {
            '"' => {
                is_inside = !is_inside;
                outside.push('"');
            }
            _ if is_inside => quoted.push(character),
            _ => outside.push(character),
        }
    }
    // Markdown and HTML begin with these, entities end with the semicolon.
    let is_plain = !quoted.contains(['<', '>', '&', '`', '*', '[', ']', '{', '}', '\\', '|'])
        && !quoted.contains("%%")
        && quoted
            .split('#')
            .skip(1)
            .all(|rest| rest.split_once(';').is_some_and(|(number, _)| number.parse::<u32>().is_ok()));
    let shape = |text: &str| {
        let text = text.trim_start().trim_start_matches('n').trim_start_matches(|digit: char| digit.is_ascii_digit());
        ["[\"\"]", "[/\"\"\\]", "([\"\"])", "((\"\"))"].contains(&text)
    };
    let words: Vec<&str> = outside.split_whitespace().collect();
    let is_node = |word: &str| word.strip_prefix('n').is_some_and(|number| number.parse::<usize>().is_ok());
    let is_statement = match words.as_slice() {
        ["flowchart", "LR"] | ["end"] => true,
        ["subgraph", name] => name.ends_with("[\"\"]"),
        ["style", node, stroke] => is_node(node) && stroke.starts_with("stroke:#"),
        ["linkStyle", edge, stroke] => edge.parse::<usize>().is_ok() && stroke.starts_with("stroke:#"),
        [from, "-->" | "-.->" | "-->|\"\"|" | "-.->|\"\"|", to] => is_node(from) && is_node(to),
        ["%%", ..] => true,
        _ => shape(&outside),
    };
    !is_inside && is_plain && is_statement
}

#[test]
fn mermaid_keeps_to_its_grammar_whatever_names_say() {
    for graph in [canary(), hostile(), Graph::default(), many(60)] {
        let text = mermaid(&graph);
        for line in text.lines() {
            assert!(is_line(line), "{line}\n{text}");
        }
        let edges = text.lines().filter(|line| line.contains("->")).count();
        assert_eq!(edges, graph.edges.len(), "{text}");
        assert_eq!(text.matches("linkStyle").count(), edges);
    }
    let text = mermaid(&canary());
    assert!(text.contains("[/\"▲ staff\"\\]") && text.contains(" -.->|\"mirror 10 rps\"| "), "{text}");
}

#[test]
fn mermaid_is_never_larger_than_mermaid_draws() {
    for count in [400, 2_000] {
        let graph = many(count);
        let text = mermaid(&graph);
        assert!(text.chars().count() <= 50_000, "{}", text.chars().count());
        let edges = text.lines().filter(|line| line.contains("->")).count();
        assert!((50..=500).contains(&edges), "{edges}");
        let (nodes, all) = (graph.nodes.len(), graph.edges.len());
        assert!(text.trim_end().ends_with(&format!("of {nodes} nodes, {edges} of {all} edges")), "{text}");
    }
}

#[test]
fn markdown_holds_one_block_and_one_link() {
    let text = markdown(&hostile(), "A ](https://evil.example) *title* ```", "https://mesh.example/#1.abc) [x](y");
    assert_eq!(text.matches("```").count(), 2, "{text}");
    assert!(text.starts_with("```mermaid\nflowchart LR\n"));
    let last = text.lines().last().unwrap();
    assert_eq!(last, r"[A \](https://evil.example) \*title\* \`\`\`](https://mesh.example/#1.abc[x]y)");
}

#[test]
fn kiali_reads_what_it_writes() {
    let graph = canary();
    let text = kiali(&graph, 1_700_000_000, 10);
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((answer["timestamp"].as_u64(), answer["duration"].as_u64()), (Some(1_700_000_000), Some(10)));
    assert_eq!(answer["graphType"], "versionedApp");
    let nodes = answer["elements"]["nodes"].as_array().unwrap();
    assert_eq!(nodes[0]["data"]["isBox"], "app", "parents come first");
    let find = |id: &str| &nodes.iter().find(|node| node["data"]["id"] == id).unwrap()["data"];
    let failing = find("app:default/staff/v2");
    assert_eq!(
        (&failing["nodeType"], &failing["app"], &failing["version"]),
        (&"app".into(), &"staff".into(), &"v2".into())
    );
    assert_eq!(failing["traffic"][0]["rates"]["httpIn"], "1.00");
    assert_eq!(failing["traffic"][0]["rates"]["httpIn5xx"], "0.70");
    assert_eq!(failing["healthData"]["status"]["status"], "Failure");
    assert_eq!(failing["healthData"]["requests"]["inbound"]["http"]["503"], 0.7);
    assert_eq!(find("service:default/staff")["nodeType"], "service");
    let edges = answer["elements"]["edges"].as_array().unwrap();
    let failing = edges.iter().find(|edge| edge["data"]["target"] == "app:default/staff/v2").unwrap();
    let traffic = &failing["data"]["traffic"];
    assert_eq!((&traffic["protocol"], &traffic["rates"]["httpPercentErr"]), (&"http".into(), &"100.0".into()));
    assert_eq!(traffic["responses"]["503"]["flags"]["UF,URX"], "70.0");
    assert_eq!(traffic["responses"]["-"]["flags"]["DC"], "30.0");
}

#[test]
fn kialis_edges_carry_one_protocol_each_and_say_how_much_is_in_mutual_tls() {
    let mut mixed = flow("web", "staff", "v1", &[(200, "-", 60), (503, "UF", 20), (200, "-", 20)]);
    mixed.responses[0].protocol = Protocol::Grpc;
    mixed.responses[1].protocol = Protocol::Grpc;
    mixed.responses[2].protocol = Protocol::Tcp;
    mixed.mutual_tls = 80;
    let answer: serde_json::Value = serde_json::from_str(&kiali(&graph(vec![mixed]), 0, 10)).unwrap();
    let edges = answer["elements"]["edges"].as_array().unwrap();
    let into: Vec<&serde_json::Value> =
        edges.iter().map(|edge| &edge["data"]).filter(|edge| edge["target"] == "service:default/staff").collect();
    let [grpc, tcp] = into.as_slice() else { panic!("{into:?}") };
    assert_eq!((&grpc["isMTLS"], &grpc["id"]), (&"80".into(), &"app:default/web>service:default/staff.grpc".into()));
    let rates = &grpc["traffic"]["rates"];
    assert_eq!(
        (&rates["grpc"], &rates["grpcErr"], &rates["grpcPercentErr"]),
        (&"8.00".into(), &"2.00".into(), &"25.0".into())
    );
    assert_eq!(grpc["traffic"]["responses"]["503"]["flags"]["UF"], "25.0");
    assert_eq!(
        (&tcp["traffic"]["protocol"], &tcp["traffic"]["rates"]),
        (&"tcp".into(), &serde_json::json!({"tcp": "2.00"}))
    );
    let plain = kiali(&canary(), 0, 10);
    assert!(!plain.contains("isMTLS"), "{plain}");
}

#[test]
fn every_edge_of_kialis_ends_at_a_node_and_every_member_has_its_box() {
    for graph in [canary(), hostile(), many(300)] {
        let answer: serde_json::Value = serde_json::from_str(&kiali(&graph, 0, 0)).unwrap();
        let nodes = answer["elements"]["nodes"].as_array().unwrap();
        let ids: Vec<&str> = nodes.iter().filter_map(|node| node["data"]["id"].as_str()).collect();
        for node in nodes {
            let data = &node["data"];
            for name in ["id", "nodeType", "cluster", "namespace"] {
                assert!(data[name].is_string(), "{name} of {data}");
            }
            assert!(data["parent"].is_null() || ids.contains(&data["parent"].as_str().unwrap()));
        }
        for edge in answer["elements"]["edges"].as_array().unwrap() {
            for end in ["source", "target"] {
                assert!(ids.contains(&edge["data"][end].as_str().unwrap()), "{edge}");
            }
        }
    }
}

#[test]
fn a_service_of_a_service_entry_has_its_own_shape_in_each_form() {
    let node = |is_service_entry| Node {
        id: "service:/books.example".into(),
        kind: NodeKind::Service,
        label: "books.example".into(),
        service: "books.example".into(),
        is_service_entry,
        ..Node::default()
    };
    let written = |is_service_entry| {
        let graph = Graph { nodes: vec![node(is_service_entry)], ..Graph::default() };
        [dot(&graph, ""), mermaid(&graph), kiali(&graph, 0, 10)]
    };
    let (entry, service) = (written(true), written(false));
    for (at, sign) in ["shape=cds", "n0>\"books.example\"]", "\"isServiceEntry\": {"].into_iter().enumerate() {
        assert!(entry[at].contains(sign) && !service[at].contains(sign), "{sign}: {} {}", entry[at], service[at]);
    }
}
