//! How much text is read. Limits are counted steps, never clocks, so the same text always ends the same way.

/// The bytes of all files together; what lies beyond is not read.
pub const MAX_BYTES: usize = 8 << 20;
/// The documents of all files together; what comes after is not read.
pub const MAX_DOCUMENTS: usize = 20_000;
/// How deep values may be nested.
pub const MAX_DEPTH: usize = 64;

/// How many values aliases and anchors may copy, for a text of so many bytes.
pub(crate) fn alias_budget(bytes: usize) -> usize {
    10_000 + bytes / 4
}
