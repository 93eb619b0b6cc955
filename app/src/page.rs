//! What the document hands to the browser, so that both render the same first frame.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mesh_view::Opening;
use serde::{Deserialize, Serialize};

use crate::Language;

/// Which page is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Page {
    /// `/`: a running canary, or what the link's fragment or the browser's storage holds.
    #[default]
    Index,
    /// `/s/<id>`: a stored scenario.
    Shared {
        /// Its id.
        id: String,
    },
    /// `/embed/s/<id>`: a stored scenario, the graph only.
    Embed {
        /// Its id.
        id: String,
    },
}

impl Page {
    /// Whether only the graph is shown.
    #[must_use]
    pub fn is_embed(&self) -> bool {
        matches!(self, Self::Embed { .. })
    }
}

/// Everything that the first render depends on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Handover {
    pub(crate) page: Page,
    pub(crate) language: Language,
    pub(crate) opening: Opening,
}

impl Handover {
    /// The element of the document that holds it.
    pub(crate) const ELEMENT: &'static str = "handover";

    /// A text that can stand inside a `<script>`: letters, digits, `+`, `/` and `=`.
    #[cfg(feature = "ssr")]
    pub(crate) fn to_text(&self) -> String {
        STANDARD.encode(postcard::to_allocvec(self).unwrap_or_default())
    }

    /// Reads it; what it is without one where it cannot be read.
    #[cfg(any(feature = "hydrate", test))]
    pub(crate) fn of_text(text: &str) -> Self {
        let bytes = STANDARD.decode(text.trim()).unwrap_or_default();
        postcard::from_bytes(&bytes).unwrap_or_default()
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_over_is_what_arrives() {
        for preset in mesh_scenario::presets() {
            let opening = mesh_scenario::opening(preset.scenario(), &mut mesh_scenario::Work::network());
            let handover = Handover { page: Page::Shared { id: "x".into() }, language: Language::En, opening };
            assert_eq!(Handover::of_text(&handover.to_text()), handover, "{}", preset.slug);
        }
        assert_eq!(Handover::of_text("no text of ours"), Handover::default());
    }
}
