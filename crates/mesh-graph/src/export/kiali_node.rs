//! A node of Kiali's graph JSON (kiali/kiali, `NodeData` of `graph/config/common/common.go`, `models/health.go`).

use mesh_ordered::OrderedMap;
use serde_json::{Map, Value, json};

use crate::{Edge, Health, Node, NodeKind};

/// The cluster's name where nobody gave it another one (Istio's `global.multiCluster.clusterName`).
pub(super) const CLUSTER: &str = "Kubernetes";

/// Requests per second by the status that they were answered with.
type Codes = Map<String, Value>;

/// What was answered at each node.
#[derive(Default)]
pub(super) struct Answered<'a> {
    inbound: OrderedMap<&'a str, Codes>,
    outbound: OrderedMap<&'a str, Codes>,
}

impl<'a> Answered<'a> {
    pub(super) fn of(edges: &[&'a Edge]) -> Self {
        let mut answered = Self::default();
        for edge in edges {
            for flag in &edge.flags {
                let rate = edge.rates.total() * flag.percent / 100.0;
                let ends = [(&mut answered.inbound, &edge.target), (&mut answered.outbound, &edge.source)];
                for (codes, end) in ends {
                    let sum =
                        codes.entry(end.as_str()).or_default().entry(code(flag.status)).or_insert_with(|| json!(0.0));
                    *sum = (sum.as_f64().unwrap_or_default() + rate).into();
                }
            }
        }
        answered
    }

    fn by_protocol(of: &OrderedMap<&str, Codes>, id: &str) -> Value {
        of.get(id).map_or_else(|| json!({}), |codes| json!({"http": codes}))
    }
}

pub(super) fn node(node: &Node, answered: &Answered<'_>) -> Value {
    let mut data = Map::new();
    let mut say = |name: &str, value: Value| data.insert(name.to_owned(), value);
    say("id", node.id.clone().into());
    if let Some(parent) = &node.parent {
        say("parent", parent.clone().into());
    }
    let kind = match node.kind {
        NodeKind::Service => "service",
        NodeKind::App | NodeKind::Gateway if !node.app.is_empty() => "app",
        NodeKind::Unknown => "unknown",
        NodeKind::Group => "aggregate",
        NodeKind::App | NodeKind::Client | NodeKind::Gateway | NodeKind::Workload => "workload",
    };
    say("nodeType", kind.into());
    say("cluster", CLUSTER.into());
    let unknown = if node.kind == NodeKind::Unknown { "unknown" } else { "" };
    for (name, value) in
        [("workload", &node.workload), ("app", &node.app), ("version", &node.version), ("service", &node.service)]
    {
        let value = if value.is_empty() && name != "service" { unknown } else { value };
        if !value.is_empty() {
            say(name, value.into());
        }
    }
    say("namespace", if node.namespace.is_empty() { "unknown" } else { &node.namespace }.into());
    let mut rates = Map::new();
    rate(&mut rates, "httpIn", node.inbound.total());
    rate(&mut rates, "httpInNoResponse", node.inbound.no_response);
    rate(&mut rates, "httpIn3xx", node.inbound.redirect);
    rate(&mut rates, "httpIn4xx", node.inbound.client_error);
    rate(&mut rates, "httpIn5xx", node.inbound.server_error);
    rate(&mut rates, "httpOut", node.outbound.total());
    if !rates.is_empty() {
        say("traffic", json!([{"protocol": "http", "rates": rates}]));
    }
    say("healthData", health(node, answered));
    let badges = &node.badges;
    for (name, is_set) in [
        ("hasCB", badges.circuit_breaker),
        ("hasFaultInjection", badges.fault_injection),
        ("hasMirroring", badges.mirroring),
        ("hasRequestTimeout", badges.request_timeout),
        ("hasTrafficShifting", badges.traffic_shifting),
        ("isDead", node.health == Health::NotReady),
        ("isIdle", node.idle),
        ("isOutOfMesh", badges.missing_sidecar),
        ("isRoot", badges.traffic_source),
    ] {
        if is_set {
            say(name, true.into());
        }
    }
    if badges.virtual_service {
        say("hasVS", json!({}));
    }
    if node.is_service_entry {
        say("isServiceEntry", json!({"hosts": [node.service], "location": "", "namespace": ""}));
    }
    if badges.gateway || node.kind == NodeKind::Gateway {
        say("isGateway", json!({"ingressInfo": {}, "egressInfo": {}, "gatewayAPIInfo": {}}));
    }
    Value::Object(data)
}

/// A rate as Kiali writes it: two decimals, more where the first digit would not be seen, nothing for 0.
pub(super) fn rate(rates: &mut Map<String, Value>, name: &str, value: f64) {
    if value > 0.0 {
        let mut digits = 0;
        let mut left = value;
        while left < 1.0 && digits < 5 {
            left *= 10.0;
            digits += 1;
        }
        rates.insert(name.to_owned(), format!("{value:.*}", digits.max(2)).into());
    }
}

/// A status as telemetry names it; `-` where nothing was received.
pub(super) fn code(status: u16) -> String {
    if status == 0 { "-".to_owned() } else { status.to_string() }
}

pub(super) fn status(health: Health) -> &'static str {
    match health {
        Health::None => "NA",
        Health::Healthy => "Healthy",
        Health::NotReady => "NotReady",
        Health::Degraded => "Degraded",
        Health::Failure => "Failure",
    }
}

fn health(node: &Node, answered: &Answered<'_>) -> Value {
    let total = node.inbound.total() + node.outbound.total();
    let errors = node.inbound.error_percent().max(node.outbound.error_percent());
    let mut state = json!({"status": status(node.health)});
    if total > 0.0 {
        state["totalRequestRate"] = total.into();
    }
    if errors > 0.0 {
        state["errorRatio"] = errors.into();
    }
    let requests = json!({
        "healthAnnotations": {},
        "inbound": Answered::by_protocol(&answered.inbound, &node.id),
        "outbound": Answered::by_protocol(&answered.outbound, &node.id),
    });
    let mut health = json!({"requests": requests, "status": state});
    let pods = |name: &str| {
        json!({
            "name": name, "desiredReplicas": node.pods_total, "currentReplicas": node.pods_total,
            "availableReplicas": node.pods_ready, "syncedProxies": node.pods_ready,
        })
    };
    match node.kind {
        NodeKind::App => health["workloadStatuses"] = json!([pods(&node.workload)]),
        NodeKind::Gateway | NodeKind::Workload => health["workloadStatus"] = pods(&node.workload),
        NodeKind::Client | NodeKind::Group | NodeKind::Service | NodeKind::Unknown => {}
    }
    health
}
