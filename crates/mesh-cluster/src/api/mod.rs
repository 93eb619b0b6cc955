//! The verbs of the Kubernetes API as plain values: what a client (kubectl, a controller, a Timeline) asks and what the
//! API server answers.
//!
//! Objects cross as the JSON that the real server speaks, keys in alphabetical order, so that a client needs to know
//! nothing of how they are kept here. Follows k8s.io/apiserver's handlers and metav1 (`types.go`).

pub mod labels;
mod resources;
mod status;

use serde_json::Value;

pub use resources::{ApiResource, ISTIO, KUBERNETES};
pub use status::{Cause, Status};

/// An object as the API speaks it: `apiVersion`, `kind`, `metadata`, `spec`, `status` …
pub type Object = Value;

/// What an API call answers: the object (of a list: `{"kind": "…List", "items": […]}`), or why not.
pub type Answer = Result<Object, Status>;

/// A resource of the API: how URLs and `kubectl` call a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    /// The API group; empty for `v1`.
    pub group: String,
    /// The lower-case plural: `pods`, `deployments`, `virtualservices`.
    pub plural: String,
}

/// Where an object stands: its resource, its namespace (empty for what has none) and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Its resource.
    pub resource: Resource,
    /// Its namespace; empty for nodes, namespaces and their like.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// How a patch is laid on an object (`k8s.io/apimachinery/pkg/types/patch.go`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchType {
    /// `application/strategic-merge-patch+json`: lists are merged by their key.
    StrategicMerge,
    /// `application/merge-patch+json` (RFC 7386).
    Merge,
    /// `application/json-patch+json` (RFC 6902).
    Json,
}

/// What becomes of the objects that an object owns when it is deleted (metav1's `DeletionPropagation`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Propagation {
    /// They are deleted after it.
    #[default]
    Background,
    /// They are deleted before it.
    Foreground,
    /// They stay, without an owner.
    Orphan,
}

/// A call of the API.
#[derive(Clone, Debug, PartialEq)]
pub enum Verb {
    /// GET of one object.
    Get(Address),
    /// GET of the objects of a resource, in the order of namespace and name.
    List {
        /// Which resource.
        resource: Resource,
        /// In which namespace; `None` in all.
        namespace: Option<String>,
        /// `labelSelector`, as it is written in a URL; empty for all.
        labels: String,
        /// `fieldSelector`, likewise.
        fields: String,
    },
    /// POST of a new object; `metadata.generateName` is answered with a name.
    Create {
        /// Which resource.
        resource: Resource,
        /// In which namespace; empty for what has none.
        namespace: String,
        /// The object as it is sent.
        object: Object,
        /// Whether nothing is to be kept (`dryRun=All`).
        dry_run: bool,
    },
    /// PUT of a whole object; a `metadata.resourceVersion` that is not the current one is refused.
    Replace {
        /// Which one.
        address: Address,
        /// The object as it is sent.
        object: Object,
        /// Whether nothing is to be kept.
        dry_run: bool,
    },
    /// PATCH of an object.
    Patch {
        /// Which one.
        address: Address,
        /// How the patch is laid on it.
        patch_type: PatchType,
        /// The patch.
        patch: Value,
        /// Whether nothing is to be kept.
        dry_run: bool,
    },
    /// DELETE of an object.
    Delete {
        /// Which one.
        address: Address,
        /// `gracePeriodSeconds`; `None` leaves it to the object.
        grace: Option<u64>,
        /// What becomes of what it owns.
        propagation: Propagation,
        /// Whether nothing is to be deleted.
        dry_run: bool,
    },
    /// POST of an Eviction (policy/v1) of a pod: a deletion that PodDisruptionBudgets may refuse with 429.
    Evict {
        /// Which pod.
        address: Address,
        /// `deleteOptions.gracePeriodSeconds`.
        grace: Option<u64>,
        /// Whether nothing is to be deleted.
        dry_run: bool,
    },
    /// PATCH of the `scale` subresource.
    Scale {
        /// Which Deployment, ReplicaSet or StatefulSet.
        address: Address,
        /// How many replicas it is to have.
        replicas: u32,
        /// Whether nothing is to be kept.
        dry_run: bool,
    },
    /// GET of a pod's `log` subresource: the answer is a JSON string.
    Log {
        /// Which pod.
        address: Address,
        /// Which container; empty for the only one.
        container: String,
        /// Whether the lines of the container before its last restart are meant.
        previous: bool,
    },
}
