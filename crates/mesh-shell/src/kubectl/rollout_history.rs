//! `kubectl rollout history` and `undo` (`k8s.io/kubectl/pkg/polymorphichelpers/{history,rollback}.go`).

use mesh_cluster::api::{PatchType, Verb};
use serde_json::{Map, Value, json};

use super::Ran;
use super::call::Call;
use super::describe::{Page, pod_template, same_template};
use super::failure::{Failure, error};
use super::infos::{Info, list};
use super::merge::LAST_APPLIED;
use super::output::DryRun;
use super::resources::one;
use super::rollout::named;
use super::tab_writer::TabWriter;
use crate::{Context, json as look};

const REVISION: &str = "deployment.kubernetes.io/revision";
const CAUSE: &str = "kubernetes.io/change-cause";

/// Annotations that an undo leaves as they are.
const KEPT: [&str; 6] = [
    LAST_APPLIED,
    REVISION,
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
];

/// A revision of a workload.
struct Revision {
    number: i64,
    template: Value,
    cause: String,
    annotations: Value,
    /// What a ControllerRevision lays on its workload; nothing of a ReplicaSet.
    patch: Value,
}

/// The revisions of a workload, oldest first.
fn revisions(info: &Info, context: &mut Context<'_>) -> Result<Vec<Revision>, Failure> {
    let uid = look::text(&info.object, "metadata.uid").to_owned();
    let of_deployment = match (info.resource.group, info.resource.plural) {
        ("apps", "deployments") => true,
        ("apps", "daemonsets" | "statefulsets") => false,
        _ => {
            let kind = super::resources::kind_name(&info.resource);
            let kind = kind
                .split_once('.')
                .map_or(info.resource.kind.to_owned(), |(_, group)| format!("{}.{group}", info.resource.kind));
            return error(format!("no history viewer has been implemented for {kind:?}"));
        }
    };
    let resource = one(if of_deployment { "replicasets" } else { "controllerrevisions" }, context)?;
    let objects = list(&resource, Some(&info.namespace), "", "", context)?;
    let mut all: Vec<Revision> = objects
        .into_iter()
        .filter(|object| look::controller(object).is_some_and(|owner| look::text(owner, "uid") == uid))
        .filter_map(|object| {
            let annotations = look::at(&object, "metadata.annotations").clone();
            let text = |key: &str| annotations.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (number, template, patch) = if of_deployment {
                (text(REVISION).parse().ok()?, look::at(&object, "spec.template").clone(), Value::Null)
            } else {
                let data = look::at(&object, "data").clone();
                let mut template = look::at(&data, "spec.template").clone();
                if let Some(map) = template.as_object_mut() {
                    map.remove("$patch");
                }
                (look::number(&object, "revision"), template, data)
            };
            let cause = text(CAUSE);
            Some(Revision { number, template, cause, annotations, patch })
        })
        .collect();
    all.sort_by_key(|revision| revision.number);
    Ok(all)
}

/// `history`.
pub(super) fn history(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let wanted = call.number("revision");
    if wanted < 0 {
        return error(format!("revision must be a positive integer: {wanted}"));
    }
    let found = named(call, context)?;
    let mut failures = found.failures;
    for info in found.infos {
        match view(&info, wanted, context) {
            Ok(text) => context.out(&text),
            Err(failure) => failures.push(failure),
        }
    }
    super::ended(failures)
}

fn view(info: &Info, wanted: i64, context: &mut Context<'_>) -> Result<String, Failure> {
    let all = revisions(info, context)?;
    let head = format!("{} ", info.called());
    if all.is_empty() {
        return Ok(format!("{head}\nNo rollout history found.\n"));
    }
    if wanted > 0 {
        let Some(revision) = all.into_iter().find(|revision| revision.number == wanted) else {
            return error("unable to find the specified revision");
        };
        let mut template = revision.template;
        if !revision.cause.is_empty()
            && let Some(annotations) = look::map_mut(&mut template, &["metadata", "annotations"])
        {
            annotations.insert(CAUSE.to_owned(), Value::String(revision.cause));
        }
        return Ok(format!("{head}with revision #{wanted}\n{}\n", text_of(&template)));
    }
    let rows: String = all
        .iter()
        .map(|revision| {
            let cause = if revision.cause.is_empty() { "<none>" } else { &revision.cause };
            format!("{}\t{cause}\n", revision.number)
        })
        .collect();
    Ok(format!("{head}\n{}\n", TabWriter::of_descriptions().align(&format!("REVISION\tCHANGE-CAUSE\n{rows}"))))
}

