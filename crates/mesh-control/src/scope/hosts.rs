//! The `hosts` of an egress listener (`hostClassification`).

use mesh_config::Spanned;
use mesh_ordered::{OrderedMap, OrderedSet};

/// Names that can be asked for one that covers another, without a look at all of them.
#[derive(Clone, Debug, Default)]
struct Names {
    plain: OrderedSet<String>,
    /// What stands behind the stars.
    suffixes: OrderedSet<String>,
    /// How long those are.
    lengths: OrderedSet<usize>,
}

impl Names {
    fn insert(&mut self, name: &str) {
        match name.strip_prefix('*') {
            Some(suffix) => self.lengths.insert(suffix.len()) | self.suffixes.insert(suffix.to_owned()),
            None => self.plain.insert(name.to_owned()),
        };
    }

    /// Whether every host of a name is one of a single name here (`host.Name.SubsetOf`).
    fn cover(&self, hostname: &str) -> bool {
        let (name, is_wildcard) = match hostname.strip_prefix('*') {
            Some(suffix) => (suffix, true),
            None => (hostname, false),
        };
        let mut ends = self.lengths.iter().filter_map(|length| name.get(name.len().checked_sub(*length)?..));
        (!is_wildcard && self.plain.contains(name)) || ends.any(|end| self.suffixes.contains(end))
    }

    /// Whether a host can be meant both by a name and by one here (`host.Name.Matches`).
    fn overlap(&self, hostname: &str) -> bool {
        let below = |suffix: &str| self.plain.iter().chain(&self.suffixes).any(|name| name.ends_with(suffix));
        self.cover(hostname) || hostname.strip_prefix('*').is_some_and(below)
    }
}

/// The hosts imported from one namespace (or from all).
#[derive(Clone, Debug, Default)]
struct Hosts {
    imported: Names,
    excluded: Names,
}

/// Which hosts of which namespaces a listener imports.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports {
    by_namespace: OrderedMap<String, Hosts>,
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
            if excluded { &mut hosts.excluded } else { &mut hosts.imported }.insert(name);
        }
        imports
    }

    fn of(&self, namespace: &str) -> [Option<&Hosts>; 2] {
        [self.by_namespace.get(namespace), self.by_namespace.get("*")]
    }

    fn excludes(&self, namespace: &str, hostname: &str) -> bool {
        self.of(namespace).into_iter().flatten().any(|hosts| hosts.excluded.cover(hostname))
    }

    /// Whether a service is imported, and which of its aliases with it.
    pub(super) fn service(&self, namespace: &str, hostname: &str, aliases: &[String]) -> Option<Vec<String>> {
        if self.excludes(namespace, hostname) {
            return None;
        }
        let hosts = self.of(namespace).into_iter().flatten().find(|hosts| hosts.imported.cover(hostname))?;
        Some(aliases.iter().filter(|alias| hosts.imported.cover(alias)).cloned().collect())
    }

    /// Whether a VirtualService is imported: by any of its hosts. Names match both ways, except for routes of the
    /// Gateway API.
    pub(super) fn virtual_service(&self, namespace: &str, hosts: &[String], gateway_semantics: bool) -> bool {
        let takes = if gateway_semantics { Names::cover } else { Names::overlap };
        self.of(namespace).into_iter().flatten().any(|from| {
            hosts.iter().any(|hostname| takes(&from.imported, hostname) && !self.excludes(namespace, hostname))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host;

    #[test]
    fn names_answer_as_a_look_at_each_of_them_does() {
        let all = ["*", "*.com", "*.a.com", "a.com", "b.a.com", "*a.com", "é.com", "*é.com", "com", ""];
        for one in all {
            let mut names = Names::default();
            names.insert(one);
            for hostname in all {
                assert_eq!(names.cover(hostname), host::subset_of(hostname, one), "{hostname} under {one}");
                assert_eq!(names.overlap(hostname), host::matches(hostname, one), "{hostname} and {one}");
            }
        }
    }
}
