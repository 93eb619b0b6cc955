//! What a rule sees: the resources that can be read, implied ones included, and the pods they stand for.

pub(crate) use crate::resource_name::full_name;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::vec::IntoIter;

use mesh_cluster::{Cluster, Pod};
use mesh_config::{Diagnostic, Resource, Severity, Spec};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::Words;

pub(crate) use crate::field::{root, spec};

use crate::{
    field::{Field, path_to},
    gateway_servers::Servers,
    host_names::service_of,
    hosts::KnownHosts,
    near_services::NearServices,
    pods::Pods,
    routed_subsets::RoutedSubsets,
};

/// What stands for the pods among the kinds that a rule reads.
pub(crate) const PODS: &str = "the pods";

/// The world that the rules look at, and which of it they are to judge.
pub(crate) struct Context<'a> {
    indexed: Rc<Indexed<'a>>,
    /// By kind; all resources where there is none.
    subjects: Option<Rc<ByKind<'a>>>,
}

type ByKind<'a> = OrderedMap<&'a str, Vec<&'a Resource>>;

/// The world, indexed for the rules' questions when the first one asks.
struct Indexed<'a> {
    by_kind: ByKind<'a>,
    services: OnceCell<Services<'a>>,
    rules: OnceCell<HashMap<(String, String), Vec<&'a Resource>>>,
    pods: OnceCell<Pods<'a>>,
    hosts: OnceCell<KnownHosts>,
    routed: OnceCell<RoutedSubsets>,
    near_services: OnceCell<NearServices<'a>>,
    gateway_servers: OnceCell<Servers<'a>>,
    cluster: &'a Cluster,
    #[cfg(test)]
    asked: std::cell::RefCell<mesh_ordered::OrderedSet<String>>,
}

/// Services by namespace, with the last of each name. Looked up only, never walked.
#[derive(Default)]
struct Services<'a> {
    named: HashMap<(&'a str, &'a str), &'a Resource>,
    in_namespace: HashMap<&'a str, Vec<&'a Resource>>,
}

/// A finding at a field of a resource.
pub(crate) fn finding(
    code: &'static str,
    severity: Severity,
    resource: &Resource,
    at: Field<'_>,
    message: Words,
) -> Diagnostic {
    let path = path_to(&resource.node, at.place()).unwrap_or_default();
    Diagnostic::new(code, severity, message, at.span()).at(path)
}

/// A finding at the name of a resource, which stands for the whole of it.
pub(crate) fn finding_on(code: &'static str, severity: Severity, resource: &Resource, message: Words) -> Diagnostic {
    Diagnostic::new(code, severity, message, resource.metadata.name.span).at("metadata.name")
}

/// Of findings of one resource with the same words only the first: so Istio's analyzers do where they know no line but
/// that of the resource. A finding that comes with a known line stays.
pub(crate) fn once_without_line(found: impl IntoIterator<Item = (bool, Diagnostic)>) -> Vec<Diagnostic> {
    let mut seen = OrderedSet::new();
    let mut is_new = |finding: &Diagnostic| seen.insert((finding.code.clone(), finding.message.clone()));
    found.into_iter().filter(|(has_line, finding)| *has_line || is_new(finding)).map(|(_, finding)| finding).collect()
}

impl<'a> Context<'a> {
    /// Looks at resources and their cluster, and judges all of them.
    pub(crate) fn new(resources: &'a [Arc<Resource>], cluster: &'a Cluster) -> Self {
        let indexed = Indexed {
            by_kind: by_kind(resources.iter().map(|resource| &**resource)),
            services: OnceCell::new(),
            rules: OnceCell::new(),
            pods: OnceCell::new(),
            hosts: OnceCell::new(),
            routed: OnceCell::new(),
            near_services: OnceCell::new(),
            gateway_servers: OnceCell::new(),
            cluster,
            #[cfg(test)]
            asked: std::cell::RefCell::default(),
        };
        Self { indexed: Rc::new(indexed), subjects: None }
    }

    /// The same world, of which only some resources are to be judged.
    pub(crate) fn judging(&self, subjects: impl Iterator<Item = &'a Resource>) -> Self {
        Self { indexed: Rc::clone(&self.indexed), subjects: Some(Rc::new(by_kind(subjects))) }
    }

