//! What findings call a resource.

use mesh_config::Resource;

/// `namespace/name`.
pub(crate) fn full_name(resource: &Resource) -> String {
    format!("{}/{}", resource.metadata.namespace, &*resource.metadata.name)
}
