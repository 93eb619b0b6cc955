//! `kubectl patch` (`k8s.io/kubectl/pkg/cmd/patch`).

use mesh_cluster::api::{PatchType, Status, Verb};
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
                patch: patch.clone().unwrap_or_default(),
                dry_run: dry_run == DryRun::Server,
            };
            match &patch {
                Ok(_) => context.server.call(&verb).map_err(Failure::from),
                Err(refused) => Err(Failure::from(refused.clone())),
            }
        };
        let said = result.and_then(|object| {
            let changed = dry_run == DryRun::Client || object != info.object;
            say(call, &info, &object, if changed { "patched" } else { "patched (no change)" }, dry_run, context)
        });
        failures.extend(said.err());
    }
    super::ended(failures)
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
