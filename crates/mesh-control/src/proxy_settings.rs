//! What a proxy is told of headers (`pilot/pkg/networking/util/proxy_headers.go`).
//!
//! The mesh config's `defaultConfig` holds for all proxies; each part of a pod's annotation takes the place of the whole
//! part there.

use mesh_config::model::{ForwardClientCertDetails, HeaderAddition, HeaderSwitch, ProxyConfig, ProxyHeaders, Topology};

/// The annotation of a pod that holds settings of its proxy.
const ANNOTATION: &str = "proxy.istio.io/config";

/// What a proxy is told of headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ProxySettings {
    /// What a gateway believes of those before it.
    pub(crate) topology: GatewayTopology,
    pub(crate) headers: HeaderSettings,
}

/// What a gateway believes of those before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GatewayTopology {
    /// How many proxies before it are trusted.
    pub(crate) trusted_proxies: u32,
    /// What is done with `x-forwarded-client-cert`, as it is written; `None` where nothing is.
    pub(crate) forward_client_cert: Option<&'static str>,
}

/// Headers that are switched on or off.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HeaderSettings {
    /// `server` of answers, where it is written.
    pub(crate) server: Option<String>,
    /// Whether the host's own `server` stays.
    pub(crate) passes_server: bool,
    /// Whether there is no `x-envoy-attempt-count`.
    pub(crate) no_attempt_count: bool,
    /// Whether no `x-request-id` is made.
    pub(crate) no_request_id: bool,
    /// Whether the router adds no other `x-envoy-…` headers.
    pub(crate) no_debug_headers: bool,
    /// Whether `x-forwarded-host` is added where the authority is rewritten.
    pub(crate) forwarded_host: bool,
    /// Whether `x-forwarded-port` is added.
    pub(crate) forwarded_port: bool,
}

impl ProxySettings {
    /// What the mesh config says.
    pub(crate) fn of_mesh(config: Option<&ProxyConfig>) -> Self {
        config.map_or_else(Self::default, |config| Self::default().with(config))
    }

    /// What holds for pods with annotations; `None` where theirs say nothing.
    pub(crate) fn of_pod(&self, annotations: &mesh_ordered::OrderedMap<String, String>) -> Option<Self> {
        let config = ProxyConfig::from_text(annotations.get(ANNOTATION)?)?;
        Some(self.clone().with(&config))
    }

    fn with(mut self, config: &ProxyConfig) -> Self {
        if let Some(topology) = &config.gateway_topology {
            self.topology = GatewayTopology::new(topology);
        }
        if let Some(headers) = &config.proxy_headers {
            self.headers = HeaderSettings::new(headers);
        }
        self
    }
}

impl GatewayTopology {
    fn new(written: &Topology) -> Self {
        let details = written.forward_client_cert_details.as_ref().map(|details| details.value);
        Self {
            trusted_proxies: written.num_trusted_proxies.as_ref().map_or(0, |number| number.value),
            forward_client_cert: details
                .filter(|details| *details != ForwardClientCertDetails::Undefined)
                .map(ForwardClientCertDetails::as_str),
        }
    }
}

impl HeaderSettings {
    fn new(written: &ProxyHeaders) -> Self {
        let is_off = |switch: &Option<HeaderSwitch>| {
            switch.as_ref().and_then(|switch| switch.disabled.as_ref()).is_some_and(|disabled| disabled.value)
        };
        let is_on = |addition: &Option<HeaderAddition>| {
            addition.as_ref().and_then(|addition| addition.enabled.as_ref()).is_some_and(|enabled| enabled.value)
        };
        let server = written.server.as_ref();
        let passes_server = server.and_then(|server| server.disabled.as_ref()).is_some_and(|disabled| disabled.value);
        let name = server.and_then(|server| server.value.as_ref()).map(|name| name.value.clone());
        Self {
            server: name.filter(|name| !name.is_empty()),
            passes_server,
            no_attempt_count: is_off(&written.attempt_count),
            no_request_id: is_off(&written.request_id),
            no_debug_headers: is_off(&written.envoy_debug_headers),
            forwarded_host: is_on(&written.x_forwarded_host),
            forwarded_port: is_on(&written.x_forwarded_port),
        }
    }
}

#[cfg(test)]
mod tests {
    use mesh_ordered::OrderedMap;

    use super::*;

    #[test]
    fn a_part_of_the_annotation_takes_the_place_of_the_whole_part() {
        let mesh = ProxyConfig::from_text(
            "gatewayTopology: {numTrustedProxies: 1, forwardClientCertDetails: SANITIZE}\n\
             proxyHeaders: {attemptCount: {disabled: true}, server: {value: door}}\n",
        );
        let mesh = ProxySettings::of_mesh(mesh.as_ref());
        let pod = |text: &str| mesh.of_pod(&OrderedMap::from([(ANNOTATION.to_owned(), text.to_owned())]));
        let told = pod("gatewayTopology: {numTrustedProxies: 2}").unwrap();
        assert_eq!(told.topology, GatewayTopology { trusted_proxies: 2, forward_client_cert: None });
        assert_eq!(told.headers, mesh.headers);
        let told = pod("proxyHeaders: {requestId: {disabled: true}, xForwardedPort: {enabled: true}}").unwrap();
        assert_eq!(told.topology, mesh.topology);
        let expected = HeaderSettings { no_request_id: true, forwarded_port: true, ..HeaderSettings::default() };
        assert_eq!(told.headers, expected);
        assert_eq!(mesh.of_pod(&OrderedMap::new()), None);
    }
}
