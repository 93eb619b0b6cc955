use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::endpoints;
use crate::{
    context::{Context, PODS, finding, spec},
    field::Field,
    suggestion::offering,
};

rule! {
    /// `maxEjectionPercent` is too low for the number of hosts: nobody is ever ejected.
    ///
    /// Envoy ejects a host only if `100 * (ejected + 1) / hosts` stays within the percentage, and the default is 10: a
    /// service with fewer than ten pods then never loses one, however often it fails. Each subset that a route names is
    /// counted by itself. With 100 every host may be ejected, and requests are answered 503 UH meanwhile. Facts: Envoy
    /// `outlier_detection_impl.cc`, since 1.28.
    each beside ["Service", "VirtualService", PODS] check => "MP0102", "MP0104"
}

const DEFAULT_PERCENT: i64 = 10;

/// A host or a subset of it, and its pods.
struct HostCount {
    subset: Option<String>,
    hosts: usize,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(|rule| percentages(rule, context)).collect()
}

fn percentages(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let (namespace, host) = (rule.metadata.namespace.as_str(), spec(rule).get("host").text());
    let target = |subset: Option<Field<'_>>| {
        let hosts = endpoints::count(context, namespace, &host, subset).filter(|hosts| *hosts > 0)?;
        Some(HostCount { subset: subset.map(|subset| subset.get("name").text().into_owned()), hosts })
    };
    let mut found = Vec::new();
    for (outlier, port) in detections(spec(rule).get("trafficPolicy")) {
        let mut targets: Vec<HostCount> = spec(rule)
            .get("subsets")
            .items()
            .filter(|subset| {
                inherits(*subset, port) && context.routed_subsets().names(namespace, &host, &subset.get("name").text())
            })
            .filter_map(|subset| target(Some(subset)))
            .collect();
        if targets.is_empty() || context.routed_subsets().takes_whole(namespace, &host) {
            targets.extend(target(None));
        }
        found.extend(verdict(rule, outlier, targets));
    }
    for subset in spec(rule).get("subsets").items() {
        for (outlier, _) in detections(subset.get("trafficPolicy")) {
            found.extend(verdict(rule, outlier, target(Some(subset)).into_iter().collect()));
        }
    }
    found
}

/// The `outlierDetection` blocks of a policy, and the ports that they are for where they are for one.
fn detections(policy: Field<'_>) -> impl Iterator<Item = (Field<'_>, Option<i64>)> {
    let ports = policy.get("portLevelSettings").items();
    let of_ports = ports.map(|own| (own.get("outlierDetection"), Some(own.get("port").get("number").integer())));
    std::iter::once((policy.get("outlierDetection"), None)).chain(of_ports).filter(|(outlier, _)| outlier.present())
}

/// Whether a subset takes over the rule's detection, as far as that is plain.
fn inherits(subset: Field<'_>, port: Option<i64>) -> bool {
    let policy = subset.get("trafficPolicy");
    let mut ports = policy.get("portLevelSettings").items();
    !policy.get("outlierDetection").present()
        && ports.all(|own| port.is_some_and(|port| own.get("port").get("number").integer() != port))
}

/// What is to say of the target with the fewest hosts.
fn verdict(rule: &Resource, outlier: Field<'_>, targets: Vec<HostCount>) -> Option<Diagnostic> {
    let target = targets.into_iter().min_by_key(|target| target.hosts)?;
    let hosts = target.hosts;
    let field = outlier.get("maxEjectionPercent");
    let percent = if field.integer() > 0 { field.integer() } else { DEFAULT_PERCENT };
    let first = 100.0 / hosts as f64;
    if first > percent as f64 {
        let least = 100_usize.div_ceil(hosts);
        let share = format!("{first:.0}");
        let message = match (target.subset, field.integer() > 0) {
            (None, true) => say!("ejection-percent-low", hosts, share, percent, least),
            (None, false) => say!("ejection-percent-low-default", hosts, share, percent, least),
            (Some(subset), true) => say!("ejection-percent-low-of-subset", subset, hosts, share, percent, least),
            (Some(subset), false) => {
                say!("ejection-percent-low-default-of-subset", subset, hosts, share, percent, least)
            }
        };
        let place = if field.present() { field } else { outlier };
        let finding = finding("MP0102", Severity::Warning, rule, place, message);
        return Some(offering(finding, field, Some(least.to_string())));
    }
    if percent == 100 {
        let message = match target.subset {
            None => say!("ejection-percent-all", hosts),
            Some(subset) => say!("ejection-percent-all-of-subset", hosts, subset),
        };
        return Some(finding("MP0104", Severity::Info, rule, field, message));
    }
    None
}
