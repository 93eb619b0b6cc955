use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use super::{kubernetes_gateways, others::listed};
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
};

rule! {
    /// Two Kubernetes Gateways ask for the same IP address.
    ///
    /// Each has a load balancer of its own, and only one of them gets the address. (Several may name the host of one
    /// workload that is there already.) Kiali: KIA1502.
    among ["Gateway"] check => "KIA1502"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_address: OrderedMap<String, Vec<(&Resource, Field<'_>)>> = OrderedMap::new();
    for gateway in kubernetes_gateways::all(context) {
        let is_ip = |address: &Field<'_>| matches!(&*address.get("type").text(), "" | "IPAddress");
        for value in spec(gateway).get("addresses").items().filter(is_ip).map(|address| address.get("value")) {
            if !value.text().is_empty() {
                by_address.entry(value.text().into_owned()).or_default().push((gateway, value));
            }
        }
    }
    let mut found = Vec::new();
    for all in by_address.into_values() {
        for (gateway, value) in &all {
            let others = all.iter().map(|(other, _)| *other).filter(|other| !std::ptr::eq(*other, *gateway));
            let Some(names) = listed(others.map(full_name)) else { continue };
            let message = Words::theirs("More than one K8s Gateway for the same address and type combination:")
                .and(say!("gateway-addresses", names));
            found.push(finding("KIA1502", Severity::Warning, gateway, *value, message));
        }
    }
    found
}
