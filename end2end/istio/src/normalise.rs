//! Our configuration in the shortened form of the goldens (the corpus's README says what is shortened).

use mesh_control::Mesh;
use mesh_proxy::config::{
    Cluster, FilterChain, HttpFilterConfig, Listener, LocalityLbEndpoints, NetworkFilterConfig, Route,
    RouteConfiguration, RouteSpecifier, TcpProxy,
};
use serde_json::{Map, Value, json};

/// Istio's default retries as the goldens' `default` stands for them.
fn default_retries() -> Value {
    json!({
        "retry_on": "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
        "num_retries": 2,
        "retry_host_predicate": [{
            "name": "envoy.retry_host_predicates.previous_hosts",
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
            }
        }],
        "host_selection_retry_max_attempts": "5"
    })
}

fn value(of: &impl serde::Serialize) -> Value {
    serde_json::to_value(of).unwrap_or(Value::Null)
}

fn object(value: &mut Value) -> Option<&mut Map<String, Value>> {
    value.as_object_mut()
}

/// A route configuration with the VirtualService of each route as `from`.
#[must_use]
pub fn route_configuration(mesh: &Mesh, configuration: &RouteConfiguration) -> Value {
    let virtual_hosts: Vec<Value> = configuration
        .virtual_hosts
        .iter()
        .map(|host| {
            let mut out = value(host);
            if let Some(out) = object(&mut out) {
                out.remove("include_request_attempt_count");
                let routes: Vec<Value> = host.routes.iter().map(|each| route(mesh, each)).collect();
                out.insert("routes".into(), Value::Array(routes));
            }
            out
        })
        .collect();
    json!({
        "name": configuration.name,
        "ignore_port_in_host_matching": configuration.ignore_port_in_host_matching,
        "virtual_hosts": virtual_hosts,
    })
}

fn route(mesh: &Mesh, route: &Route) -> Value {
    let mut out = value(route);
    let Some(fields) = object(&mut out) else { return out };
    fields.remove("decorator");
    if let Some(origin) = mesh.origin(route.origin) {
        fields.insert("from".into(), json!(origin.root));
    }
    if let Some(action) = fields.get_mut("route").and_then(object) {
        action.remove("max_grpc_timeout");
    }
    if let Some(policy) = fields.get_mut("route").and_then(|action| action.get_mut("retry_policy"))
        && crate::diff::first(policy, &default_retries()).is_none()
    {
        *policy = json!("default");
    }
    out
}

/// A cluster without its name.
#[must_use]
pub fn cluster(cluster: &Cluster) -> Value {
    let mut out = value(cluster);
    let Some(fields) = object(&mut out) else { return out };
    fields.remove("name");
    // The goldens say only whether a rule asked for it.
    if fields.remove("transport_socket").is_some() {
        fields.insert("tls".into(), json!("set"));
    }
    if let Some(assignment) = &cluster.load_assignment {
        fields.insert("load_assignment".into(), endpoints(&assignment.endpoints));
    }
    if let Some(thresholds) =
        fields.get_mut("circuit_breakers").and_then(|breakers| breakers.pointer_mut("/thresholds/0")).and_then(object)
    {
        thresholds.remove("track_remaining");
    }
    let default = json!({"thresholds": [{
        "max_connections": u32::MAX, "max_pending_requests": u32::MAX, "max_requests": u32::MAX, "max_retries": u32::MAX
    }]});
    if fields.get("circuit_breakers").is_some_and(|breakers| crate::diff::first(breakers, &default).is_none()) {
        fields.insert("circuit_breakers".into(), json!("default"));
    }
    out
}

