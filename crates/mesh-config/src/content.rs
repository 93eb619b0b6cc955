//! What a resource says, apart from where it stands.

use std::sync::Arc;

/// The text that a resource was read from. Those of one text that was moved are the very same, so that they are told
/// apart without a look at the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub(crate) text: Arc<str>,
    /// Which of the objects in the text.
    pub(crate) index: usize,
}

impl Content {
    /// A number that no other content has as long as this one, or a copy of it, is held. Another reading of the same
    /// text has another one.
    #[must_use]
    pub fn key(&self) -> (usize, usize) {
        (self.text.as_ptr() as usize, self.index)
    }
}
