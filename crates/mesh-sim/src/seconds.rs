//! Simulated times as seconds in JSON.

use mesh_proxy::Time;
use serde::{Deserialize, Deserializer, Serializer};

/// Writes a time as seconds.
pub(crate) fn serialize<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.seconds())
}

/// Reads a time from seconds; negative and absurd ones are brought into range.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
    f64::deserialize(deserializer).map(|seconds| Time((seconds * 1e9) as u64))
}
