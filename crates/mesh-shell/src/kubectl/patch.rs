//! `kubectl patch` (`k8s.io/kubectl/pkg/cmd/patch`).

use mesh_cluster::api::{PatchType, Verb};
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Query, find};
use super::output::{DryRun, say};
use crate::Context;

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if call.has("patch") && call.has("patch-file") {
        return error("cannot specify --patch and --patch-file together");
    }
    if call.text("patch").is_empty() && call.text("patch-file").is_empty() {
        return error("must specify --patch or --patch-file containing the contents of the patch");
    }
    let dry_run = DryRun::of(call, context)?;
    let patch_type = match call.text("type").to_lowercase().as_str() {
        "strategic" => PatchType::StrategicMerge,
        "merge" => PatchType::Merge,
        "json" => PatchType::Json,
        other => return error(format!("--type must be one of [json merge strategic], not {other:?}")),
    };
    let text = match call.text("patch-file") {
        "" => call.text("patch").to_owned(),
        file => match context.session.files.get(file) {
            Some(text) => text.clone(),
            None => return error(format!("unable to read patch file: open {file}: no such file or directory")),
        },
    };
    let patch = read(&text)?;
    let query = Query { arguments: call.arguments.clone(), ..Query::default() };
    let found = find(call, &query, context)?;
    let mut failures = found.failures;
    for info in found.infos {
        if info.resource.group.ends_with(".istio.io") && patch_type == PatchType::StrategicMerge {
            let version = info.resource.api_version();
            failures.push(Failure::Error(format!(
                "application/strategic-merge-patch+json is not supported by {version}, Kind={}: the body of the request was in \
                 an unknown format - accepted media types include: application/json-patch+json, \
                 application/merge-patch+json, application/apply-patch+yaml",
                info.resource.kind
            )));
            continue;
        }
        let result = if dry_run == DryRun::Client {
            Ok(info.object.clone())
        } else {
            let verb = Verb::Patch {
                address: info.address(),
                patch_type,
                patch: patch.clone(),
                dry_run: dry_run == DryRun::Server,
            };
            context.server.call(&verb).map_err(Failure::from)
        };
        let said = result.and_then(|object| {
            let changed = dry_run == DryRun::Client || object != info.object;
            say(call, &info, &object, if changed { "patched" } else { "patched (no change)" }, dry_run, context)
        });
        failures.extend(said.err());
    }
    super::ended(failures)
}

/// A patch as JSON or YAML.
fn read(text: &str) -> Result<Value, Failure> {
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let (nodes, diagnostics) = mesh_config::documents(text);
    match nodes.first().filter(|_| diagnostics.is_empty()) {
        Some(node) => Ok(super::manifest::to_json(node)),
        None => error(format!("unable to parse {text:?}: yaml: line 1: did not find expected ',' or '}}'")),
    }
}
