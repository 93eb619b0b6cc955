//! `kubectl diff` (`k8s.io/kubectl/pkg/cmd/diff`): what applying files would change, as the program `diff` prints it.

use mesh_cluster::api::{PatchType, Verb};
use serde_json::Value;

use super::Ran;
use super::apply::selects;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, namespace};
use super::merge::{last_applied, three_way, without_nulls};
use super::unified::unified;
use super::{manifest, yaml_out};
use crate::{Context, json};

/// What stands for the values of a Secret.
const MASK: &str = "***";

/// 0: nothing differs; 1: something does; more: it failed.
pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    match differences(call, context) {
        Ok(texts) => {
            texts.iter().for_each(|text| context.out(text));
            Ok(Ran::Done(i32::from(!texts.is_empty())))
        }
        Err(failure) => {
            let (text, code) = failure.said();
            context.err(&text);
            Ok(Ran::Done(code + 1))
        }
    }
}

fn differences(call: &Call, context: &mut Context<'_>) -> Result<Vec<String>, Failure> {
    if !call.arguments.is_empty() {
        return call.usage(format!("Unexpected args: [{}]", call.arguments.join(" ")));
    }
    if !call.has("filename") && !call.has("kustomize") {
        return error("must specify one of -f and -k");
    }
    let home = namespace(call, context);
    let (infos, mut failures) = manifest::read(call, &call.each("filename"), &home, context)?;
    let mut pairs = Vec::new();
    for info in infos.into_iter().filter(|info| selects(call.text("selector"), &info.object)) {
        let (live, merged) = live_and_merged(call, &info, context)?;
        pairs.push((file_name(&info), live, merged));
    }
    if !failures.is_empty() {
        return Err(failures.remove(0));
    }
    pairs.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    let (live, merged) = (folder("LIVE", &pairs), folder("MERGED", &pairs));
    let now = super::wall(context);
    let text = |(name, before, after): &(String, String, String)| {
        let hunks = unified(before, after);
        if hunks.is_empty() {
            return None;
        }
        // What is not there counts as empty, and as of the beginning of time.
        let at = |text: &str| stamp(if text.is_empty() { 0 } else { now });
        let (one, other) = (format!("{live}/{name}"), format!("{merged}/{name}"));
        let head = format!("--- {one}\t{}\n+++ {other}\t{}\n", at(before), at(after));
        Some(format!("diff -u -N {one} {other}\n{head}{hunks}"))
    };
    Ok(pairs.iter().filter_map(text).collect())
}

/// The object as it lives, empty where it does not, and as it would be.
fn live_and_merged(call: &Call, info: &Info, context: &mut Context<'_>) -> Result<(String, String), Failure> {
    let current = match info.fetch(context) {
        Ok(current) => Some(current),
        Err(failure) if failure.is_not_found() => None,
        Err(failure) => return Err(failure),
    };
    let merged = match &current {
        None => {
            let (resource, namespace) = (info.resource.resource(), info.namespace.clone());
            let object = without_nulls(&info.object);
            context.server.call(&Verb::Create { resource, namespace, object, dry_run: true })?
        }
        Some(current) => {
            let strategic = !info.resource.group.ends_with(".istio.io");
            let original = last_applied(current).unwrap_or_default();
            let patch = three_way(&original, &info.object, current, strategic);
            if patch.as_object().is_some_and(serde_json::Map::is_empty) {
                current.clone()
            } else {
                let patch_type = if strategic { PatchType::StrategicMerge } else { PatchType::Merge };
                context.server.call(&Verb::Patch { address: info.address(), patch_type, patch, dry_run: true })?
            }
        }
    };
    let (mut current, mut merged) = (current.unwrap_or_default(), merged);
    for object in [&mut current, &mut merged] {
        if !call.is("show-managed-fields")
            && let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
        {
            metadata.remove("managedFields");
        }
    }
    if info.resource.kind == "Secret" {
        mask(&mut current, &mut merged);
    }
    let text = |object: &Value| if object.is_null() { String::new() } else { yaml_out::yaml(object) };
    Ok((text(&current), text(&merged)))
}

/// Takes the values of Secrets away: what differs is only said to (`Masker`).
fn mask(current: &mut Value, merged: &mut Value) {
    let before = current.get("data").cloned().unwrap_or_default();
    let after = merged.get("data").cloned().unwrap_or_default();
    for (object, other, suffix) in [(current, &after, " (before)"), (merged, &before, " (after)")] {
        for (key, value) in object.get_mut("data").and_then(Value::as_object_mut).into_iter().flatten() {
            let changed = other.get(key).is_some_and(|other| other != value);
            *value = Value::String(format!("{MASK}{}", if changed { suffix } else { "" }));
        }
    }
}

/// `apps.v1.Deployment.default.web`.
fn file_name(info: &Info) -> String {
    let group = if info.resource.group.is_empty() { String::new() } else { format!("{}.", info.resource.group) };
    let name = match info.name.is_empty() {
        true => json::text(&info.object, "metadata.generateName"),
        false => &info.name,
    };
    format!("{group}{}.{}.{}.{name}", info.resource.version, info.resource.kind, info.namespace)
}

/// A folder with a number that follows from what is in it: nothing is random here.
fn folder(what: &str, pairs: &[(String, String, String)]) -> String {
    let texts = pairs.iter().flat_map(|(name, before, after)| [what, name.as_str(), before, after]);
    let bytes = texts.flat_map(str::bytes);
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("/tmp/{what}-{}", 1_000_000_000 + hash % 3_000_000_000)
}

/// A time as `diff` writes it: `2026-11-29 11:22:50.762444855 +0000`.
fn stamp(nanoseconds: i128) -> String {
    let rest = nanoseconds.rem_euclid(1_000_000_000);
    let text = crate::time::rfc3339(nanoseconds);
    format!("{}.{rest:09} +0000", text.trim_end_matches('Z').replace('T', " "))
}
