//! What a script says.

use std::sync::Arc;

/// Commands one after the other; those of `&` run beside the next.
pub(crate) type List = Vec<Item>;

/// A command of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) command: Command,
    pub(crate) in_background: bool,
}

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Command {
    /// A program, built-in or function with its words, or assignments alone.
    Simple(Simple),
    /// Commands each reading what the one before prints; whether `!` stands before them.
    Pipeline(Vec<Command>, bool),
    /// `a && b`.
    And(Box<Command>, Box<Command>),
    /// `a || b`.
    Or(Box<Command>, Box<Command>),
    /// `(…)`.
    Subshell(Arc<List>),
    /// `{ …; }`.
    Group(Arc<List>),
    /// `if …; then …; elif …; else …; fi`.
    If(Vec<(List, List)>, Option<List>),
    /// `while …; do …; done`; whether it is `until`.
    While(bool, Arc<List>, Arc<List>),
    /// `for NAME in …; do …; done`; without `in` the arguments.
    For(String, Option<Vec<Word>>, Arc<List>),
    /// `case WORD in PATTERN) …;; esac`.
    Case(Word, Vec<(Vec<Word>, List)>),
    /// `NAME() …`.
    Function(String, Arc<Command>),
    /// `[[ … ]]` of bash.
    Test(Vec<Word>),
    /// A compound command with redirections behind it.
    Redirected(Box<Command>, Vec<Redirect>),
}

/// A simple command.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Simple {
    pub(crate) assignments: Vec<(String, Word)>,
    pub(crate) words: Vec<Word>,
    pub(crate) redirects: Vec<Redirect>,
    /// The number of its line, from 1.
    pub(crate) line: usize,
}

/// Where a stream goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Redirect {
    pub(crate) stream: u32,
    pub(crate) kind: RedirectKind,
    pub(crate) word: Word,
}

/// What a redirection does with its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectKind {
    /// `<`.
    Read,
    /// `>`, `>|`.
    Write,
    /// `>>`.
    Append,
    /// `>&`, `<&`.
    Duplicate,
    /// `<<`: the word is the text.
    Document,
    /// `<<<` of bash.
    Text,
    /// `&>` of bash.
    Both,
}

/// A word before its expansion.
pub(crate) type Word = Vec<Part>;

/// A piece of a word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// Text that is not quoted.
    Plain(String),
    /// Text in quotes or behind a backslash.
    Quoted(String),
    /// What stands in double quotes.
    Double(Word),
    /// `$NAME` and `${NAME…}`.
    Parameter(String, Operation),
    /// `$(…)`.
    Output(Arc<Script>),
    /// `$((…))`.
    Arithmetic(Word),
}

/// What `${NAME…}` does with the value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operation {
    /// The value itself.
    Value,
    /// `${#NAME}`.
    Length,
    /// `-`, `=`, `+` or `?` with a word; whether a colon stands before it.
    Unset(char, bool, Word),
    /// `#`, `##`, `%`, `%%`: the sign, whether it is doubled, and the pattern.
    Trim(char, bool, Word),
    /// What the shell refuses when it comes to it.
    Bad,
}

/// A script that is read when it is run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Script {
    pub(crate) text: String,
    pub(crate) line: usize,
}
