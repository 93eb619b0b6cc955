//! What an edge's tag says.

use mesh_view::Edge;

use crate::format;
use crate::state::EdgeLabel;

/// The texts of an edge's two pills: the observed figure, and the configured weight beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) observed: String,
    pub(crate) configured: String,
}

impl Tag {
    pub(crate) fn of(edge: &Edge, label: EdgeLabel) -> Self {
        if edge.idle && edge.weight.is_none() {
            return Self::default();
        }
        let errors = edge.rates.error_percent();
        let rate = || format!("{} rps", format::rate(edge.rates.total()));
        let observed = match label {
            EdgeLabel::Nothing => return Self::default(),
            EdgeLabel::Rate => rate(),
            EdgeLabel::ResponseTime => {
                edge.response_times.map(|times| format::milliseconds(times.p95)).unwrap_or_default()
            }
            EdgeLabel::ShareAndRate => match (edge.weight, edge.share) {
                (Some(_), share) => format::percent(share.unwrap_or_default()),
                (None, Some(share)) if share < 99.95 => format::percent(share),
                // The side panel has the rate; on the edge it would only crowd out what is wrong.
                _ if errors > 0.0 => return Self::observed(format!("{} err", format::percent(errors))),
                _ => rate(),
            },
        };
        let observed = match label {
            EdgeLabel::ShareAndRate | EdgeLabel::Rate if errors > 0.0 => {
                format!("{observed} · {} err", format::percent(errors))
            }
            _ => observed,
        };
        let configured = match (label, edge.weight) {
            (EdgeLabel::ShareAndRate, Some(weight)) => format::weight(weight),
            _ => String::new(),
        };
        Self { observed, configured }
    }

    fn observed(observed: String) -> Self {
        Self { observed, configured: String::new() }
    }

    /// Widths of the two pills in pixels, 0 where there is none.
    pub(crate) fn widths(&self) -> (f64, f64) {
        let width = |text: &str| if text.is_empty() { 0.0 } else { text.chars().count() as f64 * 5.9 + 13.0 };
        (width(&self.observed), width(&self.configured))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{EdgeKind, Health, Rates};

    fn edge(share: Option<f64>, weight: Option<f64>, ok: f64, server_error: f64) -> Edge {
        Edge {
            id: "a>b".into(),
            source: "a".into(),
            target: "b".into(),
            kind: EdgeKind::Request,
            rates: Rates { ok, server_error, ..Rates::default() },
            share,
            weight,
            retries: 0.0,
            response_times: None,
            health: Health::Healthy,
            idle: false,
            flags: Vec::new(),
        }
    }

    #[test]
    fn the_share_stands_beside_the_weight() {
        let tag = Tag::of(&edge(Some(9.83), Some(10.0), 1.0, 0.0), EdgeLabel::ShareAndRate);
        assert_eq!((tag.observed.as_str(), tag.configured.as_str()), ("9.8 %", "10 %"));
        let tag = Tag::of(&edge(Some(100.0), None, 9.0, 1.0), EdgeLabel::ShareAndRate);
        assert_eq!((tag.observed.as_str(), tag.configured.as_str()), ("10.0 % err", ""));
        assert_eq!(Tag::of(&edge(None, None, 1.0, 0.0), EdgeLabel::Nothing), Tag::default());
    }
}
