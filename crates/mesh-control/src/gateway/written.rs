//! The servers that a Gateway writes for a connection, whether or not anything came of them.

use mesh_config::Spec;
use mesh_words::{Words, say};

use super::selector::selects;
use super::{resolve_port, sanitize_hosts};
use crate::client::Client;
use crate::host;
use crate::mesh::Mesh;
use crate::origin::key;

/// So many are named.
const MOST_NAMED: usize = 3;

impl Mesh {
    /// Servers of Gateways for a workload that are written for a port, and for a host where one is given, as
    /// `spec.servers[1] of Gateway default/door`: the first few.
    #[must_use]
    pub fn written_servers(&self, client: &Client, port: u32, hostname: Option<&str>) -> Vec<Words> {
        let bound = resolve_port(port, &client.targets);
        let mut found = Vec::new();
        for resource in &self.config.resources {
            let Spec::Gateway(gateway) = &resource.spec else { continue };
            if !selects(gateway, &client.labels) {
                continue;
            }
            for (index, server) in gateway.servers.iter().enumerate() {
                let number =
                    server.port.as_ref().and_then(|port| port.number.as_ref()).map_or(0, |number| number.value);
                let hosts: Vec<String> = server.hosts.iter().map(|host| host.value.clone()).collect();
                let has = |wanted: &str| {
                    sanitize_hosts(&hosts, &resource.metadata.namespace)
                        .iter()
                        .map(|known| known.rsplit('/').next().unwrap_or_default())
                        .any(|known| host::matches(known, wanted))
                };
                if resolve_port(number, &client.targets) == bound && hostname.is_none_or(has) {
                    let path = format!("spec.servers[{index}]");
                    found.push(say!("written-server", path, gateway = key(resource)));
                    if found.len() == MOST_NAMED {
                        return found;
                    }
                }
            }
        }
        found
    }
}
