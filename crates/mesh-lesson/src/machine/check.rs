//! Checks of a step, read as the engine reads them.

use mesh_config::{Node, parse};
use mesh_view::{Severity, SourceFile, Span};
use mesh_words::say;

use super::place;
use crate::fault::{Faults, MACHINE};
use crate::judged::Judged;

/// How many figures a Check sees; one that expects nothing is said.
pub(super) fn expectations(node: &Node, file: u32, faults: &mut Faults) -> usize {
    let count = node.get("expect").map_or(0, |expect| expect.items().len());
    if count == 0 {
        faults.at(MACHINE, place(node, file), say!("lesson-check-expects"));
    }
    count
}

/// Says what is wrong with Checks, at their places in the step's file.
pub(super) fn judge(judged: &Judged, number: u32, faults: &mut Faults) {
    let file = SourceFile { name: "judged.yaml".to_owned(), text: judged.text.clone() };
    for mut found in parse(&[file]).diagnostics {
        if found.severity == Severity::Info {
            continue;
        }
        let origin = judged.origin(found.span.start);
        found.fixes.clear();
        found.span = Span { file: number, ..origin.unwrap_or_default() };
        faults.add(found);
    }
}
