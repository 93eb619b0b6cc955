//! Template hashes: those of a Deployment are laid on the recorded ones in order of creation.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::case::{Run, State};

/// The ReplicaSets of each Deployment in order of creation.
fn sets(run: &Run) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut first: Vec<(i64, &String)> = run
        .before
        .get("rs")
        .into_iter()
        .flatten()
        .map(|(name, view)| {
            let revision = view.get("revision").and_then(Value::as_str).and_then(|text| text.parse().ok());
            (revision.unwrap_or(0), name)
        })
        .collect();
    first.sort();
    let begun = first.into_iter().map(|(_, name)| name.clone());
    let later = run
        .timeline
        .iter()
        .filter_map(|entry| (entry.get(1)?.as_str()? == "rs").then(|| entry.get(2)?.as_str().map(str::to_owned))?);
    // Cases that say nothing of ReplicaSets still name pods after them.
    let pods = run.before.get("pod").into_iter().flatten().map(|(name, _)| name.clone());
    let made = run
        .timeline
        .iter()
        .filter_map(|entry| (entry.get(1)?.as_str()? == "pod").then(|| entry.get(2)?.as_str().map(str::to_owned))?);
    let of_pods = pods.chain(made).filter_map(|name| name.rsplit_once("-~").map(|(set, _)| set.to_owned()));
    for name in begun.chain(later).chain(of_pods) {
        let Some((deployment, hash)) = name.rsplit_once('-') else { continue };
        if !(6..=10).contains(&hash.len()) || !hash.chars().all(|letter| "bcdfghjklmnpqrstvwxz2456789".contains(letter))
        {
            continue;
        }
        let known = all.entry(deployment.to_owned()).or_default();
        if !known.contains(&hash.to_owned()) {
            known.push(hash.to_owned());
        }
    }
    all
}

/// For each hash of a run which one of its Deployment it is, in order of creation: what stands for it in a text. Only of
/// Deployments that the other run has, too: a recording may say nothing of them.
///
/// Equal templates have equal hashes: one that several Deployments share is named after the first of them.
#[must_use]
pub fn ordinals(run: &Run, other: &Run) -> BTreeMap<String, String> {
    let (mut all, others) = (BTreeMap::new(), sets(other));
    for (deployment, hashes) in sets(run).into_iter().filter(|(deployment, _)| others.contains_key(deployment)) {
        for (index, hash) in hashes.into_iter().enumerate() {
            all.entry(hash).or_insert_with(|| format!("<hash {} of {deployment}>", index + 1));
        }
    }
    all
}

/// Simulated hashes with the recorded ones that they stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashes {
    pairs: Vec<(String, String)>,
}

impl Hashes {
    /// Of two runs of a case.
    fn new(recorded: &Run, simulated: &Run) -> Self {
        let (wanted, own) = (sets(recorded), sets(simulated));
        let mut pairs = Vec::new();
        for (deployment, hashes) in own {
            pairs.extend(hashes.into_iter().zip(wanted.get(&deployment).cloned().unwrap_or_default()));
        }
        Self { pairs }
    }

    /// A simulated text with the recorded hashes.
    fn lay(&self, text: &str) -> String {
        self.pairs.iter().fold(text.to_owned(), |text, (own, recorded)| text.replace(own.as_str(), recorded))
    }
}

/// The simulated run with the recorded hashes.
pub(super) fn lay(recorded: &Run, simulated: &Run) -> Run {
    let hashes = Hashes::new(recorded, simulated);
    let text = |text: &str| hashes.lay(text);
    fn value(one: &Value, text: &dyn Fn(&str) -> String) -> Value {
        match one {
            Value::String(one) => Value::String(text(one)),
            Value::Array(list) => list.iter().map(|one| value(one, text)).collect(),
            Value::Object(map) => map.iter().map(|(key, one)| (text(key), value(one, text))).collect(),
            other => other.clone(),
        }
    }
    let state = |state: &State| -> State {
        let objects =
            |all: &BTreeMap<String, Value>| all.iter().map(|(name, view)| (text(name), value(view, &text))).collect();
        state.iter().map(|(kind, all)| (kind.clone(), objects(all))).collect()
    };
    Run {
        steps: simulated.steps.clone(),
        before: state(&simulated.before),
        after: state(&simulated.after),
        timeline: simulated.timeline.iter().map(|entry| value(entry, &text)).collect(),
    }
}
