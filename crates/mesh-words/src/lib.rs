//! Every sentence of ours that people read, as data: a key and arguments.
//!
//! The sentences stand in `catalogue/<language>/*.ftl`, in Project Fluent's format; the build reads them, so a key or an
//! argument that the catalogue does not have does not compile:
//!
//! ```
//! # use mesh_words::{Words, say};
//! let name = "2 replicas";
//! let words: Words = say!("example-none", name, other = "reviews");
//! assert_eq!(words, "there is no 2 replicas, only reviews");
//! ```
//!
//! What Istio, Kubernetes or Envoy say stays theirs, word for word, in every language: [`Words::theirs`].

#![forbid(unsafe_code)]

mod argument;
mod catalogue;
mod field_docs;
mod language;
mod particle;
mod pattern;
#[cfg(not(feature = "handed-over"))]
mod speaking;
mod texts;
mod words;

pub use argument::Argument;
pub use catalogue::{Sentence, install, sentence};
pub use field_docs::{FieldDoc, FieldDocs, FieldLine, field_doc, field_lines, fingerprint, install_field_docs};
pub use language::Language;
pub use particle::particle;
#[cfg(not(feature = "handed-over"))]
pub use speaking::{speak, speaking};
pub use texts::{BEHIND_SENTENCES, ROW, texts};
pub use words::Words;
