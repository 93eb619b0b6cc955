//! YAML text to a spanned tree to typed resources: `(resources, diagnostics)`, never failing.
//!
//! Knows Istio's, Kubernetes' and the playground's own kinds, their fields, defaults and places in the
//! text. Must never know what a proxy does with them: that is `mesh-control`'s part.
#![forbid(unsafe_code)]

mod amend;
mod applied;
pub mod codes;
mod combinations;
mod content;
mod decode;
mod dockerfile;
mod excerpts;
mod float;
mod former_kinds;
mod help;
pub mod http;
pub mod ide;
mod kinds;
mod kustomize;
mod lengths;
mod lines;
mod mesh_config_text;
pub mod model;
mod object;
mod once_of_each_file;
mod other_files;
mod parse;
mod part;
mod resource;
mod same;
pub mod schema;
mod spanned;
mod template;
mod unfold;
mod yaml;

pub use amend::{amend, amended, difference};
pub use applied::{Reason, Replaced, applied};
pub use content::Content;
pub use decode::duration;
pub use dockerfile::{Dockerfile, is_dockerfile};
pub use float::parse_float;
pub use help::Help;
pub use kinds::{KINDS, Kind, find_kind};
pub use lines::line_edits;
pub use mesh_view::{
    AmendedKind, Diagnostic, Fix, LineIndex, Position, RenderedFrom, Severity, SourceFile, Span, TextEdit,
};
pub use parse::{Config, parse, parse_reusing};
pub use resource::{Metadata, Resource, Spec};
pub use spanned::Spanned;
pub use yaml::{Entry, MAX_BYTES, MAX_DEPTH, MAX_DOCUMENTS, Node, Scalar, Value, documents};
