use mesh_config::{Diagnostic, Resource, Severity};

use super::endpoints;
use crate::{
    context::{Context, PODS, finding, spec},
    field::Field,
};

rule! {
    /// `maxEjectionPercent` is too low for the number of hosts: nobody is ever ejected.
    ///
    /// Envoy ejects a host only if `100 * (ejected + 1) / hosts` stays within the percentage, and the default is 10: a
    /// service with fewer than ten pods then never loses one, however often it fails. With 100 every host may be ejected,
    /// and requests are answered 503 UH meanwhile. Facts: Envoy `outlier_detection_impl.cc`, since 1.31.
    each beside ["Service", PODS] check => "MP0102", "MP0104"
}

const DEFAULT_PERCENT: i64 = 10;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(|rule| percentages(rule, context)).collect()
}

fn percentages(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let host = spec(rule).get("host").text();
    let mut found = Vec::new();
    let mut judge = |policy: Field<'_>, subset: Option<Field<'_>>| {
        let ports = policy.get("portLevelSettings").items();
        let outliers = std::iter::once(policy).chain(ports).map(|policy| policy.get("outlierDetection"));
        for outlier in outliers.filter(|outlier| outlier.present()) {
            let hosts = endpoints::count(context, &rule.metadata.namespace, &host, subset);
            if let Some(hosts) = hosts.filter(|hosts| *hosts > 0) {
                found.extend(verdict(rule, outlier, hosts));
            }
        }
    };
    judge(spec(rule).get("trafficPolicy"), None);
    for subset in spec(rule).get("subsets").items() {
        judge(subset.get("trafficPolicy"), Some(subset));
    }
    found
}

fn verdict(rule: &Resource, outlier: Field<'_>, hosts: usize) -> Option<Diagnostic> {
    let field = outlier.get("maxEjectionPercent");
    let percent = if field.integer() > 0 { field.integer() } else { DEFAULT_PERCENT };
    let first = 100.0 / hosts as f64;
    let plural = if hosts == 1 { "host" } else { "hosts" };
    if first > percent as f64 {
        let origin = if field.integer() > 0 { "" } else { ", the default," };
        let least = 100_usize.div_ceil(hosts);
        let message = format!(
            "No host can ever be ejected: the first of {hosts} {plural} would be {first:.0} % of them, and maxEjectionPercent \
             {percent}{origin} is less. Set it to {least} or more."
        );
        return Some(finding(
            "MP0102",
            Severity::Warning,
            rule,
            if field.present() { field } else { outlier },
            message,
        ));
    }
    if percent == 100 {
        let message = format!("All {hosts} {plural} may be ejected at once: requests are then answered 503 UH.");
        return Some(finding("MP0104", Severity::Info, rule, field, message));
    }
    None
}
