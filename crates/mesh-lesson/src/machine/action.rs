//! What is done to the scenario: by a step, or to make a mistake happen.

use mesh_config::Node;
use mesh_view::{FilePatch, LessonAction};
use mesh_words::say;

use super::fields::Fields;
use super::place;
use crate::fault::{Faults, MACHINE};
use crate::folder::is_of_scenario;

/// Changes or commands of one action, at most.
const MOST: usize = 20;

/// Reads an action. `more` is what it may have beside changes and commands.
pub(super) fn action(node: &Node, file: u32, more: &[&'static str], faults: &mut Faults) -> LessonAction {
    let known: Vec<&'static str> = ["patches", "commands"].iter().chain(more).copied().collect();
    let fields = Fields::of(node, file, &known, faults);
    let written = fields.get("patches").map_or(&[][..], Node::items);
    let patches: Vec<FilePatch> = written.iter().take(MOST).filter_map(|node| patch(node, file, faults)).collect();
    let commands = fields.texts("commands", faults);
    let is_typed = more.contains(&"typed") && fields.is_true("typed", faults);
    if patches.is_empty() && commands.is_empty() {
        faults.at(MACHINE, place(node, file), say!("lesson-action-empty"));
    }
    if is_typed && patches.is_empty() {
        faults.at(MACHINE, place(node, file), say!("lesson-action-typed"));
    }
    if written.len() > MOST || commands.len() > MOST {
        faults.at(MACHINE, place(node, file), say!("lesson-many-names", most = MOST));
    }
    LessonAction { patches, commands: commands.into_iter().take(MOST).collect(), is_typed }
}

fn patch(node: &Node, file: u32, faults: &mut Faults) -> Option<FilePatch> {
    let fields = Fields::of(node, file, &["file", "text", "delete"], faults);
    let text = fields.text("text", faults).unwrap_or_default();
    let delete = fields.texts("delete", faults);
    let name = fields.text("file", faults).filter(|name| !name.is_empty());
    if name.is_none() || text.is_empty() && delete.is_empty() {
        faults.at(MACHINE, place(node, file), say!("lesson-patch"));
    }
    if let Some(name) = name.as_ref().filter(|name| !is_of_scenario(name)) {
        faults.at(MACHINE, place(node, file), say!("lesson-patch-file", file = name));
    }
    for reference in delete.iter().filter(|reference| !(2..=3).contains(&reference.split('/').count())) {
        faults.at(MACHINE, place(node, file), say!("lesson-patch-delete", reference));
    }
    let found = mesh_config::documents(&text).1;
    if let Some(wrong) = found.first().filter(|_| name.as_deref().is_some_and(|name| !mesh_config::is_dockerfile(name)))
    {
        let place = fields.get("text").map_or(place(node, file), |text| super::place(text, file));
        faults.at(MACHINE, place, say!("lesson-patch-yaml", problem = wrong.message.clone()));
    }
    Some(FilePatch { file: name?, text, delete })
}
