use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::{Words, say};

use super::others::listed;
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
    host_names::scopes,
    hosts::export_to,
};

rule! {
    /// Two ServiceEntries define the same port of the same host.
    ///
    /// Of what they say of the host one counts, the older, and their endpoints may be put together. Make one entry of
    /// them, or export each to other namespaces. (With different protocols: IST0177.) Kiali: KIA1211.
    among ["ServiceEntry"] check => "KIA1211"
}

/// Who sees it, the host and the port.
type Key = (String, String, i64);
/// A port of a ServiceEntry.
type Defined<'a> = (&'a Resource, Field<'a>);

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut index: OrderedMap<Key, Vec<Defined<'_>>> = OrderedMap::new();
    for entry in context.istio("ServiceEntry") {
        for scope in scopes(&export_to(entry), &entry.metadata.namespace) {
            for host in spec(entry).get("hosts").items() {
                for port in spec(entry).get("ports").items() {
                    let key = (scope.clone(), host.text().to_ascii_lowercase(), port.get("number").integer());
                    index.entry(key).or_default().push((entry, port));
                }
            }
        }
    }
    let mut reported = OrderedSet::new();
    let mut found = Vec::new();
    for ((_, host, number), all) in &index {
        let protocols: OrderedSet<String> = all.iter().map(|(_, port)| protocol(*port)).collect();
        if all.len() < 2 || protocols.len() > 1 {
            continue;
        }
        for (entry, port) in all {
            let others = all.iter().map(|(other, _)| *other).filter(|other| !std::ptr::eq(*other, *entry));
            let Some(names) = listed(others.map(full_name)) else { continue };
            if !reported.insert(std::ptr::from_ref(port.place())) {
                continue;
            }
            let message = Words::theirs("More than one ServiceEntry for the same host and port:").and(say!(
                "repeated-service-entry",
                names,
                host,
                port = number
            ));
            found.push(finding("KIA1211", Severity::Warning, entry, *port, message));
        }
    }
    found
}

fn protocol(port: Field<'_>) -> String {
    port.get("protocol").text().to_ascii_uppercase()
}