/// Endpoints by locality; a weight of 1 is not written.
#[must_use]
pub fn endpoints(groups: &[LocalityLbEndpoints]) -> Value {
    let group = |group: &LocalityLbEndpoints| {
        let endpoint = |endpoint: &mesh_proxy::config::LbEndpoint| {
            let at = &endpoint.endpoint.address.socket_address;
            let address = format!("{}:{}", at.address, at.port_value);
            match endpoint.load_balancing_weight {
                None | Some(1) => json!(address),
                Some(weight) => json!({"address": address, "weight": weight}),
            }
        };
        let mut out = json!({"endpoints": group.lb_endpoints.iter().map(endpoint).collect::<Vec<_>>()});
        if let Some(fields) = object(&mut out) {
            if let Some(weight) = group.load_balancing_weight {
                fields.insert("load_balancing_weight".into(), json!(weight));
            }
            if group.priority > 0 {
                fields.insert("priority".into(), json!(group.priority));
            }
            if let Some(locality) = &group.locality {
                fields.insert("locality".into(), value(locality));
            }
        }
        out
    };
    Value::Array(groups.iter().map(group).collect())
}

/// A listener with its chains in short.
#[must_use]
pub fn listener(listener: &Listener) -> Value {
    let mut chains: Vec<Value> = listener.filter_chains.iter().map(chain).collect();
    if let Some(default) = &listener.default_filter_chain {
        let mut out = chain(default);
        if let Some(fields) = object(&mut out) {
            fields.insert("default".into(), json!(true));
        }
        chains.push(out);
    }
    let mut out = json!({
        "name": listener.name,
        "address": listener.address.socket_address.address,
        "port": listener.address.socket_address.port_value,
        "chains": chains,
    });
    if let (Some(fields), Some(bind)) = (object(&mut out), listener.bind_to_port) {
        fields.insert("bind_to_port".into(), json!(bind));
    }
    out
}

fn chain(chain: &FilterChain) -> Value {
    let mut out = value(chain);
    let Some(fields) = object(&mut out) else { return out };
    if let Some(found) = fields.remove("filter_chain_match") {
        fields.insert("match".into(), found);
    }
    let filters: Vec<Value> = chain.filters.iter().map(|filter| network_filter(&filter.typed_config)).collect();
    fields.insert("filters".into(), Value::Array(filters));
    out
}

fn network_filter(config: &NetworkFilterConfig) -> Value {
    match config {
        NetworkFilterConfig::HttpConnectionManager(manager) => {
            let filters: Vec<&str> = manager
                .http_filters
                .iter()
                .map(|filter| match filter.typed_config {
                    HttpFilterConfig::Fault(_) => "fault",
                    HttpFilterConfig::Cors(_) => "cors",
                    HttpFilterConfig::Router(_) => "router",
                    HttpFilterConfig::Unknown => "unknown",
                })
                .collect();
            let rds = match &manager.route_specifier {
                Some(RouteSpecifier::Rds(rds)) => rds.route_config_name.clone(),
                _ => String::new(),
            };
            let mut http = value(manager);
            if let Some(fields) = object(&mut http) {
                fields.remove("rds");
                fields.remove("stat_prefix");
                fields.remove("http_filters");
                // Dropped with the other details of TLS; tests/headers.rs compares them.
                fields.remove("forward_client_cert_details");
                fields.remove("set_current_client_cert_details");
                fields.insert("rds".into(), json!(rds));
                fields.insert("filters".into(), json!(filters));
                // Empty at gateways; it says nothing.
                if manager.use_remote_address == Some(true) {
                    fields.insert("http_protocol_options".into(), json!({}));
                }
            }
            json!({"http": http})
        }
        NetworkFilterConfig::TcpProxy(TcpProxy { cluster: Some(cluster), .. }) => json!({"tcp": cluster}),
        NetworkFilterConfig::TcpProxy(TcpProxy { weighted_clusters, .. }) => {
            json!({"tcp": {"clusters": weighted_clusters.as_ref().map_or(Value::Null, |weighted| value(&weighted.clusters))}})
        }
        NetworkFilterConfig::Unknown => json!("unknown"),
    }
}
