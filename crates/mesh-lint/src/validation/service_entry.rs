//! ServiceEntry (`ValidateServiceEntry`).

use mesh_config::model::Resolution;
use mesh_ordered::OrderedSet;

use super::{
    destination_rule::workload_selector,
    export_to, gateway,
    names::{self, Protocol},
};
use crate::{field::Field, findings::Findings};

/// Checks a ServiceEntry of a namespace; a label may opt it out of getting addresses by itself.
pub(crate) fn validate(spec: Field<'_>, namespace: &str, may_allocate: bool, findings: &mut Findings<'_>) {
    let selector = spec.get("workloadSelector");
    let before = findings.errors();
    workload_selector(selector, "labels", "service entry", findings);
    if findings.errors() > before {
        return;
    }
    if selector.present() && spec.get("endpoints").is_filled() {
        findings.error(spec.get("endpoints"), "only one of WorkloadSelector or Endpoints is allowed in Service Entry");
    }
    let word = spec.get("resolution").word(Resolution::ENUMERATION);
    let resolution = if spec.get("resolution").present() { word.as_ref() } else { "NONE" };
    hosts(spec, resolution, findings);
    addresses(spec, resolution, findings);
    let port_names = ports(spec, may_allocate && resolution != "NONE", findings);
    match resolution {
        "NONE" => none(spec, findings),
        "STATIC" => {
            for endpoint in spec.get("endpoints").items() {
                static_endpoint(endpoint, &port_names, findings);
            }
        }
        "DNS" | "DNS_ROUND_ROBIN" => dns(spec, resolution, &port_names, findings),
        "DYNAMIC_DNS" => dynamic_dns(spec, findings),
        // A number that stands for nothing: Istio prints its name.
        _ => findings.error(spec.get("resolution"), "unsupported resolution type "),
    }
    if resolution != "NONE" && spec.get("hosts").items().count() > 1 {
        let plain = spec
            .get("ports")
            .items()
            .find(|port| !matches!(names::protocol(&port.get("protocol").text()), Protocol::Http | Protocol::Tls));
        if let Some(port) = plain {
            findings.error(port, "multiple hosts provided with non-HTTP, non-TLS ports");
        }
    }
    export_to::validate(spec.get("exportTo"), namespace, export_to::Of::ServiceEntry, findings);
}

fn hosts(spec: Field<'_>, resolution: &str, findings: &mut Findings<'_>) {
    if spec.get("hosts").items().next().is_none() {
        findings.error(spec, "service entry must have at least one host");
    }
    for host in spec.get("hosts").items() {
        let name = host.text();
        if name == "*" {
            findings.error(host, "invalid host *");
            continue;
        }
        findings.check(host, names::wildcard_domain(&name));
        if resolution != "DYNAMIC_DNS"
            && let Err(message) = names::no_partial_wildcard(&name)
        {
            findings.warning(host, message);
        }
    }
}

fn addresses(spec: Field<'_>, resolution: &str, findings: &mut Findings<'_>) {
    let addresses = spec.get("addresses");
    for address in addresses.items() {
        findings.check(address, names::ip_subnet(&address.text()));
    }
    let has_block = addresses.items().any(|address| address.text().contains('/'));
    if has_block && !matches!(resolution, "NONE" | "STATIC") {
        findings.error(addresses, "CIDR addresses are allowed only for NONE/STATIC resolution types");
    }
}

fn ports(spec: Field<'_>, allocates: bool, findings: &mut Findings<'_>) -> OrderedSet<String> {
    let (mut port_names, mut numbers) = (OrderedSet::new(), OrderedSet::new());
    let has_addresses = spec.get("addresses").items().next().is_some();
    for port in spec.get("ports").items() {
        let (name, number) = (port.get("name").text().into_owned(), port.get("number").integer());
        if !port_names.insert(name.clone()) {
            findings.error(port, format!("service entry port name {name:?} already defined"));
        }
        if !numbers.insert(number) {
            findings.error(port, format!("service entry port {number} already defined"));
        }
        let target = port.get("targetPort");
        if target.integer() != 0 {
            findings.check(target, names::port(target.integer()));
        }
        let protocol = port.get("protocol").text();
        if !has_addresses && !allocates && matches!(protocol.as_ref(), "" | "TCP") {
            findings.warning(
                port,
                "addresses are required for ports serving TCP (or unset) protocol when IP Autoallocation is not enabled",
            );
        }
        findings.check(port, names::port_name(&name));
        findings.check(port, names::known_protocol(&protocol));
        findings.check(port, names::port(number));
    }
    port_names
}

