//! Texts of the stage: what can be moved on it, and what is said of it.

use super::told::texts;

texts! {
/// Texts of one language.
pub(crate) struct StageText {
    pub(crate) put_back: &'static str,
    pub(crate) put_back_help: &'static str,
    pub(crate) said_ejected: &'static str,
    pub(crate) said_failing: &'static str,
    pub(crate) said_degraded: &'static str,
    pub(crate) said_well: &'static str,
    pub(crate) said_come: &'static str,
    pub(crate) said_gone: &'static str,
    pub(crate) said_more: &'static str,
}
}
