//! Where each piece of proxy configuration was written.

mod path;
mod route;

use std::sync::Arc;

use mesh_config::{Config, Resource, Span, Spec};
use mesh_ordered::{sort_by, sort_by_key};
use mesh_proxy::config::Origin;

pub use path::FieldPath;
pub(crate) use route::{Unweighted, with_only_destination};
pub use route::{WrittenDestination, WrittenRoute};

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
}

impl OriginInfo {
    /// What stays the same from push to push, wherever an edit moves it: kind, resource and path.
    #[must_use]
    pub fn field(&self) -> (&str, &str, &str) {
        (&self.kind, &self.resource, &self.path)
    }
}

/// All origins of a mesh, by their handles.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    table: Vec<Entry>,
    routes: Vec<WrittenRoute>,
}

/// Written out only where somebody asks: nearly all of a large mesh is never asked for.
#[derive(Clone, Debug)]
struct Entry {
    resource: Arc<Resource>,
    span: Span,
    path: FieldPath,
    root: Option<Arc<str>>,
}

impl Origins {
    /// Remembers a field of a resource.
    pub fn add(&mut self, resource: &Arc<Resource>, span: Span, path: FieldPath) -> Origin {
        self.push(Entry { resource: Arc::clone(resource), span, path, root: None })
    }

    /// Remembers a whole resource.
    pub fn resource(&mut self, resource: &Arc<Resource>) -> Origin {
        self.add(resource, resource.span, FieldPath::default())
    }

    /// Remembers a rule that says where requests go.
    pub fn route(
        &mut self,
        resource: &Arc<Resource>,
        span: Span,
        path: FieldPath,
        destinations: Vec<WrittenDestination>,
    ) -> Origin {
        let origin = self.add(resource, span, path);
        self.routes.push(WrittenRoute { resource: Arc::clone(resource), origin, destinations });
        origin
    }

    /// Hands out the rules that say where requests go, in document order.
    pub fn take_routes(&mut self) -> Vec<WrittenRoute> {
        let mut routes = std::mem::take(&mut self.routes);
        sort_by_key(&mut routes, |route| self.span(route.origin).map(|span| (span.file, span.start)));
        routes
    }

    /// The same place as part of a root.
    pub fn delegated(&mut self, origin: Origin, root: &str) -> Origin {
        match self.entry(origin).cloned() {
            Some(entry) => self.push(Entry { root: Some(root.into()), ..entry }),
            None => origin,
        }
    }

    /// What an origin stands for; `None` for a default.
    #[must_use]
    pub fn get(&self, origin: Origin) -> Option<OriginInfo> {
        let entry = self.entry(origin)?;
        let resource = key(&entry.resource);
        Some(OriginInfo {
            span: entry.span,
            path: entry.path.to_string(),
            kind: entry.resource.kind.clone(),
            root: entry.root.as_deref().map_or_else(|| resource.clone(), str::to_owned),
            resource,
        })
    }

    /// Where an origin stands in the files.
    pub(crate) fn span(&self, origin: Origin) -> Option<Span> {
        Some(self.entry(origin)?.span)
    }

    fn entry(&self, origin: Origin) -> Option<&Entry> {
        self.table.get(usize::try_from(origin.0).ok()?)
    }

    fn push(&mut self, entry: Entry) -> Origin {
        let index = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
        self.table.push(entry);
        Origin(index)
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

/// The resources of one kind from the oldest on.
pub(crate) fn sorted<'a, T>(
    config: &'a Config,
    pick: impl Fn(&'a Spec) -> Option<&'a T>,
) -> Vec<(&'a Arc<Resource>, &'a T)> {
    let mut found: Vec<_> =
        config.resources.iter().filter_map(|resource| pick(&resource.spec).map(|spec| (resource, spec))).collect();
    sort_by(&mut found, |(one, _), (other, _)| age(one).cmp(&age(other)));
    found
}
