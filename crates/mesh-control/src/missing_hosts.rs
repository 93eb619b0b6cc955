//! Why a cluster has no host to pick from.

use std::sync::Arc;

use mesh_cluster::Pod;
use mesh_words::{Words, say};

use crate::mesh::Mesh;
use crate::registry::Service;

impl Mesh {
    /// Why a cluster such as `outbound|80|v1|reviews.default.svc.cluster.local` of a client of a namespace has no endpoint;
    /// none where that is not known.
    #[must_use]
    pub fn why_no_hosts(&self, client_namespace: &str, name: &str) -> Option<Words> {
        let parts: Vec<&str> = name.splitn(4, '|').collect();
        let &[_, _, subset, host] = parts.as_slice() else { return None };
        let services = self.services.of_host(host)?;
        let is_visible = |service: &&Arc<Service>| self.services.is_visible(service, client_namespace);
        let own = services.get(client_namespace).filter(is_visible);
        let service = own.or_else(|| services.values().find(is_visible))?;
        let is_it = |known: &&mesh_cluster::Service| known.namespace == service.namespace && known.name == service.name;
        let Some(selecting) = self.cluster().services.iter().find(is_it) else {
            return Some(say!("no-hosts-endpoints", host));
        };
        let name = &service.name;
        if selecting.selector.is_empty() {
            return Some(say!("no-hosts-selector", service = name));
        }
        let of_service =
            |pod: &&Pod| pod.namespace == selecting.namespace && has_labels(pod, selecting.selector.iter());
        let pods: Vec<&Pod> = self.cluster().pods.iter().filter(of_service).collect();
        if pods.is_empty() {
            return Some(say!("no-hosts-pods", service = name, labels = written(selecting.selector.iter())));
        }
        let rules = self.destination_rules.for_service(client_namespace, host, &service.namespace);
        let labels = rules.iter().flat_map(|rule| &rule.subsets).find(|known| known.name == subset);
        if let Some(labels) = labels.map(|subset| &subset.labels)
            && !pods.iter().any(|pod| has_labels(pod, labels.iter()))
        {
            return Some(say!("no-hosts-subset", subset, service = name, labels = written(labels.iter())));
        }
        (!pods.iter().any(|pod| pod.ready)).then(|| say!("no-hosts-ready", service = name))
    }
}

fn has_labels<'a>(pod: &Pod, mut labels: impl Iterator<Item = (&'a String, &'a String)>) -> bool {
    labels.all(|(key, value)| pod.labels.get(key) == Some(value))
}

fn written<'a>(labels: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<String> {
    labels.map(|(key, value)| format!("{key}={value}")).collect()
}
