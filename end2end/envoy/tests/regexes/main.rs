//! RE2's patterns: what the real Envoy takes means the same here or is refused with a reason; what it refuses is
//! refused here. Nothing is silently different.
//!
//! Each pattern has a listener of its own that the real Envoy reads from a file, as one that is discovered: one that it
//! refuses leaves the others alone.

mod patterns;

use std::io::{Error, ErrorKind};
use std::path::Path;

use end2end_envoy::client::{Client, Request, Response};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::generate::{TEXTS, pattern};
use end2end_envoy::random::Random;
use end2end_envoy::scratch::Scratch;
use end2end_envoy::settings;
use mesh_proxy::re2::FullMatch;
use patterns::PATTERNS;
use serde_json::{Value, json};

/// Patterns with one Envoy: each needs a port.
const TOGETHER: usize = 400;
/// Patterns that are generated in the ordinary run.
const GENERATED: u64 = 200;
/// Texts of the generator that each pattern of the list is asked; a generated one is asked twice as many.
const SOME: usize = 20;
/// The statuses of the route that asks for the pattern, and of the one behind it.
const TAKEN: u16 = 200;
const LEFT: u16 = 204;

/// What a pattern does with each text; `None` where it is refused.
type Verdict = Option<Vec<bool>>;

/// A pattern, and the texts that are asked of it.
struct Case {
    pattern: String,
    texts: Vec<&'static str>,
}

fn cases() -> Vec<Case> {
    let mut random = Random::new(settings::seed());
    let mut cases = Vec::new();
    for (pattern, texts) in PATTERNS {
        let more = (0..SOME).map(|_| random.pick(TEXTS));
        cases.push(Case { pattern: (*pattern).to_owned(), texts: texts.iter().copied().chain(more).collect() });
    }
    for _ in 0..settings::cases().unwrap_or(GENERATED) {
        let pattern = pattern(&mut random);
        let texts = (0..2 * SOME).map(|_| random.pick(TEXTS)).collect();
        cases.push(Case { pattern, texts });
    }
    cases
}

#[test]
fn patterns_mean_what_they_mean_to_the_real_envoy() {
    let Some(program) = envoy::program() else { return };
    let (mut compared, mut refused, mut different) = (0, 0, 0);
    let mut not_simulated = Vec::new();
    for cases in cases().chunks(TOGETHER) {
        for (Case { pattern, texts }, real) in cases.iter().zip(ask(&program, cases)) {
            let ours = FullMatch::new(pattern);
            let problem = match (&real, &ours) {
                (None, Err(_)) => {
                    refused += 1;
                    None
                }
                (Some(_), Err(error)) if error.to_string().starts_with("not simulated: ") => {
                    not_simulated.push(format!("{pattern:?}: {error}"));
                    None
                }
                (Some(_), Err(error)) => Some(format!("Envoy takes it, here: {error}")),
                (None, Ok(_)) => Some("Envoy refuses it".to_owned()),
                (Some(real), Ok(ours)) => {
                    compared += 1;
                    let mut pairs = texts.iter().zip(real);
                    let text = pairs.find(|(text, taken)| ours.matches(text) != **taken);
                    text.map(|(text, taken)| format!("{text:?} is taken: Envoy {taken}, here {}", !taken))
                }
            };
            if let Some(problem) = problem {
                different += 1;
                println!("{pattern:?}: {problem}");
            }
        }
    }
    let unknown = not_simulated.len();
    println!("{compared} patterns mean the same, {refused} are refused by both, {unknown} are not simulated");
    not_simulated.iter().for_each(|line| println!("  {line}"));
    assert_eq!(different, 0, "patterns mean something else to the real Envoy");
}

/// A listener whose routes ask for the pattern.
fn listener(pattern: &str, port: u16) -> Value {
    let answer = |status: u16| json!({"status": status});
    let header = json!({"name": "x-text", "string_match": {"safe_regex": {"regex": pattern}}});
    let virtual_host = json!({"name": "all", "domains": ["*"], "routes": [
        {"match": {"prefix": "/", "headers": [header]}, "direct_response": answer(TAKEN)},
        {"match": {"prefix": "/"}, "direct_response": answer(LEFT)},
    ]});
    json!({
        "@type": "type.googleapis.com/envoy.config.listener.v3.Listener",
        "name": port.to_string(), "address": {"socket_address": {"address": "127.0.0.1", "port_value": port}},
        "filter_chains": [{"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            "stat_prefix": "patterns", "route_config": {"name": "routes", "virtual_hosts": [virtual_host]},
            "http_filters": [{"name": "envoy.filters.http.router", "typed_config":
                {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]})
}

fn ask(program: &Path, cases: &[Case]) -> Vec<Verdict> {
    let folder = Scratch::new("regexes");
    let base_port = envoy::free_ports(cases.len() as u16 + 1);
    let listeners = cases.iter().zip(base_port..).map(|(case, port)| listener(&case.pattern, port));
    let listeners: Vec<Value> = listeners.collect();
    let file = folder.join("listeners.json");
    let discovered = json!({"version_info": "1", "resources": listeners});
    std::fs::write(&file, discovered.to_string()).expect("the file can be written");
    let bootstrap = json!({
        "node": {"id": "patterns", "cluster": "patterns"},
        "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": base_port - 1}}},
        "dynamic_resources": {"lds_config": {"path_config_source": {"path": file}}},
        "layered_runtime": {"layers": [{"name": "istio", "static_layer": {
            // As in Istio's own bootstrap.
            "re2.max_program_size.error_level": 32_768,
        }}]},
    });
    let envoy = Envoy::start(program, &bootstrap, &folder);
    let verdict = |(case, port): (&Case, u16)| {
        let mut client = Client::new(port);
        let answer = |text: &&str| client.ask(&Request::get("a", "/").with("x-text", text));
        let answers: Result<Vec<Response>, Error> = case.texts.iter().map(answer).collect();
        match answers {
            Ok(answers) => Some(answers.iter().map(|answer| taken(answer.status)).collect()),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => None,
            Err(error) => panic!("{:?}: {error}", case.pattern),
        }
    };
    let verdicts = cases.iter().zip(base_port..).map(verdict).collect();
    drop(envoy);
    verdicts
}

fn taken(status: u16) -> bool {
    assert!(status == TAKEN || status == LEFT, "status {status}");
    status == TAKEN
}
