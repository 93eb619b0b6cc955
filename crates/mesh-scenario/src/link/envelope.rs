//! What a link holds.

use mesh_config::SourceFile;
use mesh_words::Words;
use serde::{Deserialize, Serialize};

use super::LinkError;
use crate::Scenario;

/// What a link holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Envelope {
    /// Files and seed.
    pub scenario: Scenario,
    /// Version of the engine that made it.
    pub engine: String,
    /// Digest of the run from 0 to `view.at`, 16 hex digits; empty where it was not run.
    pub digest: String,
}

/// As it travels. Fields are only ever added, each with a default, and never change their meaning.
#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(default)]
    files: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    engine: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    digest: String,
}

impl Envelope {
    /// A scenario as this engine packs it; the digest is that of its run from 0 to `view.at`.
    #[must_use]
    pub fn new(scenario: Scenario, digest: String) -> Self {
        Self { scenario, engine: env!("CARGO_PKG_VERSION").to_owned(), digest }
    }

    pub(super) fn to_json(&self) -> String {
        let file = |file: &SourceFile| (file.name.clone(), file.text.clone());
        let wire = Wire {
            files: self.scenario.files.iter().map(file).collect(),
            seed: self.scenario.seed,
            engine: self.engine.clone(),
            digest: self.digest.clone(),
        };
        // Strings, numbers and lists of them: nothing that JSON could refuse.
        serde_json::to_string(&wire).unwrap_or_default()
    }

    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, LinkError> {
        let wire: Wire =
            serde_json::from_slice(bytes).map_err(|error| LinkError::Content(Words::theirs(error.to_string())))?;
        let files = wire.files.into_iter().map(|(name, text)| SourceFile { name, text }).collect();
        Ok(Self { scenario: Scenario { files, seed: wire.seed }, engine: wire.engine, digest: wire.digest })
    }
}
