//! Kinds that Istio had once, and what took their place.

use mesh_words::{Words, say};

/// What took the place of a kind that Istio no longer has.
///
/// Source: Istio's release notes: networking.istio.io in 0.8, the end of config.istio.io's rules in 1.0, of the old
/// policies in 1.6, of Mixer in 1.8.
pub(crate) fn successor(api_version: &str, kind: &str) -> Option<Words> {
    let group = api_version.rsplit_once('/').map_or("", |(group, _)| group);
    if !group.is_empty() && !group.ends_with("istio.io") {
        return None;
    }
    Some(match (group, kind) {
        (_, "RouteRule") => say!("config-successor-route-rule"),
        (_, "DestinationPolicy") => say!("config-successor-destination-policy"),
        (_, "EgressRule") => say!("config-successor-egress-rule"),
        (_, "IngressRule") => say!("config-successor-ingress-rule"),
        ("authentication.istio.io", _) | ("", "MeshPolicy") => say!("config-successor-authentication"),
        ("rbac.istio.io", _) => say!("config-successor-authorization"),
        ("config.istio.io", _) => say!("config-successor-mixer"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::successor;

    #[test]
    fn former_kinds_have_successors() {
        for (api_version, kind, word) in [
            ("config.istio.io/v1alpha2", "RouteRule", Some("VirtualService")),
            ("networking.istio.io/v1alpha3", "RouteRule", Some("VirtualService")),
            ("config.istio.io/v1alpha2", "EgressRule", Some("ServiceEntry")),
            ("config.istio.io/v1alpha2", "handler", Some("Telemetry")),
            ("authentication.istio.io/v1alpha1", "Policy", Some("PeerAuthentication")),
            ("networking.istio.io/v1", "VirtualService", None),
            ("kyverno.io/v1", "Policy", None),
            ("example.com/v1", "RouteRule", None),
        ] {
            let found = successor(api_version, kind);
            assert_eq!(found.is_some(), word.is_some(), "{kind}");
            let said = found.map_or_else(String::new, |cure| cure.to_string());
            assert!(said.contains(word.unwrap_or_default()), "{kind}: {said}");
        }
    }
}
