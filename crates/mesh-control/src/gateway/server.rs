//! A Gateway's server as the control plane sees it.

use mesh_ordered::sort;
use mesh_proxy::config::Origin;

use super::tls::ServerTls;
use crate::protocol::Protocol;

/// One server of one Gateway, its hosts sanitized (`sanitizeServerHostNamespace`).
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// `namespace/name` of its Gateway.
    pub gateway: String,
    /// Namespace of its Gateway.
    pub namespace: String,
    /// Name of its Gateway.
    pub gateway_name: String,
    /// The port as written: a Service port.
    pub port: u32,
    /// The port's name.
    pub port_name: String,
    /// The protocol as written, which tells servers of one port apart.
    pub protocol_name: String,
    /// The address it binds to; empty for all.
    pub bind: String,
    /// Its hosts: `name` for any namespace, `namespace/name` for one.
    pub hosts: Vec<String>,
    /// TLS, if it has any.
    pub tls: Option<ServerTls>,
    /// Whether plain requests are sent to `https`.
    pub https_redirect: bool,
    /// Where it was written.
    pub origin: Origin,
}

impl Server {
    /// The protocol.
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        Protocol::parse(&self.protocol_name)
    }

    /// Whether bytes are forwarded undecrypted.
    #[must_use]
    pub fn is_passthrough(&self) -> bool {
        self.tls.as_ref().is_some_and(ServerTls::passes_on)
    }

    /// Whether it has TLS and is not merely a redirect to it (`gateway.IsTLSServer`).
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.tls.is_some() && !self.protocol().is_http()
    }

    /// Whether requests are read as HTTP (`gateway.IsHTTPServer`).
    #[must_use]
    pub fn is_http(&self) -> bool {
        self.protocol().is_http() || (self.protocol() == Protocol::Https && !self.is_passthrough())
    }

    /// Whether HTTPS is decrypted (`gateway.IsHTTPSServerWithTLSTermination`).
    #[must_use]
    pub fn terminates_https(&self) -> bool {
        self.protocol() == Protocol::Https && self.tls.is_some() && !self.is_passthrough()
    }

    /// The name of its route configuration; empty where it has none (`gatewayRDSRouteName`).
    #[must_use]
    pub fn route_name(&self, resolved_port: u32) -> String {
        let bind = if self.bind.is_empty() { String::new() } else { format!(".{}", self.bind) };
        let protocol = self.protocol();
        if protocol.is_http() {
            return format!("http.{resolved_port}{bind}");
        }
        if protocol == Protocol::Https && !self.is_passthrough() {
            let Self { port, port_name, gateway_name, namespace, .. } = self;
            return format!("https.{port}.{port_name}.{gateway_name}.{namespace}{bind}");
        }
        String::new()
    }

    /// The server names its filter chain matches, sorted.
    #[must_use]
    pub fn sni_hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = self
            .hosts
            .iter()
            .map(|host| host.split_once('/').map_or(host.as_str(), |(_, name)| name).to_owned())
            .collect();
        sort(&mut hosts);
        hosts.dedup();
        hosts
    }
}

/// `./host` names the Gateway's own namespace, `*/host` any (`sanitizeServerHostNamespace`).
#[must_use]
pub fn sanitize_hosts(hosts: &[String], namespace: &str) -> Vec<String> {
    if hosts.iter().any(|host| host == "*/*") {
        return vec!["*".to_owned()];
    }
    let sanitize = |host: &String| match host.split_once('/') {
        Some((".", name)) => format!("{namespace}/{name}"),
        Some(("*", name)) => name.to_owned(),
        _ => host.clone(),
    };
    hosts.iter().map(sanitize).collect()
}