    /// The resources of an Istio networking kind that are to be judged, in document order.
    pub(crate) fn istio_subjects(&self, kind: &str) -> IntoIter<&'a Resource> {
        of_istio(self.subjects(kind))
    }

    /// The resources of a kind that are to be judged, in document order.
    pub(crate) fn subjects(&self, kind: &str) -> IntoIter<&'a Resource> {
        let subjects = self.subjects.as_deref().unwrap_or(&self.indexed.by_kind);
        subjects.get(kind).cloned().unwrap_or_default().into_iter()
    }

    /// The resources of an Istio networking kind, in document order.
    pub(crate) fn istio(&self, kind: &str) -> IntoIter<&'a Resource> {
        of_istio(self.kind(kind))
    }

    /// The resources of a kind, in document order.
    pub(crate) fn kind(&self, kind: &str) -> IntoIter<&'a Resource> {
        self.indexed.is_asked(kind);
        self.indexed.by_kind.get(kind).cloned().unwrap_or_default().into_iter()
    }

    /// The Service of a namespace and a name.
    pub(crate) fn service(&self, namespace: &str, name: &str) -> Option<&'a Resource> {
        self.services().named.get(&(namespace, name)).copied()
    }

    /// The Services of a namespace, in document order.
    pub(crate) fn services_in(&self, namespace: &str) -> &[&'a Resource] {
        self.services().in_namespace.get(namespace).map_or(&[], Vec::as_slice)
    }

    /// The DestinationRules for a host as a rule of a namespace names it, in document order.
    pub(crate) fn rules_of(&self, namespace: &str, host: &str) -> &[&'a Resource] {
        self.indexed.is_asked("DestinationRule");
        let rules = self.indexed.rules.get_or_init(|| {
            let mut rules: HashMap<_, Vec<&Resource>> = HashMap::new();
            for rule in self.istio("DestinationRule") {
                let host = service_of(&rule.metadata.namespace, &spec(rule).get("host").text());
                rules.entry(host).or_default().push(rule);
            }
            rules
        });
        rules.get(&service_of(namespace, host)).map_or(&[], Vec::as_slice)
    }

    /// The hosts that exist: those of Services and ServiceEntries.
    pub(crate) fn hosts(&self) -> &KnownHosts {
        self.indexed.is_asked("Service");
        self.indexed.is_asked("ServiceEntry");
        self.indexed.hosts.get_or_init(|| KnownHosts::new(self.istio("ServiceEntry"), self.kind("Service")))
    }

    /// The services and subsets that VirtualServices route to.
    pub(crate) fn routed_subsets(&self) -> &RoutedSubsets {
        self.indexed.is_asked("VirtualService");
        self.indexed.routed.get_or_init(|| RoutedSubsets::new(self.istio("VirtualService")))
    }

    /// The Services, by names that nearly are theirs.
    pub(crate) fn near_services(&self) -> &NearServices<'a> {
        self.indexed.is_asked("Service");
        self.indexed.near_services.get_or_init(|| NearServices::new(self.kind("Service")))
    }

    /// The servers of Istio's Gateways.
    pub(crate) fn gateway_servers(&self) -> &Servers<'a> {
        self.indexed.is_asked("Gateway");
        self.indexed.gateway_servers.get_or_init(|| Servers::new(self.istio("Gateway")))
    }

    /// How many pods of a workload run; `None` for what is none.
    pub(crate) fn started(&self, resource: &Resource) -> Option<u32> {
        self.indexed.is_asked(PODS);
        let found = self.indexed.cluster.workload(&resource.metadata.name, Some(&resource.metadata.namespace));
        found.filter(|(_, workload)| workload.span == resource.span).map(|(_, workload)| workload.replicas)
    }

    /// Whether a scheduler of a name places pods.
    pub(crate) fn has_scheduler(&self, name: &str) -> bool {
        self.indexed.is_asked(PODS);
        self.indexed.cluster.schedulers.contains(name)
    }

    /// The workload that a client's name means: `<name>` or `<name>.<namespace>`.
    pub(crate) fn workload(&self, name: &str) -> Option<&'a mesh_cluster::Workload> {
        self.indexed.is_asked(PODS);
        let cluster = self.indexed.cluster;
        let split = || name.rsplit_once('.').and_then(|(name, namespace)| cluster.workload(name, Some(namespace)));
        cluster.workload(name, None).or_else(split).map(|(_, workload)| workload)
    }

    /// The pods that carry every pair of a selector; an empty selector takes all.
    pub(crate) fn pods<'b>(&'b self, selector: &'b [(String, String)]) -> impl Iterator<Item = &'a Pod> + use<'a, 'b> {
        self.indexed.is_asked(PODS);
        self.indexed.pods.get_or_init(|| Pods::new(self.indexed.cluster)).selected(selector)
    }

    /// All pods.
    pub(crate) fn every_pod(&self) -> impl Iterator<Item = &'a Pod> + use<'a> {
        self.indexed.is_asked(PODS);
        self.indexed.cluster.pods.iter()
    }

    fn services(&self) -> &Services<'a> {
        self.indexed.is_asked("Service");
        self.indexed.services.get_or_init(|| {
            let mut services = Services::default();
            for service in self.kind("Service") {
                let (namespace, name) = (service.metadata.namespace.as_str(), service.metadata.name.as_str());
                services.named.insert((namespace, name), service);
                services.in_namespace.entry(namespace).or_default().push(service);
            }
            services
        })
    }

    /// The kinds that rules looked at, for the test of what they say that they read.
    #[cfg(test)]
    pub(crate) fn asked(&self) -> mesh_ordered::OrderedSet<String> {
        self.indexed.asked.take()
    }
}

