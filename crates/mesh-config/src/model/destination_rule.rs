//! DestinationRule: subsets of a service, and how clients talk to it.
//! Source: networking/v1alpha3/destination_rule.proto of istio/api.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use super::{ConnectionPoolSettings, LoadBalancerSettings, OutlierDetection, PortSelector, WorkloadSelector};
use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// Subsets of a service, and how clients talk to it.
    DestinationRule = "DestinationRule", "destination-rule/#DestinationRule" {
        /// The Service or ServiceEntry. A name without a dot is in the rule's namespace.
        host: Option<Spanned<String>> = "host";
        /// How clients talk to it, whichever subset and port.
        traffic_policy: Option<TrafficPolicy> = "trafficPolicy";
        /// Named parts of the service's pods, for VirtualServices to send to.
        subsets: Vec<Subset> = "subsets";
        /// The namespaces that see the rule: names, `.` for its own, `*` for all.
        export_to: Vec<Spanned<String>> = "exportTo" or "*";
        /// The clients of this namespace that the rule is for.
        workload_selector: Option<WorkloadSelector> = "workloadSelector" or "all clients";
    }
}

message! {
    /// A named part of a service's pods.
    Subset = "Subset", "destination-rule/#Subset" {
        /// The name that VirtualServices use.
        name: Option<Spanned<String>> = "name";
        /// Labels that a pod must have to belong to it; none means every pod.
        labels: OrderedMap<String, Spanned<String>> = "labels";
        /// Takes the place of the rule's policy, block by block.
        traffic_policy: Option<Box<TrafficPolicy>> = "trafficPolicy" or "the rule's";
    }
}

message! {
    /// How clients talk to a service.
    TrafficPolicy = "TrafficPolicy", "destination-rule/#TrafficPolicy" {
        /// How a host is chosen.
        load_balancer: Option<LoadBalancerSettings> = "loadBalancer" or "LEAST_REQUEST";
        /// Limits of connections and requests: the circuit breaker.
        connection_pool: Option<ConnectionPoolSettings> = "connectionPool" or "no limits";
        /// Takes failing hosts out for a while.
        outlier_detection: Option<OutlierDetection> = "outlierDetection" or "off";
        /// TLS of the connections to it.
        tls: Option<ClientTlsSettings> = "tls" or "mutual TLS where both sides have a sidecar";
        /// Policies of single ports; each takes the place of the four blocks above as a whole.
        port_level_settings: Vec<PortTrafficPolicy> = "portLevelSettings";
        /// Sends TCP through an HTTP tunnel.
        tunnel: Option<TunnelSettings> = "tunnel", not_simulated;
        /// Speaks the PROXY protocol to it.
        proxy_protocol: Option<ProxyProtocol> = "proxyProtocol", not_simulated;
        /// Limits concurrent retries to a share of the active requests.
        retry_budget: Option<RetryBudget> = "retryBudget";
    }
}

message! {
    /// The policy of one port.
    PortTrafficPolicy = "TrafficPolicy.PortTrafficPolicy", "destination-rule/#TrafficPolicy-PortTrafficPolicy" {
        /// The port of the service.
        port: Option<PortSelector> = "port";
        /// How a host is chosen.
        load_balancer: Option<LoadBalancerSettings> = "loadBalancer" or "LEAST_REQUEST";
        /// Limits of connections and requests: the circuit breaker.
        connection_pool: Option<ConnectionPoolSettings> = "connectionPool" or "no limits";
        /// Takes failing hosts out for a while.
        outlier_detection: Option<OutlierDetection> = "outlierDetection" or "off";
        /// TLS of the connections to it.
        tls: Option<ClientTlsSettings> = "tls";
    }
}

message! {
    /// TLS of the connections from clients.
    ClientTlsSettings = "ClientTLSSettings", "destination-rule/#ClientTLSSettings" {
        /// Whether and how TLS is used.
        mode: Option<Spanned<ClientTlsMode>> = "mode" or "DISABLE";
        /// The client's certificate, a file.
        client_certificate: Option<Spanned<String>> = "clientCertificate", checked;
        /// The client's private key, a file.
        private_key: Option<Spanned<String>> = "privateKey", checked;
        /// The certificates of the authorities that are trusted, a file.
        ca_certificates: Option<Spanned<String>> = "caCertificates", checked;
        /// A Secret that holds key and certificates.
        credential_name: Option<Spanned<String>> = "credentialName", checked;
        /// Names that the server's certificate may carry.
        subject_alt_names: Vec<Spanned<String>> = "subjectAltNames", checked;
        /// The server name of the handshake.
        sni: Option<Spanned<String>> = "sni";
        /// Do not check the server's certificate.
        insecure_skip_verify: Option<Spanned<bool>> = "insecureSkipVerify", checked;
        /// A list of revoked certificates, a file.
        ca_crl: Option<Spanned<String>> = "caCrl", checked;
    }
}

enumeration! {
    /// Whether and how a client uses TLS.
    ClientTlsMode = "ClientTLSSettings.TLSmode" {
        /// Plain text.
        Disable = "DISABLE" 0,
        /// TLS without a client certificate.
        Simple = "SIMPLE" 1,
        /// TLS with a client certificate from files or a Secret.
        Mutual = "MUTUAL" 2,
        /// TLS with the certificate that Istio gives each workload.
        IstioMutual = "ISTIO_MUTUAL" 3,
    }
}

message! {
    /// Sends TCP through an HTTP tunnel.
    TunnelSettings = "TrafficPolicy.TunnelSettings", "destination-rule/#TrafficPolicy-TunnelSettings" {
        /// CONNECT or POST.
        protocol: Option<Spanned<String>> = "protocol" or "CONNECT";
        /// The host that the tunnel ends at.
        target_host: Option<Spanned<String>> = "targetHost";
        /// Its port.
        target_port: Option<Spanned<u32>> = "targetPort";
    }
}

message! {
    /// Speaks the PROXY protocol.
    ProxyProtocol = "TrafficPolicy.ProxyProtocol", "destination-rule/#TrafficPolicy-ProxyProtocol" {
        /// V1 or V2.
        version: Option<Spanned<ProxyProtocolVersion>> = "version" or "V1";
    }
}

enumeration! {
    /// Version of the PROXY protocol.
    ProxyProtocolVersion = "TrafficPolicy.ProxyProtocol.VERSION" {
        /// The text form.
        V1 = "V1" 0,
        /// The binary form.
        V2 = "V2" 1,
    }
}

message! {
    /// Limits concurrent retries to a share of the active requests.
    RetryBudget = "RetryBudget", "destination-rule/#TrafficPolicy-RetryBudget" {
        /// The share of active and pending requests that may be retries.
        percent: Option<Spanned<f64>> = "percent" or "20";
        /// The window in which requests count.
        budget_interval: Option<Spanned<Duration>> = "budgetInterval" or "0", checked;
        /// Retries that are always allowed.
        min_retry_concurrency: Option<Spanned<u32>> = "minRetryConcurrency" or "3";
    }
}
