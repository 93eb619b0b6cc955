//! Texts of the stage in English.

use super::stage::StageText;

pub(super) const TEXT: StageText = StageText {
    put_back: "Put back",
    put_back_help: "Puts all nodes back to where they are laid out. Drag a node to move it, or press Shift and an arrow key; links keep its place.",
    said_ejected: "Ejected: {0}.",
    said_failing: "Failing: {0}.",
    said_degraded: "Degraded: {0}.",
    said_well: "Healthy again: {0}.",
    said_come: "New: {0}.",
    said_gone: "Gone: {0}.",
    said_more: " and {0} more",
};
