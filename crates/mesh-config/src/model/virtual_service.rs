//! VirtualService: which requests to a host go where.
//! Source: networking/v1alpha3/virtual_service.proto of istio/api.

use mesh_ordered::OrderedMap;

use super::HttpRoute;
use crate::Spanned;
use crate::schema::message;

message! {
    /// Which requests to its hosts go where.
    VirtualService = "VirtualService", "virtual-service/#VirtualService" {
        /// The hosts that clients ask for: names, `*.suffix` or IPs. A name without a dot is in the rule's namespace. Empty only for a delegate.
        hosts: Vec<Spanned<String>> = "hosts";
        /// The Gateways (`name` or `namespace/name`) and `mesh` for the sidecars. Without `mesh` in the list sidecars ignore the rule.
        gateways: Vec<Spanned<String>> = "gateways" or "mesh";
        /// Rules for HTTP, tried in order; the first that matches decides.
        http: Vec<HttpRoute> = "http";
        /// Rules for TLS that is passed through, by the server name of the handshake.
        tls: Vec<TlsRoute> = "tls";
        /// Rules for plain TCP, by port.
        tcp: Vec<TcpRoute> = "tcp";
        /// The namespaces that see the rule: names, `.` for its own, `*` for all.
        export_to: Vec<Spanned<String>> = "exportTo" or "*";
    }
}

message! {
    /// A service that requests are sent to.
    Destination = "Destination", "virtual-service/#Destination" {
        /// A Service or ServiceEntry. A name without a dot is in the rule's namespace; `name.namespace` is not completed.
        host: Option<Spanned<String>> = "host";
        /// A subset of that host, as a DestinationRule defines it.
        subset: Option<Spanned<String>> = "subset";
        /// The service's port; may be left out when it has one port only.
        port: Option<PortSelector> = "port" or "the port the client asked for";
    }
}

message! {
    /// A port by its number.
    PortSelector = "PortSelector", "virtual-service/#PortSelector" {
        /// The service's port number, not the pod's.
        number: Option<Spanned<u32>> = "number";
    }
}

message! {
    /// A destination of TCP or TLS connections and its share.
    RouteDestination = "RouteDestination", "virtual-service/#RouteDestination" {
        /// Where the connections go.
        destination: Option<Destination> = "destination";
        /// The share among the destinations of the rule: weight divided by the sum of all.
        weight: Option<Spanned<i32>> = "weight";
    }
}

message! {
    /// A rule for TLS connections that are passed through unopened.
    TlsRoute = "TLSRoute", "virtual-service/#TLSRoute" {
        /// Conditions, one of which must hold.
        matches: Vec<TlsMatchAttributes> = "match";
        /// Where the connections go.
        route: Vec<RouteDestination> = "route";
    }
}

message! {
    /// A condition on a TLS connection; all its parts must hold.
    TlsMatchAttributes = "TLSMatchAttributes", "virtual-service/#TLSMatchAttributes" {
        /// Server names of the handshake, exact or `*.suffix`; each must lie within the rule's hosts.
        sni_hosts: Vec<Spanned<String>> = "sniHosts";
        /// IPs or CIDR ranges that the client connects to.
        destination_subnets: Vec<Spanned<String>> = "destinationSubnets";
        /// The port that the client connects to.
        port: Option<Spanned<u32>> = "port";
        /// Labels of the client's workload.
        source_labels: OrderedMap<String, Spanned<String>> = "sourceLabels";
        /// Gateways at which it applies, in place of the rule's own list.
        gateways: Vec<Spanned<String>> = "gateways";
        /// The client's namespace.
        source_namespace: Option<Spanned<String>> = "sourceNamespace";
    }
}

message! {
    /// A rule for plain TCP connections.
    TcpRoute = "TCPRoute", "virtual-service/#TCPRoute" {
        /// Conditions, one of which must hold; none means always.
        matches: Vec<L4MatchAttributes> = "match";
        /// Where the connections go.
        route: Vec<RouteDestination> = "route";
    }
}

message! {
    /// A condition on a TCP connection; all its parts must hold.
    L4MatchAttributes = "L4MatchAttributes", "virtual-service/#L4MatchAttributes" {
        /// IPs or CIDR ranges that the client connects to.
        destination_subnets: Vec<Spanned<String>> = "destinationSubnets";
        /// The port that the client connects to.
        port: Option<Spanned<u32>> = "port";
        /// The client's IP or CIDR range; deprecated, without effect.
        source_subnet: Option<Spanned<String>> = "sourceSubnet", checked;
        /// Labels of the client's workload.
        source_labels: OrderedMap<String, Spanned<String>> = "sourceLabels";
        /// Gateways at which it applies, in place of the rule's own list.
        gateways: Vec<Spanned<String>> = "gateways";
        /// The client's namespace.
        source_namespace: Option<Spanned<String>> = "sourceNamespace";
    }
}
