//! What the editor asks: completion, hover, outline, definitions, renaming, formatting.
//!
//! Everything here works on broken texts too, since a text is broken nearly always while it is typed.

mod complete;
mod context;
mod format;
mod ghosts;
mod hover;
mod names;
mod outline;
mod place;
mod scanner;
mod symbols;
mod values;

pub use complete::complete;
pub use format::format;
pub use ghosts::{Ghost, ghosts, insertion};
pub use hover::hover;
pub use mesh_view::{Completion, CompletionKind, Completions, Hover, OutlineItem};
pub use names::Names;
pub use outline::outline;
pub use symbols::{RenameError, definition, references, rename};
