use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::Words;

use super::annotation_values;
use crate::{
    context::{Context, finding, root, spec},
    field::Field,
};

rule! {
    /// An annotation of Istio's that Istio does not know, that stands on the wrong kind, that is deprecated, or whose
    /// value cannot be read.
    ///
    /// Istio passes over the first two; a pod with a value that cannot be read it refuses. The annotations of a
    /// workload's pods stand in its template. Istio: `annotations.K8sAnalyzer`, IST0107, IST0108, IST0125 and IST0135;
    /// the names are those of istio/api (1.32).
    each check => "IST0107", "IST0108", "IST0125", "IST0135"
}

/// Where an annotation may stand.
enum On {
    Any,
    Kinds(&'static [&'static str]),
}

/// Annotations that belong on a pod: the common case.
const ON_PODS: [&str; 44] = [
    "ambient.istio.io/bypass-inbound-capture",
    "ambient.istio.io/dns-capture",
    "ambient.istio.io/redirection",
    "inject.istio.io/templates",
    "istio.io/reroute-virtual-interfaces",
    "prometheus.istio.io/merge-metrics",
    "proxy.istio.io/config",
    "proxy.istio.io/overrides",
    "readiness.status.sidecar.istio.io/applicationPorts",
    "readiness.status.sidecar.istio.io/failureThreshold",
    "readiness.status.sidecar.istio.io/initialDelaySeconds",
    "readiness.status.sidecar.istio.io/periodSeconds",
    "sidecar.istio.io/agentLogLevel",
    "sidecar.istio.io/bootstrapOverride",
    "sidecar.istio.io/componentLogLevel",
    "sidecar.istio.io/discoveryAddress",
    "sidecar.istio.io/extraStatTags",
    "sidecar.istio.io/inject",
    "sidecar.istio.io/interceptionMode",
    "sidecar.istio.io/logLevel",
    "sidecar.istio.io/nativeSidecar",
    "sidecar.istio.io/proxyCPU",
    "sidecar.istio.io/proxyCPULimit",
    "sidecar.istio.io/proxyImage",
    "sidecar.istio.io/proxyImageType",
    "sidecar.istio.io/proxyMemory",
    "sidecar.istio.io/proxyMemoryLimit",
    "sidecar.istio.io/rewriteAppHTTPProbers",
    "sidecar.istio.io/statsCompression",
    "sidecar.istio.io/statsEvictionInterval",
    "sidecar.istio.io/statsFlushInterval",
    "sidecar.istio.io/statsHistogramBins",
    "sidecar.istio.io/statsHistogramBuckets",
    "sidecar.istio.io/statsInclusionPrefixes",
    "sidecar.istio.io/statsInclusionRegexps",
    "sidecar.istio.io/statsInclusionSuffixes",
    "sidecar.istio.io/userVolume",
    "sidecar.istio.io/userVolumeMount",
    "status.sidecar.istio.io/port",
    "traffic.sidecar.istio.io/excludeInboundPorts",
    "traffic.sidecar.istio.io/excludeInterfaces",
    "traffic.sidecar.istio.io/excludeOutboundIPRanges",
    "traffic.sidecar.istio.io/excludeOutboundPorts",
    "traffic.sidecar.istio.io/includeInboundPorts",
];

const DEPRECATED: [&str; 10] = [
    "alpha.istio.io/canonical-serviceaccounts",
    "alpha.istio.io/kubernetes-serviceaccounts",
    "sidecar.istio.io/discoveryAddress",
    "sidecar.istio.io/extraStatTags",
    "sidecar.istio.io/inject",
    "sidecar.istio.io/statsCompression",
    "sidecar.istio.io/statsInclusionPrefixes",
    "sidecar.istio.io/statsInclusionRegexps",
    "sidecar.istio.io/statsInclusionSuffixes",
    "traffic.sidecar.istio.io/kubevirtInterfaces",
];

/// Set by Istio's own controllers: never worth a word.
const SET_BY_ISTIO: [&str; 3] = ["sidecar.istio.io/status", "gateway.istio.io/controller-version", "istio.io/rev"];

