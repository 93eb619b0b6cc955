//! Lessons as they are written, in Markdown and YAML, to what the page plays; and whether they do what they say.
//!
//! docs/lessons.md says how one is written. Reading never fails: what is wrong is said at its place, with the cure. For the server
//! and the command line alone: the page and the engine know [`mesh_view::Lesson`].
#![forbid(unsafe_code)]

mod assemble;
mod built_in;
mod fault;
mod folder;
mod judged;
mod machine;
mod markdown;
mod numbers;
mod play;
mod rules;
mod skeleton;

pub use built_in::{built_in, lesson};
pub use folder::{Folder, MOST_FILES};
pub use play::{Played, Row, Verdict, play};
pub use skeleton::skeleton;

/// The id of the last step, which leaves everything to the learner.
pub const YOURS: &str = "yours";
