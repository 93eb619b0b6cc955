//! A case of the corpus: configurations of its clients, and the requests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use mesh_proxy::CompiledConfig;
use mesh_proxy::config::{Cluster, ProxyConfig, RouteConfiguration};
use serde_json::Value;

pub(crate) struct GoldenCase {
    pub(crate) clients: BTreeMap<String, Client>,
    pub(crate) truth: Vec<Value>,
}

pub(crate) struct Client {
    pub(crate) compiled: CompiledConfig,
    /// Clusters that have no host.
    pub(crate) empty: BTreeSet<String>,
}

impl GoldenCase {
    /// `None` where the case was refused, and nothing was asked.
    pub(crate) fn read(case: &Path) -> Option<Self> {
        let truth = std::fs::read_to_string(case.join("truth.json")).ok()?;
        let truth = serde_json::from_str(&truth).expect("truth.json is JSON");
        let expected = std::fs::read_to_string(case.join("expected.json")).expect("expected.json is there");
        let expected: Value = serde_json::from_str(&expected).expect("expected.json is JSON");
        let clients = expected.get("clients").unwrap_or(&expected).as_object().expect("clients");
        let clients = clients.iter().map(|(name, client)| (name.clone(), Client::new(client)));
        Some(Self { clients: clients.collect(), truth })
    }
}

impl Client {
    fn new(client: &Value) -> Self {
        let section = |name: &str| client.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        let mut routes = Value::Object(section("routes"));
        // The corpus shortens Istio's own retry policy to a word; nothing here is tried again.
        without_word(&mut routes, "retry_policy");
        let routes = routes.as_object().expect("routes").values();
        let routes = routes
            .map(|route| serde_json::from_value::<RouteConfiguration>(route.clone()).expect("a route configuration"));
        let endpoints = section("endpoints");
        let mut empty = BTreeSet::new();
        let mut clusters = Vec::new();
        for (name, cluster) in section("clusters") {
            let cluster_type = cluster.get("type").and_then(Value::as_str);
            let hosts = endpoints.get(&name).and_then(Value::as_array).map_or(0, Vec::len);
            if cluster_type == Some("EDS") && hosts == 0 {
                empty.insert(name.clone());
            }
            clusters.push(Arc::new(Cluster { name, ..Cluster::default() }));
        }
        let route_configurations = routes.map(Arc::new).collect();
        let config = ProxyConfig { route_configurations, clusters, ..ProxyConfig::default() };
        let compiled = CompiledConfig::new(Arc::new(config));
        assert!(compiled.problems().is_empty(), "{:?}", compiled.problems());
        Self { compiled, empty }
    }
}

fn without_word(value: &mut Value, key: &str) {
    match value {
        Value::Object(object) => {
            if object.get(key).is_some_and(Value::is_string) {
                object.remove(key);
            }
            object.values_mut().for_each(|value| without_word(value, key));
        }
        Value::Array(array) => array.iter_mut().for_each(|value| without_word(value, key)),
        _ => {}
    }
}
