//! What every cluster begins with.

use serde_json::json;

use super::Machine;
use super::kind::{self, NAMESPACES};

/// The namespaces of every cluster.
const NAMESPACES_OF_ALL: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

impl Machine {
    /// Makes the namespaces, the Service `kubernetes` and the priority classes of every cluster.
    pub(super) fn begin(&mut self) {
        for name in NAMESPACES_OF_ALL {
            let mut namespace = json!({"metadata": {"name": name}});
            self.complete(NAMESPACES, &mut namespace, None);
            self.create(NAMESPACES, namespace);
        }
        for (name, value) in [("system-cluster-critical", 2_000_000_000_i64), ("system-node-critical", 2_000_001_000)] {
            let mut class = json!({"metadata": {"name": name}, "value": value,
                "description": "Used for system critical pods that must not be moved from their current node."});
            self.complete(kind::PRIORITY_CLASSES, &mut class, None);
            self.create(kind::PRIORITY_CLASSES, class);
        }
        let mut service = json!({
            "metadata": {"labels": {"component": "apiserver", "provider": "kubernetes"}, "name": "kubernetes", "namespace": "default"},
            "spec": {
                "clusterIP": "10.96.0.1", "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": 6443}],
            },
        });
        self.complete(kind::SERVICES, &mut service, None);
        self.create(kind::SERVICES, service);
        let labels = json!({"kubernetes.io/service-name": "kubernetes"});
        self.create(
            kind::SLICES,
            json!({
                "addressType": "IPv4", "apiVersion": "discovery.k8s.io/v1",
                "endpoints": [{"addresses": ["172.18.0.2"], "conditions": {"ready": true}}], "kind": "EndpointSlice",
                "metadata": {"labels": labels, "name": "kubernetes", "namespace": "default"},
                "ports": [{"name": "https", "port": 6443, "protocol": "TCP"}],
            }),
        );
        self.create(kind::ENDPOINTS, json!({
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": {"labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}, "name": "kubernetes", "namespace": "default"},
            "subsets": [{"addresses": [{"ip": "172.18.0.2"}], "ports": [{"name": "https", "port": 6443, "protocol": "TCP"}]}],
        }));
        for namespace in NAMESPACES_OF_ALL {
            self.furnish(namespace, Machine::own_uid);
        }
        self.queues = super::queues::Queues::default();
        self.begin_leases();
        self.begin_scheduling();
    }
}
