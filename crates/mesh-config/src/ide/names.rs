//! The names that a scenario has, for completion.

use mesh_ordered::{OrderedMap, OrderedSet};

use crate::model::KubernetesServicePort;
use crate::{Config, Resource, Spec};

/// The names that a scenario has. Whoever knows more than the files say (implied parts) adds to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Hosts as they are best written: `name` and FQDN of Services, hosts of ServiceEntries.
    pub hosts: OrderedSet<String>,
    /// Subsets by host, under every way to write the host.
    pub subsets: OrderedMap<String, OrderedSet<String>>,
    /// Ports by host, under every way to write the host.
    pub ports: OrderedMap<String, OrderedSet<u32>>,
    /// Gateways as `namespace/name`, those of `default` as `name` too.
    pub gateways: OrderedSet<String>,
    /// Values of labels by key.
    pub labels: OrderedMap<String, OrderedSet<String>>,
    /// Namespaces.
    pub namespaces: OrderedSet<String>,
    /// Who can send requests: workloads, `client`, `ingress`.
    pub clients: OrderedSet<String>,
}

impl Names {
    /// The names in a set of files.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let mut names = Names::default();
        names.clients.extend(["client", "ingress", "nodeport"].map(str::to_owned));
        names.extend(config);
        names
    }

    /// Adds the names in other files, such as the implied ones.
    pub fn extend(&mut self, config: &Config) {
        for resource in &config.resources {
            self.add(resource);
        }
    }

    fn add(&mut self, resource: &Resource) {
        let (name, namespace) = (&resource.metadata.name.value, &resource.metadata.namespace);
        if !namespace.is_empty() {
            self.namespaces.insert(namespace.clone());
        }
        match &resource.spec {
            Spec::Namespace(_) => {
                self.namespaces.insert(name.clone());
            }
            Spec::Service(service) => {
                let number = |port: &KubernetesServicePort| u32::try_from(port.port.as_ref()?.value).ok();
                let ports: OrderedSet<u32> = service.ports.iter().filter_map(number).collect();
                self.add_host(&ways_to_write(name, namespace), ports);
            }
            Spec::ServiceEntry(entry) => {
                let ports: OrderedSet<u32> =
                    entry.ports.iter().filter_map(|port| Some(port.number.as_ref()?.value)).collect();
                for host in &entry.hosts {
                    self.add_host(std::slice::from_ref(&host.value), ports.clone());
                }
            }
            Spec::DestinationRule(rule) => {
                let host = rule.host.as_ref().map_or("", |host| host.value.as_str());
                let subsets = rule.subsets.iter().filter_map(|subset| Some(subset.name.as_ref()?.value.clone()));
                let subsets: Vec<String> = subsets.collect();
                for host in ways_to_write(host, namespace) {
                    self.subsets.entry(host).or_default().extend(subsets.iter().cloned());
                }
            }
            Spec::Gateway(_) => {
                self.gateways.insert(format!("{namespace}/{name}"));
                if namespace == "default" {
                    self.gateways.insert(name.clone());
                }
            }
            Spec::Workload(_, workload) => {
                self.clients.insert(if namespace == "default" { name.clone() } else { format!("{name}.{namespace}") });
                for (key, value) in workload.pod_labels() {
                    self.labels.entry(key).or_default().insert(value);
                }
            }
            Spec::Pod(_) => {
                for (key, value) in &resource.metadata.labels {
                    self.labels.entry(key.clone()).or_default().insert(value.clone());
                }
            }
            _ => {}
        }
    }

    fn add_host(&mut self, ways: &[String], ports: OrderedSet<u32>) {
        for host in ways {
            self.hosts.insert(host.clone());
            self.ports.entry(host.clone()).or_default().extend(ports.iter().copied());
        }
    }
}

/// A host as written, and as the FQDN and short name that mean the same in its namespace.
fn ways_to_write(host: &str, namespace: &str) -> Vec<String> {
    let mut ways = vec![host.to_owned()];
    let suffix = format!(".{namespace}.svc.cluster.local");
    match host.strip_suffix(&suffix) {
        Some(short) => ways.push(short.to_owned()),
        None if !host.contains('.') && !host.is_empty() => ways.push(format!("{host}{suffix}")),
        None => {}
    }
    ways
}
