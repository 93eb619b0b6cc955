//! Files that somebody brings from a cluster.

use leptos::prelude::*;
use mesh_view::{Scenario, SourceFile};

use super::work::{autosave, open_beside_work};
use crate::format::fill;
use crate::state::{Playground, Undo};
use crate::text::Text;

/// Takes files over: in the place of a scenario that came with the playground, else beside the files that are there.
pub(crate) fn bring(playground: Playground, text: &'static Text, files: Vec<SourceFile>) {
    let names = files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let is_preset = playground.is_preset();
    if is_preset {
        open_beside_work(playground, text, Scenario::new(files), &names);
        playground.changed.set(true);
    } else {
        let before = playground.scenario();
        playground.add_files(files);
        playground.say(fill(text.brought, &[&names]), Some(Undo::Open(before)));
    }
    autosave(playground);
}
