//! Another name for a subset, in all files that use it.

use leptos::prelude::*;
use mesh_view::{Ask, Renaming, Tell};
use serde::Serialize;

use super::place::Place;
use crate::browser::autosave;
use crate::format::fill;
use crate::state::{Playground, place_in_words};
use crate::text::Text;

/// `RenameAnswer` of `app/js/host.ts`.
#[derive(Serialize)]
struct RenameAnswer {
    old: String,
    places: Vec<String>,
    error: String,
}

/// What a new name for the subset at a place would change; an empty name asks what it is called now.
pub(super) async fn rename(playground: Playground, place: &Place, name: String) -> Renaming {
    playground.synchronized();
    let Some(asked) = place.in_texts(playground) else { return Renaming::default() };
    match playground.ask(Ask::Rename(asked, name)).await {
        Some(Tell::Renaming(renaming)) => renaming,
        _ => Renaming::default(),
    }
}

/// What the editor is told of it.
pub(super) fn to_json(renaming: &Renaming, playground: Playground) -> Option<String> {
    let files = playground.files.get_untracked();
    let answer = RenameAnswer {
        old: renaming.old.clone(),
        places: renaming.places.iter().filter_map(|span| place_in_words(&files, *span)).collect(),
        error: renaming.error.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    serde_json::to_string(&answer).ok()
}

/// Changes the texts and says how many places.
pub(super) fn apply(renaming: &Renaming, playground: Playground, text: &'static Text) {
    playground.say(fill(text.renamed, &[&renaming.old, &renaming.edits.len().to_string()]), None);
    playground.apply(&renaming.edits);
    autosave(playground);
}
