//! What is drawn in a node and above it, as the `d` of SVG paths around its centre, and the corners of a ServiceEntry's shape.

use super::{Health, Node, NodeKind, Point};

/// The corners of a plate around 0, 0 that comes to a point at the right: Kiali's shape of a ServiceEntry.
#[must_use]
pub fn plate(half: f64) -> [Point; 5] {
    [(-1.0, -0.85), (0.5, -0.85), (1.0, 0.0), (0.5, 0.85), (-1.0, 0.85)]
        .map(|(x, y)| Point { x: half * x, y: half * y })
}

impl NodeKind {
    /// What is drawn inside: a globe for gateways, an arrow for clients, a question for what is not known. Empty for the others,
    /// which show their pods.
    #[must_use]
    pub fn glyph(self) -> &'static str {
        match self {
            Self::Gateway => "M9 0A9 9 0 1 1 -9 0A9 9 0 1 1 9 0ZM-9 0H9M0 -9Q-6 0 0 9M0 -9Q6 0 0 9",
            Self::Client => "M-7 0H7M2 -5L7 0L2 5",
            Self::Unknown => "M-4 -4Q-4 -9 0 -9Q5 -9 5 -4.5Q5 -1 0 0V3M0 8V8.1",
            Self::Service | Self::App | Self::Workload | Self::Group => "",
        }
    }
}

impl Node {
    /// Whether it is drawn as a triangle, which has no side for edges and no corners for discs.
    #[must_use]
    pub fn is_triangle(&self) -> bool {
        self.kind == NodeKind::Service && !self.is_service_entry
    }

    /// What is drawn where requests ended without a host.
    pub const ENDED: &str = "M-6 -6L6 6M6 -6L-6 6";

    /// What is drawn inside it: that of its kind, or that it is an end.
    #[must_use]
    pub fn glyph(&self) -> &'static str {
        if self.id.starts_with("end:") { Self::ENDED } else { self.kind.glyph() }
    }

    /// Degraded and failing by shape, for whom colours tell nothing; where an app has a triangle it is the app's.
    #[must_use]
    pub fn health_sign(&self) -> &'static str {
        match self.health {
            _ if self.sits_on.is_some() => "",
            Health::Degraded => "M0 -27L6 -17H-6Z",
            Health::Failure => "M0 -28L6 -22L0 -16L-6 -22Z",
            Health::None | Health::Healthy | Health::NotReady => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_cross_whatever_kind_it_is_of() {
        let node = |id: &str, kind| Node { id: id.into(), kind, ..Node::default() };
        let end = node("end:UH service:default/staff", NodeKind::Unknown);
        let unknown = node("unknown", NodeKind::Unknown);
        let app = node("app:default/staff/v1", NodeKind::App);
        assert_eq!((end.glyph(), unknown.glyph()), (Node::ENDED, NodeKind::Unknown.glyph()));
        assert!(unknown.glyph() != Node::ENDED && !unknown.glyph().is_empty() && app.glyph().is_empty());
    }

    #[test]
    fn what_is_wrong_has_a_shape_unless_an_app_below_has_it() {
        let node = |health, sits_on: Option<&str>| Node { health, sits_on: sits_on.map(Into::into), ..Node::default() };
        let (degraded, failure) = (node(Health::Degraded, None), node(Health::Failure, None));
        assert!(!degraded.health_sign().is_empty() && degraded.health_sign() != failure.health_sign());
        for quiet in [node(Health::Healthy, None), node(Health::NotReady, None), node(Health::Failure, Some("app:a"))] {
            assert_eq!(quiet.health_sign(), "");
        }
    }
}
