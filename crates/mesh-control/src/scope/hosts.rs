//! The `hosts` of an egress listener (`hostClassification`).

use std::collections::{BTreeMap, BTreeSet};

use mesh_config::Spanned;

use crate::host;

/// The hosts imported from one namespace (or from all).
#[derive(Clone, Debug, Default)]
struct Hosts {
    exact: BTreeSet<String>,
    all: Vec<String>,
    excluded: Vec<String>,
}

impl Hosts {
    fn excludes(&self, hostname: &str) -> bool {
        self.excluded.iter().any(|excluded| host::subset_of(hostname, excluded))
    }

    fn takes(&self, hostname: &str, matches: fn(&str, &str) -> bool) -> bool {
        let both_plain = |imported: &str| !host::is_wildcard(hostname) && !host::is_wildcard(imported);
        self.exact.contains(hostname)
            || self.all.iter().any(|imported| !both_plain(imported) && matches(hostname, imported))
    }
}

/// Which hosts of which namespaces a listener imports.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports {
    by_namespace: BTreeMap<String, Hosts>,
}

impl Imports {
    /// Everything from everywhere.
    pub(super) fn all() -> Self {
        Self::new(&[Spanned::new("*/*".to_owned(), mesh_config::Span::default())], "")
    }

    /// Reads `namespace/host` entries; `.` is the client's own namespace, `~` before it excludes.
    pub(super) fn new(written: &[Spanned<String>], client_namespace: &str) -> Self {
        let mut imports = Self::default();
        for entry in written {
            let Some((namespace, name)) = entry.split_once('/').filter(|(_, name)| !name.contains('/')) else {
                continue;
            };
            let (namespace, excluded) = match namespace.strip_prefix('~') {
                Some("") => ("*", true),
                Some(namespace) => (namespace, true),
                None => (namespace, false),
            };
            let namespace = if namespace == "." { client_namespace } else { namespace };
            let hosts = imports.by_namespace.entry(namespace.to_owned()).or_default();
            if excluded {
                hosts.excluded.push(name.to_owned());
                continue;
            }
            if !host::is_wildcard(name) {
                hosts.exact.insert(name.to_owned());
            }
            hosts.all.push(name.to_owned());
        }
        imports
    }

    fn of(&self, namespace: &str) -> [Option<&Hosts>; 2] {
        [self.by_namespace.get(namespace), self.by_namespace.get("*")]
    }

    fn excludes(&self, namespace: &str, hostname: &str) -> bool {
        self.of(namespace).into_iter().flatten().any(|hosts| hosts.excludes(hostname))
    }

    /// Whether a service is imported, and which of its aliases with it.
    pub(super) fn service(&self, namespace: &str, hostname: &str, aliases: &[String]) -> Option<Vec<String>> {
        if self.excludes(namespace, hostname) {
            return None;
        }
        let hosts = self.of(namespace).into_iter().flatten().find(|hosts| hosts.takes(hostname, host::subset_of))?;
        Some(aliases.iter().filter(|alias| hosts.takes(alias, host::subset_of)).cloned().collect())
    }

    /// Whether a VirtualService is imported: by any of its hosts. Names match both ways, except for routes of the
    /// Gateway API.
    pub(super) fn virtual_service(&self, namespace: &str, hosts: &[String], gateway_semantics: bool) -> bool {
        let matches = if gateway_semantics { host::subset_of } else { host::matches };
        self.of(namespace).into_iter().flatten().any(|imported| {
            hosts.iter().any(|hostname| imported.takes(hostname, matches) && !self.excludes(namespace, hostname))
        })
    }
}
