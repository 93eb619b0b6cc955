//! Completion and hover, in UTF-16 units of the open file.

use leptos::prelude::*;
use mesh_view::{Ask, CompletionKind, Support, Tell};
use serde::Serialize;

use super::marks;
use super::place::{InDocument, Place};
use crate::offsets::Offsets;
use crate::state::Playground;
use crate::text::Text;

#[derive(Serialize)]
struct CompletionAnswer {
    from: u32,
    to: u32,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    label: String,
    insert: String,
    detail: String,
    doc: String,
    kind: &'static str,
}

/// What can stand at a place (`CompletionAnswer`).
pub(super) async fn completion(playground: Playground, place: &InDocument) -> Option<String> {
    let asked = place.in_bytes(playground)?;
    let Some(Tell::Completions(found)) = playground.ask(Ask::Complete(asked)).await else { return None };
    let offsets = Offsets::new(&place.text);
    let items = found.items.into_iter().map(|item| Item {
        label: item.label,
        insert: item.insert,
        detail: item.detail.to_string(),
        doc: item.doc,
        kind: if item.kind == CompletionKind::Field { "property" } else { "enum" },
    });
    let answer = CompletionAnswer {
        from: offsets.utf16(found.replace.start as u32),
        to: offsets.utf16(found.replace.end as u32),
        items: items.collect(),
    };
    serde_json::to_string(&answer).ok()
}

#[derive(Serialize)]
struct HoverAnswer {
    from: u32,
    to: u32,
    title: String,
    #[serde(rename = "type")]
    type_name: String,
    doc: String,
    default: String,
    support: &'static str,
    observed: String,
    link: String,
}

/// What a place means, and what was observed at its line (`HoverAnswer`).
pub(super) async fn hover(playground: Playground, place: &InDocument, text: &'static Text) -> Option<String> {
    let asked = place.in_bytes(playground)?;
    let (source, file) = (playground.text_named(&place.file)?, asked.file as usize);
    let byte = Offsets::new(&source).byte(place.offset);
    let Some(Tell::Hover(found)) = playground.ask(Ask::Hover(asked)).await else { return None };
    let offsets = Offsets::new(&place.text);
    let observed = playground.shown.with_untracked(|shown| match shown.frame.stale {
        true => String::new(),
        false => marks::observed(&shown.frame.gutter, shown.frame.time, file, &source, byte, text),
    });
    let found = found?;
    let default =
        if found.default.is_empty() { String::new() } else { format!("{}: {}", text.default_value, found.default) };
    let answer = HoverAnswer {
        from: offsets.utf16(found.range.start as u32),
        to: offsets.utf16(found.range.end as u32),
        title: found.title,
        type_name: found.type_name.to_string(),
        doc: found.doc,
        default,
        support: match found.support {
            Support::Simulated => "",
            Support::Checked => text.support_checked,
            Support::NotSimulated => text.support_none,
        },
        observed,
        link: found.link,
    };
    serde_json::to_string(&answer).ok()
}

/// Goes to what the name at a place was defined as (a subset to its DestinationRule); false where there is nothing.
pub(super) async fn define(playground: Playground, place: &Place) -> bool {
    playground.synchronized();
    let Some(asked) = place.in_texts(playground) else { return false };
    match playground.ask(Ask::Define(asked)).await {
        Some(Tell::Definition(Some(span))) => {
            playground.show_span(span);
            true
        }
        _ => false,
    }
}
