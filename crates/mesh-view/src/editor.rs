//! What the editor is told while one types.

use std::ops::Range;

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::{Span, TextEdit};

/// What could stand in a place of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completions {
    /// The bytes that a choice replaces.
    pub replace: Range<usize>,
    /// The choices, the best first.
    pub items: Vec<Completion>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What is written.
    pub insert: String,
    /// Its type and default, in a few words; nothing where that says nothing.
    pub detail: Words,
    /// What it means.
    pub doc: String,
    /// What it is.
    pub kind: CompletionKind,
}

/// What a choice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CompletionKind {
    /// A key of the field table.
    Field,
    /// A word of an enumeration, or another fixed value.
    Value,
}

/// What is known about a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hover {
    /// The bytes of the word.
    pub range: Range<usize>,
    /// The field, as `HTTPRoute.timeout`.
    pub title: String,
    /// Its type.
    pub type_name: Words,
    /// What it does.
    pub doc: String,
    /// What holds without it; empty when nothing does.
    pub default: String,
    /// Its page.
    pub link: String,
    /// How far it is simulated.
    pub support: Support,
}

/// How far the playground goes with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Support {
    /// Requests behave by it.
    Simulated,
    /// It is read and validated, but changes no request.
    Checked,
    /// It is known and has no effect here.
    NotSimulated,
}

/// An object or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineItem {
    /// Its name, or its place such as `http[0]`.
    pub name: String,
    /// Its kind, or where it is.
    pub detail: String,
    /// All of it.
    pub span: Span,
    /// Its parts.
    pub children: Vec<OutlineItem>,
}

/// A default that holds though it is not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnseenDefault {
    /// The path of the mapping that lacks it, as `spec.trafficPolicy.outlierDetection`.
    pub path: String,
    /// What would be written, as `interval: 10s`.
    pub text: String,
    /// Why it holds.
    pub doc: String,
    /// Writes it down.
    pub edit: TextEdit,
}
