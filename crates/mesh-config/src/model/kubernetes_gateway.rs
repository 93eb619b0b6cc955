//! Gateway of the Kubernetes Gateway API.
//! Source: apis/v1/gateway_types.go of kubernetes-sigs/gateway-api.

use super::LabelSelector;
use crate::Spanned;
use crate::schema::message;

message! {
    /// A gateway with its own workload; its listeners take HTTPRoutes.
    KubernetesGateway = "Gateway", "https://gateway-api.sigs.k8s.io/reference/spec/#gateway" {
        /// The class that makes it; `istio` is ours.
        gateway_class_name: Option<Spanned<String>> = "gatewayClassName";
        /// What it listens on.
        listeners: Vec<Listener> = "listeners";
        /// The addresses that it is reached at; a Service's host name means a workload that is there already.
        addresses: Vec<GatewayAddress> = "addresses";
    }
    others &["allowedListeners", "backendTLS", "infrastructure", "tls", "defaultScope"]
}

message! {
    /// An address of a gateway.
    GatewayAddress = "GatewayAddress", "https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspecaddress" {
        /// IPAddress or Hostname.
        address_type: Option<Spanned<String>> = "type" or "IPAddress";
        /// The address.
        value: Option<Spanned<String>> = "value";
    }
}

message! {
    /// A port, and which routes may use it.
    Listener = "Listener", "https://gateway-api.sigs.k8s.io/reference/spec/#listener" {
        /// Its name; a route's `sectionName` says it.
        name: Option<Spanned<String>> = "name";
        /// The host that it serves, `*.suffix` among them.
        hostname: Option<Spanned<String>> = "hostname" or "every host";
        /// Its port.
        port: Option<Spanned<i32>> = "port";
        /// HTTP, HTTPS, TLS, TCP or UDP.
        protocol: Option<Spanned<String>> = "protocol";
        /// Which routes may use it.
        allowed_routes: Option<AllowedRoutes> = "allowedRoutes" or "those of the same namespace";
        /// TLS of the clients' connections.
        tls: Option<crate::Node> = "tls";
    }
}

message! {
    /// Which routes may use a listener.
    AllowedRoutes = "AllowedRoutes", "https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes" {
        /// By namespace.
        namespaces: Option<RouteNamespaces> = "namespaces";
        /// By kind.
        kinds: Vec<RouteGroupKind> = "kinds";
    }
}

message! {
    /// The namespaces whose routes may use a listener.
    RouteNamespaces = "RouteNamespaces", "https://gateway-api.sigs.k8s.io/reference/spec/#routenamespaces" {
        /// All, Selector or Same.
        from: Option<Spanned<String>> = "from" or "Same";
        /// Labels of the namespaces, where `from` is Selector.
        selector: Option<LabelSelector> = "selector";
    }
}

message! {
    /// A kind of route.
    RouteGroupKind = "RouteGroupKind", "https://gateway-api.sigs.k8s.io/reference/spec/#routegroupkind" {
        /// Its group.
        group: Option<Spanned<String>> = "group" or "gateway.networking.k8s.io";
        /// Its kind.
        kind: Option<Spanned<String>> = "kind";
    }
}
