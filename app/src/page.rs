//! What the document hands to the browser, so that both render the same first frame.

use mesh_scenario::{Scenario, presets};
use serde::{Deserialize, Serialize};

use crate::Language;

/// Which page is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "page")]
pub enum Page {
    /// `/`: a running canary, or what the link's fragment or the browser's storage holds.
    #[default]
    Index,
    /// `/s/<id>`: a stored scenario.
    Shared {
        /// Its id.
        id: String,
        /// What is stored.
        scenario: Scenario,
    },
    /// `/embed/s/<id>`: a stored scenario, the graph only.
    Embed {
        /// Its id.
        id: String,
        /// What is stored.
        scenario: Scenario,
    },
}

impl Page {
    /// The scenario of the first frame.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        match self {
            Self::Index => presets().first().map(mesh_scenario::Preset::scenario).unwrap_or_default(),
            Self::Shared { scenario, .. } | Self::Embed { scenario, .. } => scenario.clone(),
        }
    }

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
}

impl Handover {
    /// The element of the document that holds it.
    pub(crate) const ELEMENT: &'static str = "handover";

    /// JSON that can stand inside a `<script>`: nothing ends it early, or begins a comment that hides its end.
    #[cfg(feature = "ssr")]
    pub(crate) fn to_json(&self) -> String {
        crate::inert::json(&serde_json::to_string(self).unwrap_or_default())
    }
}
