//! Virtual hosts of sidecars: their domains, and which VirtualServices they know.

use std::collections::BTreeMap;

use mesh_control::scope::Scope;
use mesh_control::sidecar::domains::{self, DomainsOf};
use mesh_proxy::config::{Action, ClusterSpecifier, RouteConfiguration};
use serde_json::{Value, json};

use super::sidecar::route_configuration;
use super::value::{list, text, texts};
use super::world::{World, sidecar};
use super::{Verdict, equal};

pub(crate) fn judge(op: &str, row: &Value) -> Verdict {
    match op {
        "generateVirtualHostDomains" => generated(row),
        "sidecarOutboundRouteConfig" => outbound(row),
        "selectVirtualServicesForImportedHosts" => imported(row),
        "selectVirtualServicesForServices" => Err("an inner step: what comes of it are the virtual hosts".into()),
        "inboundRouteConfig" => Err("inbound routes are not simulated".into()),
        "waypointInboundRouteConfig" => Err("ambient mode is not simulated".into()),
        _ => Err("unknown operation".into()),
    }
}

fn generated(row: &Value) -> Verdict {
    let service = row.get("service").unwrap_or(&Value::Null);
    if service.get("clusterVIPs").is_some() {
        return Err("addresses of one family in one cluster only".into());
    }
    let aliases = service.pointer("/attributes/aliases").and_then(Value::as_array);
    let aliases: Vec<String> = aliases.into_iter().flatten().map(|alias| text(alias, "hostname").to_owned()).collect();
    let found = domains::generate(
        DomainsOf {
            hostname: text(service, "hostname"),
            aliases: &aliases,
            addresses: &[],
            headless: text(service, "resolution") == "Passthrough",
        },
        None,
        row.pointer("/proxy/dnsDomain").and_then(Value::as_str).unwrap_or_default(),
    );
    equal(&json!({ "domains": found.all }), row.get("expect").unwrap_or(&Value::Null))
}

fn outbound(row: &Value) -> Verdict {
    let name = text(row, "routeName");
    if name.starts_with("unix:") {
        return Err("listeners on Unix sockets: apps here call by address".into());
    }
    if list(row, "configs").any(|config| config.to_string().contains("HTTP_PROXY")) {
        return Err("listeners that are HTTP proxies: apps here call by address".into());
    }
    let world = World::default()
        .with_services(list(row, "services"))
        .with(list(row, "configs"))
        .with_mesh_config(row.get("meshConfig").unwrap_or(&Value::Null));
    let Some(routes) = route_configuration(&world.mesh(), &sidecar(row), name) else {
        return Ok(Some("no route configuration".to_owned()));
    };
    let expect = row.get("expect").unwrap_or(&Value::Null);
    if let Some(theirs) = expect.get("domainsByVhost") {
        let clusters = expect.get("firstRouteClusterByVhost").unwrap_or(&Value::Null);
        let ours = json!({ "domains": domains_of(&routes, false), "clusters": first_clusters(&routes) });
        return equal(&ours, &json!({ "domains": theirs, "clusters": clusters }));
    }
    let theirs: BTreeMap<&str, Vec<String>> = expect["domainsByVhostUnordered"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, domains)| (name.as_str(), sorted(texts(Some(domains)))))
        .collect();
    let count: usize = routes.virtual_hosts.iter().map(|host| host.routes.len()).sum();
    if json!(count) != expect["numberOfRoutes"] {
        return Ok(Some(format!("{count} routes, Istio has {}", expect["numberOfRoutes"])));
    }
    let mut ours = domains_of(&routes, true).into_iter();
    Ok(ours.find_map(|(name, domains)| {
        // The test's rules have no domain: a short name stops at the namespace.
        let name = if theirs.contains_key(name) { name.to_owned() } else { name.replace(".svc.cluster.local", "") };
        let wanted = theirs.get(name.as_str()).map(|wanted| without_stars(wanted)).unwrap_or_default();
        let short = |domain: &String| name.starts_with(&format!("{domain}."));
        let ours: Vec<String> = if wanted.len() == 1 {
            domains.iter().map(|domain| domain.replace(".svc.cluster.local", "")).collect()
        } else {
            // The test's proxy has a DNS domain of its own, by which no service has short names.
            domains.into_iter().filter(|domain| !short(domain)).collect()
        };
        (ours != wanted).then(|| format!("{name}: {ours:?}, Istio's {wanted:?}"))
    }))
}

/// Without the domains that only headless Services of Kubernetes have: here they are ServiceEntries, since no Service
/// could have these names. The rows of `generateVirtualHostDomains` look at those domains.
fn without_stars(domains: &[String]) -> Vec<String> {
    domains.iter().filter(|domain| domains.len() == 1 || !domain.starts_with("*.")).cloned().collect()
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

fn domains_of(routes: &RouteConfiguration, unordered: bool) -> BTreeMap<&str, Vec<String>> {
    let domains = |all: &[String]| if unordered { sorted(all.to_vec()) } else { all.to_vec() };
    routes.virtual_hosts.iter().map(|host| (host.name.as_str(), domains(&host.domains))).collect()
}

fn first_clusters(routes: &RouteConfiguration) -> BTreeMap<&str, &str> {
    routes
        .virtual_hosts
        .iter()
        .map(|host| {
            let found = host.routes.first().and_then(|route| match &route.action {
                Action::Route(action) => match &action.cluster_specifier {
                    Some(ClusterSpecifier::Cluster(name)) => Some(name.as_str()),
                    _ => None,
                },
                _ => None,
            });
            (host.name.as_str(), found.unwrap_or("none"))
        })
        .collect()
}

/// A Sidecar with the hosts of the row imports VirtualServices.
fn imported(row: &Value) -> Verdict {
    let namespace = text(row, "configNamespace");
    let hosts: Vec<String> = match row.get("hostsByNamespace").and_then(Value::as_object) {
        Some(by_namespace) => by_namespace
            .iter()
            .flat_map(|(namespace, hosts)| {
                let taken = texts(hosts.get("allHosts")).into_iter().chain(texts(hosts.get("exactHosts")));
                let taken = taken.map(move |host| format!("{namespace}/{host}"));
                taken.chain(
                    texts(hosts.get("excludedHosts")).into_iter().map(move |host| format!("~{namespace}/{host}")),
                )
            })
            .collect(),
        None => list(row, "services")
            .map(|service| {
                format!(
                    "{}/{}",
                    service.pointer("/attributes/namespace").and_then(Value::as_str).unwrap_or("default"),
                    text(service, "hostname")
                )
            })
            .collect(),
    };
    let importing = json!({
        "kind": "Sidecar", "metadata": { "name": "importing", "namespace": namespace }, "spec": { "egress": [{ "hosts": hosts }] },
    });
    let mesh = World::default().with(list(row, "virtualServices")).with([&importing]).mesh();
    let scope = Scope::new(&mesh, &mesh_control::Client::sidecar("client", namespace, Default::default()));
    let mut ours: Vec<&str> =
        scope.listeners.iter().flat_map(|listener| &listener.virtual_services).map(|rule| rule.name.as_str()).collect();
    // The table gives the order of its own list; ours is by age, then name.
    ours.sort_unstable();
    equal(&json!(ours), &json!(sorted(texts(row.pointer("/expect/selected")))))
}
