//! Texts of the stage: what can be moved on it, and what is said of it.

/// Texts of one language.
pub(crate) struct StageText {
    pub(crate) put_back: &'static str,
    pub(crate) put_back_help: &'static str,
}
