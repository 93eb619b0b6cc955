//! What occurs in listeners and connections.

use std::collections::BTreeMap;

/// How often each occurs.
#[derive(Debug, Default)]
pub(crate) struct Features(pub(crate) BTreeMap<String, u32>);

impl Features {
    /// Notes one.
    pub(crate) fn note(&mut self, feature: &str) {
        *self.0.entry(feature.to_owned()).or_default() += 1;
    }
}
