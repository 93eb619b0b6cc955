//! What a client's proxy gets.

use std::sync::{Arc, PoisonError};

use mesh_ordered::OrderedSet;
use mesh_proxy::config::{NetworkFilterConfig, ProxyConfig, RouteConfiguration, RouteSpecifier};

use crate::client::{Client, ProxyKind};
use crate::cluster::EndpointBuilder;
use crate::mesh::Mesh;
use crate::scope::Scope;
use crate::{cluster, gateway, sidecar};

impl Mesh {
    /// The configuration of a client; clients with the same view share it.
    #[must_use]
    pub fn proxy_config(&self, client: &Client) -> Arc<ProxyConfig> {
        self.proxy_view(client).config
    }

    /// The same with what makes the endpoints of its clusters.
    #[must_use]
    pub fn proxy_view(&self, client: &Client) -> ProxyView {
        let (key, seen) = self.relevant.view(client);
        let known = self.views.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let built = build(self, &seen);
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        views.entry(key).or_insert(built).clone()
    }
}

/// The configuration of a client, and what makes the endpoints of its clusters.
#[derive(Clone, Debug)]
pub struct ProxyView {
    /// The configuration.
    pub config: Arc<ProxyConfig>,
    /// By the position of the cluster; `None` where the control plane does not know the endpoints.
    pub builders: Arc<[Option<Arc<EndpointBuilder>>]>,
}

/// Listeners, the route configurations they ask for, clusters and endpoints.
fn build(mesh: &Mesh, client: &Client) -> ProxyView {
    let scope = Scope::new(mesh, client);
    let merged = (client.kind == ProxyKind::Gateway).then(|| gateway::merged(mesh, client));
    let listeners = match &merged {
        Some(merged) => gateway::listeners(mesh, client, &scope, merged),
        None => sidecar::listeners(mesh, client, &scope),
    };
    let route_configuration = |name: &String| -> Option<RouteConfiguration> {
        let mut made = match &merged {
            Some(merged) => {
                let servers = merged.servers_by_route.get(name).map_or(&[][..], Vec::as_slice);
                gateway::route_configuration(mesh, client, &scope, name, servers)
            }
            None => sidecar::route_configuration(mesh, client, &scope, name)?,
        };
        if mesh.proxy_settings(client).headers.no_attempt_count {
            made.virtual_hosts.iter_mut().for_each(|host| host.include_request_attempt_count = false);
        }
        Some(made)
    };
    let names = route_names(&listeners);
    let route_configurations = names.iter().filter_map(route_configuration).map(Arc::new).collect();
    let mut config = ProxyConfig {
        listeners: listeners.into_iter().map(Arc::new).collect(),
        route_configurations,
        ..ProxyConfig::default()
    };
    let by_server_name = merged.as_ref().is_some_and(gateway::MergedGateway::has_auto_passthrough);
    let mut builders = Vec::new();
    for (cluster, found) in cluster::clusters(mesh, client, &scope, by_server_name) {
        config.clusters.push(cluster);
        builders.push(found.as_ref().map(|found| Arc::clone(&found.builder)));
        config.endpoints.extend(found.map(|found| found.assignment));
    }
    ProxyView { config: Arc::new(config), builders: builders.into() }
}

/// The route configurations that listeners ask for, each once, in order.
fn route_names(listeners: &[mesh_proxy::config::Listener]) -> Vec<String> {
    let chains =
        listeners.iter().flat_map(|listener| listener.filter_chains.iter().chain(&listener.default_filter_chain));
    let mut names: Vec<String> = Vec::new();
    let mut known: OrderedSet<&str> = OrderedSet::new();
    for filter in chains.flat_map(|chain| &chain.filters) {
        if let NetworkFilterConfig::HttpConnectionManager(manager) = &filter.typed_config
            && let Some(RouteSpecifier::Rds(rds)) = &manager.route_specifier
            && known.insert(&rds.route_config_name)
        {
            names.push(rds.route_config_name.clone());
        }
    }
    names
}
