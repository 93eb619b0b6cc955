//! Controllers of pods.

use std::sync::Arc;

use mesh_config::Span;
use mesh_ordered::OrderedMap;

/// What keeps the pods of a workload running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkloadKind {
    /// Interchangeable pods, replaced step by step.
    Deployment,
    /// One pod on each node.
    DaemonSet,
    /// Interchangeable pods.
    ReplicaSet,
    /// Pods with names that count up.
    StatefulSet,
    /// A pod that nothing would start again.
    Pod,
}

/// A controller of pods, or a bare pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// What it is.
    pub kind: WorkloadKind,
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// The labels of its pods.
    pub labels: Arc<OrderedMap<String, String>>,
    /// The annotations of its pods.
    pub annotations: Arc<OrderedMap<String, String>>,
    /// Whether its pods get a sidecar.
    pub sidecar: bool,
    /// How many pods it wants.
    pub replicas: u32,
    /// Where it was written.
    pub span: Span,
}

impl Workload {
    /// The label `app`, else the workload's name.
    #[must_use]
    pub fn app(&self) -> &str {
        self.labels.get("app").map_or(&self.name, String::as_str)
    }

    /// The label `version`; empty where there is none.
    #[must_use]
    pub fn version(&self) -> &str {
        self.labels.get("version").map_or("", String::as_str)
    }
}
