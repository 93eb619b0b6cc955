//! What occurs in a table.

use std::collections::BTreeMap;

/// The features that must each occur in 20 tables or more.
pub const FEATURES: &[&str] = &[
    "host exact",
    "host suffix wildcard",
    "host prefix wildcard",
    "host *",
    "port stripped",
    "port kept",
    "tls required",
    "path exact",
    "path prefix",
    "path separated prefix",
    "path regex",
    "path without case",
    "header exact",
    "header prefix",
    "header suffix",
    "header contains",
    "header regex",
    "header range",
    "header presence",
    "header without case",
    "header inverted",
    "header missing as empty",
    "query parameter",
    "method",
    "authority",
    "scheme",
    "runtime fraction",
    "weighted by header",
    "weighted by hash",
    "cluster header",
    "cluster unknown",
    "cluster without hosts",
    "rewrite prefix",
    "rewrite regex",
    "rewrite host",
    "rewrite host by header",
    "rewrite host by path",
    "redirect host",
    "redirect path",
    "redirect prefix",
    "redirect regex",
    "redirect scheme",
    "redirect port",
    "direct response",
    "request headers",
    "response headers",
    "headers of a weighted cluster",
    "most specific headers win",
    "cors",
    "mirror",
    "fault abort",
    "fault delay",
    "timeout",
    "path normalised",
];

/// How often each feature occurs.
#[derive(Clone, Debug, Default)]
pub struct Features(pub BTreeMap<&'static str, u32>);

impl Features {
    /// Notes a feature.
    ///
    /// # Panics
    /// If it is not on the list.
    pub fn note(&mut self, feature: &'static str) {
        assert!(FEATURES.contains(&feature), "{feature} is not on the list");
        *self.0.entry(feature).or_default() += 1;
    }
}
