//! What the lints say of the corpus' worlds, held against what Istio's analyzers said.
//!
//! A message is equal when its code, severity, resource and words are. Of many messages Istio only says at which
//! line the resource begins; ours point at the field, so there the line must lie inside the resource.

use std::sync::Arc;

use std::collections::BTreeMap;
use std::path::Path;

use end2end_istio::{corpus, tally::Tally};
use mesh_cluster::Cluster;
use mesh_config::{Config, LineIndex, Severity, SourceFile};
use serde_json::Value;

const KNOWN: &str = include_str!("../known/messages.txt");

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Message {
    origin: String,
    code: String,
    severity: String,
    text: String,
    line: u64,
}

#[test]
fn lints_say_what_istios_analyzers_say() {
    let Some(goldens) = corpus::part("istio-goldens") else { return };
    let mut tally = Tally::default();
    for group in ["translation", "mistakes"] {
        for case in corpus::cases(&goldens.join(group)) {
            let name = case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            tally.add(name, first_difference(&case));
        }
    }
    let shown = std::env::var("MESH_SHOW").ok().and_then(|shown| shown.parse().ok()).unwrap_or(12);
    println!("{}", tally.summary("messages", shown));
    assert!(tally.percent() >= 95.0, "under 95 % of the worlds");
    let unsaid = tally.against(KNOWN);
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
}

fn first_difference(case: &Path) -> Option<String> {
    let analysis = corpus::json(&case.join("analysis.json"));
    let text = corpus::text(&case.join("input.yaml"));
    let config = mesh_config::parse(&[SourceFile { name: "input.yaml".into(), text: text.clone() }]);
    let theirs: Vec<Message> = analysis["messages"].as_array().into_iter().flatten().map(their_message).collect();
    let ours = our_messages(&config, &text);

    let unreadable = analysis["unreadable"].as_array().map_or(0, Vec::len);
    let our_unreadable = config.resources.iter().filter(|resource| !resource.readable).count();
    if unreadable != our_unreadable {
        return Some(format!("{our_unreadable} resources cannot be read, Istio cannot read {unreadable}"));
    }
    let (ours_by_key, theirs_by_key) = (by_key(&ours), by_key(&theirs));
    for (key, theirs) in &theirs_by_key {
        let Some(ours) = ours_by_key.get(key) else { return Some(format!("missing: {key:?}")) };
        if ours.len() != theirs.len() {
            return Some(format!("{} times, Istio {}: {key:?}", ours.len(), theirs.len()));
        }
        let is_theirs = |our: &&Message| theirs.iter().any(|their| their.line == our.line);
        let is_ours = |their: &&Message| ours.iter().any(|our| our.line == their.line);
        let mut others = theirs.iter().filter(|their| !is_ours(their));
        for our in ours.iter().filter(|our| !is_theirs(our)) {
            if !others.next().is_some_and(|their| names_only_the_resource(our, their, &config, &text)) {
                return Some(format!("at line {}, not where Istio points: {key:?}", our.line));
            }
        }
    }
    ours_by_key.keys().find(|key| !theirs_by_key.contains_key(*key)).map(|key| format!("ours alone: {key:?}"))
}

type Key = (String, String, String, String);

fn by_key(messages: &[Message]) -> BTreeMap<Key, Vec<Message>> {
    let mut map: BTreeMap<Key, Vec<Message>> = BTreeMap::new();
    let mut sorted = messages.to_vec();
    sorted.sort_by_key(|message| message.line);
    for message in sorted {
        let key = (message.origin.clone(), message.code.clone(), message.severity.clone(), message.text.clone());
        map.entry(key).or_default().push(message);
    }
    map
}

fn their_message(message: &Value) -> Message {
    let text = |key: &str| message[key].as_str().unwrap_or_default().to_owned();
    Message {
        origin: text("origin"),
        code: text("code"),
        severity: text("level").to_lowercase(),
        text: text("message"),
        line: message["line"].as_u64().unwrap_or_default(),
    }
}

fn our_messages(config: &Config, text: &str) -> Vec<Message> {
    let index = LineIndex::new(text);
    let cluster = Arc::new(Cluster::new(config));
    let found = mesh_lint::analyze(config, &cluster);
    let istio = found.into_iter().filter(|finding| finding.code.starts_with("IST"));
    istio
        .map(|finding| {
            let owner = config
                .resources
                .iter()
                .find(|resource| resource.span.start <= finding.span.start && finding.span.start <= resource.span.end);
            Message {
                origin: owner.map_or_else(String::new, |owner| format!("{} {}", owner.kind, owner.qualified_name())),
                code: finding.code.to_string(),
                severity: match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "info",
                }
                .into(),
                text: finding.message.to_string(),
                line: u64::from(index.position(text, finding.span.start).line),
            }
        })
        .collect()
}

/// Whether Istio points at the line where the resource begins, and ours lies inside that resource.
fn names_only_the_resource(our: &Message, their: &Message, config: &Config, text: &str) -> bool {
    let index = LineIndex::new(text);
    let line = |offset: u32| u64::from(index.position(text, offset).line);
    let owner = config.resources.iter().find(|resource| line(resource.span.start) == their.line);
    owner.is_some_and(|owner| (their.line..=line(owner.span.end)).contains(&our.line))
}
