//! The cluster: nodes, what stands on them, and what may go.

use serde::{Deserialize, Serialize};

/// Nodes and pods at a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterState {
    /// The nodes, by name.
    pub nodes: Vec<NodeState>,
    /// The pods, those that went a short while ago among them; of very many the first.
    pub pods: Vec<PodOnNode>,
    /// How many more pods there are.
    pub more: u32,
    /// The PodDisruptionBudgets.
    pub budgets: Vec<Budget>,
}

/// A node of the cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeState {
    /// Name.
    pub name: String,
    /// Whether its kubelet is heard of.
    pub is_ready: bool,
    /// Whether no new pod may come.
    pub is_cordoned: bool,
    /// Other taints, as `key=value:effect`.
    pub taints: Vec<String>,
    /// Cores that its pods request, and that it has for them.
    pub cpu: [f64; 2],
    /// Mebibytes that its pods request, and that it has for them.
    pub memory: [f64; 2],
    /// Pods that it has, and may have.
    pub pods: [u32; 2],
}

/// A pod as it stands on a node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PodOnNode {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The Deployment or other controller that it belongs to.
    pub workload: String,
    /// Its node; empty where it has none yet.
    pub node: String,
    /// As `kubectl get pods` says.
    pub status: String,
    /// Why it waits, in the cluster's words.
    pub why: String,
    /// Whether it is Ready.
    pub is_ready: bool,
    /// How often its containers were started again.
    pub restarts: u32,
    /// Seconds since it was made; less than the run where it was made by somebody's command.
    pub age: f64,
    /// Seconds until it is killed, where it is going.
    pub seconds_left: Option<f64>,
    /// Seconds since it went.
    pub gone: Option<f64>,
    /// Requests that it has answered.
    pub answered: u64,
}

/// A PodDisruptionBudget.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// How many of its pods must be healthy.
    pub needed: u32,
    /// How many are.
    pub healthy: u32,
    /// How many may go.
    pub allowed: u32,
    /// Its pods, each with whether it is healthy.
    pub pods: Vec<(String, bool)>,
}
