//! `kubectl events` (`k8s.io/kubectl/pkg/cmd/events`).

use serde_json::Value;

use super::Ran;
use super::call::Call;
use super::columns::{event_count, first_seen, last_seen};
use super::failure::{Failure, error};
use super::infos::{list, namespace};
use super::output::{Format, list_of};
use super::resources::one;
use super::tab_writer::TabWriter;
use super::wall;
use crate::{Context, json};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let types = call.list("types");
    let mut fields = String::new();
    let of = call.text("for");
    if !of.is_empty() {
        let Some((kind, name)) = of.split_once('/') else { return error("--for must be in resource/name form") };
        let resource = one(kind, context)?;
        fields = format!(
            "involvedObject.kind={},involvedObject.apiVersion={},involvedObject.name={name}",
            resource.kind,
            resource.api_version()
        );
    }
    if types.iter().any(|known| !known.eq_ignore_ascii_case("normal") && !known.eq_ignore_ascii_case("warning")) {
        return error("valid --types are Normal or Warning");
    }
    let resource = one("events", context)?;
    let place = namespace(call, context);
    let everywhere = call.is("all-namespaces");
    let mut events = list(&resource, (!everywhere).then_some(place.as_str()), "", &fields, context)?;
    events.retain(|event| {
        types.is_empty() || types.iter().any(|known| known.eq_ignore_ascii_case(json::text(event, "type")))
    });
    if events.is_empty() {
        context.err(&if everywhere {
            "No events found.\n".to_owned()
        } else {
            format!("No events found in {place} namespace.\n")
        });
        return Ok(Ran::Done(0));
    }
    events.sort_by_key(time);
    let format = Format::of(call)?;
    if !format.is_human() {
        let text = format.show(&list_of(events), None, call)?;
        context.out(&text);
        return Ok(Ran::Done(0));
    }
    let now = wall(context);
    let mut text = String::new();
    if !call.is("no-headers") {
        text.push_str(if everywhere { "NAMESPACE\t" } else { "" });
        text.push_str("LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n");
    }
    for event in &events {
        let seen = match event_count(event) {
            1 => first_seen(event, now),
            count => format!("{} (x{count} over {})", last_seen(event, now), first_seen(event, now)),
        };
        if everywhere {
            text.push_str(&format!("{}\t", json::namespace(event)));
        }
        text.push_str(&format!(
            "{seen}\t{}\t{}\t{}/{}\t{}\n",
            json::text(event, "type"),
            json::text(event, "reason"),
            json::text(event, "involvedObject.kind"),
            json::text(event, "involvedObject.name"),
            json::text(event, "message").trim()
        ));
    }
    let text = TabWriter::of_tables().align(&text);
    context.out(&text);
    Ok(Ran::Done(0))
}

/// When an event was last seen.
fn time(event: &Value) -> i128 {
    ["series.lastObservedTime", "lastTimestamp", "eventTime", "firstTimestamp"]
        .into_iter()
        .find_map(|path| crate::time::parse_time(json::text(event, path)))
        .unwrap_or_default()
}
