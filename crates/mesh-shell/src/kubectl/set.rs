//! `kubectl set image|resources|serviceaccount|selector` (`k8s.io/kubectl/pkg/cmd/set`).

use mesh_cluster::api::{PatchType, Verb};
use serde_json::{Map, Value, json};

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
use super::merge::three_way;
use super::output::{DryRun, say};
use crate::{Context, json as look};

pub(super) const QUANTITY: &str =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/// Where the template of a kind's pods stands.
fn template_path(info: &Info) -> Option<&'static [&'static str]> {
    match (info.resource.group, info.resource.plural) {
        ("", "pods") => Some(&[]),
        ("apps", "deployments" | "replicasets" | "daemonsets" | "statefulsets") | ("batch", "jobs") => {
            Some(&["spec", "template"])
        }
        ("", "replicationcontrollers") => Some(&["spec", "template"]),
        ("batch", "cronjobs") => Some(&["spec", "jobTemplate", "spec", "template"]),
        _ => None,
    }
}

/// The spec of a kind's pods.
fn pod_spec<'a>(info: &Info, object: &'a mut Value) -> Option<&'a mut Map<String, Value>> {
    let mut path: Vec<&str> = template_path(info)?.to_vec();
    path.push("spec");
    look::map_mut(object, &path)
}

/// The arguments: resources first, then changes.
pub(super) fn split(call: &Call, is_change: impl Fn(&str) -> bool) -> (Vec<String>, Vec<String>) {
    call.arguments.iter().cloned().partition(|argument| !is_change(argument))
}

pub(super) fn query(call: &Call, arguments: Vec<String>) -> Query {
    Query { arguments, labels: call.text("selector").to_owned(), all: call.is("all"), ..Query::default() }
}

/// Changes each object that is named, and says so.
pub(super) fn change(
    call: &Call,
    arguments: Vec<String>,
    said: &str,
    context: &mut Context<'_>,
    mut edit: impl FnMut(&Info, &mut Value) -> Result<(), Failure>,
) -> Result<Ran, Failure> {
    let dry_run = DryRun::of(call, context)?;
    let found = find(call, &query(call, arguments), context)?;
    let mut failures = found.failures;
    for info in found.infos {
        let mut object = info.object.clone();
        if let Err(failure) = edit(&info, &mut object) {
            failures.push(failure);
            continue;
        }
        let patch = three_way(&info.object, &object, &info.object, true);
        if patch.as_object().is_some_and(Map::is_empty) {
            continue;
        }
        let result = match dry_run {
            DryRun::Client => Ok(object),
            _ => {
                let verb = Verb::Patch {
                    address: info.address(),
                    patch_type: PatchType::StrategicMerge,
                    patch,
                    dry_run: dry_run == DryRun::Server,
                };
                context.server.call(&verb).map_err(Failure::from)
            }
        };
        let result = result.and_then(|object| say(call, &info, &object, said, dry_run, context));
        failures.extend(result.err());
    }
    super::ended(failures)
}

fn no_template(info: &Info) -> Failure {
    let name = format!("{}/{}", info.resource.plural, info.name);
    Failure::Error(format!(
        "error: {name} the object is not a pod or does not have a pod template: {}",
        info.resource.kind
    ))
}

/// Does something with each container of the names; `*` is all.
pub(super) fn containers(
    info: &Info,
    object: &mut Value,
    mut each: impl FnMut(&str, &mut Map<String, Value>),
) -> Result<(), Failure> {
    let spec = pod_spec(info, object).ok_or_else(|| no_template(info))?;
    for field in ["initContainers", "containers"] {
        for container in spec.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(map) = container.as_object_mut() {
                let name = map.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
                each(&name, map);
            }
        }
    }
    Ok(())
}

pub(super) fn image(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let (resources, images) = split(call, |argument| argument.contains('=') && !argument.starts_with('='));
    let mut wrong = Vec::new();
    if resources.is_empty() && !call.has("filename") {
        return error(super::infos::NOTHING);
    }
    if images.is_empty() {
        find(call, &query(call, resources), context)?;
        return error("at least one image update is required");
    }
    if images.len() > 1 && images.iter().any(|image| image.starts_with("*=")) {
        wrong.push(Failure::Error(
            "all containers are already specified by *, but saw more than one container_name=container_image pairs"
                .to_owned(),
        ));
        return super::ended(wrong);
    }
    let pairs: Vec<(String, String)> = images
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, image)| (name.to_owned(), image.to_owned()))
        .collect();
    change(call, resources, "image updated", context, |info, object| {
        let mut missing = Vec::new();
        for (wanted, image) in &pairs {
            let mut any = false;
            containers(info, object, |name, container| {
                if name == wanted || wanted == "*" {
                    any = true;
                    container.insert("image".to_owned(), Value::String(image.clone()));
                }
            })?;
            if !any {
                missing.push(Failure::Error(format!("error: unable to find container named {wanted:?}")));
            }
        }
        match missing.len() {
            0 => Ok(()),
            1 => Err(missing.remove(0)),
            _ => Err(Failure::Many(missing)),
        }
    })
}

pub(super) fn resources(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if call.arguments.is_empty() && !call.has("filename") {
        return error(super::infos::NOTHING);
    }
    let list = |name: &str| -> Result<Vec<(String, String)>, Failure> {
        call.list(name)
            .iter()
            .map(|part| match part.split_once('=') {
                Some((_, quantity)) if super::quantity::parse(quantity).is_none() => error(QUANTITY),
                Some((resource, quantity)) => Ok((resource.to_owned(), quantity.to_owned())),
                None => error(format!("invalid argument syntax {part}, expected <resource>=<value>")),
            })
            .collect()
    };
    let (limits, requests) = (list("limits")?, list("requests")?);
    if limits.is_empty() && requests.is_empty() {
        return error("you must specify an update to requests or limits (in the form of --requests/--limits)");
    }
    let only = call.text("containers").to_owned();
    change(call, call.arguments.clone(), "resource requirements updated", context, |info, object| {
        let mut any = false;
        containers(info, object, |name, container| {
            if only != "*" && !only.is_empty() && name != only {
                return;
            }
            any = true;
            for (field, list) in [("limits", &limits), ("requests", &requests)] {
                let place = container.entry("resources").or_insert_with(|| json!({}));
                for (resource, quantity) in list {
                    if let Some(map) = look::map_mut(place, &[field]) {
                        map.insert(resource.clone(), Value::String(quantity.clone()));
                    }
                }
            }
        })?;
        if any { Ok(()) } else { error(format!("error: unable to find container named {only}")) }
    })
}

pub(super) fn service_account(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let Some((account, resources)) = call.arguments.split_last() else {
        return error("serviceaccount is required");
    };
    change(call, resources.to_vec(), "serviceaccount updated", context, |info, object| {
        let spec = pod_spec(info, object).ok_or_else(|| no_template(info))?;
        spec.insert("serviceAccountName".to_owned(), Value::String(account.clone()));
        Ok(())
    })
}

pub(super) fn selector(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let Some((text, resources)) = call.arguments.split_last() else { return error("one selector is required") };
    let pairs: Vec<(String, Value)> = text
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), Value::String(value.to_owned())))
        .collect();
    change(call, resources.to_vec(), "selector updated", context, |info, object| {
        if info.resource.plural != "services" {
            return error("setting a selector is only supported for Services");
        }
        if let Some(spec) = look::map_mut(object, &["spec"]) {
            spec.insert("selector".to_owned(), Value::Object(pairs.iter().cloned().collect()));
        }
        Ok(())
    })
}
