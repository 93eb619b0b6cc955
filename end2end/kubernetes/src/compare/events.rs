//! Events: the same number of objects for each thing that is said.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Clock, Ends, LAST};
use crate::case::Run;

/// What is said, and of which objects first when.
type Said = BTreeMap<(String, String, String, String, String), Vec<f64>>;

const FREE: &[&str] = &["RegisteredNode", "RemovingNode", "NodeSchedulable", "NodeNotSchedulable"];
const UNCOUNTED: &[&str] = &["BackOff", "Unhealthy", "FailedCreate"];
const KUBELETS: &[&str] = &["Pulled", "Created", "Started"];

fn text(entry: &Value, index: usize) -> &str {
    entry.get(index).and_then(Value::as_str).unwrap_or_default()
}

fn said(run: &Run, kubelet: bool) -> Said {
    let mut said = Said::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut scaling: BTreeMap<(String, String), (String, String, f64)> = BTreeMap::new();
    for entry in run.timeline.iter().filter(|entry| text(entry, 1) == "event") {
        let (reason, message) = (text(entry, 3), text(entry, 5));
        if FREE.contains(&reason) || KUBELETS.contains(&reason) && !kubelet {
            continue;
        }
        let at = entry.get(0).and_then(Value::as_f64).unwrap_or(0.0);
        // A repeat has a count.
        if entry.get(7).and_then(Value::as_i64).unwrap_or(1) > 1
            && !UNCOUNTED.contains(&reason)
            && reason != "ScalingReplicaSet"
        {
            continue;
        }
        if reason == "ScalingReplicaSet" {
            // "Scaled up replica set X from 0 to 5": steps in one direction are one.
            let words: Vec<&str> = message.split(' ').collect();
            let (direction, set, from, to) = (word(&words, 1), word(&words, 4), word(&words, 6), word(&words, 8));
            let key = (format!("{} {set}", text(entry, 4)), direction.to_owned());
            let last = scaling
                .iter_mut()
                .find(|((object, way), (_, end, _))| *object == key.0 && *way == key.1 && end == from);
            match last {
                Some((_, (_, end, _))) => to.clone_into(end),
                None => {
                    let number = scaling.keys().filter(|(object, _)| *object == key.0).count();
                    let key = if scaling.contains_key(&key) { (key.0, format!("{}{number}", key.1)) } else { key };
                    scaling.insert(key, (from.to_owned(), to.to_owned(), at));
                }
            }
            continue;
        }
        let object = text(entry, 4).to_owned();
        if UNCOUNTED.contains(&reason) && !seen.insert(format!("{reason} {object} {message}")) {
            continue;
        }
        let key = (text(entry, 2).to_owned(), reason.to_owned(), object, message.to_owned(), text(entry, 6).to_owned());
        said.entry(key).or_default().push(at);
    }
    for ((object, direction), (from, to, at)) in scaling {
        let way = direction.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let key = (
            "Normal".to_owned(),
            "ScalingReplicaSet".to_owned(),
            object,
            format!("{way} from {from} to {to}"),
            String::new(),
        );
        said.entry(key).or_default().push(at);
    }
    said
}

fn word<'a>(words: &[&'a str], index: usize) -> &'a str {
    words.get(index).copied().unwrap_or_default()
}

pub(super) fn compare(recorded: &Run, simulated: &Run, clock: &Clock, end: &Ends, out: &mut Vec<String>) {
    let kubelet = recorded.timeline.iter().any(|entry| text(entry, 1) == "event" && KUBELETS.contains(&text(entry, 3)));
    let (wanted, have) = (said(recorded, kubelet), said(simulated, kubelet));
    // A case of which no event is recorded says nothing of events.
    if wanted.is_empty() {
        return;
    }
    let keys: BTreeSet<_> = wanted.keys().chain(have.keys()).collect();
    for key in keys {
        let settled =
            |times: Option<&Vec<f64>>, end: f64| times.into_iter().flatten().filter(|at| **at < end - LAST).count();
        let count = |times: Option<&Vec<f64>>| times.map_or(0, Vec::len);
        let (one, other) = (wanted.get(key), have.get(key));
        let least = (settled(one, end.recorded), settled(other, end.simulated));
        if UNCOUNTED.contains(&key.1.as_str()) {
            if (least.0 > 0 && count(other) == 0) || (least.1 > 0 && count(one) == 0) {
                out.push(format!("event {} {} {}: {} and {}", key.1, key.2, shorten(&key.3), count(one), count(other)));
            }
            continue;
        }
        if least.0 > count(other) || least.1 > count(one) {
            out.push(format!(
                "event {} {} {}: {} and {} times",
                key.1,
                key.2,
                shorten(&key.3),
                count(one),
                count(other)
            ));
            continue;
        }
        let untimely = one.into_iter().flatten().zip(other.into_iter().flatten()).find(|(a, b)| !clock.fits(**a, **b));
        if let (Some((a, b)), false) = (untimely, key.1 == "ScalingReplicaSet") {
            out.push(format!("event {} {} {}: at {a} and {b}", key.1, key.2, shorten(&key.3)));
        }
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(140).collect()
}
