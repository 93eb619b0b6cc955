//! `kubectl taint` (`k8s.io/kubectl/pkg/cmd/taint`).

use mesh_cluster::api::{PatchType, Verb, labels};
use serde_json::{Value, json};

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
use super::output::{DryRun, say};
use super::resources::one;
use crate::{Context, json as look};

/// A taint that is added or, with an empty effect for all effects, taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Taint {
    key: String,
    value: String,
    effect: String,
}

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let dry_run = DryRun::of(call, context)?;
    let (mut resources, mut specs) = (Vec::new(), Vec::new());
    for argument in &call.arguments {
        let is_taint = argument.contains(['=', ':']) || argument.ends_with('-');
        match (is_taint, specs.is_empty()) {
            (true, _) => specs.push(argument.as_str()),
            (false, true) => resources.push(argument.clone()),
            (false, false) => {
                return error(format!("all resources must be specified before taint changes: {argument}"));
            }
        }
    }
    let Some(kind) = resources.first().cloned() else {
        return error("one or more resources must be specified as <resource> <name>");
    };
    if specs.is_empty() {
        return error("at least one taint update is required");
    }
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for spec in specs {
        match spec.strip_suffix('-') {
            Some(spec) => removed.push(parse(spec).or_else(|why| call.usage(why))?),
            None => {
                let taint = parse(spec).or_else(|why| call.usage(why))?;
                if taint.effect.is_empty() {
                    return call.usage(format!("invalid taint spec: {spec}"));
                }
                if added.iter().any(|known: &Taint| known.key == taint.key && known.effect == taint.effect) {
                    let Taint { key, value, effect } = &taint;
                    return call.usage(format!(
                        "duplicated taints with the same key and effect: {{{key} {value} {effect} <nil>}}"
                    ));
                }
                added.push(taint);
            }
        }
    }
    let resource = one(&kind.to_lowercase(), context).map_err(|failure| Failure::Plain(failure.inner()))?;
    if resource.kind != "Node" {
        return error(format!("invalid resource type {}, only node types are supported", kind.to_lowercase()));
    }
    let clashes: Vec<String> = added
        .iter()
        .flat_map(|new| {
            removed.iter().filter(|old| old.key == new.key && (old.effect.is_empty() || old.effect == new.effect))
        })
        .map(|taint| format!("{}={}", taint.key, taint.effect))
        .collect();
    if !clashes.is_empty() {
        let all = clashes.join(", ");
        return error(format!("can not both modify and remove the following taint(s) in the same command: {all}"));
    }
    let (all, labels) = (call.is("all"), call.text("selector").to_owned());
    if all && !labels.is_empty() {
        return error("setting 'all' parameter with a non empty selector is prohibited");
    }
    if !all && labels.is_empty() && resources.len() < 2 {
        return error("at least one resource name must be specified since 'all' parameter is not set");
    }
    if all || !labels.is_empty() {
        resources.truncate(1);
    }
    let found = find(call, &Query { arguments: resources, labels, all, ..Query::default() }, context)?;
    let mut failures = found.failures;
    for info in found.infos {
        failures.extend(change(call, &info, &added, &removed, dry_run, context).err());
    }
    super::ended(failures)
}

/// `key=value:effect`, `key:effect`, `key`.
fn parse(spec: &str) -> Result<Taint, String> {
    let (name, effect) = match spec.split_once(':') {
        None => (spec, ""),
        Some((_, effect)) if effect.contains(':') => return Err(format!("invalid taint spec: {spec}")),
        Some((name, effect)) => (name, effect),
    };
    if spec.contains(':') && !matches!(effect, "NoSchedule" | "PreferNoSchedule" | "NoExecute") {
        return Err(format!("invalid taint effect: {effect}, unsupported taint effect"));
    }
    let (key, value) = match name.split_once('=').filter(|_| !effect.is_empty()) {
        Some((_, value)) if value.contains('=') => return Err(format!("invalid taint spec: {spec}")),
        Some((key, value)) => (key, value),
        None => (name, ""),
    };
    for wrong in [labels::wrong_value(value), labels::wrong_key(key)] {
        if !wrong.is_empty() {
            return Err(format!("invalid taint spec: {spec}, {}", wrong.join("; ")));
        }
    }
    Ok(Taint { key: key.to_owned(), value: value.to_owned(), effect: effect.to_owned() })
}

fn change(
    call: &Call,
    info: &Info,
    added: &[Taint],
    removed: &[Taint],
    dry_run: DryRun,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let overwrite = call.is("overwrite");
    let old: Vec<Value> = look::items(&info.object, "spec.taints").to_vec();
    let same = |taint: &Taint, known: &Value| {
        look::text(known, "key") == taint.key
            && (taint.effect.is_empty() || look::text(known, "effect") == taint.effect)
    };
    let exists: Vec<&str> = added
        .iter()
        .filter(|taint| old.iter().any(|known| same(taint, known)))
        .map(|taint| taint.key.as_str())
        .collect();
    if !overwrite && !exists.is_empty() {
        return error(format!(
            "node {} already has {} taint(s) with same effect(s) and --overwrite is false",
            info.name,
            exists.join(",")
        ));
    }
    let mut new: Vec<Value> = added
        .iter()
        .map(|taint| match taint.value.as_str() {
            "" => json!({"key": taint.key, "effect": taint.effect}),
            value => json!({"key": taint.key, "value": value, "effect": taint.effect}),
        })
        .collect();
    new.extend(old.iter().filter(|known| !added.iter().any(|taint| same(taint, known))).cloned());
    let mut missing = Vec::new();
    for taint in removed {
        let before = new.len();
        new.retain(|known| !same(taint, known));
        if new.len() == before {
            let effect = if taint.effect.is_empty() { String::new() } else { format!(":{}", taint.effect) };
            missing.push(Failure::Error(format!("taint \"{}{effect}\" not found", taint.key)));
        }
    }
    if !missing.is_empty() {
        return Err(Failure::Many(missing));
    }
    let operation = match (overwrite, added.is_empty(), removed.is_empty()) {
        (true, ..) | (_, false, false) => "modified",
        (_, false, true) => "tainted",
        _ => "untainted",
    };
    let object = if dry_run == DryRun::Client {
        info.object.clone()
    } else {
        let taints = if new.is_empty() { Value::Null } else { Value::Array(new) };
        let verb = Verb::Patch {
            address: info.address(),
            patch_type: PatchType::Merge,
            patch: json!({ "spec": { "taints": taints } }),
            dry_run: dry_run == DryRun::Server,
        };
        context.server.call(&verb)?
    };
    // kubectl asks for the words of a dry run before it knows what it has done, and so says none.
    say(call, info, &object, operation, DryRun::No, context)
}
