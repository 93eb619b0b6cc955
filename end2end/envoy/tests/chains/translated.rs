//! Gateways as the control plane translates them, at the real Envoy and as the control plane explains them.

use std::path::Path;

use end2end_envoy::envoy;
use end2end_envoy::random::Random;
use mesh_config::SourceFile;
use mesh_control::{Mesh, chain_label};
use mesh_proxy::config::{FilterChain, Listener, NetworkFilterConfig, RouteSpecifier};
use serde_json::Value;

use crate::connections::{Connection, connection};
use crate::features::Features;
use crate::gateways::{self, PORTS};
use crate::listeners::answering;
use crate::outcome::Outcome;
use crate::world::World;

/// Connections to each listener.
const CONNECTIONS: usize = 8;

/// A connection to a gateway, and what becomes of it.
pub(crate) struct Compared {
    pub(crate) yaml: String,
    pub(crate) port: u16,
    pub(crate) connection: Connection,
    pub(crate) real: Outcome,
    pub(crate) ours: Outcome,
}

/// Makes the worlds of a seed with these numbers, and compares them.
pub(crate) fn compare(
    program: &Path,
    world: &World,
    seed: u64,
    indices: impl ExactSizeIterator<Item = u64>,
    features: &mut Features,
) -> Vec<Compared> {
    let most = indices.len() * PORTS.len();
    let base_port = envoy::free_ports(u16::try_from(most).expect("not that many listeners"));
    let mut listeners: Vec<Value> = Vec::new();
    let mut asked = Vec::new();
    for index in indices {
        let mut random = Random::new(seed.wrapping_mul(1_000_033).wrapping_add(index));
        let yaml = gateways::world(&mut random, features);
        let file = SourceFile { name: format!("world-{index}.yaml"), text: yaml.clone() };
        let mesh = Mesh::from_files(&[file], false);
        let Ok(client) = mesh.client("ingress") else { continue };
        let config = mesh.proxy_config(&client);
        for port in PORTS {
            let found = config.listeners.iter().find(|one| one.address.socket_address.port_value == u32::from(*port));
            let Some(found) = found else { continue };
            let own = base_port + listeners.len() as u16;
            let name = format!("{index}-{port}");
            let json = serde_json::to_value(&**found).expect("JSON");
            for _ in 0..CONNECTIONS {
                let connection = connection(&json, &mut random);
                let explained = mesh.connect(&client, &config, ("a.com", u32::from(*port)), connection.downstream(own));
                let ours = Outcome::of_mesh(explained, connection.tls.is_some());
                asked.push((name.clone(), own, yaml.clone(), *port, connection, ours));
            }
            listeners.push(serde_json::to_value(on_loopback(found, name, own)).expect("JSON"));
        }
    }
    let connections: Vec<(u16, &Connection)> =
        asked.iter().map(|(_, own, .., connection, _)| (*own, connection)).collect();
    let done = world.run(program, base_port, &listeners, &connections);
    let compared =
        asked.into_iter().zip(&done.connections).map(|((name, _, yaml, port, connection, ours), (seen, entry))| {
            let real = Outcome::of_envoy(done.refused.get(&name), seen, entry);
            Compared { yaml, port, connection, real, ours }
        });
    compared.collect()
}

/// A gateway's listener where a test can reach it: its chains are named, and HTTP is answered with the names.
fn on_loopback(listener: &Listener, name: String, port: u16) -> Listener {
    let mut listener = Listener { name, ..listener.clone() };
    listener.address.socket_address.address = "127.0.0.1".into();
    listener.address.socket_address.port_value = u32::from(port);
    listener.filter_chains.iter_mut().chain(&mut listener.default_filter_chain).for_each(answer_with_name);
    listener
}

fn answer_with_name(chain: &mut FilterChain) {
    chain.name = chain_label(chain);
    for filter in &mut chain.filters {
        if let NetworkFilterConfig::HttpConnectionManager(manager) = &mut filter.typed_config {
            let routes = serde_json::from_value(answering(&chain.name)).expect("a route configuration");
            manager.route_specifier = Some(RouteSpecifier::RouteConfig(routes));
        }
    }
}
