use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity, model::ClientTlsMode};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::say;

use super::host_ports::{HostPorts, Port};
use crate::{
    context::{Context, finding, spec},
    field::Field,
    host_names::full_name,
};

rule! {
    /// A DestinationRule speaks TLS where that is not what is wanted.
    ///
    /// On a port that is TLS already (HTTPS, TLS) it wraps the client's TLS in another one, which without `sni` names no
    /// server (MP0166): that is for plain requests that a rule sends there. On port 80 of a ServiceEntry it speaks TLS to
    /// port 80, for a policy changes what is sent and not where to: give the port `targetPort: 443` (MP0167).
    each beside ["HTTPRoute", "Service", "ServiceEntry", "VirtualService"] check => "MP0166", "MP0167"
}

/// Where plain requests are sent by rules: host and port; 0 is any port.
type Routed = OrderedSet<(String, i64)>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (ports, routed) = (LazyCell::new(|| HostPorts::new(context)), LazyCell::new(|| routed(context)));
    let mut found = Vec::new();
    for rule in context.istio_subjects("DestinationRule") {
        let policy = spec(rule).get("trafficPolicy");
        let of_ports = policy.get("portLevelSettings").items().map(|settings| settings.get("tls"));
        if !std::iter::once(policy.get("tls")).chain(of_ports).any(originates) {
            continue;
        }
        let (namespace, host) = (&rule.metadata.namespace, spec(rule).get("host").text());
        let name = full_name(namespace, &host);
        let mut own: OrderedMap<i64, Field<'_>> = OrderedMap::new();
        for settings in policy.get("portLevelSettings").items() {
            own.entry(settings.get("port").get("number").integer()).or_insert(settings.get("tls"));
        }
        // What is said once for all ports is judged once.
        let mut said = OrderedSet::new();
        for port in ports.of(context, namespace, &host) {
            // What is said for a port alone replaces what is said for all.
            let tls = own.get(&port.number).copied().unwrap_or(policy.get("tls"));
            let key = (port.protocol.is_tls(), tls.span());
            let verdict =
                if said.contains(&key) || !originates(tls) { None } else { verdict(rule, tls, port, &name, &routed) };
            if let Some(verdict) = verdict {
                said.insert(key);
                found.push(verdict);
            }
        }
    }
    found
}

fn routed(context: &Context<'_>) -> Routed {
    let mut routed = Routed::new();
    for service in context.istio("VirtualService") {
        let entries = spec(service).get("http").items().flat_map(|route| route.get("route").items());
        for destination in entries.map(|entry| entry.get("destination")) {
            let host = full_name(&service.metadata.namespace, &destination.get("host").text());
            routed.insert((host, destination.get("port").get("number").integer()));
        }
    }
    for route in context.kind("HTTPRoute") {
        let backends = spec(route).get("rules").items().flat_map(|rule| rule.get("backendRefs").items());
        for backend in backends {
            let host = full_name(&route.metadata.namespace, &backend.get("name").text());
            routed.insert((host, backend.get("port").integer()));
        }
    }
    routed
}

fn originates(tls: Field<'_>) -> bool {
    matches!(tls.get("mode").word(ClientTlsMode::ENUMERATION).as_ref(), "SIMPLE" | "MUTUAL")
}

fn verdict(rule: &Resource, tls: Field<'_>, port: Port, host: &str, routed: &Routed) -> Option<Diagnostic> {
    let Port { number, protocol, is_moved, is_of_entry } = port;
    let sent_to = |number: i64| routed.contains(&(host.to_owned(), number));
    if protocol.is_tls() && !sent_to(number) && (is_of_entry || !sent_to(0)) {
        let message = if tls.get("sni").text().is_empty() {
            say!("originated-tls-in-nameless-tls", port = number, host)
        } else {
            say!("originated-tls-in-tls", port = number, host)
        };
        return Some(finding("MP0166", Severity::Warning, rule, tls, message));
    }
    let own = (host.to_owned(), i64::MIN)..=(host.to_owned(), i64::MAX);
    let is_sent_elsewhere = || routed.range(own).any(|(_, number)| ![0, 80].contains(number));
    let stays = is_of_entry && number == 80 && protocol.is_http() && !is_moved;
    (stays && !is_sent_elsewhere())
        .then(|| finding("MP0167", Severity::Warning, rule, tls, say!("originated-tls-to-port-80", host)))
}
