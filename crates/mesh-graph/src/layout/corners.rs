//! What the page shows in the lower corners of the stage: names and labels keep off it.

use super::covers::covers;
use super::shape::Rect;
use crate::{Graph, Layout};

/// The buttons that zoom, at the left (`style/graph.css`).
const BUTTONS: (f64, f64) = (116.0, 40.0);
/// So much further they reach with the one that unfolds all.
const UNFOLD: f64 = 104.0;
/// The same of the one that puts back what was moved.
const PUT_BACK: f64 = 90.0;
/// The line that says what the layout left out, at the right.
const NOTE: (f64, f64) = (440.0, 24.0);
/// The height that is left free below where something would stand there.
pub(super) const STRIP: f64 = 42.0;

/// The corners that are taken; none where the drawing is larger than the stage, since it is then pushed about below them.
pub(super) fn of(graph: &Graph, layout: &Layout) -> Vec<Rect> {
    let (width, height) = (layout.stage.width, layout.stage.height);
    if layout.width > width - layout.covered || layout.height > height {
        return Vec::new();
    }
    let unfolds = graph.groups.iter().any(|group| group.folds) || graph.nodes.iter().any(|node| node.card.is_some());
    let right = BUTTONS.0 + if unfolds { UNFOLD } else { 0.0 } + if layout.is_moved { PUT_BACK } else { 0.0 };
    let buttons = Rect { left: 0.0, top: height - BUTTONS.1, right, bottom: height };
    let note = Rect { left: width - NOTE.0.min(width / 2.0), top: height - NOTE.1, right: width, bottom: height };
    let says_something = layout.is_shortened || layout.is_dense;
    [Some(buttons), says_something.then_some(note)].into_iter().flatten().collect()
}

/// Whether anything stands in them.
pub(super) fn are_covered(graph: &Graph, layout: &Layout, corners: &[Rect]) -> bool {
    !corners.is_empty()
        && covers(graph, layout).iter().any(|cover| {
            let rect = Rect { left: cover.from.x, top: cover.from.y, right: cover.to.x, bottom: cover.to.y };
            corners.iter().any(|corner| corner.meets(&rect))
        })
}
