//! Pods.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use mesh_config::Span;
use mesh_config::model::{self, PodSpec};
use mesh_ordered::OrderedMap;

use crate::{Locality, NodeIndex, WorkloadIndex};

/// A pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Pod {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its address.
    pub ip: Ipv4Addr,
    /// Its labels, shared by all pods of its workload: a text of some kilobytes may ask for ten thousand pods.
    pub labels: Arc<OrderedMap<String, String>>,
    /// Its annotations, shared likewise.
    pub annotations: Arc<OrderedMap<String, String>>,
    /// Its name in DNS below its subdomain; empty where it has none.
    pub hostname: String,
    /// The Service below which it has a name in DNS: that of its StatefulSet, else the one that it names.
    pub subdomain: Arc<str>,
    /// Its workload.
    pub workload: WorkloadIndex,
    /// Its containers in order, shared likewise.
    pub containers: Arc<[Container]>,
    /// Whether it takes requests.
    pub ready: bool,
    /// Whether a sidecar is injected.
    pub sidecar: bool,
    /// Its node; `None` where the scenario has no nodes or none fits.
    pub node: Option<NodeIndex>,
    /// Where it runs, by its own label, else its node's.
    pub locality: Locality,
    /// Where its workload was written.
    pub span: Span,
}

/// A container of a pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// Its image with the tag.
    pub image: String,
    /// Its command line: `command`, then `args`.
    pub argv: Vec<String>,
    /// Its environment, where the values are written out.
    pub env: Vec<(String, String)>,
    /// The ports it declares.
    pub ports: Vec<ContainerPort>,
    /// The check that must pass before it gets traffic.
    pub readiness: Option<ReadinessProbe>,
}

/// When the kubelet takes a container for ready and when it does not any more (`prober/worker.go`). In seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadinessProbe {
    /// Before the first check.
    pub initial_delay: u32,
    /// Between checks.
    pub period: u32,
    /// Failures in a row that count.
    pub failure_threshold: u32,
    /// Successes in a row that count.
    pub success_threshold: u32,
}

impl ReadinessProbe {
    /// From a container's start to being ready.
    #[must_use]
    pub fn ready_after(&self) -> Duration {
        let checks = u64::from(self.period) * u64::from(self.success_threshold.saturating_sub(1));
        Duration::from_secs(u64::from(self.initial_delay) + checks)
    }

    /// From the first failure on that a check could meet to not being ready.
    #[must_use]
    pub fn fails_after(&self) -> Duration {
        Duration::from_secs(u64::from(self.period) * u64::from(self.failure_threshold))
    }
}

/// A port that a container declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainerPort {
    /// Its name, by which Services may call it; empty where it has none.
    pub name: String,
    /// Its number.
    pub number: u16,
}

impl Pod {
    /// The number of a declared port by its name.
    #[must_use]
    pub fn port(&self, name: &str) -> Option<u16> {
        let ports = self.containers.iter().flat_map(|container| &container.ports);
        ports.filter(|port| port.name == name).map(|port| port.number).next()
    }

    /// The checks of its containers.
    pub fn readiness(&self) -> impl Iterator<Item = &ReadinessProbe> {
        self.containers.iter().filter_map(|container| container.readiness.as_ref())
    }
}

/// A check with the API server's defaults: 0 counts as not written (`SetDefaults_Probe`).
fn readiness(written: &model::Probe) -> ReadinessProbe {
    let number = |value: &Option<mesh_config::Spanned<i32>>, default: u32| {
        let value = value.as_ref().and_then(|value| u32::try_from(value.value).ok());
        value.filter(|value| *value > 0).unwrap_or(default)
    };
    ReadinessProbe {
        initial_delay: number(&written.initial_delay_seconds, 0),
        period: number(&written.period_seconds, 10),
        failure_threshold: number(&written.failure_threshold, 3),
        success_threshold: number(&written.success_threshold, 1),
    }
}

/// The containers of a pod template.
pub(crate) fn containers(spec: Option<&PodSpec>) -> Arc<[Container]> {
    let text = |value: &Option<mesh_config::Spanned<String>>| {
        value.as_ref().map_or_else(String::new, |text| text.value.clone())
    };
    let container = |written: &mesh_config::model::Container| Container {
        name: text(&written.name),
        image: text(&written.image),
        argv: written.command.iter().chain(&written.args).map(|argument| argument.value.clone()).collect(),
        env: written.env.iter().map(|variable| (text(&variable.name), text(&variable.value))).collect(),
        ports: written
            .ports
            .iter()
            .filter_map(|port| {
                let number = u16::try_from(port.container_port.as_ref()?.value).ok()?;
                Some(ContainerPort { name: text(&port.name), number })
            })
            .collect(),
        readiness: written.readiness_probe.as_ref().map(readiness),
    };
    spec.map_or_else(Arc::default, |spec| spec.containers.iter().map(container).collect())
}
