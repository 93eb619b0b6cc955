//! TLSRoute of the Kubernetes Gateway API.
//! Source: apis/v1/tlsroute_types.go of kubernetes-sigs/gateway-api.

use super::{HttpBackendRef, ParentReference};
use crate::Spanned;
use crate::schema::message;

message! {
    /// Which TLS connections, by their server names, go where.
    KubernetesTlsRoute = "TLSRoute", "https://gateway-api.sigs.k8s.io/reference/spec/#tlsroute" {
        /// The Gateways, or the Services, that it is attached to.
        parent_refs: Vec<ParentReference> = "parentRefs";
        /// The server names that it is for.
        hostnames: Vec<Spanned<String>> = "hostnames" or "those of the listener";
        /// Its rules; the first one with a destination counts.
        rules: Vec<KubernetesTlsRouteRule> = "rules";
    }
    others &["useDefaultGateways"]
}

message! {
    /// Where connections go.
    KubernetesTlsRouteRule = "TLSRouteRule", "https://gateway-api.sigs.k8s.io/reference/spec/#tlsrouterule" {
        /// Its name.
        name: Option<Spanned<String>> = "name", checked;
        /// Where the connections go, by weight.
        backend_refs: Vec<HttpBackendRef> = "backendRefs";
    }
}
