//! TLS and TCP routes of a VirtualService (`validateTLSRoute`, `validateTCPRoute`).

use super::{destination, http_match, names};
use crate::{field::Field, findings::Findings};

/// Checks a TLS route of a VirtualService.
pub(crate) fn tls(route: Field<'_>, service: Field<'_>, findings: &mut Findings<'_>) {
    if route.get("match").items().next().is_none() {
        findings.error(route, "TLS route must have at least one match condition");
    }
    for matching in route.get("match").items() {
        if matching.get("sniHosts").items().next().is_none() {
            findings.error(matching, "TLS match must have at least one SNI host");
        }
        for host in matching.get("sniHosts").items() {
            sni_host(host, service, findings);
        }
        connection(matching, findings);
    }
    if route.get("route").items().next().is_none() {
        findings.error(route, "TLS route is required");
    }
    destination::weighted(route.get("route"), findings);
}

/// Checks a TCP route of a VirtualService.
pub(crate) fn tcp(route: Field<'_>, findings: &mut Findings<'_>) {
    for matching in route.get("match").items() {
        findings.errors_only(|findings| connection(matching, findings));
    }
    if route.get("route").items().next().is_none() {
        findings.error(route, "TCP route is required");
    }
    destination::weighted(route.get("route"), findings);
}

fn connection(matching: Field<'_>, findings: &mut Findings<'_>) {
    for subnet in matching.get("destinationSubnets").items() {
        findings.check(subnet, names::ip_subnet(&subnet.text()));
    }
    http_match::origin(matching, findings);
}

fn sni_host(host: Field<'_>, service: Field<'_>, findings: &mut Findings<'_>) {
    let name = host.text();
    // Istio asks for a gateway here, and takes one without any for bound to one.
    let is_at_gateway = service.get("gateways").items().all(|gateway| gateway.text() != "mesh");
    let verdict = if is_at_gateway { names::gateway_bound_domain(true, &name) } else { names::wildcard_domain(&name) };
    if let Err(message) = verdict {
        if names::is_ip(&name) {
            let message =
                format!("using an IP address ({name:?}) goes against SNI spec and most clients do not support this");
            findings.warning(host, message);
        } else {
            findings.error(host, message);
        }
        return;
    }
    let hosts: Vec<String> = service.get("hosts").items().map(|host| host.text().into_owned()).collect();
    if !hosts.iter().any(|service_host| names::host_is_covered(&name, service_host)) {
        let hosts = hosts.join(", ");
        findings.error(
            host,
            format!("SNI host {name:?} is not a compatible subset of any of the virtual service hosts: [{hosts}]"),
        );
    }
}
