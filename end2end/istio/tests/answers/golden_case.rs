//! A world of the corpus as our control plane sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use end2end_istio::corpus;
use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::CompiledConfig;
use mesh_proxy::config::{DiscoveryType, LbPolicy, ProxyConfig, Route};
use serde_json::Value;

pub(crate) struct GoldenCase {
    pub(crate) mesh: Mesh,
    pub(crate) clients: BTreeMap<String, Client>,
    pub(crate) truth: Vec<Value>,
}

pub(crate) struct Client {
    pub(crate) compiled: CompiledConfig,
    /// Clusters that have no host.
    pub(crate) empty: BTreeSet<String>,
}

impl GoldenCase {
    /// `None` where the world was refused, and nothing was asked.
    pub(crate) fn read(case: &Path) -> Option<Self> {
        let path = case.join("truth.json");
        let truth = path.exists().then(|| corpus::json(&path))?.as_array().cloned()?;
        let text = corpus::text(&case.join("input.yaml"));
        let mesh = Mesh::from_files(&[SourceFile { name: "input.yaml".into(), text }], true);
        let clients = ["client", "shopper", "ingress"];
        let clients = clients.iter().map(|name| ((*name).to_owned(), Client::new(&mesh, name))).collect();
        Some(Self { mesh, clients, truth })
    }
}

/// A client of the corpus; the gateway's workload is asked even where no Gateway selects it.
pub(crate) fn client(mesh: &Mesh, name: &str) -> mesh_control::Client {
    let found = mesh.client(name).or_else(|_| mesh.client("istio-ingressgateway.istio-system"));
    found.unwrap_or_else(|error| panic!("{error}"))
}

impl Client {
    fn new(mesh: &Mesh, name: &str) -> Self {
        let config = recorded(&mesh.proxy_config(&client(mesh, name)));
        let hosts: BTreeMap<&str, usize> = config
            .endpoints
            .iter()
            .map(|each| (each.cluster_name.as_str(), each.endpoints.iter().map(|group| group.lb_endpoints.len()).sum()))
            .collect();
        let empty = config.clusters.iter().filter(|cluster| {
            let known = hosts.get(cluster.name.as_str()).copied().unwrap_or_default();
            cluster.discovery_type == Some(DiscoveryType::Eds) && known == 0
        });
        let empty = empty.map(|cluster| cluster.name.clone()).collect();
        Self { empty, compiled: CompiledConfig::new(Arc::new(config)) }
    }
}

/// The configuration as the corpus recorded it: without the headers that count tries and name the route, and with one upstream for each
/// cluster, so that no balancer asked for a hash and set a cookie.
fn recorded(config: &ProxyConfig) -> ProxyConfig {
    let mut config = config.clone();
    for routes in &mut config.route_configurations {
        for host in &mut Arc::make_mut(routes).virtual_hosts {
            host.include_request_attempt_count = false;
            host.routes = host.routes.iter().map(|route| Route { decorator: None, ..route.clone() }).collect();
        }
    }
    for cluster in &mut config.clusters {
        Arc::make_mut(cluster).lb_policy = LbPolicy::default();
    }
    config
}
