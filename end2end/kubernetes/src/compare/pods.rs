//! Pods: those of a group are paired one to one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::tracks::{self, Track, Tracks};
use super::{Clock, Ends, LAST, course};
use crate::case::Run;

/// The fields whose every value counts.
const FIELDS: &[&str] = &["status", "phase", "ready", "isReady", "node", "restarts", "deleting", "disruption"];

/// The pods of each group.
fn groups(run: &Run) -> BTreeMap<String, Vec<(String, Tracks)>> {
    let mut groups: BTreeMap<String, Vec<(String, Tracks)>> = BTreeMap::new();
    for ((name, _), tracks) in tracks::of(run, "pod") {
        groups.entry(super::mask(&name)).or_default().push((name, tracks));
    }
    groups
}

pub(super) fn compare(recorded: &Run, simulated: &Run, clock: &Clock, end: &Ends, out: &mut Vec<String>) {
    let (wanted, mut have) = (groups(recorded), groups(simulated));
    // A case that says nothing of pods was recorded without them.
    if wanted.is_empty() {
        return;
    }
    for (group, recorded) in wanted {
        let simulated = have.remove(&group).unwrap_or_default();
        pair(&group, recorded, simulated, clock, end, out);
    }
    for (group, simulated) in have {
        pair(&group, Vec::new(), simulated, clock, end, out);
    }
}

fn pair(
    group: &str,
    recorded: Vec<(String, Tracks)>,
    simulated: Vec<(String, Tracks)>,
    clock: &Clock,
    end: &Ends,
    out: &mut Vec<String>,
) {
    // What is born in the last moments may be missing.
    let recent = |tracks: &Tracks, end: f64| tracks.born.is_some_and(|at| at > end - LAST);
    let reasons: Vec<Vec<Option<String>>> = recorded
        .iter()
        .map(|(_, wanted)| simulated.iter().map(|(_, have)| differs(wanted, have, clock, end)).collect())
        .collect();
    let mut taken: Vec<Option<usize>> = vec![None; simulated.len()];
    let mut unpaired = Vec::new();
    for index in 0..recorded.len() {
        let mut seen = vec![false; simulated.len()];
        if !augment(index, &reasons, &mut taken, &mut seen) {
            unpaired.push(index);
        }
    }
    let left: Vec<usize> = (0..simulated.len()).filter(|index| taken.get(*index) == Some(&None)).collect();
    let mut left = left.into_iter();
    for index in unpaired {
        let Some((name, wanted)) = recorded.get(index) else { continue };
        if recent(wanted, end.recorded) {
            continue;
        }
        match left.next() {
            Some(other) => {
                let reason = reasons.get(index).and_then(|row| row.get(other)).cloned().flatten().unwrap_or_default();
                out.push(format!("pod {name}: {reason}"));
            }
            None => out.push(format!("pod {name} of {group}: recorded, not simulated")),
        }
    }
    for index in left {
        if let Some((name, have)) = simulated.get(index)
            && !recent(have, end.simulated)
        {
            out.push(format!("pod {name} of {group}: simulated, not recorded"));
        }
    }
}

/// Finds a partner along alternating paths.
fn augment(index: usize, reasons: &[Vec<Option<String>>], taken: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    let Some(row) = reasons.get(index) else { return false };
    for (other, reason) in row.iter().enumerate() {
        if reason.is_some() || std::mem::replace(&mut seen[other], true) {
            continue;
        }
        if taken[other].is_none_or(|current| augment(current, reasons, taken, seen)) {
            taken[other] = Some(index);
            return true;
        }
    }
    false
}

/// The first difference of two pods.
fn differs(wanted: &Tracks, have: &Tracks, clock: &Clock, end: &Ends) -> Option<String> {
    match (wanted.born, have.born) {
        (None, None) => {}
        (Some(a), Some(b)) if clock.fits(a, b) => {}
        (a, b) => return Some(format!("born at {a:?} and {b:?}")),
    }
    for field in FIELDS {
        let track = |tracks: &Tracks| tracks.fields.get(*field).cloned().unwrap_or_default();
        if let Some(reason) = track_differs(&track(wanted), &track(have), clock, end) {
            return Some(format!("{field}: {reason}"));
        }
    }
    match (wanted.gone, have.gone) {
        (None, None) => {}
        (Some(a), Some(b)) if clock.fits(a, b) => {}
        (Some(a), None) if a > end.recorded - LAST => {}
        (None, Some(b)) if b > end.simulated - LAST => {}
        (a, b) => return Some(format!("gone at {a:?} and {b:?}")),
    }
    course::differs(wanted, have, end)
}

fn track_differs(wanted: &Track, have: &Track, clock: &Clock, end: &Ends) -> Option<String> {
    for index in 0..wanted.len().max(have.len()) {
        match (wanted.get(index), have.get(index)) {
            (Some((a, one)), Some((b, other))) => {
                let timely = a.is_infinite() == b.is_infinite() && (a.is_infinite() || clock.fits(*a, *b));
                if one != other || !timely {
                    if *a > end.recorded - LAST || *b > end.simulated - LAST {
                        return None;
                    }
                    return Some(format!("{} at {a} and {} at {b}", text(one), text(other)));
                }
            }
            (Some((a, _)), None) if *a > end.recorded - LAST => return None,
            (None, Some((b, _))) if *b > end.simulated - LAST => return None,
            (Some((a, one)), None) => return Some(format!("{} at {a}, not simulated", text(one))),
            (None, Some((b, other))) => return Some(format!("{} at {b}, not recorded", text(other))),
            (None, None) => {}
        }
    }
    None
}

fn text(value: &Value) -> String {
    value.to_string().chars().take(90).collect()
}
