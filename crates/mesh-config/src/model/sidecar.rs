//! Sidecar: what a workload's proxy knows of the mesh.
//! Source: networking/v1alpha3/sidecar.proto of istio/api.

use mesh_ordered::OrderedMap;

use super::{ConnectionPoolSettings, Destination, Port, ServerTlsSettings};
use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// What a workload's proxy knows of the mesh.
    Sidecar = "Sidecar", "sidecar/#Sidecar" {
        /// The workloads that it is for; none means all of the namespace.
        workload_selector: Option<super::ServiceEntryWorkloadSelector> = "workloadSelector" or "all of the namespace";
        /// What the proxy takes in.
        ingress: Vec<IstioIngressListener> = "ingress", not_simulated;
        /// What the proxy sends out.
        egress: Vec<IstioEgressListener> = "egress";
        /// Limits of what the proxy takes in.
        inbound_connection_pool: Option<ConnectionPoolSettings> = "inboundConnectionPool", not_simulated;
        /// What becomes of requests to unknown hosts.
        outbound_traffic_policy: Option<OutboundTrafficPolicy> = "outboundTrafficPolicy" or "mesh-wide setting";
    }
}

message! {
    /// What the proxy takes in at a port.
    IstioIngressListener = "IstioIngressListener", "sidecar/#IstioIngressListener" {
        /// The port.
        port: Option<Port> = "port";
        /// The address that it listens on.
        bind: Option<Spanned<String>> = "bind";
        /// How traffic is captured.
        capture_mode: Option<Spanned<CaptureMode>> = "captureMode";
        /// The application's address.
        default_endpoint: Option<Spanned<String>> = "defaultEndpoint";
        /// TLS of the clients' connections.
        tls: Option<ServerTlsSettings> = "tls";
        /// Limits of what is taken in.
        connection_pool: Option<ConnectionPoolSettings> = "connectionPool";
    }
}

message! {
    /// What the proxy sends out.
    IstioEgressListener = "IstioEgressListener", "sidecar/#IstioEgressListener" {
        /// The only port that it is for.
        port: Option<Port> = "port" or "all ports";
        /// The address that it listens on.
        bind: Option<Spanned<String>> = "bind", checked;
        /// How traffic is captured.
        capture_mode: Option<Spanned<CaptureMode>> = "captureMode";
        /// `namespace/host` of the services that are known; `.`, `*` and `~` as namespace.
        hosts: Vec<Spanned<String>> = "hosts";
    }
}

enumeration! {
    /// How traffic is captured.
    CaptureMode = "CaptureMode" {
        /// As the environment says.
        Default = "DEFAULT" 0,
        /// By iptables.
        Iptables = "IPTABLES" 1,
        /// Not at all.
        None = "NONE" 2,
    }
}

message! {
    /// What becomes of requests to unknown hosts.
    OutboundTrafficPolicy = "OutboundTrafficPolicy", "sidecar/#OutboundTrafficPolicy" {
        /// Whether they pass.
        mode: Option<Spanned<OutboundTrafficMode>> = "mode" or "ALLOW_ANY";
        /// Where they go instead.
        egress_proxy: Option<Destination> = "egressProxy", not_simulated;
    }
}

enumeration! {
    /// Whether requests to unknown hosts pass.
    OutboundTrafficMode = "OutboundTrafficPolicy.Mode" {
        /// They are refused.
        RegistryOnly = "REGISTRY_ONLY" 0,
        /// They go to the address that the client asked for.
        AllowAny = "ALLOW_ANY" 1,
        /// Mesh config only: hosts are looked up in DNS as requests come.
        AllowAnyDynamicDns = "ALLOW_ANY_DYNAMIC_DNS" 3,
    }
}

message! {
    /// Labels of workloads.
    WorkloadSelector = "WorkloadSelector", "destination-rule/#DestinationRule" {
        /// Labels that a pod must have.
        match_labels: OrderedMap<String, Spanned<String>> = "matchLabels";
    }
}