fn belongs_on(annotation: &str) -> Option<On> {
    if ON_PODS.contains(&annotation) {
        return Some(On::Kinds(&["Pod"]));
    }
    Some(On::Kinds(match annotation {
        "galley.istio.io/analyze-suppress" => return Some(On::Any),
        "traffic.sidecar.istio.io/includeOutboundIPRanges"
        | "traffic.sidecar.istio.io/includeOutboundPorts"
        | "traffic.sidecar.istio.io/kubevirtInterfaces" => &["Pod"],
        "alpha.istio.io/canonical-serviceaccounts"
        | "alpha.istio.io/kubernetes-serviceaccounts"
        | "networking.istio.io/exportTo"
        | "traffic.istio.io/nodeSelector" => &["Service"],
        "ambient.istio.io/waypoint-inbound-binding" => &["GatewayClass", "Gateway"],
        "gateway.istio.io/name-override" | "gateway.istio.io/service-account" | "networking.istio.io/service-type" => {
            &["Gateway"]
        }
        "istio.io/autoRegistrationGroup"
        | "istio.io/connectedAt"
        | "istio.io/disconnectedAt"
        | "istio.io/workloadController" => &["WorkloadEntry"],
        "istio.io/dry-run" => &["AuthorizationPolicy"],
        "istio.io/use-waypoint-canary-weight" => &["Service", "ServiceEntry", "Namespace"],
        "kubernetes.io/ingress.class" => &["Ingress"],
        "networking.istio.io/traffic-distribution" => &["Namespace", "Service", "ServiceEntry"],
        "topology.istio.io/controlPlaneClusters" => &["Namespace"],
        _ => return None,
    }))
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let kinds = ["Namespace", "Service", "Pod", "Deployment"];
    let own = kinds
        .into_iter()
        .flat_map(|kind| context.subjects(kind))
        .map(|resource| (resource, root(resource).get("metadata"), resource.kind.as_str()));
    let started = context.subjects("Deployment").filter(|it| spec(it).get("replicas").text() != "0");
    let of_pods = started.map(|it| (it, spec(it).get("template").get("metadata"), "Pod"));
    own.chain(of_pods).flat_map(|(resource, metadata, kind)| annotations(resource, metadata, kind)).collect()
}

fn annotations(resource: &Resource, metadata: Field<'_>, kind: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, value) in metadata.get("annotations").entries().filter(|(name, _)| is_istios(name)) {
        if SET_BY_ISTIO.contains(&name) {
            continue;
        }
        let mut report = |code, severity, message: String| {
            found.push(finding(code, severity, resource, value, Words::theirs(message)));
        };
        let Some(place) = belongs_on(name) else {
            report("IST0108", Severity::Warning, format!("Unknown annotation: {name}"));
            continue;
        };
        let is_inject = name == "sidecar.istio.io/inject";
        let has_label = is_inject && metadata.get("labels").entries().any(|(label, _)| label == name);
        if DEPRECATED.contains(&name) && !has_label {
            let instead = if is_inject { " in favor of the \"sidecar.istio.io/inject\" label" } else { "" };
            report(
                "IST0135",
                Severity::Info,
                format!("Annotation {name:?} has been deprecated{instead} and may not work in future Istio versions."),
            );
        }
        let On::Kinds(kinds) = place else { continue };
        if !kinds.contains(&kind) {
            let message = format!("Misplaced annotation: {name} can only be applied to {}", kinds.join(", "));
            report("IST0107", Severity::Warning, message);
        } else if let Err(problem) = annotation_values::check(name, &value.text()) {
            report("IST0125", Severity::Warning, format!("Invalid annotation {name}: {problem}"));
        }
    }
    found
}

fn is_istios(annotation: &str) -> bool {
    annotation == "kubernetes.io/ingress.class"
        || annotation.split('/').next().is_some_and(|owner| owner.ends_with("istio.io"))
}
