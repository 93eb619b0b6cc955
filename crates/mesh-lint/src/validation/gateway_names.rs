//! References to gateways.

use super::names;
use crate::field::Field;
use crate::findings::Findings;

/// Checks references to gateways, as `namespace/name`, `name` or `mesh`.
pub(crate) fn validate(list: Field<'_>, findings: &mut Findings<'_>) {
    for gateway in list.items() {
        let text = gateway.text();
        let Some((namespace, name)) = text.split_once('/') else {
            let parts: Vec<&str> = text.split('.').collect();
            if let [name, namespace, ..] = parts.as_slice() {
                let recommended = format!("{namespace}/{name}");
                findings.warning(
                    gateway,
                    format!("using legacy gatewayName format {text:?}; prefer the <namespace>/<name> format: {recommended:?}"),
                );
            }
            findings.check(gateway, names::fqdn(&text));
            // Istio stops at the first name without a namespace.
            return;
        };
        if namespace.is_empty() || name.is_empty() {
            findings.error(gateway, "config namespace and gateway name cannot be empty");
        }
        if !names::is_dns_label(namespace) {
            findings.error(gateway, format!("invalid value for namespace: {namespace:?}"));
        }
        if !names::is_dns_label(name) {
            findings.error(gateway, format!("invalid value for gateway name: {name:?}"));
        }
    }
}
