//! A scenario as one value.

use serde::{Deserialize, Serialize};

use crate::{Choices, GraphType, Moved, SourceFile};

/// A text in the page's languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Localized {
    /// English.
    pub en: String,
    /// Korean, where there is one.
    pub ko: Option<String>,
}

impl Localized {
    /// The text for a language tag as `ko` or `ko-KR`; English where there is none.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        match &self.ko {
            Some(text) if language.starts_with("ko") => text,
            _ => &self.en,
        }
    }
}

/// What the page shows at first (the `view` of kind Scenario).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// What nodes stand for.
    pub graph: GraphType,
    /// Simulated seconds at which the page opens, and to which a link's digest is run.
    pub at: f64,
    /// Simulated seconds per second.
    pub speed: f64,
    /// The app, workload or service that is selected, if any.
    pub select: Option<String>,
    /// What is drawn of the graph, where that is said: else it is as the reader has it.
    pub display: Option<Choices>,
    /// Nodes that were put elsewhere by hand.
    pub moved: Vec<Moved>,
}

impl Default for View {
    fn default() -> Self {
        Self { graph: GraphType::VersionedApp, at: 0.0, speed: 1.0, select: None, display: None, moved: Vec::new() }
    }
}

/// Files, and what they do not say themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scenario {
    /// The files, in order: it gives the IPs.
    pub files: Vec<SourceFile>,
    /// The seed of a scenario without a resource of kind Scenario, which would override it.
    pub seed: Option<u64>,
}

impl Scenario {
    /// A scenario of files alone.
    #[must_use]
    pub fn new(files: Vec<SourceFile>) -> Self {
        Self { files, seed: None }
    }
}
