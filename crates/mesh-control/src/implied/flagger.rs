//! What Flagger makes of a Canary before its first release: a primary copy of the Deployment with all traffic, Services and
//! Istio's rules (`pkg/canary/deployment_controller.go`, `pkg/router` of fluxcd/flagger).

use std::fmt::Write;
use std::sync::Arc;

use mesh_config::model::{Canary, CanaryService, IntOrString, Workload, WorkloadKind};
use mesh_config::{Config, Node, Resource, Spanned, Spec};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::Implied;
use super::document::{Document, flow_map, flow_node, scalar};

/// More Canaries than these are not followed.
const MOST: usize = 100;

/// The labels of which a Deployment's selector must have one; the first that it has tells primary and canary apart.
const LABELS: [&str; 3] = ["app", "name", "app.kubernetes.io/name"];

/// What is made of all Canaries, and of which Deployments the pods go, each by the place of its resource.
#[derive(Default)]
pub(super) struct Made {
    pub(super) implied: Vec<Implied>,
    pub(super) scaled_down: Vec<usize>,
}

/// What there is not yet of it.
pub(super) fn made(config: &Config) -> Made {
    let there: OrderedSet<[&str; 3]> = config
        .resources
        .iter()
        .filter(|resource| !matches!(resource.spec, Spec::Unknown))
        .map(|one| [one.kind.as_str(), one.metadata.namespace.as_str(), one.metadata.name.value.as_str()])
        .collect();
    let mut made = Made::default();
    let canaries = config.resources.iter().filter_map(|resource| match &resource.spec {
        Spec::Canary(canary) => Some((resource, canary.as_ref())),
        _ => None,
    });
    for (resource, canary) in canaries.take(MOST) {
        let Some(parts) = Parts::new(config, resource, canary) else { continue };
        let is_new = |one: &Implied| !there.contains(&[one.kind.as_str(), one.namespace.as_str(), one.name.as_str()]);
        let documents: Vec<Implied> = parts.documents().into_iter().filter(is_new).collect();
        // With a primary of the files the Deployment is as the files have it: a release may be under way.
        if documents.iter().any(|one| one.kind == "Deployment") {
            made.scaled_down.extend(parts.target.map(|(place, ..)| place));
        }
        made.implied.extend(documents);
    }
    made
}

/// Takes the pods of Deployments: Flagger starts them for a release alone.
pub(super) fn scale_down(config: &mut Config, places: &[usize]) {
    for place in places {
        let Some(resource) = config.resources.get_mut(*place) else { continue };
        if let Spec::Workload(kind, workload) = &resource.spec {
            let mut workload = workload.clone();
            let span = workload.replicas.as_ref().map_or(workload.span, |replicas| replicas.span);
            workload.replicas = Some(Spanned::new(0, span));
            *resource = Arc::new(resource.with_spec(Spec::Workload(*kind, workload)));
        }
    }
}

/// A Canary with what its parts are made of.
struct Parts<'a> {
    resource: &'a Resource,
    canary: &'a Canary,
    service: &'a CanaryService,
    /// The name of the target.
    name: &'a str,
    /// The name of the Service.
    apex: &'a str,
    /// The Deployment: its place, its text and what it says.
    target: Option<(usize, &'a Node, &'a Workload)>,
    /// The label that tells primary and canary apart, and its value for the canary.
    label: (&'static str, String),
}

impl<'a> Parts<'a> {
    /// `None` where Flagger would make nothing: another kind of target, or a Deployment without one of the labels.
    fn new(config: &'a Config, resource: &'a Resource, canary: &'a Canary) -> Option<Self> {
        let reference = canary.target_ref.as_ref()?;
        let name = reference.name.as_ref()?.value.as_str();
        if reference.kind.as_ref().is_some_and(|kind| kind.value != "Deployment") {
            return None;
        }
        let service = canary.service.as_ref()?;
        let is_target = |one: &Resource| {
            one.kind == "Deployment"
                && one.metadata.namespace == resource.metadata.namespace
                && one.metadata.name.value == name
        };
        let target = config.resources.iter().enumerate().find_map(|(place, one)| match &one.spec {
            Spec::Workload(WorkloadKind::Deployment, workload) if is_target(one) => {
                Some((place, one.node.as_ref(), workload.as_ref()))
            }
            _ => None,
        });
        let label = match target {
            Some((.., workload)) => {
                let labels = &workload.selector.as_ref()?.match_labels;
                LABELS.iter().find_map(|label| Some((*label, labels.get(*label)?.value.clone())))?
            }
            // A Canary alone: the Deployment is taken as one usually is.
            None => ("app", name.to_owned()),
        };
        let apex = service.name.as_ref().map_or(name, |name| name.value.as_str());
        Some(Self { resource, canary, service, name, apex, target, label })
    }

