//! Writes down what a machine does: a time line of its objects in short, and of its Events.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::kind::{EVENTS, Kind};
use super::view::{FOLLOWED, view};
use super::{Change, Verdict, json, time};
use crate::api::Address;

/// A time line in the making.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    seen: BTreeMap<(&'static str, String), Map<String, Value>>,
    entries: Vec<(u64, Value)>,
}

impl Recorder {
    /// Takes note of a change.
    pub fn note(&mut self, now: u64, change: &Change) {
        let Change::Object { address, verdict, object } = change else { return };
        let Some(known) = Kind::of(&address.resource, true) else { return };
        let kind = Kind::from(known);
        if kind == EVENTS {
            let object = object.object();
            // What is said of leases tells of the control plane, not of what runs.
            if json::text(&object, "involvedObject/kind") != "Lease" {
                self.entries.push((now, event(&object)));
            }
            return;
        }
        let short = FOLLOWED.iter().find(|(group, plural, _)| *group == kind.group && *plural == kind.plural);
        let Some((_, _, short)) = short else { return };
        let new = if *verdict == Verdict::Deleted { None } else { view(short, &object.object()) };
        let key = called(address);
        let old = self.seen.get(&(*short, key.clone()));
        match new {
            Some(new) => {
                let mut changed = difference(old, &new);
                if changed.is_empty() {
                    return;
                }
                // What a condition says in words is left to the states.
                if let Some(Value::Object(conditions)) = changed.get_mut("conditions") {
                    for list in conditions.values_mut().filter_map(Value::as_array_mut) {
                        list.truncate(2);
                    }
                }
                self.entries.push((now, json!([short, key, changed])));
                self.seen.insert((short, key), new);
            }
            None if old.is_some() => {
                self.seen.remove(&(*short, key.clone()));
                self.entries.push((now, json!([short, key, null])));
            }
            None => {}
        }
    }

    /// All followed objects as they are.
    #[must_use]
    pub fn state(&self) -> Value {
        let mut state = json!({});
        for ((kind, name), view) in &self.seen {
            json::map(&mut state, kind).insert(name.clone(), Value::Object(view.clone()));
        }
        state
    }

    /// The entries since a time, in seconds after it.
    #[must_use]
    pub fn timeline(&self, from: u64) -> Vec<Value> {
        let since = self.entries.iter().filter(|(at, _)| *at >= from);
        let entry = |(at, entry): &(u64, Value)| {
            let mut list = vec![seconds(*at, from)];
            list.extend(entry.as_array().into_iter().flatten().cloned());
            Value::Array(list)
        };
        since.map(entry).collect()
    }
}

/// A time in seconds after another, to the millisecond.
fn seconds(at: u64, from: u64) -> Value {
    json!((at.saturating_sub(from) / time::MILLISECOND) as f64 / 1000.0)
}

/// How a time line calls an object: its name, with its namespace where that is not `default`.
fn called(address: &Address) -> String {
    if matches!(address.namespace.as_str(), "" | "default") {
        address.name.clone()
    } else {
        format!("{}/{}", address.namespace, address.name)
    }
}

fn difference(old: Option<&Map<String, Value>>, new: &Map<String, Value>) -> Map<String, Value> {
    let Some(old) = old else { return new.clone() };
    let mut changed: Map<String, Value> =
        new.iter().filter(|(key, value)| old.get(*key) != Some(value)).map(|(k, v)| (k.clone(), v.clone())).collect();
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        changed.insert(key.clone(), Value::Null);
    }
    changed
}

fn event(object: &Value) -> Value {
    let text = |path: &str| json::text(object, path);
    let about = format!("{}/{}", text("involvedObject/kind"), text("involvedObject/name"));
    let from =
        if text("reportingComponent").is_empty() { text("source/component") } else { text("reportingComponent") };
    let mut entry = vec![
        json!("event"),
        json!(text("type")),
        json!(text("reason")),
        json!(about),
        json!(text("message")),
        json!(from),
    ];
    let count = json::int(object, "count").or_else(|| json::int(object, "series/count")).unwrap_or(1);
    if count > 1 {
        entry.push(json!(count));
    }
    Value::Array(entry)
}
