//! Routes of VirtualServices, and the small translations that they are made of.

use mesh_cluster::Cluster;
use mesh_config::model::HttpRoute;
use mesh_control::registry::{Labels, Service, ServicesByHost};
use mesh_control::route::{self, RouteContext, build_http_routes, cors, fault, hash, matching, mirror};
use mesh_control::virtual_service::HttpOrigins;
use mesh_control::{ExportTo, Origins, host};
use mesh_proxy::config::{Origin, Route};
use serde_json::{Value, json};

use super::assertions::first_failure;
use super::envoy::{self, comparable};
use super::sidecar::route_configuration;
use super::value::{list, number, text, texts};
use super::world::{World, http_routes, sidecar};
use super::{NotApplicable, Verdict, delegates, equal, rules};

pub(crate) fn judge(op: &str, row: &Value) -> Verdict {
    let expect = row.get("expect").unwrap_or(&Value::Null);
    let ours = match op {
        "buildHTTPRoutesForVirtualService" => return built(row),
        "buildSidecarVirtualHosts" => return virtual_hosts(row),
        "isCatchAllRoute" => json!(matching::is_catch_all(&parse(&row["envoyRoute"])?.route_match)),
        "sortVHostRoutes" => {
            let mut routes = list(row, "routes").map(parse).collect::<Result<Vec<_>, _>>()?;
            route::sort_catch_all_last(&mut routes);
            let theirs = expect.as_array().into_iter().flatten().map(parse).collect::<Result<Vec<_>, _>>()?;
            return equal(&envoy::json(&routes), &envoy::json(&theirs));
        }
        "sourceMatchHTTP" => json!(!build(&with_match(row), row)?.is_empty()),
        "mirrorPercent" => mirror_share(&row["httpRoute"]),
        "mirrorPercentByPolicy" => mirror_share(&json!({ "mirrors": [row["mirrorPolicy"]] })),
        "translateFault" => {
            let route = one(&json!({ "fault": row["fault"] }));
            untyped(envoy::json(&route.fault.and_then(|written| fault::convert(&written, Origin::NONE))))
        }
        "translateCORSPolicy" => {
            let route = one(&json!({ "corsPolicy": row["corsPolicy"] }));
            untyped(envoy::json(&route.cors_policy.map(|written| cors::convert(&written, Origin::NONE))))
        }
        "translateRequestMirrorPolicy" if row["disableShadowHostSuffix"] == json!(false) => {
            return Err("the suffix of mirrored hosts is a switch of the control plane's, off by default".into());
        }
        "translateRequestMirrorPolicy" => {
            let route = json!({
                "mirror": { "host": "service.namespace.svc.cluster.local", "port": { "number": 8080 } },
                "mirrorPercent": row["runtimeFraction"]["defaultValue"]["numerator"],
            });
            let policies = mirrors(&route);
            policies.get(0).cloned().unwrap_or_default()
        }
        "translateMetadataMatch" => return Err("claims of tokens: request authentication is out of scope".into()),
        "buildDefaultHTTPInboundRoute" => return Err("inbound routes are not simulated".into()),
        _ => return Err("unknown operation".into()),
    };
    equal(&ours, &comparable(expect))
}

/// Without the type that a message has as part of another.
fn untyped(mut message: Value) -> Value {
    if let Some(fields) = message.as_object_mut() {
        fields.remove("@type");
    }
    message
}

fn parse(written: &Value) -> Result<Route, NotApplicable> {
    serde_json::from_value(with_action(envoy::snake(written))).map_err(|_| NotApplicable("not readable as a route"))
}

/// Our routes always do something.
fn with_action(mut route: Value) -> Value {
    if let Some(fields) = route.as_object_mut() {
        fields.entry("route").or_insert_with(|| json!({ "cluster": "any" }));
    }
    route
}

fn one(route: &Value) -> HttpRoute {
    http_routes(&json!([route])).into_iter().next().unwrap_or_default()
}

fn mirror_share(route: &Value) -> Value {
    mirrors(&whole_numbers(route)).pointer("/0/runtimeFraction").cloned().unwrap_or_default()
}

fn mirrors(route: &Value) -> Value {
    let labels = Labels::new();
    let context = context("default", &labels, "mesh", 80, &|_| None, &|_| None);
    envoy::json(&mirror::convert(&one(route), &HttpOrigins::default(), &context))
}

/// `0.0` as YAML writes whole numbers.
fn whole_numbers(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|number| number.fract() == 0.0);
            whole.map_or_else(|| value.clone(), |number| json!(number as i64))
        }
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), whole_numbers(value))).collect(),
        other => other.clone(),
    }
}

fn context<'a>(
    namespace: &'a str,
    labels: &'a Labels,
    gateway: &'a str,
    port: u32,
    service: &'a dyn Fn(&str) -> Option<&'a Service>,
    hash: &'a dyn Fn(&mesh_config::model::Destination) -> Option<hash::SourcedHash<'a>>,
) -> RouteContext<'a> {
    RouteContext {
        namespace,
        labels,
        gateway,
        port,
        is_tls: false,
        forwarded_host: false,
        default_retries: None,
        service,
        hash,
    }
}

