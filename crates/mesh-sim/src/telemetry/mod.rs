//! Who talked to whom how well, in bins of one simulated second.

mod figures;
mod histogram;

pub use figures::{Bin, EdgeFigures, EdgeId, EdgeKey, Party, RouteFigures};
pub use histogram::Histogram;

use mesh_proxy::Time;

/// The figures of a run so far.
#[derive(Clone, Debug, Default)]
pub struct Telemetry {
    edges: Vec<EdgeKey>,
}

impl Telemetry {
    /// Every edge that carried a request, by `EdgeId`.
    #[must_use]
    pub fn edges(&self) -> &[EdgeKey] {
        &self.edges
    }

    /// The figures of each edge that carried something in `from..to`, cut to whole seconds.
    #[must_use]
    pub fn figures(&self, from: Time, to: Time) -> Vec<EdgeFigures> {
        let _ = (from, to);
        Vec::new()
    }

    /// The seconds of one edge in `from..to`, also the empty ones, for sparklines.
    #[must_use]
    pub fn bins(&self, edge: EdgeId, from: Time, to: Time) -> Vec<Bin> {
        let _ = (edge, from, to);
        Vec::new()
    }

    /// How many requests took each route and each of its destinations in `from..to`.
    #[must_use]
    pub fn routes(&self, from: Time, to: Time) -> Vec<RouteFigures> {
        let _ = (from, to);
        Vec::new()
    }
}
