//! A listener for each route configuration.

use serde_json::{Value, json};

use super::{Error, address};
use crate::config::{
    Filter, FilterChain, HttpConnectionManager, HttpFilter, NetworkFilterConfig, PathWithEscapedSlashesAction,
    ProxyConfig, RouteConfiguration, RouteSpecifier, Router,
};

/// The listener of a route configuration. It treats requests as the proxy's own listener for it does.
pub(super) fn listener(config: &ProxyConfig, routes: &RouteConfiguration, port: u16) -> Result<Value, Error> {
    let mut manager = manager_of(config, &routes.name).cloned().unwrap_or_else(as_istio);
    // Clusters that do not exist are answered with 503 NC, as with routes that were discovered.
    let routes = RouteConfiguration { validate_clusters: Some(false), ..routes.clone() };
    manager.route_specifier = Some(RouteSpecifier::RouteConfig(routes));
    if manager.stat_prefix.is_empty() {
        manager.stat_prefix = format!("127.0.0.1_{port}");
    }
    if !is_complete(&manager.http_filters) {
        manager.http_filters = HttpFilter::istio(Router::default());
    }
    let name = match &manager.route_specifier {
        Some(RouteSpecifier::RouteConfig(routes)) => routes.name.clone(),
        _ => String::new(),
    };
    let chain = FilterChain { filters: vec![Filter::from(manager)], ..FilterChain::default() };
    Ok(json!({
        "name": name,
        "address": address("127.0.0.1", port),
        "filter_chains": [serde_json::to_value(chain)?],
    }))
}

/// Envoy asks for the router as the last filter.
fn is_complete(filters: &[HttpFilter]) -> bool {
    filters.last().is_some_and(|filter| matches!(filter.typed_config, crate::config::HttpFilterConfig::Router(_)))
}

/// The connection manager that takes its routes from a route configuration of this name.
fn manager_of<'a>(config: &'a ProxyConfig, name: &str) -> Option<&'a HttpConnectionManager> {
    let chains = config.listeners.iter().flat_map(|listener| {
        let default = listener.default_filter_chain.iter();
        listener.filter_chains.iter().chain(default)
    });
    let mut managers = chains.flat_map(|chain| &chain.filters).filter_map(|filter| match &filter.typed_config {
        NetworkFilterConfig::HttpConnectionManager(manager) => Some(&**manager),
        _ => None,
    });
    managers.find(|manager| match &manager.route_specifier {
        Some(RouteSpecifier::Rds(rds)) => rds.route_config_name == name,
        Some(RouteSpecifier::RouteConfig(routes)) => routes.name == name,
        None => false,
    })
}

/// What Istio sets for a sidecar.
fn as_istio() -> HttpConnectionManager {
    HttpConnectionManager {
        use_remote_address: Some(false),
        normalize_path: Some(true),
        path_with_escaped_slashes_action: PathWithEscapedSlashesAction::KeepUnchanged,
        ..HttpConnectionManager::default()
    }
}
