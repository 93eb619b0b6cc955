use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::say;

use super::others::listed;
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
    suggestion::offering,
};

rule! {
    /// A VirtualService names a Gateway of another namespace by its name alone.
    ///
    /// A name without a namespace means the VirtualService's own namespace: the rules are bound to nothing and the gateway
    /// answers 404. Write `namespace/name`. Istio: `resolveGatewayName`; IST0101 says that there is none, not which is meant.
    each beside ["Gateway"] check => "MP0188"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut known: OrderedMap<&str, Vec<&Resource>> = OrderedMap::new();
    for gateway in context.kind("Gateway") {
        known.entry(gateway.metadata.name.as_str()).or_default().push(gateway);
    }
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let named = spec(service).get("gateways").items();
        found.extend(named.filter_map(|reference| verdict(service, reference, &known)));
    }
    found
}

fn verdict(service: &Resource, reference: Field<'_>, known: &OrderedMap<&str, Vec<&Resource>>) -> Option<Diagnostic> {
    let (name, own) = (reference.text(), service.metadata.namespace.as_str());
    let others = known.get(&*name)?;
    if others.iter().any(|gateway| gateway.metadata.namespace == own) {
        return None;
    }
    let only = match others.as_slice() {
        [only] => Some(full_name(only)),
        _ => None,
    };
    let names = listed(others.iter().map(|gateway| full_name(gateway)))?;
    let message = say!("gateway-elsewhere", namespace = own, names);
    Some(offering(finding("MP0188", Severity::Warning, service, reference, message), reference, only))
}
