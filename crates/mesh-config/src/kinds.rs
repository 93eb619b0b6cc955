//! The kinds that are understood.

use crate::decode::{Decoder, FromNode};
use crate::model::{self, WorkloadKind};
use crate::schema::{Message, closest, is_within};
use crate::{Node, Spec};

/// A kind of resource and the table of its `spec`.
#[derive(Debug)]
pub struct Kind {
    /// The API group; empty for Kubernetes' core.
    pub group: &'static str,
    /// The versions that are understood, the current one first.
    pub versions: &'static [&'static str],
    /// The kind.
    pub name: &'static str,
    /// Whether it lives in a namespace.
    pub namespaced: bool,
    /// The fields of its `spec`; of a ConfigMap, those of the object itself.
    pub spec: &'static Message,
    pub(crate) decode: fn(&Node, &mut Decoder<'_>) -> Option<Spec>,
}

impl Kind {
    /// The `apiVersion` to write.
    #[must_use]
    pub fn api_version(&self) -> String {
        let version = self.versions.first().copied().unwrap_or_default();
        if self.group.is_empty() { version.to_owned() } else { format!("{}/{version}", self.group) }
    }

    /// Whether it is the playground's own.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.group == OWN
    }

    /// Whether its fields stand in `spec`, as nearly always.
    #[must_use]
    pub fn has_spec(&self) -> bool {
        self.name != "ConfigMap"
    }
}

macro_rules! kinds {
    ($($group:ident $versions:expr, $kind:literal $scope:ident: $spec:ty => $make:expr;)*) => {
        &[$(Kind {
            group: $group,
            versions: $versions,
            name: $kind,
            namespaced: matches!(stringify!($scope).as_bytes(), b"namespaced"),
            spec: <$spec>::MESSAGE,
            decode: |node, decoder| <$spec as FromNode>::from_node(node, decoder).map(|spec| {
                let make: fn(Box<$spec>) -> Spec = $make;
                make(Box::new(spec))
            }),
        }),*]
    };
}

const ISTIO: &str = "networking.istio.io";
const GATEWAY_API: &str = "gateway.networking.k8s.io";
const CORE: &str = "";
const APPS: &str = "apps";
const POLICY: &str = "policy";
const NETWORKING: &str = "networking.k8s.io";
const ARGO: &str = "argoproj.io";
const FLAGGER: &str = "flagger.app";
const OWN: &str = "playground.mesh";
const V1: &[&str] = &["v1"];
const V1ALPHA1: &[&str] = &["v1alpha1"];
const V1BETA1: &[&str] = &["v1beta1"];
const ISTIO_VERSIONS: &[&str] = &["v1", "v1beta1", "v1alpha3"];
const GATEWAY_VERSIONS: &[&str] = &["v1", "v1beta1"];
const TLS_ROUTE_VERSIONS: &[&str] = &["v1", "v1alpha3", "v1alpha2"];

