//! Fields that a message had once, and what they are today.

use super::places::Place;

/// Where what a former field said is said today.
///
/// Source: `reserved` numbers of networking/v1alpha3/virtual_service.proto in istio/api, and its releases 1.0 to 1.5.
pub(crate) fn today(message: &str, key: &str) -> Option<Place> {
    Some(match (message, key) {
        ("HTTPFaultInjection.Abort", "percent") => Place::below(&["percentage"], "value"),
        ("HTTPRoute", "appendHeaders" | "appendRequestHeaders") => Place::below(&["headers", "request"], "add"),
        ("HTTPRoute", "appendResponseHeaders") => Place::below(&["headers", "response"], "add"),
        ("HTTPRoute", "removeRequestHeaders") => Place::below(&["headers", "request"], "remove"),
        ("HTTPRoute", "removeResponseHeaders") => Place::below(&["headers", "response"], "remove"),
        ("HTTPRouteDestination", "appendRequestHeaders") => Place::below(&["headers", "request"], "add"),
        ("HTTPRouteDestination", "appendResponseHeaders") => Place::below(&["headers", "response"], "add"),
        ("HTTPRouteDestination", "removeRequestHeaders") => Place::below(&["headers", "request"], "remove"),
        ("HTTPRouteDestination", "removeResponseHeaders") => Place::below(&["headers", "response"], "remove"),
        _ => return None,
    })
}
