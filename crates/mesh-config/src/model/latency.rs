//! The three forms of an App's latency.

use std::time::Duration;

use mesh_words::say;

use crate::decode::{Decoder, FieldValue, FromNode};
use crate::schema::{Shape, message};
use crate::{Node, Span, Spanned, Value};

/// The time that an app takes to answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Latency {
    /// Always the same.
    Constant(Spanned<Duration>),
    /// Evenly between the two.
    Uniform {
        /// The shortest.
        min: Spanned<Duration>,
        /// The longest.
        max: Spanned<Duration>,
    },
    /// Log-linear between percentiles, with the same slope beyond the outer ones; in ascending order of the share.
    Percentiles(Vec<(f64, Spanned<Duration>)>),
}

message! {
    /// The time that an app takes to answer: a duration, `{min, max}` or percentiles.
    LatencyForm = "Latency", "" {
        /// The shortest, evenly up to `max`.
        min: Option<Spanned<Duration>> = "min";
        /// The longest.
        max: Option<Spanned<Duration>> = "max";
        /// Half of the answers take no longer.
        p50: Option<Spanned<Duration>> = "p50";
        /// 90 % of the answers take no longer.
        p90: Option<Spanned<Duration>> = "p90";
        /// 95 % of the answers take no longer.
        p95: Option<Spanned<Duration>> = "p95";
        /// 99 % of the answers take no longer.
        p99: Option<Spanned<Duration>> = "p99";
        /// 99.9 % of the answers take no longer.
        p999: Option<Spanned<Duration>> = "p999";
    }
}

impl FromNode for Latency {
    fn shape() -> Shape {
        Shape::Message(LatencyForm::MESSAGE)
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        if let Value::Scalar(_) = &node.value {
            return <Option<Spanned<Duration>>>::decode(node, decoder).map(Latency::Constant);
        }
        let form = LatencyForm::from_node(node, decoder)?;
        let latency = form.latency(node.span);
        if latency.is_none() {
            decoder.wrong_type(node, say!("config-expected-latency"), say!("config-cure-latency"));
        }
        latency
    }
}

impl LatencyForm {
    fn latency(self, span: Span) -> Option<Latency> {
        let points = [(50.0, self.p50), (90.0, self.p90), (95.0, self.p95), (99.0, self.p99), (99.9, self.p999)];
        let points: Vec<_> =
            points.into_iter().filter_map(|(share, duration)| duration.map(|duration| (share, duration))).collect();
        let zero = || Spanned::new(Duration::ZERO, span);
        match (self.min, self.max) {
            (None, None) if points.is_empty() => None,
            (None, None) => {
                points.is_sorted_by_key(|(_, duration)| duration.value).then_some(Latency::Percentiles(points))
            }
            (_, _) if !points.is_empty() => None,
            (min, None) => min.map(Latency::Constant),
            (min, Some(max)) => {
                let min = min.unwrap_or_else(zero);
                (min.value <= max.value).then_some(Latency::Uniform { min, max })
            }
        }
    }
}
