//! `kubectl label` and `annotate` (`k8s.io/kubectl/pkg/cmd/{label,annotate}`).

use mesh_cluster::api::{PatchType, Verb, labels};
use serde_json::{Map, Value, json};

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::infos::{Info, Query, find};
use super::output::{DryRun, say};
use crate::{Context, json as look};

/// What the two differ in.
struct Words {
    /// `label`, `annotation`.
    noun: &'static str,
    /// The field of `metadata`.
    field: &'static str,
}

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let is_label = call.path() == "label";
    let words = if is_label {
        Words { noun: "label", field: "labels" }
    } else {
        Words { noun: "annotation", field: "annotations" }
    };
    let dry_run = DryRun::of(call, context)?;
    let (resources, set, removed) = pairs(call, &words)?;
    if resources.is_empty() && !call.has("filename") {
        return error("one or more resources must be specified as <resource> <name> or <resource>/<name>");
    }
    let lists = call.is("list");
    if set.is_empty() && removed.is_empty() && !lists {
        return error(format!("at least one {} update is required", words.noun));
    }
    if call.is("all") && call.has("selector") {
        return error("cannot set --all and --selector at the same time");
    }
    let query = Query {
        arguments: resources,
        labels: call.text("selector").to_owned(),
        fields: call.text("field-selector").to_owned(),
        all: call.is("all"),
        all_namespaces: call.is("all-namespaces"),
        ..Query::default()
    };
    let found = find(call, &query, context)?;
    let mut failures = found.failures;
    for info in found.infos {
        let result = if lists {
            list(&info, &words, found.single, context);
            Ok(())
        } else {
            one(call, &info, &words, &set, &removed, dry_run, context)
        };
        failures.extend(result.err());
    }
    super::ended(failures)
}

type Pairs = (Vec<String>, Vec<(String, String)>, Vec<String>);

/// The resources, what is set and what is taken away.
fn pairs(call: &Call, words: &Words) -> Result<Pairs, Failure> {
    let (mut resources, mut changes) = (Vec::new(), Vec::new());
    for argument in &call.arguments {
        let is_change =
            (argument.contains('=') && !argument.starts_with('=')) || (argument.ends_with('-') && argument != "-");
        match (is_change, changes.is_empty()) {
            (true, _) => changes.push(argument.as_str()),
            (false, true) => resources.push(argument.clone()),
            (false, false) => {
                return error(format!("all resources must be specified before {} changes: {argument}", words.noun));
            }
        }
    }
    let (mut set, mut removed) = (Vec::new(), Vec::new());
    for change in changes {
        if let Some((key, value)) = change.split_once('=') {
            if words.noun == "label" && value.contains('=') {
                return error(format!("invalid label spec: {change}"));
            }
            let wrong = labels::wrong_value(value);
            if words.noun == "label" && !wrong.is_empty() {
                return error(format!("invalid label value: {change:?}: {}", wrong.join(";")));
            }
            set.push((key.to_owned(), value.to_owned()));
        } else {
            removed.push(change.trim_end_matches('-').to_owned());
        }
    }
    let both: Vec<&str> =
        removed.iter().map(String::as_str).filter(|key| set.iter().any(|(known, _)| known == key)).collect();
    if !both.is_empty() {
        return error(match words.noun {
            "label" => "can not both modify and remove a label in the same command".to_owned(),
            _ => format!(
                "can not both modify and remove the following annotation(s) in the same command: {}",
                both.join(", ")
            ),
        });
    }
    Ok((resources, set, removed))
}

fn list(info: &Info, words: &Words, single: bool, context: &mut Context<'_>) {
    let mut text = String::new();
    let indent = if single { "" } else { " " };
    if !single {
        text.push_str(&format!(
            "Listing {} for {}.{}/{}:\n",
            words.field, info.resource.kind, info.resource.group, info.name
        ));
    }
    for (key, value) in look::entries(&info.object, &format!("metadata.{}", words.field)) {
        text.push_str(&format!("{indent}{key}={}\n", look::shown(value)));
    }
    context.out(&text);
}

fn one(
    call: &Call,
    info: &Info,
    words: &Words,
    set: &[(String, String)],
    removed: &[String],
    dry_run: DryRun,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let current = look::at(&info.object, &format!("metadata.{}", words.field));
    let live = |key: &str| current.get(key).and_then(Value::as_str);
    let is_label = words.noun == "label";
    if is_label && dry_run != DryRun::Client {
        for key in removed.iter().filter(|key| live(key).is_none()) {
            context.out(&format!("label {key:?} not found.\n"));
        }
    }
    if !call.is("overwrite") {
        let mut clashes = Vec::new();
        for (key, value) in set {
            if let Some(old) = live(key).filter(|old| old != value || !is_label) {
                // kubectl itself records the cause of a change, so it may always be written over.
                if old == value || (!is_label && key == "kubernetes.io/change-cause") {
                    continue;
                }
                clashes.push(format!("'{key}' already has a value ({old})"));
            }
        }
        match (clashes.is_empty(), is_label) {
            (true, _) => {}
            (false, true) => {
                let each =
                    clashes.into_iter().map(|clash| Failure::Error(format!("{clash}, and --overwrite is false")));
                let all: Vec<Failure> = each.collect();
                return Err(Failure::Many(all));
            }
            (false, false) => {
                return error(format!(
                    "--overwrite is false but found the following declared annotation(s): {}",
                    clashes.join("; ")
                ));
            }
        }
    }
    let added = set.iter().any(|(key, value)| live(key) != Some(value.as_str()));
    let taken = removed.iter().any(|key| live(key).is_some());
    let said = match (is_label, added, taken) {
        (false, ..) => "annotated",
        (true, true, _) => "labeled",
        (true, false, true) => "unlabeled",
        (true, false, false) => "not labeled",
    };
    let mut changes = Map::new();
    for (key, value) in set {
        changes.insert(key.clone(), Value::String(value.clone()));
    }
    for key in removed {
        changes.insert(key.clone(), Value::Null);
    }
    let mut patch = json!({ "metadata": { words.field: changes } });
    let version = call.text("resource-version");
    if !version.is_empty()
        && let Some(metadata) = look::map_mut(&mut patch, &["metadata"])
    {
        metadata.insert("resourceVersion".to_owned(), Value::String(version.to_owned()));
    }
    let object = if dry_run == DryRun::Client || !(added || taken) {
        info.object.clone()
    } else {
        let verb = Verb::Patch {
            address: info.address(),
            patch_type: PatchType::Merge,
            patch,
            dry_run: dry_run == DryRun::Server,
        };
        context.server.call(&verb)?
    };
    say(call, info, &object, said, dry_run, context)
}
