//! What the terminal shows.

use serde::{Deserialize, Serialize};

/// The end of what was printed in a run's terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terminal {
    /// Pieces of text, the oldest first.
    pub pieces: Vec<Printed>,
    /// Whether a line has not ended.
    pub is_busy: bool,
}

/// What a text in a terminal is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrintedKind {
    /// A line as it was typed.
    Typed,
    /// Standard output.
    #[default]
    Output,
    /// Standard error.
    Error,
}

/// A text that was printed at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// What it is.
    pub kind: PrintedKind,
    /// What, with its line feeds.
    pub text: String,
}

/// What a line of the terminal can go on with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCompletions {
    /// Where the text begins that a candidate takes the place of, in bytes.
    pub from: usize,
    /// What can stand there, sorted.
    pub candidates: Vec<String>,
}