    fn documents(&self) -> Vec<Implied> {
        let (label, value) = &self.label;
        let (primary, canary) = (format!("{value}-primary"), value.clone());
        let mut documents = vec![self.deployment(&primary)];
        for (name, selected) in [
            (format!("{}-canary", self.apex), &canary),
            (format!("{}-primary", self.apex), &primary),
            (self.apex.to_owned(), &primary),
        ] {
            documents.push(self.document("v1", "Service", name, self.service_spec(label, selected)));
        }
        let provider = self.canary.provider.as_ref().map_or("istio", |provider| provider.value.as_str());
        if provider == "istio" {
            for name in ["canary", "primary"].map(|side| format!("{}-{side}", self.apex)) {
                let mut spec = format!("host: {}\n", scalar(&name));
                if let Some(policy) = &self.service.traffic_policy {
                    let _ = writeln!(spec, "trafficPolicy: {}", flow_node(policy));
                }
                documents.push(self.document("networking.istio.io/v1", "DestinationRule", name, spec));
            }
            let rule = self.document("networking.istio.io/v1", "VirtualService", self.apex.to_owned(), self.rule());
            documents.push(rule);
        }
        documents
    }

    fn document(&self, api_version: &'static str, kind: &'static str, name: String, spec: String) -> Implied {
        let document = Document {
            api_version,
            kind,
            name,
            namespace: self.resource.metadata.namespace.clone(),
            labels: Vec::new(),
            spec,
            reason: say!("implied-by-canary", canary = &self.resource.metadata.name.value),
            because: self.resource.span,
        };
        document.finish()
    }

