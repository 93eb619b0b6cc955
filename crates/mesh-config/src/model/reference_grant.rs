//! ReferenceGrant of the Kubernetes Gateway API.
//! Source: apis/v1beta1/referencegrant_types.go of kubernetes-sigs/gateway-api.

use crate::Spanned;
use crate::schema::message;

message! {
    /// Lets routes of other namespaces name Services of this one.
    ReferenceGrant = "ReferenceGrant", "https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant" {
        /// Who may.
        from: Vec<ReferenceGrantFrom> = "from";
        /// What they may name.
        to: Vec<ReferenceGrantTo> = "to";
    }
}

message! {
    /// Kinds of a namespace that may refer.
    ReferenceGrantFrom = "ReferenceGrantFrom", "https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantfrom" {
        /// Their group.
        group: Option<Spanned<String>> = "group";
        /// Their kind: HTTPRoute.
        kind: Option<Spanned<String>> = "kind";
        /// Their namespace.
        namespace: Option<Spanned<String>> = "namespace";
    }
}

message! {
    /// What may be referred to.
    ReferenceGrantTo = "ReferenceGrantTo", "https://gateway-api.sigs.k8s.io/reference/spec/#referencegrantto" {
        /// Its group; empty for Services.
        group: Option<Spanned<String>> = "group";
        /// Its kind: Service.
        kind: Option<Spanned<String>> = "kind";
        /// Its name.
        name: Option<Spanned<String>> = "name" or "all of that kind";
    }
}
