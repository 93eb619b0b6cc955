//! Sidecar (`ValidateSidecar`).

use mesh_ordered::{OrderedMap, OrderedSet};

use super::{
    connection_pool, destination,
    destination_rule::workload_selector,
    gateway,
    names::{self, Protocol},
    server_tls,
};
use crate::{field::Field, findings::Findings};
use mesh_config::model::{CaptureMode, OutboundTrafficMode, ServerTlsMode};

/// Checks a Sidecar of a namespace.
pub(crate) fn validate(spec: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    let before = findings.errors();
    let selector = |findings: &mut Findings<'_>| {
        workload_selector(spec.get("workloadSelector"), "labels", "sidecar", findings);
    };
    let is_empty = spec.get("egress").items().next().is_none()
        && spec.get("ingress").items().next().is_none()
        && !spec.get("outboundTrafficPolicy").present()
        && !spec.get("inboundConnectionPool").present();
    if is_empty {
        findings.errors_only(selector);
        if findings.errors() == before {
            findings.error(spec, "sidecar: empty configuration provided");
        }
        return;
    }
    selector(findings);
    if findings.errors() > before {
        return;
    }
    let mut ports = OrderedSet::new();
    for listener in spec.get("ingress").items() {
        ingress(listener, &mut ports, findings);
    }
    connection_pool::validate(spec.get("inboundConnectionPool"), findings);
    egress(spec.get("egress"), namespace, findings);
    outbound_policy(spec.get("outboundTrafficPolicy"), findings);
}

fn ingress(listener: Field<'_>, ports: &mut OrderedSet<i64>, findings: &mut Findings<'_>) {
    let port = listener.get("port");
    if !port.present() {
        findings.error(listener, "sidecar: port is required for ingress listeners");
        return;
    }
    let number = port.get("number").integer();
    no_target_port(port, findings);
    optional_port_name(port, findings);
    findings.check(port, names::known_protocol(&port.get("protocol").text()));
    findings.check(port, names::port(number));
    optional_bind(listener.get("bind"), findings);
    if !ports.insert(number) {
        findings.error(port, "sidecar: ports on IP bound listeners must be unique");
    }
    default_endpoint(listener.get("defaultEndpoint"), findings);
    tls(listener, findings);
    connection_pool::validate(listener.get("connectionPool"), findings);
    let protocol = port.get("protocol").text();
    if listener.get("connectionPool").get("http").present() && names::protocol(&protocol) != Protocol::Http {
        findings.warning(
            listener.get("connectionPool"),
            format!(
                "sidecar: HTTP connection pool settings are configured for port {number} ({:?}) but its protocol is not HTTP ({protocol}); only TCP settings will apply",
                port.get("name").text()
            ),
        );
    }
}

fn no_target_port(port: Field<'_>, findings: &mut Findings<'_>) {
    if port.get("targetPort").integer() > 0 {
        findings.error(port.get("targetPort"), "targetPort has no impact on Sidecars");
    }
}

fn optional_port_name(port: Field<'_>, findings: &mut Findings<'_>) {
    let name = port.get("name");
    if !name.text().is_empty() {
        findings.check(name, names::port_name(&name.text()));
    }
}

fn optional_bind(bind: Field<'_>, findings: &mut Findings<'_>) {
    if !bind.text().is_empty() {
        findings.check(bind, names::ip_address(&bind.text()));
    }
}

fn default_endpoint(endpoint: Field<'_>, findings: &mut Findings<'_>) {
    let text = endpoint.text();
    if text.is_empty() {
        return;
    }
    if let Some(path) = text.strip_prefix("unix://") {
        findings.check(endpoint, gateway::unix_address(path));
        return;
    }
    let (host, port) = host_and_port(&text).unwrap_or_else(|why| {
        findings.error(endpoint, format!("address {text}: {why} in address"));
        ("", "")
    });
    if !matches!(host, "" | "127.0.0.1" | "0.0.0.0" | "::1" | "::") {
        findings.error(
            endpoint,
            "sidecar: defaultEndpoint must be of form 127.0.0.1:<port>,0.0.0.0:<port>,[::1]:port,[::]:port,unix://filepath or unset",
        );
    }
    match port.parse::<i64>() {
        Ok(number) => {
            findings.check(endpoint, names::port(number));
        }
        Err(_) => {
            let digits = port.strip_prefix(['+', '-']).unwrap_or(port);
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let why = if is_number { "value out of range" } else { "invalid syntax" };
            let message = format!(
                "sidecar: defaultEndpoint port ({port}) is not a number: strconv.Atoi: parsing {port:?}: {why}"
            );
            findings.error(endpoint, message);
        }
    }
}

/// `net.SplitHostPort` of Go.
fn host_and_port(address: &str) -> Result<(&str, &str), &'static str> {
    let (before, port) = address.rsplit_once(':').ok_or("missing port")?;
    let Some(bracketed) = address.strip_prefix('[') else {
        let unexpected =
            [(before, ':', "too many colons"), (address, '[', "unexpected '['"), (address, ']', "unexpected ']'")];
        let found = unexpected.iter().find(|(text, character, _)| text.contains(*character));
        return found.map_or(Ok((before, port)), |(.., why)| Err(why));
    };
    let (host, rest) = bracketed.split_once(']').ok_or("missing ']'")?;
    match rest.strip_prefix(':') {
        Some(rest) if rest.contains(':') => Err("too many colons"),
        None => Err("missing port"),
        Some(_) if host.contains('[') || rest.contains('[') => Err("unexpected '['"),
        Some(rest) if rest.contains(']') => Err("unexpected ']'"),
        Some(port) => Ok((host, port)),
    }
}

