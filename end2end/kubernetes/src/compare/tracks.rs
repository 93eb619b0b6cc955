//! What a field of an object was over time.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::case::Run;

/// Values with the moments at which they began.
pub(super) type Track = Vec<(f64, Value)>;

/// The fields of one object, and when it went.
#[derive(Clone, Debug, Default)]
pub(super) struct Tracks {
    /// From time 0 on for what was there; else the moment it came.
    pub(super) born: Option<f64>,
    pub(super) fields: BTreeMap<String, Track>,
    pub(super) gone: Option<f64>,
    /// For each field the entries of the time line that changed it.
    pub(super) places: BTreeMap<String, Vec<usize>>,
}

/// The objects of a kind. One that comes again under the same name is another.
pub(super) fn of(run: &Run, kind: &str) -> BTreeMap<(String, usize), Tracks> {
    let mut all: BTreeMap<(String, usize), Tracks> = BTreeMap::new();
    let mut lives: BTreeMap<String, usize> = BTreeMap::new();
    for (name, view) in run.before.get(kind).into_iter().flatten() {
        let mut tracks = Tracks::default();
        for (field, value) in view.as_object().into_iter().flatten() {
            tracks.fields.insert(field.clone(), vec![(f64::NEG_INFINITY, short(field, value))]);
        }
        all.insert((name.clone(), 0), tracks);
    }
    for (place, entry) in run.timeline.iter().enumerate() {
        let (Some(at), Some(of), Some(name)) = (number(entry, 0), text(entry, 1), text(entry, 2)) else { continue };
        if of != kind {
            continue;
        }
        let life = lives.entry(name.to_owned()).or_insert(0);
        if all.get(&(name.to_owned(), *life)).is_some_and(|tracks| tracks.gone.is_some()) {
            *life += 1;
        }
        let is_new = !all.contains_key(&(name.to_owned(), *life));
        let tracks = all.entry((name.to_owned(), *life)).or_default();
        if is_new {
            tracks.born = Some(at);
        }
        match entry.get(3) {
            Some(Value::Null) => tracks.gone = Some(at),
            Some(Value::Object(changes)) => {
                for (field, value) in changes {
                    tracks.places.entry(field.clone()).or_default().push(place);
                    tracks.fields.entry(field.clone()).or_default().push((at, short(field, value)));
                }
            }
            _ => {}
        }
    }
    for tracks in all.values_mut() {
        for track in tracks.fields.values_mut() {
            track.dedup_by(|later, earlier| later.1 == earlier.1);
        }
    }
    all
}

/// Of conditions status and reason count; endpoints are a set of groups.
fn short(field: &str, value: &Value) -> Value {
    match (field, value) {
        ("conditions", Value::Object(conditions)) => {
            let two = |value: &Value| {
                value.as_array().map(|list| list.iter().take(2).cloned().collect::<Value>()).unwrap_or_default()
            };
            conditions.iter().map(|(kind, value)| (kind.clone(), two(value))).collect()
        }
        ("endpoints", Value::Array(list)) => {
            let mut list = list.clone();
            list.sort_by_key(Value::to_string);
            Value::Array(list)
        }
        _ => value.clone(),
    }
}

fn number(entry: &Value, index: usize) -> Option<f64> {
    entry.get(index).and_then(Value::as_f64)
}

fn text(entry: &Value, index: usize) -> Option<&str> {
    entry.get(index).and_then(Value::as_str)
}
