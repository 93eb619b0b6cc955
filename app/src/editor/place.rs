//! Where the editor asks about.

use serde::Deserialize;

use crate::offsets::Offsets;
use crate::state::Playground;

/// A place in a file, in UTF-16 units.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) offset: u32,
}

impl Place {
    /// The same in the texts as they stand, with bytes; nothing where no such file is open.
    pub(super) fn in_texts(&self, playground: Playground) -> Option<mesh_view::Place> {
        let file = playground.file_named(&self.file)?;
        let text = playground.text_named(&self.file)?;
        let offset = Offsets::new(&text).byte(self.offset);
        Some(mesh_view::Place { file: file as u32, offset, text })
    }
}
