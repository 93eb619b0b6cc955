//! HTTPRoute of the Kubernetes Gateway API.
//! Source: apis/v1/httproute_types.go of kubernetes-sigs/gateway-api.

use super::{KubernetesHttpFilter, KubernetesHttpMatch};
use crate::Spanned;
use crate::schema::message;

message! {
    /// Which requests to its host names go where.
    KubernetesHttpRoute = "HTTPRoute", "https://gateway-api.sigs.k8s.io/reference/spec/#httproute" {
        /// The Gateways, or the Services, that it is attached to.
        parent_refs: Vec<ParentReference> = "parentRefs";
        /// The hosts that it is for.
        hostnames: Vec<Spanned<String>> = "hostnames" or "those of the listener";
        /// Its rules; the most specific match wins, not the first.
        rules: Vec<KubernetesHttpRouteRule> = "rules";
    }
    others &["useDefaultGateways"]
}

message! {
    /// What a route is attached to.
    ParentReference = "ParentReference", "https://gateway-api.sigs.k8s.io/reference/spec/#parentreference" {
        /// Its group.
        group: Option<Spanned<String>> = "group" or "gateway.networking.k8s.io";
        /// Gateway or Service.
        kind: Option<Spanned<String>> = "kind" or "Gateway";
        /// Its namespace.
        namespace: Option<Spanned<String>> = "namespace" or "the route's own";
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// The listener.
        section_name: Option<Spanned<String>> = "sectionName" or "all listeners";
        /// The port.
        port: Option<Spanned<i32>> = "port" or "all ports";
    }
}

message! {
    /// Conditions, and what happens to the requests that meet one of them.
    KubernetesHttpRouteRule = "HTTPRouteRule", "https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule" {
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// Conditions, one of which must hold.
        matches: Vec<KubernetesHttpMatch> = "matches" or "every path";
        /// What is done to requests and answers.
        filters: Vec<KubernetesHttpFilter> = "filters";
        /// Where the requests go, by weight.
        backend_refs: Vec<HttpBackendRef> = "backendRefs";
        /// Time limits.
        timeouts: Option<KubernetesTimeouts> = "timeouts";
        /// How failed tries are repeated.
        retry: Option<KubernetesRetry> = "retry";
    }
    others &["sessionPersistence"]
}

message! {
    /// A destination and its share.
    HttpBackendRef = "HTTPBackendRef", "https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref" {
        /// Its group.
        group: Option<Spanned<String>> = "group";
        /// Its kind.
        kind: Option<Spanned<String>> = "kind" or "Service";
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// Its namespace.
        namespace: Option<Spanned<String>> = "namespace" or "the route's own";
        /// Its port.
        port: Option<Spanned<i32>> = "port";
        /// Its share: weight divided by the sum of all.
        weight: Option<Spanned<i32>> = "weight" or "1";
        /// What is done to requests and answers of this destination.
        filters: Vec<KubernetesHttpFilter> = "filters";
    }
}

message! {
    /// Time limits.
    KubernetesTimeouts = "HTTPRouteTimeouts", "https://gateway-api.sigs.k8s.io/reference/spec/#httproutetimeouts" {
        /// Of the whole request.
        request: Option<Spanned<std::time::Duration>> = "request";
        /// Of each try.
        backend_request: Option<Spanned<std::time::Duration>> = "backendRequest";
    }
}

message! {
    /// How failed tries are repeated.
    KubernetesRetry = "HTTPRouteRetry", "https://gateway-api.sigs.k8s.io/reference/spec/#httprouteretry" {
        /// The statuses that count as failures.
        codes: Vec<Spanned<u32>> = "codes";
        /// How often a try is repeated.
        attempts: Option<Spanned<i32>> = "attempts";
        /// The shortest wait before a retry.
        backoff: Option<Spanned<std::time::Duration>> = "backoff";
    }
}
