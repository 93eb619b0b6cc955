//! Texts of the stage in English.

use super::stage::StageText;

pub(super) const TEXT: StageText = StageText {
    put_back: "Put back",
    put_back_help: "Puts all nodes back to where they are laid out. Drag a node to move it, or press Shift and an arrow key; links keep its place.",
};
