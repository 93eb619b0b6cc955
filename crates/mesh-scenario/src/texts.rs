//! The texts of a scenario at one time, and what follows from them alone.

use mesh_config::{Config, Diagnostic, SourceFile};

use crate::header::Header;

/// Texts as they stand, read.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) config: Config,
    /// What is wrong with them, and what was implied.
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) header: Header,
}
