//! DestinationRule and its traffic policies (`ValidateDestinationRule`, `validateTrafficPolicy`).

use mesh_config::model::ProxyProtocolVersion;
use mesh_ordered::OrderedSet;

use super::{client_tls, connection_pool, export_to, load_balancer, names, outlier_detection};
use crate::{field::Field, findings::Findings};

/// Checks a DestinationRule of a namespace.
pub(crate) fn validate(spec: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    let host = spec.get("host");
    findings.check(host, names::wildcard_domain(&host.text()));
    traffic_policy(spec.get("trafficPolicy"), namespace, findings);

    let mut seen = OrderedSet::new();
    for subset in spec.get("subsets").items() {
        let name = subset.get("name");
        if !seen.insert(name.text().into_owned()) {
            findings.error(name, format!("duplicate subset names: {}", name.text()));
        }
        findings.check(name, names::subset_name(&name.text()));
        names::labels(subset.get("labels"), findings);
        findings.errors_only(|findings| traffic_policy(subset.get("trafficPolicy"), namespace, findings));
    }
    let selector = spec.get("workloadSelector");
    let of = if selector.present() { export_to::Of::SelectingRule } else { export_to::Of::Config };
    export_to::validate(spec.get("exportTo"), namespace, of, findings);
    workload_selector(selector, "matchLabels", "", findings);
}

/// Checks a workload selector; without labels it selects everything, which `consequence` says.
pub(crate) fn workload_selector(selector: Field<'_>, list: &str, consequence: &str, findings: &mut Findings<'_>) {
    if !selector.present() {
        return;
    }
    let labels = selector.get(list);
    for (key, value) in labels.entries() {
        let pair = format!("{key}={}", value.text());
        if key.is_empty() {
            findings.error(value, format!("empty key is not supported in selector: {pair:?}"));
        }
        if pair.contains('*') {
            findings.error(value, format!("wildcard is not supported in selector: {pair:?}"));
        }
    }
    if labels.entries().next().is_none() {
        let message = "workload selector specified without labels";
        findings.warning(
            selector,
            if consequence.is_empty() {
                message.into()
            } else {
                format!("{consequence}: {message}, will be applied to all services in namespace")
            },
        );
    }
}

const POLICY_FIELDS: [&str; 7] =
    ["outlierDetection", "connectionPool", "loadBalancer", "tls", "tunnel", "proxyProtocol", "retryBudget"];

fn traffic_policy(policy: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    if !policy.present() {
        return;
    }
    let is_set = |field: &&str| policy.get(field).present();
    if !POLICY_FIELDS.iter().any(is_set) && !policy.get("portLevelSettings").is_filled() {
        findings.error(policy, "traffic policy must have at least one field");
        return;
    }
    let (tunnel, proxy_protocol) = (policy.get("tunnel"), policy.get("proxyProtocol"));
    if tunnel.present() && proxy_protocol.present() {
        findings.error(tunnel, "tunnel and proxyProtocol must not be set together");
        return;
    }
    settings(policy, namespace, findings);
    for port in policy.get("portLevelSettings").items() {
        port_level(port, namespace, findings);
    }
    self::tunnel(tunnel, findings);
    let version = proxy_protocol.get("version").word(ProxyProtocolVersion::ENUMERATION);
    if !matches!(version.as_ref(), "" | "V1" | "V2") {
        findings.error(proxy_protocol, format!("proxy protocol version is invalid: {version}"));
    }
}

fn settings(policy: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    outlier_detection::validate(policy.get("outlierDetection"), findings);
    connection_pool::validate(policy.get("connectionPool"), findings);
    load_balancer::validate(policy.get("loadBalancer"), policy.get("outlierDetection"), findings);
    client_tls::validate(policy.get("tls"), namespace, findings);
}

fn port_level(policy: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    if !policy.get("port").present() {
        findings.error(policy, "portTrafficPolicy must have valid port");
    }
    if ["outlierDetection", "connectionPool", "loadBalancer", "tls"].iter().all(|field| !policy.get(field).present()) {
        findings.error(policy, "port traffic policy must have at least one field");
    } else {
        findings.errors_only(|findings| settings(policy, namespace, findings));
    }
}

fn tunnel(tunnel: Field<'_>, findings: &mut Findings<'_>) {
    if !tunnel.present() {
        return;
    }
    if !matches!(tunnel.get("protocol").text().as_ref(), "" | "CONNECT" | "POST") {
        findings.error(tunnel.get("protocol"), "tunnel protocol must be \"CONNECT\" or \"POST\"");
    }
    let host = tunnel.get("targetHost").text();
    if let (Err(name), Err(address)) = (names::fqdn(&host), names::ip_address(&host)) {
        findings.error(tunnel, format!("tunnel target host must be valid FQDN or IP address: {name}; {address}"));
    }
    if let Err(message) = names::port(tunnel.get("targetPort").integer()) {
        findings.error(tunnel, format!("tunnel target port is invalid: {message}"));
    }
}
