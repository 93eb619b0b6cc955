//! Another name for a subset, in all files that use it.

use leptos::prelude::*;
use mesh_scenario::ide::RenameError;
use mesh_scenario::{SourceFile, TextEdit};
use serde::Serialize;

use super::place::Place;
use crate::browser::autosave;
use crate::format::fill;
use crate::offsets::Offsets;
use crate::state::{Playground, place_in_words};
use crate::text::Text;

/// What a new name would change.
#[derive(Debug, Default, Serialize)]
pub(super) struct Rename {
    old: String,
    places: Vec<String>,
    error: String,
    #[serde(skip)]
    edits: Vec<TextEdit>,
}

/// What a new name for the subset at a place would change; an empty name asks what it is called now.
pub(super) fn rename(playground: Playground, place: &Place, name: &str) -> Rename {
    let files = playground.synchronized();
    let Some((file, source)) = files.iter().enumerate().find(|(_, file)| file.name == place.file) else {
        return Rename::default();
    };
    let offset = Offsets::new(&source.text).byte(place.offset);
    let session = playground.session;
    // A name that fits no subset tells whether one stands there.
    let probe = if name.is_empty() { PROBE } else { name };
    let edits = session.with_value(|session| session.rename(file as u32, offset, probe));
    let spans = session.with_value(|session| session.references(file as u32, offset));
    let old = || {
        let span = spans.first()?;
        written(&files, span.file as usize, span.start as usize..span.end as usize)
    };
    match edits {
        Ok(edits) => Rename {
            old: old().unwrap_or_default(),
            places: spans.iter().filter_map(|span| place_in_words(&files, *span)).collect(),
            error: String::new(),
            edits,
        },
        Err(RenameError::NotASubset) => Rename { error: RenameError::NotASubset.to_string(), ..Rename::default() },
        Err(error) => Rename { old: old().unwrap_or_default(), error: error.to_string(), ..Rename::default() },
    }
}

/// A name that nobody gives a subset.
const PROBE: &str = "a-name-that-is-not-taken";

fn written(files: &[SourceFile], file: usize, range: std::ops::Range<usize>) -> Option<String> {
    Some(files.get(file)?.text.get(range)?.trim_matches(['"', '\'']).to_owned())
}

impl Rename {
    pub(super) fn is_possible(&self) -> bool {
        !self.edits.is_empty()
    }

    pub(super) fn to_json(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// Changes the texts and says how many places.
    pub(super) fn apply(self, playground: Playground, text: &'static Text) {
        playground.say(fill(text.renamed, &[&self.old, &self.edits.len().to_string()]), None);
        playground.apply(&self.edits);
        autosave(playground);
    }
}
