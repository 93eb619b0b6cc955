//! The gateway workloads that Gateways ask for and nobody writes down: those of a default installation, of the chart and of
//! the clouds.

use std::sync::Arc;

use mesh_config::model::Gateway;
use mesh_config::{Config, Resource, Span, Spec};
use mesh_ordered::{OrderedMap, OrderedSet, sort_by_key};
use mesh_words::say;

use super::Implied;
use super::document::{Document, flow_map};
use super::gateway::gateway_deployment;
use crate::gateway_workloads::is_made_to_be_gateway;

/// Where a default installation has its gateways.
const NAMESPACE: &str = "istio-system";

/// More workloads than these are not implied.
const MOST_WORKLOADS: usize = 50;

type Labels = OrderedMap<String, String>;

/// What asks for a workload: a Gateway, or the one that Istio makes of an Ingress.
struct Asking<'a> {
    resource: &'a Resource,
    gateway: &'a Gateway,
    selector: Labels,
}

/// The workload and the Service of each selector that selects nothing. Where a gateway is written, only those of a default
/// installation.
pub(super) fn workloads(config: &Config, ingress_gateways: &[Arc<Resource>]) -> Vec<Implied> {
    let mut implied = Vec::new();
    let known: Vec<Labels> = config.resources.iter().filter_map(|resource| pod_labels(resource)).collect();
    let has_gateway = config.resources.iter().any(|resource| is_gateway(resource));
    let mut made: Vec<Labels> = Vec::new();
    let mut names: OrderedSet<String> = OrderedSet::new();
    for asking in asking(config, ingress_gateways) {
        let is_selected = |labels: &Labels| asking.selector.iter().all(|(key, value)| labels.get(key) == Some(value));
        if known.iter().chain(&made).any(is_selected) || made.len() >= MOST_WORKLOADS {
            continue;
        }
        if has_gateway && install(&asking.selector).is_none() {
            continue;
        }
        let part = Part::new(&asking);
        if names.insert(part.name.clone()) {
            implied.extend(part.documents(config, &asking));
            made.push(part.labels);
        }
    }
    implied
}

/// Those that ask, of one selector the first; the longest selectors first, since what they select others select too.
fn asking<'a>(config: &'a Config, ingress_gateways: &'a [Arc<Resource>]) -> Vec<Asking<'a>> {
    let mut seen: OrderedSet<Labels> = OrderedSet::new();
    let gateways = config.resources.iter().chain(ingress_gateways).filter_map(|resource| match &resource.spec {
        Spec::Gateway(gateway) => Some((resource, gateway.as_ref())),
        _ => None,
    });
    let asking = |(resource, gateway): (&'a Arc<Resource>, &'a Gateway)| {
        let selector = gateway.selector.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect();
        Asking { resource, gateway, selector }
    };
    let mut found: Vec<Asking<'_>> = gateways
        .map(asking)
        .filter(|asking| !asking.selector.is_empty() && seen.insert(asking.selector.clone()))
        .collect();
    sort_by_key(&mut found, |asking| std::cmp::Reverse(asking.selector.len()));
    found
}

/// The gateway of a default installation that a selector means.
fn install(selector: &Labels) -> Option<&'static str> {
    let name = match selector.get("istio").map(String::as_str) {
        Some("ingressgateway") => "istio-ingressgateway",
        Some("egressgateway") => "istio-egressgateway",
        _ => return None,
    };
    let is_plain = |(key, value): (&String, &String)| key == "istio" || (key == "app" && value == name);
    selector.iter().all(is_plain).then_some(name)
}

/// A workload and its Service.
struct Part {
    name: String,
    namespace: String,
    labels: Labels,
    /// The ports of the Service and of the pods.
    ports: Vec<(String, u32, u32)>,
}

