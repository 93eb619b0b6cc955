//! Services: defaults, cluster addresses and node ports (pkg/registry/core/service).

use serde_json::{Value, json};

use super::super::{Machine, json};

impl Machine {
    /// Completes a Service.
    pub(super) fn service(&mut self, object: &mut Value, old: Option<&Value>) {
        json::default(object, "spec/sessionAffinity", "None");
        json::default(object, "spec/type", "ClusterIP");
        json::default(object, "status", json!({"loadBalancer": {}}));
        let kind = json::text(object, "spec/type").to_owned();
        if let Some(old) = old {
            drop_what_depends_on_the_type(object, old, &kind);
        }
        for port in json::at_mut(object, "spec/ports").and_then(Value::as_array_mut).into_iter().flatten() {
            json::default(port, "protocol", "TCP");
            let number = port.get("port").cloned().unwrap_or_default();
            if port.get("targetPort").is_none_or(|target| target == "" || target.is_null()) {
                json::set(port, "targetPort", number);
            }
        }
        if json::at(object, "spec/selector").and_then(Value::as_object).is_some_and(serde_json::Map::is_empty) {
            json::remove(object, "spec/selector");
        }
        if kind == "ExternalName" {
            return;
        }
        json::default(object, "spec/internalTrafficPolicy", "Cluster");
        json::default(object, "spec/ipFamilies", json!(["IPv4"]));
        json::default(object, "spec/ipFamilyPolicy", "SingleStack");
        if matches!(kind.as_str(), "NodePort" | "LoadBalancer") {
            json::default(object, "spec/externalTrafficPolicy", "Cluster");
            self.node_ports(object);
        }
        if kind == "LoadBalancer" {
            json::default(object, "spec/allocateLoadBalancerNodePorts", true);
        }
        if let Some(old) = old.and_then(|old| json::at(old, "spec/clusterIP")) {
            json::default(object, "spec/clusterIP", old.clone());
        }
        if json::text(object, "spec/clusterIP").is_empty() {
            let name = json::text(object, "metadata/name").to_owned();
            json::set(object, "spec/clusterIP", self.cluster_address(&name));
        }
        let address = json::text(object, "spec/clusterIP").to_owned();
        json::default(object, "spec/clusterIPs", json!([address]));
    }

    fn node_ports(&mut self, object: &mut Value) {
        let name = json::text(object, "metadata/name").to_owned();
        let ports = json::at_mut(object, "spec/ports").and_then(Value::as_array_mut);
        for (index, port) in ports.into_iter().flatten().enumerate() {
            if json::int(port, "nodePort").unwrap_or(0) == 0 {
                let draw = self.draw(&["node port", &name, &index.to_string()]);
                json::set(port, "nodePort", 30_000 + draw % 2768);
            }
        }
    }
}

/// What a Service had for its type goes with it (pkg/registry/core/service/strategy.go's `dropTypeDependentFields`).
fn drop_what_depends_on_the_type(object: &mut Value, old: &Value, kind: &str) {
    let has_node_ports = |kind: &str| matches!(kind, "NodePort" | "LoadBalancer");
    let before = json::text(old, "spec/type");
    if !has_node_ports(before) || has_node_ports(kind) {
        return;
    }
    let known: Vec<Option<i64>> =
        json::list(old, "spec/ports").iter().map(|port| json::int(port, "nodePort")).collect();
    for (index, port) in
        json::at_mut(object, "spec/ports").and_then(Value::as_array_mut).into_iter().flatten().enumerate()
    {
        let number = json::int(port, "nodePort");
        if number.is_some() && known.get(index) == Some(&number) {
            json::remove(port, "nodePort");
        }
    }
    for field in ["spec/externalTrafficPolicy", "spec/allocateLoadBalancerNodePorts", "spec/healthCheckNodePort"] {
        if json::at(object, field) == json::at(old, field) {
            json::remove(object, field);
        }
    }
}
