//! `istioctl experimental describe` (`istioctl/pkg/describe/describe.go`).

mod gateways;
mod ports;
mod rules;

use std::collections::BTreeMap;

use mesh_control::xds::{Action, ClusterSpecifier, Origin, ProxyConfig};
use serde_json::Value;

use super::flags::{Flags, Known};
use super::{Ran, error, namespace, network, pods, unknown};
use crate::{Context, json};
use gateways::of_gateways;
use ports::{protocol, target};
use rules::{destination_rule, subsets, virtual_service};

pub(super) const FLAGS: &[Known] = &[
    Known { name: "ignoreUnmeshed", letter: '\0', takes_value: false },
    Known { name: "proxy-admin-port", letter: '\0', takes_value: true },
];

const LINE: &str = "--------------------\n";

/// Labels of a pod.
type Labels = BTreeMap<String, String>;

pub(super) fn run(flags: &Flags, context: &mut Context<'_>) -> Ran {
    let home = namespace(flags, context);
    match flags.arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            context.out("Describe resource and related Istio configuration\n\nAvailable Commands:\n  pod         Describe pods and their Istio configuration [kube-only]\n  service     Describe services and their Istio configuration [kube-only]\n");
            Ok(0)
        }
        ["pod" | "po", name] => pod(name, &home, flags.is_on("ignoreUnmeshed", false), context),
        ["service" | "svc", name] => service(name, &home, context),
        ["pod" | "po", ..] => error("expecting pod name"),
        ["service" | "svc", ..] => error("expecting service name"),
        [other, ..] => unknown(other, "istioctl experimental describe"),
    }
}

/// A name as it is shown: with its namespace where that is another one (`kname`).
fn called(object: &Value, home: &str) -> String {
    match json::namespace(object) {
        namespace if namespace == home => json::name(object).to_owned(),
        namespace => format!("{}.{namespace}", json::name(object)),
    }
}

fn labels(object: &Value, path: &str) -> Labels {
    json::entries(object, path).map(|(key, value)| (key.clone(), json::shown(value))).collect()
}

fn selects(selector: &Labels, labels: &Labels) -> bool {
    !selector.is_empty() && selector.iter().all(|(key, value)| labels.get(key) == Some(value))
}

fn pod(argument: &str, home: &str, ignores_unmeshed: bool, context: &mut Context<'_>) -> Ran {
    let (name, space) = pods::inferred(argument, home);
    let pod = match pods::get("", "pods", &name, &space, context) {
        Ok(pod) => pod,
        Err(words) => return error(words),
    };
    let config = network(context)?.proxy_config(&space, &name);
    let mut out = of_pod(&pod, config.is_some(), ignores_unmeshed, home);
    let own = labels(&pod, "metadata.labels");
    let services: Vec<Value> = pods::list("", "services", Some(&space), "", context)
        .into_iter()
        .filter(|service| selects(&labels(service, "spec.selector"), &own))
        .collect();
    if services.is_empty() && !ignores_unmeshed {
        out.push_str(&format!(
            "Warning: No Kubernetes Services select pod {} (see https://istio.io/docs/setup/kubernetes/additional-setup/requirements/ )\n",
            called(&pod, home)
        ));
    }
    out.push_str(LINE);
    context.out(&out);
    let Some(config) = config else {
        return if ignores_unmeshed {
            Ok(0)
        } else {
            error("failed to execute command on sidecar: failure running port forward process: connection refused")
        };
    };
    let labels = [own];
    let mut out = of_services(&services, &pod, &config, &labels, home, context)?;
    // Without a PeerAuthentication the mesh takes both.
    out.push_str(&format!("{LINE}Effective PeerAuthentication:\n   Workload mTLS mode: PERMISSIVE\n"));
    out.push_str(&of_gateways(&services, &labels, home, context)?);
    context.out(&out);
    Ok(0)
}

