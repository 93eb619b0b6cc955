use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::Words;

use crate::context::{Context, finding_on, full_name, spec};
use crate::host_names::scopes;
use crate::hosts::export_to;

rule! {
    /// Two ServiceEntries say different protocols for one port of one host.
    ///
    /// Istio: `ConflictingServiceEntryProtocolAnalyzer`, IST0177.
    among ["ServiceEntry"] check => "IST0177"
}

type Key = (String, String, i64);

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut index: OrderedMap<Key, Vec<(String, &Resource)>> = OrderedMap::new();
    for entry in context.istio("ServiceEntry") {
        for scope in scopes(&export_to(entry), &entry.metadata.namespace) {
            for host in spec(entry).get("hosts").items() {
                for port in spec(entry).get("ports").items() {
                    let key = (scope.clone(), host.text().into_owned(), port.get("number").integer());
                    let protocol = port.get("protocol").text().to_ascii_uppercase();
                    index.entry(key).or_default().push((protocol, entry));
                }
            }
        }
    }
    let mut reported = OrderedSet::new();
    let mut found = Vec::new();
    for ((scope, host, port), own) in &index {
        let mut entries = own.clone();
        if scope != "*" {
            entries.extend(index.get(&("*".into(), host.clone(), *port)).into_iter().flatten().cloned());
        }
        let protocols: OrderedSet<&str> = entries.iter().map(|(protocol, _)| protocol.as_str()).collect();
        if protocols.len() < 2 {
            continue;
        }
        let names: OrderedSet<String> = entries.iter().map(|(_, entry)| full_name(entry)).collect();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        let protocols = protocols.into_iter().collect::<Vec<_>>().join(", ");
        for (_, entry) in &entries {
            if reported.insert(full_name(entry)) {
                let message = format!(
                    "Multiple ServiceEntries ({names}) define the same host {host:?} and port {port} with conflicting protocols ({protocols})."
                );
                found.push(finding_on("IST0177", Severity::Warning, entry, Words::theirs(message)));
            }
        }
    }
    found
}