    fn deployment(&self, primary: &str) -> Implied {
        let (label, value) = &self.label;
        let selector = flow_map([(*label, primary)]);
        let (mut labels, mut replicas) = (vec![((*label).to_owned(), value.clone())], 1);
        let mut annotations = None;
        let mut pod = format!("{{containers: [{{name: {0}, image: {0}}}]}}", scalar(self.name));
        if let Some((_, node, workload)) = self.target {
            labels = workload.pod_labels().into_iter().collect();
            replicas = workload.replicas.as_ref().map_or(1, |replicas| replicas.value).max(1);
            annotations = node.at("spec.template.metadata.annotations").map(flow_node);
            pod = node.at("spec.template.spec").map_or(pod, flow_node);
        }
        labels.retain(|(key, _)| key != label);
        labels.push(((*label).to_owned(), primary.to_owned()));
        let labels = flow_map(labels.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let mut spec = format!(
            "replicas: {replicas}\nselector:\n  matchLabels: {selector}\ntemplate:\n  metadata:\n    labels: {labels}\n"
        );
        if let Some(annotations) = annotations {
            let _ = writeln!(spec, "    annotations: {annotations}");
        }
        let _ = writeln!(spec, "  spec: {pod}");
        self.document("apps/v1", "Deployment", format!("{}-primary", self.name), spec)
    }

    fn service_spec(&self, label: &str, selected: &str) -> String {
        let service = self.service;
        let port = service.port.as_ref().map_or(80, |port| port.value);
        let name = service.port_name.as_ref().map_or("http", |name| name.value.as_str());
        let mut spec =
            format!("selector: {}\nports:\n- name: {}\n  port: {port}\n", flow_map([(label, selected)]), scalar(name));
        match service.target_port.as_ref().map(|target| &target.value) {
            Some(IntOrString::Int(number)) if *number != 0 => {
                let _ = writeln!(spec, "  targetPort: {number}");
            }
            Some(IntOrString::String(name)) => {
                let _ = writeln!(spec, "  targetPort: {}", scalar(name));
            }
            _ => {}
        }
        if let Some(protocol) = &service.app_protocol {
            let _ = writeln!(spec, "  appProtocol: {}", scalar(&protocol.value));
        }
        spec
    }

    /// The VirtualService: everything to the primary. With conditions of an A/B test what meets one of them goes by the
    /// weights, the rest to the primary.
    fn rule(&self) -> String {
        let service = self.service;
        let mut spec = String::new();
        let is_delegate = service.delegation.as_ref().is_some_and(|delegation| delegation.value);
        if !is_delegate {
            let mut hosts: Vec<&str> = service.hosts.iter().map(|host| host.value.as_str()).collect();
            if !hosts.iter().any(|host| *host == self.apex || *host == "*") {
                hosts.push(self.apex);
            }
            let mut gateways: Vec<&str> = service.gateways.iter().map(|gateway| gateway.value.as_str()).collect();
            if gateways.is_empty() {
                gateways.push("mesh");
            }
            let _ = writeln!(spec, "hosts: {}\ngateways: {}", flow_list(&hosts), flow_list(&gateways));
        }
        let destination = |side: &str, weight: u32| {
            let host = scalar(&format!("{}-{side}", self.apex));
            format!("  - destination: {{host: {host}}}\n    weight: {weight}\n")
        };
        let (primary, canary) = (destination("primary", 100), destination("canary", 0));
        if service.app_protocol.as_ref().is_some_and(|protocol| protocol.value.eq_ignore_ascii_case("tcp")) {
            let _ = write!(spec, "tcp:\n- route:\n{primary}{canary}");
            return spec;
        }
        let written = |path: &str| self.resource.node.at(path).filter(|node| !node.items().is_empty());
        let own = written("spec.service.match").map(flow_node);
        let tested = written("spec.analysis.match").map(|tested| match written("spec.service.match") {
            None => flow_node(tested),
            Some(own) => crossed(tested, own),
        });
        spec.push_str("http:\n");
        if let Some(tested) = tested {
            self.route(&mut spec, Some(&tested), &format!("{primary}{canary}"));
            self.route(&mut spec, own.as_deref(), &primary);
        } else {
            self.route(&mut spec, own.as_deref(), &format!("{primary}{canary}"));
        }
        spec
    }

    fn route(&self, spec: &mut String, condition: Option<&str>, destinations: &str) {
        let service = self.service;
        let _ = write!(spec, "- route:\n{destinations}");
        if let Some(condition) = condition {
            let _ = writeln!(spec, "  match: {condition}");
        }
        if let Some(rewrite) = &service.rewrite {
            let parts = ["uri", "authority"].into_iter().filter_map(|key| Some((key, rewrite.get(key)?.text()?)));
            let _ = writeln!(spec, "  rewrite: {}", flow_map(parts));
        }
        if let Some(timeout) = &service.timeout {
            let _ = writeln!(spec, "  timeout: {}", scalar(&timeout.value));
        }
        let blocks =
            [("retries", &service.retries), ("headers", &service.headers), ("corsPolicy", &service.cors_policy)];
        for (key, node) in blocks {
            if let Some(node) = node {
                let _ = writeln!(spec, "  {key}: {}", flow_node(node));
            }
        }
    }
}

/// Each condition of a test with each of the service's: headers and source labels are those of the test
/// (`mergeMatchConditions`).
fn crossed(tested: &Node, own: &Node) -> String {
    /// More than these are not written out.
    const MOST_CONDITIONS: usize = 200;
    let pairs = tested.items().iter().flat_map(|one| own.items().iter().map(move |other| (one, other)));
    let conditions = pairs.take(MOST_CONDITIONS).map(|(one, other)| {
        let of_test = |key: &str| matches!(key, "headers" | "sourceLabels") && one.get(key).is_some();
        let kept = other.entries().iter().filter(|entry| !of_test(&entry.key.value));
        let taken = one.entries().iter().filter(|entry| of_test(&entry.key.value));
        let parts = kept.chain(taken).map(|entry| format!("{}: {}", scalar(&entry.key.value), flow_node(&entry.value)));
        format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
    });
    format!("[{}]", conditions.collect::<Vec<_>>().join(", "))
}

fn flow_list(texts: &[&str]) -> String {
    format!("[{}]", texts.iter().map(|text| scalar(text)).collect::<Vec<_>>().join(", "))
}
