//! Where each piece of proxy configuration was written.

use mesh_config::{Resource, Span};
use mesh_proxy::config::Origin;

/// What an `Origin` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginInfo {
    /// Where it stands in the files.
    pub span: Span,
    /// The field, as `spec.http[0].route[1]`; empty for a whole resource.
    pub path: String,
    /// The kind of the resource.
    pub kind: String,
    /// `namespace/name` of the resource.
    pub resource: String,
    /// `namespace/name` of the VirtualService that it is part of as a delegate; the resource itself otherwise.
    pub root: String,
    /// Whether nobody wrote it: a default that the resource is subject to.
    pub default: bool,
}

/// All origins of a mesh, by their handles.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    table: Vec<OriginInfo>,
}

impl Origins {
    /// Remembers a field of a resource.
    pub fn add(&mut self, resource: &Resource, span: Span, path: impl Into<String>) -> Origin {
        let index = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
        self.table.push(OriginInfo {
            span,
            path: path.into(),
            kind: resource.kind.clone(),
            resource: key(resource),
            root: key(resource),
            default: false,
        });
        Origin(index)
    }

    /// Remembers a whole resource.
    pub fn resource(&mut self, resource: &Resource) -> Origin {
        self.add(resource, resource.span, "")
    }

    /// The same place as part of a root.
    pub fn delegated(&mut self, origin: Origin, root: &str) -> Origin {
        let Some(info) = self.get(origin).cloned() else { return origin };
        let index = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
        self.table.push(OriginInfo { root: root.to_owned(), ..info });
        Origin(index)
    }

    /// What an origin stands for; `None` for a default.
    #[must_use]
    pub fn get(&self, origin: Origin) -> Option<&OriginInfo> {
        self.table.get(usize::try_from(origin.0).ok()?)
    }
}

/// `namespace/name` of a resource.
#[must_use]
pub(crate) fn key(resource: &Resource) -> String {
    format!("{}/{}", resource.metadata.namespace, resource.metadata.name.value)
}

/// Sorts resources from the oldest on; those without a time come last, together, by name and namespace
/// (`sortConfigByCreationTime`).
pub(crate) type Age<'a> = (bool, &'a str, &'a str, &'a str);

/// What decides the age of a resource. RFC 3339 times in UTC order as text.
#[must_use]
pub(crate) fn age(resource: &Resource) -> Age<'_> {
    let created = resource.metadata.creation_timestamp.as_deref().unwrap_or_default();
    (created.is_empty(), created, &resource.metadata.name.value, &resource.metadata.namespace)
}
