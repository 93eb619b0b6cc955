//! What the machine hands out: times at which it wants to be woken, and what has become different.

use std::sync::Arc;

use serde_json::Value;

use super::events::Event;
use super::pod::Pod;
use crate::api::Address;

/// What a controller works on: a kind and a name, as [`Wake`] carries it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub(crate) kind: super::kind::Kind,
    pub(crate) name: super::kind::Name,
}

/// The controllers of kube-controller-manager that live here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Controller {
    Deployment,
    ReplicaSet,
    DaemonSet,
    StatefulSet,
    Job,
    CronJob,
    EndpointSlice,
    Disruption,
    GarbageCollector,
    Namespace,
    NodeLifecycle,
    TaintEviction,
}

/// Why the machine wants to be woken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wake {
    /// A controller has work in its queue.
    Controller(Controller),
    /// A controller wants to look at an object again.
    Later(Controller, Key),
    /// Schedulers have pods to place.
    Schedule,
    /// Schedulers try again what has waited long enough.
    Backoff,
    /// A scheduler process looks at its lease.
    Lease(u32),
    /// A kubelet goes on with a pod: its number in order of creation.
    Pod(u64),
    /// A kubelet runs a static pod that is not there (any more).
    Static(Key),
    /// A kubelet that was silent talks again.
    Node(Key),
    /// The node controller looks at the leases.
    Monitor,
}

/// How an object became different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Verdict {
    Added,
    Modified,
    Deleted,
}

/// An object at a moment, written out when somebody asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(pub(crate) Kept);

/// How an object is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Pod(Arc<Pod>),
    Event(Arc<Event>),
    Object(Arc<Value>),
}

impl Snapshot {
    /// The object as the API speaks it.
    #[must_use]
    pub fn object(&self) -> Arc<Value> {
        match &self.0 {
            Kept::Pod(pod) => Arc::new(pod.object()),
            Kept::Event(event) => Arc::new(event.object()),
            Kept::Object(object) => Arc::clone(object),
        }
    }
}

/// What the machine hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It wants to be woken at a time.
    Arm {
        /// When.
        at: u64,
        /// Why.
        wake: Wake,
    },
    /// An object came, changed or went: what a watch sees.
    Object {
        /// How.
        verdict: Verdict,
        /// Which.
        address: Address,
        /// What it is now; of one that went what it was last.
        object: Snapshot,
    },
}
