//! Whether a pod gets a sidecar.

use mesh_ordered::OrderedMap;

use crate::{Cluster, Pod};

type Map = OrderedMap<String, String>;

const INJECT: &str = "sidecar.istio.io/inject";

/// A pod has one unless its template or its namespace says otherwise; the pod's label goes before its annotation,
/// both before the namespace.
pub(crate) fn has_sidecar(labels: &Map, annotations: &Map, namespace: Option<(&Map, &Map)>) -> bool {
    if let Some(value) = labels.get(INJECT).or_else(|| annotations.get(INJECT)) {
        return value != "false";
    }
    namespace.is_none_or(|(labels, annotations)| {
        let disabled = labels.get("istio-injection").is_some_and(|value| value == "disabled");
        let refused = labels.get(INJECT).or_else(|| annotations.get(INJECT)).is_some_and(|value| value == "false");
        !disabled && !refused
    })
}

impl Cluster {
    /// Whether the files say in so many words that a pod has a sidecar: only such a pod is known to end Istio's own TLS.
    #[must_use]
    pub fn is_injected(&self, pod: &Pod) -> bool {
        let own = pod.labels.get(INJECT).or_else(|| pod.annotations.get(INJECT)).is_some_and(|value| value == "true");
        let ready_made = pod.labels.get("security.istio.io/tlsMode").is_some_and(|mode| mode == "istio");
        let by_namespace = || {
            let known = self.namespaces.iter().find(|known| known.name == pod.namespace);
            known.is_some_and(|known| {
                known.labels.get("istio-injection").is_some_and(|value| value == "enabled")
                    || known.labels.contains_key("istio.io/rev")
            })
        };
        pod.sidecar && (own || ready_made || by_namespace())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sidecar_is_there_unless_refused() {
        let none = Map::new();
        let refused = Map::from([(INJECT.to_owned(), "false".to_owned())]);
        let wanted = Map::from([(INJECT.to_owned(), "true".to_owned())]);
        let disabled = Map::from([("istio-injection".to_owned(), "disabled".to_owned())]);
        assert!(has_sidecar(&none, &none, None));
        assert!(!has_sidecar(&refused, &none, None));
        assert!(!has_sidecar(&none, &none, Some((&disabled, &none))));
        assert!(has_sidecar(&wanted, &none, Some((&disabled, &none))));
    }
}
