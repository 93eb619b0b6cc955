//! `kubectl apply` (`k8s.io/kubectl/pkg/cmd/apply`).

use mesh_cluster::api::{PatchType, Verb};
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::field_validation::Validation;
use super::infos::{Info, namespace};
use super::manifest;
use super::merge::{last_applied, three_way, with_annotation, without_nulls};
use super::output::{DryRun, Format, list_of};
use crate::{Context, json};

const CONFLICT_NOTE: &str = " annotation which is required by kubectl apply. kubectl apply should only be used on resources \
    created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched \
    automatically.";

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if !call.arguments.is_empty() {
        return call.usage(format!("Unexpected args: [{}]", call.arguments.join(" ")));
    }
    if !call.has("filename") && !call.has("kustomize") {
        return error("must specify one of -f and -k");
    }
    let dry_run = DryRun::of(call, context)?;
    Validation::of(call)?;
    fitting(call, dry_run)?;
    let format = Format::of(call)?;
    let home = namespace(call, context);
    let (infos, mut failures) = manifest::read(call, &call.each("filename"), &home, context)?;
    let labels = call.text("selector");
    let infos: Vec<Info> = infos.into_iter().filter(|info| selects(labels, &info.object)).collect();
    if infos.is_empty() && failures.is_empty() {
        return error("no objects passed to apply");
    }
    let mut applied: Vec<(Info, Value)> = Vec::new();
    for info in infos {
        match one(call, &info, dry_run, &format, context) {
            Ok(object) => applied.push((info, object)),
            Err(failure) => failures.push(failure),
        }
    }
    if !format.is_human() && !applied.is_empty() {
        let text = match (applied.as_slice(), &format) {
            (_, Format::Name) => applied.iter().map(|(info, _)| info.called() + "\n").collect(),
            ([(info, object)], _) => format.show(object, Some(info), call)?,
            _ => format.show(&list_of(applied.into_iter().map(|(_, object)| object).collect()), None, call)?,
        };
        context.out(&text);
    }
    super::ended(failures)
}

/// Refuses flags that do not go together (`ApplyOptions.Validate`).
fn fitting(call: &Call, dry_run: DryRun) -> Result<(), Failure> {
    let (server_side, forced, prunes) = (call.is("server-side"), call.is("force"), call.is("prune"));
    let (all, selected) = (call.is("all"), call.has("selector"));
    if call.is("force-conflicts") && !server_side {
        return error("--force-conflicts only works with --server-side");
    }
    if dry_run == DryRun::Client && server_side {
        return error("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
    }
    if server_side && forced {
        return error("--force cannot be used with --server-side");
    }
    if dry_run == DryRun::Server && forced {
        return error("--dry-run=server cannot be used with --force");
    }
    if all && selected {
        return error("cannot set --all and --selector at the same time");
    }
    if prunes && forced {
        return error("--force cannot be used with --prune");
    }
    if prunes && !all && !selected {
        return error(
            "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. \
             If you did not mean to prune all resources, specify a label selector",
        );
    }
    if prunes && server_side {
        return error("--prune is in alpha and doesn't currently work on objects created by server-side apply");
    }
    if call.has("subresource") && !server_side {
        return error("--subresource can only be specified for --server-side");
    }
    Ok(())
}

/// Whether labels fit a selector of equalities.
pub(super) fn selects(selector: &str, object: &Value) -> bool {
    selector.split(',').filter(|part| !part.is_empty()).all(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let found = json::at(object, "metadata.labels").get(key).and_then(Value::as_str);
        found == Some(value.trim_start_matches('=')) || (!part.contains('=') && found.is_some())
    })
}

/// Applies one object; the answer is the object as it lives now.
fn one(
    call: &Call,
    info: &Info,
    dry_run: DryRun,
    format: &Format,
    context: &mut Context<'_>,
) -> Result<Value, Failure> {
    let server = dry_run == DryRun::Server;
    let say = |operation: &str, context: &mut Context<'_>| {
        if format.is_human() {
            context.out(&format!("{} {operation}{}\n", info.called(), dry_run.suffix()));
        }
    };
    let describe = || {
        let resource = &info.resource;
        format!(
            "Resource: \"{0}/{1}, Resource={2}\", GroupVersionKind: \"{0}/{1}, Kind={3}\"\nName: {4:?}, Namespace: {5:?}",
            resource.group, resource.version, resource.plural, resource.kind, info.name, info.namespace
        )
    };
    if info.name.is_empty() {
        let generated = json::text(&info.object, "metadata.generateName");
        if !generated.is_empty() {
            return error(format!("from {generated}: cannot use generate name with apply"));
        }
        return Err(Failure::Error("resource name may not be empty".to_owned())
            .when(&format!("retrieving current configuration of:\n{}\nfrom server for:", describe()), &info.source));
    }
    let server_side = call.is("server-side");
    let modified = if server_side { info.object.clone() } else { with_annotation(&info.object) };
    let current = match info.fetch(context) {
        Ok(current) => current,
        Err(failure) if failure.is_not_found() => {
            let object = without_nulls(&modified);
            let object = match dry_run {
                DryRun::Client => object,
                _ => {
                    let (resource, namespace) = (info.resource.resource(), info.namespace.clone());
                    let verb = Verb::Create { resource, namespace, object, dry_run: server };
                    let made = Validation::of(call)?.call(verb, context);
                    made.map_err(|status| Failure::from(status).when("creating", &info.source))?
                }
            };
            say(if server_side { "serverside-applied" } else { "created" }, context);
            return Ok(object);
        }
        Err(failure) => {
            let verb = format!("retrieving current configuration of:\n{}\nfrom server for:", describe());
            return Err(failure.when(&verb, &info.source));
        }
    };
    let original = last_applied(&current);
    if original.is_none() && !server_side {
        let name = format!("{}/{}", info.resource.plural, info.name);
        context
            .err(&format!("Warning: resource {name} is missing the {}{CONFLICT_NOTE}\n", super::merge::LAST_APPLIED));
    }
    // What kubectl's own apply has noted stays where the server applies.
    let modified = match last_applied_text(&current).filter(|_| server_side) {
        Some(text) => noted(modified, text),
        None => modified,
    };
    let strategic = !info.resource.group.ends_with(".istio.io");
    let patch = three_way(&original.unwrap_or_default(), &modified, &current, strategic);
    if patch.as_object().is_some_and(serde_json::Map::is_empty) {
        say(if server_side { "serverside-applied" } else { "unchanged" }, context);
        return Ok(current);
    }
    let object = match dry_run {
        DryRun::Client => current,
        _ => {
            let patch_type = if strategic { PatchType::StrategicMerge } else { PatchType::Merge };
            let verb = Verb::Patch { address: info.address(), patch_type, patch: patch.clone(), dry_run: server };
            Validation::of(call)?.call(verb, context).map_err(|status| {
                let patch = super::yaml_out::json_line(&patch);
                Failure::from(status)
                    .when(&format!("applying patch:\n{patch}\nto:\n{}\nfor:", describe()), &info.source)
            })?
        }
    };
    say(if server_side { "serverside-applied" } else { "configured" }, context);
    Ok(object)
}

fn last_applied_text(object: &Value) -> Option<&str> {
    json::at(object, "metadata.annotations").get(super::merge::LAST_APPLIED)?.as_str()
}

fn noted(mut object: Value, text: &str) -> Value {
    if let Some(annotations) = json::map_mut(&mut object, &["metadata", "annotations"]) {
        annotations.insert(super::merge::LAST_APPLIED.to_owned(), text.into());
    }
    object
}
