//! The cluster as it is looked at.

use std::sync::Arc;

use mesh_cluster::live::{BudgetOverview, NodeOverview, Overview, PodOverview, SETTLING};
use mesh_control::Mesh;
use mesh_proxy::Time;
use mesh_view::{Budget, ClusterState, NodeState, PodOnNode};

use super::Run;

/// Pods that are shown.
const MOST_PODS: usize = 500;

/// What was looked at last: it is the same while nothing in the cluster changes.
pub(super) type Known = Option<(Version, Arc<Overview>)>;

/// What decides how a cluster stands.
#[derive(Clone, Debug)]
pub(super) enum Version {
    /// Nobody has handled it: what was pushed.
    Still(Arc<Mesh>),
    /// It lives.
    Living((u64, u64)),
}

impl Version {
    fn of(run: &Run) -> Self {
        match run.simulation.cluster_version() {
            Some(version) => Self::Living(version),
            None => Self::Still(Arc::clone(run.simulation.world().mesh())),
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Still(one), Self::Still(other)) => Arc::ptr_eq(one, other),
            (Self::Living(one), Self::Living(other)) => one == other,
            _ => false,
        }
    }
}

/// The cluster of now.
pub(super) fn state(run: &mut Run) -> ClusterState {
    let version = Version::of(run);
    let known = run.cluster.take().filter(|(known, _)| known.is(&version));
    let (version, overview) = known.unwrap_or_else(|| (version, Arc::new(run.simulation.overview(MOST_PODS))));
    run.cluster = Some((version, Arc::clone(&overview)));
    let now = run.simulation.now();
    let place = |pod: &PodOverview| pod_on_node(run, now, pod);
    let gone = run.simulation.gone_pods();
    let gone = gone.iter().map(|gone| PodOnNode { gone: Some(now.since(gone.at).as_secs_f64()), ..place(&gone.pod) });
    let pods: Vec<PodOnNode> = overview.pods.iter().map(place).chain(gone).collect();
    ClusterState {
        nodes: overview.nodes.iter().map(node).collect(),
        more: u32::try_from(overview.more).unwrap_or(u32::MAX),
        budgets: overview.budgets.iter().map(budget).collect(),
        pods,
    }
}

fn node(node: &NodeOverview) -> NodeState {
    let mebibytes = |bytes: i64| bytes as f64 / 1_048_576.0;
    let count = |count: i64| u32::try_from(count).unwrap_or_default();
    NodeState {
        name: node.name.clone(),
        is_ready: node.is_ready,
        is_cordoned: node.is_cordoned,
        taints: node.taints.clone(),
        cpu: node.cpu.map(|milli| milli as f64 / 1e3),
        memory: node.memory.map(mebibytes),
        pods: node.pods.map(count),
    }
}

fn pod_on_node(run: &Run, now: Time, pod: &PodOverview) -> PodOnNode {
    let machine_now = now.0.saturating_add(SETTLING);
    let seconds = |nanoseconds: u64| nanoseconds as f64 / 1e9;
    let figures = run.simulation.pod(&pod.namespace, &pod.name);
    PodOnNode {
        namespace: pod.namespace.clone(),
        name: pod.name.clone(),
        workload: pod.workload.clone(),
        node: pod.node.clone(),
        status: pod.status.clone(),
        why: pod.why.clone(),
        is_ready: pod.is_ready && figures.is_none_or(|figures| figures.ready),
        restarts: pod.restarts,
        age: seconds(machine_now.saturating_sub(pod.created)),
        seconds_left: pod.killed_at.map(|at| seconds(at.saturating_sub(machine_now))),
        gone: None,
        answered: figures.map_or(0, |figures| figures.answered),
    }
}

fn budget(budget: &BudgetOverview) -> Budget {
    let count = |count: i64| u32::try_from(count).unwrap_or_default();
    Budget {
        namespace: budget.namespace.clone(),
        name: budget.name.clone(),
        needed: count(budget.needed),
        healthy: count(budget.healthy),
        allowed: count(budget.allowed),
        pods: budget.pods.clone(),
    }
}
