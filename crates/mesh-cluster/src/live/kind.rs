//! Resources as short values, and where an object stands.

use std::sync::Arc;

use crate::api::{self, Address, ApiResource, ISTIO, KUBERNETES, Resource};

/// A resource that the API server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Kind {
    pub(crate) group: &'static str,
    pub(crate) plural: &'static str,
}

const fn kind(group: &'static str, plural: &'static str) -> Kind {
    Kind { group, plural }
}

pub(crate) const PODS: Kind = kind("", "pods");
pub(crate) const NODES: Kind = kind("", "nodes");
pub(crate) const NAMESPACES: Kind = kind("", "namespaces");
pub(crate) const SERVICES: Kind = kind("", "services");
pub(crate) const SERVICE_ACCOUNTS: Kind = kind("", "serviceaccounts");
pub(crate) const CONFIG_MAPS: Kind = kind("", "configmaps");
pub(crate) const SECRETS: Kind = kind("", "secrets");
pub(crate) const ENDPOINTS: Kind = kind("", "endpoints");
pub(crate) const EVENTS: Kind = kind("", "events");
pub(crate) const CLAIMS: Kind = kind("", "persistentvolumeclaims");
pub(crate) const REPLICATION_CONTROLLERS: Kind = kind("", "replicationcontrollers");
pub(crate) const DEPLOYMENTS: Kind = kind("apps", "deployments");
pub(crate) const REPLICA_SETS: Kind = kind("apps", "replicasets");
pub(crate) const DAEMON_SETS: Kind = kind("apps", "daemonsets");
pub(crate) const STATEFUL_SETS: Kind = kind("apps", "statefulsets");
pub(crate) const REVISIONS: Kind = kind("apps", "controllerrevisions");
pub(crate) const JOBS: Kind = kind("batch", "jobs");
pub(crate) const CRON_JOBS: Kind = kind("batch", "cronjobs");
pub(crate) const SLICES: Kind = kind("discovery.k8s.io", "endpointslices");
pub(crate) const BUDGETS: Kind = kind("policy", "poddisruptionbudgets");
pub(crate) const PRIORITY_CLASSES: Kind = kind("scheduling.k8s.io", "priorityclasses");
pub(crate) const LEASES: Kind = kind("coordination.k8s.io", "leases");
pub(crate) const NETWORK_POLICIES: Kind = kind("networking.k8s.io", "networkpolicies");
pub(crate) const AUTOSCALERS: Kind = kind("autoscaling", "horizontalpodautoscalers");
pub(crate) const INGRESSES: Kind = kind("networking.k8s.io", "ingresses");

impl Kind {
    /// The resource as the table of the API describes it.
    pub(crate) fn of(resource: &Resource, istio: bool) -> Option<&'static ApiResource> {
        let custom = if istio { ISTIO } else { &[] };
        // events.k8s.io's Events are those of v1.
        let group = if resource.plural == "events" { "" } else { resource.group.as_str() };
        KUBERNETES.iter().chain(custom).find(|known| known.group == group && known.plural == resource.plural)
    }

    /// As the table describes it.
    pub(crate) fn described(self) -> Option<&'static ApiResource> {
        KUBERNETES.iter().chain(ISTIO).find(|known| known.group == self.group && known.plural == self.plural)
    }

    /// The kind that objects name: `Deployment`.
    pub(crate) fn name(self) -> &'static str {
        self.described().map_or("", |known| known.kind)
    }

    /// `v1` or `apps/v1`.
    pub(crate) fn api_version(self) -> String {
        self.described().map(ApiResource::api_version).unwrap_or_default()
    }

    /// How refusals name it: `pods`, `deployments.apps`.
    pub(crate) fn qualified(self) -> String {
        if self.group.is_empty() { self.plural.to_owned() } else { format!("{}.{}", self.plural, self.group) }
    }

    /// Whether writes count in `metadata.generation`.
    pub(crate) fn has_generation(self) -> bool {
        !matches!(
            self,
            SERVICES
                | NODES
                | NAMESPACES
                | SERVICE_ACCOUNTS
                | CONFIG_MAPS
                | SECRETS
                | ENDPOINTS
                | CLAIMS
                | LEASES
                | REVISIONS
                | AUTOSCALERS
        ) && self.group != "rbac.authorization.k8s.io"
    }
}

impl From<&'static ApiResource> for Kind {
    fn from(known: &'static ApiResource) -> Self {
        Self { group: known.group, plural: known.plural }
    }
}

/// A namespace (empty for what has none) and a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    pub(crate) namespace: Arc<str>,
    pub(crate) name: Arc<str>,
}

impl Name {
    pub(crate) fn new(namespace: impl Into<Arc<str>>, name: impl Into<Arc<str>>) -> Self {
        Self { namespace: namespace.into(), name: name.into() }
    }

    /// Where an object says that it stands.
    pub(crate) fn of(object: &api::Object) -> Self {
        let text = |path| super::json::text(object, path);
        Self::new(text("metadata/namespace"), text("metadata/name"))
    }

    /// The address of an object of this name.
    pub(crate) fn address(&self, kind: Kind) -> Address {
        Address {
            resource: Resource { group: kind.group.to_owned(), plural: kind.plural.to_owned() },
            namespace: self.namespace.to_string(),
            name: self.name.to_string(),
        }
    }
}
