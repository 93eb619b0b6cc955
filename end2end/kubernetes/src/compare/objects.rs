//! Nodes, workloads, budgets and slices: what stood for a while stands on the other side.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::tracks::{self, Track, Tracks};
use super::{Clock, Ends, LAST};
use crate::case::Run;

const KINDS: &[&str] = &["node", "eps", "deploy", "rs", "ds", "sts", "job", "pdb"];

pub(super) fn compare(recorded: &Run, simulated: &Run, clock: &Clock, end: &Ends, out: &mut Vec<String>) {
    for kind in KINDS {
        let (wanted, have) = (named(recorded, kind), named(simulated, kind));
        // A kind of which a case says nothing is not compared.
        if wanted.is_empty() {
            continue;
        }
        let names: BTreeSet<&String> = wanted.keys().chain(have.keys()).collect();
        for name in names {
            match (wanted.get(name), have.get(name)) {
                (Some(one), Some(other)) => one_object(kind, name, one, other, clock, end, out),
                (Some(one), None) if !one.born.is_some_and(|at| at > end.recorded - LAST) => {
                    out.push(format!("{kind} {name}: recorded, not simulated"));
                }
                (None, Some(other)) if !other.born.is_some_and(|at| at > end.simulated - LAST) => {
                    out.push(format!("{kind} {name}: simulated, not recorded"));
                }
                _ => {}
            }
        }
    }
}

/// The objects of a kind by masked name; of several lives of one name the first.
fn named(run: &Run, kind: &str) -> BTreeMap<String, Tracks> {
    let mut all = BTreeMap::new();
    for ((name, life), tracks) in tracks::of(run, kind) {
        // Slices of one Service are told apart by their ports.
        let ports = tracks
            .fields
            .get("ports")
            .and_then(|track| track.iter().rev().find(|(_, ports)| *ports != serde_json::json!([])));
        let name = match (kind, ports) {
            ("eps", Some((_, ports))) => format!("{} {ports}", super::mask(&name)),
            ("eps", None) => super::mask(&name),
            _ => name,
        };
        all.entry(if life == 0 { name } else { format!("{name} #{life}") }).or_insert(tracks);
    }
    all
}

fn one_object(
    kind: &str,
    name: &str,
    wanted: &Tracks,
    have: &Tracks,
    clock: &Clock,
    end: &Ends,
    out: &mut Vec<String>,
) {
    let fields: BTreeSet<&String> = wanted.fields.keys().chain(have.fields.keys()).collect();
    for field in fields {
        // What has not been said is not there.
        let track = |tracks: &Tracks| {
            let mut track = tracks.fields.get(field).cloned().unwrap_or_default();
            let born = tracks.born.unwrap_or(f64::NEG_INFINITY);
            if track.first().is_none_or(|(at, _)| *at > born) {
                track.insert(0, (born, Value::Null));
            }
            track
        };
        let (one, other) = (track(wanted), track(have));
        let (here, there) = (
            intervals(&one, wanted.gone.unwrap_or(end.recorded)),
            intervals(&other, have.gone.unwrap_or(end.simulated)),
        );
        let stood = if clock.is_slow() { 2.5 } else { LAST };
        let fits = |a: f64, b: f64| a.is_infinite() || b.is_infinite() || clock.fits(a, b);
        if let Some(missing) = missing(&here, &there, stood, end.recorded, &fits, &|at| clock.simulated(at)) {
            out.push(format!("{kind} {name} {field}: {missing}, not simulated"));
        }
        if let Some(missing) =
            self::missing(&there, &here, stood, end.simulated, &|b, a| fits(a, b), &|at| clock.recorded(at))
        {
            out.push(format!("{kind} {name} {field}: {missing}, not recorded"));
        }
    }
    if kind == "eps" {
        let missing = |here: &Tracks, there: &Tracks, end: f64| -> Option<String> {
            let there: BTreeSet<String> = combinations(there, 0.0, f64::INFINITY);
            combinations(here, COMBINED, end - LAST).into_iter().find(|one| !there.contains(one))
        };
        for (side, one) in
            [("recorded", missing(wanted, have, end.recorded)), ("simulated", missing(have, wanted, end.simulated))]
        {
            if let Some(one) = one {
                out.push(format!("{kind} {name}: {one} {side} alone"));
            }
        }
    }
    match (wanted.gone, have.gone) {
        (Some(a), Some(b)) if !clock.fits(a, b) => out.push(format!("{kind} {name}: gone at {a} and {b}")),
        (Some(a), None) if a < end.recorded - LAST => out.push(format!("{kind} {name}: gone at {a}, not simulated")),
        (None, Some(b)) if b < end.simulated - LAST => out.push(format!("{kind} {name}: gone at {b}, not recorded")),
        _ => {}
    }
}

/// How long a combination has to stand in a slice.
const COMBINED: f64 = 0.4;

/// The endpoints, each a group of pods with how it stands, that stood for so long at a stretch and began no later than `end`.
fn combinations(tracks: &Tracks, long: f64, end: f64) -> BTreeSet<String> {
    let mut since: BTreeMap<String, f64> = BTreeMap::new();
    let mut all = BTreeSet::new();
    let track = tracks.fields.get("endpoints").cloned().unwrap_or_default();
    let last = tracks.gone.unwrap_or(end + LAST);
    for (at, value) in track.iter().chain([&(last, Value::Null)]) {
        let now: BTreeSet<String> = value.as_array().into_iter().flatten().map(Value::to_string).collect();
        since.retain(|one, from| {
            let ends = !now.contains(one);
            if ends && at - *from >= long && *from <= end {
                all.insert(one.clone());
            }
            !ends
        });
        for one in now {
            since.entry(one).or_insert(*at);
        }
    }
    all
}

/// A value with the time for which it stood.
type Interval = (f64, f64, Value);

fn intervals(track: &Track, end: f64) -> Vec<Interval> {
    let ends = track.iter().skip(1).map(|(at, _)| *at).chain([end]);
    track.iter().zip(ends).map(|((from, value), to)| (*from, to, value.clone())).collect()
}

/// The first value that stood for a while on one side and does not stand on the other, in order.
fn missing(
    here: &[Interval],
    there: &[Interval],
    stood: f64,
    end: f64,
    fits: &dyn Fn(f64, f64) -> bool,
    at: &dyn Fn(f64) -> f64,
) -> Option<String> {
    let mut next = 0;
    for (from, to, value) in here {
        if to - from < stood || *from > end - LAST {
            continue;
        }
        let moment = at(*from);
        let met = |(other, until, same): &Interval| {
            same == value && (fits(*from, *other) || *other <= moment && moment <= *until)
        };
        match there.iter().enumerate().skip(next).find(|(_, interval)| met(interval)) {
            Some((index, _)) => next = index,
            None => {
                return Some(format!(
                    "{} from {from:.2} to {to:.2}",
                    value.to_string().chars().take(200).collect::<String>()
                ));
            }
        }
    }
    None
}
