//! How well a node or an edge is.

use serde::{Deserialize, Serialize};

/// How an edge or a node is, by Kiali's order of severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Health {
    /// Nothing to judge by: drawn grey when idle, else green.
    #[default]
    None,
    /// Within all tolerances.
    Healthy,
    /// No pod is wanted.
    NotReady,
    /// Some tolerance is exceeded.
    Degraded,
    /// Some tolerance is exceeded by far, or no pod is ready.
    Failure,
}

impl Health {
    /// What stands before a figure and says without colours how well something is by Kiali's thresholds; nothing where it is
    /// within them.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Failure => "\u{25c6} ",
            Self::Degraded => "\u{25b2} ",
            Self::None | Self::Healthy | Self::NotReady => "",
        }
    }
}
