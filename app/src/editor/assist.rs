//! Completion and hover, asked of the core in UTF-16 units of the open file.

use leptos::prelude::*;
use mesh_scenario::ide::{self, CompletionKind, Names};
use mesh_scenario::{Support, parse};
use serde::Serialize;

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
pub(super) fn completion(playground: Playground, file: usize, offset: u32) -> Option<String> {
    let files = playground.files.get_untracked();
    let text = &files.get(file)?.text;
    let offsets = Offsets::new(text);
    let names = Names::of(&parse(&files));
    let found = ide::complete(text, offsets.byte(offset) as usize, &names);
    let items = found.items.into_iter().map(|item| Item {
        label: item.label,
        insert: item.insert,
        detail: item.detail,
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
    link: String,
}

/// What a place means (`HoverAnswer`).
pub(super) fn hover(playground: Playground, file: usize, offset: u32, text: &'static Text) -> Option<String> {
    let source = playground.files.with_untracked(|files| files.get(file).map(|file| file.text.clone()))?;
    let offsets = Offsets::new(&source);
    let found = ide::hover(&source, offsets.byte(offset) as usize)?;
    let default =
        if found.default.is_empty() { String::new() } else { format!("{}: {}", text.default_value, found.default) };
    let answer = HoverAnswer {
        from: offsets.utf16(found.range.start as u32),
        to: offsets.utf16(found.range.end as u32),
        title: found.title,
        type_name: found.type_name,
        doc: found.doc,
        default,
        support: match found.support {
            Support::Simulated => "",
            Support::Checked => text.support_checked,
            Support::NotSimulated => text.support_none,
        },
        link: found.link,
    };
    serde_json::to_string(&answer).ok()
}

/// Goes to what the name at a place was defined as (a subset to its DestinationRule); false where there is nothing.
pub(super) fn define(playground: Playground, file: usize, offset: u32) -> bool {
    let files = playground.files.get_untracked();
    let Some(byte) = files.get(file).map(|file| Offsets::new(&file.text).byte(offset)) else { return false };
    let found = ide::definition(&parse(&files), file as u32, byte);
    if let Some(span) = found {
        playground.show_span(span);
    }
    found.is_some()
}
