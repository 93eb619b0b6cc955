//! What a pod's spec says, read once for all pods that share it.

use std::sync::Arc;

use serde_json::Value;

use super::super::{json, quantity};

/// A toleration (core/v1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toleration {
    pub(crate) key: String,
    pub(crate) exists: bool,
    pub(crate) value: String,
    pub(crate) effect: String,
    pub(crate) seconds: Option<i64>,
}

/// What a container's process does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    /// Why it cannot be started.
    pub(crate) refused: Option<String>,
    /// When it ends by itself, in nanoseconds after its start, and its exit code.
    pub(crate) end: Option<(u64, i32)>,
    /// How long it takes to end when it is told to, and its exit code then; `None` where it does not hear that.
    pub(crate) stop: Option<(u64, i32)>,
    /// What it prints, and when.
    pub(crate) pieces: Vec<mesh_container::Piece>,
}

impl Course {
    /// It serves, and ends well when it is told to.
    pub(crate) fn serving() -> Self {
        Self { refused: None, end: None, stop: Some((0, 0)), pieces: Vec::new() }
    }
}

/// A readiness probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Probe {
    /// Nanoseconds from the start to the first try.
    pub(crate) delay: u64,
    /// Nanoseconds between two tries.
    pub(crate) period: u64,
    /// Whether it ever succeeds.
    pub(crate) succeeds: bool,
}

impl Probe {
    /// From the start of a container to the first try that succeeds, where its app needs so long to answer.
    pub(crate) fn succeeds_after(self, startup: u64) -> u64 {
        let tries = startup.saturating_sub(self.delay).div_ceil(self.period.max(1));
        self.delay.saturating_add(tries.saturating_mul(self.period))
    }
}

/// A container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    pub(crate) name: Arc<str>,
    pub(crate) image: Arc<str>,
    pub(crate) pull_always: bool,
    pub(crate) command: Vec<String>,
    pub(crate) arguments: Vec<String>,
    /// Variables whose values are written out.
    pub(crate) environment: Vec<(String, String)>,
    /// `workingDir`; empty where it is that of the image.
    pub(crate) folder: String,
    pub(crate) readiness: Option<Probe>,
    /// Nanoseconds that its preStop hook takes.
    pub(crate) pre_stop: u64,
}

/// A pod's spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PodSpec {
    /// As the API speaks it, without `nodeName`.
    pub(crate) json: Value,
    pub(crate) containers: Vec<Container>,
    /// Requests: thousandths of a core and bytes.
    pub(crate) cpu: i64,
    pub(crate) memory: i64,
    /// The same with the scheduler's defaults for containers that request nothing.
    pub(crate) scored_cpu: i64,
    pub(crate) scored_memory: i64,
    pub(crate) best_effort: bool,
    pub(crate) qos: &'static str,
    pub(crate) priority: i64,
    pub(crate) preempts: bool,
    pub(crate) tolerations: Vec<Toleration>,
    pub(crate) host_ports: Vec<(String, String, i64)>,
    pub(crate) scheduler: Arc<str>,
    pub(crate) grace: u64,
    pub(crate) restart: &'static str,
}

impl PodSpec {
    /// Reads a spec that defaults have completed.
    pub(crate) fn new(json: Value) -> Self {
        let containers = json::list(&json, "containers");
        let sum = |what: &str, of: fn(&Value) -> Option<i64>, unset: i64| -> i64 {
            let each = |container: &Value| json::at(container, &format!("resources/requests/{what}")).and_then(of);
            containers.iter().map(|container| each(container).unwrap_or(unset)).fold(0, i64::saturating_add)
        };
        let tolerations = json::list(&json, "tolerations").iter().map(toleration).collect();
        let named = |container: &Value| container_of(container);
        Self {
            containers: containers.iter().map(named).collect(),
            cpu: sum("cpu", quantity::milli, 0),
            memory: sum("memory", quantity::whole, 0),
            // pkg/scheduler/util: DefaultMilliCPURequest and DefaultMemoryRequest.
            scored_cpu: sum("cpu", quantity::milli, 100),
            scored_memory: sum("memory", quantity::whole, 200 * 1024 * 1024),
            best_effort: qos(containers) == "BestEffort",
            qos: qos(containers),
            priority: json::int(&json, "priority").unwrap_or(0),
            preempts: json::text(&json, "preemptionPolicy") != "Never",
            tolerations,
            host_ports: containers.iter().flat_map(host_ports).collect(),
            scheduler: json::text(&json, "schedulerName").into(),
            grace: json::int(&json, "terminationGracePeriodSeconds").and_then(|n| u64::try_from(n).ok()).unwrap_or(30),
            restart: match json::text(&json, "restartPolicy") {
                "Never" => "Never",
                "OnFailure" => "OnFailure",
                _ => "Always",
            },
            json,
        }
    }
}

