//! A [`ProxyConfig`] made ready for use: names resolved to positions, patterns compiled, weights summed up.

mod compile;
mod patterns;
mod table;

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::{
    FilterChain, HttpConnectionManager, Listener, NetworkFilterConfig, Origin, ProxyConfig, Route, RouteConfiguration,
    RouteSpecifier,
};
use crate::proxy::{ClusterIndex, RouteIndex};

pub use table::{CompiledAction, CompiledRoute, CompiledVirtualHost, RouteTable, TableManager, WeightedRoute};
pub(crate) use table::{CompiledClusterSpecifier, CompiledClusterWeight, HeaderChanges};

/// The position of a route configuration: those of [`ProxyConfig::route_configurations`], then those that stand in listeners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RouteTableIndex(pub u32);

/// The connection managers of all listeners, with their chains.
fn connection_managers(
    config: &ProxyConfig,
) -> impl Iterator<Item = (&Listener, &FilterChain, &HttpConnectionManager)> {
    let chains = config.listeners.iter().flat_map(|listener| {
        let chains = listener.filter_chains.iter().chain(&listener.default_filter_chain);
        chains.map(move |chain| (&**listener, chain))
    });
    let filters =
        chains.flat_map(|(listener, chain)| chain.filters.iter().map(move |filter| (listener, chain, filter)));
    filters.filter_map(|(listener, chain, filter)| match &filter.typed_config {
        NetworkFilterConfig::HttpConnectionManager(manager) => Some((listener, chain, &**manager)),
        _ => None,
    })
}

/// The connection managers with the names of their route configurations.
fn managers(config: &ProxyConfig) -> impl Iterator<Item = (&str, TableManager)> {
    connection_managers(config).filter_map(|(listener, chain, manager)| {
        let name = match manager.route_specifier.as_ref()? {
            RouteSpecifier::Rds(rds) => &rds.route_config_name,
            RouteSpecifier::RouteConfig(routes) => &routes.name,
        };
        let tls = chain.transport_socket.as_ref().map(|socket| &socket.typed_config.common_tls_context);
        let manager = TableManager {
            config: HttpConnectionManager { route_specifier: None, ..manager.clone() },
            port: u16::try_from(listener.address.socket_address.port_value).unwrap_or_default(),
            asks_for_certificate: tls.is_some_and(|tls| tls.validation_context_sds_secret_config.is_some()),
        };
        Some((name.as_str(), manager))
    })
}

/// The route configurations that stand in listeners, as Istio writes them for `ALLOW_ANY_DYNAMIC_DNS`.
fn in_listeners(config: &ProxyConfig) -> impl Iterator<Item = Arc<RouteConfiguration>> {
    connection_managers(config).filter_map(|(_, _, manager)| match &manager.route_specifier {
        Some(RouteSpecifier::RouteConfig(routes)) => Some(Arc::new(routes.clone())),
        _ => None,
    })
}

/// Something that Envoy would refuse, or that cannot be simulated; the rest works on without it.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Where it comes from.
    pub origin: Origin,
    /// What it is, and what helps.
    pub message: String,
}

/// A configuration made ready for use.
#[derive(Clone, Debug)]
pub struct CompiledConfig {
    config: Arc<ProxyConfig>,
    tables: Vec<RouteTable>,
    table_by_name: HashMap<Box<str>, RouteTableIndex>,
    cluster_by_name: HashMap<Box<str>, ClusterIndex>,
    routes: u32,
    /// The first route of each virtual host that has any, with its table and the position of the virtual host in it.
    starts: Vec<(RouteIndex, RouteTableIndex, u32)>,
    problems: Vec<Problem>,
    /// Of the compiled patterns.
    pattern_bytes: usize,
}

