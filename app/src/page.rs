//! What the document hands to the browser, so that both render the same first frame.

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
    #[cfg(feature = "ssr")]
    pub(crate) const ELEMENT: &'static str = "handover";

    /// A text that can stand inside a `<script>`: letters, digits, `+`, `/` and `=`. What the document says besides is said
    /// shorter here: the bytes are packed (raw deflate), and the document's script unpacks them.
    #[cfg(feature = "ssr")]
    pub(crate) fn to_text(&self) -> String {
        use base64::Engine as _;
        let bytes = postcard::to_allocvec(self).unwrap_or_default();
        base64::engine::general_purpose::STANDARD.encode(miniz_oxide::deflate::compress_to_vec(&bytes, PACKING))
    }

    /// Reads the unpacked bytes; what it is without them where they cannot be read.
    #[cfg(any(feature = "hydrate", test))]
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        postcard::from_bytes(bytes).unwrap_or_default()
    }
}

/// How hard is tried to pack it: each document is packed once, so rather fast.
#[cfg(feature = "ssr")]
const PACKING: u8 = 6;

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use base64::Engine as _;

    use super::*;

    #[test]
    fn what_is_handed_over_is_what_arrives() {
        for preset in mesh_scenario::presets() {
            let opening = mesh_scenario::opening(preset.scenario(), &mut mesh_scenario::Work::network());
            let handover = Handover { page: Page::Shared { id: "x".into() }, language: Language::En, opening };
            let packed = base64::engine::general_purpose::STANDARD.decode(handover.to_text()).unwrap();
            let bytes = miniz_oxide::inflate::decompress_to_vec(&packed).unwrap();
            assert_eq!(Handover::of_bytes(&bytes), handover, "{}", preset.slug);
        }
        assert_eq!(Handover::of_bytes(b"no bytes of ours"), Handover::default());
    }
}
