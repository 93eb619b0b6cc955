//! YAML text to a spanned tree to typed resources: `(resources, diagnostics)`, never failing.
//!
//! Knows Istio's, Kubernetes' and the playground's own kinds, their fields, defaults and places in the
//! text. Must never know what a proxy does with them: that is `mesh-control`'s part.
#![forbid(unsafe_code)]

mod diagnostic;
mod source;

pub use diagnostic::{Diagnostic, Fix, Severity, TextEdit};
pub use source::{LineIndex, Position, SourceFile, Span, Spanned};
