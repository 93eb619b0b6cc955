//! States before and after.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Ends, LAST};
use crate::case::{Run, State};

/// What of a pod counts.
const FIELDS: &[&str] = &["status", "phase", "ready", "isReady", "restarts", "deleting", "node"];

pub(super) fn compare(
    when: &str,
    recorded: &State,
    simulated: &State,
    ends: Option<(&Run, &Run, &Ends)>,
    speaks: bool,
    out: &mut Vec<String>,
) {
    let moving = ends.map(|(recorded, simulated, end)| {
        let mut all = late(recorded, end.recorded);
        all.extend(late(simulated, end.simulated));
        all
    });
    let moving = moving.unwrap_or_default();
    if speaks {
        pods(when, recorded, simulated, &moving, out);
    }
    for kind in ["node", "eps", "deploy", "rs", "ds", "sts", "job", "pdb"] {
        let Some(wanted) = recorded.get(kind) else { continue };
        let all = |state: Option<&BTreeMap<String, Value>>| -> BTreeMap<String, Value> {
            let name = |name: &String| if kind == "eps" { super::mask(name) } else { name.clone() };
            state.into_iter().flatten().map(|(key, view)| (name(key), sorted(view))).collect()
        };
        let (wanted, have) = (all(Some(wanted)), all(simulated.get(kind)));
        let names: BTreeSet<&String> = wanted.keys().chain(have.keys()).collect();
        for name in names {
            if moving.contains(&(kind.to_owned(), name.clone())) || wanted.get(name) == have.get(name) {
                continue;
            }
            let text = |view: Option<&Value>| {
                view.map_or("nothing".to_owned(), |view| view.to_string().chars().take(260).collect())
            };
            out.push(format!("{when}: {kind} {name}: {} and {}", text(wanted.get(name)), text(have.get(name))));
        }
    }
}

/// What changed in the last moments.
fn late(run: &Run, end: f64) -> BTreeSet<(String, String)> {
    let recent =
        run.timeline.iter().filter(|entry| entry.get(0).and_then(Value::as_f64).is_some_and(|at| at > end - LAST));
    recent
        .filter_map(|entry| {
            let (kind, name) = (entry.get(1)?.as_str()?, entry.get(2)?.as_str()?);
            let name = if matches!(kind, "pod" | "eps") { super::mask(name) } else { name.to_owned() };
            Some((kind.to_owned(), name))
        })
        .collect()
}

/// Endpoints are a set; what is null is not there.
fn sorted(view: &Value) -> Value {
    let mut view = view.clone();
    if let Some(map) = view.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    if let Some(list) = view.get_mut("endpoints").and_then(Value::as_array_mut) {
        list.sort_by_key(Value::to_string);
    }
    view
}

fn pods(when: &str, recorded: &State, simulated: &State, moving: &BTreeSet<(String, String)>, out: &mut Vec<String>) {
    let groups = |state: &State| {
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, view) in state.get("pod").into_iter().flatten() {
            let fields: BTreeMap<&str, Value> = FIELDS
                .iter()
                .filter_map(|field| Some((*field, view.get(*field).filter(|value| !value.is_null())?.clone())))
                .collect();
            groups.entry(super::mask(name)).or_default().push(format!("{fields:?}"));
        }
        for group in groups.values_mut() {
            group.sort();
        }
        groups
    };
    let (wanted, have) = (groups(recorded), groups(simulated));
    let names: BTreeSet<&String> = wanted.keys().chain(have.keys()).collect();
    for name in names.into_iter() {
        if moving.contains(&("pod".to_owned(), name.clone())) || wanted.get(name) == have.get(name) {
            continue;
        }
        let count = |group: Option<&Vec<String>>| group.map_or(0, Vec::len);
        let empty = Vec::new();
        let (one, other) = (wanted.get(name).unwrap_or(&empty), have.get(name).unwrap_or(&empty));
        let first =
            one.iter().zip(other).find(|(a, b)| a != b).map(|(a, b)| format!("{a} and {b}")).unwrap_or_default();
        out.push(format!("{when}: pods of {name}: {} and {}: {first}", count(wanted.get(name)), count(have.get(name))));
    }
}
