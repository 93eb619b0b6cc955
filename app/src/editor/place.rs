//! Where the editor asks about.

use serde::Deserialize;

/// A place in a file, in UTF-16 units.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) offset: u32,
}
