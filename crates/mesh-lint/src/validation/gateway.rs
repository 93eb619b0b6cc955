//! Gateway and its servers (`ValidateGateway`).

use mesh_config::model::ServerTlsMode;
use mesh_ordered::OrderedSet;

use super::{
    names::{self, Protocol},
    server_tls,
};
use crate::{field::Field, findings::Findings};

/// Checks a Gateway by its name and spec.
pub(crate) fn validate(spec: Field<'_>, name: &str, findings: &mut Findings<'_>) {
    if !names::is_dns_label(name) {
        findings.error(spec, format!("invalid gateway name: {name:?}"));
    }
    let servers: Vec<Field<'_>> = spec.get("servers").items().collect();
    if servers.is_empty() {
        findings.error(spec, "gateway must have at least one server");
    }
    let mut port_names = OrderedSet::new();
    for server in servers {
        self::server(server, findings);
        let port = server.get("port");
        if port.present() {
            let name = port.get("name").text().into_owned();
            if !port_names.insert(name.clone()) {
                findings.error(port, format!("port names in servers must be unique: duplicate name {name}"));
            }
            let is_http = names::protocol(&port.get("protocol").text()) == Protocol::Http;
            if !is_http && server.get("tls").get("httpsRedirect").is_true() {
                findings.warning(server.get("tls"), "tls.httpsRedirect should only be used with http servers");
            }
        }
    }
}

fn server(server: Field<'_>, findings: &mut Findings<'_>) {
    if server.get("hosts").items().next().is_none() {
        findings.error(server, "server config must contain at least one host");
    }
    for host in server.get("hosts").items() {
        scoped_host(host, true, findings);
    }
    let port = server.get("port");
    let port_is_valid = self::port(port, &server.get("bind").text(), findings);
    bind(server.get("bind"), port, findings);
    let tls = server.get("tls");
    server_tls::validate(tls, findings);
    if !port_is_valid {
        return;
    }
    match names::protocol(&port.get("protocol").text()) {
        Protocol::Tls if !tls.present() => {
            findings.error(server, "server must have TLS settings for HTTPS/TLS protocols");
        }
        Protocol::Tls => {}
        _ if !tls.present() => {}
        Protocol::Http => {
            let passes_through = matches!(
                tls.get("mode").word(ServerTlsMode::ENUMERATION).as_ref(),
                "" | "PASSTHROUGH" | "AUTO_PASSTHROUGH"
            );
            let has_certificate = ["caCertificates", "privateKey", "serverCertificate"]
                .iter()
                .any(|name| !tls.get(name).text().is_empty());
            if !passes_through || has_certificate {
                findings.error(tls, "server cannot have TLS settings for plain text HTTP ports");
            }
        }
        _ => findings.error(tls, "server cannot have TLS settings for non HTTPS/TLS ports"),
    }
}

fn port(port: Field<'_>, bind: &str, findings: &mut Findings<'_>) -> bool {
    if !port.present() {
        findings.error(port, "port is required");
        return false;
    }
    let before = findings.errors();
    let protocol = port.get("protocol");
    if names::protocol(&protocol.text()) == Protocol::Unsupported {
        findings.error(
            protocol,
            format!(
                "invalid protocol {:?}, supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP",
                protocol.text()
            ),
        );
    }
    let number = port.get("number").integer();
    if number > 0 || !bind.starts_with("unix://") {
        findings.check(port, names::port(number));
    }
    if port.get("targetPort").integer() > 0 {
        findings.error(port.get("targetPort"), "targetPort has no impact on Gateways");
    }
    if port.get("name").text().is_empty() {
        findings.error(port, format!("port name must be set: {}", proto_text(port)));
    }
    findings.errors() == before
}

/// A port as Go prints the message: `number:80  protocol:"HTTP"`.
fn proto_text(port: Field<'_>) -> String {
    let mut parts = Vec::new();
    let number = port.get("number").integer();
    if number != 0 {
        parts.push(format!("number:{number}"));
    }
    for name in ["protocol", "name"] {
        let text = port.get(name).text();
        if !text.is_empty() {
            parts.push(format!("{name}:{text:?}"));
        }
    }
    let target = port.get("targetPort").integer();
    if target != 0 {
        parts.push(format!("target_port:{target}"));
    }
    parts.join("  ")
}

fn bind(bind: Field<'_>, port: Field<'_>, findings: &mut Findings<'_>) {
    let text = bind.text();
    if let Some(path) = text.strip_prefix("unix://") {
        findings.check(bind, unix_address(path));
        if port.get("number").integer() != 0 {
            findings.error(bind, format!("port number must be 0 for unix domain socket: {}", proto_text(port)));
        }
    } else if !text.is_empty() {
        findings.check(bind, names::ip_address(&text));
    }
}

/// Checks the path of a Unix domain socket; `@` begins an abstract one.
pub(crate) fn unix_address(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("unix address must not be empty".into());
    }
    if path.starts_with('@') || (path.starts_with('/') && !path.ends_with('/')) {
        return Ok(());
    }
    Err(format!("{path} is not an absolute path to a file"))
}

/// Checks `namespace/host` of a Gateway's server or a Sidecar's egress (`ValidateNamespaceSlashWildcardHostname`).
pub(crate) fn scoped_host(host: Field<'_>, is_gateway: bool, findings: &mut Findings<'_>) {
    let text = host.text();
    let Some((namespace, name)) = text.split_once('/') else {
        if is_gateway {
            host_part(host, &text, true, findings);
        } else {
            findings.error(host, "host must be of form namespace/dnsName");
        }
        return;
    };
    if namespace.is_empty() || name.is_empty() {
        findings.error(host, "config namespace and dnsName in host entry cannot be empty");
    }
    let (owner, scope) =
        if is_gateway { ("gateway", namespace) } else { ("sidecar", namespace.strip_prefix('~').unwrap_or(namespace)) };
    let may_be_empty = !is_gateway && scope.is_empty();
    if !(may_be_empty || matches!(scope, "*" | ".") || names::is_dns_label(scope)) {
        findings.error(host, format!("invalid namespace value {namespace:?} in {owner}"));
    }
    host_part(host, name, is_gateway, findings);
}

fn host_part(field: Field<'_>, name: &str, is_gateway: bool, findings: &mut Findings<'_>) {
    if name != "*" && !name.contains('.') {
        findings.error(field, "short names (non FQDN) are not allowed");
    }
    if let Err(message) = names::wildcard_domain(name) {
        if !is_gateway {
            findings.error(field, message.clone());
        }
        if !names::is_ip(name) {
            findings.error(field, message);
        }
    }
    findings.check(field, names::no_partial_wildcard(name));
}
