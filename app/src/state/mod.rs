//! What the page holds: the running session with the signals that show it, and how the reader looks at it.

mod ahead;
mod awaited;
mod bullet;
mod choices;
mod edits;
mod engine;
mod opened;
mod playground;
mod runs;
mod story;
mod view;

pub(crate) use bullet::Bullet;
pub(crate) use engine::{EngineState, Judging};
pub(crate) use opened::deciding;
pub(crate) use playground::{Playground, Toast, Undo};
pub(crate) use view::{HelpTopic, LogTab, Phone, ViewState};

use leptos::prelude::expect_context;
use mesh_view::{LineIndex, SourceFile, Span};

use crate::format::short;
use crate::text::Text;

/// The session and its signals.
pub(crate) fn playground() -> Playground {
    expect_context::<Playground>()
}

/// How the reader looks at it.
pub(crate) fn view_state() -> ViewState {
    expect_context::<ViewState>()
}

/// The catalogue of the page's language.
pub(crate) fn text() -> &'static Text {
    expect_context::<&'static Text>()
}

/// A place as `mesh.yaml:21`.
pub(crate) fn place_in_words(files: &[SourceFile], span: Span) -> Option<String> {
    let file = files.get(span.file as usize)?;
    let line = LineIndex::new(&file.text).position(&file.text, span.start).line;
    Some(format!("{}:{line}", short(&file.name)))
}
