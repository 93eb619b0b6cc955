//! Texts of sharing: the dialog, frames of other pages, the sheet of a phone.

use super::told::texts;

texts! {
/// Texts of one language.
pub(crate) struct ShareText {
    pub(crate) sheet: &'static str,
    pub(crate) sheet_yaml: &'static str,
    pub(crate) embed_open: &'static str,
    pub(crate) share_copied: &'static str,
    pub(crate) share_short: &'static str,
    pub(crate) share_long: &'static str,
    pub(crate) share_longer: &'static str,
    pub(crate) share_longest: &'static str,
    pub(crate) share_embed: &'static str,
    pub(crate) share_embed_copy: &'static str,
    pub(crate) share_embed_copied: &'static str,
    pub(crate) share_embed_help: &'static str,
    pub(crate) share_embed_save: &'static str,
    pub(crate) share_embed_lesson: &'static str,
    pub(crate) share_graph: &'static str,
    pub(crate) share_graph_help: &'static str,
    pub(crate) share_kiali: &'static str,
    pub(crate) share_markdown: &'static str,
    pub(crate) share_markdown_copied: &'static str,
    pub(crate) share_written: &'static str,
    pub(crate) share_not_drawn: &'static str,
}
}
