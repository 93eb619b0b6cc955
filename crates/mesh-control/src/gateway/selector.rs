//! Which workloads a Gateway is for.

use mesh_config::model::Gateway;

use crate::registry::Labels;

/// Whether a Gateway is for workloads with these labels: by its selector; without one it is for all.
#[must_use]
pub fn selects(gateway: &Gateway, labels: &Labels) -> bool {
    gateway.selector.iter().all(|(key, value)| labels.get(key) == Some(&value.value))
}
