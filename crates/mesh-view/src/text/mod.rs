//! Texts, places in them, and what is found there.

mod edits;
mod finding;
mod pod;
mod rendered_from;
mod source;

pub use edits::apply_edits;
pub use finding::{Diagnostic, Fix, Severity, TextEdit};
pub use pod::short_pod;
pub use rendered_from::RenderedFrom;
pub use source::{LineIndex, Position, SourceFile, Span};
