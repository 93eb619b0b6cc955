//! Answers over HTTP: as much of a run as somebody reads, and what was found in its files.
//!
//! The command line prints all of it, on its asker's own machine.

use mesh_scenario::Finding;
use mesh_sim::{Event, Report, RouteAnswer};
use mesh_words::say;
use serde::Serialize;

/// Events that an answer holds.
const EVENTS: usize = 1_000;
/// Edges that an answer holds.
const EDGES: usize = 2_000;
/// Lines of an explanation.
const LINES: usize = 1_000;

/// What `simulate` answers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Simulated {
    #[serde(flatten)]
    report: Report,
    /// How many edges the run has, those too that are not listed.
    edge_count: usize,
    diagnostics: Vec<Finding>,
}

impl Simulated {
    pub(super) fn new(mut report: Report, diagnostics: Vec<Finding>) -> Self {
        let edge_count = report.edges.len();
        keep_ends(&mut report.events);
        keep_busiest(&mut report);
        Self { report, edge_count, diagnostics }
    }
}

/// Leaves the first and the last, as the run itself does of very many.
fn keep_ends(events: &mut Vec<Event>) {
    if let Some(left_out) = events.len().checked_sub(EVENTS) {
        events.drain(EVENTS / 2..EVENTS / 2 + left_out);
    }
}

/// Leaves the edges that most requests took, in their order.
fn keep_busiest(report: &mut Report) {
    let mut by_requests: Vec<usize> = (0..report.edges.len()).collect();
    by_requests.sort_by_key(|at| std::cmp::Reverse(report.edges.get(*at).map(|edge| edge.requests)));
    by_requests.truncate(EDGES);
    by_requests.sort_unstable();
    let (mut at, mut kept) = (0, by_requests.iter().peekable());
    report.edges.retain(|_| {
        let is_kept = kept.next_if(|next| **next == at).is_some();
        at += 1;
        is_kept
    });
}

/// What `route` answers.
#[derive(Debug, Serialize)]
pub(super) struct Routed {
    #[serde(flatten)]
    answer: RouteAnswer,
    diagnostics: Vec<Finding>,
}

impl Routed {
    pub(super) fn new(mut answer: RouteAnswer, diagnostics: Vec<Finding>) -> Self {
        if let Some(count) = answer.explain.len().checked_sub(LINES).filter(|count| *count > 0) {
            answer.explain.truncate(LINES);
            answer.explain.push(say!("command-route-more-lines", count).to_string());
        }
        Self { answer, diagnostics }
    }
}

#[cfg(test)]
mod tests {
    use mesh_sim::Limits;
    use serde_json::Value;

    use super::*;

    fn report() -> Report {
        let file = mesh_config::SourceFile { name: "a.yaml".into(), text: "kind: [".into() };
        let mesh = mesh_control::Mesh::from_files(&[file], true);
        let limits = Limits { duration: Some(std::time::Duration::ZERO), ..Limits::default() };
        mesh_sim::simulate(
            &std::sync::Arc::new(mesh_sim::World::new(mesh.into())),
            1,
            &limits,
            &mut mesh_sim::Work::network(),
        )
    }

    #[test]
    fn the_busiest_edges_are_listed_in_their_order_and_all_are_counted() {
        let mut report = report();
        let edge = |requests: u64| {
            serde_json::json!({
                "source": "", "sourceNamespace": "", "sourceVersion": "", "destination": "", "destinationNamespace": "",
                "destinationVersion": "", "service": "", "requests": requests, "attempts": 0, "rps": 0.0, "codes": {},
                "flags": {}, "p50": 0.0, "p95": 0.0, "p99": 0.0
            })
        };
        report.edges = (0..3_000).map(|at| serde_json::from_value(edge(at * 7 % 3_000)).unwrap()).collect();
        let event = |at: u64| serde_json::json!({"at": at as f64, "type": "push", "proxies": 2});
        report.events = (0..1_200).map(|at| serde_json::from_value(event(at)).unwrap()).collect();
        report.event_count = 1_200;
        let answer = serde_json::to_value(Simulated::new(report, Vec::new())).unwrap();
        let requests: Vec<u64> =
            answer["edges"].as_array().unwrap().iter().map(|edge| edge["requests"].as_u64().unwrap()).collect();
        let expected: Vec<u64> = (0..3_000).map(|at| at * 7 % 3_000).filter(|requests| *requests >= 1_000).collect();
        assert_eq!(requests, expected);
        assert_eq!((&answer["edgeCount"], &answer["eventCount"]), (&Value::from(3_000), &Value::from(1_200)));
        let times: Vec<f64> =
            answer["events"].as_array().unwrap().iter().map(|event| event["at"].as_f64().unwrap()).collect();
        let expected: Vec<f64> = (0..500).chain(700..1_200).map(f64::from).collect();
        assert_eq!(times, expected);
        assert_eq!(answer["diagnostics"], Value::Array(Vec::new()));
    }

    #[test]
    fn a_long_explanation_says_how_much_longer_it_was() {
        let answer = RouteAnswer {
            virtual_host: String::new(),
            virtual_service: None,
            route: String::new(),
            chain: None,
            upstream: None,
            clusters: Default::default(),
            responses: Default::default(),
            stopped: None,
            explain: vec!["no match".to_owned(); 1_234],
            record: None,
        };
        let answer = serde_json::to_value(Routed::new(answer, Vec::new())).unwrap();
        let explain = answer["explain"].as_array().unwrap();
        assert_eq!((explain.len(), explain.last().unwrap().as_str()), (1_001, Some("… and 234 more lines")));
    }
}
