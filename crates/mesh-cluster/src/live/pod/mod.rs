//! Pods as the machine keeps them: what all pods of a template share is shared, what differs is small.

mod decode;
mod encode;
mod spec;
mod status;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

pub(crate) use decode::{controller, decode, labels};
pub(crate) use encode::full_image;
pub(crate) use spec::{Container, Course, PodSpec, container_of};
pub(crate) use status::{Condition, ContainerState, ContainerStatus, PodStatus, Terminated};

use super::kubelet::Life;

/// Labels or annotations.
pub(crate) type Labels = BTreeMap<String, String>;

/// A pod's number in order of creation.
pub(crate) type PodId = u64;

/// The object that owns a pod as its controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) kind: Arc<str>,
    pub(crate) name: Arc<str>,
    pub(crate) uid: Arc<str>,
}

/// A deletion that has been asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deletion {
    /// `metadata.deletionTimestamp`: when the grace is over.
    pub(crate) at: u64,
    /// `metadata.deletionGracePeriodSeconds`.
    pub(crate) grace: u64,
    /// When it was asked for.
    pub(crate) asked: u64,
}

/// A pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pod {
    pub(crate) id: PodId,
    pub(crate) namespace: Arc<str>,
    pub(crate) name: Arc<str>,
    pub(crate) generate_name: Option<Arc<str>>,
    pub(crate) uid: Arc<str>,
    pub(crate) labels: Arc<Labels>,
    pub(crate) annotations: Arc<Labels>,
    /// `metadata.ownerReferences` as it is written.
    pub(crate) owners: Arc<Value>,
    /// The one of them that is the controller.
    pub(crate) controller: Option<Arc<Owner>>,
    pub(crate) finalizers: Arc<[String]>,
    pub(crate) version: u64,
    pub(crate) generation: i64,
    pub(crate) created: u64,
    pub(crate) deletion: Option<Deletion>,
    pub(crate) spec: Arc<PodSpec>,
    /// `spec.nodeName`.
    pub(crate) node: Option<Arc<str>>,
    pub(crate) status: PodStatus,
    /// What its kubelet knows of it.
    pub(crate) life: Life,
}

impl Pod {
    /// Whether it has ended (`Succeeded` or `Failed`).
    pub(crate) fn is_finished(&self) -> bool {
        matches!(self.status.phase, "Succeeded" | "Failed")
    }

    /// Whether it is counted by its controller (pkg/controller's `IsPodActive`).
    pub(crate) fn is_active(&self) -> bool {
        !self.is_finished() && self.deletion.is_none()
    }

    /// Whether its condition Ready is True.
    pub(crate) fn is_ready(&self) -> bool {
        self.status.ready_since().is_some()
    }

    /// Whether it has been ready for so many seconds (`IsPodAvailable`). Times of conditions have whole seconds.
    pub(crate) fn is_available(&self, min_ready: u64, now: u64) -> bool {
        self.available_at(min_ready).is_some_and(|at| at <= now)
    }

    /// From when on it is available, if it stays ready.
    pub(crate) fn available_at(&self, min_ready: u64) -> Option<u64> {
        let since = self.status.ready_since()?;
        if min_ready == 0 {
            return Some(since);
        }
        let whole = since / super::time::SECOND;
        Some(whole.saturating_add(min_ready).saturating_mul(super::time::SECOND))
    }
}
