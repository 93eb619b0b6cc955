//! The kinds that are understood, and how a document becomes a resource.

use std::collections::BTreeMap;

use crate::decode::{Decoder, FromNode};
use crate::model::{self, WorkloadKind};
use crate::schema::Message;
use crate::{Diagnostic, Metadata, Node, Resource, Severity, Spanned, Spec};

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
    /// The fields of its `spec`.
    pub spec: &'static Message,
    decode: fn(&Node, &mut Decoder<'_>) -> Option<Spec>,
}

macro_rules! kinds {
    ($($group:literal $versions:expr, $kind:literal $scope:ident: $spec:ty => $make:expr;)*) => {
        &[$(Kind {
            group: $group,
            versions: $versions,
            name: $kind,
            namespaced: matches!(stringify!($scope).as_bytes(), b"namespaced"),
            spec: <$spec>::MESSAGE,
            decode: |node, decoder| <$spec as FromNode>::from_node(node, decoder).map(|spec| {
                let make: fn($spec) -> Spec = $make;
                make(spec)
            }),
        }),*]
    };
}

const ISTIO: &[&str] = &["v1", "v1beta1", "v1alpha3"];

/// Every kind that is understood.
pub static KINDS: &[Kind] = kinds! {
    "networking.istio.io" ISTIO, "VirtualService" namespaced: model::VirtualService => |spec| Spec::VirtualService(Box::new(spec));
    "networking.istio.io" ISTIO, "DestinationRule" namespaced: model::DestinationRule => |spec| Spec::DestinationRule(Box::new(spec));
    "networking.istio.io" ISTIO, "Gateway" namespaced: model::Gateway => |spec| Spec::Gateway(Box::new(spec));
    "networking.istio.io" ISTIO, "ServiceEntry" namespaced: model::ServiceEntry => |spec| Spec::ServiceEntry(Box::new(spec));
    "networking.istio.io" ISTIO, "Sidecar" namespaced: model::Sidecar => |spec| Spec::Sidecar(Box::new(spec));
    "gateway.networking.k8s.io" &["v1", "v1beta1"], "Gateway" namespaced: model::KubernetesGateway => |spec| Spec::KubernetesGateway(Box::new(spec));
    "gateway.networking.k8s.io" &["v1", "v1beta1"], "HTTPRoute" namespaced: model::KubernetesHttpRoute => |spec| Spec::HttpRoute(Box::new(spec));
    "" &["v1"], "Service" namespaced: model::Service => |spec| Spec::Service(Box::new(spec));
    "" &["v1"], "Pod" namespaced: model::PodSpec => |spec| Spec::Pod(Box::new(spec));
    "" &["v1"], "Node" cluster: model::KubernetesNode => |spec| Spec::Node(Box::new(spec));
    "" &["v1"], "Namespace" cluster: model::Namespace => |spec| Spec::Namespace(Box::new(spec));
    "" &["v1"], "ConfigMap" namespaced: model::ConfigMap => |spec| Spec::ConfigMap(Box::new(spec));
    "apps" &["v1"], "Deployment" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::Deployment, Box::new(spec));
    "apps" &["v1"], "DaemonSet" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::DaemonSet, Box::new(spec));
    "apps" &["v1"], "ReplicaSet" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::ReplicaSet, Box::new(spec));
    "apps" &["v1"], "StatefulSet" namespaced: model::Workload => |spec| Spec::Workload(WorkloadKind::StatefulSet, Box::new(spec));
    "policy" &["v1"], "PodDisruptionBudget" namespaced: model::PodDisruptionBudget => |spec| Spec::PodDisruptionBudget(Box::new(spec));
    "playground.mesh" &["v1"], "App" namespaced: model::App => |spec| Spec::App(Box::new(spec));
    "playground.mesh" &["v1"], "Traffic" namespaced: model::Traffic => |spec| Spec::Traffic(Box::new(spec));
    "playground.mesh" &["v1"], "Timeline" namespaced: model::Timeline => |spec| Spec::Timeline(Box::new(spec));
    "playground.mesh" &["v1"], "Check" namespaced: model::Check => |spec| Spec::Check(Box::new(spec));
    "playground.mesh" &["v1"], "Scenario" namespaced: model::Scenario => |spec| Spec::Scenario(Box::new(spec));
};

/// The kind of an `apiVersion` and a `kind`.
#[must_use]
pub fn find_kind(api_version: &str, kind: &str) -> Option<&'static Kind> {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    KINDS.iter().find(|known| known.name == kind && known.group == group && known.versions.contains(&version))
}

/// Turns one object into a resource; `None` when it is not an object with a kind, which is then reported.
pub(crate) fn decode_resource(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Resource> {
    let text = |key| node.get(key).and_then(Node::text).unwrap_or_default().to_owned();
    let (api_version, kind_name) = (text("apiVersion"), text("kind"));
    if kind_name.is_empty() {
        let message = "no `kind`: add `apiVersion` and `kind`, such as `networking.istio.io/v1` and `VirtualService`";
        diagnostics.push(Diagnostic::new("MP0006", Severity::Error, message, node.span));
        return None;
    }
    let kind = find_kind(&api_version, &kind_name);
    let mut decoder = Decoder::new(diagnostics);
    let metadata = decode_metadata(node, kind.is_none_or(|kind| kind.namespaced), &mut decoder);
    let spec = match kind {
        Some(kind) => decode_spec(kind, node, &mut decoder),
        None => None,
    };
    let readable = decoder.readable();
    let spec = spec.unwrap_or(Spec::Unknown);
    Some(Resource { api_version, kind: kind_name, metadata, spec, span: node.span, node: node.clone(), readable })
}

fn decode_spec(kind: &Kind, node: &Node, decoder: &mut Decoder<'_>) -> Option<Spec> {
    let nothing = Node { span: node.span, ..Node::default() };
    decoder.inside_key("spec", |decoder| (kind.decode)(node.get("spec").unwrap_or(&nothing), decoder))
}

fn decode_metadata(node: &Node, namespaced: bool, decoder: &mut Decoder<'_>) -> Metadata {
    let Some(entry) = node.entry("metadata") else { return Metadata::default() };
    let meta = decoder.inside_key("metadata", |decoder| model::ObjectMeta::from_node(&entry.value, decoder));
    let meta = meta.unwrap_or_default();
    let namespace = match meta.namespace {
        _ if !namespaced => String::new(),
        Some(namespace) if !namespace.value.is_empty() => namespace.value,
        _ => "default".to_owned(),
    };
    let plain =
        |map: BTreeMap<String, Spanned<String>>| map.into_iter().map(|(key, value)| (key, value.value)).collect();
    Metadata {
        name: meta.name.unwrap_or_else(|| Spanned::new(String::new(), entry.key.span)),
        namespace,
        labels: plain(meta.labels),
        annotations: plain(meta.annotations),
        creation_timestamp: meta.creation_timestamp.map(|time| time.value),
    }
}

/// Turns an object inside another one into a resource.
pub(crate) fn decode_nested(node: &Node, decoder: &mut Decoder<'_>) -> Option<Resource> {
    decoder.nested(|diagnostics| decode_resource(node, diagnostics))
}
