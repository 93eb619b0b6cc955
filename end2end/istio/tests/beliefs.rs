//! What our own rules say of servers with TLS and of headers, held against what the real proxy did with the same files.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use end2end_istio::corpus;
use mesh_cluster::Cluster;
use mesh_config::{Config, Diagnostic, Node, Resource, SourceFile};
use serde_json::Value;

/// A case: its name, its resources, what is said of them, and what the real proxy did.
type Case = (String, Config, Vec<Diagnostic>, Vec<Value>);

/// The cases of a part.
fn cases(part: &str) -> Option<Vec<Case>> {
    let goldens = corpus::part("istio-goldens")?.join(part);
    let read = |case: &Path| {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = corpus::text(&case.join("input.yaml"));
        let config = mesh_config::parse(&[SourceFile { name: "input.yaml".into(), text }]);
        let findings = mesh_lint::analyze(&config, &Arc::new(Cluster::new(&config)));
        let truth = corpus::json(&case.join("truth.json"));
        let truth = truth.as_array().cloned().unwrap_or_default();
        assert!(!truth.is_empty(), "{name} has no recorded answers");
        (name, config, findings, truth)
    };
    Some(corpus::cases(&goldens).iter().map(|case| read(case)).collect())
}

#[test]
fn a_port_that_is_said_to_be_refused_was_refused() {
    let Some(cases) = cases("tls") else { return };
    let mut refused = 0;
    for (name, _, findings, truth) in &cases {
        let is_refused = truth.iter().any(|answer| !answer["listener_refused"].is_null());
        let is_said = findings.iter().any(|finding| finding.code == "MP0164");
        refused += usize::from(is_refused);
        assert_eq!(is_said, is_refused, "{name}");
    }
    assert!(refused > 0, "no port was refused");
}

#[test]
fn hosts_that_are_said_to_be_lost_were_not_answered() {
    let Some(cases) = cases("tls") else { return };
    let (mut held, mut wrong) = (0, Vec::new());
    for (name, _, findings, truth) in &cases {
        for finding in findings.iter().filter(|finding| finding.code == "MP0163") {
            let message = finding.message.to_string();
            let lost = message.split_once("already: ").and_then(|(_, rest)| rest.split_once(" is lost"));
            let lost: Vec<&str> = lost.map(|(lost, _)| lost.split(", ").collect()).unwrap_or_default();
            assert!(!lost.is_empty(), "{}", finding.message);
            for answer in truth.iter().filter(|answer| lost.iter().any(|host| answer["request"]["sni"] == **host)) {
                held += 1;
                if answer["outcomes"][0]["status"] != 0 || !answer["outcomes"][0]["cluster"].is_null() {
                    wrong.push(format!("{name}: {answer}"));
                }
            }
        }
    }
    assert!(held > 5, "only {held} connections");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hosts_whose_rules_are_said_to_be_of_another_kind_were_not_served() {
    let Some(cases) = cases("tls") else { return };
    let (mut held, mut wrong) = (0, Vec::new());
    for (name, config, findings, truth) in &cases {
        for finding in findings
            .iter()
            .filter(|finding| finding.code == "MP0160" && finding.message.to_string().contains("Where no other rule"))
        {
            let owner = owner(config, finding);
            let others =
                config.resources.iter().filter(|other| other.kind == owner.kind && !std::ptr::eq(&***other, owner));
            let others: Vec<&str> = others.flat_map(|other| hosts(other)).collect();
            let is_alone = |host: &&str| !others.iter().any(|other| mesh_control::host::matches(host, other));
            let hosts: Vec<&str> = hosts(owner).into_iter().filter(is_alone).collect();
            let is_asked = |answer: &&Value| {
                answer["request"]["client"] == "ingress" && hosts.iter().any(|host| answer["request"]["sni"] == **host)
            };
            for answer in truth.iter().filter(is_asked) {
                held += 1;
                let outcome = &answer["outcomes"][0];
                let is_reset = outcome["status"] == 0 && outcome["cluster"].is_null();
                if !is_reset && outcome["status"] != 404 {
                    wrong.push(format!("{name}: {} {answer}", finding.message));
                }
            }
        }
    }
    assert!(held > 5, "only {held} connections");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn hosts(rule: &Resource) -> Vec<&str> {
    let hosts = rule.node.at("spec.hosts").map(Node::items).unwrap_or_default();
    hosts.iter().filter_map(Node::text).collect()
}

/// The resource that a finding is in.
fn owner<'a>(config: &'a Config, finding: &Diagnostic) -> &'a Resource {
    let is_inside =
        |resource: &&Arc<Resource>| resource.span.start <= finding.span.start && finding.span.end <= resource.span.end;
    config.resources.iter().find(is_inside).unwrap()
}

#[test]
fn matches_that_are_said_never_to_hold_never_held() {
    let Some(cases) = cases("hcm-headers") else { return };
    let (mut held, mut wrong) = (0, Vec::new());
    for (name, config, findings, truth) in &cases {
        let of_headers = ["MP0170", "MP0171"];
        let never = |finding: &&Diagnostic| {
            of_headers.contains(&&*finding.code) && finding.message.to_string().contains("never holds")
        };
        for finding in findings.iter().filter(never) {
            let owner = owner(config, finding);
            let is_at_gateway = owner.node.at("spec.gateways").is_some_and(|gateways| {
                gateways.items().iter().filter_map(Node::text).any(|gateway| gateway != "mesh")
            });
            let rules = owner.node.at("spec.http").unwrap().items();
            let rule =
                rules.iter().find(|rule| rule.span.start <= finding.span.start && finding.span.end <= rule.span.end);
            let Some(rule) = rule.and_then(|rule| rule.get("name")).and_then(Node::text) else { continue };
            held += 1;
            for answer in truth.iter().filter(|answer| (answer["request"]["client"] == "ingress") == is_at_gateway) {
                let mut outcomes = answer["outcomes"].as_array().into_iter().flatten();
                if outcomes.any(|outcome| outcome["route"] == rule) {
                    wrong.push(format!("{name}: {rule} of {}: {answer}", owner.metadata.name.value));
                }
            }
        }
    }
    assert!(held > 20, "only {held} matches");
    let wrong: BTreeSet<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}