/// A template, its columns not aligned.
fn text_of(template: &Value) -> String {
    let mut page = Page::default();
    pod_template(&mut page, template);
    page.raw()
}

/// `undo`.
pub(super) fn undo(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let dry_run = DryRun::of(call, context)?;
    let found = named(call, context)?;
    let mut failures = found.failures;
    for info in found.infos {
        match one_object(call, &info, dry_run, context) {
            Ok(said) => context.out(&format!("{} {said}{}\n", info.called(), dry_run.suffix())),
            Err(failure) => failures.push(failure),
        }
    }
    super::ended(failures)
}

fn one_object(call: &Call, info: &Info, dry_run: DryRun, context: &mut Context<'_>) -> Result<String, Failure> {
    let wanted = call.number("to-revision");
    if look::at(&info.object, "metadata.annotations").get(LAST_APPLIED).is_some() {
        context.err(&format!(
            "Warning: resource {}/{} was previously managed with 'kubectl apply'. Rolling back will not update the {LAST_APPLIED} \
             annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using \
             'kubectl apply' with your previous configuration file instead.\n",
            info.resource.plural, info.name
        ));
    }
    let kind = info.resource.plural;
    if !matches!(kind, "deployments" | "daemonsets" | "statefulsets") {
        return error(format!(
            "no rollbacker has been implemented for {:?}",
            format!("{}.{}", info.resource.kind, info.resource.group)
        ));
    }
    let all = revisions(info, context)?;
    let nowhere = || Failure::Error(format!("unable to find specified revision {wanted} in history"));
    if kind == "deployments" {
        let target =
            match wanted {
                0 => all.iter().rev().nth(1).ok_or_else(|| {
                    Failure::Error(format!("no rollout history found for deployment {:?}", info.name))
                })?,
                _ => all.iter().find(|revision| revision.number == wanted).ok_or_else(nowhere)?,
            };
        return deployment(info, target, wanted, dry_run, context);
    }
    if wanted == 0 && all.len() <= 1 {
        return error("no last revision to roll back to");
    }
    let target = match wanted {
        0 => all.iter().rev().nth(1).ok_or_else(nowhere)?,
        _ => all.iter().find(|revision| revision.number == wanted).ok_or_else(nowhere)?,
    };
    if dry_run == DryRun::Client {
        return Ok(text_of(&target.template));
    }
    if same_template(&info.object, &json!({"spec": {"template": target.template}})) {
        return Ok(format!("skipped rollback (current template already matches revision {wanted})"));
    }
    let verb = Verb::Patch {
        address: info.address(),
        patch_type: PatchType::StrategicMerge,
        patch: target.patch.clone(),
        dry_run: dry_run == DryRun::Server,
    };
    restored(context.server.call(&verb), wanted)
}

fn deployment(
    info: &Info,
    target: &Revision,
    wanted: i64,
    dry_run: DryRun,
    context: &mut Context<'_>,
) -> Result<String, Failure> {
    if dry_run == DryRun::Client {
        return Ok(text_of(&target.template));
    }
    if look::at(&info.object, "spec.paused") == &Value::Bool(true) {
        return error(
            "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
        );
    }
    if same_template(&info.object, &json!({"spec": {"template": target.template}})) {
        return Ok(format!("skipped rollback (current template already matches revision {wanted})"));
    }
    let mut template = target.template.clone();
    if let Some(labels) = look::map_mut(&mut template, &["metadata", "labels"]) {
        labels.remove("pod-template-hash");
    }
    let mut annotations = Map::new();
    for (key, value) in look::entries(&info.object, "metadata.annotations") {
        if KEPT.contains(&key.as_str()) {
            annotations.insert(key.clone(), value.clone());
        }
    }
    for (key, value) in look::entries(&target.annotations, "") {
        if !KEPT.contains(&key.as_str()) {
            annotations.insert(key.clone(), value.clone());
        }
    }
    let verb = Verb::Patch {
        address: info.address(),
        patch_type: PatchType::Json,
        patch: json!([
            {"op": "replace", "path": "/spec/template", "value": template},
            {"op": "replace", "path": "/metadata/annotations", "value": annotations},
        ]),
        dry_run: dry_run == DryRun::Server,
    };
    restored(context.server.call(&verb), wanted)
}

fn restored(answer: mesh_cluster::api::Answer, wanted: i64) -> Result<String, Failure> {
    match answer {
        Ok(_) => Ok("rolled back".to_owned()),
        Err(status) => error(format!("failed restoring revision {wanted}: {}", status.message)),
    }
}