impl PodSpec {
    /// Whether it tolerates a taint.
    pub(crate) fn tolerates(&self, key: &str, value: &str, effect: &str) -> bool {
        self.tolerations.iter().any(|one| one.tolerates(key, value, effect))
    }
}

/// Reads a toleration.
fn toleration(value: &Value) -> Toleration {
    Toleration {
        key: json::text(value, "key").to_owned(),
        exists: json::text(value, "operator") == "Exists",
        value: json::text(value, "value").to_owned(),
        effect: json::text(value, "effect").to_owned(),
        seconds: json::int(value, "tolerationSeconds"),
    }
}

impl Toleration {
    /// Whether it tolerates a taint (core/v1's `ToleratesTaint`).
    pub(crate) fn tolerates(&self, key: &str, value: &str, effect: &str) -> bool {
        (self.effect.is_empty() || self.effect == effect)
            && (self.key.is_empty() || self.key == key)
            && (self.exists || self.value == value)
    }
}

fn host_ports(container: &Value) -> impl Iterator<Item = (String, String, i64)> + '_ {
    json::list(container, "ports").iter().filter_map(|port| {
        let number = json::int(port, "hostPort").filter(|number| *number > 0)?;
        let ip = match json::text(port, "hostIP") {
            "" => "0.0.0.0",
            ip => ip,
        };
        Some((json::text(port, "protocol").to_owned(), ip.to_owned(), number))
    })
}

/// The quality of service (pkg/apis/core/v1/helper/qos).
fn qos(containers: &[Value]) -> &'static str {
    let amount = |container: &Value, part: &str, what: &str| -> i64 {
        json::at(container, &format!("resources/{part}/{what}")).and_then(quantity::milli).unwrap_or(0)
    };
    let all = ["cpu", "memory"];
    let none = |container: &Value| {
        all.iter().all(|what| amount(container, "requests", what) == 0 && amount(container, "limits", what) == 0)
    };
    let full = |container: &Value| {
        all.iter().all(|what| {
            let limit = amount(container, "limits", what);
            limit > 0 && amount(container, "requests", what) == limit
        })
    };
    if containers.iter().all(none) {
        "BestEffort"
    } else if containers.iter().all(full) {
        "Guaranteed"
    } else {
        "Burstable"
    }
}

/// Reads a container.
pub(crate) fn container_of(value: &Value) -> Container {
    let second = super::super::time::SECOND;
    let words = |field: &str| -> Vec<String> {
        json::list(value, field).iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let variable = |entry: &Value| (json::text(entry, "name").to_owned(), json::text(entry, "value").to_owned());
    let seconds = |path: &str| json::int(value, path).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let probe = value.get("readinessProbe").map(|probe| Probe {
        delay: seconds("readinessProbe/initialDelaySeconds").saturating_mul(second),
        // Kubernetes' default.
        period: match seconds("readinessProbe/periodSeconds") {
            0 => 10 * second,
            period => period.saturating_mul(second),
        },
        succeeds: json::text(probe, "exec/command/0") != "false",
    });
    Container {
        name: json::text(value, "name").into(),
        image: json::text(value, "image").into(),
        pull_always: json::text(value, "imagePullPolicy") == "Always",
        command: words("command"),
        arguments: words("args"),
        environment: json::list(value, "env").iter().map(variable).collect(),
        folder: json::text(value, "workingDir").to_owned(),
        readiness: probe,
        pre_stop: seconds("lifecycle/preStop/sleep/seconds").saturating_mul(second),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn requests_are_summed_and_give_the_quality_of_service() {
        let spec = PodSpec::new(json!({"containers": [
            {"name": "a", "resources": {"requests": {"cpu": "250m", "memory": "64Mi"}}}, {"name": "b"}]}));
        assert_eq!((spec.cpu, spec.scored_cpu, spec.memory), (250, 350, 64 << 20));
        assert_eq!(spec.qos, "Burstable");
    }
}
