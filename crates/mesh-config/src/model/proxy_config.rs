//! Settings of a proxy, in the mesh config's `defaultConfig` and in a pod's annotation `proxy.istio.io/config`.
//! Source: mesh/v1alpha1/proxy.proto of istio/api.

use mesh_ordered::OrderedMap;

use crate::Spanned;
use crate::decode::{Decoder, FromNode as _};
use crate::schema::{enumeration, message};
use crate::yaml::{Chunk, read_chunk};

message! {
    /// Settings of a proxy.
    ProxyConfig = "ProxyConfig", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig" {
        /// What stands in front of a gateway.
        gateway_topology: Option<Topology> = "gatewayTopology";
        /// Headers that the proxy sets.
        proxy_headers: Option<ProxyHeaders> = "proxyHeaders";
        /// Environment variables of the proxy's agent.
        proxy_metadata: OrderedMap<String, Spanned<String>> = "proxyMetadata", checked;
    }
    others &[
        "availabilityZone", "binaryPath", "caCertificatesPem", "concurrency", "configPath", "controlPlaneAuthPolicy", "customConfigFile",
        "discoveryAddress", "discoveryRefreshDelay", "drainDuration", "envoyAccessLogService", "envoyMetricsService", "envoyMetricsServiceAddress",
        "extraStatTags", "fileFlushInterval", "fileFlushMinSizeKb", "holdApplicationUntilProxyStarts", "image", "interceptionMode", "meshId",
        "parentShutdownDuration", "privateKeyProvider", "proxyAdminPort", "proxyBootstrapTemplatePath", "proxyStatsMatcher", "readinessProbe",
        "runtimeValues", "sds", "serviceCluster", "statNameLength", "statsCompression", "statsdUdpAddress", "statusPort", "terminationDrainDuration",
        "tracing", "tracingServiceName", "zipkinAddress",
    ]
}

impl ProxyConfig {
    /// Reads the text of an annotation; what cannot be read of it is left out.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut found = Vec::new();
        let tree = read_chunk(Chunk { start: 0, text }, 0, &mut found).into_iter().next()?;
        Self::from_node(&tree, &mut Decoder::new(&mut found))
    }
}

message! {
    /// What stands in front of a gateway.
    Topology = "Topology", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Topology" {
        /// How many proxies before the gateway are trusted to have written `x-forwarded-for`.
        num_trusted_proxies: Option<Spanned<u32>> = "numTrustedProxies" or "0";
        /// What a gateway does with `x-forwarded-client-cert`.
        forward_client_cert_details: Option<Spanned<ForwardClientCertDetails>> = "forwardClientCertDetails" or "SANITIZE_SET";
    }
    others &["proxyProtocol"]
}

enumeration! {
    /// What is done with `x-forwarded-client-cert`.
    ForwardClientCertDetails = "ForwardClientCertDetails" {
        /// As where nothing is said.
        Undefined = "UNDEFINED" 0,
        /// It is taken away.
        Sanitize = "SANITIZE" 1,
        /// It stays on connections with a client certificate.
        ForwardOnly = "FORWARD_ONLY" 2,
        /// The client's certificate is appended.
        AppendForward = "APPEND_FORWARD" 3,
        /// The client's certificate takes its place.
        SanitizeSet = "SANITIZE_SET" 4,
        /// It stays, whatever the connection is.
        AlwaysForwardOnly = "ALWAYS_FORWARD_ONLY" 5,
    }
}

message! {
    /// Headers that the proxy sets.
    ProxyHeaders = "ProxyConfig.ProxyHeaders", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders" {
        /// What sidecars do with `x-forwarded-client-cert` of requests to their pod.
        forwarded_client_cert: Option<Spanned<ForwardClientCertDetails>> = "forwardedClientCert" or "APPEND_FORWARD", checked;
        /// What sidecars write into it.
        set_current_client_cert_details: Option<crate::Node> = "setCurrentClientCertDetails", checked;
        /// `x-request-id`.
        request_id: Option<HeaderSwitch> = "requestId";
        /// `server` of answers.
        server: Option<ServerHeader> = "server", checked;
        /// `x-envoy-attempt-count`.
        attempt_count: Option<HeaderSwitch> = "attemptCount";
        /// The other `x-envoy-…` headers that the router adds.
        envoy_debug_headers: Option<HeaderSwitch> = "envoyDebugHeaders";
        /// `x-forwarded-host` where a rule rewrites the authority.
        x_forwarded_host: Option<HeaderAddition> = "xForwardedHost";
        /// `x-forwarded-port`.
        x_forwarded_port: Option<HeaderAddition> = "xForwardedPort";
    }
    others &["metadataExchangeHeaders", "preserveHttp1HeaderCase"]
}

message! {
    /// A header that is there unless it is switched off.
    HeaderSwitch = "ProxyConfig.ProxyHeaders.RequestId", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-RequestId" {
        /// Whether it is left out.
        disabled: Option<Spanned<bool>> = "disabled" or "false";
    }
}

message! {
    /// A header that is added only where it is asked for.
    HeaderAddition = "ProxyConfig.ProxyHeaders.XForwardedHost", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders" {
        /// Whether it is added.
        enabled: Option<Spanned<bool>> = "enabled" or "false";
    }
}

message! {
    /// The header `server` of answers.
    ServerHeader = "ProxyConfig.ProxyHeaders.Server", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig-ProxyHeaders-Server" {
        /// Whether the host's own stays.
        disabled: Option<Spanned<bool>> = "disabled" or "false", checked;
        /// What it is.
        value: Option<Spanned<String>> = "value" or "istio-envoy", checked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_is_read_as_far_as_it_can_be() {
        let text = "gatewayTopology: {numTrustedProxies: 2, forwardClientCertDetails: FORWARD_ONLY}\nunheardOf: 1\n";
        let topology = ProxyConfig::from_text(text).unwrap().gateway_topology.unwrap();
        assert_eq!(topology.num_trusted_proxies.unwrap().value, 2);
        assert_eq!(topology.forward_client_cert_details.unwrap().value, ForwardClientCertDetails::ForwardOnly);
        let json = ProxyConfig::from_text(r#"{"proxyHeaders": {"server": {"value": "door"}}}"#).unwrap();
        assert_eq!(json.proxy_headers.unwrap().server.unwrap().value.unwrap().value, "door");
        for text in ["", "- a", "a: [", "just words"] {
            assert_eq!(ProxyConfig::from_text(text).and_then(|read| read.proxy_headers), None, "{text}");
        }
    }
}
