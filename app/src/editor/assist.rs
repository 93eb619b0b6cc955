//! Completion and hover, asked of the core in UTF-16 units of the open file.

use leptos::prelude::*;
use mesh_scenario::ide::{self, CompletionKind};
use mesh_scenario::{Session, Support};
use serde::Serialize;

use super::marks;
use super::place::Place;
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
pub(super) fn completion(playground: Playground, place: &Place) -> Option<String> {
    let text = playground.text_named(&place.file)?;
    let offsets = Offsets::new(&text);
    let names = playground.session.with_value(Session::names);
    let found = ide::complete(&text, offsets.byte(place.offset) as usize, &names);
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
pub(super) fn hover(playground: Playground, place: &Place, text: &'static Text) -> Option<String> {
    let source = playground.text_named(&place.file)?;
    let offsets = Offsets::new(&source);
    let byte = offsets.byte(place.offset);
    let file = playground.file_named(&place.file)?;
    let observed = playground.shown.with_untracked(|shown| match shown.frame.stale {
        true => String::new(),
        false => marks::observed(&shown.frame.gutter, shown.frame.time, file, &source, byte, text),
    });
    let found = ide::hover(&source, byte as usize)?;
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
pub(super) fn define(playground: Playground, place: &Place) -> bool {
    let files = playground.synchronized();
    let Some((file, source)) = files.iter().enumerate().find(|(_, file)| file.name == place.file) else { return false };
    let byte = Offsets::new(&source.text).byte(place.offset);
    let found = playground.session.with_value(|session| session.definition(file as u32, byte));
    if let Some(span) = found {
        playground.show_span(span);
    }
    found.is_some()
}
