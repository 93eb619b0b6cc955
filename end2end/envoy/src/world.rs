//! The clusters that generated tables name, in both worlds.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use mesh_proxy::config::ProxyConfig;
use serde_json::json;

use crate::access_log::NAME;
use crate::generate::CLUSTERS;
use crate::upstream::{self, Answer, Asked};

/// What hosts were asked, by the name of the request.
pub type Seen = Arc<Mutex<HashMap<String, Vec<Asked>>>>;

/// Hosts that answer 200 with two headers, and note what they were asked.
pub struct World {
    /// What they were asked.
    pub seen: Seen,
    /// Where they can be reached, by their address in the configuration.
    pub endpoint_map: BTreeMap<String, String>,
    /// The cluster of each port.
    pub cluster_by_port: HashMap<u16, &'static str>,
}

impl World {
    /// Starts a host for each cluster but `empty`.
    #[must_use]
    pub fn start() -> Self {
        let seen: Seen = Arc::default();
        let mut world = Self { seen: seen.clone(), endpoint_map: BTreeMap::new(), cluster_by_port: HashMap::new() };
        for (index, cluster) in CLUSTERS.iter().enumerate().filter(|(_, cluster)| **cluster != "empty") {
            let seen = seen.clone();
            let port = upstream::start(Arc::new(move |asked: &Asked| {
                let name = asked.header(NAME).unwrap_or_default().to_owned();
                seen.lock().expect("no host panics").entry(name).or_default().push(asked.clone());
                let headers = [("x-up", "1"), ("x-a", "of the host")];
                let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
                Answer::Status { status: 200, after: std::time::Duration::ZERO, headers }
            }));
            world.endpoint_map.insert(format!("10.1.0.{}:80", index + 2), format!("127.0.0.1:{port}"));
            world.cluster_by_port.insert(port, cluster);
        }
        world
    }

    /// A configuration with these route tables and the clusters.
    ///
    /// # Panics
    /// If a table is none.
    #[must_use]
    pub fn config(&self, tables: &[serde_json::Value]) -> ProxyConfig {
        let mut clusters = Vec::new();
        let mut endpoints = Vec::new();
        for (index, name) in CLUSTERS.iter().enumerate() {
            clusters.push(json!({"name": name, "type": "EDS", "connect_timeout": "1s"}));
            let host = json!({"endpoint": {"address": {"socket_address": {"address": format!("10.1.0.{}", index + 2), "port_value": 80}}}});
            let hosts = if *name == "empty" { json!([]) } else { json!([{"lb_endpoints": [host]}]) };
            endpoints.push(json!({"cluster_name": name, "endpoints": hosts}));
        }
        let config = json!({"route_configurations": tables, "clusters": clusters, "endpoints": endpoints});
        serde_json::from_value(config).unwrap_or_else(|error| panic!("not a configuration: {error}"))
    }
}
