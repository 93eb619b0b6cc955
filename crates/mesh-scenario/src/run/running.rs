//! The mesh that runs, with what follows from it alone: made once for each push.

use std::sync::Arc;

use mesh_cluster::WorkloadIndex;
use mesh_control::Mesh;
use mesh_ordered::OrderedSet;

use crate::Ghost;
use crate::facts::Facts;

/// The mesh that runs.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) mesh: Arc<Mesh>,
    pub(super) facts: Facts,
    pub(super) ghosts: Vec<Ghost>,
    /// Sidecars and gateways that take configuration.
    pub(super) proxies: u32,
    /// Names that a request may be sent from.
    pub(super) clients: Vec<String>,
}

impl Running {
    pub(super) fn new(mesh: Arc<Mesh>) -> Self {
        let ghost = |implied: &mesh_control::Implied| Ghost {
            kind: implied.kind.clone(),
            name: implied.name.clone(),
            yaml: implied.yaml.clone(),
            reason: implied.reason.clone(),
            because: implied.because,
        };
        Self {
            facts: Facts::new(&mesh),
            ghosts: mesh.implied().iter().map(ghost).collect(),
            clients: clients(&mesh),
            proxies: proxies(&mesh),
            mesh,
        }
    }
}

/// Pods with a proxy: those with a sidecar, and gateways, which are nothing else.
fn proxies(mesh: &Mesh) -> u32 {
    let pods = mesh.cluster().pods.iter();
    let has_proxy = |workload: WorkloadIndex| {
        mesh.cluster().workloads.get(workload.index()).is_some_and(|workload| workload.sidecar)
    };
    pods.filter(|pod| has_proxy(pod.workload)).count() as u32
}

fn clients(mesh: &Mesh) -> Vec<String> {
    let workloads = mesh.cluster().workloads.iter().map(|workload| match workload.namespace.as_str() {
        "default" => workload.name.clone(),
        namespace => format!("{}.{namespace}", workload.name),
    });
    let known = ["ingress", "client"].into_iter().filter(|name| mesh.client(name).is_ok());
    let mut seen = OrderedSet::new();
    known.map(str::to_owned).chain(workloads).filter(|client| seen.insert(client.clone())).collect()
}