fn tls(listener: Field<'_>, findings: &mut Findings<'_>) {
    let tls = listener.get("tls");
    if !tls.present() {
        return;
    }
    let has_list = |name: &str| tls.get(name).items().next().is_some();
    for (is_set, words) in [
        (has_list("subjectAltNames"), "subjectAltNames is not supported in ingress tls"),
        (tls.get("httpsRedirect").is_true(), "httpsRedirect is not supported"),
        (!tls.get("credentialName").text().is_empty(), "credentialName is not currently supported"),
        (has_list("credentialNames"), "credentialNames is not currently supported"),
        (has_list("tlsCertificates"), "tls_certificates is not currently supported"),
    ] {
        if is_set {
            findings.error(tls, format!("sidecar: {words}"));
        }
    }
    let mode = tls.get("mode").word(ServerTlsMode::ENUMERATION);
    if matches!(mode.as_ref(), "ISTIO_MUTUAL" | "AUTO_PASSTHROUGH") {
        findings.error(
            tls.get("mode"),
            format!("configuration is invalid: cannot set mode to {mode} in sidecar ingress tls"),
        );
    }
    if names::protocol(&listener.get("port").get("protocol").text()) != Protocol::Tls {
        findings.error(tls, "server cannot have TLS settings for non HTTPS/TLS ports");
    }
    server_tls::validate(tls, findings);
}

fn egress(list: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    let (mut ports, mut sockets) = (OrderedSet::new(), OrderedSet::new());
    let count = list.items().count();
    let mut has_catch_all = false;
    for (index, listener) in list.items().enumerate() {
        let port = listener.get("port");
        if !port.present() {
            if has_catch_all {
                findings.error(listener, "sidecar: egress can have only one listener with empty port");
                continue;
            }
            if index + 1 == count {
                has_catch_all = true;
            } else {
                findings.error(
                    listener,
                    "sidecar: the egress listener with empty port should be the last listener in the list",
                );
            }
        } else {
            no_target_port(port, findings);
            egress_port(listener, findings);
            let (number, bind) = (port.get("number").integer(), listener.get("bind").text().into_owned());
            if number == 0 && !sockets.insert(bind) {
                findings.error(listener, "sidecar: unix domain socket values for listeners must be unique");
            }
            if number != 0 && !ports.insert(number) {
                findings.error(port, "sidecar: ports on IP bound listeners must be unique");
            }
        }
        egress_hosts(listener, namespace, findings);
    }
}

fn egress_port(listener: Field<'_>, findings: &mut Findings<'_>) {
    let (port, bind) = (listener.get("port"), listener.get("bind"));
    optional_port_name(port, findings);
    findings.check(port, names::known_protocol(&port.get("protocol").text()));
    let number = port.get("number").integer();
    if number != 0 {
        findings.check(port, names::port(number));
        optional_bind(bind, findings);
        return;
    }
    match bind.text().strip_prefix("unix://") {
        Some(path) => {
            findings.check(bind, gateway::unix_address(path));
        }
        None => findings.error(listener, "sidecar: ports with 0 value must have a unix domain socket bind address"),
    }
    if !matches!(listener.get("captureMode").word(CaptureMode::ENUMERATION).as_ref(), "" | "DEFAULT" | "NONE") {
        findings.error(listener, "sidecar: captureMode must be DEFAULT/NONE for unix domain socket listeners");
    }
}

fn egress_hosts(listener: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    if listener.get("hosts").items().next().is_none() {
        findings.error(listener, "sidecar: egress listener must contain at least one host");
        return;
    }
    let mut seen: OrderedMap<String, OrderedSet<String>> = OrderedMap::new();
    for host in listener.get("hosts").items() {
        let text = host.text();
        if let Some((scope, service)) = text.split_once('/').filter(|(scope, _)| !scope.starts_with('~')) {
            let scope = if scope == "." { namespace } else { scope };
            let services = seen.entry(scope.to_owned()).or_default();
            let is_duplicate = if service == "*" {
                !services.is_empty()
            } else {
                services.contains(service) || services.contains("*")
            };
            if is_duplicate {
                findings.warning(host, format!("duplicated egress host: {text}"));
            }
            services.insert(service.to_owned());
        }
        gateway::scoped_host(host, false, findings);
    }
    if seen.len() > 1 && seen.get("*").is_some_and(|services| services.contains("*")) {
        findings.warning(listener.get("hosts"), "`*/*` host select all resources, no other hosts can be added");
    }
}

fn outbound_policy(policy: Field<'_>, findings: &mut Findings<'_>) {
    let mode = policy.get("mode").word(OutboundTrafficMode::ENUMERATION);
    if mode == "ALLOW_ANY_DYNAMIC_DNS" {
        findings.error(
            policy.get("mode"),
            "sidecar: ALLOW_ANY_DYNAMIC_DNS mode is only supported in MeshConfig, not in Sidecar resource",
        );
        return;
    }
    let proxy = policy.get("egressProxy");
    if !proxy.present() {
        return;
    }
    if mode != "ALLOW_ANY" {
        findings.error(proxy, "sidecar: egress_proxy must be set only with ALLOW_ANY outbound_traffic_policy mode");
        return;
    }
    findings.check(proxy, names::fqdn(&proxy.get("host").text()));
    if proxy.get("port").present() {
        destination::validate(proxy, findings);
    } else {
        findings.error(proxy, "sidecar: egress_proxy port must be non-nil");
    }
}
