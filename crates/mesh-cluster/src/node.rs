//! Nodes and namespaces.

use mesh_config::Span;
use mesh_ordered::OrderedMap;

/// A region, a zone and a sub-zone; empty where unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locality {
    /// The region.
    pub region: String,
    /// The zone.
    pub zone: String,
    /// The sub-zone, an idea of Istio's.
    pub sub_zone: String,
}

impl Locality {
    /// The locality that a node's labels give.
    #[must_use]
    pub fn of_node(labels: &OrderedMap<String, String>) -> Self {
        let label = |name: &str, old: &str| labels.get(name).or_else(|| labels.get(old)).cloned().unwrap_or_default();
        Self {
            region: label("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"),
            zone: label("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"),
            sub_zone: labels.get("topology.istio.io/subzone").cloned().unwrap_or_default(),
        }
    }

    /// Reads the label `istio-locality`: `region.zone.subzone`, or with slashes where it is an annotation or a
    /// ServiceEntry's field.
    #[must_use]
    pub fn of_label(label: &str) -> Self {
        let separator = if label.contains('/') { '/' } else { '.' };
        let mut parts = label.splitn(3, separator).map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self { region: next(), zone: next(), sub_zone: next() }
    }
}

/// A machine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: OrderedMap<String, String>,
    /// Where it stands.
    pub locality: Locality,
    /// Whether new pods are kept away.
    pub unschedulable: bool,
    /// Where it was written.
    pub span: Span,
}

/// A namespace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: OrderedMap<String, String>,
    /// Its annotations.
    pub annotations: OrderedMap<String, String>,
    /// Where it was written; `None` where it is only lived in.
    pub span: Option<Span>,
}
