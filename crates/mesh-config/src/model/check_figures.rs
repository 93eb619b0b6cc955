//! Values of Checks: what requests are like, and what figures are held against.

use std::time::Duration;

use mesh_words::say;

use crate::decode::{Decoder, FromNode, FromScalar, Refusal, parse_duration};
use crate::schema::{FIGURE, Shape, enumeration};
use crate::{Node, Scalar, Value};

/// A selector, for which `true` may stand: whatever there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrTrue<T>(pub T);

impl<T: FromNode + Default> FromNode for OrTrue<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(scalar) if scalar.as_bool() == Some(true) => Some(Self::default()),
            Value::Scalar(_) => {
                decoder.wrong_type(node, say!("config-expected-selector"), say!("config-cure-selector"));
                None
            }
            _ => T::from_node(node, decoder).map(Self),
        }
    }
}

enumeration! {
    /// A figure of the latency.
    Percentile = "Percentile" {
        /// Half of the requests take no longer.
        P50 = "p50" 0,
        /// 90 % of the requests take no longer.
        P90 = "p90" 1,
        /// 95 % of the requests take no longer.
        P95 = "p95" 2,
        /// 99 % of the requests take no longer.
        P99 = "p99" 3,
        /// What a request takes on average.
        Mean = "mean" 4,
    }
}

/// What a figure is held against: as it is written, and what it can be read as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckValue {
    /// As it is written.
    pub text: String,
    /// The number that it is; of a share, percent.
    pub number: Option<f64>,
    /// The duration that it is.
    pub duration: Option<Duration>,
}

impl FromScalar for CheckValue {
    fn shape() -> Shape {
        Shape::Scalar(FIGURE)
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        let text = &*scalar.text;
        let percent = || text.strip_suffix('%').and_then(|number| number.trim_end().parse::<f64>().ok());
        let in_quotes = || text.parse::<f64>().ok();
        let number = scalar.as_number().or_else(percent).or_else(in_quotes).filter(|number| number.is_finite());
        Ok(Self { text: text.to_owned(), number, duration: parse_duration(text).ok() })
    }
}

/// A status, or all that begin alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusPattern {
    /// No answer at all: `0`.
    #[default]
    None,
    /// One status.
    Exactly(u16),
    /// A class, such as `5xx`: its first digit.
    Class(u16),
}

impl StatusPattern {
    /// Whether a status is so.
    #[must_use]
    pub fn takes(self, status: u16) -> bool {
        match self {
            Self::None => status == 0,
            Self::Exactly(one) => status == one,
            Self::Class(first) => status / 100 == first,
        }
    }
}

impl FromScalar for StatusPattern {
    fn shape() -> Shape {
        Shape::Scalar("status")
    }

    fn from_scalar(scalar: &Scalar) -> Result<Self, Refusal> {
        let text = &*scalar.text;
        let class = text.strip_suffix("xx").and_then(|first| first.parse::<u16>().ok());
        match (class, text.parse::<u16>()) {
            (Some(first @ 1..=5), _) => Ok(Self::Class(first)),
            (None, Ok(0)) => Ok(Self::None),
            (None, Ok(status @ 100..=599)) => Ok(Self::Exactly(status)),
            _ => Err(Refusal::new(say!("config-expected-status"), say!("config-cure-status"))),
        }
    }
}
