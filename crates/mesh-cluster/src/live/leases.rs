//! Leases: by which the components of a cluster say that they live (coordination/v1).

use std::sync::Arc;

use serde_json::{Value, json};

use super::kind::{LEASES, Name};
use super::{Machine, json, time};

/// The name of the machine on which the control plane runs.
pub(super) const HOST: &str = "vm";

/// How the API server of that host calls itself: the SHA-256 of the host's name and `kube-apiserver`, each after its length,
/// half of it in base 32 (apiserver/pkg/server's `NewConfig`).
const API_SERVER: &str = "apiserver-wlv32tlttr4jl3gtroqexyxapa";

/// The namespace of the leases of nodes.
const OF_NODES: &str = "kube-node-lease";

impl Machine {
    /// The lease of the API server.
    pub(super) fn begin_leases(&mut self) {
        let (at, holder) = (time::rfc3339_micro(self.now), format!("{API_SERVER}_{}", self.own_uid()));
        self.create_own(
            LEASES,
            json!({
                "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                "metadata": {
                    "labels": {"apiserver.kubernetes.io/identity": "kube-apiserver", "kubernetes.io/hostname": HOST},
                    "name": API_SERVER, "namespace": "kube-system",
                },
                "spec": {"holderIdentity": holder, "leaseDurationSeconds": 3600, "renewTime": at},
            }),
        );
    }

    /// The lease of a node, which its kubelet takes when it registers it.
    pub(super) fn begin_node_lease(&mut self, node: &Value) {
        let node_name = json::text(node, "metadata/name");
        let name = Name::new(OF_NODES, node_name);
        if self.store.get(LEASES, &name).is_some() {
            return;
        }
        let at = time::rfc3339_micro(self.now);
        self.create_own(
            LEASES,
            json!({
                "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                "metadata": {
                    "name": node_name, "namespace": OF_NODES,
                    "ownerReferences": [{
                        "apiVersion": "v1", "kind": "Node", "name": node_name, "uid": json::text(node, "metadata/uid"),
                    }],
                },
                "spec": {"holderIdentity": node_name, "leaseDurationSeconds": 40, "renewTime": at},
            }),
        );
    }

    /// A lease with the time of its last renewal: a kubelet renews that of its node as long as it speaks, and nobody is told.
    pub(super) fn renewed(&self, name: &Name, lease: &Arc<Value>) -> Arc<Value> {
        if &*name.namespace != OF_NODES {
            return Arc::clone(lease);
        }
        let mut lease = (**lease).clone();
        json::set(&mut lease, "spec/renewTime", time::rfc3339_micro(self.last_lease(&name.name)));
        Arc::new(lease)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Settings;

    #[test]
    fn a_node_renews_its_lease_while_its_kubelet_speaks() {
        let second = time::SECOND;
        let mut machine = Machine::new(Settings::default());
        let mut out = Vec::new();
        machine.add_node(3 * second, &json!({"name": "n1"}), &mut out);
        let name = Name::new(OF_NODES, "n1");
        let renewed = |machine: &mut Machine, now: u64| {
            machine.now = now;
            json::text(&machine.object(LEASES, &name).expect("a lease"), "spec/renewTime").to_owned()
        };
        assert_eq!(renewed(&mut machine, 12 * second), "2026-01-01T00:00:03.000000Z");
        assert_eq!(renewed(&mut machine, 13 * second), "2026-01-01T00:00:13.000000Z");
        machine.silence(15 * second, "n1", true, &mut out);
        assert_eq!(renewed(&mut machine, 99 * second), "2026-01-01T00:00:13.000000Z");
    }
}
