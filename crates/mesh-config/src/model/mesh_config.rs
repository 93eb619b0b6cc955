//! The mesh config: what holds for the whole mesh.
//! Source: mesh/v1alpha1/config.proto of istio/api.

use std::time::Duration;

use super::{ConnectionPoolSettings, H2UpgradePolicy, HttpRetry, LocalityLbSetting, OutboundTrafficMode, TcpKeepalive};
use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// What holds for the whole mesh.
    MeshConfig = "MeshConfig", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig" {
        /// What becomes of requests to unknown hosts.
        outbound_traffic_policy: Option<MeshOutboundTrafficPolicy> = "outboundTrafficPolicy" or "ALLOW_ANY";
        /// How failed tries are repeated where a route does not say.
        default_http_retry_policy: Option<HttpRetry> = "defaultHttpRetryPolicy" or "2 attempts";
        /// Who sees services that do not say.
        default_service_export_to: Vec<Spanned<String>> = "defaultServiceExportTo" or "*";
        /// Who sees VirtualServices that do not say.
        default_virtual_service_export_to: Vec<Spanned<String>> = "defaultVirtualServiceExportTo" or "*";
        /// Who sees DestinationRules that do not say.
        default_destination_rule_export_to: Vec<Spanned<String>> = "defaultDestinationRuleExportTo" or "*";
        /// The namespace whose rules hold for all.
        root_namespace: Option<Spanned<String>> = "rootNamespace" or "istio-system";
        /// Prefers or shares out localities.
        locality_lb_setting: Option<LocalityLbSetting> = "localityLbSetting" or "enabled";
        /// The time to get a connection.
        connect_timeout: Option<Spanned<Duration>> = "connectTimeout" or "10s";
        /// Whether HTTP/1 is carried over HTTP/2.
        h2_upgrade_policy: Option<Spanned<H2UpgradePolicy>> = "h2UpgradePolicy" or "DO_NOT_UPGRADE";
        /// Keeps idle connections alive.
        tcp_keepalive: Option<TcpKeepalive> = "tcpKeepalive", checked;
        /// Whether sidecars use mutual TLS with each other unasked.
        enable_auto_mtls: Option<Spanned<bool>> = "enableAutoMtls" or "true", checked;
        /// The domain of the workloads' identities.
        trust_domain: Option<Spanned<String>> = "trustDomain" or "cluster.local", checked;
        /// How long a listener waits to recognise the protocol.
        protocol_detection_timeout: Option<Spanned<Duration>> = "protocolDetectionTimeout" or "0s", checked;
        /// Limits of what sidecars take in.
        inbound_traffic_policy: Option<crate::Node> = "inboundTrafficPolicy", checked;
        /// Settings of all proxies.
        default_config: Option<Box<super::ProxyConfig>> = "defaultConfig";
        /// How a path is made uniform before it is matched.
        path_normalization: Option<PathNormalization> = "pathNormalization";
        /// What services are in the mesh's own words.
        service_settings: Vec<crate::Node> = "serviceSettings", checked;
        /// Which Ingresses Istio takes.
        ingress_controller_mode: Option<Spanned<IngressControllerMode>> = "ingressControllerMode" or "STRICT";
        /// The value of the annotation `kubernetes.io/ingress.class` that Istio takes.
        ingress_class: Option<Spanned<String>> = "ingressClass" or "istio";
        /// The label `istio` of the gateway that serves Ingresses.
        ingress_selector: Option<Spanned<String>> = "ingressSelector";
        /// The Service of the gateway that serves Ingresses; its label where no selector is given.
        ingress_service: Option<Spanned<String>> = "ingressService" or "istio-ingressgateway";
        /// How clients talk to services where no rule says.
        default_traffic_policy: Option<DefaultTrafficPolicy> = "defaultTrafficPolicy";
    }
    others &[
        "accessLogEncoding", "accessLogFile", "accessLogFormat", "ca", "caCertificates", "certificates", "configSources", "defaultProviders",
        "discoverySelectors", "dnsRefreshRate", "enableEnvoyAccessLogService", "enablePrometheusMerge", "enableTracing", "extensionProviders",
        "hboneIdleTimeout", "ingressSelectorMode", "meshMTLS",
        "disableEnvoyListenerLog", "serviceEntryVisibility", "zoneAwareLbSetting", "mixerCheckServer", "proxyHttpPort", "proxyInboundListenPort", "proxyListenPort", "statNameSanitization", "tlsDefaults",
        "inboundClusterStatName", "outboundClusterStatName", "thriftConfig", "trustDomainAliases", "verifyCertificateAtClient",
        "serviceScopeConfigs",
    ]
}

message! {
    /// What becomes of requests to unknown hosts.
    MeshOutboundTrafficPolicy = "MeshConfig.OutboundTrafficPolicy", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy" {
        /// Whether they pass.
        mode: Option<Spanned<OutboundTrafficMode>> = "mode" or "ALLOW_ANY";
        /// TLS of connections to hosts that are looked up in DNS.
        tls: Option<super::ClientTlsSettings> = "tls", not_simulated;
    }
}

enumeration! {
    /// Which Ingresses Istio takes.
    IngressControllerMode = "MeshConfig.IngressControllerMode" {
        /// As STRICT.
        Unspecified = "UNSPECIFIED" 0,
        /// None.
        Off = "OFF" 1,
        /// Those of its class and those without one.
        Default = "DEFAULT" 2,
        /// Those of its class.
        Strict = "STRICT" 3,
    }
}

message! {
    /// How a path is made uniform before it is matched.
    PathNormalization = "MeshConfig.ProxyPathNormalization", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization" {
        /// How far it goes.
        normalization: Option<Spanned<NormalizationType>> = "normalization" or "DEFAULT";
    }
}

enumeration! {
    /// How far paths are made uniform.
    NormalizationType = "MeshConfig.ProxyPathNormalization.NormalizationType" {
        /// As BASE.
        Default = "DEFAULT" 0,
        /// Not at all.
        None = "NONE" 1,
        /// RFC 3986: dot segments, `\` as `/`.
        Base = "BASE" 2,
        /// `//` becomes `/` too.
        MergeSlashes = "MERGE_SLASHES" 3,
        /// `%2F` and `%5C` are decoded too.
        DecodeAndMergeSlashes = "DECODE_AND_MERGE_SLASHES" 4,
    }
}

message! {
    /// How clients talk to services where no rule says.
    DefaultTrafficPolicy = "MeshConfig.DefaultTrafficPolicy", "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig" {
        /// Limits of connections and requests.
        connection_pool: Option<ConnectionPoolSettings> = "connectionPool";
        /// Takes failing hosts out for a while.
        outlier_detection: Option<super::OutlierDetection> = "outlierDetection";
    }
}
