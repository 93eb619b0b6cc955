//! `kubectl autoscale`: a HorizontalPodAutoscaler for a workload (`k8s.io/kubectl/pkg/cmd/autoscale`).

use mesh_cluster::api::Verb;
use serde_json::{Value, json};

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
use super::output::{DryRun, say};
use super::resources::one;
use crate::{Context, json as look};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if call.has("cpu-percent") {
        context.err(
            "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for \
             utilization or '500m' for milliCPU).\n",
        );
    }
    if !call.has("max") {
        return error("required flag(s) \"max\" not set");
    }
    let (min, max) = (call.number("min"), call.number("max"));
    if max < 1 {
        return error(format!("--max=MAXPODS is required and must be at least 1, max: {max}"));
    }
    if max < min {
        return error(format!("--max=MAXPODS must be larger or equal to --min=MINPODS, max: {max}, min: {min}"));
    }
    let metrics = metrics(call)?;
    let dry_run = DryRun::of(call, context)?;
    let query = Query { arguments: call.arguments.clone(), ..Query::default() };
    let targets = find(call, &query, context)?.all()?;
    let resource = one("horizontalpodautoscalers", context)?;
    for target in targets {
        let scales = matches!(
            (target.resource.group, target.resource.plural),
            ("apps", "deployments" | "replicasets" | "statefulsets") | ("", "replicationcontrollers")
        );
        if !scales {
            return error(format!(
                "cannot autoscale a {}: the server could not find the requested resource",
                target.resource.kind
            ));
        }
        let name = if call.has("name") { call.text("name").to_owned() } else { target.name.clone() };
        let mut object = json!({
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": { "name": name },
            "spec": {
                "maxReplicas": max,
                "scaleTargetRef": {
                    "apiVersion": target.resource.api_version(),
                    "kind": target.resource.kind,
                    "name": target.name,
                },
            },
        });
        if let Some(spec) = look::map_mut(&mut object, &["spec"]) {
            if min > 0 {
                spec.insert("minReplicas".to_owned(), json!(min));
            }
            if !metrics.is_empty() {
                spec.insert("metrics".to_owned(), Value::Array(metrics.clone()));
            }
        }
        let namespace = target.namespace.clone();
        let info = Info { resource, namespace: namespace.clone(), name, object: object.clone(), source: String::new() };
        if dry_run == DryRun::Client {
            say(call, &info, &object, "created", dry_run, context)?;
            continue;
        }
        let dry = dry_run == DryRun::Server;
        let object =
            context.server.call(&Verb::Create { resource: resource.resource(), namespace, object, dry_run: dry })?;
        say(call, &info, &object, "autoscaled", dry_run, context)?;
    }
    Ok(Ran::Done(0))
}

/// The metrics that `--cpu`, `--cpu-percent` and `--memory` ask for.
fn metrics(call: &Call) -> Result<Vec<Value>, Failure> {
    let percent = call.number("cpu-percent");
    if percent > 0 && call.has("cpu") {
        return error("--cpu-percent and --cpu are mutually exclusive");
    }
    let mut all = Vec::new();
    if percent > 0 {
        all.push(metric("cpu", json!({"averageUtilization": percent, "type": "Utilization"})));
    }
    for (resource, unit) in [("cpu", "m"), ("memory", "Mi")] {
        let text = call.text(resource).trim();
        if !text.is_empty() {
            all.push(metric(resource, target(resource, text, unit)?));
        }
    }
    Ok(all)
}

fn metric(resource: &str, target: Value) -> Value {
    json!({"resource": {"name": resource, "target": target}, "type": "Resource"})
}

/// `70%` of what is requested, or an amount; a bare number has the unit that is usual (`parseResourceInput`).
fn target(resource: &str, text: &str, unit: &str) -> Result<Value, Failure> {
    if let Some(percent) = text.strip_suffix('%') {
        return match percent.parse::<i32>() {
            Ok(percent) if percent >= 0 => Ok(json!({"averageUtilization": percent, "type": "Utilization"})),
            Ok(_) => error(format!("invalid percentage value: {text}, value must be non-negative")),
            Err(_) => error(format!("invalid percentage value: {text}")),
        };
    }
    let amount = if text.parse::<f64>().is_ok() { format!("{text}{unit}") } else { text.to_owned() };
    match super::quantity::parse(&amount) {
        Some(_) => Ok(json!({"averageValue": amount, "type": "AverageValue"})),
        None => error(format!("invalid resource {resource} value: {text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_shares_or_amounts() {
        for (resource, text, unit, wanted) in [
            ("cpu", "70%", "m", Some(json!({"averageUtilization": 70, "type": "Utilization"}))),
            ("cpu", "500", "m", Some(json!({"averageValue": "500m", "type": "AverageValue"}))),
            ("memory", "1Gi", "Mi", Some(json!({"averageValue": "1Gi", "type": "AverageValue"}))),
            ("cpu", "lots", "m", None),
        ] {
            assert_eq!(target(resource, text, unit).ok(), wanted, "{text}");
        }
    }
}
