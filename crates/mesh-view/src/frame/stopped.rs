//! A run that went no further.

use serde::{Deserialize, Serialize};

/// A run that ended before the time that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stopped {
    /// Simulated seconds that it came to.
    pub at: f64,
    /// What was used up.
    pub why: StopReason,
}

/// Which limit ended a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StopReason {
    /// So many steps were granted. With more of them the run goes on.
    Steps(u64),
    /// So many bytes of state were granted, and more would be needed.
    Bytes(u64),
    /// Nobody waits for it any more.
    Unasked,
}