impl Part {
    fn new(asking: &Asking<'_>) -> Self {
        let Asking { resource, gateway, selector } = asking;
        let installed = install(selector);
        let name = installed.map_or_else(|| name(selector), str::to_owned);
        let mut labels = selector.clone();
        labels.entry("app".to_owned()).or_insert_with(|| name.clone());
        // Of the chart both ports are the same; the default installation keeps away from those of the system.
        let up = if installed.is_some() { 8000 } else { 0 };
        let mut ports = vec![
            ("status-port".to_owned(), 15_021, 15_021),
            ("http2".to_owned(), 80, 80 + up),
            ("https".to_owned(), 443, 443 + up),
        ];
        if installed.is_none() {
            let numbers = gateway.servers.iter().filter_map(|server| server.port.as_ref()?.number.as_ref());
            let numbers: OrderedSet<u32> =
                numbers.map(|number| number.value).filter(|it| (1..=65_535).contains(it)).collect();
            let others = numbers.into_iter().filter(|number| ![15_021, 80, 443].contains(number));
            ports.extend(others.map(|number| (format!("port-{number}"), number, number)));
        }
        let own = resource.metadata.namespace.as_str();
        let is_istios = installed.is_none() && own.starts_with("istio-");
        let namespace = if is_istios { own } else { NAMESPACE }.to_owned();
        Self { name, namespace, labels, ports }
    }

    fn documents(&self, config: &Config, asking: &Asking<'_>) -> Vec<Implied> {
        let Self { name, namespace, labels, ports } = self;
        let label = |(key, value): (&String, &String)| format!("{key}: {value}");
        let wanted = asking.selector.iter().map(label).collect::<Vec<_>>().join(", ");
        let resource = asking.resource;
        // What Istio makes of an Ingress still has the Ingress' text.
        let kind = resource.node.get("kind").and_then(mesh_config::Node::text).unwrap_or("Gateway");
        let reason = match kind {
            "Ingress" => say!("implied-gateway-workload-of-ingress", labels = wanted),
            _ => say!("implied-gateway-workload", gateway = &resource.metadata.name.value, labels = wanted),
        };
        let selector = flow_map(labels.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let mut service = format!("type: LoadBalancer\nselector: {selector}\nports:\n");
        for (port, number, target) in ports {
            service.push_str(&format!("- {{name: {port}, port: {number}, targetPort: {target}, protocol: TCP}}\n"));
        }
        let document = |api_version, kind, spec, because: Span| {
            let labels = labels.clone().into_iter().collect();
            let (name, namespace, reason) = (name.clone(), namespace.clone(), reason.clone());
            Document { api_version, kind, name, namespace, labels, spec, reason, because }.finish()
        };
        let mut implied = Vec::new();
        let is_there = |wanted: fn(&Spec) -> bool| {
            let is_named = |one: &Arc<Resource>| {
                one.metadata.namespace == *namespace && one.metadata.name.value == *name && wanted(&one.spec)
            };
            config.resources.iter().any(is_named)
        };
        if !is_there(|spec| matches!(spec, Spec::Workload(..))) {
            implied.push(document("apps/v1", "Deployment", gateway_deployment(&selector), resource.span));
        }
        if !is_there(|spec| matches!(spec, Spec::Service(_))) {
            implied.push(document("v1", "Service", service, resource.span));
        }
        implied
    }
}

/// A name that fits to the labels, as the charts choose it: `istio: ingress` is of `istio-ingress`.
fn name(selector: &Labels) -> String {
    let of = |key: &str| selector.get(key).cloned();
    let of_istio = || of("istio").map(|value| if value.contains("istio") { value } else { format!("istio-{value}") });
    let found = of("app").or_else(of_istio).or_else(|| of("app.kubernetes.io/name"));
    let found = found.or_else(|| selector.values().next().cloned()).unwrap_or_default();
    let plain = |character: char| {
        let lower = character.to_ascii_lowercase();
        if lower.is_ascii_alphanumeric() { lower } else { '-' }
    };
    let name: String = found.chars().take(50).map(plain).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "gateway".to_owned() } else { name.to_owned() }
}

fn pod_labels(resource: &Resource) -> Option<Labels> {
    match &resource.spec {
        Spec::Workload(_, workload) => Some(workload.pod_labels()),
        Spec::Pod(_) => Some(resource.metadata.labels.clone()),
        _ => None,
    }
}

fn is_gateway(resource: &Resource) -> bool {
    let empty = OrderedMap::new();
    match &resource.spec {
        Spec::Workload(_, workload) => {
            let metadata = workload.template.as_ref().and_then(|template| template.metadata.as_ref());
            let annotations = metadata.map_or(empty, |metadata| {
                metadata.annotations.iter().map(|(key, value)| (key.clone(), value.value.clone())).collect()
            });
            is_made_to_be_gateway(&workload.pod_labels(), &annotations)
        }
        Spec::Pod(_) => is_made_to_be_gateway(&resource.metadata.labels, &resource.metadata.annotations),
        _ => false,
    }
}
