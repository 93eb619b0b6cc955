//! What a click breaks.

use serde::{Deserialize, Serialize};

/// What a click does to the pods of a workload, until it is healed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// Answers take 2 s longer.
    Slow,
    /// Every answer is 500.
    Fail,
    /// Nothing is answered.
    Hang,
    /// Its ports refuse connections.
    Kill,
    /// As its App says.
    Heal,
}
