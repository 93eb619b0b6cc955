//! How many endpoints the pods of a workload become: one behind each port of each Service that selects them, and one
//! more in each subset. A small text can ask for hundreds of millions of them; a limit of the playground.

use mesh_config::{Config, Spanned, Spec};
use mesh_ordered::OrderedMap;

/// More endpoints than this and [`EACH_SERVICE`] for each service are not made: pods that would exceed it are not started.
const MOST_ENDPOINTS: usize = 50_000;

/// Endpoints that a Service or ServiceEntry adds to those: who writes more may have more.
const EACH_SERVICE: usize = 20;

type Labels = OrderedMap<String, String>;

/// Something that takes pods by their labels.
#[derive(Clone, Debug, PartialEq)]
struct Selector {
    labels: Labels,
    /// Clusters that each selected pod is an endpoint of, at most.
    clusters: usize,
}

/// What is left of [`MOST_ENDPOINTS`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EndpointBudget {
    /// By namespace and the first pair of their labels.
    selectors: OrderedMap<(String, String, String), Vec<Selector>>,
    left: usize,
}

impl EndpointBudget {
    pub(crate) fn new(config: &Config) -> Self {
        let subsets = subsets(config);
        let with_subsets = |host: &str| 1 + subsets.get(first_label(host)).copied().unwrap_or(0);
        let mut budget = Self { selectors: OrderedMap::new(), left: MOST_ENDPOINTS };
        for resource in &config.resources {
            let (labels, clusters) = match &resource.spec {
                Spec::Service(service) => {
                    (&service.selector, service.ports.len().saturating_mul(with_subsets(&resource.metadata.name)))
                }
                Spec::ServiceEntry(entry) => {
                    let Some(selector) = &entry.workload_selector else { continue };
                    let hosts: usize = entry.hosts.iter().map(|host| with_subsets(host)).sum();
                    (&selector.labels, entry.ports.len().saturating_mul(hosts))
                }
                _ => continue,
            };
            budget.add(&resource.metadata.namespace, labels, clusters);
        }
        budget
    }

    /// Adds a Service or ServiceEntry.
    fn add(&mut self, namespace: &str, labels: &OrderedMap<String, Spanned<String>>, clusters: usize) {
        let labels: Labels = labels.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect();
        let Some((key, value)) = labels.first_key_value() else { return };
        let place = (namespace.to_owned(), key.clone(), value.clone());
        self.selectors.entry(place).or_default().push(Selector { labels, clusters });
        self.left += EACH_SERVICE;
    }

    /// How many of the wanted pods with these labels may start; their endpoints are spent.
    pub(crate) fn take(&mut self, namespace: &str, labels: &Labels, wanted: u32) -> u32 {
        let each = self.of_each(namespace, labels);
        if each == 0 {
            return wanted;
        }
        let started = wanted.min(u32::try_from(self.left / each).unwrap_or(u32::MAX));
        self.left -= each * started as usize;
        started
    }

    /// The endpoints of one pod; counted no further than what is left.
    fn of_each(&self, namespace: &str, labels: &Labels) -> usize {
        let mut sum: usize = 0;
        for (key, value) in labels {
            let place = (namespace.to_owned(), key.clone(), value.clone());
            for selector in self.selectors.get(&place).into_iter().flatten() {
                if selector.labels.iter().all(|(key, value)| labels.get(key) == Some(value)) {
                    sum = sum.saturating_add(selector.clusters);
                }
                if sum > self.left {
                    return sum;
                }
            }
        }
        sum
    }
}

/// The subsets of rules by the first label of their host: that of a Service is its name.
fn subsets(config: &Config) -> OrderedMap<&str, usize> {
    let mut found: OrderedMap<&str, usize> = OrderedMap::new();
    for resource in &config.resources {
        if let Spec::DestinationRule(rule) = &resource.spec
            && let Some(host) = &rule.host
        {
            *found.entry(first_label(host)).or_default() += rule.subsets.len();
        }
    }
    found
}

fn first_label(host: &str) -> &str {
    host.split('.').next().unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use mesh_config::{SourceFile, parse};

    use crate::Cluster;

    fn pods(text: &str) -> usize {
        let config = parse(&[SourceFile { name: "mesh.yaml".into(), text: text.into() }]);
        Cluster::new(&config).pods.len()
    }

    fn workload(replicas: u32) -> String {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\nspec: {{replicas: {replicas}, template: \
             {{metadata: {{labels: {{app: a}}}}}}}}\n"
        )
    }

    fn service(name: &str) -> String {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: a}}, ports: \
             [{{port: 80}}, {{port: 81}}]}}\n"
        )
    }

    #[test]
    fn what_multiplies_to_too_much_is_not_started() {
        assert_eq!(pods(&(workload(900) + &service("a"))), 900);
        let services: String = (0..1000).map(|index| service(&format!("s{index}"))).collect();
        assert_eq!(pods(&(workload(900) + &services)), (50_000 + 20 * 1000) / 2000);

        let subsets: String = (0..999).map(|index| format!("{{name: v{index}}},")).collect();
        let rule = |host: &str| {
            format!(
                "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: a}}\nspec: {{host: \
                 {host}, subsets: [{subsets}]}}\n"
            )
        };
        assert_eq!(pods(&(workload(900) + &service("a") + &rule("a.default.svc.cluster.local"))), (50_000 + 20) / 2000);
        assert_eq!(pods(&(workload(900) + &service("a") + &rule("b"))), 900);
    }
}
