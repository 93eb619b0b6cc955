//! A resource: what one document of a file describes.

use std::sync::Arc;

use mesh_ordered::OrderedMap;

use crate::content::Content;
use crate::model;
use crate::{Node, Span, Spanned};

/// One object, as `kubectl apply` would take it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Such as `networking.istio.io/v1`.
    pub api_version: String,
    /// Such as `VirtualService`.
    pub kind: String,
    /// Name, namespace, labels and annotations.
    pub metadata: Metadata,
    /// What it says, typed.
    pub spec: Spec,
    /// Where it stands.
    pub span: Span,
    /// The tree it was read from.
    pub node: Arc<Node>,
    /// Whether every value had the type that its place needs. Istio and Kubernetes refuse the whole of one that is not.
    pub readable: bool,
    /// What it says wherever it stands: an edit elsewhere that moves a resource leaves it.
    pub content: Content,
}

impl Resource {
    /// `namespace/name`, or the name alone of what has no namespace.
    #[must_use]
    pub fn qualified_name(&self) -> String {
        match self.metadata.namespace.as_str() {
            "" => self.metadata.name.value.clone(),
            namespace => format!("{namespace}/{}", self.metadata.name.value),
        }
    }

    /// The same with another spec. A copy of the whole would need the code that copies every kind.
    #[must_use]
    pub fn with_spec(&self, spec: Spec) -> Self {
        Self {
            api_version: self.api_version.clone(),
            kind: self.kind.clone(),
            metadata: self.metadata.clone(),
            spec,
            span: self.span,
            node: self.node.clone(),
            readable: self.readable,
            content: self.content.clone(),
        }
    }
}

/// What every object carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The name.
    pub name: Spanned<String>,
    /// The namespace; `default` when unset, empty for what has none (Node, Namespace).
    pub namespace: String,
    /// Labels.
    pub labels: OrderedMap<String, String>,
    /// Annotations.
    pub annotations: OrderedMap<String, String>,
    /// As written, in RFC 3339, so that texts compare as times do.
    pub creation_timestamp: Option<String>,
}

/// What a resource says, by kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// Istio.
    VirtualService(Box<model::VirtualService>),
    /// Istio.
    DestinationRule(Box<model::DestinationRule>),
    /// Istio.
    Gateway(Box<model::Gateway>),
    /// Istio.
    ServiceEntry(Box<model::ServiceEntry>),
    /// Istio.
    Sidecar(Box<model::Sidecar>),
    /// Kubernetes.
    Service(Box<model::Service>),
    /// Kubernetes: Deployment, DaemonSet, ReplicaSet, StatefulSet.
    Workload(model::WorkloadKind, Box<model::Workload>),
    /// Kubernetes.
    Ingress(Box<model::Ingress>),
    /// Kubernetes.
    IngressClass(Box<model::IngressClass>),
    /// Argo Rollouts.
    Rollout(Box<model::Rollout>),
    /// Flagger.
    Canary(Box<model::Canary>),
    /// Kubernetes.
    Pod(Box<model::PodSpec>),
    /// Kubernetes.
    Node(Box<model::KubernetesNode>),
    /// Kubernetes.
    Namespace(Box<model::Namespace>),
    /// Kubernetes.
    PodDisruptionBudget(Box<model::PodDisruptionBudget>),
    /// Kubernetes.
    ConfigMap(Box<model::ConfigMap>),
    /// Gateway API.
    HttpRoute(Box<model::KubernetesHttpRoute>),
    /// Gateway API.
    TlsRoute(Box<model::KubernetesTlsRoute>),
    /// Gateway API.
    KubernetesGateway(Box<model::KubernetesGateway>),
    /// Gateway API.
    ReferenceGrant(Box<model::ReferenceGrant>),
    /// The playground.
    App(Box<model::App>),
    /// The playground.
    Traffic(Box<model::Traffic>),
    /// The playground.
    Timeline(Box<model::Timeline>),
    /// The playground.
    Check(Box<model::Check>),
    /// The playground.
    Scenario(Box<model::Scenario>),
    /// A kind that the playground keeps but ignores.
    Unknown,
}
