//! What is wrong with a text, where, and how to mend it.

use std::borrow::Cow;

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::Span;

/// How bad a finding is; `error` and `warning` make `lint` exit with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Istio refuses it, or requests fail because of it.
    Error,
    /// Likely not what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// A finding at a place of the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// `IST…`, `KIA…` or `MP…`; stable.
    pub code: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// One or two sentences that name the place and the cure.
    pub message: Words,
    /// Where.
    pub span: Span,
    /// The value that is wrong, where whoever's finding it is points elsewhere: people see it there.
    pub mark: Option<Span>,
    /// The field, as `spec.http[0].route[1]`; empty for a whole document.
    pub path: String,
    /// Edits that would mend it, the best first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding without a path or a fix.
    pub fn new(code: &'static str, severity: Severity, message: Words, span: Span) -> Self {
        let code = Cow::Borrowed(code);
        Self { code, severity, message, span, mark: None, path: String::new(), fixes: Vec::new() }
    }

    /// Where people see it.
    #[must_use]
    pub fn place(&self) -> Span {
        self.mark.unwrap_or(self.span)
    }

    /// The same finding, seen elsewhere.
    #[must_use]
    pub fn marked(mut self, place: Span) -> Self {
        self.mark = Some(place);
        self
    }

    /// The same finding with the path of its field.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// The same finding in a text that moved: each of its places as `place` gives it.
    pub fn relocate(&mut self, place: impl Fn(Span) -> Span) {
        self.span = place(self.span);
        self.mark = self.mark.map(&place);
        for edit in self.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = place(edit.span);
        }
    }

    /// The same finding with one more way to mend it.
    #[must_use]
    pub fn fix(mut self, title: Words, edits: Vec<TextEdit>) -> Self {
        self.fixes.push(Fix { title, edits });
        self
    }
}

/// A named set of edits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: Words,
    /// The edits, not overlapping.
    pub edits: Vec<TextEdit>,
}

/// Replaces a span of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextEdit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}
