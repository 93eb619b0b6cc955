//! The hosts that exist, as Istio's analyzers look them up (`pkg/config/analysis/analyzers/util/host.go`).

use mesh_config::Resource;
use mesh_ordered::OrderedMap;

use crate::field::spec;
use crate::host_names::{scoped_name, scopes};

/// More hosts are not held against a wildcard.
const MOST_LOOKED_AT: usize = 10_000;

/// What a resource's `exportTo` says.
pub(crate) fn export_to(resource: &Resource) -> Vec<String> {
    spec(resource).get("exportTo").items().map(|entry| entry.text().into_owned()).collect()
}

/// A host that exists: a Service, or a host of a ServiceEntry.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownHost {
    /// Its port numbers in order.
    pub(crate) ports: Vec<i64>,
    /// The labels by which a ServiceEntry picks its workloads.
    pub(crate) selector: Vec<(String, String)>,
}

/// The hosts that exist, by who sees them and their full name.
pub(crate) struct KnownHosts {
    hosts: OrderedMap<String, KnownHost>,
    /// The names in it that begin with a star.
    wildcards: Vec<String>,
}

impl KnownHosts {
    /// Collects the hosts of ServiceEntries and Services (`InitServiceEntryHostMap`).
    pub(crate) fn new<'a>(
        entries: impl Iterator<Item = &'a Resource>,
        services: impl Iterator<Item = &'a Resource>,
    ) -> Self {
        let mut hosts = OrderedMap::new();
        for entry in entries {
            let namespace = &entry.metadata.namespace;
            let known = KnownHost {
                ports: spec(entry).get("ports").items().map(|port| port.get("number").integer()).collect(),
                selector: spec(entry)
                    .get("workloadSelector")
                    .get("labels")
                    .entries()
                    .map(|(key, value)| (key.to_owned(), value.text().into_owned()))
                    .collect(),
            };
            for scope in scopes(&export_to(entry), namespace) {
                for host in spec(entry).get("hosts").items() {
                    hosts.insert(scoped_name(&scope, namespace, &host.text()), known.clone());
                }
            }
        }
        for service in services {
            let namespace = &service.metadata.namespace;
            let known = KnownHost {
                ports: spec(service).get("ports").items().map(|port| port.get("port").integer()).collect(),
                selector: Vec::new(),
            };
            let annotation =
                service.metadata.annotations.get("networking.istio.io/exportTo").map_or("", String::as_str);
            let visible: Vec<String> = if annotation.is_empty() {
                vec!["*".into()]
            } else {
                annotation
                    .split(',')
                    .map(|entry| if entry.trim() == "." { namespace.clone() } else { entry.trim().to_owned() })
                    .collect()
            };
            for scope in visible {
                hosts.insert(scoped_name(&scope, namespace, &service.metadata.name), known.clone());
            }
        }
        let is_wildcard = |name: &&String| name.split_once('/').is_some_and(|(_, host)| host.starts_with('*'));
        let wildcards = hosts.keys().filter(is_wildcard).cloned().collect();
        Self { hosts, wildcards }
    }

    /// A host that a wildcard covers and a namespace sees, of the first that there are.
    pub(crate) fn covered_by(&self, namespace: &str, wildcard: &str) -> Option<&str> {
        let suffix = wildcard.strip_prefix('*')?;
        let names = self.hosts.keys().take(MOST_LOOKED_AT).filter_map(|scoped| scoped.split_once('/'));
        let mut seen = names.filter(|(scope, _)| *scope == "*" || *scope == namespace);
        seen.find(|(_, host)| host.ends_with(suffix)).map(|(_, host)| host)
    }

    /// The wildcard over a host that a rule of a namespace names, where nothing has the host itself.
    pub(crate) fn only_wildcard(&self, namespace: &str, export_to: &[String], host: &str) -> Option<&str> {
        if host.starts_with('*') || self.named(namespace, export_to, host).is_some() {
            return None;
        }
        let scoped = self.wildcard_over(namespace, host)?;
        scoped.split_once('/').map(|(_, wildcard)| wildcard)
    }

    /// The host that a rule of a namespace means, if it can be seen from there (`GetDestinationHost`).
    pub(crate) fn find(&self, namespace: &str, export_to: &[String], host: &str) -> Option<&KnownHost> {
        let over = || self.wildcard_over(namespace, host).and_then(|scoped| self.hosts.get(scoped));
        self.named(namespace, export_to, host).or_else(over)
    }

    fn named(&self, namespace: &str, export_to: &[String], host: &str) -> Option<&KnownHost> {
        let seen_by = |scope: &str| self.hosts.get(&scoped_name(scope, namespace, host));
        seen_by("*").or_else(|| {
            if export_to.is_empty() {
                return seen_by(namespace);
            }
            export_to.iter().find_map(|entry| seen_by(if entry == "." { namespace } else { entry }))
        })
    }

    /// The first wildcard that covers a host, with who sees it.
    fn wildcard_over(&self, namespace: &str, host: &str) -> Option<&String> {
        self.wildcards.iter().find(|scoped| {
            let Some((scope, wildcard)) = scoped.split_once('/') else { return false };
            let suffix = wildcard.strip_prefix('*').unwrap_or(wildcard);
            (scope == "*" || scope == namespace) && host.strip_prefix('*').unwrap_or(host).ends_with(suffix)
        })
    }
}
