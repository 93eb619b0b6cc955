//! Checks of a step, read as the engine reads them.

use mesh_config::{Node, parse};
use mesh_view::{Severity, SourceFile, Span};
use mesh_words::say;

use super::place;
use crate::fault::{Faults, MACHINE};
use crate::judged::Judged;

/// What a figure of a Check must be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Expected {
    /// From and to, where both are said.
    pub(crate) between: Option<(f64, f64)>,
    /// Whether it is a share in percent.
    pub(crate) is_share: bool,
}

/// The figures that a Check sees; one that expects nothing is said.
pub(super) fn expectations(node: &Node, file: u32, faults: &mut Faults) -> Vec<Expected> {
    let expected: Vec<Expected> = node.get("expect").map_or(&[][..], Node::items).iter().map(Expected::of).collect();
    if expected.is_empty() {
        faults.at(MACHINE, place(node, file), say!("lesson-check-expects"));
    }
    expected
}

impl Expected {
    fn of(node: &Node) -> Self {
        let number = |node: &Node| node.text().and_then(|text| text.parse::<f64>().ok());
        let between = match node.get("between").map(Node::items) {
            Some([from, to]) => number(from).zip(number(to)),
            _ => node.get("is").and_then(number).map(|is| (is, is)),
        };
        Self { between, is_share: node.get("share").is_some() }
    }
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
