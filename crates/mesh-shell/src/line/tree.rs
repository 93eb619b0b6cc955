//! What a line says.

use std::sync::Arc;

/// Pipelines, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Each with what decides whether it runs.
    pub items: Vec<(Connector, Pipeline)>,
}

/// When a pipeline runs, seen from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connector {
    /// `;`: always.
    Then,
    /// `&&`: where the one before has ended well.
    And,
    /// `||`: where it has not.
    Or,
}

/// Commands, each reading what the one before prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pipeline {
    /// `!` before it.
    pub negated: bool,
    /// The commands.
    pub stages: Vec<Stage>,
}

/// A command of a pipeline, with where it reads and prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The command.
    pub command: Command,
    /// `>file`, `2>&1` …, in order.
    pub redirects: Vec<Redirect>,
}

/// What a command is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A program with its arguments, or assignments alone.
    Simple {
        /// `NAME=value` before it.
        assignments: Vec<(String, Word)>,
        /// Its name and arguments.
        words: Vec<Word>,
    },
    /// `for NAME in WORDS; do LIST; done`.
    For {
        /// The variable.
        name: String,
        /// Its values.
        words: Vec<Word>,
        /// What runs for each.
        body: Arc<List>,
    },
    /// `while LIST; do LIST; done`, `until` likewise.
    While {
        /// Whether it is `until`.
        until: bool,
        /// What decides.
        condition: Arc<List>,
        /// What runs each time.
        body: Arc<List>,
    },
    /// `if LIST; then LIST; elif …; else …; fi`.
    If {
        /// Conditions and what runs where the first of them holds.
        branches: Vec<(Arc<List>, Arc<List>)>,
        /// What runs where none holds.
        otherwise: Option<Arc<List>>,
    },
    /// `{ LIST; }` or `( LIST )`.
    Group(Arc<List>),
}

/// Where a stream goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// `>file`, `2>>file`, `&>file`.
    Write {
        /// Standard output, standard error or both.
        out: bool,
        /// Likewise.
        err: bool,
        /// Whether it is added at the end.
        append: bool,
        /// The file.
        file: Word,
    },
    /// `2>&1` (true) or `1>&2` (false).
    Join {
        /// Whether standard error goes where standard output goes.
        err_to_out: bool,
    },
    /// `<file`.
    Read(Word),
    /// `<<<word`, or the text of a here-document.
    Text(Word),
}

/// A word before its expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// What it is made of.
    pub parts: Vec<Part>,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it is; whether it was quoted (an empty quoted text makes a word).
    Text(String, bool),
    /// `$NAME`; whether in double quotes.
    Variable(String, bool),
    /// `$(LIST)`; whether in double quotes.
    Output(Arc<List>, bool),
    /// `$((EXPRESSION))`.
    Arithmetic(String),
}

impl Word {
    /// The text of a word that needs no expansion.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text(text, false)] => Some(text),
            _ => None,
        }
    }
}

impl List {
    /// One command of these words, nothing in them to expand.
    #[must_use]
    pub fn of_words(words: impl IntoIterator<Item = String>) -> List {
        let words = words.into_iter().map(|word| Word { parts: vec![Part::Text(word, true)] }).collect();
        let command = Command::Simple { assignments: Vec::new(), words };
        let stages = vec![Stage { command, redirects: Vec::new() }];
        List { items: vec![(Connector::Then, Pipeline { negated: false, stages })] }
    }
}
