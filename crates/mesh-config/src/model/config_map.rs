//! ConfigMap, and the mesh config in the one named `istio`.

use mesh_ordered::OrderedMap;

use super::MeshConfig;
use crate::Spanned;
use crate::schema::message;

message! {
    /// Keys and texts.
    ConfigMapData = "ConfigMap", "https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/" {
        /// Texts by key. Of `istio` in `istio-system`, `mesh` holds the mesh config.
        data: OrderedMap<String, Spanned<String>> = "data";
    }
    others &["apiVersion", "kind", "metadata", "binaryData", "immutable"]
}

/// Keys and texts, with the mesh config where this is the one that holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigMap {
    /// Where it stands.
    pub span: crate::Span,
    /// Texts by key.
    pub data: OrderedMap<String, Spanned<String>>,
    /// Of `istio` in `istio-system`: what its key `mesh` says.
    pub mesh: Option<Box<MeshConfig>>,
}

impl ConfigMap {
    /// Its part of the field table.
    pub const MESSAGE: &'static crate::schema::Message = ConfigMapData::MESSAGE;
}

impl crate::decode::FromNode for ConfigMap {
    fn shape() -> crate::schema::Shape {
        ConfigMapData::shape()
    }

    fn from_node(node: &crate::Node, decoder: &mut crate::decode::Decoder<'_>) -> Option<Self> {
        let data = ConfigMapData::from_node(node, decoder)?;
        Some(Self { span: data.span, data: data.data, mesh: None })
    }
}
