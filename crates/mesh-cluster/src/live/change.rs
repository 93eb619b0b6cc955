//! What the machine hands out: times at which it wants to be woken, and what has become different.

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
    /// A scheduler process looks at its lease.
    Lease(u32),
    /// A kubelet goes on with a pod: its number in order of creation.
    Pod(u64),
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
    },
}