impl Indexed<'_> {
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only the test of what rules read looks at it"))]
    fn is_asked(&self, _kind: &str) {
        #[cfg(test)]
        self.asked.borrow_mut().insert(_kind.to_owned());
    }
}

fn by_kind<'a>(resources: impl Iterator<Item = &'a Resource>) -> ByKind<'a> {
    let mut by_kind: ByKind<'a> = OrderedMap::new();
    for resource in resources {
        by_kind.entry(&resource.kind).or_default().push(resource);
    }
    by_kind
}

/// Those of an Istio networking API. In a list of their own: rules go on from here in a hundred ways, and each way would
/// have the filter compiled into it.
fn of_istio(resources: IntoIter<&Resource>) -> IntoIter<&Resource> {
    let is_istios = |resource: &&Resource| {
        resource.api_version.starts_with("networking.istio.io/") && !matches!(resource.spec, Spec::Unknown)
    };
    resources.filter(is_istios).collect::<Vec<_>>().into_iter()
}

/// Whether labels carry every pair of a selector; an empty selector takes all.
pub(crate) fn selects(selector: &[(String, String)], labels: &OrderedMap<String, String>) -> bool {
    selector.iter().all(|(key, value)| labels.get(key) == Some(value))
}

/// The pairs of a selector field, sorted as Kubernetes prints them.
pub(crate) fn selector_pairs(selector: Field<'_>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> =
        selector.entries().map(|(key, value)| (key.to_owned(), value.text().into_owned())).collect();
    mesh_ordered::sort(&mut pairs);
    pairs
}

/// Where Istio's analyzers point in a selector: at the first of its labels by name.
pub(crate) fn selector_place(selector: Field<'_>) -> Field<'_> {
    selector.entries().min_by_key(|(key, _)| *key).map_or(selector, |(_, value)| value)
}

/// A selector as Kubernetes prints it: `app=x,istio=y`.
pub(crate) fn selector_text(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
}

/// More names than these are not listed: nobody reads them, and thousands of resources that name each other make millions.
pub(crate) const MOST_NAMES: usize = 100;

/// Names in alphabetical order, up to [`MOST_NAMES`].
pub(crate) fn name_list(mut names: Vec<String>) -> String {
    mesh_ordered::sort(&mut names);
    let is_cut = names.len() > MOST_NAMES;
    names.truncate(MOST_NAMES);
    let list = names.join(",");
    if is_cut { format!("{list} and more") } else { list }
}
