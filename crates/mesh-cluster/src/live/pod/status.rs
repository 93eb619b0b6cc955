//! What a pod's status says (core/v1's `PodStatus`).

use std::sync::Arc;

/// A condition of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    /// `Ready`, `PodScheduled` …
    pub(crate) kind: &'static str,
    /// `True`, `False` or `Unknown`.
    pub(crate) status: &'static str,
    pub(crate) reason: Arc<str>,
    pub(crate) message: Arc<str>,
    /// `lastTransitionTime`.
    pub(crate) since: u64,
    /// `observedGeneration`, where the writer gives one.
    pub(crate) observed: Option<i64>,
}

/// How a container ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terminated {
    pub(crate) exit: i32,
    pub(crate) reason: &'static str,
    pub(crate) message: Arc<str>,
    pub(crate) started: Option<u64>,
    pub(crate) finished: u64,
}

/// What a container is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ContainerState {
    Waiting { reason: &'static str, message: Arc<str> },
    Running { since: u64 },
    Terminated(Terminated),
}

/// The status of one container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContainerStatus {
    pub(crate) state: ContainerState,
    pub(crate) last: Option<Terminated>,
    pub(crate) ready: bool,
    pub(crate) restarts: u32,
    /// Whether it has ever had a process.
    pub(crate) has_run: bool,
}

/// The status of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PodStatus {
    pub(crate) phase: &'static str,
    pub(crate) reason: Arc<str>,
    pub(crate) message: Arc<str>,
    pub(crate) conditions: Vec<Condition>,
    /// One for each container once the kubelet has spoken; empty before.
    pub(crate) containers: Vec<ContainerStatus>,
    pub(crate) ip: Option<Arc<str>>,
    pub(crate) host_ip: Option<Arc<str>>,
    pub(crate) started: Option<u64>,
    pub(crate) nominated: Option<Arc<str>>,
    pub(crate) observed: Option<i64>,
}

impl Default for PodStatus {
    fn default() -> Self {
        Self {
            phase: "Pending",
            reason: "".into(),
            message: "".into(),
            conditions: Vec::new(),
            containers: Vec::new(),
            ip: None,
            host_ip: None,
            started: None,
            nominated: None,
            observed: None,
        }
    }
}

impl PodStatus {
    /// A condition by its type.
    pub(crate) fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }

    /// Since when it is ready; `None` where it is not.
    pub(crate) fn ready_since(&self) -> Option<u64> {
        self.condition("Ready").filter(|condition| condition.status == "True").map(|condition| condition.since)
    }

    /// Writes a condition; its time changes with its status only. Answers whether anything is new.
    pub(crate) fn set(&mut self, now: u64, new: Condition) -> bool {
        let Some(old) = self.conditions.iter_mut().find(|condition| condition.kind == new.kind) else {
            self.conditions.push(Condition { since: now, ..new });
            return true;
        };
        let since = if old.status == new.status { old.since } else { now };
        let new = Condition { since, ..new };
        let changed = *old != new;
        *old = new;
        changed
    }
}

impl Condition {
    /// A condition without a reason.
    pub(crate) fn plain(kind: &'static str, status: &'static str) -> Self {
        Self::because(kind, status, "", "")
    }

    /// A condition with a reason and a message.
    pub(crate) fn because(
        kind: &'static str,
        status: &'static str,
        reason: impl Into<Arc<str>>,
        message: impl Into<Arc<str>>,
    ) -> Self {
        Self { kind, status, reason: reason.into(), message: message.into(), since: 0, observed: None }
    }
}