/// Every kind that is understood.
pub static KINDS: &[Kind] = kinds! {
    ISTIO ISTIO_VERSIONS, "VirtualService" namespaced: model::VirtualService => Spec::VirtualService;
    ISTIO ISTIO_VERSIONS, "DestinationRule" namespaced: model::DestinationRule => Spec::DestinationRule;
    ISTIO ISTIO_VERSIONS, "Gateway" namespaced: model::Gateway => Spec::Gateway;
    ISTIO ISTIO_VERSIONS, "ServiceEntry" namespaced: model::ServiceEntry => Spec::ServiceEntry;
    ISTIO ISTIO_VERSIONS, "Sidecar" namespaced: model::Sidecar => Spec::Sidecar;
    GATEWAY_API GATEWAY_VERSIONS, "Gateway" namespaced: model::KubernetesGateway => Spec::KubernetesGateway;
    GATEWAY_API GATEWAY_VERSIONS, "HTTPRoute" namespaced: model::KubernetesHttpRoute => Spec::HttpRoute;
    GATEWAY_API TLS_ROUTE_VERSIONS, "TLSRoute" namespaced: model::KubernetesTlsRoute => Spec::TlsRoute;
    GATEWAY_API GATEWAY_VERSIONS, "ReferenceGrant" namespaced: model::ReferenceGrant => Spec::ReferenceGrant;
    CORE V1, "Service" namespaced: model::Service => Spec::Service;
    APPS V1, "Deployment" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::Deployment, spec);
    APPS V1, "DaemonSet" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::DaemonSet, spec);
    APPS V1, "ReplicaSet" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::ReplicaSet, spec);
    APPS V1, "StatefulSet" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::StatefulSet, spec);
    NETWORKING V1, "Ingress" namespaced: model::Ingress => Spec::Ingress;
    NETWORKING V1, "IngressClass" cluster: model::IngressClass => Spec::IngressClass;
    ARGO V1ALPHA1, "Rollout" namespaced: model::Rollout => Spec::Rollout;
    FLAGGER V1BETA1, "Canary" namespaced: model::Canary => Spec::Canary;
    CORE V1, "Pod" namespaced: model::PodSpec => Spec::Pod;
    CORE V1, "Node" cluster: model::KubernetesNode => Spec::Node;
    CORE V1, "Namespace" cluster: model::Namespace => Spec::Namespace;
    POLICY V1, "PodDisruptionBudget" namespaced: model::PodDisruptionBudget => Spec::PodDisruptionBudget;
    CORE V1, "ConfigMap" namespaced: model::ConfigMap => Spec::ConfigMap;
    OWN V1, "Scenario" namespaced: model::Scenario => Spec::Scenario;
    OWN V1, "App" namespaced: model::App => Spec::App;
    OWN V1, "Traffic" namespaced: model::Traffic => Spec::Traffic;
    OWN V1, "Timeline" namespaced: model::Timeline => Spec::Timeline;
    OWN V1, "Check" namespaced: model::Check => Spec::Check;
};

/// The kind of an `apiVersion` and a `kind`.
#[must_use]
pub fn find_kind(api_version: &str, kind: &str) -> Option<&'static Kind> {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    KINDS.iter().find(|known| known.name == kind && known.group == group && known.versions.contains(&version))
}

/// Kinds that are often beside ours and mean what they say; they are ignored without a question.
const STRANGERS: &[&str] = &[
    "AuthorizationPolicy",
    "BackendTLSPolicy",
    "ClusterRole",
    "ClusterRoleBinding",
    "CronJob",
    "CustomResourceDefinition",
    "EndpointSlice",
    "Endpoints",
    "EnvoyFilter",
    "GRPCRoute",
    "GatewayClass",
    "HorizontalPodAutoscaler",
    "IstioOperator",
    "Job",
    "LimitRange",
    "ListenerSet",
    "NetworkPolicy",
    "PeerAuthentication",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "ProxyConfig",
    "RequestAuthentication",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "Secret",
    "ServiceAccount",
    "TCPRoute",
    "Telemetry",
    "UDPRoute",
    "WasmPlugin",
    "WorkloadEntry",
    "WorkloadGroup",
];

/// Whether an API group is somebody else's, so that its kinds are what they say, whatever their names.
///
/// Groups without a dot are Kubernetes' own (`extensions` was one), and what differs from ours by two letters is a slip.
pub(crate) fn is_of_others(group: &str) -> bool {
    let is_near = |known: &Kind| is_within(group, known.group, 2);
    group.contains('.') && !group.ends_with("istio.io") && !KINDS.iter().any(is_near)
}

/// The kind that was likely meant: the same name elsewhere, or a name that is nearly the same.
pub(crate) fn nearest_kind(api_version: &str, kind: &str) -> Option<&'static Kind> {
    let group = api_version.rsplit_once('/').map_or("", |(group, _)| group);
    if STRANGERS.contains(&kind) || is_of_others(group) {
        return None;
    }
    let names = || KINDS.iter().map(|known| known.name);
    let name = names().find(|name| *name == kind).or_else(|| closest(kind, names()))?;
    let mut alike = KINDS.iter().filter(|known| known.name == name);
    alike.clone().find(|known| known.group == group).or_else(|| alike.next())
}
