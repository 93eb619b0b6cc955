//! The mesh's own configuration, as a ConfigMap holds it.

use crate::context::{Context, root};

/// Whether it speaks of a field at all; what it says of it is not looked at.
pub(crate) fn names(context: &Context<'_>, field: &str) -> bool {
    let mut maps = context.kind("ConfigMap");
    maps.any(|map| root(map).get("data").entries().any(|(_, text)| text.text().contains(field)))
}
