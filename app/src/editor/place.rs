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

/// A place with the document around it, in UTF-16 units.
#[derive(Debug, Deserialize)]
pub(super) struct InDocument {
    pub(super) file: String,
    /// In the file.
    pub(super) offset: u32,
    /// Where in the file the document begins.
    pub(super) start: u32,
    /// The document.
    pub(super) text: String,
}

impl Place {
    /// The same in the texts as they stand, with bytes, for who has the texts; nothing where no such file is open.
    pub(super) fn in_texts(&self, playground: Playground) -> Option<mesh_view::Place> {
        let file = playground.file_named(&self.file)?;
        let offset = Offsets::new(&playground.text_named(&self.file)?).byte(self.offset);
        Some(mesh_view::Place { file: file as u32, offset, text: String::new() })
    }
}

impl InDocument {
    /// The same with bytes, in the document alone.
    pub(super) fn in_bytes(&self, playground: Playground) -> Option<mesh_view::Place> {
        let file = playground.file_named(&self.file)? as u32;
        let offset = Offsets::new(&self.text).byte(self.offset.saturating_sub(self.start));
        Some(mesh_view::Place { file, offset, text: self.text.clone() })
    }
}
