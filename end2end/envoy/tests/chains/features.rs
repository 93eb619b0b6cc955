//! What occurs in listeners and connections.

use std::collections::BTreeMap;

/// How often each occurs.
#[derive(Debug, Default)]
pub(crate) struct Features(pub(crate) BTreeMap<String, u32>);

impl Features {
    /// These, none of which has occurred.
    pub(crate) fn of(features: &[&str]) -> Self {
        Self(features.iter().map(|feature| ((*feature).to_owned(), 0)).collect())
    }

    /// Notes one.
    pub(crate) fn note(&mut self, feature: &str) {
        *self.0.entry(feature.to_owned()).or_default() += 1;
    }
}
