//! Routing rules as they were written, in whatever dialect: what counts of requests are told of.

use std::sync::Arc;

use mesh_config::model::Destination;
use mesh_config::{Resource, Span, Spanned};
use mesh_proxy::config::Origin;

/// A rule that says where requests or connections go.
#[derive(Clone, Debug)]
pub struct WrittenRoute {
    /// Its resource.
    pub resource: Arc<Resource>,
    /// Where it was written.
    pub origin: Origin,
    /// Where it leads, also by a weight of 0.
    pub destinations: Vec<WrittenDestination>,
}

/// A destination of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenDestination {
    /// Where it was written.
    pub origin: Origin,
    /// Where its weight was written; the whole destination where none was.
    pub span: Span,
    /// Its weight as it counts.
    pub weight: u32,
    /// Its host, resolved; empty where it leads nowhere.
    pub host: String,
    /// Its subset, or empty.
    pub subset: String,
}

/// What a destination without a weight weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unweighted {
    /// Nothing beside others; one alone gets everything (VirtualService).
    Nothing,
    /// One part (Gateway API).
    One,
}

impl WrittenRoute {
    /// The configured share of a destination, percent; `None` where nothing is shared out.
    #[must_use]
    pub fn share(&self, destination: &WrittenDestination) -> Option<f64> {
        let total: f64 = self.destinations.iter().map(|destination| f64::from(destination.weight)).sum();
        (total > 0.0).then(|| 100.0 * f64::from(destination.weight) / total)
    }

    /// The position of the one destination that gets everything: no proxy is told which destination of a rule it is.
    #[must_use]
    pub fn only_destination(&self) -> Option<usize> {
        let mut weighing = (0..).zip(&self.destinations).filter(|(_, destination)| destination.weight > 0);
        weighing.next().filter(|_| weighing.next().is_none()).map(|(position, _)| position)
    }
}

impl WrittenDestination {
    /// A destination with its weight as it was written.
    pub(crate) fn new(
        origin: Origin,
        destination: Option<&Destination>,
        weight: Option<&Spanned<i32>>,
        span: Span,
        unweighted: Unweighted,
    ) -> Self {
        let text = |value: Option<&Spanned<String>>| value.map_or_else(String::new, |text| text.value.clone());
        let without = u32::from(unweighted == Unweighted::One);
        Self {
            origin,
            span: weight.map_or(span, |weight| weight.span),
            weight: weight.map_or(without, |weight| u32::try_from(weight.value).unwrap_or(0)),
            host: text(destination.and_then(|destination| destination.host.as_ref())),
            subset: text(destination.and_then(|destination| destination.subset.as_ref())),
        }
    }
}

/// The destinations of a VirtualService's rule: one alone gets everything, whatever its weight.
pub(crate) fn with_only_destination(mut destinations: Vec<WrittenDestination>) -> Vec<WrittenDestination> {
    if let [only] = destinations.as_mut_slice() {
        only.weight = only.weight.max(1);
    }
    destinations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mesh;
    use mesh_config::SourceFile;

    /// Path, host and subset; weight; share.
    type Seen = (String, u32, Option<f64>);

    fn routes(text: &str) -> Vec<(String, Vec<Seen>)> {
        let mesh = Mesh::from_files(&[SourceFile { name: "mesh.yaml".into(), text: text.into() }], true);
        let path = |origin| mesh.origin(origin).unwrap().path;
        let destinations = |route: &WrittenRoute| {
            let written = |it: &WrittenDestination| {
                (format!("{} {}/{}", path(it.origin), it.host, it.subset), it.weight, route.share(it))
            };
            route.destinations.iter().map(written).collect()
        };
        mesh.routes().iter().map(|route| (path(route.origin), destinations(route))).collect()
    }

    fn one(path: &str, weight: u32, share: Option<f64>) -> Seen {
        (path.to_owned(), weight, share)
    }

    const VIRTUAL_SERVICE: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a}
spec:
  hosts: [a]
  http:
  - route:
    - {destination: {host: a, subset: one}, weight: 3}
    - {destination: {host: a, subset: two}, weight: 1}
    - {destination: {host: b}}
  - route: [{destination: {host: a}}]
  - redirect: {uri: /elsewhere}
  tcp:
  - route: [{destination: {host: a}, weight: 0}]
";

    #[test]
    fn rules_of_a_virtual_service_share_by_written_weights() {
        let a = "a.default.svc.cluster.local";
        let expected = vec![
            (
                "spec.http[0]".to_owned(),
                vec![
                    one(&format!("spec.http[0].route[0] {a}/one"), 3, Some(75.0)),
                    one(&format!("spec.http[0].route[1] {a}/two"), 1, Some(25.0)),
                    one("spec.http[0].route[2] b.default.svc.cluster.local/", 0, Some(0.0)),
                ],
            ),
            ("spec.http[1]".to_owned(), vec![one(&format!("spec.http[1].route[0] {a}/"), 1, Some(100.0))]),
            ("spec.http[2]".to_owned(), Vec::new()),
            ("spec.tcp[0]".to_owned(), vec![one(&format!("spec.tcp[0].route[0] {a}/"), 1, Some(100.0))]),
        ];
        assert_eq!(routes(VIRTUAL_SERVICE), expected);
    }

    #[test]
    fn rules_of_the_gateway_api_share_by_one_where_no_weight_is_written() {
        for kind in ["HTTPRoute", "TLSRoute"] {
            let text = format!(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: {kind}\nmetadata: {{name: a, namespace: shop}}\nspec:\n  \
                 rules:\n  - backendRefs:\n    - {{name: b, port: 80, weight: 3}}\n    - {{name: c, port: 80}}\n    - {{name: \
                 d, port: 80, weight: 0}}\n"
            );
            let [(path, destinations)] = routes(&text).try_into().unwrap();
            assert_eq!(path, "spec.rules[0]");
            let expected = [
                one("spec.rules[0].backendRefs[0] b.shop.svc.cluster.local/", 3, Some(75.0)),
                one("spec.rules[0].backendRefs[1] c.shop.svc.cluster.local/", 1, Some(25.0)),
                one("spec.rules[0].backendRefs[2] d.shop.svc.cluster.local/", 0, Some(0.0)),
            ];
            assert_eq!(destinations, expected, "{kind}");
        }
    }

    #[test]
    fn an_entry_that_stands_for_a_delegate_is_no_rule_of_its_own() {
        let text = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: root}
spec: {hosts: [a], http: [{delegate: {name: leaf}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: leaf}
spec: {http: [{route: [{destination: {host: a}}]}]}
";
        let found = routes(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].1[0].0, "spec.http[0].route[0] a.default.svc.cluster.local/");
    }

    #[test]
    fn what_alone_has_weight_gets_everything() {
        let weights = |weights: &[u32]| {
            let destination = |weight: &u32| WrittenDestination {
                origin: Origin::NONE,
                span: Span::default(),
                weight: *weight,
                host: String::new(),
                subset: String::new(),
            };
            let mesh = Mesh::from_files(&[SourceFile { name: "a".into(), text: VIRTUAL_SERVICE.into() }], true);
            let resource = Arc::clone(&mesh.config().resources[0]);
            let destinations = weights.iter().map(destination).collect();
            WrittenRoute { resource, origin: Origin::NONE, destinations }.only_destination()
        };
        assert_eq!(weights(&[0, 7]), Some(1));
        assert_eq!((weights(&[1, 1]), weights(&[0, 0]), weights(&[])), (None, None, None));
    }
}
