//! The course of one pod: how far its changes lie from its binding or deletion, in which order they come, and why it waits.

use std::collections::BTreeSet;

use serde_json::Value;

use super::tracks::{Track, Tracks};
use super::{Ends, LAST};

/// What of a pod comes at a distance from its binding or deletion.
const SINCE: &[(&str, &[&str])] = &[("status", &["Running", "Completed", "Error"]), ("ready", &[]), ("isReady", &[])];

/// The first difference of two pods that are equal field by field.
pub(super) fn differs(wanted: &Tracks, have: &Tracks, end: &Ends) -> Option<String> {
    distances(wanted, have, end).or_else(|| swapped(wanted, have)).or_else(|| reasons(wanted, have, end))
}

fn track<'a>(tracks: &'a Tracks, field: &str) -> &'a [(f64, Value)] {
    tracks.fields.get(field).map_or(&[], Track::as_slice)
}

/// When something of a pod first was: its node, its deletion.
fn first(tracks: &Tracks, field: &str) -> Option<f64> {
    track(tracks, field).iter().find(|(_, value)| !value.is_null()).map(|(at, _)| *at)
}

fn distances(wanted: &Tracks, have: &Tracks, end: &Ends) -> Option<String> {
    let anchors = |tracks: &Tracks| (first(tracks, "node"), first(tracks, "deleting"));
    let (bound, deleted) = anchors(wanted);
    let (own_bound, own_deleted) = anchors(have);
    let far = |what: &str, at: f64, own: f64| -> Option<String> {
        let (from, to) = match (deleted, own_deleted) {
            (Some(from), Some(to)) if at >= from => (from, to),
            _ => (bound?, own_bound?),
        };
        let (distance, own_distance) = (at - from, own - to);
        let is_known = distance.is_finite() && own_distance.is_finite() && at <= end.recorded - LAST;
        let off = (distance - own_distance).abs() > f64::max(1.2, 0.1 * distance);
        (is_known && off && distance >= 0.0)
            .then(|| format!("{what} {distance:.2} s and {own_distance:.2} s after binding or deletion"))
    };
    for (field, values) in SINCE {
        let pairs = track(wanted, field).iter().zip(track(have, field));
        for ((at, value), (own, _)) in pairs {
            let counts = values.is_empty() || value.as_str().is_some_and(|text| values.contains(&text));
            if counts && let Some(why) = far(field, *at, *own) {
                return Some(why);
            }
        }
    }
    far("end", wanted.gone?, have.gone?)
}

/// Entries may be merged, never swapped.
fn swapped(wanted: &Tracks, have: &Tracks) -> Option<String> {
    let fields: BTreeSet<&String> = wanted.places.keys().filter(|field| *field != "ip").collect();
    let all = |tracks: &Tracks, field: &str| tracks.places.get(field).cloned().unwrap_or_default();
    for one in &fields {
        for other in fields.iter().filter(|other| *other > one) {
            for (here, own_here) in all(wanted, one).iter().zip(all(have, one)) {
                for (there, own_there) in all(wanted, other).iter().zip(all(have, other)) {
                    if here < there && own_here > own_there || here > there && own_here < own_there {
                        return Some(format!("{one} and {other} change in another order"));
                    }
                }
            }
        }
    }
    None
}

/// Why a pod waits for a node, where that was said for a while, has to be said on the other side.
fn reasons(wanted: &Tracks, have: &Tracks, end: &Ends) -> Option<String> {
    let stood = |tracks: &Tracks, end: f64| -> Vec<Value> {
        let track = track(tracks, "unscheduled");
        let ends = track.iter().skip(1).map(|(at, _)| *at).chain([tracks.gone.unwrap_or(end)]);
        let long = track.iter().zip(ends).filter(|((from, _), to)| to - from >= LAST && *from <= end - LAST);
        long.map(|((_, value), _)| value.clone()).filter(|value| !value.is_null()).collect()
    };
    let said = |tracks: &Tracks, value: &Value| track(tracks, "unscheduled").iter().any(|(_, known)| known == value);
    let missing = stood(wanted, end.recorded).into_iter().find(|value| !said(have, value));
    let extra = stood(have, end.simulated).into_iter().find(|value| !said(wanted, value));
    missing.or(extra).map(|value| format!("{value} stood on one side alone"))
}