fn service(argument: &str, home: &str, context: &mut Context<'_>) -> Ran {
    let (name, space) = pods::inferred(argument, home);
    let service = match pods::get("", "services", &name, &space, context) {
        Ok(service) => service,
        Err(words) => return error(words),
    };
    let selector = labels(&service, "spec.selector");
    let wanted: Vec<String> = selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let selected = match selector.is_empty() {
        true => Vec::new(),
        false => pods::list("", "pods", Some(&space), &wanted.join(","), context),
    };
    let mut meshed = Vec::new();
    for pod in &selected {
        let phase = json::text(pod, "status.phase");
        if phase != "Running" {
            context.out(&format!("   Pod is not Running ({phase})\n"));
            continue;
        }
        match network(context)?.proxy_config(&space, json::name(pod)) {
            Some(config) => meshed.push((pod, config)),
            None => context.out(&format!("Pod {}: no container \"istio-proxy\" in pod\n", called(pod, home))),
        }
    }
    let Some((pod, config)) = meshed.first() else {
        let shown = called(&service, home);
        context.out(&match selected.len() {
            0 => format!("Service {shown:?} has no pods.\n"),
            count => format!(
                "Service {shown:?} has no Istio pods.  ({count} pods in service).\nUse `istioctl kube-inject` or redeploy with Istio automatic sidecar injection.\n"
            ),
        });
        return Ok(0);
    };
    let all: Vec<Labels> = meshed.iter().map(|(pod, _)| labels(pod, "metadata.labels")).collect();
    let services = [service];
    let mut out = of_services(&services, pod, config, &all, home, context)?;
    out.push_str(&of_gateways(&services, &all, home, context)?);
    context.out(&out);
    Ok(0)
}

/// `printPod`.
fn of_pod(pod: &Value, is_meshed: bool, ignores_unmeshed: bool, home: &str) -> String {
    let mut ports = Vec::new();
    for container in json::items(pod, "spec.containers") {
        for port in json::items(container, "ports") {
            let protocol = json::text(port, "protocol");
            let protocol = if matches!(protocol, "TCP" | "") { String::new() } else { format!("/{protocol}") };
            ports.push(format!(
                "{}{protocol} ({})",
                json::number(port, "containerPort"),
                json::text(container, "name")
            ));
        }
    }
    let mut out = format!("Pod: {}\n   Pod Revision: default\n", called(pod, home));
    match ports.is_empty() {
        true => out.push_str("   Pod does not expose ports\n"),
        false => out.push_str(&format!("   Pod Ports: {}\n", ports.join(", "))),
    }
    let phase = json::text(pod, "status.phase");
    if phase != "Running" {
        out.push_str(&format!("   Pod is not Running ({phase})\n"));
        return out;
    }
    for status in json::items(pod, "status.containerStatuses") {
        if json::at(status, "ready") != &Value::Bool(true) {
            let container = json::text(status, "name");
            out.push_str(&format!("WARNING: Pod {} Container {container} NOT READY\n", called(pod, home)));
        }
    }
    if ignores_unmeshed {
        return out;
    }
    if !is_meshed {
        out.push_str(&format!("WARNING: {} is not part of mesh; no Istio sidecar\n", called(pod, home)));
        return out;
    }
    let own = labels(pod, "metadata.labels");
    let has = |names: &[&str]| names.iter().any(|name| own.contains_key(*name));
    let page = "https://istio.io/v1.32/docs/ops/deployment/application-requirements/";
    if !has(&["service.istio.io/canonical-name", "app.kubernetes.io/name", "app"]) {
        out.push_str(&format!("Suggestion: add required service name label for Istio telemetry. See {page}.\n"));
    }
    if !has(&["service.istio.io/canonical-revision", "app.kubernetes.io/version", "version"]) {
        out.push_str(&format!("Suggestion: add required service revision label for Istio telemetry. See {page}.\n"));
    }
    out
}

