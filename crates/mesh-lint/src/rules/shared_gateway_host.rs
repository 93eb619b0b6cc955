use std::collections::BTreeMap;

use mesh_config::{Diagnostic, Resource, Severity};

use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
};

rule! {
    /// Two VirtualServices bound to one Gateway rule the same host.
    ///
    /// A gateway merges their rules, the older one's first, so the order of the rules depends on when they were made.
    /// Merge them, or delegate. (In the mesh only one of them would count: IST0109.) Kiali: KIA1106.
    among ["Gateway", "VirtualService"] check => "KIA1106"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_place: BTreeMap<(String, String), Vec<(&Resource, Field<'_>)>> = BTreeMap::new();
    for service in context.istio("VirtualService") {
        let namespace = &service.metadata.namespace;
        for gateway in spec(service).get("gateways").items().filter(|gateway| gateway.text() != "mesh") {
            let name = gateway.text();
            let name = if name.contains('/') { name.into_owned() } else { format!("{namespace}/{name}") };
            for host in spec(service).get("hosts").items() {
                by_place.entry((name.clone(), host.text().into_owned())).or_default().push((service, host));
            }
        }
    }
    let mut found = Vec::new();
    for ((gateway, host), services) in by_place.into_iter().filter(|(_, services)| services.len() > 1) {
        for (service, place) in &services {
            let others: Vec<String> = services
                .iter()
                .filter(|(other, _)| !std::ptr::eq(*other, *service))
                .map(|(other, _)| full_name(other))
                .collect();
            if !others.is_empty() {
                let message = format!(
                    "More than one VirtualService for the same host {host} on gateway {gateway}: see {}. Their rules are \
                     merged, the oldest first.",
                    others.join(", ")
                );
                found.push(finding("KIA1106", Severity::Warning, service, *place, message));
            }
        }
    }
    found
}
