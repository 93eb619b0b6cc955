//! Findings over resources and cluster: one file per rule.
//!
//! Codes are those of istioctl (IST…) and Kiali (KIA…) where they exist, MP… for our own. Must never run
//! a simulation: it judges what is written.
#![forbid(unsafe_code)]

mod context;
mod field;
mod findings;
mod rules;
mod validation;

use mesh_cluster::Cluster;
use mesh_config::{Config, Diagnostic};

pub use validation::{is_refused, validate};

use context::Context;

/// What Istio's validation and analyzers say of resources and their cluster, by place.
#[must_use]
pub fn analyze(config: &Config, cluster: &Cluster) -> Vec<Diagnostic> {
    let readable = Config {
        resources: config.resources.iter().filter(|resource| resource.readable).cloned().collect(),
        diagnostics: Vec::new(),
    };
    let context = Context::new(&readable, cluster);
    let mut found: Vec<Diagnostic> = readable.resources.iter().flat_map(|resource| validate(resource)).collect();
    found.extend(rules::ISTIO.iter().flat_map(|rule| rule(&context)));
    found.sort_by(|one, other| (one.span, &one.code).cmp(&(other.span, &other.code)));
    found
}
