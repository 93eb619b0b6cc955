use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use super::{kubernetes_gateways, others::listed};
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
};

rule! {
    /// Two listeners of Kubernetes Gateways have the same host, port and protocol.
    ///
    /// In one Gateway the API server refuses them (KIA1503). In two, each Gateway has an address of its own, and which of
    /// them a request reaches is left to DNS (KIA1501). Kiali: KIA1501 and KIA1503.
    among ["Gateway"] check => "KIA1501", "KIA1503"
}

/// What must differ: host, port, protocol.
type Key = (String, i64, String);

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut index: OrderedMap<Key, Vec<(&Resource, Field<'_>)>> = OrderedMap::new();
    for gateway in kubernetes_gateways::all(context) {
        for listener in spec(gateway).get("listeners").items() {
            index.entry(key(listener)).or_default().push((gateway, listener));
        }
    }
    let mut found = Vec::new();
    for ((host, port, protocol), all) in index {
        let mut in_gateway: OrderedMap<String, usize> = OrderedMap::new();
        for (gateway, _) in &all {
            *in_gateway.entry(full_name(gateway)).or_default() += 1;
        }
        for (gateway, listener) in &all {
            if in_gateway.get(&full_name(gateway)).is_some_and(|count| *count > 1) {
                let theirs = "Each listener must have a unique combination of Hostname, Port, and Protocol:";
                let other = if host.is_empty() {
                    say!("gateway-listeners-twice-for-all", port, protocol = &protocol)
                } else {
                    say!("gateway-listeners-twice", host = &host, port, protocol = &protocol)
                };
                let message = Words::theirs(theirs).and(other);
                found.push(finding("KIA1503", Severity::Error, gateway, listener.get("name"), message));
            }
            let others = all.iter().map(|(other, _)| *other).filter(|other| !std::ptr::eq(*other, *gateway));
            // Listeners for all hosts are usual: each Gateway has its own address.
            if let Some(names) = listed(others.map(full_name)).filter(|_| !host.is_empty()) {
                let message = Words::theirs("More than one K8s Gateway for the same host port combination:")
                    .and(say!("gateway-listeners-others", names));
                found.push(finding("KIA1501", Severity::Warning, gateway, listener.get("hostname"), message));
            }
        }
    }
    found
}

fn key(listener: Field<'_>) -> Key {
    let text = |name: &str| listener.get(name).text();
    (text("hostname").to_ascii_lowercase(), listener.get("port").integer(), text("protocol").into_owned())
}