fn none(spec: Field<'_>, findings: &mut Findings<'_>) {
    if spec.get("endpoints").items().next().is_some() {
        findings.error(spec.get("endpoints"), "no endpoints should be provided for resolution type none");
    }
    if spec.get("workloadSelector").present() {
        findings
            .warning(spec.get("workloadSelector"), "workloadSelector should not be set when resolution mode is NONE");
    }
}

fn static_endpoint(endpoint: Field<'_>, port_names: &OrderedSet<String>, findings: &mut Findings<'_>) {
    let address = endpoint.get("address");
    let text = address.text();
    let path = text.strip_prefix("unix://");
    if text.is_empty() {
        let network = endpoint.get("network").text();
        if network.is_empty() {
            findings.error(endpoint, "address is required");
            return;
        }
        findings.warning(endpoint, format!("address is unset with network {network:?}"));
    } else if let Some(path) = path {
        findings.check(address, gateway::unix_address(path));
        if endpoint.get("ports").entries().next().is_some() {
            findings.error(endpoint, format!("unix endpoint {text} must not include ports"));
        }
    } else if !names::is_ip(&text) {
        findings.error(address, format!("endpoint address {text:?} is not a valid IP address"));
    }
    endpoint_ports(endpoint, port_names, findings);
    names::labels(endpoint.get("labels"), findings);
    if path.is_some() && port_names.len() != 1 {
        findings.error(endpoint, "exactly 1 service port required for unix endpoints");
    }
}

fn endpoint_ports(endpoint: Field<'_>, port_names: &OrderedSet<String>, findings: &mut Findings<'_>) {
    for (name, port) in endpoint.get("ports").entries() {
        let number = port.integer();
        if !port_names.contains(name) {
            findings.error(port, format!("endpoint port {number} is not defined by the service entry"));
        }
        findings.check(port, names::port_name(name));
        findings.check(port, names::port(number));
    }
}

fn dns(spec: Field<'_>, resolution: &str, port_names: &OrderedSet<String>, findings: &mut Findings<'_>) {
    let endpoints = spec.get("endpoints");
    let count = endpoints.items().count();
    if count == 0 {
        let bad = spec.get("hosts").items().find_map(|host| names::fqdn(&host.text()).err().map(|error| (host, error)));
        if let Some((host, error)) = bad {
            findings.error(
                host,
                format!(
                    "hosts must be FQDN or contain only prefix wildcards if no endpoints are provided for resolution mode {resolution}, {error}"
                ),
            );
        }
    }
    if resolution == "DNS_ROUND_ROBIN" && count > 1 {
        findings.error(endpoints, format!("there must only be 0 or 1 endpoint for resolution mode {resolution}"));
    }
    for endpoint in endpoints.items() {
        let address = endpoint.get("address");
        let text = address.text();
        if !names::is_ip(&text) && names::fqdn(&text).is_err() {
            findings.error(address, format!("endpoint address {text:?} is not a valid FQDN or an IP address"));
        }
        names::labels(endpoint.get("labels"), findings);
        endpoint_ports(endpoint, port_names, findings);
    }
    let has_addresses = spec.get("addresses").items().next().is_some();
    let has_tcp = spec
        .get("ports")
        .items()
        .any(|port| matches!(names::protocol(&port.get("protocol").text()), Protocol::Tcp | Protocol::Tls));
    if has_addresses && has_tcp && spec.get("hosts").items().count() > 1 {
        findings.warning(
            spec.get("hosts"),
            "service entry can not have more than one host specified simultaneously with address and tcp port",
        );
    }
}

fn dynamic_dns(spec: Field<'_>, findings: &mut Findings<'_>) {
    if spec.get("hosts").items().next().is_none() {
        findings.error(spec, "at least one wildcard host must be provided for resolution type DYNAMIC_DNS");
    }
    for host in spec.get("hosts").items().filter(|host| !host.text().starts_with('*')) {
        findings.error(host, "host must be wildcarded for resolution mode DYNAMIC_DNS");
    }
    if spec.get("addresses").items().next().is_some() {
        findings.error(
            spec.get("addresses"),
            "addresses cannot be set for resolution type DYNAMIC_DNS. HTTP route domains will only be generatedfrom the hosts field values",
        );
    }
    if spec.get("endpoints").items().next().is_some() {
        findings.error(
            spec.get("endpoints"),
            "endpoints cannot be set for resolution type DYNAMIC_DNS. Destination IP address determined from hostsfield values",
        );
    }
    for port in spec.get("ports").items() {
        let protocol = port.get("protocol").text().to_ascii_lowercase();
        if !matches!(protocol.as_str(), "http" | "tls" | "grpc" | "http2") {
            findings
                .error(port, "only HTTP, TLS, GRPC, and HTTP2 protocols are supported for resolution type DYNAMIC_DNS");
        }
    }
}