/// `describePodServices`.
fn of_services(
    services: &[Value],
    pod: &Value,
    config: &ProxyConfig,
    all: &[Labels],
    home: &str,
    context: &mut Context<'_>,
) -> Result<String, super::Failure> {
    let mut out = String::new();
    for (row, service) in services.iter().enumerate() {
        if row != 0 {
            out.push_str(LINE);
        }
        out.push_str(&format!("Service: {}\n", called(service, home)));
        let ports = json::items(service, "spec.ports");
        for port in ports.iter().filter(|port| matches!(json::text(port, "protocol"), "TCP" | "")) {
            match target(pod, port) {
                Some(target) => out.push_str(&format!(
                    "   Port: {} {}/{} targets pod port {target}\n",
                    json::text(port, "name"),
                    json::number(port, "port"),
                    protocol(port),
                )),
                None => {
                    out.push_str(&format!("   no suitable port for manifest: {}\n", json::text(pod, "metadata.uid")))
                }
            }
        }
        let deeper = if ports.len() > 1 { 3 } else { 0 };
        for port in ports {
            let number = json::number(port, "port");
            if ports.len() > 1 {
                out.push_str(&format!("{number}:\n"));
            }
            let (rule, known) = rule_of(config, service, number, context)?;
            if let Some(rule) = &rule {
                out.push_str(&destination_rule(rule, all, deeper, home));
            }
            out.push_str(&known);
            let (virtual_service_of, known) = virtual_service_of(config, service, number, context)?;
            if let Some(found) = &virtual_service_of {
                out.push_str(&virtual_service(
                    found,
                    service,
                    &subsets(rule.as_ref(), all),
                    rule.as_ref(),
                    deeper,
                    home,
                ));
            }
            out.push_str(&known);
        }
    }
    Ok(out)
}

/// The rule of an origin, and what is said where it is gone.
fn looked_up(
    origin: Origin,
    kind: &str,
    plural: &str,
    context: &mut Context<'_>,
) -> Result<(Option<Value>, String), super::Failure> {
    let Some(info) = network(context)?.mesh().origin(origin).filter(|info| info.kind == kind) else {
        return Ok((None, String::new()));
    };
    let resource = if kind == "VirtualService" { &info.root } else { &info.resource };
    let (space, name) = resource.split_once('/').unwrap_or(("", resource));
    match pods::get("networking.istio.io", plural, name, space, context) {
        Ok(found) => Ok((Some(found), String::new())),
        Err(_) => {
            let words = if plural == "destinationrules" { "destination rule" } else { "virtual service" };
            let gone = format!("WARNING: Proxy is stale; it references to non-existent {words} {name}.{space}\n");
            Ok((None, gone))
        }
    }
}

/// The DestinationRule by which a proxy speaks to a Service's port.
fn rule_of(
    config: &ProxyConfig,
    service: &Value,
    port: i64,
    context: &mut Context<'_>,
) -> Result<(Option<Value>, String), super::Failure> {
    let (name, space) = (json::name(service), json::namespace(service));
    let end = format!("|{name}.{space}.svc.cluster.local");
    let begin = format!("outbound|{port}|");
    let cluster = config.clusters.iter().find(|it| it.name.starts_with(&begin) && it.name.ends_with(&end));
    match cluster {
        Some(cluster) => looked_up(cluster.origin, "DestinationRule", "destinationrules", context),
        None => Ok((None, String::new())),
    }
}

/// The VirtualService by which a proxy sends to a Service's port: the one of the first route that fits
/// (`getIstioVirtualServicePathForSvcFromRoute`).
fn virtual_service_of(
    config: &ProxyConfig,
    service: &Value,
    port: i64,
    context: &mut Context<'_>,
) -> Result<(Option<Value>, String), super::Failure> {
    let host = format!("{}.{}.svc.cluster.local", json::name(service), json::namespace(service));
    let own = port.to_string();
    let is_looked_at = |name: &str| name == own || name.starts_with("http.") || name.starts_with("https.");
    for routes in config.route_configurations.iter().filter(|routes| is_looked_at(&routes.name)) {
        for virtual_host in &routes.virtual_hosts {
            let by_domain = virtual_host.domains.contains(&host);
            for route in virtual_host.routes.iter() {
                let cluster = match &route.action {
                    Action::Route(action) => match &action.cluster_specifier {
                        Some(ClusterSpecifier::Cluster(name)) => name.as_str(),
                        Some(ClusterSpecifier::WeightedClusters(weighted)) => {
                            weighted.clusters.first().map_or("", |first| &first.name)
                        }
                        Some(ClusterSpecifier::ClusterHeader(_)) | None => "",
                    },
                    _ => "",
                };
                let begin = format!("outbound|{port}|");
                if by_domain || cluster.starts_with(&begin) && cluster.ends_with(&format!("|{host}")) {
                    return looked_up(route.origin, "VirtualService", "virtualservices", context);
                }
            }
        }
    }
    Ok((None, String::new()))
}
