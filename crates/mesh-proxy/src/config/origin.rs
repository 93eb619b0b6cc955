//! Where a piece of configuration comes from.

/// An opaque handle that only the control plane can resolve to the text that caused a piece.
///
/// It is not part of the configuration: it is never written, and pieces that differ only in their origin are
/// equal, so that an edit that moves lines pushes nothing. Hence any two origins compare as equal; compare the
/// number where the handle itself matters.
#[derive(Clone, Copy, Debug)]
pub struct Origin(pub u32);

impl Origin {
    /// Nothing that a user wrote.
    pub const NONE: Origin = Origin(u32::MAX);

    /// Whether the piece comes from nothing that a user wrote.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.0 == Self::NONE.0
    }
}

impl Default for Origin {
    fn default() -> Self {
        Self::NONE
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}
