//! Kinds that Istio had once, and what took their place.

/// What took the place of a kind that Istio no longer has.
///
/// Source: Istio's release notes: networking.istio.io in 0.8, the end of config.istio.io's rules in 1.0, of the old
/// policies in 1.6, of Mixer in 1.8.
pub(crate) fn successor(api_version: &str, kind: &str) -> Option<&'static str> {
    let group = api_version.rsplit_once('/').map_or("", |(group, _)| group);
    if !group.is_empty() && !group.ends_with("istio.io") {
        return None;
    }
    Some(match (group, kind) {
        (_, "RouteRule") => {
            "write a VirtualService for where the requests go, and a DestinationRule for the subsets that it names"
        }
        (_, "DestinationPolicy") => "write a DestinationRule with a `trafficPolicy`",
        (_, "EgressRule") => "write a ServiceEntry",
        (_, "IngressRule") => "write a Gateway, and a VirtualService that is bound to it",
        ("authentication.istio.io", _) | ("", "MeshPolicy") => {
            "write a PeerAuthentication for mutual TLS, and a RequestAuthentication for tokens"
        }
        ("rbac.istio.io", _) => "write an AuthorizationPolicy",
        ("config.istio.io", _) => {
            "it was Mixer's; write a Telemetry for metrics and logs, an AuthorizationPolicy for what is let through"
        }
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
            assert!(found.unwrap_or_default().contains(word.unwrap_or_default()), "{kind}: {found:?}");
        }
    }
}