/// A rule with the condition of a row.
fn with_match(row: &Value) -> Value {
    json!({
        "metadata": { "name": "one" },
        "spec": { "hosts": ["*"], "http": [{ "match": [row["match"]], "route": [{ "destination": { "host": "any" } }] }] },
    })
}

fn built(row: &Value) -> Verdict {
    let options = row.get("options").unwrap_or(&Value::Null);
    if options.get("isHTTP3AltSvcHeaderNeeded").is_some() {
        return Err("HTTP/3 is not simulated".into());
    }
    if options.pointer("/meshConfig/defaultConfig/proxyHeaders").is_some() {
        return Err("defaultConfig.proxyHeaders is not simulated".into());
    }
    if list(&row["virtualService"]["spec"], "http").any(|route| route.to_string().contains("@request.auth")) {
        return Err("claims of tokens: request authentication is out of scope".into());
    }
    let expect: Vec<&Value> =
        list(row, "expect").filter(|assertion| !is_out_of_scope(text(assertion, "path"))).collect();
    let routes = build(&row["virtualService"], row)?;
    Ok(first_failure(&envoy::json(&routes), &json!(expect)))
}

/// Names of statistics are not simulated.
fn is_out_of_scope(path: &str) -> bool {
    path.ends_with(".statPrefix")
}

/// The routes of a rule for the listener and the client of a row.
fn build(written: &Value, row: &Value) -> Result<Vec<Route>, NotApplicable> {
    let mut written = written.clone();
    let semantics =
        text(written.pointer("/metadata/annotations").unwrap_or(&Value::Null), "internal.istio.io/route-semantics")
            .to_owned();
    if let Some(fields) = written.as_object_mut() {
        fields.insert("kind".to_owned(), json!("VirtualService"));
    }
    // A rule without hosts is a delegate; the tests only look at routes.
    if let Some(hosts) = written.pointer_mut("/spec/hosts") {
        *hosts = json!(["*.example.org"]);
    }
    let mut loaded = delegates::load(&json!([written]), &Value::Null);
    let Some(rule) = loaded.first_mut() else { return Err("not a root".into()) };
    rule.gateway_semantics = !semantics.is_empty();

    let services = World::default().with_services(list(row, "serviceRegistry")).config();
    let index = ServicesByHost::new(&services, &Cluster::new(&services), &ExportTo::public(), &mut Origins::default());
    let destination_rules = rules::load(list(row, "destinationRules"));
    let client = sidecar(row);
    let namespace = Some(text(row, "proxyNamespace")).filter(|namespace| !namespace.is_empty());
    let gateways = texts(row.get("gatewayNames"));
    let gateway = gateways.first().map_or("mesh".to_owned(), |name| host::resolve_gateway_name(name, "default"));
    let service = |hostname: &str| {
        index.of_host(hostname).and_then(|by_namespace| by_namespace.values().next()).map(AsRef::as_ref)
    };
    let hash = |destination: &mesh_config::model::Destination| {
        destination_rules.first().and_then(|rule| hash::for_destination(rule, destination))
    };
    let context = context(
        namespace.unwrap_or(&client.namespace),
        &client.labels,
        &gateway,
        number(row, "listenPort"),
        &service,
        &hash,
    );
    Ok(build_http_routes(rule, &context))
}

/// The virtual hosts of a port in the form of Go's wrappers: services, hosts without a service, routes.
fn virtual_hosts(row: &Value) -> Verdict {
    let port = number(row, "listenPort");
    let has_port = |service: &Value| list(service, "ports").any(|known| number(known, "port") == port);
    if list(row, "virtualServices").next().is_some() && !list(row, "serviceRegistry").any(has_port) {
        return Err("an inner step: it is handed services of another port".into());
    }
    let world = World::default()
        .with_services(list(row, "serviceRegistry"))
        .with(list(row, "virtualServices"))
        .with(list(row, "destinationRules"));
    let known: Vec<&str> = list(row, "serviceRegistry").map(|service| text(service, "hostname")).collect();
    let Some(routes) = route_configuration(&world.mesh(), &sidecar(row), &port.to_string()) else {
        return Ok(Some("no route configuration".to_owned()));
    };
    let ours: Vec<Value> = routes
        .virtual_hosts
        .iter()
        .filter(|host| host.name != "allow_any")
        .map(|host| {
            let name = host.name.rsplit_once(':').map_or(host.name.as_str(), |(name, _)| name);
            let (services, hosts) = if known.contains(&name) { (vec![name], vec![]) } else { (vec![], vec![name]) };
            json!({ "services": services, "virtualServiceHosts": hosts, "routes": envoy::json(&host.routes) })
        })
        .collect();
    Ok(first_failure(&json!(ours), row.get("expect").unwrap_or(&Value::Null)))
}
