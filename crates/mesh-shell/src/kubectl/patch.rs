//! `kubectl patch` (`k8s.io/kubectl/pkg/cmd/patch`).

use mesh_cluster::api::{ApiResource, PatchType, Status, Verb};
use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
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
        let Some(shown) = subresource(&info, call.text("subresource")) else {
            let message = "the server could not find the requested resource".to_owned();
            failures.push(Failure::from(Status {
                code: 404,
                reason: "NotFound".to_owned(),
                message,
                ..Status::default()
            }));
            continue;
        };
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
        let result = match &patch {
            Err(refused) => Err(Failure::from(refused.clone())),
            Ok(patch) if dry_run == DryRun::Client => {
                mesh_cluster::live::patched(&info.object, patch_type, patch).map_err(Failure::Error)
            }
            Ok(patch) => call_server(&info, patch_type, patch.clone(), dry_run, context),
        };
        let said = result.and_then(|object| {
            let changed = object != info.object;
            // What was tried is not said: kubectl writes its words over those of the dry run.
            say(call, &shown, &object, if changed { "patched" } else { "patched (no change)" }, DryRun::No, context)
        });
        failures.extend(said.err());
    }
    super::ended(failures)
}

/// What is patched of an object (`--subresource`); nothing where it has no such part.
fn subresource(info: &Info, name: &str) -> Option<Info> {
    let plural = info.resource.plural;
    let scales = matches!(plural, "deployments" | "replicasets" | "statefulsets" | "replicationcontrollers");
    match name {
        "" | "status" => Some(info.clone()),
        "resize" if plural == "pods" => Some(info.clone()),
        "scale" if scales => {
            let resource = ApiResource { group: "autoscaling", version: "v1", kind: "Scale", ..info.resource };
            Some(Info { resource, ..info.clone() })
        }
        _ => None,
    }
}

/// The server's answer to a patch. Fields that there are none of are only warned of (`fieldValidation=Warn`).
fn call_server(
    info: &Info,
    patch_type: PatchType,
    mut patch: Value,
    dry_run: DryRun,
    context: &mut Context<'_>,
) -> Result<Value, Failure> {
    loop {
        let dry = dry_run == DryRun::Server;
        let verb = Verb::Patch { address: info.address(), patch_type, patch: patch.clone(), dry_run: dry };
        let refused = match context.server.call(&verb) {
            Ok(object) => return Ok(object),
            Err(refused) => refused,
        };
        let unknown: Vec<String> = refused.message.split("unknown field \"").skip(1).map(quoted).collect();
        let removed = unknown.iter().filter(|path| remove(&mut patch, path)).count();
        if patch_type == PatchType::Json || removed == 0 {
            return Err(refused.into());
        }
        for path in unknown {
            context.err(&format!("Warning: unknown field {path:?}\n"));
        }
    }
}

/// What stands up to the closing quote.
fn quoted(text: &str) -> String {
    text.split('"').next().unwrap_or_default().to_owned()
}

/// Takes a field away, as `spec.containers[0].cmd`; whether it was there.
fn remove(patch: &mut Value, path: &str) -> bool {
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    let Some((parent, key)) = pointer.rsplit_once('/') else { return false };
    let parent = patch.pointer_mut(parent).and_then(Value::as_object_mut);
    parent.is_some_and(|parent| parent.remove(key).is_some())
}

/// A patch as JSON or YAML. What begins like JSON goes to the server unread (`yaml.ToJSON` of
/// `k8s.io/apimachinery/pkg/util/yaml`), so what is wrong with it the server says.
fn read(text: &str) -> Result<Result<Value, Status>, Failure> {
    let wrong = match serde_json::from_str(text) {
        Ok(value) => return Ok(Ok(value)),
        Err(wrong) => wrong,
    };
    if text.trim_start().starts_with('{') {
        let message = unreadable(text, &wrong);
        return Ok(Err(Status { code: 400, reason: "BadRequest".to_owned(), message, ..Status::default() }));
    }
    let (nodes, diagnostics) = mesh_config::documents(text);
    match nodes.first().filter(|_| diagnostics.is_empty()) {
        Some(node) => Ok(Ok(mesh_cluster::live::manifest::value(node))),
        None => error(format!("unable to parse {text:?}: yaml: line 1: did not find expected ',' or '}}'")),
    }
}

/// What Go's `encoding/json` says of such text.
fn unreadable(text: &str, wrong: &serde_json::Error) -> String {
    if wrong.is_eof() {
        return "unexpected end of JSON input".to_owned();
    }
    let line = text.lines().nth(wrong.line().saturating_sub(1)).unwrap_or_default();
    let found = line.get(wrong.column().saturating_sub(1)..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let said = wrong.to_string();
    let place = [
        ("key must be a string", "looking for beginning of object key string"),
        ("expected `:`", "after object key"),
        ("expected `,` or `}`", "after object key:value pair"),
        ("expected `,` or `]`", "after array element"),
        ("trailing characters", "after top-level value"),
    ];
    let place =
        place.iter().find(|(ours, _)| said.starts_with(ours)).map_or("looking for beginning of value", |(_, go)| go);
    format!("invalid character '{found}' {place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_go_says_of_broken_json() {
        let said = |text: &str| match read(text) {
            Ok(Err(status)) => status.message,
            other => format!("{other:?}"),
        };
        assert_eq!(said("{bad"), "invalid character 'b' looking for beginning of object key string");
        assert_eq!(said("{\"a\":1"), "unexpected end of JSON input");
        assert_eq!(said("{\"a\" 1}"), "invalid character '1' after object key");
    }
}
