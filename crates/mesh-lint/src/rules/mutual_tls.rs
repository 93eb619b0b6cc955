//! DestinationRules that turn on Istio's mutual TLS for the whole mesh or a whole namespace.

use mesh_config::Resource;

use crate::context::spec;

/// Whether a rule is of that kind: for `*.local`, or for all hosts of its own namespace.
pub(super) fn is_wide(rule: &Resource) -> bool {
    let host = spec(rule).get("host").text();
    let is_of_namespace = || host == format!("*.{}.svc.cluster.local", rule.metadata.namespace);
    let mode = spec(rule).get("trafficPolicy").get("tls").get("mode");
    (host == "*.local" || is_of_namespace()) && mode.text() == "ISTIO_MUTUAL"
}
