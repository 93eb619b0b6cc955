//! Istio's analyzer cases: of each the messages of one analyzer, by code and resource.

use std::collections::{BTreeMap, BTreeSet};

use end2end_istio::{corpus, tally::Tally};
use mesh_cluster::Cluster;
use mesh_config::SourceFile;
use serde_json::Value;

const KNOWN: &str = include_str!("../known/analyzers.txt");

/// The codes that an analyzer may give, each with how its words begin.
fn messages(analyzer: &str) -> Option<&'static [(&'static str, &'static str)]> {
    Some(match analyzer.trim_start_matches('&').trim_end_matches("{}") {
        "deprecation.FieldAnalyzer" => &[("IST0002", "")],
        "gateway.IngressGatewayPortAnalyzer" => &[("IST0101", "Referenced selector"), ("IST0162", "")],
        "gateway.ConflictingGatewayAnalyzer" => &[("IST0145", "")],
        "deployment.ApplicationUIDAnalyzer" => &[("IST0144", "")],
        "service.PortNameAnalyzer" => &[("IST0118", ""), ("IST0150", "")],
        "virtualservice.ConflictingMeshGatewayHostsAnalyzer" => &[("IST0109", "")],
        "virtualservice.DestinationHostAnalyzer" => &[
            ("IST0101", "Referenced host not"),
            ("IST0101", "Referenced mirror host"),
            ("IST0101", "Referenced host:port"),
            ("IST0112", ""),
            ("IST0140", ""),
        ],
        "virtualservice.DestinationRuleAnalyzer" => {
            &[("IST0101", "Referenced host+"), ("IST0101", "Referenced mirror+")]
        }
        "virtualservice.GatewayAnalyzer" => &[("IST0101", "Referenced gateway"), ("IST0132", ""), ("IST0165", "")],
        "deployment.ServiceAssociationAnalyzer" => &[("IST0116", ""), ("IST0137", "")],
        "destinationrule.CaCertificateAnalyzer" => &[("IST0128", ""), ("IST0129", "")],
        "destinationrule.PodNotSelectedAnalyzer" => &[("IST0173", ""), ("IST0174", "")],
        "serviceentry.ProtocolAddressesAnalyzer" => &[("IST0134", "")],
        "serviceentry.ConflictingServiceEntryProtocolAnalyzer" => &[("IST0177", "")],
        _ => return None,
    })
}

#[test]
fn rules_give_what_istios_analyzers_give() {
    let Some(folder) = corpus::part("istio-analyzers") else { return };
    let cases = corpus::json(&folder.join("cases.json"));
    let mut tally = Tally::default();
    for case in cases.as_array().into_iter().flatten() {
        let name = case["name"].as_str().unwrap_or_default();
        let analyzer = case["analyzer"].as_str().unwrap_or_default();
        let Some(messages) = messages(analyzer) else {
            tally.skip(name, format!("{analyzer} looks at certificates or tokens, which are out of scope"));
            continue;
        };
        let files: Vec<SourceFile> = case["files"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|file| SourceFile { name: file.into(), text: corpus::text(&folder.join(file)) })
            .collect();
        tally.add(name, difference(case, &files, messages));
    }
    println!("{}", tally.summary("istio-analyzers", 12));
    let unsaid = tally.against(KNOWN);
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
}

fn difference(case: &Value, files: &[SourceFile], messages: &[(&str, &str)]) -> Option<String> {
    let config = mesh_config::parse(files);
    let mut ours: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in mesh_lint::analyze(&config, &Cluster::new(&config).into()) {
        let owner = config.resources.iter().find(|resource| {
            let span = resource.span;
            span.file == finding.span.file && span.start <= finding.span.start && finding.span.start <= span.end
        });
        let resource = owner.map_or_else(String::new, |owner| format!("{} {}", owner.kind, owner.qualified_name()));
        if messages.iter().any(|(code, words)| finding.code == *code && finding.message.to_string().starts_with(words))
        {
            *ours.entry((finding.code.to_string(), resource)).or_default() += 1;
        }
    }
    let mut theirs: BTreeMap<(String, String), usize> = BTreeMap::new();
    for message in case["expected"].as_array().into_iter().flatten() {
        let text = |key: &str| message[key].as_str().unwrap_or_default().to_owned();
        let resource = text("resource");
        let (kind, name) = resource.split_once(' ').unwrap_or((&resource, ""));
        // Istio's tests leave the namespace `default` out.
        let name = if name.contains('/') { name.to_owned() } else { format!("default/{name}") };
        *theirs.entry((text("code"), format!("{kind} {name}"))).or_default() += 1;
    }
    let keys: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    keys.into_iter().find(|key| ours.contains_key(*key) != theirs.contains_key(*key)).map(|key| {
        format!(
            "{key:?}: ours {:?}, Istio {:?}",
            ours.get(key).copied().unwrap_or(0),
            theirs.get(key).copied().unwrap_or(0)
        )
    })
}
