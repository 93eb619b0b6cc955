//! Events (`printEvent`), of v1 and of events.k8s.io/v1.

use serde_json::Value;

use super::{Column, column, wide};
use crate::json::{number, text};
use crate::time::{human_duration, parse_time};

pub(super) const EVENTS: &[Column] = &[
    column("LAST SEEN", last_seen),
    column("TYPE", |event, _| text(event, "type").to_owned()),
    column("REASON", |event, _| text(event, "reason").to_owned()),
    column("OBJECT", |event, _| {
        let object = object(event);
        let kind = text(object, "kind").to_lowercase();
        if text(object, "name").is_empty() { kind } else { format!("{kind}/{}", text(object, "name")) }
    }),
    wide("SUBOBJECT", |event, _| text(object(event), "fieldPath").to_owned()),
    wide("SOURCE", |event, _| source(event)),
    column("MESSAGE", |event, _| first(event, &["message", "note"]).trim().to_owned()),
    wide("FIRST SEEN", first_seen),
    wide("COUNT", |event, _| count(event).to_string()),
    wide("NAME", |event, _| text(event, "metadata.name").to_owned()),
];

/// The object that an event is about.
fn object(event: &Value) -> &Value {
    let found = crate::json::at(event, "involvedObject");
    if found.is_null() { crate::json::at(event, "regarding") } else { found }
}

/// The first of the fields that says something.
fn first<'a>(event: &'a Value, paths: &[&str]) -> &'a str {
    paths.iter().map(|path| text(event, path)).find(|text| !text.is_empty()).unwrap_or_default()
}

fn since(time: &str, now: i128) -> String {
    parse_time(time).map_or("<unknown>".to_owned(), |time| human_duration(now - time))
}

/// How long ago it was first seen.
pub(crate) fn first_seen(event: &Value, now: i128) -> String {
    since(first(event, &["firstTimestamp", "deprecatedFirstTimestamp", "eventTime"]), now)
}

/// How long ago it was last seen.
pub(crate) fn last_seen(event: &Value, now: i128) -> String {
    match first(event, &["series.lastObservedTime", "lastTimestamp", "deprecatedLastTimestamp"]) {
        "" => first_seen(event, now),
        time => since(time, now),
    }
}

/// How often it was seen.
pub(crate) fn count(event: &Value) -> i64 {
    [number(event, "series.count"), number(event, "count"), number(event, "deprecatedCount")]
        .into_iter()
        .find(|count| *count > 0)
        .unwrap_or(1)
}

/// Who has seen it, and where.
fn source(event: &Value) -> String {
    let component =
        first(event, &["source.component", "deprecatedSource.component", "reportingComponent", "reportingController"]);
    let instance = first(event, &["source.host", "deprecatedSource.host", "reportingInstance"]);
    if instance.is_empty() { component.to_owned() } else { format!("{component}, {instance}") }
}
