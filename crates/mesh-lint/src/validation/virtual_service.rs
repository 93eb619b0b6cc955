//! VirtualService (`ValidateVirtualService`).

use super::{export_to, gateway_names, header, http_route, names, tcp_tls_route, unreachable};
use crate::{field::Field, findings::Findings, host_index::HostIndex};

/// Checks a VirtualService of a namespace.
pub(crate) fn validate(spec: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    let hosts: Vec<Field<'_>> = spec.get("hosts").items().collect();
    let is_delegate = hosts.is_empty();
    if is_delegate {
        delegate(spec, findings);
    }
    let gateways = spec.get("gateways");
    gateway_names::validate(gateways, findings);
    let applies_to_gateway = gateways.items().next().is_some() && gateways.items().all(|name| name.text() != "mesh");
    if !applies_to_gateway {
        no_jwt_claims(spec, findings);
    }
    self::hosts(spec, &hosts, applies_to_gateway, findings);

    if ["http", "tcp", "tls"].iter().all(|list| spec.get(list).items().next().is_none()) {
        findings.error(spec, "http, tcp or tls must be provided in virtual service");
    }
    for route in spec.get("http").items() {
        http_route::validate(route, is_delegate, findings);
    }
    for route in spec.get("tls").items() {
        tcp_tls_route::tls(route, spec, findings);
    }
    for route in spec.get("tcp").items() {
        tcp_tls_route::tcp(route, findings);
    }
    export_to::validate(spec.get("exportTo"), namespace, export_to::Of::Config, findings);
    unreachable::validate(spec, findings);
}

fn delegate(spec: Field<'_>, findings: &mut Findings<'_>) {
    for (list, what) in
        [("gateways", "gateways specified"), ("tls", "tls route specified"), ("tcp", "tcp route specified")]
    {
        if spec.get(list).items().next().is_some() {
            findings.error(spec.get(list), format!("delegate virtual service must have no {what}"));
        }
    }
}

fn no_jwt_claims(spec: Field<'_>, findings: &mut Findings<'_>) {
    let gateways: Vec<String> = spec.get("gateways").items().map(|name| name.text().into_owned()).collect();
    for matching in spec.get("http").items().flat_map(|route| route.get("match").items().collect::<Vec<_>>()) {
        for list in ["headers", "withoutHeaders"] {
            for (key, value) in matching.get(list).entries().filter(|(key, _)| header::is_jwt_claim(key)) {
                let message = format!(
                    "JWT claim based routing (key: {key}) is only supported for gateway, found no gateways: [{}]",
                    gateways.join(" ")
                );
                findings.error(value, message);
            }
        }
    }
}

fn hosts(spec: Field<'_>, hosts: &[Field<'_>], applies_to_gateway: bool, findings: &mut Findings<'_>) {
    let has_sni = spec
        .get("tls")
        .items()
        .any(|route| route.get("match").items().any(|matching| matching.get("sniHosts").items().next().is_some()));
    let mut all_valid = true;
    for host in hosts {
        let name = host.text();
        let verdict = if applies_to_gateway {
            names::gateway_bound_domain(has_sni, &name)
        } else {
            names::wildcard_domain(&name)
        };
        match verdict {
            Err(_) if names::is_ip(&name) => {}
            Err(message) => {
                findings.error(*host, message);
                all_valid = false;
            }
            Ok(()) if !applies_to_gateway && name == "*" => {
                findings.error(*host, "wildcard host * is not allowed for virtual services bound to the mesh gateway");
                all_valid = false;
            }
            Ok(()) => {}
        }
    }
    if !all_valid {
        return;
    }
    let overlapping = overlapping(hosts);
    for (index, one) in overlapping.iter().enumerate() {
        for other in overlapping.iter().skip(index + 1) {
            if findings.is_full() {
                return;
            }
            let (one, name) = (one.text(), other.text());
            if names::hosts_overlap(&one, &name) {
                findings.error(*other, format!("duplicate hosts in virtual service: {one} & {name}"));
            }
        }
    }
}

/// The hosts that overlap with another one of them: nearly always none.
fn overlapping<'a>(hosts: &[Field<'a>]) -> Vec<Field<'a>> {
    let mut index = HostIndex::default();
    hosts.iter().enumerate().for_each(|(place, host)| index.insert(&host.text(), place));
    hosts.iter().copied().filter(|host| index.overlapping(&host.text(), 2).len() > 1).collect()
}