impl CompiledConfig {
    /// Compiles a configuration; what is wrong in it is told by [`Self::problems`].
    #[must_use]
    pub fn new(config: Arc<ProxyConfig>) -> Self {
        let mut cluster_by_name = HashMap::with_capacity(config.clusters.len());
        for (index, cluster) in (0..).zip(&config.clusters) {
            cluster_by_name.entry(cluster.name.as_str().into()).or_insert(ClusterIndex(index));
        }
        let mut compiler = compile::Compiler::new(&cluster_by_name);
        let found = config.route_configurations.iter().cloned().chain(in_listeners(&config));
        let mut tables: Vec<RouteTable> = found.map(|table| compiler.table(&table)).collect();
        let (routes, problems, pattern_bytes) = compiler.finish();
        let mut table_by_name = HashMap::with_capacity(tables.len());
        for (index, table) in (0..).zip(&tables) {
            table_by_name.entry(table.config().name.as_str().into()).or_insert(RouteTableIndex(index));
        }
        let mut taken = vec![false; tables.len()];
        for (name, manager) in managers(&config) {
            let index = table_by_name.get(name).map_or(usize::MAX, |index: &RouteTableIndex| index.0 as usize);
            if let (Some(taken @ false), Some(table)) = (taken.get_mut(index), tables.get_mut(index)) {
                *taken = true;
                table.suppresses_envoy_headers = manager.config.suppresses_envoy_headers();
                table.manager = manager;
            }
        }
        let starts = starts(&tables);
        Self { tables, table_by_name, cluster_by_name, routes, starts, problems, pattern_bytes, config }
    }

    /// What it was made of.
    #[must_use]
    pub fn config(&self) -> &Arc<ProxyConfig> {
        &self.config
    }

    /// What Envoy would refuse, or cannot be simulated.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Bytes of the compiled patterns, about.
    #[must_use]
    pub fn pattern_bytes(&self) -> usize {
        self.pattern_bytes
    }

    /// The position of a route configuration.
    #[must_use]
    pub fn route_configuration(&self, name: &str) -> Option<RouteTableIndex> {
        self.table_by_name.get(name).copied()
    }

    /// A route configuration by its position.
    #[must_use]
    pub fn table(&self, index: RouteTableIndex) -> Option<&RouteTable> {
        self.tables.get(index.0 as usize)
    }

    /// All route configurations, in the order of their positions.
    #[must_use]
    pub fn tables(&self) -> &[RouteTable] {
        &self.tables
    }

    /// The position of a cluster.
    #[must_use]
    pub fn cluster(&self, name: &str) -> Option<ClusterIndex> {
        self.cluster_by_name.get(name).copied()
    }

    /// The name of a cluster.
    #[must_use]
    pub fn cluster_name(&self, index: ClusterIndex) -> &str {
        self.config.clusters.get(index.0 as usize).map_or("", |cluster| cluster.name.as_str())
    }

    /// How many routes there are in all; their numbers ([`CompiledRoute::index`]) count through all tables.
    #[must_use]
    pub fn route_count(&self) -> u32 {
        self.routes
    }

    /// A route by its number, with the configuration that it was made of.
    #[must_use]
    pub fn route(&self, route: RouteIndex) -> Option<(&CompiledRoute, &Route)> {
        let at = self.starts.partition_point(|(first, ..)| *first <= route).checked_sub(1)?;
        let (first, table, host) = *self.starts.get(at)?;
        let (table, index) = (self.table(table)?, (route.0 - first.0) as usize);
        let config = table.config().virtual_hosts.get(host as usize)?.routes.get(index)?;
        Some((table.virtual_hosts().get(host as usize)?.routes().get(index)?, config))
    }
}

/// Where the numbers of each virtual host's routes begin.
fn starts(tables: &[RouteTable]) -> Vec<(RouteIndex, RouteTableIndex, u32)> {
    let mut starts = Vec::new();
    for (position, table) in (0..).map(RouteTableIndex).zip(tables) {
        for (index, host) in (0..).zip(table.virtual_hosts()) {
            starts.extend(host.routes().first().map(|route| (route.index(), position, index)));
        }
    }
    starts
}
